"""Any table of calls, CSV or JSON, by a mapping that says which column is what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from pydantic_core import from_json

from omnidesk.adapters._rows import Record
from omnidesk.adapters.calls._exchange import CHANNEL
from omnidesk.adapters.calls._table_mapping import TableMapping, read_mapping
from omnidesk.adapters.calls._table_record import LONGEST, Table
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTable:
    """
    Reads any CSV, JSON or JSON Lines of call records by a mapping. No vendor's own words are known.

    Args:
        account: Our side: the exchange, the carrier, the line.
        mapping: Which column is what.
    """

    account: str
    mapping: TableMapping

    channel = CHANNEL
    name = "call_table"

    @classmethod
    def from_document(cls, document: Mapping[str, Any], *, account: str) -> CallTable:
        """
        Make one of a mapping in a document, such as `tomllib` gives.

        Args:
            document: The fields of `TableMapping`.
            account: Our side.

        Raises:
            ValueError: Names every field that is wrong, and what was expected.
        """
        return cls(account=account, mapping=read_mapping(document))

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read one event per row.

        A row that cannot be read, or has no id, is `Unrecognised`, and the others live.

        Raises:
            PayloadError: If it is not a table of that format, or a column that the mapping names is
                missing; names the column.
        """
        table = Table(self.name, self.account, self.mapping, payload)
        records = _RECORDS[self.mapping.format](table)
        return (_event(table, record) for record in records)


def _event(table: Table, record: Record) -> Event:
    if record.problem:
        return table.exchange.unrecognised(
            table.payload, record.pointer, "invalid", expected=record.problem
        )
    return table.read(record) or table.exchange.unrecognised(
        table.payload, record.pointer, "missing_id", expected="expected an id of the call"
    )


def _csv(table: Table) -> Iterator[Record]:
    mapping = table.mapping
    optional = frozenset(mapping.optional)
    return mapping.rows().records(
        table.payload,
        [one for one in table.places if one not in optional],
        optional=[one for one in table.places if one in optional],
        columns=mapping.columns,
        channel=CHANNEL,
    )


def _json(table: Table) -> Iterator[Record]:
    pointer = table.mapping.items
    value = table.payload.resolve(pointer, channel=CHANNEL)
    if isinstance(value, dict):
        return iter((_record(table, pointer, cast("JSON", value)),))
    if not isinstance(value, list):
        raise PayloadError(
            "expected a list of records",
            channel=CHANNEL,
            pointer=pointer,
            digest=table.payload.digest,
        )
    items = cast("list[JSON]", value)
    return (_record(table, f"{pointer}/{number}", item) for number, item in enumerate(items))


def _json_lines(table: Table) -> Iterator[Record]:
    for number, line in enumerate(table.payload.body.split(b"\n"), 1):
        if line.strip():
            value: JSON
            try:
                value = from_json(line.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False)
            except ValueError:
                value = None
            yield _record(table, f"row={number}", value)


_RECORDS = {"csv": _csv, "json": _json, "json_lines": _json_lines}


def _record(table: Table, pointer: str, item: JSON) -> Record:
    """Take the places of the mapping out of an item."""
    if not isinstance(item, dict):
        return Record(pointer, {}, "expected an object")
    fields: dict[str, str] = {}
    for place in table.places:
        text = _text(_at(item, place))
        if text is None:
            return Record(pointer, {}, f"expected text or a number at {place}")
        fields[place] = text
    return Record(pointer, fields)


def _at(item: JSON, place: str) -> JSON:
    """Return what stands at a pointer of an item; `None` if nothing does."""
    for token in place.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(item, dict):
            item = cast("dict[str, JSON]", item).get(key)
        elif isinstance(item, list) and key.isascii() and key.isdigit() and len(key) < 5:
            item = next(iter(cast("list[JSON]", item)[int(key) : int(key) + 1]), None)
        else:
            return None
    return item


def _text(value: JSON) -> str | None:
    """Write a value as text; `None` if it is no text and no number."""
    match value:
        case None:
            return ""
        case str():
            return value if len(value) <= LONGEST else None
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if value.bit_length() <= 256 else None
        case float():
            # JSON writes 1772417107.0 for a count, too.
            return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
        case _:
            return None
