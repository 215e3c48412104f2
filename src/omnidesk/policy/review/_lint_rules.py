"""What lint says about rules by themselves and beside one another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from omnidesk.policy._anchors import kinds
from omnidesk.policy._base import FORCES
from omnidesk.policy.review._finding import Finding
from omnidesk.policy.review._scope import (
    NO_END,
    awaited_ends,
    covers,
    is_sure,
    lasts,
    length,
    overlaps,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.policy._rules import Rule
    from omnidesk.policy.review._finding import Desk

# --- ends that are missing ------------------------------------------------------------------------


def check_no_erasure(desk: Desk) -> Iterator[Finding]:
    for rule in desk.keeps:
        if not any(overlaps(rule.when, end.when) for end in desk.terms):
            named = ", ".join(rule.when.category) or "everything"
            text = f"it keeps {named}, and no rule says when that goes"
            yield Finding("no_erasure", "warning", text, rule.id)
    for category in desk.categories:
        ends = (end.when.category for end in desk.terms)
        if not any(not named or category in named for named in ends):
            yield Finding("no_erasure", "warning", f"no rule says when {category} goes")


def check_unsure(desk: Desk) -> Iterator[Finding]:
    """Find what waits for an event that may never come, with no sure end beside it."""
    for rule in (*desk.keeps, *desk.terms):
        if is_sure(rule.anchor) or any(_speaks_for(end, rule) for end in desk.terms):
            continue
        begun = awaited_ends(rule.anchor)
        if begun:
            text = (
                f"it waits until everything that began with {' and '.join(begun)} has ended: for "
                "whoever never began, that never comes"
            )
            yield Finding("vacuous_all", "warning", text, rule.id)
            continue
        events = " and ".join(kinds(rule.anchor))
        stays = "is kept" if rule.keep is not None else "stays"
        text = f"it waits for {events}: without that, what it speaks about {stays} for ever"
        yield Finding("event_may_never_come", "warning", text, rule.id)


def _speaks_for(end: Rule, rule: Rule) -> bool:
    """Tell whether an erasure answers what becomes of things for which the event never comes."""
    if end is rule or not covers(end.when, rule.when):
        return False
    if rule.keep is None:
        return is_sure(end.anchor)
    # A keep and its own erasure are one finding; else only what weighs more frees what is kept.
    return end.anchor == rule.anchor or (
        is_sure(end.anchor) and FORCES[end.force] > FORCES[rule.force]
    )


def check_laws(desk: Desk) -> Iterator[Finding]:
    for rule in desk.policy.rules:
        forever = rule.keep is not None and rule.keep.period == "forever"
        named = rule.force == "law" and rule.source.document not in desk.own_documents
        if forever and named:
            text = f"it keeps for ever on the word of {rule.source.document}: is there no end?"
            yield Finding("forever", "warning", text, rule.id)
        elif forever:
            text = "it keeps for ever, and names no law that demands it"
            yield Finding("forever_without_law", "error", text, rule.id)
        if rule.force == "law" and not named:
            text = "it has the force of a law, and cites the desk's own document instead of one"
            yield Finding("law_unnamed", "warning", text, rule.id)


def check_review(desk: Desk) -> Iterator[Finding]:
    for rule in desk.terms:
        if rule.erase is None or rule.erase.action != "review":
            continue
        acting = [end for end in desk.terms if end.erase and end.erase.action != "review"]
        if not any(covers(end.when, rule.when) for end in acting):
            text = "a person is asked, and nothing goes by itself"
            yield Finding("review_only", "info", text, rule.id)


# --- rules that meet ------------------------------------------------------------------------------


def check_blocked(desk: Desk) -> Iterator[Finding]:
    for end in desk.erasures:
        for rule in desk.keeps:
            if FORCES[rule.force] < FORCES[end.force] or not overlaps(rule.when, end.when):
                continue
            if lasts(rule) < NO_END or rule.anchor == end.anchor != "created":
                continue
            if rule.id in end.replaces or end.id in rule.replaces:
                continue
            forever = rule.keep is not None and rule.keep.period == "forever"
            if forever and not rule.default and covers(rule.when, end.when):
                text = f"it never comes true: rule {rule.id} keeps the same for ever"
                yield Finding("blocked_for_ever", "error", text, end.id)
            elif rule.force == end.force:
                text = f"rule {rule.id} keeps some of the same with no end in sight, and prevails"
                yield Finding("conflict", "warning", text, end.id)


def check_meeting(desk: Desk) -> Iterator[Finding]:
    for one, other in combinations(desk.terms, 2):
        if one.erase is None or other.erase is None or not overlaps(one.when, other.when):
            continue
        if other.id in one.replaces or one.id in other.replaces or one.default != other.default:
            continue
        if one.force == other.force and one.erase.action != other.erase.action:
            text = (
                f"it and rule {other.id} meet, and do not do the same: "
                f"{one.erase.action} and {other.erase.action}; the earlier date decides"
            )
            yield Finding("actions_differ", "warning", text, one.id)
    for other in desk.terms:
        before = [one.id for one in desk.terms if _is_always_before(one, other)]
        if before:
            text = f"rule {min(before)} always comes first"
            yield Finding("never_first", "warning", text, other.id)


def _is_always_before(one: Rule, other: Rule) -> bool:
    if one.erase is None or other.erase is None or one.default or other.default:
        return False
    if other.id in one.replaces or one.id in other.replaces:
        return False
    shorter = length(one.erase.period) < length(other.erase.period)
    return (
        shorter
        and FORCES[one.force] >= FORCES[other.force]
        and one.erase.anchor == other.erase.anchor
        and one.erase.calendar == other.erase.calendar
        and covers(one.when, other.when)
    )


def check_defaults(desk: Desk) -> Iterator[Finding]:
    for rule in desk.policy.rules:
        if not rule.default:
            continue
        for other in desk.policy.rules:
            if other.kind == rule.kind and not other.default and covers(other.when, rule.when):
                text = f"it never speaks: rule {other.id} says the same kind of thing everywhere"
                yield Finding("default_silent", "warning", text, rule.id)


def check_replacements(desk: Desk) -> Iterator[Finding]:
    for rule in desk.policy.rules:
        for name in rule.replaces:
            other = desk.policy.rule(name)
            if other is None:
                continue
            if rule.id in other.replaces:
                text = f"it and rule {name} replace each other: where both apply, neither does"
                yield Finding("replaces_cycle", "error", text, rule.id)
            elif other.replaces:
                chain = ", ".join(other.replaces)
                text = f"it replaces rule {name}, which replaces {chain}: all of them are silent"
                yield Finding("replaces_chain", "warning", text, rule.id)
            if not overlaps(rule.when, other.when):
                text = f"it never meets rule {name}, which it replaces"
                yield Finding("replaces_nothing", "error", text, rule.id)
