"""Reports in fields: delivery (RFC 3464, 6533), disposition (RFC 8098), feedback (RFC 5965)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from omnidesk._mime import parse_mime
from omnidesk.adapters.email.machine._addresses import the_address
from omnidesk.adapters.email.machine._diagnosis import diagnose, is_permanent, status_in
from omnidesk.adapters.email.machine._types import (
    Action,
    Disposition,
    FailedRecipient,
    FeedbackReport,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._mime import MimePart

_READ = 64 * 1_024
_MOST = 100
"""How many recipients of one report are read."""

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
# RFC 6533 section 3: `\x{E5}`.
_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_TOKEN = re.compile(r"[a-z0-9-]{1,40}")
_ACTIONS: dict[str, Action] = {
    "failed": "failed",
    "failure": "failed",
    "delayed": "delayed",
    "delivered": "delivered",
    "relayed": "relayed",
    "expanded": "expanded",
}
_LAST_CODE_POINT = 0x10FFFF


def parts_of(mail: MimePart) -> Iterator[MimePart]:
    """Yield a mail and its parts, but not what is within mails that it holds."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        yield part
        if part.media_type.startswith("multipart/"):
            waiting.extend(reversed(part.parts))


def original_of(mail: MimePart) -> MimePart | None:
    """
    Return the mail that a report is about, or its headers, or `None`.

    Args:
        mail: The report.
    """
    for part in parts_of(mail):
        if part is mail:
            continue
        if part.media_type in ("message/rfc822", "message/global", "message/news"):
            return part.parts[0] if part.parts else parse_mime(part.content()[:_READ])
        if part.media_type in ("text/rfc822-headers", "message/global-headers"):
            return parse_mime(part.content()[:_READ])
    return None


class DeliveryStatus(NamedTuple):
    """A delivery report's fields."""

    recipients: tuple[FailedRecipient, ...]
    original_recipient: str | None

    def __repr__(self) -> str:
        return f"<DeliveryStatus, {len(self.recipients)} recipients>"


def read_delivery_status(part: MimePart) -> DeliveryStatus:
    """
    Read a `message/delivery-status` part: one group for the mail, then one for each recipient.

    A group counts as a recipient's when it names one, an action or a status; some servers put
    everything into the first.

    Args:
        part: The part.
    """
    recipients: list[FailedRecipient] = []
    original: str | None = None
    for group in _groups(part.content()[:_READ]):
        final = group.header("final-recipient")
        first = group.header("original-recipient")
        addressed = _typed_address(first)
        action = _word(group.header("action"))
        status = _status(group.header("status"))
        if final is None and first is None and action is None and status is None:
            continue
        address = _typed_address(final) or _typed_address(group.header("x-actual-recipient"))
        original = original or addressed
        diagnostic = group.header("diagnostic-code") or ""
        kind, semicolon, words = diagnostic.partition(";")
        words = words if semicolon else diagnostic
        # `5.0.0` says nothing; the server's own words may.
        if status is None or status.endswith(".0.0"):
            status = status_in(words) or status
        reason = diagnose(status, words)
        done = _ACTIONS.get(action or "")
        if done is None:
            done = "delayed" if (status or "").startswith("4") else "failed"
        undelivered = done in ("failed", "delayed")
        permanent = is_permanent(status, reason, words) if undelivered else False
        recipients.append(
            FailedRecipient(
                address=address or addressed,
                action=done,
                status=status,
                diagnostic_type=_word(kind) if semicolon else None,
                reason=reason if undelivered else "undefined",
                permanent=False if done == "delayed" else permanent,
                addressed=addressed,
            )
        )
        if len(recipients) == _MOST:
            break
    return DeliveryStatus(tuple(recipients), original)


def read_disposition(part: MimePart) -> Disposition:
    """
    Read a `message/disposition-notification` part.

    Args:
        part: The part.
    """
    fields = next(_groups(part.content()[:_READ]), None) or parse_mime(b"")
    value = (fields.header("disposition") or "").lower()
    modes, _, done = value.partition(";")
    done, _, modifiers = done.partition("/")
    action, _, sending = modes.partition("/")
    ids = fields.message_ids("original-message-id").ids
    return Disposition(
        disposition_type=_word(done),
        by_hand=_mode(action, "manual-action", "automatic-action"),
        sent_by_hand=_mode(sending, "mdn-sent-manually", "mdn-sent-automatically"),
        modifiers=tuple(word for one in modifiers.split(",")[:_MOST] if (word := _word(one))),
        final_recipient=_typed_address(fields.header("final-recipient")),
        original_recipient=_typed_address(fields.header("original-recipient")),
        original_message_id=ids[0] if ids else None,
    )


def read_feedback(part: MimePart, original: MimePart | None) -> FeedbackReport:
    """
    Read a `message/feedback-report` part.

    Args:
        part: The part.
        original: The mail that is complained about.
    """
    fields = next(_groups(part.content()[:_READ]), None) or parse_mime(b"")
    ids = () if original is None else original.message_ids("message-id").ids
    recipients = [the_address(one) for one in fields.header_all("original-rcpt-to")[:_MOST]]
    incidents = (fields.header("incidents") or "").strip()
    arrived, _ = fields.date("arrival-date")
    if arrived is None:
        # RFC 5965 section 3.2 has this name for it too.
        arrived, _ = fields.date("received-date")
    numeral = len(incidents) <= 9 and incidents.isascii() and incidents.isdecimal()
    return FeedbackReport(
        feedback_type=_word(fields.header("feedback-type")),
        user_agent=fields.header("user-agent") or None,
        original_mail_from=the_address(fields.header("original-mail-from") or ""),
        original_recipients=tuple(one for one in recipients if one),
        arrived_at=arrived,
        source_ip=(fields.header("source-ip") or "").strip()[:45] or None,
        reported_domains=tuple(
            domain
            for one in fields.header_all("reported-domain")[:_MOST]
            if (domain := one.strip().lower()[:255])
        ),
        incidents=int(incidents) if numeral else None,
        original_message_id=ids[0] if ids else None,
        original_to=None if original is None else the_address(original.header("to") or ""),
    )


def _groups(content: bytes) -> Iterator[MimePart]:
    """Split fields at empty lines, and read each group as what it is like: a mail's headers."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    group: list[bytes] = []
    for line in [*lines, b""]:
        if line.strip():
            group.append(line)
        elif group:
            yield parse_mime(b"\n".join(group) + b"\n\n")
            group = []


def _word(value: str | None) -> str | None:
    """Return the first word of a field, without its comments."""
    word = (value or "").partition("(")[0].partition(";")[0].strip().lower()
    return word if _TOKEN.fullmatch(word) else None


def _mode(value: str, yes: str, no: str) -> bool | None:
    value = value.strip()
    return {yes: True, no: False}.get(value)


def _status(value: str | None) -> str | None:
    found = _STATUS.match((value or "").strip())
    return None if found is None else found[0]


def _typed_address(value: str | None) -> str | None:
    """Read `rfc822; a@b`; the type may be missing, and X.400 names are no mail addresses."""
    if value is None:
        return None
    kind, semicolon, address = value.partition(";")
    if not semicolon:
        return the_address(value)
    kind = kind.strip().lower()
    if kind == "x400":
        return None
    if kind == "utf-8":
        address = _ESCAPED.sub(_unescape, address)
    return the_address(address)


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    surrogate = 0xD800 <= code <= 0xDFFF
    return match[0] if code > _LAST_CODE_POINT or surrogate else chr(code)
