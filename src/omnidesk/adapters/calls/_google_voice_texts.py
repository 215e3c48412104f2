"""
Google Voice: the text messages of an archive of Google Takeout.

They are no calls, so they have an adapter and a channel of their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from omnidesk.adapters._clock import Clock
from omnidesk.adapters.calls import _google_voice_page as page
from omnidesk.adapters.calls._exchange import Exchange
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.events import MessagePosted
from omnidesk.model import Attachment, Defect, Message, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import Payload
    from omnidesk.adapters.calls._google_voice_page import Part
    from omnidesk.events import Event
    from omnidesk.model import AttachmentKind, Direction, Participant

    _Sender: TypeAlias = tuple[Participant, Direction]

_FILES: Mapping[str, AttachmentKind] = {"img": "image", "video": "video", "audio": "audio"}
"""By tag."""

_LINKS: Mapping[str, AttachmentKind] = {"video": "video", "vcard": "contact"}
"""By the class of a link."""

_PLACEHOLDERS = frozenset(("MMS Sent", "MMS Received"))
"""What Google puts where nobody wrote anything."""


@dataclass(frozen=True)
class GoogleVoiceTexts:
    """
    Reads text messages out of an archive of Google Voice: with one person, and with several.

    Args:
        account: Our side: the Google account, or what to call it.
        numbering: How numbers are written; `own_numbers` are ours beside whom the archive calls so.
        clock: In which zone times are that have none. Archives write one.
    """

    channel = "sms"
    name = "google_voice_texts"

    account: str
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it is a conversation of such an archive."""
        return page.LABEL.encode() in payload.body and b'"hChatLog ' in payload.body

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the messages of a page.

        Raises:
            PayloadError: If it is no such page.
        """
        logs = page.read_parts(payload, "hChatLog", channel=self.channel)
        exchange = Exchange(
            name=self.name,
            account=self.account,
            # A short number is a service's here, and nobody's telephone.
            numbering=replace(self.numbering, extension_digits=0),
            clock=self.clock,
        )
        return _texts(exchange, payload, logs)


def _texts(exchange: Exchange, payload: Payload, logs: tuple[Part, ...]) -> Iterator[Event]:
    alike: Counter[tuple[str, ...]] = Counter()
    for log in logs:
        messages = tuple(page.parts(log, "message"))
        senders = [_sender(exchange, one) for one in messages]
        key = _key(exchange, payload, log, senders)
        for part, sender in zip(messages, senders, strict=True):
            place = (*key, page.title_of(part, "dt"), page.address(sender[0]))
            alike[place] += 1
            message_id = derive_id("gv", exchange.account, *place, str(alike[place]))
            yield _message(exchange, payload, part, sender, (message_id, *key))


def _sender(exchange: Exchange, part: Part) -> _Sender:
    """Return who wrote a message, and which way that was."""
    cite = next(page.parts(part, "sender"), ())
    who = page.person(exchange, cite, None)
    # We are an abbreviation ("Me", in the language of the archive), everybody else is a span.
    if "abbr" in {one.name for one in cite} or exchange.is_ours(who):
        changes = {"role": "business", "name": None, "name_source": None}
        return who.model_copy(update=changes), "outbound"
    if not (who.identities or who.name):
        return who, "unknown"
    return who.model_copy(update={"role": "customer"}), "inbound"


def _key(
    exchange: Exchange, payload: Payload, log: Part, senders: list[_Sender]
) -> tuple[str, ...]:
    """Return what names a conversation: the numbers of the others, or else the page's title."""
    for group in page.parts(log, "participants"):
        cites = page.parts(group, "sender")
        members = {page.address(page.person(exchange, one, None)) for one in cites}
        return ("group", *sorted(members))
    others = {page.address(who) for who, direction in senders if direction == "inbound"}
    if others:
        return ("one", *sorted(others))
    # We wrote and nobody answered. The page has a name, if any, and no number.
    return ("title", page.page_title(payload))


def _message(
    exchange: Exchange,
    payload: Payload,
    part: Part,
    sender: _Sender,
    place: tuple[str, ...],
) -> Event:
    (author, direction), (message_id, *key) = sender, place
    sent_at, defects = exchange.clock.read(page.title_of(part, "dt"))
    if key[0] == "title":
        defects = (*defects, Defect(code="recipient_unknown"))
    files = tuple(_files(part))
    text = page.text_of(next(page.parts(part, "", tag="q"), ()))
    return MessagePosted(
        id=derive_id("evt", "sms", "message_posted", exchange.account, message_id),
        channel="sms",
        account=exchange.account,
        thread=(derive_id("sms", *key),),
        occurred_at=sent_at,
        source=exchange.source(payload, ""),
        defects=defects,
        visibility="private",
        message=Message(
            id=message_id,
            author=author,
            direction=direction,
            origin="native" if direction == "outbound" else "unknown",
            sent_at=sent_at,
            text=None if files and text in _PLACEHOLDERS else text or None,
            attachments=files,
        ),
    )


def _files(part: Part) -> Iterator[Attachment]:
    for one in part:
        if one.kind != "start":
            continue
        kind: AttachmentKind | None = _FILES.get(one.name)
        name = one.attributes.get("src", "")
        if one.name == "a":
            classes = one.attributes.get("class", "").split()
            kind = next((_LINKS[each] for each in classes if each in _LINKS), None)
            name = one.attributes.get("href", "")
        if kind is not None and name:
            yield Attachment(kind=kind, filename=name.rpartition("/")[2] or None)
