"""The recorder writes what an adapter gives, and never over anything unasked."""

import subprocess
import sys

import pytest
from tests.testing.toy import BODY

from omnidesk.testing import samples
from omnidesk.testing._record import main

TOY = "tests.testing.toy:Toy"

TEST_FILE = """
from omnidesk.testing import AdapterConformance
from tests.testing.toy import Toy


class TestToy(AdapterConformance):
    adapter = Toy()
    samples = "samples"


class TestShipped(TestToy):
    samples = ()


instance = Toy()
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "test_toy.py").write_text(TEST_FILE)
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "one.json").write_bytes(BODY)
    return tmp_path


@pytest.fixture
def one(folder):
    return folder / "samples" / "one.json"


@pytest.fixture
def recording(folder):
    return folder / "samples" / "one.events.jsonl"


def test_a_new_recording_is_written(one, recording, capsys):
    assert main(["record", TOY, str(one)]) == 0
    assert len(recording.read_text("utf-8").splitlines()) == 3
    assert "wrote, 3 events" in capsys.readouterr().out


def test_recorded_samples_pass(one, recording):
    main(["record", TOY, str(one)])
    assert samples(one.parent)[0].golden is not None


def test_a_recording_that_is_right_is_left_alone(one, recording, capsys):
    main(["record", TOY, str(one)])
    before = recording.stat().st_mtime_ns
    assert main(["record", TOY, str(one)]) == 0
    assert recording.stat().st_mtime_ns == before
    assert "unchanged" in capsys.readouterr().out


def test_a_recording_that_differs_is_kept_and_shown(one, recording, capsys):
    main(["record", TOY, str(one)])
    one.write_bytes(BODY.replace(b"m-2", b"m-3"))
    before = recording.read_text("utf-8")
    capsys.readouterr()
    assert main(["record", TOY, str(one)]) == 1
    assert recording.read_text("utf-8") == before
    said = capsys.readouterr().out
    assert "--update writes over it" in said
    assert '+{"schema_version"' in said


def test_a_recording_that_differs_is_written_over_when_asked(one, recording, capsys):
    main(["record", TOY, str(one)])
    one.write_bytes(BODY.replace(b"m-2", b"m-3"))
    assert main(["record", TOY, str(one), "--update"]) == 0
    assert '"m-3"' in recording.read_text("utf-8")
    assert "updated, 3 events" in capsys.readouterr().out


def test_an_error_is_not_recorded_unasked(one, capsys):
    one.write_bytes(b"[]")
    assert main(["record", TOY, str(one)]) == 1
    assert "say --expect-error" in capsys.readouterr().out
    assert [path.name for path in one.parent.iterdir()] == ["one.json"]


def test_an_error_is_recorded_when_asked_and_known_from_then_on(one, capsys):
    one.write_bytes(b"[]")
    assert main(["record", TOY, str(one), "--expect-error"]) == 0
    (sample,) = samples(one.parent)
    assert sample.expects_error is not None
    assert sample.expects_error.pointer == "/items"
    assert main(["record", TOY, str(one)]) == 0


@pytest.mark.parametrize("name", ["TestToy", "TestToy.adapter", "instance"])
def test_the_target_may_be_in_a_file(folder, one, recording, name):
    assert main(["record", f"{folder / 'test_toy.py'}:{name}", str(one)]) == 0
    assert recording.exists()


def test_a_test_class_knows_its_samples(folder, recording):
    assert main(["record", f"{folder / 'test_toy.py'}:TestToy"]) == 0
    assert recording.exists()


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("toy", "say MODULE:NAME"),
        ("tests.testing.toy:Nobody", "has no Nobody"),
        ("no_such_module:Toy", "no_such_module"),
        (TOY, "say which payloads"),
        ("nowhere.py:Toy", "nowhere.py"),
    ],
)
def test_what_cannot_be_found_is_told_in_a_line(target, complaint, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["record", target])
    assert complaint in capsys.readouterr().err


def test_a_test_class_of_shipped_samples_needs_paths(folder, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["record", f"{folder / 'test_toy.py'}:TestShipped"])
    assert "say which payloads" in capsys.readouterr().err


def test_it_runs_as_a_module():
    help_text = subprocess.run(
        [sys.executable, "-m", "omnidesk.testing", "record", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "--update" in help_text
