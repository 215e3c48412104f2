"""Rules and policies: data that says what is kept, what goes, and on whose word."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from omnidesk.model import Direction, Role, Visibility
from omnidesk.policy._anchors import Anchor, is_too_deep
from omnidesk.policy._base import NAME, Data, Force, Zone
from omnidesk.policy._items import Category
from omnidesk.policy._periods import Period, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk.policy._items import Item

Action = Literal["delete", "redact", "anonymise", "review"]
"""
What becomes of an item: it goes; its content goes and its place stays; what identifies somebody
goes and the rest stays; or a person is asked, and nothing happens by itself.
"""
_LONGEST_NAME = 256
"""Characters of a rule's id, with those of the policies that it comes from in front."""
_RULE_NAME = rf"^[A-Za-z0-9][A-Za-z0-9_.-]{{0,{_LONGEST_NAME - 1}}}$"


class Citation(Data):
    """On whose word a rule stands."""

    document: str = Field(min_length=1)
    """The law, contract or policy."""
    clause: str | None = None
    """Its article, section or line."""
    url: str | None = None
    """Where it can be read."""
    read_on: date | None = None
    """When somebody last read it there."""
    certainty: Literal["quoted", "secondary", "unconfirmed"] = "quoted"
    """Whether the text itself was read, another's account of it, or neither."""


class When(Data):
    """Which items a rule speaks about. What is left empty is any."""

    category: tuple[Category, ...] = ()
    """What kind of thing."""
    channel: tuple[str, ...] = ()
    """In which channels."""
    part: tuple[str, ...] = ()
    """Which part of an entry, without its number: `text`, `attachments`, …"""
    direction: tuple[Direction, ...] = ()
    """Which way."""
    visibility: tuple[Visibility, ...] = ()
    """Public or private."""
    role: tuple[Role, ...] = ()
    """Whose: a customer's, an agent's."""
    region: tuple[str, ...] = ()
    """Of which regions."""
    purpose: tuple[str, ...] = ()
    """Held for at least one of these purposes."""

    def matches(self, item: Item) -> bool:
        """Tell whether an item is one of those."""
        return (
            (not self.category or item.category in self.category)
            and (not self.channel or item.channel in self.channel)
            and (not self.part or item.part.partition("/")[0] in self.part)
            and (not self.direction or item.direction in self.direction)
            and (not self.visibility or item.visibility in self.visibility)
            and (not self.role or item.role in self.role)
            and (not self.region or item.region in self.region)
            and (not self.purpose or not set(self.purpose).isdisjoint(item.purposes))
        )


_CALENDAR = Field(default=None, pattern=NAME)


def _check_calendar(period: str, calendar: str | None) -> None:
    """Refuse a period that its calendar cannot count, or that nobody can without one."""
    if period == "forever":
        if calendar is not None:
            raise ValueError('expected no calendar: "forever" has no end to be counted')
        return
    found = parts(period)
    if found.business_days and calendar is None:
        raise ValueError("business days need a calendar")
    if found.seconds and calendar is not None:
        raise ValueError("a calendar counts days, months and years: expected no hours")


class KeepRule(Data):
    """Items are kept, at least until a period has passed."""

    period: Period | Literal["forever"]
    """How long, from the anchor."""
    calendar: str | None = _CALENDAR
    """
    The calendar (`BusinessCalendar.id`) in which the law counts the period: the first day does not
    count, and what ends on a day off ends on the next working day. Without one, time elapses.
    """
    anchor: Anchor = "created"
    """From what it counts."""
    basis: str = Field(min_length=1)
    """What for, as the law or the policy names it: `tax`, `contract`, `legal_claims`, …"""

    @model_validator(mode="after")
    def _can_be_counted(self) -> KeepRule:
        _check_calendar(self.period, self.calendar)
        return self


class EraseRule(Data):
    """Items go, as soon as a period has passed."""

    period: Period
    """How long, from the anchor. `P0D` is at once."""
    calendar: str | None = _CALENDAR
    """As for a keep. A claim whose calendar is not at hand never erases."""
    anchor: Anchor = "created"
    """From what it counts."""
    action: Action = "delete"
    """What becomes of them."""

    @model_validator(mode="after")
    def _can_be_counted(self) -> EraseRule:
        _check_calendar(self.period, self.calendar)
        return self


class RestrictRule(Data):
    """Items may be used for certain purposes only."""

    purposes: tuple[str, ...] = ()
    """Which; none is for nothing."""
    anchor: Anchor = "created"
    """From when on."""


class Rule(Data):
    """One rule. It says exactly one thing: keep, erase or restrict."""

    id: str = Field(pattern=_RULE_NAME)
    """Its name in its policy; in one that was combined, with its own policy's in front."""
    title: str = Field(min_length=1)
    """What it says, in one sentence, in English."""
    title_vi: str | None = None
    """The same in Vietnamese."""
    force: Force = "policy"
    """How much it weighs."""
    source: Citation
    """On whose word it stands."""
    when: When = When()
    """Which items it speaks about."""
    keep: KeepRule | None = None
    """That they are kept."""
    erase: EraseRule | None = None
    """That they go."""
    restrict: RestrictRule | None = None
    """That they may be used for certain purposes only."""
    default: bool = False
    """Whether it speaks only where no rule that is not a default says the same kind of thing."""
    replaces: tuple[str, ...] = ()
    """Rules that it takes the place of: the only way in which one rule silences another."""
    notes: str | None = None
    """Doubts, for whoever reads the policy."""

    @property
    def kind(self) -> Literal["keep", "erase", "restrict"]:
        """What it says."""
        if self.keep is not None:
            return "keep"
        return "erase" if self.erase is not None else "restrict"

    @property
    def anchor(self) -> Anchor:
        """From what its period counts."""
        said = self.keep or self.erase or self.restrict
        return "created" if said is None else said.anchor

    @model_validator(mode="after")
    def _says_one_thing(self) -> Rule:
        said = [one for one in (self.keep, self.erase, self.restrict) if one is not None]
        if len(said) != 1:
            raise ValueError("expected exactly one of keep, erase and restrict")
        if is_too_deep(said[0].anchor):
            raise ValueError("the anchor nests too deep")
        if self.force == "hold":
            raise ValueError("a hold is a fact (hold_placed), not a rule")
        return self


class Protection(Data):
    """
    How a policy says that data is protected.

    It keeps and erases nothing: it is there so that `lint` can tell a protection from none.
    """

    method: str = Field(pattern=NAME)
    """The method by its usual name: `aes-256-gcm`, `hmac-sha-256`, `argon2id`, `md5`, …"""
    used_to: Literal["encrypt", "pseudonymise", "store_passwords"]
    """What the policy says that it does."""
    source: Citation
    """Where it says so."""


class Policy(Data):
    """
    A set of rules, in any order.

    It is data: read it from TOML (`load_policy`), print it, compare it, hash it.
    """

    id: str = Field(pattern=NAME)
    """Its name."""
    version: str = Field(min_length=1)
    """The version of its text."""
    title: str = Field(min_length=1)
    """What it is."""
    controller: str | None = None
    """Whose it is, if it is somebody's."""
    zone: Zone = "UTC"
    """The zone in whose calendar periods are counted (IANA): the controller's."""
    rules: tuple[Rule, ...] = ()
    """The rules."""
    protections: tuple[Protection, ...] = ()
    """How it says that data is protected."""
    notes: str | None = None
    """What whoever reads it should know."""

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> Policy:
        names = [rule.id for rule in self.rules]
        if len(set(names)) < len(names):
            raise ValueError("two rules have one id")
        for rule in self.rules:
            if not set(rule.replaces) <= set(names) or rule.id in rule.replaces:
                raise ValueError(f"rule {rule.id}: replaces names no other rule of this policy")
        return self

    @cached_property
    def digest(self) -> str:
        """Its address: policies that say the same have the same, in whatever order they say it."""
        ordered = self.model_copy(update={"rules": tuple(sorted(self.rules, key=_name))})
        return f"sha256:{sha256(ordered.model_dump_json().encode()).hexdigest()}"

    @cached_property
    def clock(self) -> ZoneInfo:
        """Its zone."""
        return ZoneInfo(self.zone)

    @cached_property
    def _index(self) -> Mapping[tuple[str | None, str | None], tuple[Rule, ...]]:
        """Rules by category and channel, so that those that cannot apply cost nothing."""
        index: defaultdict[tuple[str | None, str | None], list[Rule]] = defaultdict(list)
        for rule in sorted(self.rules, key=_name):
            for category in rule.when.category or (None,):
                for channel in rule.when.channel or (None,):
                    index[category, channel].append(rule)
        return {place: tuple(rules) for place, rules in index.items()}

    @cached_property
    def _by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def rule(self, name: str) -> Rule | None:
        """Return the rule of that id, if there is one."""
        return self._by_id.get(name)

    def applying(self, item: Item) -> tuple[Rule, ...]:
        """
        Return the rules that speak about an item, sorted by id.

        Replaced rules are left out, and defaults where another rule says the same kind of thing.
        """
        index = self._index
        found = [
            rule
            for place in (
                (None, None),
                (None, item.channel),
                (item.category, None),
                (item.category, item.channel),
            )
            for rule in index.get(place, ())
            if rule.when.matches(item)
        ]
        replaced = {name for rule in found for name in rule.replaces}
        standing = [rule for rule in found if rule.id not in replaced]
        explicit = {rule.kind for rule in standing if not rule.default}
        chosen = (rule for rule in standing if not rule.default or rule.kind not in explicit)
        return tuple(sorted(chosen, key=_name))


def _name(rule: Rule) -> str:
    return rule.id


def combine(policies: Iterable[Policy], *, id: str, version: str, title: str) -> Policy:  # noqa: A002 - the field's name
    """
    Put the rules of several policies into one: a firm's own, its country's, its platforms'.

    Rules keep their ids, with the policy's id in front. The zone is that of the first policy.

    Args:
        policies: The policies, at least one.
        id: The name of the whole.
        version: The version of the whole.
        title: What it is.

    Raises:
        ValueError: If there are none, two have one id, or a rule's id gets longer than 256
            characters, as it can where combined policies are combined again.
    """
    given = tuple(policies)
    if not given:
        raise ValueError("expected at least one policy")
    rules = tuple(
        rule.model_copy(
            update={
                "id": f"{part.id}.{rule.id}",
                "replaces": tuple(f"{part.id}.{name}" for name in rule.replaces),
            }
        )
        for part in given
        for rule in part.rules
    )
    if any(len(rule.id) > _LONGEST_NAME for rule in rules):
        raise ValueError(f"a rule's id is longer than {_LONGEST_NAME} characters")
    first = given[0]
    return Policy(
        id=id,
        version=version,
        title=title,
        controller=first.controller,
        zone=first.zone,
        rules=rules,
        protections=tuple(
            dict.fromkeys(protection for part in given for protection in part.protections)
        ),
    )
