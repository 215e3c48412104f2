"""What is wrong with a contact policy, or at least odd, before any message meets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from omnidesk.policy.contact._conditions import AgeLimit, Window
from omnidesk.policy.contact._policy import ContactPolicy
from omnidesk.policy.contact._rows import ClosedDays, Hours, Marks
from omnidesk.policy.review._finding import Severity, worst_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from omnidesk.policy.contact._classes import MessageClass
    from omnidesk.policy.contact._rows import Dated

ContactFindingCode: TypeAlias = Literal[
    "class_without_channel",
    "class_without_sender",
    "hours_never_meet",
    "implied_consent",
    "no_age_limit",
    "no_confirmation",
    "purpose_undeclared",
    "purpose_without_class",
    "row_ended",
    "row_idle",
    "row_left_out",
    "row_not_begun",
    "secondary_source",
    "unconfirmed_source",
    "unknown_calendar",
    "unknown_channel",
    "unmarked",
    "window_never_opens",
]
"""What is found; [the page on contact policies](../policy/writing-a-contact-policy.md) explains."""


@dataclass(frozen=True, slots=True)
class ContactFinding:
    """Something about a contact policy that somebody should know. As a string, it is a line."""

    code: ContactFindingCode
    """What it is."""
    severity: Severity
    """How bad it is."""
    text: str
    """The same in words."""
    entry: str | None = None
    """The class, purpose or row, by its id; `None` if it is about the policy as a whole."""

    def __str__(self) -> str:
        entry = f"{self.entry}: " if self.entry else ""
        return f"{self.severity} {self.code}: {entry}{self.text}"


@dataclass(frozen=True)
class _Desk:
    """The policy, and what is known about who uses it."""

    policy: ContactPolicy
    channels: frozenset[str] | None
    calendars: frozenset[str] | None
    on: date | None

    @property
    def classes(self) -> list[MessageClass]:
        return [one for one in self.policy.classes if one.active]

    def carries(self, kind: MessageClass) -> frozenset[str] | None:
        """Return the channels by which a class can go; `None` is any."""
        lists = (self.policy.channels, kind.channels or None, self.channels)
        return _common(frozenset(one) for one in lists if one is not None)

    def meets(self, row: Dated, kind: MessageClass) -> bool:
        """Tell whether a row can be about a message of a class."""
        where = self.carries(kind)
        right_channel = row.channel is None or where is None or row.channel in where
        return right_channel and (not row.purpose or kind.purpose in row.purpose)


def lint_contact(
    policy: ContactPolicy,
    *,
    channels: Iterable[str] | None = None,
    calendars: Iterable[str] | None = None,
    on: date | None = None,
) -> tuple[ContactFinding, ...]:
    """
    Find what is wrong with a contact policy, or odd, without looking at any message.

    It reads the policy and no law: that it finds nothing does not make a policy lawful.

    Args:
        policy: The policy.
        channels: The channels that the desk has; the policy's own if not given.
        calendars: The ids of the calendars that the desk has; any if not given.
        on: The day for which rows should be in force; any if not given.

    Returns:
        The findings, the worst first.
    """
    desk = _Desk(
        policy=policy,
        channels=frozenset(channels) if channels is not None else None,
        calendars=frozenset(calendars) if calendars is not None else None,
        on=on,
    )
    return worst_first(finding for check in _CHECKS for finding in check(desk))


def _purposes(desk: _Desk) -> Iterator[ContactFinding]:
    sent_for = {kind.purpose for kind in desk.classes}
    declared = {one.id for one in desk.policy.purposes}
    for one in desk.policy.purposes:
        if one.sends and one.id not in sent_for:
            text = "messages are promised for this purpose, and no class of message is for it"
            yield ContactFinding("purpose_without_class", "error", text, one.id)
    for kind in desk.classes:
        if declared and not kind.single and kind.purpose not in declared:
            text = f"it is for {kind.purpose}, which is not among the purposes"
            yield ContactFinding("purpose_undeclared", "warning", text, kind.id)
    for said in desk.policy.implied:
        text = f"people who only did this ({said.answer}) have not consented: it is a notice"
        yield ContactFinding("implied_consent", "error", text, said.id)


def _carried(desk: _Desk) -> Iterator[ContactFinding]:
    for kind in desk.classes:
        if not kind.senders:
            text = "no address is named from which it may go, so it never goes"
            yield ContactFinding("class_without_sender", "error", text, kind.id)
        if desk.carries(kind) == frozenset():
            text = "none of its channels is one of the desk's, so it never goes"
            yield ContactFinding("class_without_channel", "error", text, kind.id)


def _channels(desk: _Desk) -> Iterator[ContactFinding]:
    policy = desk.policy
    lists = (policy.channels, desk.channels)
    known = _common(frozenset(one) for one in lists if one is not None)
    if known is None:
        return
    named = [
        *((row.id, one) for row in policy.orders for step in row.steps for one in step),
        *((row.id, one) for row in policy.routes for one in row.instead),
        *((kind.id, one) for kind in policy.classes for one in kind.channels),
        *((None, one) for one in policy.register_channels),
        *((row.id, row.channel) for row in _own(policy) if row.channel is not None),
    ]
    for entry, names in groupby(sorted(named, key=str), key=lambda one: one[0]):
        unknown = sorted({one for _, one in names} - known)
        if unknown:
            text = f"the desk does not use {', '.join(unknown)}"
            yield ContactFinding("unknown_channel", "warning", text, entry)


def _marks(desk: _Desk) -> Iterator[ContactFinding]:
    for row in desk.policy.rows:
        if not isinstance(row, Marks):
            continue
        for kind in desk.classes:
            if not desk.meets(row, kind):
                continue
            lacks = ["a way to opt out"] if row.footer and not kind.footer else []
            if row.one_of and set(row.one_of).isdisjoint(kind.labels):
                lacks.append(f"a label ({' or '.join(row.one_of)})")
            if lacks:
                text = f"{row.id} demands {' and '.join(lacks)}, and the class does not"
                yield ContactFinding("unmarked", "warning", text, kind.id)


def _hours(desk: _Desk) -> Iterator[ContactFinding]:
    for kind in desk.classes:
        rows = [row for row in desk.policy.rows if isinstance(row, Hours) and desk.meets(row, kind)]
        for channel in sorted({row.channel or "" for row in rows}):
            for zone in sorted({row.zone or "" for row in rows}):
                here = [
                    row
                    for row in rows
                    if row.channel in (None, channel) and (row.zone or "") == zone
                ]
                if here and _never_meet(here):
                    names = ", ".join(sorted(row.id for row in here))
                    text = f"there is no time of day at which {names} are all open"
                    yield ContactFinding("hours_never_meet", "error", text, kind.id)


def _never_meet(rows: list[Hours]) -> bool:
    together = max(row.first or date.min for row in rows) <= min(
        row.last or date.max for row in rows
    )
    somewhere = _common(frozenset(row.region) for row in rows if row.region) != frozenset()
    return together and somewhere and max(r.opens for r in rows) >= min(r.closes for r in rows)


def _windows(desk: _Desk) -> Iterator[ContactFinding]:
    for kind in desk.classes:
        for row in desk.policy.rows:
            if not isinstance(row, Window) or row.channel not in kind.channels:
                continue
            fits = (not one.purpose or kind.purpose in one.purpose for one in row.openings)
            if desk.meets(row, kind) and not any(fits):
                text = f"by {row.channel} it never goes: {row.id} has no opening for {kind.purpose}"
                yield ContactFinding("window_never_opens", "error", text, kind.id)


def _rows(desk: _Desk) -> Iterator[ContactFinding]:
    for row in desk.policy.rows:
        if desk.on is not None and row.last is not None and row.last < desk.on:
            text = f"it applied until {row.last}: has another taken its place?"
            yield ContactFinding("row_ended", "warning", text, row.id)
        elif desk.on is not None and row.first is not None and row.first > desk.on:
            text = f"it applies from {row.first} on"
            yield ContactFinding("row_not_begun", "info", text, row.id)
        matters = isinstance(row, AgeLimit) or any(desk.meets(row, kind) for kind in desk.classes)
        if matters and row.source.certainty == "unconfirmed":
            text = "nobody has confirmed its source"
            yield ContactFinding("unconfirmed_source", "warning", text, row.id)
        elif matters and row.source.certainty == "secondary":
            text = "only another's account of its source was read"
            yield ContactFinding("secondary_source", "info", text, row.id)
        if isinstance(row, ClosedDays) and not _has(desk.calendars, row.calendar):
            text = f"there is no calendar {row.calendar}, so nothing goes that it is about"
            yield ContactFinding("unknown_calendar", "error", text, row.id)
    for row in _own(desk.policy):
        if not any(desk.meets(row, kind) for kind in desk.classes):
            text = "it is about no message that any class can be"
            yield ContactFinding("row_idle", "warning", text, row.id)
    for name in desk.policy.leave_out:
        text = "the policy does not keep it: say why in its notes"
        yield ContactFinding("row_left_out", "info", text, name)


def _own(policy: ContactPolicy) -> list[Dated]:
    """Return the rows that stand in the policy itself; those of packs are about many desks."""
    used = {row.id for row in policy.used}
    return [row for row in policy.rows if row.id not in used]


def _common(sets: Iterable[frozenset[str]]) -> frozenset[str] | None:
    """Return what sets have in common; `None`, which is everything, if there are none."""
    common: frozenset[str] | None = None
    for one in sets:
        common = one if common is None else common & one
    return common


def _has(known: frozenset[str] | None, name: str) -> bool:
    return known is None or name in known


def _missing(desk: _Desk) -> Iterator[ContactFinding]:
    refusable = any(kind.basis == "consent" for kind in desk.classes)
    confirms = any(kind.single == "opt_out_confirmation" for kind in desk.classes)
    if refusable and not confirms:
        text = "no class of message confirms an opt-out"
        yield ContactFinding("no_confirmation", "info", text)
    guarded = any(kind.minors != "allowed" for kind in desk.classes)
    if guarded and not any(isinstance(row, AgeLimit) for row in desk.policy.rows):
        text = "no row says who is a minor: only who is known to be of age gets anything"
        yield ContactFinding("no_age_limit", "info", text)


_CHECKS: tuple[Callable[[_Desk], Iterator[ContactFinding]], ...] = (
    _purposes,
    _carried,
    _channels,
    _marks,
    _hours,
    _windows,
    _rows,
    _missing,
)
