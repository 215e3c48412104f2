"""Bounces in plain words: who did not get what, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from omnidesk._mime import parse_message_ids
from omnidesk.adapters.email.machine._addresses import addresses_in, sender_kind, the_address
from omnidesk.adapters.email.machine._diagnosis import diagnose, is_permanent, status_in
from omnidesk.adapters.email.machine._phrases import BOUNCE_FORMS, DELAY_TEXT
from omnidesk.adapters.email.machine._types import FailedRecipient
from omnidesk.adapters.email.machine._words import folded

if TYPE_CHECKING:
    from collections.abc import Collection

_LINES = 500
_LINE = 1_000
_MOST = 100
_WORDS_AFTER = 12
"""How many lines below an address are about it, at most."""

# Where the copy of the original mail begins; folded, without leading dashes and stars.
_COPY_BEGINS = (
    "below this line is",
    "below this line",
    "this is a copy of",
    "original message",
    "original headers",
    "the header of the original",
    "message header",
    "message headers follow",
    "returned message",
    "copy of the message",
    "copy of your message",
    "undelivered message",
    "unsent message",
    "reporting-mta:",
    "return-path:",
    "received: ",
    "message-id:",
    "thu goc",
    "noi dung thu goc",
    "ban sao thu goc",
    "tieu de thu goc",
    "ursprungliche nachricht",
)
# What stands before an address that failed.
_LABELS = frozenset(
    (
        "",
        "recipient",
        "recipients",
        "to recipient",
        "address",
        "user",
        "unknown user",
        "failed recipient",
        "failed address",
        "failed recipients",
        "final recipient",
        "rcpt to",
        "nguoi nhan",
        "dia chi",
        "dia chi nhan",
        "dia chi loi",
        "empfanger",
        "destinataire",
        "destinatario",
        "undeliverable to",
        "unable to deliver to",
        "could not deliver to",
        "failed to deliver to",
        "was not delivered to",
    )
)
_DECORATION = " \t<>\"'*-•·([{:;=_#|"


class Notice(NamedTuple):
    """What a bounce in plain words says."""

    recipients: tuple[FailedRecipient, ...]
    original_message_id: str | None
    original_recipient: str | None

    def __repr__(self) -> str:
        return f"<Notice, {len(self.recipients)} recipients>"


def form_of(text: str) -> str | None:
    """
    Name whose wording of a bounce a text is, or return `None`.

    Args:
        text: The text, folded.
    """
    for form, phrases in BOUNCE_FORMS:
        if any(phrase in text for phrase in phrases):
            return form
    return None


def is_delay(text: str) -> bool:
    """Tell whether a folded text says that delivery is still being tried."""
    return any(phrase in text for phrase in DELAY_TEXT)


def read_notice(
    text: str, *, named: tuple[str, ...], excluded: Collection[str], delayed: bool
) -> Notice:
    """
    Find the recipients in a bounce's text.

    An address counts where it begins a line or follows a label; where none does, the first address
    of all is taken, since most wordings are a sentence about one. What follows the line on which
    the original mail is copied is not looked at for that.

    Args:
        text: The text as written.
        named: Addresses that a header has named as failed; then no others count.
        excluded: Addresses that cannot have failed: who sent the bounce and who got it.
        delayed: Whether delivery is still being tried.
    """
    lines = [line[:_LINE] for line in text.split("\n", _LINES)[:_LINES]]
    cut = next((at for at, line in enumerate(lines) if _begins_copy(line)), len(lines))
    notice, copy = lines[:cut], lines[cut:]
    leave_out = {one.lower() for one in excluded}
    known = {one.lower(): one for one in named}
    starts: dict[str, int] = {}
    spelling: dict[str, str] = {}
    weak: list[str] = []
    for number, line in enumerate(notice):
        for start, _, address in addresses_in(line, most=_MOST):
            key = address.lower()
            if key in leave_out or sender_kind(address) == "daemon_sender":
                continue
            if key in known or _is_label(line[:start]):
                starts.setdefault(key, number)
                spelling.setdefault(key, address)
            else:
                weak.append(address)
    found = known or spelling or {one.lower(): one for one in weak[:1]}
    order = sorted(starts.values())
    recipients = tuple(
        _recipient(address, _words(notice, starts.get(key), order), notice, delayed=delayed)
        for key, address in list(found.items())[:_MOST]
    )
    if not recipients:
        recipients = (_recipient(None, "", notice, delayed=delayed),)
    return Notice(recipients, *_original(copy))


def _begins_copy(line: str) -> bool:
    opening = folded(line[:80]).lstrip("-*=_>#< ")
    # `X-Virus-Scanned:` and its like: a header of the copy, and no server's word on the failure.
    return opening.startswith(_COPY_BEGINS) or (opening.startswith("x-") and ": " in opening)


def _is_label(before: str) -> bool:
    label = folded(before[-60:] if len(before) <= 60 else "?").strip(_DECORATION)
    return label in _LABELS or label.endswith("rcpt to")


def _words(lines: list[str], start: int | None, order: list[int]) -> str:
    """Return what is said about an address: from its line to the next address's."""
    if start is None:
        return ""
    end = min(next((one for one in order if one > start), len(lines)), start + _WORDS_AFTER)
    words = lines[start:end]
    # Scanners put a trailer of their own below such a line.
    rule = next((at for at, line in enumerate(words) if line.startswith("-----")), len(words))
    return "\n".join(words[:rule])


def _recipient(
    address: str | None, words: str, notice: list[str], *, delayed: bool
) -> FailedRecipient:
    if address is not None:
        # A mailbox called `spam` says nothing about why.
        words = words.replace(address, " ")
    status, reason = status_in(words), diagnose(status_in(words), words)
    if reason == "undefined":
        # It may be said before the list of addresses, or far below it.
        words = "\n".join(notice)[:4_096]
        words = words if address is None else words.replace(address, " ")
        status = status or status_in(words)
        reason = diagnose(status, words)
    return FailedRecipient(
        address=address,
        action="delayed" if delayed else "failed",
        status=status,
        reason=reason,
        permanent=False if delayed else is_permanent(status, reason, words),
    )


def _original(copy: list[str]) -> tuple[str | None, str | None]:
    """Read the id and the one recipient of the mail that is copied below."""
    identifier: str | None = None
    recipient: str | None = None
    for at, line in enumerate(copy):
        name, _, value = line.strip().lstrip("> ").partition(":")
        name = name.lower()
        if name == "message-id" and identifier is None:
            # Long ids stand on a line of their own.
            below = copy[at + 1] if not value.strip() and at + 1 < len(copy) else ""
            ids = parse_message_ids(value + below).ids
            identifier = ids[0] if ids else None
        elif name == "to" and recipient is None:
            recipient = the_address(value.strip())
    return identifier, recipient


def merged(
    reported: tuple[FailedRecipient, ...], told: tuple[FailedRecipient, ...]
) -> tuple[FailedRecipient, ...]:
    """
    Prefer what fields say, with what the text says where the fields are silent.

    Args:
        reported: What the fields say.
        told: What the text says.
    """
    if not reported:
        return told
    by_address = {one.address.lower(): one for one in told if one.address}
    found: list[FailedRecipient] = []
    for number, field in enumerate(reported):
        words: FailedRecipient | None = None
        if field.address is not None:
            words = by_address.get(field.address.lower())
        elif len(reported) == len(told):
            words = told[number]
        if words is not None and field.action in ("failed", "delayed"):
            learned = field.reason == "undefined" and words.reason != "undefined"
            found.append(
                replace(
                    field,
                    address=field.address or words.address,
                    status=field.status or words.status,
                    reason=words.reason if learned else field.reason,
                    permanent=words.permanent if learned else field.permanent,
                )
            )
        else:
            found.append(field)
    return tuple(found)
