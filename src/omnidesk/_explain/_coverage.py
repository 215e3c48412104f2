"""What is told of a payload: no value of it, so that the report may go into a log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Effect: TypeAlias = Literal["read", "redundant", "unread", "untried"]
"""
What a field does: it has an effect on the events (`read`); it has one only while other fields that
say the same are missing (`redundant`); it has none (`unread`); or there was no time to find out.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCoverage:
    """
    A field of a payload, or all that stand in the same place of their items.

    Args:
        pointer: Where it stands: a JSON Pointer in which `*` is any index, and any key that does
            not look like a name of a field, as keys may be personal data.
        effect: What it does.
        count: In how many places it stands.
        effective: In how many of those it has an effect on its own; `None` if they were not tried
            one by one, for which they must be 50 at most.
    """

    pointer: str
    effect: Effect
    count: int
    effective: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCoverage:
    """
    An event that came of the payload, without anything that it says.

    Args:
        pointer: Which item of the payload it was read from; keys as in `FieldCoverage`.
        type: The event's kind.
        reason: For `unrecognised`: why the item was not understood.
        expected: For `unrecognised`: what was expected, in the adapter's words.
        name: For `unrecognised`: the vendor's word for the kind of item.
        defects: The codes of what was wrong with it or had to be assumed.
    """

    pointer: str
    type: str
    reason: str | None
    expected: str | None
    name: str | None
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """
    What an adapter makes of a payload.

    Args:
        channel: The adapter's channel.
        digest: The payload's address.
        events: The events that came of it, in their order.
        fields: Its fields, in the order in which they first appear.
        parses: How often the payload was read to find out.
    """

    channel: str
    digest: str
    events: tuple[EventCoverage, ...]
    fields: tuple[FieldCoverage, ...]
    parses: int

    @property
    def unread(self) -> tuple[str, ...]:
        """The pointers of the fields that have no effect. All could be missing at once."""
        return tuple(one.pointer for one in self.fields if one.effect == "unread")

    @property
    def partial(self) -> bool:
        """Whether some fields were not tried: the payload is too large for the bounds."""
        return any(one.effect == "untried" for one in self.fields)
