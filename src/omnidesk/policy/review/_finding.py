"""What lint finds, and what it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, TypeVar

from omnidesk.policy._items import Category
from omnidesk.policy._rules import Policy
from omnidesk.policy.review._scope import is_sure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk.policy._rules import Rule

Severity: TypeAlias = Literal["error", "warning", "info"]
"""
How bad a finding is: the policy cannot do what it says; somebody should look at it; or it is right,
and good to know.
"""

_BY_WEIGHT: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


class _Weighed(Protocol):
    """What lint of any kind of policy finds."""

    @property
    def code(self) -> str: ...

    @property
    def severity(self) -> Severity: ...


_Found = TypeVar("_Found", bound=_Weighed)


def worst_first(found: Iterable[_Found]) -> tuple[_Found, ...]:
    """Return findings in order, each once: by how bad they are, then by code and words."""
    order = sorted(found, key=lambda one: (_BY_WEIGHT[one.severity], one.code, str(one)))
    return tuple(dict.fromkeys(order))


FindingCode: TypeAlias = Literal[
    "actions_differ",
    "blocked_for_ever",
    "conflict",
    "default_silent",
    "event_may_never_come",
    "forever",
    "forever_without_law",
    "law_unnamed",
    "never_first",
    "never_matches",
    "no_erasure",
    "platform_clash",
    "replaces_chain",
    "replaces_cycle",
    "replaces_nothing",
    "review_only",
    "secondary_source",
    "sweep_too_slow",
    "unconfirmed_source",
    "unknown_calendar",
    "unknown_channel",
    "vacuous_all",
    "weak_protection",
]
"""What is found; [the page on lint](../policy/lint.md) has an example of each."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a policy that somebody should know. As a string, it is a line."""

    code: FindingCode
    """What it is."""
    severity: Severity
    """How bad it is."""
    text: str
    """The same in words."""
    rule: str | None = None
    """The rule, by its id; `None` if it is about the policy as a whole."""

    def __str__(self) -> str:
        rule = f"rule {self.rule}: " if self.rule else ""
        return f"{self.severity} {self.code}: {rule}{self.text}"


@dataclass(frozen=True)
class Desk:
    """The policy, and what is known about who uses it."""

    policy: Policy
    categories: tuple[Category, ...]
    platforms: tuple[Policy, ...]
    channels: frozenset[str] | None
    calendars: frozenset[str] | None
    sweep: timedelta | None

    @cached_property
    def keeps(self) -> list[Rule]:
        return [rule for rule in self.policy.rules if rule.keep is not None]

    @cached_property
    def erasures(self) -> list[Rule]:
        return [rule for rule in self.policy.rules if rule.erase is not None]

    @cached_property
    def terms(self) -> list[Rule]:
        """The erasures that come without anybody asking: a right that is not used is no period."""
        return [
            rule
            for rule in self.erasures
            if rule.force in ("policy", "law")
            or (rule.force == "platform" and is_sure(rule.anchor))
        ]

    @cached_property
    def own_documents(self) -> frozenset[str]:
        """The sources of the desk's own rules, which are no laws."""
        return frozenset(
            rule.source.document for rule in self.policy.rules if rule.force == "policy"
        )
