"""Each check fails for an adapter that breaks its rule, and for no adapter that is in order."""

import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count, repeat
from pathlib import Path
from typing import Any, ClassVar

import pytest
from tests.testing.toy import BODY, Item, Toy, message

from omnidesk import (
    Attachment,
    Event,
    MessagePosted,
    Payload,
    PayloadError,
    Source,
    Unrecognised,
    derive_id,
    dump,
)
from omnidesk.testing import RECEIVED_AT, AdapterConformance, ExpectedError, Sample
from omnidesk.testing import _checks as checks
from omnidesk.testing import _provenance as provenance

Failed = pytest.fail.Exception


def toy_sample(body: bytes = BODY, name: str = "toy", **fields: Any) -> Sample:
    payload = Payload(body, headers={"X-Toy": "xin chào"}, received_at=RECEIVED_AT)
    return Sample(name=name, path=Path(f"samples/{name}.json"), payload=payload, **fields)


def recorded(adapter: Any, body: bytes = BODY) -> Sample:
    sample = toy_sample(body)
    events = tuple(adapter.parse(sample.payload))
    return replace(sample, golden=events, golden_text="".join(f"{dump(one)}\n" for one in events))


def suite(adapter: Any, *samples: Sample) -> AdapterConformance:
    class TestToy(AdapterConformance):
        pass

    TestToy.adapter = adapter
    TestToy.samples = samples
    TestToy.__qualname__ = "TestToy"
    return TestToy()


CHECKS = sorted(name for name in vars(AdapterConformance) if name.startswith("test_"))
GLOBAL = {"test_hostile_payloads_are_survived", "test_samples_add_up_in_any_order"} | {
    name for name in CHECKS if "adapter" in name or "samples" in name or "switched" in name
}


def run(name: str, adapter: Any, *, body: bytes = BODY) -> None:
    """Run one check for an adapter, as pytest would."""
    sample = toy_sample(body) if "recorded" not in name else recorded(Toy())
    arguments: list[Any] = [] if name in GLOBAL else [sample]
    if "zone" in name:
        with pytest.MonkeyPatch.context() as patch:
            suite(adapter, sample).test_the_zone_of_the_machine_decides_nothing(sample, patch)
        return
    getattr(suite(adapter, sample), name)(*arguments)


@pytest.mark.parametrize("check", CHECKS)
def test_an_adapter_that_is_in_order_passes(check):
    run(check, Toy())


# --- adapters that break one rule each ------------------------------------------------------------


class Bare:
    channel = "toy"


class Loud(Toy):
    channel = "Toy"


class Thawed(Toy):
    """Not a dataclass of its own, and so looks frozen by inheritance; see NotData."""


class NotData:
    channel = "toy"
    parse = Toy.parse


@dataclass
class Soft:
    channel = "toy"
    parse = Toy.parse


@dataclass(frozen=True)
class Unhashable(Toy):
    own: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Unpicklable(Toy):
    own: Any = field(default_factory=lambda: lambda: None)


class Unequal(Toy):
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Blind(Toy):
    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        return False


class Nervous(Toy):
    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        return "items" in payload.json()


class Forgetful(Toy):
    calls = count()

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        found = super().event(raw, payload, pointer)
        return found.model_copy(update={"account": f"desk-{next(self.calls)}"})


class OneId(Toy):
    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        return super().event(raw, payload, pointer).model_copy(update={"id": "evt"})


class Now(Toy):
    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        found = super().event(raw, payload, pointer)
        return found.model_copy(update={"occurred_at": payload.received_at})


class Local(Toy):
    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        found = super().event(raw, payload, pointer)
        wrong = datetime.fromtimestamp(1_767_322_800).replace(tzinfo=UTC)  # noqa: DTZ006 - the fault
        return found.model_copy(update={"occurred_at": wrong})


class Clock(Toy):
    def items(self, payload: Payload) -> list[Any]:
        time.time()
        datetime.now(UTC)
        return super().items(payload)


class Caller(Toy):
    def items(self, payload: Payload) -> list[Any]:
        with suppress(PermissionError):
            socket.socket()
        return super().items(payload)


class Changed(Toy):
    """Changes what `change` says in each event."""

    change: ClassVar[dict[str, Any]] = {}
    source: ClassVar[dict[str, Any]] = {}

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        found = super().event(raw, payload, pointer)
        source = found.source.model_copy(update=self.source)
        return found.model_copy(update={"source": source, **self.change})


def changed(**fields: Any) -> Changed:
    class Here(Changed):
        change: ClassVar[dict[str, Any]] = fields

    return Here()


def elsewhere(**fields: Any) -> Changed:
    class Here(Changed):
        source: ClassVar[dict[str, Any]] = fields

    return Here()


class Heavy(Toy):
    """Says of each message that a byte hangs on it."""

    place: ClassVar[str] = "1"

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        source = Source(
            adapter="toy",
            digest=payload.digest,
            pointer=self.place,
            received_at=payload.received_at,
        )
        picture = Attachment(kind="image", size=1, source=source)
        found = super().event(raw, payload, pointer)
        if isinstance(found, MessagePosted):
            said = found.message.model_copy(update={"attachments": (picture,)})
            return found.model_copy(update={"message": said})
        return found


class Vague(Toy):
    """Points at the first item, whichever it reads."""

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        return super().event(raw, payload, "/items/0")


class Counting(Toy):
    """Derives ids from positions."""

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        found = super().event(raw, payload, pointer)
        return found.model_copy(update={"id": derive_id("evt", pointer)})


class Addressed(Toy):
    """Derives ids from the delivery."""

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        found = super().event(raw, payload, pointer)
        return found.model_copy(update={"id": derive_id("evt", payload.digest, pointer)})


class Moody(Toy):
    """Refuses all because of one."""

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        if not isinstance(raw, dict):
            raise PayloadError("expected an item", channel="toy", digest=payload.digest)
        return super().event(raw, payload, pointer)


class Quiet(Toy):
    """Passes over what it does not know."""

    def parse(self, payload: Payload) -> Iterable[Event]:
        return [one for one in super().parse(payload) if not isinstance(one, Unrecognised)]


class Lossy(Toy):
    """Stops at what it does not know."""

    def parse(self, payload: Payload) -> Iterable[Event]:
        for event in super().parse(payload):
            yield event
            if isinstance(event, Unrecognised):
                return


class Narrow(Toy):
    """Takes an item with a field that it does not know for one that it does not know."""

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        if isinstance(raw, dict) and not raw.keys() <= Item.model_fields.keys():
            return self.unread(payload, pointer)
        return super().event(raw, payload, pointer)


class Trusting(Toy):
    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        text = raw["text"].strip() if isinstance(raw, dict) and "text" in raw else ""
        return super().event(raw, payload, pointer) if text else self.unread(payload, pointer)


class Hasty(Toy):
    def items(self, payload: Payload) -> list[Any]:
        if not payload.body.endswith(b"}"):
            raise EOFError
        return super().items(payload)


class Strict(Toy):
    def items(self, payload: Payload) -> list[Any]:
        payload.body.decode()
        return super().items(payload)


class Deep(Toy):
    def items(self, payload: Payload) -> list[Any]:
        def depth(rest: bytes) -> int:
            return 1 + depth(rest[1:]) if rest[:1] == b"[" else 0

        depth(payload.body)
        return super().items(payload)


class Endless(Toy):
    def parse(self, payload: Payload) -> Iterable[Event]:
        return repeat(self.unread(payload, ""))


class Wordy(Toy):
    def parse(self, payload: Payload) -> Iterable[Any]:
        return ["hello"]


class Slow(Toy):
    """Looks at all items for each item."""

    def parse(self, payload: Payload) -> Iterable[Event]:
        items = self.items(payload)
        for raw in items:
            for other in items:
                id(raw) == id(other)  # noqa: B015 - the work is the point
        return super().parse(payload)


class Chatty(Toy):
    """Quotes what it did not expect."""

    def items(self, payload: Payload) -> list[Any]:
        found = super().items(payload)
        for raw in found:
            if isinstance(raw, dict) and not isinstance(raw.get("text", ""), str):
                raise PayloadError(f"not a text in {raw}", channel="toy", digest=payload.digest)
        return found


class Noting(Toy):
    def items(self, payload: Payload) -> list[Any]:
        try:
            return super().items(payload)
        except PayloadError as error:
            error.add_note(payload.body.decode(errors="replace"))
            raise


class Chained(Toy):
    def items(self, payload: Payload) -> list[Any]:
        try:
            return list(super().items(payload))
        except PayloadError:
            raise PayloadError("expected", channel="toy", digest=payload.digest) from None


class Nameless(Toy):
    def items(self, payload: Payload) -> list[Any]:
        try:
            return super().items(payload)
        except PayloadError:
            found = False
        if not found:
            raise PayloadError("expected items", channel="toy")
        return []


class Naming(Toy):
    """Shows a person's word as if it were the vendor's."""

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        if isinstance(raw, dict) and raw.get("kind") != "said":
            return self.unread(payload, pointer, name=str(raw.get("kind")))
        return super().event(raw, payload, pointer)


class Broken(Toy):
    """Builds a message that nobody can store."""

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        found = super().event(raw, payload, pointer)
        if isinstance(found, MessagePosted):
            said = found.message.model_copy(update={"text": "\ud83d"})
            return found.model_copy(update={"message": said})
        return found


class Forging(Toy):
    """Builds a message that is another once it was stored."""

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        found = super().event(raw, payload, pointer)
        return found.model_copy(update={"schema_version": "1.9"})


FAULTS = [
    ("test_the_adapter_follows_the_protocol", Bare(), "parse"),
    ("test_the_adapter_follows_the_protocol", Loud(), "lower case"),
    ("test_the_adapter_is_frozen", NotData(), "frozen=True"),
    ("test_the_adapter_is_frozen", Soft(), "frozen=True"),
    ("test_the_adapter_is_frozen", Unhashable(), "tuples"),
    ("test_the_adapter_can_be_pickled", Unpicklable(), "cannot be pickled"),
    ("test_the_adapter_can_be_pickled", Unequal(), "not equal"),
    ("test_the_adapter_recognises_its_own", Blind(), "says no"),
    ("test_the_adapter_recognises_its_own", Nervous(), "recognises raised PayloadError"),
    ("test_events_are_those_recorded", changed(account="other"), "account: 'desk' was expected"),
    ("test_events_are_those_recorded", Quiet(), "3 events were expected, 2 came"),
    ("test_reading_twice_gives_the_same", Forgetful(), "Keep no state"),
    ("test_ids_are_unique", OneId(), "derive_id"),
    ("test_the_time_of_receipt_decides_nothing", Now(), "what has no time has None"),
    ("test_the_zone_of_the_machine_decides_nothing", Local(), "fromtimestamp needs tz=UTC"),
    ("test_reading_touches_nothing_outside", Clock(), r"datetime.now\(\), time.time\(\)"),
    ("test_reading_touches_nothing_outside", Caller(), "socket.__new__"),
    ("test_events_say_where_they_come_from", changed(channel="sms"), "channel=self.channel"),
    ("test_events_say_where_they_come_from", changed(account=""), "empty id, account or thread"),
    ("test_events_say_where_they_come_from", changed(thread=("t", "t")), "one thread key twice"),
    ("test_events_say_where_they_come_from", elsewhere(digest="sha256:0"), "payload.digest"),
    ("test_events_say_where_they_come_from", elsewhere(adapter="sms"), "adapter=self.channel"),
    ("test_events_say_where_they_come_from", elsewhere(received_at=None), "payload.received_at"),
    ("test_events_say_where_they_come_from", elsewhere(pointer="/items/9"), "has nothing"),
    ("test_events_say_where_they_come_from", elsewhere(pointer="9.9"), "has nothing"),
    ("test_events_say_where_they_come_from", elsewhere(pointer="row=0"), "has nothing"),
    ("test_events_say_where_they_come_from", elsewhere(pointer="row=one"), "has nothing"),
    ("test_events_say_where_they_come_from", Heavy(), "decoded content"),
    ("test_pointers_lead_to_their_items", Vague(), "Point at what an event is read from"),
    ("test_pointers_lead_to_their_items", Counting(), "derive no id from a position"),
    ("test_pointers_lead_to_their_items", Addressed(), "not from a position or the payload"),
    ("test_one_odd_item_does_not_spoil_the_others", Moody(), "all is refused"),
    ("test_one_odd_item_does_not_spoil_the_others", Quiet(), "lost without a word"),
    ("test_one_odd_item_does_not_spoil_the_others", Lossy(), "other events are gone"),
    ("test_unknown_fields_change_nothing", Narrow(), "Vendors add fields at any time"),
    ("test_wrong_types_are_survived", Trusting(), "parse raised AttributeError"),
    ("test_cut_payloads_are_survived", Hasty(), "parse raised EOFError"),
    ("test_damaged_payloads_are_survived", Strict(), "parse raised UnicodeDecodeError"),
    ("test_hostile_payloads_are_survived", Deep(), "parse raised RecursionError"),
    ("test_hostile_payloads_are_survived", Endless(), "is there a loop"),
    ("test_hostile_payloads_are_survived", Wordy(), "parse gave a str"),
    ("test_hostile_payloads_are_survived", Chained(), "after the except block"),
    ("test_hostile_payloads_are_survived", Nameless(), "digest=payload.digest"),
    ("test_work_grows_in_proportion", Slow(), "a search inside a loop"),
    ("test_nothing_quotes_the_payload", Chatty(), "PayloadError quotes the payload"),
    ("test_nothing_quotes_the_payload", Noting(), "PayloadError quotes the payload"),
    ("test_nothing_quotes_the_payload", Naming(), "repr of a unrecognised quotes the payload"),
    ("test_events_survive_storage", Broken(), "cannot be stored"),
    ("test_events_survive_storage", Forging(), "comes back as another"),
]


@pytest.mark.parametrize(
    ("check", "adapter", "advice"),
    FAULTS,
    ids=[f"{check}-{number}" for number, (check, _, _) in enumerate(FAULTS)],
)
def test_an_adapter_that_breaks_the_rule_fails(check, adapter, advice):
    with pytest.raises(Failed, match=advice):
        run(check, adapter)


def test_every_check_has_an_adapter_that_fails_it():
    elsewhere_below = {
        "test_broken_samples_are_refused",
        "test_events_add_up_in_any_order",
        "test_no_check_is_switched_off",
        "test_samples_add_up_in_any_order",
        "test_there_are_samples",
    }
    assert {check for check, _, _ in FAULTS} | elsewhere_below == set(CHECKS)


def test_an_adapter_without_recognises_need_not_recognise():
    @dataclass(frozen=True)
    class Plain:
        channel = "toy"

    suite(Plain(), toy_sample()).test_the_adapter_recognises_its_own()


def test_a_broken_sample_need_not_be_recognised():
    broken = toy_sample(b"[]", expects_error=ExpectedError())
    suite(Toy(), broken).test_the_adapter_recognises_its_own()


# --- samples --------------------------------------------------------------------------------------


def test_a_payload_without_recording_fails_with_the_command_that_records_it():
    command = r"omnidesk.testing record tests.testing.test_conformance.py:TestToy samples.toy.json"
    with pytest.raises(Failed, match=command):
        suite(Toy()).test_events_are_those_recorded(toy_sample())


def test_no_samples_at_all_fail_with_what_to_do():
    with pytest.raises(Failed, match=r"record tests.*TestToy tests.testing.samples.first\.json"):
        suite(Toy()).test_there_are_samples()


def test_a_missing_folder_is_no_samples():
    class TestToy(AdapterConformance):
        adapter = Toy()
        samples = "nowhere"

    with pytest.raises(Failed, match=r"anonymised payload into .*nowhere, such as first\.json"):
        TestToy().test_there_are_samples()


def test_a_difference_only_in_writing_is_a_difference():
    sample = recorded(Toy())
    assert sample.golden_text is not None
    spaced = replace(sample, golden_text=sample.golden_text.replace('":', '": '))
    with pytest.raises(Failed, match="in how it is written"):
        suite(Toy()).test_events_are_those_recorded(spaced)


def test_a_payload_that_is_refused_fails_with_what_to_do():
    with pytest.raises(Failed, match="--expect-error"):
        suite(Toy()).test_ids_are_unique(toy_sample(b"[]"))


def test_a_broken_sample_that_raises_as_recorded_passes():
    broken = toy_sample(
        b"[]", expects_error=ExpectedError(pointer="/items", reason="expected items")
    )
    suite(Toy(), toy_sample(), broken).test_broken_samples_are_refused()


@pytest.mark.parametrize(
    ("body", "expected", "advice"),
    [
        (BODY, ExpectedError(), "it must raise PayloadError, and gave 3 events"),
        (b"[]", ExpectedError(pointer="/other"), "--expect-error --update"),
        (b"[]", ExpectedError(pointer="/items", reason="other"), "--expect-error --update"),
    ],
)
def test_a_broken_sample_that_does_not_raise_as_recorded_fails(body, expected, advice):
    with pytest.raises(Failed, match=advice):
        suite(Toy(), toy_sample(body, expects_error=expected)).test_broken_samples_are_refused()


# --- what may be left out, and what may not -------------------------------------------------------


def test_a_replaced_check_fails():
    class TestToy(AdapterConformance):
        adapter = Toy()

        def test_ids_are_unique(self, sample):
            pass

    with pytest.raises(Failed, match="test_ids_are_unique is replaced"):
        TestToy().test_no_check_is_switched_off()


def test_a_check_that_is_expected_to_fail_may_be_replaced():
    class TestToy(AdapterConformance):
        adapter = Toy()

        @pytest.mark.xfail(reason="the vendor counts")
        def test_ids_are_unique(self, sample):
            super().test_ids_are_unique(sample)

    TestToy().test_no_check_is_switched_off()


def test_fields_of_open_objects_are_left_alone():
    one = suite(Narrow(), toy_sample())
    type(one).open_objects = ("/items/*",)
    one.test_unknown_fields_change_nothing(toy_sample())


def test_an_item_told_twice_is_no_fault():
    twice = b'{"items": [{"kind": "waved"}, {"kind": "waved"}]}'
    suite(Vague()).test_pointers_lead_to_their_items(toy_sample(twice))


def test_a_batch_of_one_may_be_refused_when_that_is_taken_out():
    class Needy(Toy):
        def items(self, payload: Payload) -> list[Any]:
            if found := super().items(payload):
                return found
            raise PayloadError("expected items", channel="toy", digest=payload.digest)

    one = b'{"items": [{"kind": "waved"}]}'
    suite(Needy()).test_pointers_lead_to_their_items(toy_sample(one))


@pytest.mark.parametrize("pointer", ["row=1", "", "1"])
def test_pointers_that_lead_somewhere_do(pointer):
    assert provenance.leads_somewhere(pointer, Payload(b"Subject: x\r\n\r\nhi"))


def test_the_size_of_what_stands_in_json_is_not_compared():
    class Linked(Heavy):
        place: ClassVar[str] = "/items/0"

    run("test_events_say_where_they_come_from", Linked())


def test_events_that_add_up_differently_in_another_order_fail(monkeypatch):
    # No adapter can break this alone: assembly promises it. So the promise is broken here.
    monkeypatch.setattr(checks, "assemble", lambda events: tuple(events[:1]))
    with pytest.raises(Failed, match="another order"):
        suite(Toy()).test_events_add_up_in_any_order(toy_sample())
    with pytest.raises(Failed, match="all samples"):
        suite(Toy(), toy_sample()).test_samples_add_up_in_any_order()


# --- text instead of JSON -------------------------------------------------------------------------


@dataclass(frozen=True)
class Lines:
    """Reads a line as a message."""

    channel = "lines"
    quoting: bool = False

    def parse(self, payload: Payload) -> Iterable[Event]:
        for number, line in enumerate(payload.body.splitlines(), start=1):
            if not line.strip():
                continue
            text = line.decode(errors="replace")
            source = Source(
                adapter="lines",
                digest=payload.digest,
                pointer=f"row={number}",
                received_at=payload.received_at,
            )
            item = Item(kind="said", id=f"{number}", author="a", text=text)
            common: dict[str, Any] = {"channel": "lines", "account": "desk", "source": source}
            if self.quoting:
                yield Unrecognised(id=text, reason="unknown_kind", name=text, **common)
            yield MessagePosted(id=derive_id("evt", item.id), message=message(item), **common)


TEXT = "Subject: áo dài\r\n\r\nChào shop, áo này còn không?\r\n".encode()


@pytest.mark.parametrize("check", sorted({*CHECKS} - {"test_events_are_those_recorded"}))
def test_an_adapter_of_text_that_is_in_order_passes(check):
    run(check, Lines(), body=TEXT)


def test_an_adapter_that_quotes_text_fails():
    with pytest.raises(Failed, match="quotes the payload"):
        run("test_nothing_quotes_the_payload", Lines(quoting=True), body=TEXT)
