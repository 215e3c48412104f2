"""What a changed policy would change: item by item, and added up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from omnidesk.policy._decide import Decision, decide
from omnidesk.policy._items import Category

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from omnidesk.policy._calendar import BusinessCalendar
    from omnidesk.policy._facts import Facts
    from omnidesk.policy._items import Item
    from omnidesk.policy._rules import Policy

Move: TypeAlias = Literal["earlier", "later", "dated", "undated", "other"]
"""
What becomes of an item's date: it is earlier, or later; it has one now, or has none any more; or it
stays, and something else changes: the state, what is done to the item, what it may be used for.
"""

_REVERSED: Mapping[Move, Move] = {
    "earlier": "later",
    "later": "earlier",
    "dated": "undated",
    "undated": "dated",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One item that two policies decide differently."""

    category: Category
    """What kind of thing it is."""
    channel: str
    """Its channel."""
    before: Decision
    """What the old policy decides."""
    after: Decision
    """What the new one decides."""

    @property
    def move(self) -> Move:
        """What becomes of its date."""
        before, after = self.before.at, self.after.at
        if before is None or after is None:
            return "other" if before == after else "undated" if after is None else "dated"
        return "other" if before == after else "earlier" if after < before else "later"

    @property
    def shift(self) -> timedelta | None:
        """By how much its date moves, negative if it is earlier; `None` without two dates."""
        before, after = self.before.at, self.after.at
        return after - before if before is not None and after is not None else None

    @property
    def is_newly_due(self) -> bool:
        """Whether it goes now, and did not."""
        return self.after.state == "due" != self.before.state

    @property
    def is_no_longer_due(self) -> bool:
        """Whether it went now, and does not."""
        return self.before.state == "due" != self.after.state


def changes(
    old: Policy,
    new: Policy,
    items: Iterable[Item],
    facts: Facts,
    *,
    now: datetime,
    calendars: Iterable[BusinessCalendar] = (),
) -> Iterator[Change]:
    """
    Yield the items that two policies decide differently, one by one as they come.

    Decisions differ if the state, the date, the action or the permitted uses do. Other claims that
    come to the same are no change.

    Args:
        old: The policy as it is.
        new: The policy as it would be.
        items: The items. They are read once, and none is kept.
        facts: What has happened.
        now: The present moment; aware.
        calendars: The calendars that the rules name.

    Raises:
        ValueError: If `now` is naive.
    """
    dated = tuple(calendars)
    known = facts.until(now) if now.utcoffset() is not None else facts
    for item in items:
        before = decide(item, old, known, now=now, calendars=dated)
        after = decide(item, new, known, now=now, calendars=dated)
        if _outcome(before) != _outcome(after):
            yield Change(item.category, item.channel, before, after)


def _outcome(decision: Decision) -> tuple[object, ...]:
    return decision.state, decision.at, decision.action, decision.purposes


@dataclass(frozen=True, slots=True)
class Shifts:
    """By how much dates move, all in the same direction."""

    count: int = 0
    """How many."""
    least: timedelta = timedelta()
    """The smallest shift, regardless of its direction."""
    most: timedelta = timedelta()
    """The largest."""

    def and_one(self, shift: timedelta) -> Shifts:
        """Count one more."""
        by = abs(shift)
        least = min(self.least, by) if self.count else by
        return Shifts(self.count + 1, least, max(self.most, by))


_NONE = Shifts()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items of one category in one channel change, and how."""

    changed: int = 0
    """How many change in any way."""
    earlier: Shifts = _NONE
    """How many go earlier, and by how much."""
    later: Shifts = _NONE
    """How many go later, and by how much."""
    dated: int = 0
    """How many had no date and have one."""
    undated: int = 0
    """How many had a date and have none."""
    other: int = 0
    """How many keep their date, and change in state, action or permitted use."""
    newly_due: int = 0
    """How many would go at once."""
    no_longer_due: int = 0
    """How many would have gone at once, and would not."""

    def and_one(self, change: Change) -> Tally:
        """Count one more."""
        move, shift = change.move, change.shift or timedelta()
        return Tally(
            changed=self.changed + 1,
            earlier=self.earlier.and_one(shift) if move == "earlier" else self.earlier,
            later=self.later.and_one(shift) if move == "later" else self.later,
            dated=self.dated + (move == "dated"),
            undated=self.undated + (move == "undated"),
            other=self.other + (move == "other"),
            newly_due=self.newly_due + change.is_newly_due,
            no_longer_due=self.no_longer_due + change.is_no_longer_due,
        )

    def reverse(self) -> Tally:
        """Return what the way back would change."""
        return Tally(
            changed=self.changed,
            earlier=self.later,
            later=self.earlier,
            dated=self.undated,
            undated=self.dated,
            other=self.other,
            newly_due=self.no_longer_due,
            no_longer_due=self.newly_due,
        )


@dataclass(frozen=True, slots=True)
class PolicyDiff:
    """What one policy would change against another. False if nothing; as a string, a table."""

    columns: ClassVar[tuple[str, ...]] = (
        "category",
        "channel",
        "earlier",
        "later",
        "gets a date",
        "loses it",
        "otherwise",
        "newly due",
        "no longer due",
    )
    """The headings over `rows`."""

    removed: tuple[str, ...] = ()
    """The rules that the new policy does not have, by id."""
    added: tuple[str, ...] = ()
    """The rules that only the new policy has."""
    altered: tuple[str, ...] = ()
    """The rules that both have, and that are not the same."""
    no_longer_replaced: tuple[tuple[str, str], ...] = ()
    """Pairs of rules of which the first takes the place of the second in the old policy only."""
    newly_replaced: tuple[tuple[str, str], ...] = ()
    """Pairs of which the first takes the place of the second in the new policy only."""
    zones: tuple[str, str] | None = None
    """The zones in which dates are counted, the old and the new, if they differ."""
    tallies: tuple[tuple[Category, str, Tally], ...] = ()
    """What changes, by category and channel, sorted; what does not change is not there."""
    item_count: int = 0
    """How many items there were."""

    def __bool__(self) -> bool:
        return bool(
            self.tallies
            or self.removed
            or self.added
            or self.altered
            or self.no_longer_replaced
            or self.newly_replaced
            or self.zones
        )

    @property
    def changed_count(self) -> int:
        """How many items change."""
        return sum(one.changed for _, _, one in self.tallies)

    def reverse(self) -> PolicyDiff:
        """Return what the way back would change: the same as the diff the other way round."""
        return PolicyDiff(
            removed=self.added,
            added=self.removed,
            altered=self.altered,
            no_longer_replaced=self.newly_replaced,
            newly_replaced=self.no_longer_replaced,
            zones=self.zones and (self.zones[1], self.zones[0]),
            tallies=tuple((kind, channel, one.reverse()) for kind, channel, one in self.tallies),
            item_count=self.item_count,
        )

    def __str__(self) -> str:
        return "\n".join([*self.rule_lines(), *self._table()])

    def rule_lines(self) -> Iterator[str]:
        """Yield a line for each rule or replacement that is not the same in both."""
        if self.zones:
            yield f"zone: {self.zones[0]} becomes {self.zones[1]}"
        for sign, names in (("-", self.removed), ("+", self.added), ("~", self.altered)):
            yield from (f"{sign} rule {name}" for name in names)
        for winner, loser in self.no_longer_replaced:
            yield f"- {winner} replaces {loser}"
        for winner, loser in self.newly_replaced:
            yield f"+ {winner} replaces {loser}"

    def _table(self) -> Iterator[str]:
        yield f"{self.changed_count:,} of {self.item_count:,} items change"
        if not self.tallies:
            return
        rows = [self.columns, *self.rows()]
        widths = [max(len(row[at]) for row in rows) for at in range(len(self.columns))]
        for row in rows:
            cells = [
                cell.ljust(width) if at < 4 else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            yield "  ".join(cells).rstrip()

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield a row of text for each category and channel, as `columns` heads them."""
        for category, channel, one in self.tallies:
            counts = one.dated, one.undated, one.other, one.newly_due, one.no_longer_due
            yield (
                category,
                channel,
                _shifted(one.earlier),
                _shifted(one.later),
                *(f"{count:,}" if count else "" for count in counts),
            )


def diff(
    old: Policy,
    new: Policy,
    items: Iterable[Item],
    facts: Facts,
    *,
    now: datetime,
    calendars: Iterable[BusinessCalendar] = (),
) -> PolicyDiff:
    """
    Say what a changed policy would change, added up by category and channel.

    The diff of a policy with itself is empty, and the diff the other way round is the reverse. The
    items are read once, in bounded memory; `changes` yields them one by one.

    Args:
        old: The policy as it is.
        new: The policy as it would be.
        items: The items.
        facts: What has happened.
        now: The present moment; aware.
        calendars: The calendars that the rules name.

    Raises:
        ValueError: If `now` is naive.
    """
    count = 0

    def counted() -> Iterator[Item]:
        nonlocal count
        for item in items:
            count += 1
            yield item

    tallies: defaultdict[tuple[Category, str], Tally] = defaultdict(Tally)
    for change in changes(old, new, counted(), facts, now=now, calendars=calendars):
        place = change.category, change.channel
        tallies[place] = tallies[place].and_one(change)
    before = {rule.id: rule for rule in old.rules}
    after = {rule.id: rule for rule in new.rules}
    both = before.keys() & after.keys()
    replaced, replaces = _replacements(old), _replacements(new)
    return PolicyDiff(
        removed=tuple(sorted(before.keys() - both)),
        added=tuple(sorted(after.keys() - both)),
        altered=tuple(sorted(name for name in both if before[name] != after[name])),
        no_longer_replaced=tuple(sorted(replaced - replaces)),
        newly_replaced=tuple(sorted(replaces - replaced)),
        zones=(old.zone, new.zone) if old.zone != new.zone else None,
        tallies=tuple((*place, tallies[place]) for place in sorted(tallies)),
        item_count=count,
    )


def _replacements(policy: Policy) -> set[tuple[str, str]]:
    return {(rule.id, name) for rule in policy.rules for name in rule.replaces}


def _shifted(shifts: Shifts) -> str:
    if not shifts.count:
        return ""
    least, most = _length(shifts.least), _length(shifts.most)
    return f"{shifts.count:,} by {least}" + (f" to {most}" if most != least else "")


def _length(shift: timedelta) -> str:
    """Write a length of time in whole days, or in hours and minutes if it is shorter."""
    if shift.days:
        return f"{shift.days:,} d"
    minutes = shift.seconds // 60
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"
