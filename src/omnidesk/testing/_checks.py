"""What the conformance kit checks, as functions that fail with a word on what to do."""

from __future__ import annotations

from hashlib import sha256
from inspect import signature
from itertools import islice
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, NoReturn, cast

from omnidesk._documents import dump, load
from omnidesk._payload import Payload
from omnidesk.assembly import Inbox, assemble
from omnidesk.errors import MissingExtra, PayloadError
from omnidesk.events import EventBase, Unrecognised
from omnidesk.testing._hostile import MARK, MARK_NUMBER, dump_json
from omnidesk.testing._paths import put, walk
from omnidesk.testing._watch import shut_in

try:
    import pytest
except ImportError:
    raise MissingExtra("testing", needed_for="the conformance kit") from None

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk._payload import JSON
    from omnidesk.adapters import Adapter
    from omnidesk.events import Event
    from omnidesk.testing._sample import Sample


def fail(message: str) -> NoReturn:
    """Fail the test with a message, and without a traceback through the kit."""
    pytest.fail(message, pytrace=False)


def run_plainly(suite: object, name: str, sample: Sample | None) -> None:
    """
    Run a check of a suite outside pytest's runner, with what it takes.

    Raises:
        AssertionError: Where pytest would have been told that the test fails.
    """
    check = getattr(suite, name)
    problem: str | None = None
    with pytest.MonkeyPatch.context() as monkeypatch:
        known = {"sample": sample, "monkeypatch": monkeypatch}
        try:
            check(**{one: known[one] for one in signature(check).parameters})
        except pytest.fail.Exception as failed:
            problem = failed.msg
    if problem is not None:
        raise AssertionError(problem)


# --- reading --------------------------------------------------------------------------------------


def read(adapter: Adapter, payload: Payload, what: str) -> tuple[Event, ...] | PayloadError:
    """
    Parse a payload, and fail if anything but events or a clean `PayloadError` comes of it.

    Args:
        adapter: Who parses.
        payload: What is parsed.
        what: What the payload is, for the message.
    """
    # More events than bytes is not reading: it is a loop.
    limit = len(payload.body) + 100
    try:
        with shut_in():
            events = tuple(islice(adapter.parse(payload), limit + 1))
    except PayloadError as error:
        _check_error(error, payload, what)
        return error
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the kit is looking for
        place = extract_tb(error.__traceback__)[-1]
        fail(
            f"{what}: parse raised {type(error).__name__}, and may only raise PayloadError.\n"
            f"It came from {place.filename}:{place.lineno}, in {place.name}: {place.line}\n"
            "Check the shape before use: wire models (omnidesk's Payload.load) do that for you."
        )
    if len(events) > limit:
        fail(f"{what}: parse gives more events than the payload has bytes; is there a loop?")
    for event in events:
        # Nothing obliges a stranger's adapter to give what its signature says.
        if not isinstance(cast("object", event), EventBase):
            fail(f"{what}: parse gave a {type(event).__name__}; give events of omnidesk.events")
    return events


def read_events(adapter: Adapter, payload: Payload, what: str) -> tuple[Event, ...]:
    """Parse a payload that is in order."""
    events = read(adapter, payload, what)
    if isinstance(events, PayloadError):
        fail(
            f"{what}: parse raised a PayloadError ({events}).\n"
            "If the payload should be refused, say so: record it with --expect-error. If one odd "
            "item made it fail, give Unrecognised for the item instead."
        )
    return events


def survive(adapter: Adapter, payload: Payload, what: str) -> None:
    """Parse a payload that is not in order; what comes of it must be fit for storage."""
    events = read(adapter, payload, what)
    if not isinstance(events, PayloadError):
        for event in events:
            check_stored(event, what)


def like(payload: Payload, body: bytes) -> Payload:
    """Make a payload with other bytes, received like this one."""
    return Payload(body, headers=payload.headers, received_at=payload.received_at)


def json_of(payload: Payload) -> JSON:
    """Return the payload as JSON, or `None` if it is none."""
    try:
        return payload.json()
    except PayloadError:
        return None


def _check_error(error: PayloadError, payload: Payload, what: str) -> None:
    if error.__cause__ is not None or error.__context__ is not None:
        fail(
            f"{what}: the PayloadError drags another exception along, which holds the payload.\n"
            "Raise it after the except block, not inside; `from None` only hides the other."
        )
    if error.digest != payload.digest:
        fail(f"{what}: the PayloadError lacks the payload's address: pass digest=payload.digest")


def ids(events: Iterable[Event]) -> set[str]:
    """Return the ids of the events that were understood."""
    return {event.id for event in events if not isinstance(event, Unrecognised)}


# --- differences ----------------------------------------------------------------------------------


def difference(expected: Iterable[str], found: Iterable[str]) -> str | None:
    """Say where two lists of documents first differ, or return `None`."""
    old, new = list(expected), list(found)
    for number, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return f"event {number + 1} differs{_first_field(one, other)}"
    if len(old) != len(new):
        return f"{len(old)} events were expected, {len(new)} came"
    return None


def _first_field(one: str, other: str) -> str:
    def fields(text: str) -> dict[str, JSON]:
        value = json_of(Payload(text.encode()))
        return {
            "/".join(map(str, path)): node
            for path, node in walk(value)
            if not isinstance(node, (dict, list))
        }

    old, new = fields(one), fields(other)
    for place in [*old, *new]:
        if old.get(place) != new.get(place):
            return f" at {place}: {old.get(place)!r} was expected, {new.get(place)!r} came"
    return " in how it is written, not in what it says"


def told(events: Iterable[Event]) -> list[str]:
    """Write down what events say, without the delivery that they were read from."""
    return [_told(event) for event in events]


def _told(event: Event) -> str:
    document = json_of(Payload(dump(event).encode()))
    for _, node in list(walk(document)):
        if isinstance(node, dict) and "digest" in node:
            fields = cast("dict[str, JSON]", node)
            fields.pop("digest")
            fields.pop("received_at", None)
    if isinstance(event, Unrecognised):
        # What was not understood has no identity but its address.
        document.pop("id")
    return dump_json(document).decode()


# --- silence --------------------------------------------------------------------------------------

_PIECE = 6


def check_silence(adapter: Adapter, payload: Payload, what: str) -> None:
    """Check that nothing which is made of a marked payload shows a piece of the mark."""
    outcome = read(adapter, payload, what)
    if isinstance(outcome, PayloadError):
        words = " ".join(
            [
                *[str(outcome), repr(outcome), repr(outcome.args), repr(vars(outcome))],
                *getattr(outcome, "__notes__", ()),
            ]
        )
        # A digest is hexadecimal, and now and then holds six given digits in a row.
        if shows(words.replace(payload.digest, ""), MARK, str(MARK_NUMBER)):
            fail(
                f"{what}: the PayloadError quotes the payload.\n"
                "Say what was expected and where, in words of your own; never what stood there."
            )
        return
    for event in outcome:
        shown = f"{event} {event!r}"
        # Numbers are not looked for: repr may show counts, sizes and times, and derived ids.
        if shows(shown, MARK):
            fail(
                f"{what}: the repr of a {event.type} quotes the payload.\n"
                "Fields such as `name`, `signal`, `expected`, `code` and `pointer` hold documented "
                "words of the vendor's or yours; look the word up in a table, and leave out others."
            )


def shows(text: str, *marks: str) -> bool:
    """Tell whether a text holds six characters in a row of a mark, in any case."""
    lowered = text.lower()
    return any(
        mark[start : start + _PIECE] in lowered
        for mark in marks
        for start in range(len(mark) - _PIECE + 1)
    )


def marked_value(adapter: Adapter, sample: Sample, value: JSON) -> JSON:
    """
    Replace every text of a JSON payload by the mark, but for those that decide what it is.

    A text decides if another kind of event comes out when it alone is replaced.
    """
    kinds = _kinds(adapter, sample.payload)
    for path, node in list(walk(value)):
        if isinstance(node, str):
            changed = put(value, path, MARK)
            if _kinds(adapter, like(sample.payload, dump_json(changed))) == kinds:
                value = changed
    return value


def _kinds(adapter: Adapter, payload: Payload) -> list[str] | None:
    events = read(adapter, payload, "a marked payload")
    return None if isinstance(events, PayloadError) else [event.type for event in events]


def check_stored(event: Event, what: str) -> None:
    """Check that an event can be written down, and comes back the same."""
    problem: str | None = None
    try:
        if load(dump(event)) != event:
            problem = "comes back as another"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the kit is looking for
        problem = f"cannot be stored and read again ({type(error).__name__})"
    if problem:
        fail(
            f"{what}: a {event.type} {problem}.\n"
            "Text must be Unicode without lone surrogates (Payload.json mends them), and models "
            "are built by their constructors, not by model_construct."
        )


# --- order ----------------------------------------------------------------------------------------


def check_any_order(events: tuple[Event, ...], what: str) -> None:
    """Check that events add up to the same in any order, doubled, and bit by bit."""
    expected = assemble(events)
    orders = [
        events[::-1],
        events + events,
        events[1::2] + events[::2],
        *[tuple(sorted(events, key=lambda one: _shuffled(one, salt))) for salt in range(5)],
    ]
    for order in orders:
        inbox = Inbox(order[: len(order) // 3])
        for event in order[len(order) // 3 :]:
            inbox.add([event])
        if assemble(order) != expected or inbox.conversations != expected:
            fail(
                f"{what}: other conversations come of the same events in another order. Two events "
                "may share an id and differ, or a thread key may depend on the delivery."
            )


def _shuffled(event: Event, salt: int) -> str:
    return sha256(f"{salt}{event.id}{event.source.pointer}".encode()).hexdigest()


# --- naming ---------------------------------------------------------------------------------------


def command(target: str, path: Path, *options: str) -> str:
    """Write the command that records a sample."""
    words = ["python -m omnidesk.testing record", target, _near(path), *options]
    return " ".join(words)


def target(cls: type[object], file: str) -> str:
    """Name a test class so that the recorder finds it."""
    return f"{_near(Path(file))}:{cls.__qualname__}"


def _near(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def at_another_time(payload: Payload, received_at: datetime | None) -> Payload:
    """Make the same payload, received at another time."""
    return Payload(payload.body, headers=payload.headers, received_at=received_at)
