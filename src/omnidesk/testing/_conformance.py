"""The checks that every adapter passes, as a test class to inherit."""

from __future__ import annotations

import inspect
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from omnidesk._documents import dump
from omnidesk._payload import Payload
from omnidesk.errors import PayloadError
from omnidesk.testing import _checks as checks
from omnidesk.testing import _habits as habits
from omnidesk.testing import _hostile as hostile
from omnidesk.testing import _provenance as provenance
from omnidesk.testing import _variants as variants
from omnidesk.testing._factories import RECEIVED_AT
from omnidesk.testing._sample import Sample, samples
from omnidesk.testing._watch import count_calls, reaching_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    from omnidesk.adapters import Adapter
    from omnidesk.events import Event

_TIMES = 64


class AdapterConformance:
    """
    Inherit this, say which adapter and which samples, and pytest checks the rest.

    ```python
    class TestSms(AdapterConformance):
        adapter = Sms()
        samples = "samples"
    ```

    A check that cannot hold for a channel may be marked `xfail` with a reason in the subclass; it
    may not be replaced.
    """

    adapter: ClassVar[Adapter]
    """What is checked, with its configuration. Or override `new_adapter`."""

    samples: ClassVar[str | Path | tuple[Sample, ...]] = "samples"
    """Where its samples are: a folder, relative to the test's file. Or the samples themselves."""

    open_objects: ClassVar[tuple[str, ...]] = ()
    """
    JSON Pointers of objects whose keys are data, with `*` for any one step: an unknown field there
    is not unknown, so none is added.
    """

    def new_adapter(self) -> Adapter:
        """Return the adapter to check."""
        return self.adapter

    @classmethod
    def all_samples(cls) -> tuple[Sample, ...]:
        """Return the samples, in order of their names; none if there is no such folder."""
        if isinstance(cls.samples, tuple):
            return cls.samples
        folder = Path(inspect.getfile(cls)).parent / cls.samples
        return samples(folder) if folder.is_dir() else ()

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Give each check that takes a sample every sample that is in order."""
        if "sample" in metafunc.fixturenames:
            fine = [sample for sample in self.all_samples() if sample.expects_error is None]
            metafunc.parametrize("sample", fine, ids=[sample.name for sample in fine])

    @classmethod
    def all_checks(cls) -> Iterator[tuple[str, Callable[[], None]]]:
        """
        Yield every check with its name, to run them without pytest's runner, such as by `unittest`.

        A check is called without arguments, and raises `AssertionError` with what to do; there is
        one for each sample where it takes one. Those that are marked `xfail` are left out.
        """
        fine = [sample for sample in cls.all_samples() if sample.expects_error is None]
        for name in vars(AdapterConformance):
            if name.startswith("test_") and not _is_excused(getattr(cls, name)):
                takes_sample = "sample" in inspect.signature(getattr(cls, name)).parameters
                for sample in fine if takes_sample else (None,):
                    full = f"{name}[{sample.name}]" if sample else name
                    yield full, partial(checks.run_plainly, cls(), name, sample)

    # --- the adapter ------------------------------------------------------------------------------

    def test_the_adapter_follows_the_protocol(self) -> None:
        """It has a channel in lower case, and parses."""
        habits.check_protocol(self.new_adapter())

    def test_the_adapter_is_frozen(self) -> None:
        """It is a frozen dataclass that can be hashed: what it is configured to be, it stays."""
        habits.check_frozen(self.new_adapter())

    def test_the_adapter_can_be_pickled(self) -> None:
        """It can be sent to another process, and is equal there."""
        habits.check_pickled(self.new_adapter())

    def test_the_adapter_recognises_its_own(self) -> None:
        """If it has `recognises`, it says yes to its samples, and never raises."""
        habits.check_recognises(type(self.new_adapter()), self.all_samples())

    def test_no_check_is_switched_off(self) -> None:
        """A subclass may mark a check `xfail` with a reason; it may not replace one."""
        for name, check in vars(AdapterConformance).items():
            mine = getattr(type(self), name)
            if name.startswith("test_") and mine is not check and not _is_excused(mine):
                checks.fail(
                    f'{name} is replaced; mark it `@pytest.mark.xfail(reason="…")` and call super, '
                    "so that all can see what the adapter does not do"
                )

    # --- the samples ------------------------------------------------------------------------------

    def test_there_are_samples(self) -> None:
        """The checks have something to work on."""
        if not any(sample.expects_error is None for sample in self.all_samples()):
            named = "samples" if isinstance(self.samples, tuple) else self.samples
            first = Path(inspect.getfile(type(self))).parent / named / "first.json"
            checks.fail(
                f"there are no samples: put an anonymised payload into {first.parent}, such as "
                f"{first.name}, and record what comes out of it:\n{self._command(first)}"
            )

    def test_events_are_those_recorded(self, sample: Sample) -> None:
        """The events are exactly those in `NAME.events.jsonl`."""
        found = [dump(event) for event in self._events(sample)]
        if sample.golden_text is None or sample.golden is None:
            checks.fail(
                f"{sample.path.name} has no recorded events; look at them and record them:\n"
                f"{self._command(sample.path)}"
            )
        difference = checks.difference(sample.golden_text.splitlines(), found)
        if difference:
            checks.fail(
                f"{sample.name}: {difference}.\nIf that is what you want, record it:\n"
                f"{self._command(sample.path, '--update')}"
            )

    def test_broken_samples_are_refused(self) -> None:
        """A sample with `NAME.error.json` raises what that says."""
        for sample in self.all_samples():
            expected = sample.expects_error
            if expected is None:
                continue
            error = checks.read(self.new_adapter(), sample.payload, sample.name)
            if not isinstance(error, PayloadError):
                checks.fail(
                    f"{sample.name}: it must raise PayloadError, and gave {len(error)} events.\n"
                    f"If it should not raise, remove {sample.error_path.name}."
                )
            if error.pointer != expected.pointer or expected.reason not in (None, error.reason):
                checks.fail(
                    f"{sample.name}: {error.reason!r} at {error.pointer!r} came, expected was "
                    f"{expected.reason or 'any reason'!r} at {expected.pointer!r}.\n"
                    f"If that is what you want, record it:\n"
                    f"{self._command(sample.path, '--expect-error', '--update')}"
                )

    # --- the same bytes give the same -------------------------------------------------------------

    def test_reading_twice_gives_the_same(self, sample: Sample) -> None:
        """A payload, and one equal to it, give equal events as often as they are read."""
        first = self._events(sample)
        again = checks.like(sample.payload, sample.payload.body)
        if self._events(sample) != first or self._events(sample, again) != first:
            checks.fail(
                f"{sample.name}: parsing it again gives other events. Keep no state in the adapter "
                "or its module; take no time, no random number and no order of a set."
            )

    def test_ids_are_unique(self, sample: Sample) -> None:
        """No two events of a payload share an id."""
        seen: set[str] = set()
        for event in self._events(sample):
            if event.id in seen:
                checks.fail(
                    f"{sample.name}: two events share an id, the second is a {event.type} at "
                    f"{event.source.pointer}. Derive ids (derive_id) from what tells them apart."
                )
            seen.add(event.id)

    def test_the_time_of_receipt_decides_nothing(self, sample: Sample) -> None:
        """Received at another time, or nobody knows when, the events say the same."""
        first = checks.told(self._events(sample))
        for received_at in (RECEIVED_AT + timedelta(days=400), None):
            later = checks.at_another_time(sample.payload, received_at)
            difference = checks.difference(first, checks.told(self._events(sample, later)))
            if difference:
                checks.fail(
                    f"{sample.name}: received at another time, {difference}. The time of receipt "
                    "belongs into the source and nowhere else: what has no time has None."
                )

    def test_the_zone_of_the_machine_decides_nothing(
        self, sample: Sample, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On a machine in another time zone, the events say the same."""
        if not hasattr(time, "tzset"):  # pragma: no cover - on Windows the zone cannot be changed
            return
        told: list[list[str]] = []
        try:
            for zone in ("UTC0", "EAST-13", "WEST11"):
                monkeypatch.setenv("TZ", zone)
                time.tzset()
                told.append(checks.told(self._events(sample)))
        finally:
            monkeypatch.undo()
            time.tzset()
        difference = checks.difference(told[0], told[1]) or checks.difference(told[0], told[2])
        if difference:
            checks.fail(
                f"{sample.name}: in another time zone of the machine, {difference}. Give every "
                "datetime a zone before converting it; fromtimestamp needs tz=UTC."
            )

    def test_reading_touches_nothing_outside(self, sample: Sample) -> None:
        """No network, process, file, clock or chance is touched."""
        self._events(sample)  # what loads lazily is loaded now
        with reaching_out() as found:
            self._events(sample)
        if found:
            checks.fail(
                f"{sample.name}: parsing it reaches for {', '.join(sorted(set(found)))}. Adapters "
                "read their payload and nothing else; fetching is a connector's work."
            )

    # --- provenance -------------------------------------------------------------------------------

    def test_events_say_where_they_come_from(self, sample: Sample) -> None:
        """Channel, account, digest and adapter are true, and pointers lead to something."""
        adapter = self.new_adapter()
        for event in self._events(sample):
            provenance.check_event(event, adapter, sample.payload, sample.name)

    def test_pointers_lead_to_their_items(self, sample: Sample) -> None:
        """Without an item of a batch, the events that point at it are gone, and no others."""
        provenance.check_pointers(self.new_adapter, sample)

    # --- what comes does not stop us --------------------------------------------------------------

    def test_one_odd_item_does_not_spoil_the_others(self, sample: Sample) -> None:
        """An odd item in a batch becomes `Unrecognised`, and the others live."""
        provenance.check_odd_items(self.new_adapter, sample)

    def test_unknown_fields_change_nothing(self, sample: Sample) -> None:
        """A field that nobody knows, in any object or header, changes no event."""
        first = checks.told(self._events(sample))
        for what, payload in variants.with_unknown(sample, self.open_objects):
            difference = checks.difference(first, checks.told(self._events(sample, payload, what)))
            if difference:
                checks.fail(
                    f"{what}: {difference}. Vendors add fields at any time: let wire models pass "
                    "over what they do not know. If the keys of an object are data, name it in "
                    "`open_objects`."
                )

    def test_wrong_types_are_survived(self, sample: Sample) -> None:
        """Anything may stand where the vendor documents something else."""
        value = checks.json_of(sample.payload)
        if value is not None:
            self._survive(sample, hostile.wrong_types(value))

    def test_cut_payloads_are_survived(self, sample: Sample) -> None:
        """A payload may end anywhere."""
        self._survive(sample, hostile.cut(sample.payload.body))

    def test_damaged_payloads_are_survived(self, sample: Sample) -> None:
        """Any bytes of a payload may be others."""
        self._survive(sample, hostile.damaged(sample.payload.body))

    def test_hostile_payloads_are_survived(self) -> None:
        """What is no payload of the channel at all is refused, or gives events fit for storage."""
        for what, body in hostile.anywhere():
            payload = Payload(body, received_at=RECEIVED_AT)
            checks.survive(self.new_adapter(), payload, what)

    def test_work_grows_in_proportion(self, sample: Sample) -> None:
        """Twice as much of anything takes twice the work, counted in calls, and not four times."""
        body, value = sample.payload.body, checks.json_of(sample.payload)
        shorter = hostile.grown(body, value, _TIMES)
        longer = hostile.grown(body, value, 2 * _TIMES)
        for (what, once), (_, twice) in zip(shorter, longer, strict=True):
            work = [self._count(sample, grown, what) for grown in (once, twice)]
            if work[1] > 2.5 * work[0] + 500:
                checks.fail(
                    f"{sample.name}: {what}: {work[0]} calls become {work[1]} when it doubles. "
                    "Look for a search inside a loop: a dict or a single pass takes its place."
                )

    # --- silence ----------------------------------------------------------------------------------

    def test_nothing_quotes_the_payload(self, sample: Sample) -> None:
        """No error and no repr shows a value of the payload."""
        adapter = self.new_adapter()
        for what, payload in variants.marked(adapter, sample):
            checks.check_silence(adapter, payload, f"{sample.name}: {what}")

    # --- what becomes of events -------------------------------------------------------------------

    def test_events_survive_storage(self, sample: Sample) -> None:
        """Every event is the same after it was written down and read again."""
        for event in self._events(sample):
            checks.check_stored(event, sample.name)

    def test_events_add_up_in_any_order(self, sample: Sample) -> None:
        """The same conversations come of the events in any order, doubled and bit by bit."""
        checks.check_any_order(self._events(sample), sample.name)

    def test_samples_add_up_in_any_order(self) -> None:
        """The same conversations come of all samples together, in any order."""
        fine = [sample for sample in self.all_samples() if sample.expects_error is None]
        events = [event for sample in fine for event in self._events(sample)]
        checks.check_any_order(tuple(events), "all samples")

    # --- helpers ----------------------------------------------------------------------------------

    def _events(
        self, sample: Sample, payload: Payload | None = None, what: str = ""
    ) -> tuple[Event, ...]:
        return checks.read_events(
            self.new_adapter(), payload or sample.payload, what or sample.name
        )

    def _survive(self, sample: Sample, payloads: Iterator[tuple[str, bytes]]) -> None:
        adapter = self.new_adapter()
        for what, body in payloads:
            checks.survive(adapter, checks.like(sample.payload, body), f"{sample.name}: {what}")

    def _count(self, sample: Sample, body: bytes, what: str) -> int:
        adapter, payload = self.new_adapter(), checks.like(sample.payload, body)
        return count_calls(lambda: checks.read(adapter, payload, what))

    def _command(self, path: Path, *options: str) -> str:
        target = checks.target(type(self), inspect.getfile(type(self)))
        return checks.command(target, path, *options)


def _is_excused(check: object) -> bool:
    marks = cast("list[pytest.Mark]", getattr(check, "pytestmark", []))
    return any(mark.name == "xfail" and mark.kwargs.get("reason") for mark in marks)
