"""What is wrong with a policy, or at least odd, before any item meets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeAlias

from omnidesk.policy._anchors import kinds
from omnidesk.policy._base import FORCES
from omnidesk.policy.review._scope import (
    NO_END,
    awaited_ends,
    covers,
    is_sure,
    lasts,
    length,
    overlaps,
    unmatched,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from omnidesk.policy._items import Category
    from omnidesk.policy._rules import Policy, Protection, Rule

Severity: TypeAlias = Literal["error", "warning", "info"]
"""
How bad a finding is: the policy cannot do what it says; somebody should look at it; or it is right,
and good to know.
"""

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

_ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


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
class _Desk:
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
    desk = _Desk(
        policy=policy,
        categories=tuple(dict.fromkeys(categories)),
        platforms=tuple(platforms),
        channels=frozenset(channels) if channels is not None else None,
        calendars=frozenset(calendars) if calendars is not None else None,
        sweep=sweep,
    )
    found = {finding for check in _CHECKS for finding in check(desk)}
    return tuple(sorted(found, key=lambda one: (_ORDER[one.severity], one.code, str(one))))


# --- ends that are missing ------------------------------------------------------------------------


def _no_erasure(desk: _Desk) -> Iterator[Finding]:
    for rule in desk.keeps:
        if not any(overlaps(rule.when, end.when) for end in desk.terms):
            named = ", ".join(rule.when.category) or "everything"
            text = f"it keeps {named}, and no rule says when that goes"
            yield Finding("no_erasure", "warning", text, rule.id)
    for category in desk.categories:
        ends = (end.when.category for end in desk.terms)
        if not any(not named or category in named for named in ends):
            yield Finding("no_erasure", "warning", f"no rule says when {category} goes")


def _unsure(desk: _Desk) -> Iterator[Finding]:
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


def _laws(desk: _Desk) -> Iterator[Finding]:
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


def _review(desk: _Desk) -> Iterator[Finding]:
    for rule in desk.terms:
        if rule.erase is None or rule.erase.action != "review":
            continue
        acting = [end for end in desk.terms if end.erase and end.erase.action != "review"]
        if not any(covers(end.when, rule.when) for end in acting):
            text = "a person is asked, and nothing goes by itself"
            yield Finding("review_only", "info", text, rule.id)


# --- rules that meet ------------------------------------------------------------------------------


def _blocked(desk: _Desk) -> Iterator[Finding]:
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


def _meeting(desk: _Desk) -> Iterator[Finding]:
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


def _defaults(desk: _Desk) -> Iterator[Finding]:
    for rule in desk.policy.rules:
        if not rule.default:
            continue
        for other in desk.policy.rules:
            if other.kind == rule.kind and not other.default and covers(other.when, rule.when):
                text = f"it never speaks: rule {other.id} says the same kind of thing everywhere"
                yield Finding("default_silent", "warning", text, rule.id)


def _replacements(desk: _Desk) -> Iterator[Finding]:
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


# --- the world around -----------------------------------------------------------------------------


def _platforms(desk: _Desk) -> Iterator[Finding]:
    theirs = [
        (f"{platform.id}.{rule.id}", rule)
        for platform in desk.platforms
        for rule in platform.rules
        if platform is not desk.policy
    ]
    theirs += [(rule.id, rule) for rule in desk.policy.rules]
    for name, term in theirs:
        if term.force != "platform" or term.erase is None or not is_sure(term.anchor):
            continue
        where = frozenset(term.when.channel)
        if where and desk.channels is not None and where.isdisjoint(desk.channels):
            continue
        for rule in (*desk.keeps, *desk.terms):
            longer = lasts(rule) > length(term.erase.period)
            if rule.force == "platform" or not longer or not overlaps(rule.when, term.when):
                continue
            yield _clash(rule, name, term.erase.period)


def _clash(rule: Rule, term: str, period: str) -> Finding:
    if rule.keep is None:
        text = f"it erases later than {term} demands ({period}), which comes first where it applies"
        return Finding("platform_clash", "warning", text, rule.id)
    if FORCES[rule.force] > FORCES["platform"]:
        text = f"it keeps for longer than {term} allows ({period}), and prevails: tell the platform"
        return Finding("platform_clash", "warning", text, rule.id)
    text = f"it promises to keep for longer than {term} allows ({period}), which prevails"
    return Finding("platform_clash", "error", text, rule.id)


_SHORT = timedelta(days=1)


def _sweeps(desk: _Desk) -> Iterator[Finding]:
    for rule in desk.erasures:
        if rule.erase is None or not (period := length(rule.erase.period)):
            continue  # what goes at once is late after every sweep
        if desk.sweep is None and period < _SHORT:
            text = f"{rule.erase.period} is kept only if what is due is erased more often than that"
            yield Finding("sweep_too_slow", "info", text, rule.id)
        elif desk.sweep is not None and desk.sweep >= period:
            text = f"{rule.erase.period} is no longer than the time between two erasures"
            yield Finding("sweep_too_slow", "error", text, rule.id)


def _matches(desk: _Desk) -> Iterator[Finding]:
    for rule in desk.policy.rules:
        impossible = unmatched(rule.when)
        if impossible:
            whole = len(impossible) == len(rule.when.category)
            named = ", ".join(impossible)
            text = f"{named} can have no such part, direction or role: "
            text += "it matches nothing" if whole else "it matches none of those"
            yield Finding("never_matches", "error" if whole else "warning", text, rule.id)
        if desk.channels is not None:
            unknown = [one for one in rule.when.channel if one not in desk.channels]
            if unknown:
                text = f"no such channel: {', '.join(unknown)}"
                whole = len(unknown) == len(rule.when.channel)
                yield Finding("unknown_channel", "warning" if whole else "info", text, rule.id)


def _calendars(desk: _Desk) -> Iterator[Finding]:
    for rule in desk.policy.rules:
        said = rule.keep or rule.erase
        name = said.calendar if said is not None else None
        if name is not None and desk.calendars is not None and name not in desk.calendars:
            text = f"there is no calendar {name}: a keep has no end, and an erasure waits"
            yield Finding("unknown_calendar", "error", text, rule.id)


def _sources(desk: _Desk) -> Iterator[Finding]:
    for rule in desk.policy.rules:
        if rule.force == "policy" or rule.source.certainty == "quoted":
            continue
        if rule.source.certainty == "unconfirmed":
            text = f"it has the force of a {rule.force}, and nobody has confirmed its source"
            yield Finding("unconfirmed_source", "warning", text, rule.id)
        elif rule.force == "law":
            text = "it has the force of a law; only another's account of it was read"
            yield Finding("secondary_source", "info", text, rule.id)


# --- protections ----------------------------------------------------------------------------------

_BROKEN = frozenset({"md2", "md4", "md5", "sha0", "sha1", "crc32"})
_HASHES = _BROKEN | {"blake2b", "blake2s", "blake3", "ripemd160", "sha224", "sha256", "sha384"}
_FAST = _HASHES | {"sha512", "sha3224", "sha3256", "sha3384", "sha3512"}
"""Hashes that are made to be quick, by their names without dashes."""

_NO_SECRET = frozenset({"base64", "base32", "hex", "rot13", "urlencoding", "gzip"})
"""Ways of writing, which anybody can read."""

_BROKEN_CIPHERS = frozenset({"des", "3des", "rc4", "aesecb", "aes128ecb", "aes256ecb"})


def _protections(desk: _Desk) -> Iterator[Finding]:
    for one in desk.policy.protections:
        text = _weakness(one)
        if text is not None:
            yield Finding("weak_protection", "error", f"{one.method} {text}")


def _weakness(one: Protection) -> str | None:
    method = one.method.lower().replace("-", "").replace("_", "").replace(".", "")
    if method in _NO_SECRET:
        return "hides nothing: anybody can read it"
    if method in _BROKEN_CIPHERS:
        return "is broken: AES-256-GCM is not"
    if method.removeprefix("hmac") in _BROKEN and method.startswith("hmac"):
        return "rests on a broken hash: HMAC-SHA-256 does not"
    if method not in _FAST:
        return None
    return {
        "encrypt": "is a hash and no encryption: it has no key, and telephone numbers and "
        "addresses are found by trying them all; AES-256-GCM is encryption",
        "pseudonymise": "has no key: whoever tries all telephone numbers and addresses finds "
        "them; HMAC-SHA-256 with a secret key has one",
        "store_passwords": "is made to be quick, and passwords are found by trying many; Argon2id "
        "and scrypt are slow",
    }[one.used_to]


_CHECKS: tuple[Callable[[_Desk], Iterator[Finding]], ...] = (
    _no_erasure,
    _unsure,
    _laws,
    _review,
    _blocked,
    _meeting,
    _defaults,
    _replacements,
    _platforms,
    _sweeps,
    _matches,
    _calendars,
    _sources,
    _protections,
)
