"""The adapter for page webhooks: envelope, entries, items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from omnidesk.adapters.meta import _wire as wire
from omnidesk.adapters.meta._bodies import BUILDERS
from omnidesk.adapters.meta._item import CHANNEL, Page, identify
from omnidesk.adapters.meta._words import MESSAGING_FIELDS, NOT_READ_YET
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True)
class Messenger:
    """
    Reads the webhooks of a Facebook page: Messenger conversations.

    Args:
        own_apps: The ids of our own apps. They tell our echoes from those of other apps; without
            them, the `origin` of an echo from any app but the Page Inbox is `unknown`.
    """

    own_apps: tuple[str, ...] = ()

    channel = CHANNEL

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of a page webhook's body.

        One body holds many items of mixed kinds. One that cannot be understood becomes
        `Unrecognised`, and the others live. An item that stands there twice is yielded once.

        Raises:
            PayloadError: If the body is not JSON, not a page webhook, or has no list of entries.
        """
        entries = _entries(payload)
        return self._read(payload, entries)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is a page webhook. Cheap for what is not, and never raises."""
        if b'"entry"' not in payload.body or b'"page"' not in payload.body:
            return False
        try:
            _entries(payload)
        except PayloadError:
            return False
        return True

    def _read(self, payload: Payload, entries: list[JSON]) -> Iterator[Event]:
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            for event in _entry(payload, entry, f"/entry/{index}", own_apps=self.own_apps):
                if event.id not in seen:
                    seen.add(event.id)
                    yield event


def _entries(payload: Payload) -> list[JSON]:
    body = payload.json(channel=CHANNEL)
    if not isinstance(body, dict):
        raise _unusable(payload, "expected an object, as webhooks have it")
    envelope = cast("dict[str, JSON]", body)
    if envelope.get("object") != "page":
        reason = 'expected "page": webhooks of Instagram and other products have other adapters'
        raise _unusable(payload, reason, "/object")
    entries = envelope.get("entry")
    if not isinstance(entries, list):
        raise _unusable(payload, "expected a list", "/entry")
    return cast("list[JSON]", entries)


def _unusable(payload: Payload, reason: str, pointer: str = "") -> PayloadError:
    return PayloadError(reason, channel=CHANNEL, pointer=pointer, digest=payload.digest)


def _entry(
    payload: Payload, entry: JSON, pointer: str, *, own_apps: tuple[str, ...]
) -> Iterator[Event]:
    fields = cast("dict[str, JSON]", entry) if isinstance(entry, dict) else {}
    page = Page(payload, _page_id(fields), own_apps=own_apps)
    if not page.id:
        expected = f"expected an object with the page's id at {pointer}"
        yield page.unrecognised(pointer, "missing_id", expected=expected)
        return
    if not any(fields.get(name) is not None for name in _LISTS):
        yield page.unrecognised(pointer, "unknown_kind")
    for name, read in _LISTS.items():
        items = fields.get(name)
        place = f"{pointer}/{name}"
        if isinstance(items, list):
            for index, raw in enumerate(cast("list[JSON]", items)):
                yield from read(page, raw, f"{place}/{index}")
        elif items is not None:
            yield page.unrecognised(place, "invalid", expected=f"expected a list at {place}")


def _page_id(fields: dict[str, JSON]) -> str:
    """Return the id of the page that an entry is about; empty if it does not say."""
    page_id = fields.get("id")
    # Old payloads carry it as a number.
    is_number = isinstance(page_id, int) and not isinstance(page_id, bool)
    return str(page_id) if is_number or isinstance(page_id, str) else ""


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
        (build, body)
        for key in fields
        if (build := BUILDERS.get(key)) and (body := getattr(read, key.replace("-", "_")))
    ]
    if not bodies:
        name = next((key for key in fields if key in NOT_READ_YET), None)
        yield item.unrecognised("unknown_kind", name=name)
    for build, body in bodies:
        yield build(body, item)


def _change(page: Page, raw: JSON, pointer: str) -> Iterator[Event]:
    fields = cast("dict[str, JSON]", raw) if isinstance(raw, dict) else {}
    field = fields.get("field")
    if not isinstance(field, str):
        expected = f"expected an object with a field at {pointer}"
        yield page.unrecognised(pointer, "invalid", expected=expected)
    elif field in MESSAGING_FIELDS and "value" in fields:
        # The test button of the dashboard sends what `messaging` would have held.
        yield from _item(page, fields["value"], f"{pointer}/value")
    else:
        name = field if field in NOT_READ_YET or field in MESSAGING_FIELDS else None
        yield page.unrecognised(pointer, "unknown_kind", name=name)


_LISTS: Mapping[str, Callable[[Page, JSON, str], Iterator[Event]]] = {
    "messaging": _item,
    "standby": _item,
    "changes": _change,
}
"""Where an entry has its items: for us, for another app that owns the thread, of the page."""
