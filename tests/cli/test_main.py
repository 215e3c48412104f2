"""The command's frame."""

import io
import subprocess
import sys

import click
import pytest

import omnidesk
from omnidesk import cli
from omnidesk._documents import dump
from omnidesk.cli import _main
from omnidesk.testing import make_conversation, make_message


def test_the_version_is_the_packages(command):
    result = command("--version")
    assert (result.code, result.output) == (0, f"omnidesk {omnidesk.__version__}\n")


def test_help_lists_the_commands_and_the_exit_codes(command):
    result = command("--help")
    assert result.code == 0
    assert all(word in result.output for word in ("adapters", "normalize", "show", "Exit codes"))


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "Missing command"),
        (["sing"], "No such command 'sing'"),
        (["--loud"], "No such option '--loud'"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(command, arguments, line):
    result = command(*arguments)
    assert (result.code, result.output, result.errors) == (
        2,
        "",
        f"omnidesk: {line}; see omnidesk --help\n",
    )


def test_what_is_not_about_usage_has_no_hint(command, monkeypatch):
    def fail(*_):
        raise click.ClickException("no luck.")

    monkeypatch.setattr("omnidesk.cli._show.lines_of", fail)
    result = command("show", "-")
    assert (result.code, result.errors) == (1, "omnidesk: no luck\n")


def test_an_interruption_is_one_line(command, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("omnidesk.cli._show.lines_of", interrupt)
    result = command("show", "-")
    assert (result.code, result.errors.strip()) == (130, "omnidesk: interrupted")


def test_an_error_without_words_is_named(command, monkeypatch):
    def fail(*_):
        raise OSError

    monkeypatch.setattr("omnidesk.cli._show.lines_of", fail)
    assert command("show", "-").errors == "omnidesk: OSError\n"


def test_arguments_come_from_the_process_by_default(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["omnidesk", "--version"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("omnidesk ")


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_a_missing_extra_is_one_line_and_exit_code_2(monkeypatch, capsys, missing):
    for name in [one for one in sys.modules if one.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    for name in [one for one in sys.modules if one.startswith("omnidesk.cli.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 2
    assert capsys.readouterr().err == (
        'omnidesk: the omnidesk command needs an extra: pip install "omnidesk[cli]"\n'
    )


def test_a_module_that_is_missing_for_another_reason_is_no_missing_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "omnidesk.cli._main", None)
    with pytest.raises(ModuleNotFoundError, match=r"omnidesk\.cli\._main"):
        cli.main()


@pytest.fixture
def many(tmp_path):
    """A file of more conversations than a pipe holds."""
    path = tmp_path / "many.jsonl"
    text = dump(make_conversation(make_message(text="Xin chào\n" * 1000)))
    path.write_text(f"{text}\n" * 100, encoding="utf-8")
    return path


def omnidesk_process(*arguments, **options):
    program = "from omnidesk.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def test_a_reader_that_goes_away_ends_the_command_quietly(many):
    with omnidesk_process("show", many) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_a_reader_that_was_never_there_ends_normalize_quietly(tmp_path):
    mail = b"From: a@one.example\nSubject: s\nMessage-ID: <%d@x.example>\n\n" + b"Hello\n" * 1000
    box = b"".join(b"From a\n" + mail % number + b"\n" for number in range(100))
    (tmp_path / "a.mbox").write_bytes(box)
    with omnidesk_process("normalize", tmp_path) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_a_terminal_of_another_encoding_shows_what_it_can(many, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    with omnidesk_process("show", many, "--limit", "1") as process:
        output, errors = process.communicate()
    assert process.returncode == 0
    assert b"Xin ch\\xe0o" in output
    assert b"Traceback" not in errors


def test_a_stream_that_is_no_text_file_is_left_alone(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert _main.run(["--version"]) == 0
