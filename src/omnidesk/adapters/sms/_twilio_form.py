"""
What Twilio posts: incoming messages, opt-outs, and how far outgoing ones have come.

Source: <https://www.twilio.com/docs/messaging/guides/webhook-request> and
<https://www.twilio.com/docs/messaging/guides/track-outbound-message-status>.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters._desk import kind_of, media_type_of
from omnidesk.adapters.sms import _twilio_words as words
from omnidesk.adapters.sms._desk import party
from omnidesk.events import ConsentSignalled
from omnidesk.model import Action, Attachment, Consent, Coordinates, Defect, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from omnidesk.adapters.sms._desk import TextDesk
    from omnidesk.events import Event
    from omnidesk.model import AttachmentKind

    Fields: TypeAlias = Mapping[str, str]


def read_form(desk: TextDesk, fields: Fields) -> Iterator[Event]:
    """Read the events out of a webhook's fields."""
    sid = fields.get("MessageSid") or fields.get("SmsSid") or fields.get("SmsMessageSid")
    status = (fields.get("MessageStatus") or fields.get("SmsStatus") or "").lower()
    channel = words.channel_of(fields.get("From"), fields.get("To"))
    if not sid:
        yield desk.unrecognised("", "missing_id", expected="expected a MessageSid")
    elif channel is None:
        expected = "expected addresses of SMS, WhatsApp or RCS"
        yield desk.unrecognised("", "unknown_kind", expected=expected)
    elif status in words.INCOMING or (not status and "Body" in fields):
        yield from _incoming(desk.on(channel), fields, sid)
    elif status in words.RECEIPTS:
        yield _report(desk.on(channel), fields, sid, status)
    elif status not in words.UNDER_WAY:
        expected = "expected a status that is documented"
        yield desk.unrecognised("", "unknown_kind", expected=expected)


def _incoming(desk: TextDesk, fields: Fields, sid: str) -> Iterator[Event]:
    who, line = desk.address(fields.get("From")), desk.address(fields.get("To"))
    author = party(who, "customer", name=fields.get("ProfileName"))
    keys = words.thread(desk, sid, who, line, fields.get("MessagingServiceSid"))
    attachments, defects = _attachments(fields)
    replied = fields.get("OriginalRepliedMessageSid")
    yield desk.said(
        "",
        sid,
        thread=keys,
        direction="inbound",
        author=author,
        to=party(line, "business"),
        text=fields.get("Body"),
        # No field says when; the resource does.
        sent_at=None,
        defects=defects,
        attachments=attachments,
        action=_action(fields),
        reply_to=Reference(id=replied) if replied else None,
    )
    state = words.CONSENTS.get(fields.get("OptOutType", "").upper())
    if state is not None:
        yield ConsentSignalled(
            **desk.shared("consent_signalled", sid, state, pointer="", thread=keys),
            consent=Consent(
                state=state,
                channel=desk.channel,
                signal="advanced_opt_out",
                subject=author,
            ),
        )


def _report(desk: TextDesk, fields: Fields, sid: str, status: str) -> Event:
    who, line = desk.address(fields.get("To")), desk.address(fields.get("From"))
    code = fields.get("ErrorCode") or (status if status == "canceled" else None)
    kind = words.RECEIPTS[status]
    return desk.receipt(
        "",
        sid,
        kind,
        thread=words.thread(desk, sid, who, line, fields.get("MessagingServiceSid")),
        who=party(who, "customer"),
        reason=code if kind == "failed" else None,
    )


def _action(fields: Fields) -> Action | None:
    payload, title = fields.get("ButtonPayload") or None, fields.get("ButtonText") or None
    if payload is None and title is None:
        return None
    return Action(kind="quick_reply", payload=payload, title=title)


# --- media ----------------------------------------------------------------------------------------

_CARDS = frozenset(("text/vcard", "text/x-vcard", "text/directory"))


def _attachments(fields: Fields) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    found: list[Attachment] = []
    while url := fields.get(f"MediaUrl{len(found)}"):
        found.append(_media(url, fields.get(f"MediaContentType{len(found)}", "")))
    count = fields.get("NumMedia", "")
    told = count.isascii() and count.isdigit() and count.strip("0") != ""
    # More of them than a message can have says no more than that some are missing.
    lacking = told and (len(count) > 3 or int(count) != len(found))
    place = _place(fields)
    if place is not None:
        found.append(place)
    return tuple(found), (Defect(code="media_missing"),) if lacking else ()


def _media(url: str, declared: str) -> Attachment:
    media_type = media_type_of(declared)
    kind: AttachmentKind = "unknown"
    if media_type is not None:
        kind = "contact" if media_type in _CARDS else kind_of(media_type)
    sid = url.partition("?")[0].rpartition("/")[2]
    return Attachment(
        kind=kind,
        id=sid if sid.startswith("ME") else None,
        media_type=media_type,
        url=url,
        # Accounts can open their media to everybody who has the address, and should not.
        needs_token=True,
    )


def _place(fields: Fields) -> Attachment | None:
    latitude, longitude = (
        _degrees(fields.get("Latitude"), 90),
        _degrees(fields.get("Longitude"), 180),
    )
    if latitude is None or longitude is None:
        return None
    return Attachment(
        kind="location",
        title=fields.get("Label") or None,
        description=fields.get("Address") or None,
        coordinates=Coordinates(latitude=latitude, longitude=longitude),
    )


def _degrees(text: str | None, most: int) -> float | None:
    digits = (text or "").removeprefix("-").replace(".", "", 1)
    if text is None or len(text) > 32 or not (digits.isascii() and digits.isdigit()):
        return None
    degrees = float(text)
    return degrees if abs(degrees) <= most else None
