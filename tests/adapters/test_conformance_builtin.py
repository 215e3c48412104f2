"""
Our adapters pass the kit that strangers' adapters pass, over the samples that ship.

`Email` does so here, the others beside their own tests; none is left out.
"""

from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import omnidesk
from omnidesk.adapters.email import Email, OptOutAddress
from omnidesk.testing import AdapterConformance, builtin_samples

HERE = Path(__file__).parent
SAMPLES = Path(omnidesk.__file__).parent / "testing" / "samples"
OURS = {
    entry.name: entry
    for entry in entry_points(group="omnidesk.adapters")
    if entry.module.startswith("omnidesk.")
}


class TestEmail(AdapterConformance):
    adapter = Email(
        own_addresses=("support@hoasen.example",),
        own_domains=("hoasen.example",),
        opt_out_addresses=(OptOutAddress("ngung-nhan@hoasen.example", purpose="newsletter"),),
    )
    samples = builtin_samples("email")


@pytest.fixture(scope="module")
def suites():
    """Every test class under this folder that inherits the kit."""
    found: list[type[AdapterConformance]] = []
    for path in sorted(HERE.rglob("test_*.py")):
        if "AdapterConformance" not in path.read_text("utf-8"):
            continue
        module = import_module(
            ".".join(["tests.adapters", *path.relative_to(HERE).with_suffix("").parts])
        )
        found += [
            one
            for one in vars(module).values()
            if isinstance(one, type)
            and issubclass(one, AdapterConformance)
            and one.__name__.startswith("Test")
        ]
    return found


@pytest.mark.parametrize("name", OURS)
def test_every_adapter_is_under_the_kit(suites, name):
    tested = {type(suite().new_adapter()) for suite in suites}
    assert OURS[name].load() in tested


def test_every_sample_that_ships_is_under_the_kit(suites):
    tested = {sample.path for suite in suites for sample in suite.all_samples()}
    shipped = {
        sample.path
        for folder in SAMPLES.iterdir()
        if folder.is_dir()
        for sample in builtin_samples(folder.name)
    }
    assert sorted(shipped - tested) == []
