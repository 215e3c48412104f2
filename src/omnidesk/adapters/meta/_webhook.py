"""The envelope of a webhook: entries, the lists in them, and one item after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from omnidesk.adapters.meta import _wire as wire
from omnidesk.adapters.meta._bodies import BUILDERS
from omnidesk.adapters.meta._forms import FORMS
from omnidesk.adapters.meta._item import Page, identify
from omnidesk.adapters.meta._words import MESSAGING_FIELDS, NOT_READ
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.meta._item import Product
    from omnidesk.events import Event

    ReadChange: TypeAlias = Callable[[Page, str, JSON, str], Iterator[Event] | None]
    """
    Reads a change that is no messaging item, from its page, field, item and pointer.

    `None` says that the field is not one that it knows.
    """


def open_entries(payload: Payload, product: Product) -> list[JSON]:
    """
    Return the entries of a webhook.

    Raises:
        PayloadError: If the body is not JSON, not a webhook of that product, or has no list of
            entries.
    """
    return entries_of(payload, payload.json(channel=product.channel), product)


def entries_of(payload: Payload, body: JSON, product: Product) -> list[JSON]:
    """
    Return the entries of a webhook whose body has been read already.

    Raises:
        PayloadError: If it is not a webhook of that product, or has no list of entries.
    """
    if not isinstance(body, dict):
        raise _unusable(payload, product, "expected an object, as webhooks have it")
    envelope = cast("dict[str, JSON]", body)
    if envelope.get("object") != product.object:
        reason = f'expected "{product.object}": webhooks of other products have other adapters'
        raise _unusable(payload, product, reason, "/object")
    entries = envelope.get("entry")
    if not isinstance(entries, list):
        raise _unusable(payload, product, "expected a list", "/entry")
    return cast("list[JSON]", entries)


def is_webhook(payload: Payload, product: Product) -> bool:
    """Tell whether a payload is a webhook of a product. Cheap for what is not; never raises."""
    if b'"entry"' not in payload.body or f'"{product.object}"'.encode() not in payload.body:
        return False
    try:
        open_entries(payload, product)
    except PayloadError:
        return False
    return True


def read_entries(
    payload: Payload,
    entries: list[JSON],
    product: Product,
    *,
    own_apps: tuple[str, ...],
    read_change: ReadChange | None = None,
) -> Iterator[Event]:
    """Read the events of all entries; an event that stands there twice is yielded once."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        fields = cast("dict[str, JSON]", entry) if isinstance(entry, dict) else {}
        page = Page(payload, _account_id(fields), product, own_apps=own_apps)
        for event in _entry(page, fields, f"/entry/{index}", read_change):
            if event.id not in seen:
                seen.add(event.id)
                yield event


def _unusable(payload: Payload, product: Product, reason: str, pointer: str = "") -> PayloadError:
    return PayloadError(reason, channel=product.channel, pointer=pointer, digest=payload.digest)


def _account_id(fields: dict[str, JSON]) -> str:
    """Return the id of the page or account that an entry is about; empty if it does not say."""
    account_id = fields.get("id")
    # Old payloads carry it as a number.
    is_number = isinstance(account_id, int) and not isinstance(account_id, bool)
    return str(account_id) if is_number or isinstance(account_id, str) else ""


def _entry(
    page: Page, fields: dict[str, JSON], pointer: str, read_change: ReadChange | None
) -> Iterator[Event]:
    if not page.id:
        expected = f"expected an object with the page's id at {pointer}"
        yield page.unrecognised(pointer, "missing_id", expected=expected)
        return
    if not any(fields.get(name) is not None for name in _LISTS):
        yield page.unrecognised(pointer, "unknown_kind")
    for name, read in _LISTS.items():
        items = fields.get(name)
        if items is None:
            continue
        place = f"{pointer}/{name}"
        if isinstance(items, list):
            for index, raw in enumerate(cast("list[JSON]", items)):
                yield from read(page, raw, f"{place}/{index}", read_change)
        else:
            yield page.unrecognised(place, "invalid", expected=f"expected a list at {place}")


def _messaging(
    page: Page, raw: JSON, pointer: str, _read_change: ReadChange | None
) -> Iterator[Event]:
    return _item(page, raw, pointer)


def _item(page: Page, raw: JSON, pointer: str) -> Iterator[Event]:
    try:
        read = page.payload.validate(wire.Item, raw, pointer=pointer)
    except PayloadError as error:
        expected = f"{error.reason} at {error.pointer}"
        yield page.unrecognised(pointer, "invalid", expected=expected)
        return
    fields = cast("dict[str, JSON]", raw)
    item = identify(page, read, page.source(pointer))
    bodies = [
        (key, body) for key in fields if key in _BODIES and (body := getattr(read, _BODIES[key]))
    ]
    if not bodies:
        name = next((key for key in fields if key in NOT_READ), None)
        yield item.unrecognised("unknown_kind", name=name)
    for key, body in bodies:
        if key in BUILDERS:
            yield BUILDERS[key](body, item)
        else:
            yield from FORMS[key](body, item)


_BODIES = {key: key.replace("-", "_") for key in (*BUILDERS, *FORMS)}
"""The keys under which an item has its bodies, and what these are called in `wire.Item`."""


def _change(page: Page, raw: JSON, pointer: str, read_change: ReadChange | None) -> Iterator[Event]:
    fields = cast("dict[str, JSON]", raw) if isinstance(raw, dict) else {}
    field = fields.get("field")
    if not isinstance(field, str):
        expected = f"expected an object with a field at {pointer}"
        yield page.unrecognised(pointer, "invalid", expected=expected)
        return
    if field in MESSAGING_FIELDS and "value" in fields:
        # The test button of the dashboard sends what `messaging` would have held.
        yield from _item(page, fields["value"], f"{pointer}/value")
        return
    found = read_change(page, field, raw, pointer) if read_change else None
    if found is not None:
        yield from found
        return
    name = field if field in NOT_READ or field in MESSAGING_FIELDS else None
    yield page.unrecognised(pointer, "unknown_kind", name=name)


_LISTS: Mapping[str, Callable[[Page, JSON, str, ReadChange | None], Iterator[Event]]] = {
    "messaging": _messaging,
    "standby": _messaging,
    "changes": _change,
}
"""Where an entry has its items: for us, for another app that owns the thread, of the page."""
