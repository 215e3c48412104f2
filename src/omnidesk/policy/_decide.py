"""
When an item goes: one formula, and the claims that settle it.

The date is the earliest, over all that demand erasure, of the later of two: when they demand it,
and when the last of those that keep it, with at least their force, lets go. Nothing that is not
known is ever taken for past: an unknown keep keeps, and an unknown erasure erases nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from omnidesk.model import Time
from omnidesk.model._base import Noun
from omnidesk.policy._anchors import find
from omnidesk.policy._base import FORCES, Force
from omnidesk.policy._calendar import deadline
from omnidesk.policy._periods import after
from omnidesk.policy._rules import Action, EraseRule, KeepRule, RestrictRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omnidesk.policy._calendar import BusinessCalendar
    from omnidesk.policy._facts import Facts
    from omnidesk.policy._items import Item
    from omnidesk.policy._rules import Policy, Rule

State = Literal["kept", "pending", "scheduled", "restricted", "due"]
"""
`kept`: nothing demands that it goes. `pending`: something does, after an event that is not known
yet. `scheduled`: it goes at a known date. `restricted`: it should be gone, and something keeps it:
it may be used for what keeps it and for nothing else. `due`: it goes now.
"""

Verdict = Literal["determines", "outweighed", "later", "met", "waits", "limits"]
"""
What became of a claim: it settles the date; a stronger one outweighs it; another erasure comes
first; a keep that lets go before the date; it waits for an event; it limits what the item may be
used for.
"""


class Claim(Noun):
    """What one rule, or one hold, says about one item."""

    _shown: ClassVar[frozenset[str]] = frozenset({"rule", "basis"})

    kind: Literal["keep", "erase", "restrict"]
    """What it demands."""
    rule: str
    """The rule's id; for a hold, `hold:` and the case."""
    force: Force
    """How much it weighs."""
    at: Time | None = None
    """
    Until when it keeps, from when on it erases or restricts (UTC). `None`: for ever, or not known
    (`waits_for`).
    """
    waits_for: tuple[str, ...] = ()
    """The kinds of fact that must come before the date is known."""
    basis: str | None = None
    """For a keep: what for."""
    action: Action | None = None
    """For an erasure: what becomes of the item."""
    purposes: tuple[str, ...] = ()
    """For a restriction: what it may still be used for."""


class Weighed(Noun):
    """A claim, and what became of it."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    claim: Claim
    """The claim."""
    verdict: Verdict
    """What became of it."""


class Decision(Noun):
    """What is to become of an item, when, and why."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    item: str
    """The item's id."""
    state: State
    """How it stands now."""
    at: Time | None = None
    """When it goes (UTC); `None` for never, or not known yet."""
    action: Action | None = None
    """What becomes of it then."""
    claims: tuple[Weighed, ...] = ()
    """All claims about it, those that settle the date first."""
    waits_for: tuple[str, ...] = ()
    """For `pending`: the kinds of fact that would settle it."""
    purposes: tuple[str, ...] | None = None
    """
    What it may be used for meanwhile: `None` for everything that it is held for. For `restricted`,
    the bases of what keeps it.
    """

    @property
    def determining(self) -> tuple[Claim, ...]:
        """The claims that settle the date: they alone give the same one."""
        return tuple(one.claim for one in self.claims if one.verdict == "determines")


def decide(
    item: Item,
    policy: Policy,
    facts: Facts,
    *,
    now: datetime,
    calendars: Iterable[BusinessCalendar] = (),
) -> Decision:
    """
    Decide what is to become of an item.

    Total: any item, policy and facts give a decision. What cannot be worked out deletes nothing.

    Args:
        item: The item.
        policy: The rules.
        facts: What has happened. Facts later than `now` have not.
        now: The present moment; aware.
        calendars: The calendars that rules name. Where one is missing, or does not cover the days
            that it has to count, a keep keeps and an erasure waits for it (`calendar`).

    Raises:
        ValueError: If `now` is naive.
    """
    if now.utcoffset() is None:
        raise ValueError("now must be aware: say which zone it is in")
    return weigh(item.id, claims(item, policy, facts, now=now, calendars=calendars), now=now)


def claims(
    item: Item,
    policy: Policy,
    facts: Facts,
    *,
    now: datetime,
    calendars: Iterable[BusinessCalendar] = (),
) -> tuple[Claim, ...]:
    """Return what every rule and every open case says about an item."""
    known, dated = facts.until(now), tuple(calendars)
    found = [_claim(rule, item, policy, known, dated) for rule in policy.applying(item)]
    return (*found, *_holds(item, known))


def _claim(
    rule: Rule,
    item: Item,
    policy: Policy,
    facts: Facts,
    calendars: tuple[BusinessCalendar, ...],
) -> Claim:
    began = find(rule.anchor, item, facts)
    said = rule.keep or rule.erase or rule.restrict
    at, waits_for = began
    if at is not None and isinstance(said, (KeepRule, EraseRule)) and said.period != "forever":
        late = isinstance(said, KeepRule)
        if said.calendar is None:
            at = after(at, said.period, policy.clock, late=late)
        else:
            calendar = next((one for one in calendars if one.id == said.calendar), None)
            at = deadline(at, said.period, calendar, late=late) if calendar else None
            waits_for = ("calendar",) if at is None else ()
    elif isinstance(said, KeepRule):
        at = None
    return Claim(
        kind=rule.kind,
        rule=rule.id,
        force=rule.force,
        at=at,
        waits_for=waits_for,
        basis=said.basis if isinstance(said, KeepRule) else None,
        action=said.action if isinstance(said, EraseRule) else None,
        purposes=said.purposes if isinstance(said, RestrictRule) else (),
    )


def _holds(item: Item, facts: Facts) -> Iterable[Claim]:
    """Return a claim for every case that holds the item and is not released."""
    placed, released = _cases(item, "hold_placed", facts), _cases(item, "hold_released", facts)
    open_cases: set[str] = set()
    for (case, subject, one), at in placed.items():
        # A release frees whom it names, or everybody. At one moment the hold counts: what is gone
        # is gone.
        frees = released.get((case, subject, one)), released.get((case, None, None))
        if not any(freed is not None and freed > at for freed in frees):
            open_cases.add(case)
    for case in sorted(open_cases):
        yield Claim(kind="keep", rule=f"hold:{case}", force="hold", basis="hold")


def _cases(
    item: Item, kind: str, facts: Facts
) -> dict[tuple[str, str | None, str | None], datetime]:
    """Return the last such fact about the item by its case and whom it names."""
    about = [*facts.about(kind), *facts.about(kind, item=item.id)]
    for subject in item.subjects:
        about += facts.about(kind, subject=subject)
    found: dict[tuple[str, str | None, str | None], datetime] = {}
    for fact in about:
        key = (fact.name or "", fact.subject, fact.item)
        found[key] = max(fact.at, found.get(key, fact.at))
    return found


def weigh(item: str, claims: Sequence[Claim], *, now: datetime) -> Decision:
    """
    Weigh claims against one another. The order in which they are given means nothing.

    Args:
        item: The item's id.
        claims: What is said about it.
        now: The present moment; aware.
    """
    ordered = sorted(set(claims), key=_place)
    keeps = [one for one in ordered if one.kind == "keep"]
    erasures = [one for one in ordered if one.kind == "erase"]
    best: tuple[datetime, Claim, Claim | None] | None = None
    for erasure in erasures:
        goes = _goes(erasure, keeps)
        if goes is not None and (best is None or goes[0] < best[0]):
            best = (goes[0], erasure, goes[1])
    chosen = frozenset(best[1:]) if best else frozenset[Claim | None]()
    limits = [one for one in ordered if one.kind == "restrict" and _has_come(one, now)]
    weighed = [
        Weighed(claim=one, verdict=_verdict(one, chosen, erasures, best, now)) for one in ordered
    ]
    weighed.sort(key=lambda one: (one.verdict != "determines", _place(one.claim)))
    state, waits_for = _state(erasures, keeps, best, now)
    return Decision(
        item=item,
        state=state,
        at=best[0] if best else None,
        action=best[1].action if best else None,
        claims=tuple(weighed),
        waits_for=waits_for,
        purposes=_purposes(state, limits, erasures, keeps, now),
    )


def _goes(erasure: Claim, keeps: Sequence[Claim]) -> tuple[datetime, Claim | None] | None:
    """Return when an erasure comes true, and the keep that it waits for, if it waits for one."""
    if erasure.at is None:
        return None
    latest: Claim | None = None
    for keep in keeps:
        if FORCES[keep.force] < FORCES[erasure.force]:
            continue
        if keep.at is None:
            return None
        if keep.at > erasure.at and (latest is None or latest.at is None or keep.at > latest.at):
            latest = keep
    return (erasure.at, None) if latest is None or latest.at is None else (latest.at, latest)


def _has_come(claim: Claim, now: datetime) -> bool:
    return claim.at is not None and claim.at <= now


def _state(
    erasures: Sequence[Claim],
    keeps: Sequence[Claim],
    best: tuple[datetime, Claim, Claim | None] | None,
    now: datetime,
) -> tuple[State, tuple[str, ...]]:
    if best is not None and best[0] <= now:
        return "due", ()
    if any(_has_come(one, now) for one in erasures):
        return "restricted", _waits(keeps) if best is None else ()
    if best is not None:
        return "scheduled", ()
    waits = _waits(erasures) or (_waits(keeps) if erasures else ())
    return ("pending", waits) if waits else ("kept", ())


def _waits(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for one in claims for kind in one.waits_for))


def _purposes(
    state: State,
    limits: Sequence[Claim],
    erasures: Sequence[Claim],
    keeps: Sequence[Claim],
    now: datetime,
) -> tuple[str, ...] | None:
    allowed = [frozenset(one.purposes) for one in limits]
    if state == "restricted":
        heaviest = max(FORCES[one.force] for one in erasures if _has_come(one, now))
        blocking = [
            one
            for one in keeps
            if FORCES[one.force] >= heaviest and (one.at is None or one.at > now)
        ]
        allowed.append(frozenset(one.basis for one in blocking if one.basis is not None))
    if not allowed:
        return None
    first, *others = allowed
    return tuple(sorted(first.intersection(*others)))


def _verdict(
    claim: Claim,
    chosen: frozenset[Claim | None],
    erasures: Sequence[Claim],
    best: tuple[datetime, Claim, Claim | None] | None,
    now: datetime,
) -> Verdict:
    if claim in chosen:
        return "determines"
    if claim.kind == "restrict":
        return "limits" if _has_come(claim, now) else "waits" if claim.waits_for else "later"
    if claim.at is None and claim.waits_for:
        return "waits"
    if claim.kind == "erase":
        return "later" if best is not None else "outweighed"
    weight = FORCES[claim.force]
    if best is not None:
        return "met" if weight >= FORCES[best[1].force] else "outweighed"
    if claim.at is not None:
        return "met"
    # It keeps whatever demands erasure, or nothing does.
    blocks = not erasures or any(weight >= FORCES[one.force] for one in erasures)
    return "determines" if blocks else "outweighed"


def _place(claim: Claim) -> tuple[object, ...]:
    return (
        -FORCES[claim.force],
        claim.kind,
        claim.at is None,
        claim.at.timestamp() if claim.at else 0,
        claim.rule,
        claim.waits_for,
        claim.basis or "",
        claim.action or "",
        claim.purposes,
    )
