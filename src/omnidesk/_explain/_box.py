"""The adapter as a black box: a payload is changed, read again, and changed back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from pydantic_core import to_json

from omnidesk._payload import Payload
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omnidesk._payload import JSON
    from omnidesk.adapters import Adapter
    from omnidesk.events import Event

# A list or an object of the payload, and where in it. `Any` with reason: JSON of any shape.
Place: TypeAlias = tuple[Any, Any]
Saved: TypeAlias = list[tuple[Any, Any]]


class Spent(Exception):  # noqa: N818 - the bounds are reached, which is no error
    """There is no time for another reading."""


class Box:
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
            Spent: If the bounds are reached.
        """
        body = to_json(self.root[0])
        readings = 1 + self.reserve
        if (
            self.parses + readings > self._most_parses + 3
            or len(body) * readings > self._bytes_left
        ):
            raise Spent
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
        inner = children(node)
        if inner:
            waiting += [(f"{place}/{key}", child) for key, child in inner]
        else:
            found[place] = node
    return found


def children(node: object) -> list[tuple[str | int, object]]:
    if isinstance(node, dict):
        return list(cast("dict[str | int, object]", node).items())
    if isinstance(node, list):
        return list(enumerate(cast("list[object]", node)))
    return []
