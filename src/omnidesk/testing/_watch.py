"""Watching an adapter at work: how many steps it takes, and what it reaches for outside."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from cProfile import Profile
from datetime import date
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from types import FrameType

_refused: ContextVar[tuple[str, ...]] = ContextVar("omnidesk_refused", default=())
_heard: ContextVar[list[str] | None] = ContextVar("omnidesk_heard", default=None)

_NEVER = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")
"""Audit events (PEP 578) that nothing pure causes."""

_FILES = ("open",)
"""The same, but for modules and tables that load on first use."""

_CLOCK = frozenset({"now", "utcnow", "today"})
_TIME = frozenset(
    {"ctime", "gmtime", "localtime", "monotonic", "monotonic_ns", "perf_counter", "time", "time_ns"}
)
_CHANCE = frozenset({"getrandbits", "randbytes", "random", "urandom"})


def count_calls(work: Callable[[], object]) -> int:
    """
    Count the calls, of Python's functions and of built-in ones, that some work makes.

    A count says the same on every machine and in every run, which a stopwatch does not.
    """
    profile = Profile()
    with _no_garbage_collection(), profile:
        work()
    return sum(entry.callcount for entry in profile.getstats())


@contextmanager
def shut_in() -> Generator[None]:
    """Refuse network and processes to the code inside, with a `PermissionError`."""
    _listen()
    token = _refused.set(_refused.get() or _NEVER)
    try:
        yield
    finally:
        _refused.reset(token)


@contextmanager
def reaching_out() -> Generator[list[str]]:
    """
    Collect what the code inside reaches for: network, processes, files, clock, chance.

    All but clock and chance are refused on top of it. Do the work once before, so that what it
    loads on first use is there.
    """
    found: list[str] = []
    _listen()
    tokens = _heard.set(found), _refused.set(_NEVER + _FILES)
    before = sys.getprofile()
    try:
        # Collecting stops before listening starts, and starts again after: a collection on the
        # way in or out would be heard too.
        with _no_garbage_collection():
            sys.setprofile(overhear(found))
            try:
                yield found
            finally:
                sys.setprofile(before)
    finally:
        _heard.reset(tokens[0])
        _refused.reset(tokens[1])


@contextmanager
def _no_garbage_collection() -> Generator[None]:
    # Others hang callbacks on it, which would be taken for the adapter's: Hypothesis times it.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_listening: list[bool] = []


def _listen() -> None:
    # An audit hook cannot be taken out again, so there is one, and it is deaf most of the time.
    if not _listening:
        _listening.append(True)
        sys.addaudithook(hear)


def hear(event: str, _: tuple[object, ...]) -> None:
    """Refuse what nothing pure does, while somebody watches."""
    refused = _refused.get()
    if refused and event.startswith(refused):
        found = _heard.get()
        if found is not None:
            found.append(event)
        raise PermissionError(f"an adapter only reads its payload; it reached for {event}")


def overhear(found: list[str]) -> Callable[[FrameType, str, object], None]:
    """Make a profiler that collects the built-in functions which read the clock or chance."""

    def profile(_: FrameType, event: str, called: object) -> None:
        if event == "c_call" and (name := impure(called)):
            found.append(name)

    return profile


def impure(called: object) -> str | None:
    """Name a built-in function that reads the clock or chance; `None` for all others."""
    name: object = getattr(called, "__name__", "")
    owner: object = getattr(called, "__self__", None)
    if name in _CLOCK and isinstance(owner, type) and issubclass(cast("type[object]", owner), date):
        return f"{owner.__name__}.{name}()"
    module = getattr(called, "__module__", None)
    if name in _TIME and module == "time":
        return f"time.{name}()"
    if name in _CHANCE and (module in ("posix", "nt") or type(owner).__name__.endswith("Random")):
        return f"{name}()"
    return None
