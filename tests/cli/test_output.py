"""Where a command writes."""

import os
import sys

import click
import pytest

from omnidesk.cli._output import writing


def test_a_file_appears_whole(tmp_path):
    file = tmp_path / "out.jsonl"
    with writing(str(file)) as stream:
        stream.write(b"one\n")
        stream.flush()
        assert not file.exists()
    assert file.read_bytes() == b"one\n"
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_a_failure_leaves_what_stood_there(tmp_path, failure):
    file = tmp_path / "out.jsonl"
    file.write_bytes(b"before\n")

    def fail():
        with writing(str(file)) as stream:
            stream.write(b"half of ")
            raise failure

    with pytest.raises(failure):
        fail()
    assert file.read_bytes() == b"before\n"
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_file_that_is_replaced_keeps_its_mode(tmp_path):
    file = tmp_path / "out.jsonl"
    file.write_bytes(b"before\n")
    file.chmod(0o600)
    with writing(str(file)) as stream:
        stream.write(b"after\n")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    link = tmp_path / "out.jsonl"
    link.symlink_to(tmp_path / "real" / "out.jsonl")
    with writing(str(link)) as stream:
        stream.write(b"one\n")
    assert link.is_symlink()
    assert (tmp_path / "real" / "out.jsonl").read_bytes() == b"one\n"


def test_a_device_is_written_and_not_replaced():
    with writing(os.devnull) as stream:
        stream.write(b"one\n")
    assert not os.path.isfile(os.devnull)  # noqa: PTH113 - os.devnull is a name


def test_a_file_that_cannot_be_made_is_bad_usage(tmp_path):
    with (
        pytest.raises(click.BadParameter, match="cannot be written: No such file"),
        writing(str(tmp_path / "nowhere" / "out.jsonl")),
    ):
        pass


def test_standard_output_gets_bytes(capsysbinary):
    with writing("-") as stream:
        stream.write("ễ\n".encode())
    assert capsysbinary.readouterr().out == "ễ\n".encode()
    assert not sys.stdout.closed
