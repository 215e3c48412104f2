"""What an adapter is, whatever it reads: the protocol, frozen, picklable, sure of its own."""

from __future__ import annotations

import pickle
import re
from typing import TYPE_CHECKING, Any, cast

from omnidesk._payload import Payload
from omnidesk.adapters import Adapter, Recognises
from omnidesk.testing import _hostile as hostile
from omnidesk.testing._checks import fail, like

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.testing._sample import Sample


def check_protocol(adapter: Adapter) -> None:
    """Check that it has a channel in lower case, and parses."""
    # Nothing obliges a subclass of the kit to give what the annotation says.
    if not isinstance(cast("object", adapter), Adapter):
        fail("an adapter has a `channel` and a method `parse(payload)`")
    if not re.fullmatch(r"[a-z][a-z0-9_.-]*", str(adapter.channel)):
        fail('name the channel in lower case: `channel = "sms"`')


def check_frozen(adapter: Adapter) -> None:
    """Check that it is a frozen dataclass that can be hashed."""
    # Any with reason: the parameters of a dataclass are undocumented in typeshed.
    parameters: Any = getattr(type(adapter), "__dataclass_params__", None)
    if not (parameters and parameters.frozen):
        fail("make the adapter a frozen dataclass: `@dataclass(frozen=True)`")
    try:
        hash(adapter)
    except TypeError:
        fail("the adapter cannot be hashed: use tuples and frozensets in its fields")


def check_pickled(adapter: Adapter) -> None:
    """Check that it can be sent to another process, and is equal there."""
    try:
        copy = pickle.loads(pickle.dumps(adapter))  # noqa: S301 - just pickled, right here
    except Exception as error:  # noqa: BLE001 - pickling fails in many ways
        fail(
            f"the adapter cannot be pickled ({type(error).__name__}): keep open files, locks "
            "and functions made on the spot out of its fields"
        )
    if copy != adapter:
        fail("an unpickled adapter is not equal to the original")


def check_recognises(adapter: object, samples: Iterable[Sample]) -> None:
    """Check that a class with `recognises` says yes to its samples, and never raises."""
    if not isinstance(adapter, Recognises):
        return
    for what, body in hostile.anywhere():
        _recognises(adapter, Payload(body), what)
    for sample in samples:
        if not _recognises(adapter, sample.payload, sample.name) and not sample.expects_error:
            fail(f"{sample.name}: recognises says no to a sample of its own channel")
        for what, body in hostile.cut(sample.payload.body):
            _recognises(adapter, like(sample.payload, body), f"{sample.name}: {what}")


def _recognises(adapter: Recognises, payload: Payload, what: str) -> bool:
    try:
        return adapter.recognises(payload)
    except Exception as error:  # noqa: BLE001 - it may raise nothing at all
        fail(f"{what}: recognises raised {type(error).__name__}; it must say False")
