"""The example that imports an exchange's calls every night does what its README says."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

from omnidesk import load
from omnidesk.assembly import assemble
from omnidesk.events import CallReported

EXAMPLE = Path(__file__).parents[2] / "examples" / "pbx-import"
README = (EXAMPLE / "README.md").read_text("utf-8")


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run the script as from its folder, and return what it says."""
    spec = importlib.util.spec_from_file_location("import_calls", EXAMPLE / "import_calls.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.chdir(EXAMPLE)

    def run(*files):
        events = str(tmp_path / "events.jsonl")
        monkeypatch.setattr(sys, "argv", ["import_calls.py", "mapping.toml", events, *files])
        module.main()
        said = capsys.readouterr()
        return said.err + said.out

    return run


@pytest.fixture
def events(tmp_path):
    return tmp_path / "events.jsonl"


MONDAY, TUESDAY = "cdr/2026-03-02.csv", "cdr/2026-03-03.csv"


def test_it_shows_what_its_readme_says(run):
    (block,) = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    found = re.findall(r"\$ python import_calls.py mapping.toml events.jsonl (.*)\n([^$]*)", block)
    assert len(found) == 3
    for files, shown in found:
        assert run(*files.split()) == shown


def test_a_second_run_leaves_the_file_as_it_is(run, events):
    run(MONDAY, TUESDAY)
    before = events.read_bytes()
    run(TUESDAY, MONDAY)
    assert events.read_bytes() == before


def test_a_run_that_was_stopped_in_a_line_is_repaired(run, events):
    run(MONDAY)
    whole = events.read_bytes()
    events.write_bytes(whole[:-40])
    assert run(MONDAY) == "1 new records\n"
    assert {json.loads(line)["id"] for line in events.read_text("utf-8").splitlines()} == {
        json.loads(line)["id"] for line in whole.decode().splitlines()
    }


def test_the_telephone_that_rang_in_vain_is_a_leg_of_an_answered_call(run, events):
    run(MONDAY, TUESDAY)
    found = [load(line) for line in events.read_text("utf-8").splitlines()]
    reports = [one for one in found if isinstance(one, CallReported)]
    calls = [call for one in assemble(reports) for call in one.calls]
    assert [(call.outcome, len(call.legs)) for call in calls] == [
        ("answered", 2),
        ("busy", 1),
        ("answered", 1),
        ("answered", 1),
    ]


def test_a_file_without_a_column_is_named_and_the_others_are_read(run, tmp_path):
    odd = tmp_path / "odd.csv"
    odd.write_text("calldate,src\n2026-03-02 08:15:02,0912345678\n")
    said = run(str(odd), MONDAY)
    assert said.startswith("odd.csv: calls: expected columns that are missing: linkedid")
    assert "0912345678" not in said
    assert said.endswith("4 new records\n")
