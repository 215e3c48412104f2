"""
What tests of adapters and helpdesks need: the conformance kit, samples, factories, strategies.

Everything loads on first use. `AdapterConformance` and `strategies` need the extra `testing`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omnidesk.testing import strategies
    from omnidesk.testing._clock import Clock
    from omnidesk.testing._conformance import AdapterConformance
    from omnidesk.testing._factories import (
        RECEIVED_AT,
        make_attachment,
        make_call,
        make_conversation,
        make_event,
        make_identity,
        make_message,
        make_notice,
        make_participant,
        make_payload,
        make_source,
    )
    from omnidesk.testing._factory import Factory
    from omnidesk.testing._sample import ExpectedError, Sample, builtin_samples, samples

__all__ = [
    "RECEIVED_AT",
    "AdapterConformance",
    "Clock",
    "ExpectedError",
    "Factory",
    "Sample",
    "builtin_samples",
    "make_attachment",
    "make_call",
    "make_conversation",
    "make_event",
    "make_identity",
    "make_message",
    "make_notice",
    "make_participant",
    "make_payload",
    "make_source",
    "samples",
    "strategies",
]

_HOMES = {
    "AdapterConformance": "_conformance",
    "Clock": "_clock",
    "ExpectedError": "_sample",
    "Factory": "_factory",
    "Sample": "_sample",
    "builtin_samples": "_sample",
    "samples": "_sample",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used (PEP 562)."""
    if name == "strategies":
        return import_module("omnidesk.testing.strategies")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"omnidesk.testing.{_HOMES.get(name, '_factories')}")
    value: object = getattr(home, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
