"""Importing the kit costs little, and says what is missing."""

import subprocess
import sys

import pytest

from omnidesk import testing


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()


def test_importing_it_loads_neither_pytest_nor_hypothesis_nor_models():
    code = (
        "import sys, omnidesk.testing;"
        "print(*({'pytest', 'hypothesis', 'pydantic'} & sys.modules.keys()))"
    )
    assert run(code) == []


def test_samples_and_factories_need_no_extra():
    code = (
        "import sys; sys.modules['pytest'] = sys.modules['hypothesis'] = None;"
        "import omnidesk.testing as t; t.samples, t.make_message(); print('fine')"
    )
    assert run(code) == ["fine"]


@pytest.mark.parametrize(
    ("missing", "wanted"), [("pytest", "AdapterConformance"), ("hypothesis", "strategies")]
)
def test_a_missing_extra_is_named(missing, wanted):
    code = (
        f"import sys; sys.modules['{missing}'] = None\n"
        "import omnidesk, omnidesk.testing\n"
        f"try: omnidesk.testing.{wanted}\n"
        "except omnidesk.MissingExtra as error: print(error.extra)"
    )
    assert run(code) == ["testing"]


@pytest.mark.parametrize("name", testing.__all__)
def test_every_exported_name_is_there(name):
    assert getattr(testing, name) is not None
    assert name in dir(testing)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        testing.nothing  # noqa: B018 - asking is the point
