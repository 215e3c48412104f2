"""What the events of one channel of Asterisk add up to, in whatever order they came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pydantic_core import from_json

from omnidesk.adapters.calls import _asterisk_words as words
from omnidesk.adapters.calls._asterisk_channel import read_channel
from omnidesk.adapters.calls._asterisk_input import read_when
from omnidesk.adapters.calls._fields import text_of
from omnidesk.model import Attachment, Defect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from omnidesk._payload import JSON
    from omnidesk.adapters._clock import Clock
    from omnidesk.adapters.calls._asterisk_channel import Channel
    from omnidesk.adapters.calls._asterisk_input import Item

_RANK = {name: rank for rank, name in enumerate(words.CEL_EVENTS)}
_NOT_THERE = ("", "N/A")
_HOLDING = "holding_bridge"
"""The technology of the bridge in which somebody waits alone, parked or in a queue."""

T = TypeVar("T")


class Happening(NamedTuple):
    """One event of a channel."""

    pointer: str
    kind: str
    at: datetime | None
    fields: Mapping[str, str]
    extra: Mapping[str, str]
    defects: tuple[Defect, ...]

    def __repr__(self) -> str:
        return f"<{self.kind} at {self.pointer}>"

    @property
    def app(self) -> str:
        """The application that the channel was in, in lower case."""
        return self.fields.get("appname", "").strip().lower()

    @property
    def holds(self) -> bool:
        """Whether the bridge is one in which somebody waits alone."""
        return self.extra.get("bridge_technology") == _HOLDING


def read_happening(item: Item, clock: Clock) -> Happening | None:
    """Read one event; `None` if it is of a type that Asterisk does not document."""
    kind = item.fields.get("eventtype", "").strip().upper()
    if kind not in _RANK:
        return None
    at, defects = read_when(clock, item.fields.get("eventtime", ""), item.pointer)
    return Happening(
        item.pointer, kind, at, item.fields, _extra(item.fields.get("extra", "")), defects
    )


def _extra(text: str) -> Mapping[str, str]:
    if not text.startswith("{"):
        return {}
    try:
        value: JSON = from_json(text, allow_inf_nan=False)
    except ValueError:
        return {}
    return {name: text_of(one) for name, one in value.items()}


class Events:
    """The events of one channel, in their order, each once."""

    __slots__ = ("all", "first", "id")

    def __init__(self, channel_id: str, happenings: Iterable[Happening]) -> None:
        self.id = channel_id
        distinct = {tuple(sorted(one.fields.items())): one for one in happenings}
        self.all = tuple(one for _, one in sorted(distinct.items(), key=_order))
        self.first = min(self.all, key=lambda one: _place(one.pointer))
        """Where it is found: the first in the payload."""

    def __repr__(self) -> str:
        return f"<Events at {self.first.pointer}>"

    def __iter__(self) -> Iterator[Happening]:
        return iter(self.all)

    def of(self, *kinds: str) -> list[Happening]:
        """Return the events of some types."""
        return [one for one in self.all if one.kind in kinds]

    def at(self, *kinds: str) -> datetime | None:
        """Return when the first event of the first of some types happened, that there is any of."""
        for kind in kinds:
            times = [one.at for one in self.of(kind) if one.at is not None]
            if times:
                return times[0]
        return None

    def last_at(self) -> datetime | None:
        """Return when the last event happened."""
        return max((one.at for one in self.all if one.at is not None), default=None)

    @property
    def is_whole(self) -> bool:
        """Whether its beginning is there: only then, what is missing did not happen."""
        return bool(self.of("CHAN_START"))

    @property
    def channel(self) -> Channel | None:
        """Its name, after all changes: who picks up for another takes the other's channel."""
        named = self.of("ANSWER", "BRIDGE_ENTER") or list(self.all)
        return read_channel(named[-1].fields.get("channame", ""))

    @property
    def linked(self) -> tuple[str, ...]:
        """The calls that it was of, the first one first: joining calls changes the id."""
        found = (one.fields.get("linkedid", "").strip() for one in self.all)
        return tuple(dict.fromkeys(one for one in found if one)) or (self.id,)

    @property
    def was_called(self) -> bool:
        """Whether the exchange called it, rather than the other way."""
        if any(one.app in words.DIALLED_BY_AN_APPLICATION for one in self.all):
            return True
        starts = self.of("CHAN_START")
        return bool(starts) and all(
            one.fields.get("exten", "").strip() in words.SPECIAL for one in starts
        )

    def text(self, name: str, *, last: bool = False) -> str:
        """Return the first (or last) thing that a column says."""
        said = (one.fields.get(name, "").strip() for one in (self.all[::-1] if last else self.all))
        return next((one for one in said if one), "")

    def more(self, kind: str, name: str) -> str:
        """Return what the events of a type say in a field of their extra, the last one first."""
        said = [one.extra.get(name, "") for one in self.of(kind)]
        return next((one for one in reversed(said) if one not in _NOT_THERE), "")

    def app(self, apps: frozenset[str]) -> Happening | None:
        """Return the first event that happened in one of some applications."""
        starts = [one for one in self.of("APP_START") if one.app in apps]
        return next((one for one in (*starts, *self.all) if one.app in apps), None)

    @property
    def talked(self) -> bool:
        """Whether it was in a bridge with somebody."""
        return any(not one.holds for one in self.of("BRIDGE_ENTER", "BRIDGE_EXIT", "BRIDGE_START"))

    def in_bridges(self, ended_at: datetime | None, *, holding: bool) -> int | None:
        """Return how long it was in bridges, in milliseconds; `None` if that cannot be told."""
        moves = [one for one in self.of("BRIDGE_ENTER", "BRIDGE_EXIT") if one.holds == holding]
        entered, total = None, 0
        for move in moves:
            enters = move.kind == "BRIDGE_ENTER"
            if move.at is None or enters != (entered is None):
                return None
            if entered is None:
                entered = move.at
            else:
                total += _milliseconds(entered, move.at)
                entered = None
        if entered is not None:
            if ended_at is None:
                return None
            total += _milliseconds(entered, ended_at)
        return total if moves else None

    def recordings(self) -> tuple[Attachment, ...]:
        """Return the files that were recorded."""
        paths = dict.fromkeys(one.extra.get("filename", "") for one in self.of("MIXMONITOR_START"))
        return tuple(
            Attachment(
                kind="recording",
                id=path,
                filename=path.rpartition("/")[2] or None,
                availability="unknown",
            )
            for path in paths
            if path
        )

    def defects(self) -> tuple[Defect, ...]:
        """Return what was wrong, once, at the channel's place."""
        codes = dict.fromkeys(wrong.code for one in self.all for wrong in one.defects)
        return tuple(Defect(code=code, pointer=self.first.pointer) for code in codes)


def _order(pair: tuple[tuple[tuple[str, str], ...], Happening]) -> tuple[str, int, object]:
    fields, one = pair
    # What has no time comes last: that is where most of what nobody timed belongs, the end.
    return one.at.isoformat() if one.at else "~", _RANK[one.kind], fields


def _place(pointer: str) -> tuple[int, str]:
    return len(pointer), pointer


def _milliseconds(start: datetime, end: datetime) -> int:
    return max(0, round((end - start).total_seconds() * 1000))


class Joined:
    """Ids of calls that turned out to be one, each leading to the id that stays."""

    __slots__ = ("_next",)

    def __init__(self) -> None:
        self._next: dict[str, str] = {}

    def __repr__(self) -> str:
        return "<Joined>"

    def find(self, call_id: str) -> str:
        """Return the id that a call goes by in the end."""
        way: list[str] = []
        while call_id in self._next:
            way.append(call_id)
            call_id = self._next[call_id]
        for one in way:
            self._next[one] = call_id
        return call_id

    def join(self, call_id: str, into: str) -> None:
        """Say that a call went on as another one."""
        old, new = self.find(call_id), self.find(into)
        if old != new:
            self._next[old] = new


def group(items: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """Put together what shares a key, in the order in which keys are met."""
    groups: dict[str, list[T]] = {}
    for one in items:
        groups.setdefault(key(one), []).append(one)
    return groups
