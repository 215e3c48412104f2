"""Which items rules speak about, compared without any items."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from omnidesk.policy._anchors import Latest, OnFact
from omnidesk.policy._periods import after, parts
from omnidesk.policy._rules import When

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.policy._anchors import Anchor
    from omnidesk.policy._items import Category
    from omnidesk.policy._rules import Rule

_EXCLUSIVE = ("category", "channel", "part", "direction", "visibility", "role", "region")
"""What an item has exactly one of. Of purposes it has several."""

_PARTS: Mapping[Category, str] = {
    "message": "text",
    "quote": "quoted",
    "edit": "edits",
    "attachment": "attachments",
    "reaction": "reactions",
    "receipt": "receipts",
    "call": "record",
    "recording": "recordings",
    "voicemail": "voicemail",
    "transcript": "transcripts",
    "identity": "participants",
    "notice": "notice",
    "consent": "notice",
    "rights_request": "notice",
}
"""The part that `items` gives to each category; what is kept outside conversations has any."""

_DIRECTED: frozenset[Category] = frozenset(
    {
        "message",
        "quote",
        "edit",
        "attachment",
        "reaction",
        "receipt",
        "call",
        "recording",
        "voicemail",
        "transcript",
    }
)
"""The categories of conversations whose items may have a direction."""

_ROLES: frozenset[Category] = frozenset(
    {"attachment", "edit", "identity", "message", "quote", "reaction", "receipt"}
)
"""The categories of conversations whose items may say whose they are."""

NO_END = timedelta.max
"""The length of what has no end in sight."""

_ANY_DAY = datetime(2001, 1, 1, tzinfo=UTC)
_ANY_ZONE = ZoneInfo("UTC")


def overlaps(one: When, other: When) -> bool:
    """Tell whether there can be an item that both speak about."""
    for name in _EXCLUSIVE:
        left, right = getattr(one, name), getattr(other, name)
        if left and right and set(left).isdisjoint(right):
            return False
    return True


def covers(one: When, other: When) -> bool:
    """Tell whether one speaks about every item that the other speaks about."""
    for name in When.model_fields:
        left, right = getattr(one, name), getattr(other, name)
        if left and not (right and set(right) <= set(left)):
            return False
    return True


def unmatched(when: When) -> tuple[Category, ...]:
    """Return the categories that a scope names and that have no item in it, whatever comes."""
    return tuple(one for one in when.category if not _can_match(one, when))


def _can_match(category: Category, when: When) -> bool:
    if category == "raw":
        # Its part is a digest, and it is as much one's as another's.
        return not (when.part or _only_known(when.direction) or _only_known(when.role))
    part = _PARTS.get(category)
    if part is None:
        return True
    return (
        (not when.part or part in when.part)
        and (category in _DIRECTED or not _only_known(when.direction))
        and (category in _ROLES or not _only_known(when.role))
    )


def _only_known(wanted: tuple[str, ...]) -> bool:
    return bool(wanted) and "unknown" not in wanted


def is_sure(anchor: Anchor) -> bool:
    """Tell whether a period is sure to begin, or waits for an event that may never come."""
    if isinstance(anchor, str):
        return True
    if isinstance(anchor, OnFact):
        return anchor.otherwise is not None
    if isinstance(anchor, Latest):
        return all(is_sure(one) for one in anchor.latest)
    return any(is_sure(one) for one in anchor.earliest)


def awaited_ends(anchor: Anchor) -> tuple[str, ...]:
    """Return what must all have ended before a period begins, by the facts that open it."""
    if isinstance(anchor, str):
        return ()
    if isinstance(anchor, OnFact):
        return (anchor.opened_by,) if anchor.opened_by else ()
    inner = anchor.latest if isinstance(anchor, Latest) else anchor.earliest
    return tuple(dict.fromkeys(name for one in inner for name in awaited_ends(one)))


@lru_cache(maxsize=256)
def length(period: str) -> timedelta:
    """Return about how long a period is, so that periods can be compared."""
    days = parts(period).business_days
    if days:
        return timedelta(days=days * 7 / 5)
    passed = after(_ANY_DAY, period, _ANY_ZONE, late=False)
    return passed - _ANY_DAY if passed is not None else NO_END


def lasts(rule: Rule) -> timedelta:
    """Return how long a rule lets things stay, from a beginning that is sure to come."""
    said = rule.keep or rule.erase
    if said is None or said.period == "forever" or not is_sure(said.anchor):
        return NO_END
    return length(said.period)
