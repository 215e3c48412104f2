"""
Fixtures for the tests of helpdesks.

Say so in the `conftest.py` at the top of your tests:

```python
pytest_plugins = ["omnidesk.testing.plugin"]
```

Every name begins with `omnidesk_`. Nothing of omnidesk is loaded before a test asks for it.

PYTEST_DONT_REWRITE: it asserts nothing, and may be imported by hand too.
"""

# It is no entry point in `pytest11`, which would load it by itself. pytest reads the list of all
# files of each package that has one, and compiles all modules of it anew for its assertions: with
# our samples in the list, that costs every test run on the machine more than the plugin itself.
# `benchmarks/bench_plugin.py` measures it.

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from omnidesk.model import Conversation
    from omnidesk.testing import Clock, Factory, Sample

__all__ = [
    "omnidesk_clock",
    "omnidesk_conversation",
    "omnidesk_factory",
    "omnidesk_sample",
    "omnidesk_samples",
]

_MARK = "omnidesk_samples"


@pytest.fixture
def omnidesk_clock() -> Clock:
    """Give a clock that stands still until it is told to go on."""
    from omnidesk.testing import Clock  # noqa: PLC0415 - see the top

    return Clock()


@pytest.fixture
def omnidesk_factory(omnidesk_clock: Clock) -> Factory:
    """Give a factory of nouns, events and payloads that differ; `omnidesk_clock` tells its time."""
    from omnidesk.testing import Factory  # noqa: PLC0415 - for who asks

    return Factory(omnidesk_clock)


@pytest.fixture
def omnidesk_conversation() -> Conversation:
    """Give a conversation: a customer's question and an agent's answer, as `make_conversation`."""
    from omnidesk.testing import make_conversation  # noqa: PLC0415 - for who asks

    return make_conversation()


@pytest.fixture(scope="session")
def omnidesk_samples() -> Callable[[str], tuple[Sample, ...]]:
    """Give the function that returns a channel's samples: `omnidesk_samples("messenger")`."""
    from omnidesk.testing import builtin_samples  # noqa: PLC0415 - for who asks

    return builtin_samples


@pytest.fixture
def omnidesk_sample(request: pytest.FixtureRequest) -> Sample:
    """
    Give every sample of the channels that the mark names, one after the other.

    `@pytest.mark.omnidesk_samples("messenger", "zalo")` runs the test once for each of their
    payloads that is in order; with `refused=True`, for each that an adapter must refuse.
    """
    return cast("Sample", request.param)


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, for those who let pytest be strict."""
    config.addinivalue_line(
        "markers",
        f"{_MARK}(*channels, refused=False): run the test for each of omnidesk's samples of the "
        "channels, as `omnidesk_sample`",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes `omnidesk_sample` the samples that its mark names."""
    if "omnidesk_sample" not in metafunc.fixturenames:
        return
    mark = metafunc.definition.get_closest_marker(_MARK)
    if mark is None or not mark.args:
        raise pytest.Collector.CollectError(
            f'omnidesk_sample: say of which channels: `@pytest.mark.{_MARK}("messenger")`'
        )
    chosen = _chosen(cast("tuple[str, ...]", mark.args), refused=bool(mark.kwargs.get("refused")))
    metafunc.parametrize("omnidesk_sample", chosen.values(), ids=chosen, indirect=True)


def _chosen(channels: tuple[str, ...], *, refused: bool) -> dict[str, Sample]:
    from omnidesk.testing import builtin_samples  # noqa: PLC0415 - for who asks

    try:
        return {
            f"{channel}-{sample.name}": sample
            for channel in channels
            for sample in builtin_samples(channel)
            if (sample.expects_error is not None) is refused
        }
    except LookupError as error:
        problem = f"omnidesk_sample: {error.args[0]}"
    raise pytest.Collector.CollectError(problem)
