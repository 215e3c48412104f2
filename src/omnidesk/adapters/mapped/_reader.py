"""Reading an item by the parts of a map: texts, words, times, people, and what they lack."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, cast

from omnidesk.adapters._clock import read_epoch
from omnidesk.adapters._contacts import read_email, read_phone
from omnidesk.adapters._patterns import pattern
from omnidesk.adapters._texts import Told, read_text
from omnidesk.adapters.mapped._choices import Choice
from omnidesk.adapters.mapped._places import look_up, parse_place
from omnidesk.adapters.mapped._rules import clock_of
from omnidesk.model import Defect, Identity, Participant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk._payload import JSON
    from omnidesk.adapters._clock import Clock
    from omnidesk.adapters.mapped._conditions import ConditionPart
    from omnidesk.adapters.mapped._map import Shape
    from omnidesk.adapters.mapped._parts import Key, Pick
    from omnidesk.adapters.mapped._places import Item
    from omnidesk.adapters.mapped._rules import IdentityRule, PersonRule, TextRule, TimeRule
    from omnidesk.model import NameSource, Role

_W = TypeVar("_W")

_LONGEST = 2_048
"""In characters, of an id, a name or a word."""
_EVERYWHERE = ("email", "phone")
"""Schemes whose addresses are the same for everybody."""


class Reader:
    """
    One item, as a map reads it.

    Args:
        item: The item.
        clock: The zone of times without one.
        account: Our side.
        region: Whose national telephone numbers are read.
        own_ids: Ids of authors who are on our side.
        unpacked: Where texts of the item stood that were read as JSON.
    """

    def __init__(
        self,
        item: Item,
        *,
        clock: Clock,
        account: str,
        region: str | None,
        own_ids: frozenset[str],
        unpacked: tuple[str, ...] = (),
    ) -> None:
        self.item = item
        self.account = account
        self._clock = clock
        self._region = region
        self._own_ids = own_ids
        self._unpacked = unpacked
        self._defects: dict[Defect, None] = {}

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What was wrong so far, each once."""
        return tuple(self._defects)

    def note(self, code: str, pointer: str) -> None:
        """Say what was wrong, and where."""
        if pointer.startswith("row="):
            # A row is pointed at as a whole (RFC 7111).
            pointer = pointer.partition("/")[0]
        for text in self._unpacked:
            # Nothing stands in a text, as far as a pointer can tell.
            if pointer.startswith(f"{text}/"):
                pointer = text
        self._defects[Defect(code=code, pointer=pointer)] = None

    def inside(self, item: Item) -> Reader:
        """Return a reader of something in this item, which notes what is wrong here."""
        inner = Reader(
            item,
            clock=self._clock,
            account=self.account,
            region=self._region,
            own_ids=self._own_ids,
            unpacked=self._unpacked,
        )
        inner._defects = self._defects
        return inner

    # --- what stands somewhere --------------------------------------------------------------------

    def first(self, paths: Iterable[str], none: tuple[str, ...] = ()) -> tuple[str | None, str]:
        """Return the first text that stands at one of several places, and where it stands."""
        where = self.item.pointer
        for path in paths:
            value, where = look_up(self.item, parse_place(path))
            text = scalar(value)
            if text is not None and text.strip() and text not in none:
                return text, where
        return None, where

    def short(self, paths: Iterable[str], none: tuple[str, ...] = ()) -> str | None:
        """Return an id, a name or a word; one of an absurd length is none."""
        text, where = self.first(paths, none)
        if text is None:
            return None
        if len(text) > _LONGEST:
            self.note("value_too_long", where)
            return None
        return text.strip()

    def key(self, rule: Key) -> str | None:
        """Return an id, which may be put together from several places."""
        if not rule.join:
            return self.short(rule.path, rule.none)
        found = [self.short((path,), rule.none) for path in rule.path]
        parts = [one.replace("~", "~0").replace("/", "~1") for one in found if one is not None]
        text = "/".join(parts)
        if len(text) > _LONGEST:
            self.note("value_too_long", self.item.pointer)
            return None
        return text if len(parts) == len(found) else None

    def pick(self, rule: Pick | None) -> str | None:
        """Return what a rule picks."""
        if rule is None:
            return None
        return self.key(rule) or rule.value

    def fits(self, shape: Shape) -> bool:
        """Tell whether all holds that must, and nothing that must not."""
        return all(self._holds(one) for one in shape.when) and not any(
            self._holds(one) for one in shape.unless
        )

    def _holds(self, condition: ConditionPart) -> bool:
        value, _ = look_up(self.item, parse_place(condition.path))
        if condition.present is not None and condition.present == (value in (None, "", [], {})):
            return False
        if condition.given is not None and condition.given == (value is None):
            return False
        if condition.words is not None:
            text = scalar(value)
            if text is None or _folded(text) not in _folded_words(condition.words):
                return False
        if condition.digits is not None and condition.digits != _is_digits(scalar(value)):
            return False
        return condition.same_as is None or self._is_same(value, condition.same_as)

    def _is_same(self, value: JSON, path: str) -> bool:
        """Tell whether the same text, number or truth value stands at another place."""
        text, other = scalar(value), scalar(look_up(self.item, parse_place(path))[0])
        if text is None or other is None:
            return False
        return bool(text.strip()) and text.strip() == other.strip()

    def choose(self, rule: Choice[_W] | _W | None, name: str) -> _W | None:
        """Return the word of ours that a rule tells; a defect says if theirs is unknown."""
        if not isinstance(rule, Choice):
            return rule
        choice = cast("Choice[_W]", rule)
        if choice.cases:
            held = [ours for ours, when in choice.cases if all(self._holds(one) for one in when)]
            if len(held) == 1:
                return held[0]
            if held:
                self.note(f"{name}_unknown", self.item.pointer)
                return None
        text, where = self.first(choice.path)
        if text is None and choice.path and not self._stands(choice.path):
            return choice.missing
        # An object or a list is no word: what it means is as unknown as a word of the future.
        theirs = None if text is None else _folded(text[:_LONGEST])
        for word, meaning in choice.words:
            if _folded(word) == theirs:
                return meaning
        if choice.fallback is None:
            self.note(f"{name}_unknown", where)
        return choice.fallback

    def _stands(self, paths: Iterable[str]) -> bool:
        """Tell whether anything but an empty text stands at one of several places."""
        found = [look_up(self.item, parse_place(path))[0] for path in paths]
        return any(one is not None and not isinstance(one, str) for one in found)

    def time(self, rule: TimeRule | None) -> datetime | None:
        """Return a time, in UTC; `None` if there is none, or one that cannot be placed."""
        if rule is None:
            return None
        if rule.join:
            found = [self.short((path,)) for path in rule.path]
            text: str | None = " ".join([one for one in found if one])
            where = self.item.pointer
        else:
            text, where = self.first(rule.path)
        text = (text or "")[:64].strip()
        clock = self._clock if rule.zone is None else clock_of(rule.zone)
        match rule.format:
            case "year_first":
                at, defects = clock.read(text, pointer=where)
            case "seconds" | "milliseconds" | "microseconds" as unit:
                at, defects = read_epoch(text, unit, pointer=where)
            case other:
                at, defects = pattern(other).read(text, clock, pointer=where)
        for defect in defects:
            self.note(defect.code, defect.pointer)
        return at

    def text(self, rule: TextRule | None) -> Told:
        """Return a text, in the form that is declared for it."""
        if rule is None:
            return Told(None)
        raw, where = self.first(rule.path)
        if raw is None:
            return Told(None)
        told = read_text(raw, self.choose(rule.format, "text_format") or "plain")
        for code in told.defects:
            self.note(code, where)
        return told

    def number(self, rule: Pick | None, name: str) -> int | None:
        """Return a whole number from 0."""
        text = self.pick(rule)
        if text is None:
            return None
        if text.isascii() and text.isdigit() and len(text) < 19:
            return int(text)
        self.note(f"{name}_unreadable", self.item.pointer)
        return None

    # --- people -----------------------------------------------------------------------------------

    def person(self, rule: PersonRule) -> Participant:
        """Return somebody. Without an identity they are anonymous, and a name is never made up."""
        role: Role = self.choose(rule.role, "role") or "unknown"
        identities = self.identities(rule.identities, role)
        if role == "unknown" and any(one.value in self._own_ids for one in identities):
            role = "business"
        name: str | None = None
        source: NameSource | None = None
        for one in rule.name:
            if not one.roles or role in one.roles:
                name = self.short(one.path)
                source = one.source if name else None
            if name:
                break
        return Participant(role=role, identities=identities, name=name, name_source=source)

    def identities(
        self, rules: Iterable[IdentityRule], role: Role | None = None
    ) -> tuple[Identity, ...]:
        """Return the addresses that are there and can be read, each once."""
        found: dict[Identity, None] = {}
        for rule in rules:
            if rule.roles and role is not None and role not in rule.roles:
                continue
            text = self.short(rule.path)
            if text is None:
                continue
            identity = self._identity(rule, text)
            if identity is None:
                self.note(f"{rule.scheme}_unreadable", self.item.pointer)
            else:
                found[identity] = None
        return tuple(found)

    def _identity(self, rule: IdentityRule, text: str) -> Identity | None:
        scope = self.short(rule.scope_from) if rule.scope_from else None
        if scope is None and rule.scope != "anywhere":
            anywhere = rule.scope is None and rule.scheme in _EVERYWHERE
            scope = None if anywhere else self.account
        if rule.scheme == "email":
            found = read_email(text)
        elif rule.scheme == "phone":
            found = read_phone(text, self._region)
        else:
            found = Identity(scheme=rule.scheme, value=text)
        return found.model_copy(update={"scope": scope}) if found and scope else found


def scalar(value: JSON) -> str | None:
    """Write a text, a number or a truth value as text; `None` for all else."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if value.bit_length() <= 256 else None
        case float():
            # JSON writes 1772417107.0 for a count, too.
            return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
        case _:
            return None


def _is_digits(text: str | None) -> bool:
    text = (text or "").strip()
    return text.isascii() and text.isdigit() and text.strip("0") != ""


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())


@lru_cache(maxsize=1_024)
def _folded_words(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_folded(one) for one in words)
