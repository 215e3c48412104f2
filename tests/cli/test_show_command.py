"""`omnidesk show`."""

import pytest

from omnidesk._documents import dump
from omnidesk.events import MessageDeleted
from omnidesk.testing import make_conversation, make_event, make_message


@pytest.fixture
def file(tmp_path):
    """A file of two conversations, of two channels."""
    path = tmp_path / "conversations.jsonl"
    first = make_conversation(make_message(text="Xin chào 🌸"))
    second = make_conversation(make_message(text="Hello"), channel="email")
    path.write_text(f"{dump(first)}\n\n{dump(second)}\n", encoding="utf-8")
    return path


def test_a_file_is_shown_conversation_by_conversation(command, file):
    result = command("show", file)
    assert result.code == 0
    assert result.output.index("━━ chat") < result.output.index("Xin chào 🌸")
    assert result.output.index("Xin chào 🌸") < result.output.index("━━ email")
    assert result.errors == "2 conversations, 2 items\n"


def test_standard_input_is_shown(command, file):
    assert "Hello" in command("show", "-", stdin=file.read_bytes()).output


def test_a_pipe_gets_no_colours(command, file):
    assert "\x1b" not in command("show", file).output


@pytest.mark.parametrize("columns", [80, 160])
def test_lines_fit_the_terminal(command, file, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    longest = max(map(len, command("show", file).output.splitlines()))
    assert longest == min(columns, 112)


def test_one_channel_is_shown_on_request(command, file):
    result = command("show", file, "--channel", "email")
    assert "Xin chào" not in result.output
    assert result.errors == "1 conversation, 1 item\n"


def test_no_more_is_shown_than_was_asked_for(command, file):
    assert "Hello" not in command("show", file, "--limit", "1").output


def test_times_are_shown_in_a_zone_on_request(command, file):
    assert "(Asia/Ho_Chi_Minh)" in command("show", file, "--zone", "Asia/Ho_Chi_Minh").output


def test_lines_that_are_no_conversations_are_listed_and_the_rest_is_shown(command, file):
    event = dump(make_event(MessageDeleted))
    file.write_bytes(b"nonsense \x1b[31m\n" + event.encode() + b"\n" + file.read_bytes())
    result = command("show", file)
    assert result.code == 1
    assert "Hello" in result.output
    lines = result.errors.splitlines()
    assert lines[0].startswith(f"{file} line 1: ")
    assert lines[1] == f"{file} line 2: expected a conversation, got a message_deleted document"
    assert "\x1b" not in result.errors


def test_a_broken_line_of_standard_input_is_listed_too(command):
    result = command("show", "-", stdin=b"\xff\xfe")
    assert result.code == 1
    assert result.errors.startswith("standard input line 1: ")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "Missing argument 'FILE…'"),
        (["nowhere"], "Invalid value for 'FILE…': File 'nowhere' does not exist"),
        (["."], "Invalid value for 'FILE…': File '.' is a directory"),
        (["-", "--limit", "0"], "Invalid value for '--limit': 0 is not in the range x>=1"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(command, tmp_path, monkeypatch, arguments, line):
    monkeypatch.chdir(tmp_path)
    result = command("show", *arguments)
    assert (result.code, result.output, result.errors) == (
        2,
        "",
        f"omnidesk: {line}; see omnidesk show --help\n",
    )


@pytest.mark.parametrize("zone", ["Hanoi", "../UTC", "Asia", "", "/etc/localtime"])
def test_a_zone_that_is_none_is_bad_usage(command, zone):
    result = command("show", "-", "--zone", zone)
    assert result.code == 2
    assert result.errors == (
        f"omnidesk: Invalid value for '--zone': no time zone is called {zone!r}, "
        "as Asia/Ho_Chi_Minh is; see omnidesk show --help\n"
    )
