"""
Twilio's words in ours: states, directions, times, and what a recording can still be had of.

Sources: the pages "Call resource", "Recordings resource", "TwiML Voice: <Dial>, <Enqueue>,
<Record>, <Conference>" and "TaskRouter: event callbacks" under <https://www.twilio.com/docs/voice>
and <https://www.twilio.com/docs/taskrouter>.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from omnidesk.model import Attachment, Defect, Durations, Identity, Participant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from omnidesk.adapters._clock import Clock, Reading
    from omnidesk.adapters.calls._exchange import Exchange
    from omnidesk.model import Availability, Direction, Outcome

OUTCOMES: Mapping[str, Outcome] = {
    "queued": "ongoing",
    "initiated": "ongoing",
    "ringing": "ongoing",
    "in-progress": "ongoing",
    # "completed" means that somebody or something answered, and no more.
    "completed": "answered",
    "answered": "answered",  # <Dial> with several numbers
    "busy": "busy",
    "canceled": "cancelled",
    "failed": "failed",
    "no-answer": "missed",
}
"""`CallStatus`, `DialCallStatus` and `status`."""


def outcome(status: str, direction_word: str | None) -> Outcome:
    """
    Return what a state comes to.

    What comes in to Twilio is answered by Twilio, and that is nobody: whether a person was reached,
    the legs tell that were made for it, a queue, or a message that was left.
    """
    found = OUTCOMES.get(status, "unknown")
    return "unknown" if direction_word == "inbound" and found in _BY_TWILIO else found


_BY_TWILIO = ("answered", "ongoing")

_RANKS = {"queued": 0, "initiated": 1, "ringing": 2, "in-progress": 3}
_ENDED = 4
_STEP = 100_000

RECORD = 5 * _STEP
"""The sequence of a call's own record, which is written when all callbacks are."""

LAST_WORD = 6 * _STEP
"""The sequence of what became of a caller in a queue or a mailbox: no state of a call says it."""

AVAILABLE: Mapping[str, Availability] = {
    "completed": "ok",
    "absent": "unsupported",  # too short or silent: there is nothing
    "failed": "unsupported",  # could not be encrypted
    "deleted": "expired",
}
"""`RecordingStatus` and `status` of a recording that has come to its end."""

UNDER_WAY = frozenset(("in-progress", "paused", "stopped", "processing"))
"""The other states of a recording."""

PARTICIPANT: Mapping[str, Outcome] = {
    "queued": "ongoing",
    "connecting": "ongoing",
    "ringing": "ongoing",
    "connected": "ongoing",
    "failed": "failed",
    # "complete": gone; whether anybody was there, the call's own record tells.
}
"""`status` of a conference's participant."""

_ANSWERED_BY: Mapping[str, Literal["human", "machine", "unknown"]] = {
    "human": "human",
    "machine_start": "machine",
    "machine_end_beep": "machine",
    "machine_end_silence": "machine",
    "machine_end_other": "machine",
    "fax": "machine",
    "unknown": "unknown",
}

# Fri, 18 Oct 2019 17:03:00 +0000 (RFC 2822 section 3.3).
_RFC_2822 = re.compile(
    r"(?:[A-Za-z]{3}, ?)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))?"
    r"(?: ([+-]\d{4}|GMT|UTC|Z))?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_TIME = 64

SIP_REFUSALS = frozenset(str(code) for code in range(300, 700))
"""`SipResponseCode` where it says why (RFC 3261 section 21)."""


def has_ended(status: str) -> bool:
    """Tell whether a call in this state stays in it."""
    return OUTCOMES.get(status, "ongoing") != "ongoing"


def sequence(status: str, number: str | None = None) -> int:
    """
    Say which of two reports about a leg is the newer one.

    The state decides, as states only go forward; within one, `SequenceNumber`. Requests arrive in
    any order, and some have no number.
    """
    rank = _RANKS.get(status, _ENDED if has_ended(status) else 0)
    counted = number is not None and number.isascii() and number.isdigit() and len(number) <= 5
    return rank * _STEP + (int(number) if counted and number else 0)


def answered_by(word: str | None) -> Literal["human", "machine", "unknown"] | None:
    """Return what answered, as far as Twilio has found out."""
    return _ANSWERED_BY.get(word or "")


def read_time(clock: Clock, text: str | None, pointer: str = "") -> Reading:
    """Read a time: RFC 2822, as Twilio writes it, or ISO 8601, as services do that resemble it."""
    text = (text or "").strip()
    if len(text) > _LONGEST_TIME:
        return None, (Defect(code="time_unreadable", pointer=pointer),)
    match = _RFC_2822.fullmatch(text)
    if match is None:
        return clock.read(text, pointer=pointer)
    day, month, year, hour, minute, second, zone = match.groups()
    if month.lower() not in _MONTHS:
        return None, (Defect(code="time_unreadable", pointer=pointer),)
    # The clock knows what stands for "never", and which days there are not.
    date = f"{year}-{_MONTHS.index(month.lower()) + 1}-{day}"
    return clock.read(f"{date} {hour}:{minute}:{second or '00'} {zone or ''}", pointer=pointer)


def milliseconds(seconds: str | None) -> int | None:
    """Read a count of whole seconds; anything else, such as the -1 of the unfinished, is none."""
    if seconds is None or not (seconds.isascii() and seconds.isdigit()) or len(seconds) > 9:
        return None
    return int(seconds) * 1000


def durations(
    lasted: int | None, direction_word: str | None, total: int | None = None
) -> Durations:
    """
    Say how long what took.

    Args:
        lasted: What Twilio says that the call took, in milliseconds.
        direction_word: Its direction. What came in to Twilio was not talked for so long: there
            were menus, music and ringing.
        total: From its first time to its last, if both are known.
    """
    if direction_word == "inbound":
        return Durations(total=lasted if total is None else total)
    return Durations(total=total, talk=lasted)


def party(
    exchange: Exchange, address: str | None, *, at: datetime | None, name: str | None = None
) -> Participant | None:
    """Read one end of a call; somebody who called through WhatsApp stays known by that."""
    scheme, colon, rest = (address or "").strip().partition(":")
    if colon and scheme.lower() == "whatsapp" and rest:
        return Participant(identities=(Identity(scheme="whatsapp", value=rest[:320]),))
    return exchange.numbering.party(address, at=at, name=name)


def direction(
    exchange: Exchange, word: str | None, caller: Participant | None, callee: Participant | None
) -> Direction:
    """
    Tell which way a call went; its other legs tell where this one cannot.

    A call from a browser or a SIP telephone of ours comes in to Twilio, and goes out to the world;
    an agent whom Twilio calls is part of a call that somebody else began.
    """
    if word in ("inbound", "trunking-originating"):
        return exchange.direction(caller, callee) if exchange.is_ours(caller) else "inbound"
    if word in ("outbound-api", "trunking-terminating") and not exchange.is_ours(callee):
        return "outbound"
    return "unknown"


def recording(
    sid: str,
    *,
    kind: Literal["recording", "voicemail"] = "recording",
    url: str | None,
    account: str | None,
    status: str,
    seconds: str | None,
) -> Attachment:
    """Describe a recording: the same from a callback and from the resource."""
    if url is None and account is not None:
        # As Twilio documents it; the resource itself has the address of its description only.
        url = f"https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{sid}"
    return Attachment(
        kind=kind,
        id=sid,
        url=url,
        needs_token=True,
        availability=AVAILABLE.get(status, "unknown"),
        duration=milliseconds(seconds),
    )
