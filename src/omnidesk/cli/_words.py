"""How the timeline puts people, times and numbers into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.cli._screen import counted
from omnidesk.cli._text import safe_line

if TYPE_CHECKING:
    from omnidesk.model import About, Attachment, Conversation, Participant, Rating

_LABELS = {"business": "our side", "unknown": "somebody"}
"""For those who have no name; the other roles are words already."""

_SPEAKING = frozenset({"email", "phone", "sip", "extension"})
"""Identities that say more to a person than a number of a vendor's."""

_UNITS = ("B", "KiB", "MiB", "GiB")


def who(participant: Participant) -> str:
    """Name somebody: by their name, their address, or the part they play. Never by a guess."""
    if participant.name:
        return safe_line(participant.name)
    for identity in participant.identities:
        if identity.scheme in _SPEAKING:
            return safe_line(identity.value)
    label = _LABELS.get(participant.role, participant.role)
    if participant.role == "business" or not participant.identities:
        return label
    # The end of an id tells two strangers apart, and is short.
    return f"{label} …{safe_line(participant.identities[0].value)[-4:]}"


def introduce(participant: Participant) -> str:
    """Name somebody with their address and, unless that is all there is, the part they play."""
    name = who(participant)
    if not participant.identities:
        return name
    identity = participant.identities[0]
    value = safe_line(identity.value)
    if identity.scheme not in _SPEAKING:
        value = f"{safe_line(identity.scheme)} {value}"
    role = _LABELS.get(participant.role, participant.role)
    part = "" if participant.role == "unknown" or name.startswith(role) else f" ({role})"
    return f"{name}{part}" if value == name else f"{name} <{value}>{part}"


def about(subject: About) -> str:
    """Say what a conversation hangs on."""
    return safe_line(" ".join(one for one in (subject.kind, subject.title or subject.id) if one))


def heading(conversation: Conversation) -> str | None:
    """Return the first subject of a conversation, if any message has one."""
    return next((safe_line(one.subject) for one in conversation.messages if one.subject), None)


_ANSWERS = ("re:", "fwd:", "fw:", "aw:", "sv:", "tr:", "trả lời:", "chuyển tiếp:")


def topic(subject: str) -> str:
    """Return a subject without what answering and forwarding put in front, for comparison."""
    rest = safe_line(subject).casefold()
    found = True
    while found:
        found = any(rest.startswith(prefix) for prefix in _ANSWERS)
        if found:
            rest = rest.partition(":")[2].lstrip()
    return rest


def size(count: int) -> str:
    """Return a number of bytes, readably."""
    value, unit = float(count), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{count} B" if unit == 0 else f"{value:.1f} {_UNITS[unit]}"


def duration(milliseconds: int) -> str:
    """Return a duration as `m:ss` or `h:mm:ss`."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def attachment(one: Attachment) -> str:
    """Describe an attachment on one line. Its URL is personal data and is not shown."""
    place = one.coordinates
    parts = [
        one.filename or one.title or one.description,
        one.media_type,
        size(one.size) if one.size is not None else None,
        duration(one.duration) if one.duration is not None else None,
        f"{place.latitude:.5f}, {place.longitude:.5f}" if place else None,
        one.availability if one.availability not in {"ok", "unknown"} else None,
    ]
    return f"[{one.kind}] {safe_line(' · '.join(part for part in parts if part))}".rstrip()


def rating(given: Rating) -> str:
    """Return stars where that is what it is, and numbers otherwise."""
    value, highest = given.value, given.highest
    if highest is not None and highest <= 10 and value == int(value) and 0 <= value <= highest:
        return "★" * int(value) + "☆" * (int(highest) - int(value))
    return f"rated {value:g}" + (f" of {highest:g}" if highest is not None else "")


def more(number: int, noun: str) -> str:
    """Return `… 1 more line`, `… 3 more lines`."""
    return f"… {counted(number, f'more {noun}')}"
