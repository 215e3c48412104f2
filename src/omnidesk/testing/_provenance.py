"""Where events were read: that it is true, and what becomes of them without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from omnidesk.errors import PayloadError
from omnidesk.events import Unrecognised
from omnidesk.model import Attachment, Noun, Source
from omnidesk.testing import _checks as checks
from omnidesk.testing import _hostile as hostile
from omnidesk.testing import _paths as paths
from omnidesk.testing._checks import fail

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from omnidesk._payload import Payload
    from omnidesk.adapters import Adapter
    from omnidesk.events import Event
    from omnidesk.testing._sample import Sample

# --- addresses ------------------------------------------------------------------------------------


def nouns(value: object) -> Iterator[Noun]:
    """Yield every noun in a document, itself included."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Noun):
            yield one
            waiting += [getattr(one, name) for name in type(one).model_fields]
        elif isinstance(one, tuple):
            waiting += cast("tuple[object, ...]", one)


def check_event(event: Event, adapter: Adapter, payload: Payload, what: str) -> None:
    """Check that an event says whose it is and where it was read, and that it was read there."""
    channels: Collection[str] = getattr(adapter, "channels", (adapter.channel,))
    if event.channel not in channels:
        fail(
            f"{what}: an event's channel is not the adapter's; use channel=self.channel, or name"
            " the channels of an adapter that reads several in its attribute `channels`"
        )
    if not event.id or not event.account or not all(event.thread):
        fail(f"{what}: a {event.type} has an empty id, account or thread key; leave the key out")
    if len(set(event.thread)) < len(event.thread):
        fail(f"{what}: a {event.type} names one thread key twice")
    names = {adapter.channel, getattr(adapter, "name", None), *channels}
    for noun in nouns(event):
        if isinstance(noun, Source):
            _check_source(noun, names, payload, f"{what}: the source of a {event.type}")
        if isinstance(noun, Attachment) and noun.source is not None:
            _check_bytes(noun, noun.source, payload, what)


def _check_source(source: Source, names: set[str | None], payload: Payload, whose: str) -> None:
    if source.digest != payload.digest:
        fail(f"{whose} has another digest; pass digest=payload.digest")
    if source.adapter not in names:
        fail(f"{whose} names another adapter; pass adapter=self.channel")
    if source.received_at != payload.received_at:
        fail(f"{whose} has another received_at; pass received_at=payload.received_at")
    if not leads_somewhere(source.pointer, payload):
        fail(
            f"{whose} points at {source.pointer!r}, where the payload has nothing.\n"
            "A pointer is a JSON Pointer (/entry/0), a MIME part path (1.2) or a row (row=17)."
        )


def leads_somewhere(pointer: str, payload: Payload) -> bool:
    """Tell whether a pointer leads to something in a payload."""
    if not pointer:
        return True
    if pointer.startswith("row="):
        number = pointer.removeprefix("row=")
        short = number.isascii() and number.isdigit() and len(number) < 19
        return short and 1 <= int(number) <= payload.body.count(b"\n") + 1
    try:
        if pointer.startswith("/"):
            payload.resolve(pointer)
        else:
            payload.part(pointer)
    except PayloadError:
        return False
    return True


def _check_bytes(attachment: Attachment, source: Source, payload: Payload, what: str) -> None:
    if not source.pointer or source.pointer.startswith(("/", "row=")):
        return
    size = len(payload.part(source.pointer))
    if attachment.size is not None and attachment.size != size:
        fail(
            f"{what}: an attachment says that it has {attachment.size} bytes; at "
            f"{source.pointer} there are {size}. Give the size of the decoded content, or None."
        )


def places(events: Iterable[Event], payload: Payload) -> dict[paths.Path, list[Event]]:
    """Group events by the list item that each was read from."""
    value = checks.json_of(payload)
    found: dict[paths.Path, list[Event]] = {}
    for event in events:
        pointer = event.source.pointer
        place = paths.item(value, pointer) if leads_somewhere(pointer, payload) else None
        if place is not None:
            found.setdefault(place, []).append(event)
    return found


# --- items of a batch -----------------------------------------------------------------------------


def check_pointers(new_adapter: Callable[[], Adapter], sample: Sample) -> None:
    """Check that without an item its events are gone, and no others."""
    value = checks.json_of(sample.payload)
    events = checks.read_events(new_adapter(), sample.payload, sample.name)
    for place in paths.some(list(places(events, sample.payload)), 20):
        if _has_twin(value, place):
            continue
        inside = [one for one in events if _is_inside(place, one, value)]
        outside = checks.ids(one for one in events if one not in inside)
        what = f"{sample.name} without {paths.pointer(place)}"
        body = hostile.dump_json(paths.without(value, place))
        rest = checks.read(new_adapter(), checks.like(sample.payload, body), what)
        left = set[str]() if isinstance(rest, PayloadError) else checks.ids(rest)
        if left & checks.ids(inside):
            fail(
                f"{what}: its events are still there, or others took over their ids. Point at "
                "what an event is read from; derive no id from a position."
            )
        if outside - left:
            fail(
                f"{what}: events of other items are gone or have other ids. Derive ids from "
                "what the vendor says happened, not from a position or the payload's digest."
            )


def check_odd_items(new_adapter: Callable[[], Adapter], sample: Sample) -> None:
    """Check that an odd item in a batch becomes `Unrecognised`, and that the others live."""
    value = checks.json_of(sample.payload)
    events = checks.read_events(new_adapter(), sample.payload, sample.name)
    lists = {place[:-1] for place in places(events, sample.payload)}
    for place in paths.some(sorted(lists, key=paths.pointer), 10):
        for odd in hostile.ODD:
            body = hostile.dump_json(paths.change(value, place, lambda all_: [odd, *all_]))  # noqa: B023 - called at once
            what = f"{sample.name} with {odd!r} among {paths.pointer(place) or 'its items'}"
            outcome = checks.read(new_adapter(), checks.like(sample.payload, body), what)
            if isinstance(outcome, PayloadError):
                fail(f"{what}: all is refused. Give Unrecognised for the item alone.")
            if checks.ids(events) - checks.ids(outcome):
                fail(f"{what}: other events are gone, or have other ids")
            if _unread(outcome) <= _unread(events):
                fail(f"{what}: it is lost without a word. Give Unrecognised for it.")


def _is_inside(place: paths.Path, event: Event, value: object) -> bool:
    item = paths.item(value, event.source.pointer)
    return item is not None and item[: len(place)] == place


def _has_twin(value: object, place: paths.Path) -> bool:
    """Whether a vendor's batch tells the same item twice."""
    items = paths.at(value, place[:-1])
    return bool(items.count(paths.at(value, place)) > 1)


def _unread(events: tuple[Event, ...]) -> int:
    return sum(isinstance(event, Unrecognised) for event in events)
