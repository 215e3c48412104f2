"""Any JSON, JSON Lines, CSV or form, read by a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never, cast

from omnidesk._payload import Payload
from omnidesk.adapters._side import Side
from omnidesk.adapters.mapped._context import Context, Odd
from omnidesk.adapters.mapped._events import is_edited, read_event
from omnidesk.adapters.mapped._map import ChannelMap
from omnidesk.adapters.mapped._places import Item, items_at, parse_place
from omnidesk.adapters.mapped._reader import Reader
from omnidesk.adapters.mapped._unmapped import unmapped
from omnidesk.adapters.mapped._unpack import Unpacked, unpack
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk._payload import JSON
    from omnidesk.adapters.mapped._map import Shape
    from omnidesk.events import Event
    from omnidesk.model import Defect


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """
    Reads a channel of your own by a map, which is data: see `load_map`.

    Args:
        map: The map.
        account: Our side, where the map does not say where it stands; it wins where both do.
        own_ids: Ids of authors who are on our side, where the payload does not tell their role.
    """

    map: ChannelMap
    account: str | None = None
    own_ids: frozenset[str] = frozenset()

    @property
    def channel(self) -> str:
        """The channel's name, from the map."""
        return self.map.channel

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a payload.

        An item that no shape fits, or that lacks an id, is `Unrecognised`, and the others live.

        Raises:
            PayloadError: If the payload is not of the map's format; in CSV, if a column that the
                map names is missing: names the column.
        """
        return read_payload(self.map, payload, account=self.account, own_ids=self.own_ids)

    def unmapped(self, payload: Payload) -> tuple[str, ...]:
        """
        List the fields of a payload that no place of the map names.

        `explain` tries out which fields have an effect, and so tells more of one in JSON. This
        compares places, for payloads of any format.

        Args:
            payload: The payload.

        Returns:
            Columns by their names; all else as JSON Pointers, in which every element of a list is
            `*`. Names are the payload's own: where people's addresses are keys, they are there.

        Raises:
            PayloadError: If the payload is not of the map's format.
        """
        return unmapped(self.map, payload)


def read_payload(
    channel_map: ChannelMap,
    payload: Payload,
    *,
    account: str | None = None,
    own_ids: frozenset[str] = frozenset(),
) -> Iterator[Event]:
    """Read a payload by a map; as `Mapped.parse`."""
    reading = _Reading(channel_map, payload, account, own_ids)
    form = channel_map.format
    match form:
        case "json":
            return reading.json()
        case "json_lines":
            return reading.json_lines()
        case "csv":
            return reading.csv()
        case "form":
            return reading.form()
        case _:
            assert_never(form)


class _Reading:
    """One payload, read by one map."""

    def __init__(
        self,
        channel_map: ChannelMap,
        payload: Payload,
        account: str | None,
        own_ids: frozenset[str],
    ) -> None:
        self._map = channel_map
        self._payload = payload
        self._account = account
        self._own_ids = own_ids
        self._clock = channel_map.clock()
        self._seen: dict[str, int] = {}
        self._sides: dict[str, Side] = {}
        self._opened: Item | None = None
        self._unpacked: dict[tuple[str, ...], Unpacked] = {}

    # --- formats ----------------------------------------------------------------------------------

    def json(self) -> Iterator[Event]:
        channel = self._map.channel
        value = self._payload.json(channel=channel)
        if not isinstance(value, (dict, list)):
            raise PayloadError(
                "expected an object or a list of objects",
                channel=channel,
                digest=self._payload.digest,
            )
        root = Item(cast("JSON", value), "", None, self._payload.headers)
        for place, shapes in self._map.by_place:
            for item in items_at(root, parse_place(place)):
                yield from self._events(item, shapes)

    def json_lines(self) -> Iterator[Event]:
        for number, line in enumerate(self._payload.body.split(b"\n"), 1):
            if not line.strip():
                continue
            pointer = f"row={number}"
            try:
                value = Payload(line).json()
            except PayloadError:
                value = None
            yield from self._events(
                Item(value, pointer, None, self._payload.headers), self._map.shapes
            )

    def csv(self) -> Iterator[Event]:
        wanted, optional = self._map.columns_read
        records = self._map.rows().records(
            self._payload,
            wanted,
            columns=self._map.columns,
            optional=optional,
            channel=self._map.channel,
        )
        for record in records:
            if record.problem:
                side = self._side(self._account or self._map.channel)
                yield side.unrecognised(record.pointer, "invalid", expected=record.problem)
            else:
                item = Item(dict(record.fields), record.pointer, None, self._payload.headers)
                yield from self._events(item, self._map.shapes)

    def form(self) -> Iterator[Event]:
        fields: dict[str, JSON] = {}
        for name, value in self._payload.form(channel=self._map.channel):
            # A box that is sent twice counts once: the first, as in a query.
            fields.setdefault(name, value)
        if not any(fields):
            raise PayloadError(
                "expected form fields", channel=self._map.channel, digest=self._payload.digest
            )
        yield from self._events(Item(fields, "", None, self._payload.headers), self._map.shapes)

    # --- items ------------------------------------------------------------------------------------

    def _events(self, item: Item, shapes: tuple[Shape, ...]) -> Iterator[Event]:
        """Read one item by the first shape that fits, and by those that go along with others."""
        bare = isinstance(item.value, (str, int, float)) and not isinstance(item.value, bool)
        of_a_kind = bare or isinstance(item.value, dict)
        if not of_a_kind or all(shape.bare != bare for shape in shapes):
            side = self._side(self._account or self._map.channel)
            yield side.unrecognised(item.pointer, "invalid", expected=_expected(shapes))
            return
        account = self._account or self._reader(item, "").pick(self._map.account)
        side = self._side(account or self._map.channel)
        understood = False
        for shape in shapes:
            if shape.bare != bare or (understood and not shape.also):
                continue
            reader = self._reader(item, side.id, shape.unpack)
            if not reader.fits(shape):
                continue
            understood = understood or not shape.also
            if account is None and shape.kind != "nothing":
                expected = "expected to be told whose it is: an account"
                yield side.unrecognised(item.pointer, "missing_id", expected=expected)
                return
            try:
                events = self._read(shape, item, reader, side)
            except Odd as odd:
                expected = odd.expected
            else:
                yield from events
                continue
            if not shape.also:
                yield side.unrecognised(
                    item.pointer,
                    "missing_id",
                    expected=expected,
                    defects=self._unreadable(item, (shape,)),
                )
        if not understood:
            yield side.unrecognised(
                item.pointer,
                "unknown_kind",
                expected="expected an item of one of the map's shapes",
                defects=self._unreadable(item, shapes),
            )

    def _read(self, shape: Shape, item: Item, reader: Reader, side: Side) -> list[Event]:
        """Read one item by one shape: an event, or a message and its edit."""

        def again() -> Reader:
            return self._reader(item, side.id, shape.unpack)

        read = [(shape, reader)]
        # Whether it was edited is asked of another reader, so that nothing is noted twice.
        if (
            shape.edits is not None
            and shape.kind == "message"
            and is_edited(shape.edits, shape.at, again())
        ):
            read = [(one, again()) for one in shape.when_edited]
        events = [read_event(Context(one, by, side, self._seen)) for one, by in read]
        return [event for event in events if event is not None]

    def _reader(self, item: Item, account: str, packed: tuple[str, ...] = ()) -> Reader:
        found = self._unpack(item, packed) if packed else Unpacked(item, (), ())
        reader = Reader(
            found.item,
            clock=self._clock,
            account=account,
            region=self._map.region,
            own_ids=self._own_ids,
            unpacked=found.pointers,
        )
        for pointer in found.unreadable:
            reader.note("json_unreadable", pointer)
        return reader

    def _unpack(self, item: Item, packed: tuple[str, ...]) -> Unpacked:
        """Read the JSON in an item's texts once, however many shapes ask for it."""
        if item is not self._opened:
            self._opened, self._unpacked = item, {}
        if packed not in self._unpacked:
            self._unpacked[packed] = unpack(item, packed)
        return self._unpacked[packed]

    def _unreadable(self, item: Item, shapes: Iterable[Shape]) -> tuple[Defect, ...]:
        """Say what is no JSON, of an item that was perhaps not understood for that."""
        readers = [self._reader(item, "", shape.unpack) for shape in shapes if shape.unpack]
        return tuple(dict.fromkeys(defect for reader in readers for defect in reader.defects))

    def _side(self, account: str) -> Side:
        side = self._sides.get(account)
        if side is None:
            side = self._sides[account] = Side(self._payload, self._map.channel, account)
        return side


def _expected(shapes: tuple[Shape, ...]) -> str:
    """Say what items are, by the shapes that they may have."""
    kinds = {shape.bare for shape in shapes}
    if kinds == {False}:
        return "expected an object"
    return (
        "expected a text or a number"
        if kinds == {True}
        else "expected an object, a text or a number"
    )
