"""A mail that came in through chatwoot, which has taken it apart already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from omnidesk.adapters._contacts import read_email
from omnidesk.adapters._texts import read_text
from omnidesk.model import Participant

if TYPE_CHECKING:
    from omnidesk.adapters.chatwoot import _wire as wire

_MOST = 1_000
"""Addresses that are read of one header."""


class Said(NamedTuple):
    """What a message says, in the parts that a message has."""

    text: str | None = None
    quoted: str | None = None
    html: str | None = None
    defects: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Said, {len(self.text or '')} characters>"


def read_mail(mail: wire.Mail, content: str | None) -> Said:
    """
    Return what a mail says: the new text, what it quotes, its HTML.

    Chatwoot trims the quotation off, and calls what is left `quoted`. The rest of the whole text is
    what the mail quotes, if the whole begins with what is left.
    """
    text, html = mail.text_content, mail.html_content
    told = read_text(html.full, "html") if html is not None and html.full else None
    safe, defects = (told.html, told.defects) if told is not None else (None, ())
    if text is not None and text.full:
        return Said(*_parts(text.full, text.quoted), safe, defects)
    if html is not None and html.reply:
        # Of HTML, `full` is the HTML, and `reply` the text of it.
        return Said(*_parts(html.reply, html.quoted), safe, defects)
    return Said(content or (told.text if told is not None else None), None, safe, defects)


def _parts(whole: str, trimmed: str | None) -> tuple[str | None, str | None]:
    new = (trimmed or "").strip()
    whole = whole.replace("\r\n", "\n").strip()
    new = new.replace("\r\n", "\n")
    if not new or not whole.startswith(new):
        return (new or whole or None), None
    return new, whole[len(new) :].strip() or None


def read_addresses(value: object) -> tuple[Participant, ...]:
    """Return those whom a header names: a list of addresses, or one text with commas."""
    texts = value.split(",") if isinstance(value, str) else value
    items = cast("list[object]", texts) if isinstance(texts, list) else []
    found = [read_email(one.strip()) for one in items[:_MOST] if isinstance(one, str)]
    unique = dict.fromkeys([one for one in found if one is not None])
    return tuple([Participant(identities=(one,)) for one in unique])
