"""What is wrong with a policy, or at least odd, before any item meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.policy.review._finding import Desk, Finding, FindingCode, Severity, worst_first
from omnidesk.policy.review._lint_rules import (
    check_blocked,
    check_defaults,
    check_laws,
    check_meeting,
    check_no_erasure,
    check_replacements,
    check_review,
    check_unsure,
)
from omnidesk.policy.review._lint_world import (
    check_calendars,
    check_matches,
    check_platforms,
    check_protections,
    check_sources,
    check_sweeps,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import timedelta

    from omnidesk.policy._items import Category
    from omnidesk.policy._rules import Policy

__all__ = ["Finding", "FindingCode", "Severity", "lint"]


def lint(
    policy: Policy,
    *,
    categories: Iterable[Category] = (),
    platforms: Iterable[Policy] = (),
    channels: Iterable[str] | None = None,
    calendars: Iterable[str] | None = None,
    sweep: timedelta | None = None,
) -> tuple[Finding, ...]:
    """
    Find what is wrong with a policy, or odd, without looking at any item.

    It reads the rules and no law: that it finds nothing does not make a policy lawful. That a
    purpose has no class of message, and other things about sending, belong to consent.

    Args:
        policy: The policy.
        categories: What the desk holds, where each should have an end. What a rule keeps is
            checked without being named here.
        platforms: The policies of platforms whose terms bind the desk, such as
            `builtin_policy("youtube")`.
        channels: The channels that the desk has; any if not given.
        calendars: The ids of the calendars that the desk has; any if not given.
        sweep: How often what is due is erased, if that is known.

    Returns:
        The findings, the worst first.
    """
    desk = Desk(
        policy=policy,
        categories=tuple(dict.fromkeys(categories)),
        platforms=tuple(platforms),
        channels=frozenset(channels) if channels is not None else None,
        calendars=frozenset(calendars) if calendars is not None else None,
        sweep=sweep,
    )
    found = {finding for check in _CHECKS for finding in check(desk)}
    return worst_first(found)


_CHECKS: tuple[Callable[[Desk], Iterator[Finding]], ...] = (
    check_no_erasure,
    check_unsure,
    check_laws,
    check_review,
    check_blocked,
    check_meeting,
    check_defaults,
    check_replacements,
    check_platforms,
    check_sweeps,
    check_matches,
    check_calendars,
    check_sources,
    check_protections,
)
