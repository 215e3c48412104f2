"""
What an adapter makes of a payload: which fields have an effect on its events, and which have none.

The adapter is a black box, so this works for anybody's. Each field of a JSON payload is changed and
left out, the payload is read again, and the events are compared: a field that changes nothing was
not read. No value of the payload comes out of this, so that the report may go into a log.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from pydantic_core import to_json

from omnidesk._payload import Payload
from omnidesk.errors import PayloadError
from omnidesk.events import Unrecognised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omnidesk._payload import JSON
    from omnidesk.adapters import Adapter
    from omnidesk.events import Event

MOST_PARSES = 2_000
"""How often `explain` reads a payload at most, unless told otherwise."""

MOST_BYTES = 1 << 24
"""How many bytes `explain` reads at most, all its readings together."""

Effect: TypeAlias = Literal["read", "redundant", "unread", "untried"]
"""
What a field does: it has an effect on the events (`read`); it has one only while other fields that
say the same are missing (`redundant`); it has none (`unread`); or there was no time to find out.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCoverage:
    """
    A field of a payload, or all that stand in the same place of their items.

    Args:
        pointer: Where it stands: a JSON Pointer in which `*` is any index, and any key that does
            not look like a name of a field, as keys may be personal data.
        effect: What it does.
        count: In how many places it stands.
        effective: In how many of those it has an effect on its own; `None` if they were not tried
            one by one, for which they must be 50 at most.
    """

    pointer: str
    effect: Effect
    count: int
    effective: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCoverage:
    """
    An event that came of the payload, without anything that it says.

    Args:
        pointer: Which item of the payload it was read from; keys as in `FieldCoverage`.
        type: The event's kind.
        reason: For `unrecognised`: why the item was not understood.
        expected: For `unrecognised`: what was expected, in the adapter's words.
        name: For `unrecognised`: the vendor's word for the kind of item.
        defects: The codes of what was wrong with it or had to be assumed.
    """

    pointer: str
    type: str
    reason: str | None
    expected: str | None
    name: str | None
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """
    What an adapter makes of a payload.

    Args:
        channel: The adapter's channel.
        digest: The payload's address.
        events: The events that came of it, in their order.
        fields: Its fields, in the order in which they first appear.
        parses: How often the payload was read to find out.
    """

    channel: str
    digest: str
    events: tuple[EventCoverage, ...]
    fields: tuple[FieldCoverage, ...]
    parses: int

    @property
    def unread(self) -> tuple[str, ...]:
        """The pointers of the fields that have no effect. All could be missing at once."""
        return tuple(one.pointer for one in self.fields if one.effect == "unread")

    @property
    def partial(self) -> bool:
        """Whether some fields were not tried: the payload is too large for the bounds."""
        return any(one.effect == "untried" for one in self.fields)


def explain(
    payload: Payload,
    adapter: Adapter,
    *,
    most_parses: int = MOST_PARSES,
    most_bytes: int = MOST_BYTES,
) -> Coverage:
    """
    Find out which fields of a payload an adapter reads.

    It reads the payload again and again: twice for each field (the same field of many items is
    one), and twice for each place of a field that stands in several, within the bounds. Digests are
    not compared, nor are ids that are made of them.

    Beyond 24 levels, and beyond 10,000 places that differ, what is there counts as one field, whose
    pointer ends in `…`.

    A field may well have an effect in another payload: `explain` tells of this one, and of the
    adapter as it is configured. That a field is there counts as much as what it says.

    Args:
        payload: A payload in JSON.
        adapter: What reads it.
        most_parses: How often it is read at most, apart from three times to begin with.
        most_bytes: The same in bytes, all readings together.

    Raises:
        PayloadError: If the payload is not JSON, if the adapter refuses it, or if it refuses the
            same JSON in other bytes, so that nothing can be found out.
    """
    value = payload.json(channel=adapter.channel)
    events = tuple(adapter.parse(payload))
    box = _Box(payload, adapter, value, most_parses=most_parses, most_bytes=most_bytes)
    box.settle(events)
    groups = _groups(box.root)
    effects = _effects(box, groups)
    fields = tuple(
        FieldCoverage(
            pointer=pointer,
            effect=effects[pointer],
            count=len(places),
            effective=_effective(box, places, effects[pointer]),
        )
        for pointer, places in groups.items()
    )
    return Coverage(
        channel=adapter.channel,
        digest=payload.digest,
        events=tuple(_shown(event) for event in events),
        fields=fields,
        parses=box.parses,
    )


# --- the payload, again and again -----------------------------------------------------------------

# A list or an object of the payload, and where in it. `Any` with reason: JSON of any shape.
_Place: TypeAlias = tuple[Any, Any]
_Saved: TypeAlias = list[tuple[Any, Any]]


class _Spent(Exception):  # noqa: N818 - the bounds are reached, which is no error
    """There is no time for another reading."""


class _Box:
    """The adapter as a black box, and the payload's value, which is changed and changed back."""

    def __init__(
        self,
        payload: Payload,
        adapter: Adapter,
        value: JSON,
        *,
        most_parses: int,
        most_bytes: int,
    ) -> None:
        self.root: list[JSON] = [value]
        self.parses = 0
        self.reserve = 0
        """How many readings are kept back for later."""
        self._payload = payload
        self._adapter = adapter
        self._most_parses = most_parses
        self._bytes_left = most_bytes
        self._noise: frozenset[str] = frozenset()
        self._normal: dict[str, object] | None = None

    def settle(self, events: Sequence[Event]) -> None:
        """Learn what is the same, and what differs when nothing but the digest does."""
        written = [_flat(events)]
        self.parses = 3
        for indent in (None, 1):
            found = self._read(to_json(self.root[0], indent=indent))
            if found is None:
                raise PayloadError(
                    "expected the same JSON in other bytes to be read as well",
                    channel=self._adapter.channel,
                    digest=self._payload.digest,
                )
            written.append(found)
        places = {place for one in written for place in one}
        missing = object()
        self._noise = frozenset(
            place for place in places if len({repr(one.get(place, missing)) for one in written}) > 1
        )
        self._normal = self._without_noise(written[1])

    def is_normal(self) -> bool:
        """
        Tell whether the events are what they were, with the value as it is now.

        Raises:
            _Spent: If the bounds are reached.
        """
        body = to_json(self.root[0])
        readings = 1 + self.reserve
        if (
            self.parses + readings > self._most_parses + 3
            or len(body) * readings > self._bytes_left
        ):
            raise _Spent
        self.parses += 1
        self._bytes_left -= len(body)
        found = self._read(body)
        return found is not None and self._without_noise(found) == self._normal

    def _read(self, body: bytes) -> dict[str, object] | None:
        payload = Payload(
            body, headers=self._payload.headers, received_at=self._payload.received_at
        )
        try:
            return _flat(tuple(self._adapter.parse(payload)))
        except Exception:  # noqa: BLE001 - a stranger's adapter may raise anything; it did notice
            return None

    def _without_noise(self, found: dict[str, object]) -> dict[str, object]:
        return {place: one for place, one in found.items() if place not in self._noise}


def _flat(events: Iterable[Event]) -> dict[str, object]:
    """Return what events say, by place."""
    waiting: list[tuple[str, object]] = [
        (str(number), event.model_dump(mode="json")) for number, event in enumerate(events)
    ]
    found: dict[str, object] = {}
    for place, node in waiting:  # grows while it is walked
        inner = _children(node)
        if inner:
            waiting += [(f"{place}/{key}", child) for key, child in inner]
        else:
            found[place] = node
    return found


def _children(node: object) -> list[tuple[str | int, object]]:
    if isinstance(node, dict):
        return list(cast("dict[str | int, object]", node).items())
    if isinstance(node, list):
        return list(enumerate(cast("list[object]", node)))
    return []


# --- the fields -----------------------------------------------------------------------------------

_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}", re.ASCII)
_MOST_FIELDS = 10_000
_MOST_PLACES = 50
_DEEPEST = 24
_MORE = "/…"


def _groups(root: list[JSON]) -> dict[str, list[_Place]]:
    """Return where each field stands, by its pointer with indices and odd keys folded."""
    groups: dict[str, list[_Place]] = {}
    pointers: dict[str, str] = {}
    waiting: list[tuple[str, _Place]] = [("", (root, 0))]
    for pointer, place in waiting:  # grows while it is walked
        node = place[0][place[1]]
        inner = _children(node)
        for key, _ in inner:
            waiting.append((_inside(pointer, key, pointers), (node, key)))
        if not inner:
            groups.setdefault(pointer, []).append(place)
    return groups


def _inside(pointer: str, key: str | int, pointers: dict[str, str]) -> str:
    """Return the pointer of something in something, one string for all that share it."""
    if pointer.endswith(_MORE):
        return pointer
    found = f"{pointer}/{_name(key)}" if pointer.count("/") < _DEEPEST else f"{pointer}{_MORE}"
    if found not in pointers and len(pointers) >= _MOST_FIELDS:
        found = _MORE
    return pointers.setdefault(found, found)


def _name(key: str | int) -> str:
    return key if isinstance(key, str) and _FIELD.fullmatch(key) else "*"


def _effects(box: _Box, groups: dict[str, list[_Place]]) -> dict[str, Effect]:
    """Find out what each field does: on its own, and then when all that do nothing are gone."""
    effects: dict[str, Effect] = dict.fromkeys(groups, "untried")
    silent: list[str] = []
    box.reserve = 1  # to leave all out together, however many there was time to try
    try:
        for pointer, places in groups.items():
            if _has_effect(box, places):
                effects[pointer] = "read"
            else:
                silent.append(pointer)
    except _Spent:
        pass
    box.reserve = 0
    try:
        if _is_normal_without(box, [place for one in silent for place in groups[one]]):
            effects |= dict.fromkeys(silent, "unread")
            return effects
        for pointer in silent:
            saved = _leave_out(groups[pointer])
            try:
                normal = box.is_normal()
            except _Spent:
                _restore(saved)
                raise
            effects[pointer] = "unread" if normal else "redundant"
            if not normal:
                _restore(saved)
    except _Spent:
        pass
    return effects


def _effective(box: _Box, places: Sequence[_Place], effect: Effect) -> int | None:
    """Count the places that have an effect on their own."""
    if effect == "unread":
        return 0
    if len(places) == 1 or len(places) > _MOST_PLACES or effect != "read":
        return 1 if effect == "read" else None
    try:
        return sum(_has_effect(box, [place]) for place in places)
    except _Spent:
        return None


def _has_effect(box: _Box, places: Sequence[_Place]) -> bool:
    return not (_is_normal_with_others(box, places) and _is_normal_without(box, places))


def _is_normal_with_others(box: _Box, places: Sequence[_Place]) -> bool:
    saved = _save(places)
    try:
        for container, key in places:
            container[key] = _other(container[key])
        return box.is_normal()
    finally:
        _restore(saved)


def _is_normal_without(box: _Box, places: Sequence[_Place]) -> bool:
    saved = _leave_out(places)
    try:
        return box.is_normal()
    finally:
        _restore(saved)


def _leave_out(places: Sequence[_Place]) -> _Saved:
    saved = _save(places)
    for container, key in places:
        if isinstance(container, dict):
            del container[key]
        else:
            # To take it out would move the others, and they would have other addresses.
            container[key] = None
    return saved


def _save(places: Sequence[_Place]) -> _Saved:
    containers = {id(container): container for container, _ in places}
    return [(container, container.copy()) for container in containers.values()]


def _restore(saved: _Saved) -> None:
    for container, copy in saved:
        container.clear()
        # In the order that it had: adapters may heed it.
        if isinstance(container, dict):
            cast("dict[str, JSON]", container).update(copy)
        else:
            container.extend(copy)


def _other(value: JSON) -> JSON:
    """Return another value of the same kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"~{value}~"
        case list():
            return ["~"]
        case dict():
            return {"~": "~"}
        case _:
            return "~"


# --- the events -----------------------------------------------------------------------------------


def _shown(event: Event) -> EventCoverage:
    odd = event if isinstance(event, Unrecognised) else None
    found = [one.code for one in event.defects]
    message: object = getattr(event, "message", None)
    found += [one.code for one in getattr(message, "defects", ())]
    return EventCoverage(
        pointer=_safe(event.source.pointer),
        type=event.type,
        reason=odd.reason if odd else None,
        expected=odd.expected if odd else None,
        name=odd.name if odd else None,
        defects=tuple(Counter(found)),
    )


def _safe(pointer: str) -> str:
    """Return a pointer with its indices, and without keys that may be personal data."""
    steps = pointer.split("/")[1:]
    # An index is short; an id as a key is not.
    return "".join(f"/{one if one.isdecimal() and len(one) <= 6 else _name(one)}" for one in steps)
