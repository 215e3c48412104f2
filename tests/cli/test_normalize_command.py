"""`omnidesk normalize`."""

import io
import json

import pytest
from tests.notes import install

from omnidesk import load
from omnidesk.cli import _normalize
from omnidesk.cli._screen import Screen

INSTALLED = "installed adapters: demanding, letters, notes, silent"
NOBODY = "no installed adapter recognises this payload; name one with --adapter NAME"


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    install(monkeypatch)


@pytest.fixture
def inbox(tmp_path):
    """A folder of four notes in three conversations, and how to add to it."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "1.txt").write_bytes(b"note Xin ch\xc3\xa0o a")
    (folder / "2.txt").write_bytes(b"note two b")
    (folder / "3.jsonl").write_bytes(b"note three a\nnote four c\n")
    return folder


def texts(output):
    return [entry["text"] for line in output.splitlines() for entry in json.loads(line)["entries"]]


def test_a_folder_becomes_a_conversation_per_line(command, inbox):
    result = command("normalize", inbox)
    assert result.code == 0
    assert len(result.output.splitlines()) == 3
    assert sorted(texts(result.output)) == [
        "note Xin chào a",
        "note four c",
        "note three a",
        "note two b",
    ]


def test_the_summary_stands_apart_from_the_output(command, inbox):
    assert command("normalize", inbox).errors.splitlines() == [
        "4 payloads, 4 events, 3 conversations",
        "  notes  3 conversations  4 messages",
    ]


def test_one_of_each_is_in_the_singular(command, inbox):
    assert command("normalize", inbox / "1.txt").errors.splitlines() == [
        "1 payload, 1 event, 1 conversation",
        "  notes  1 conversation  1 message",
    ]


def test_the_output_goes_to_a_file_on_request(command, inbox, tmp_path):
    file = tmp_path / "out.jsonl"
    result = command("normalize", inbox, "--output", file)
    assert (result.code, result.output) == (0, "")
    assert len(texts(file.read_text(encoding="utf-8"))) == 4


def test_standard_input_is_read_like_a_file(command):
    result = command("normalize", "-", stdin=b"note from a pipe")
    assert texts(result.output) == ["note from a pipe"]


def test_what_cannot_be_read_is_listed_and_the_rest_is_done(command, inbox):
    (inbox / "0.txt").write_bytes(b"what is this")
    (inbox / "3.jsonl").write_bytes(
        b"note three a\nnote broken\nnote bent\nnote bug\nnote four c\n"
    )
    result = command("normalize", inbox)
    assert result.code == 1
    assert len(texts(result.output)) == 4
    assert result.errors.splitlines() == [
        f"{inbox}/0.txt: {NOBODY}",
        f"{inbox}/3.jsonl line 2: notes: expected a note",
        f"{inbox}/3.jsonl line 3: notes: expected a straight note at /1",
        f"{inbox}/3.jsonl line 4: the adapter failed with KeyError, which is a bug of its own",
        "8 payloads, 4 events, 3 conversations",
        "  notes  3 conversations  4 messages",
        "4 payloads could not be read",
    ]


def test_a_file_that_cannot_be_opened_is_listed(command, inbox, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    result = command("normalize", inbox / "1.txt")
    assert result.code == 1
    assert result.errors.startswith(f"{inbox}/1.txt: Permission denied\n")


def test_items_that_were_not_understood_are_counted_by_kind(command, inbox):
    (inbox / "4.jsonl").write_bytes(b"note strange 1 inside\nnote strange 2\n")
    result = command("normalize", inbox)
    assert result.code == 0
    assert result.errors.splitlines()[2:] == [
        "2 events in no conversation: 2 unrecognised; --unplaced FILE keeps them",
        "2 items not understood:",
        f"  2 × notes, unknown kind; first {inbox}/4.jsonl line 1 at /1",
    ]


def test_an_item_that_was_not_understood_may_be_the_whole_payload(command, inbox):
    (inbox / "4.txt").write_bytes(b"note strange 1")
    assert command("normalize", inbox).errors.endswith(f"first {inbox}/4.txt\n")


def test_files_that_are_passed_over_are_counted(command, inbox):
    (inbox / "README.md").write_bytes(b"about this inbox")
    assert command("normalize", inbox).errors.endswith("\n1 file passed over by suffix\n")


def test_an_adapter_that_is_named_reads_everything(command, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"anything")
    assert texts(command("normalize", tmp_path, "--adapter", "notes").output) == ["anything"]


def test_what_the_last_run_wrote_into_the_folder_is_no_payload(command, inbox):
    file = inbox / "conversations.jsonl"
    first = command("normalize", inbox, "-o", file)
    written = file.read_bytes()
    second = command("normalize", inbox, "-o", file)
    assert (first.code, second.code) == (0, 0)
    assert file.read_bytes() == written


def test_events_of_no_conversation_are_kept_on_request_and_counted(command, inbox, tmp_path):
    (inbox / "4.jsonl").write_bytes(b"note strange 1 inside\nnote strange 2\n")
    file = tmp_path / "unplaced.jsonl"
    result = command("normalize", inbox, "--unplaced", file)
    assert (result.code, len(texts(result.output))) == (0, 4)
    events = [load(line) for line in file.read_bytes().splitlines()]
    assert [(one.type, one.id) for one in events] == [
        ("unrecognised", "note strange 1 inside"),
        ("unrecognised", "note strange 2"),
    ]
    assert f"2 events in no conversation: 2 unrecognised; written to {file}" in result.errors


def test_events_of_no_conversation_may_go_to_standard_output(command, inbox, tmp_path):
    (inbox / "4.txt").write_bytes(b"note strange 1")
    result = command("normalize", inbox, "-o", tmp_path / "out.jsonl", "--unplaced", "-")
    assert [load(line).type for line in result.output.splitlines()] == ["unrecognised"]
    assert "1 event in no conversation: 1 unrecognised; written to standard output\n" in (
        result.errors
    )


def test_without_an_event_of_no_conversation_their_file_is_empty(command, inbox, tmp_path):
    file = tmp_path / "unplaced.jsonl"
    result = command("normalize", inbox, "--unplaced", file)
    assert file.read_bytes() == b""
    assert "no conversation" not in result.errors


def test_the_events_that_the_last_run_kept_in_the_folder_are_no_payloads(command, inbox):
    (inbox / "4.txt").write_bytes(b"note strange 1")
    file = inbox / "unplaced.jsonl"
    first = command("normalize", inbox, "--unplaced", file)
    written = file.read_bytes()
    second = command("normalize", inbox, "--unplaced", file)
    assert (first.code, second.code) == (0, 0)
    assert file.read_bytes() == written


@pytest.mark.parametrize("target", ["-", "one.jsonl"])
def test_conversations_and_other_events_never_go_to_one_file(
    command, inbox, monkeypatch, tmp_path, target
):
    monkeypatch.chdir(tmp_path)
    result = command("normalize", inbox, "-o", target, "--unplaced", target)
    assert (result.code, result.output) == (2, "")
    assert "--unplaced: the conversations go there" in result.errors


def test_a_broken_run_leaves_no_file(command, inbox, monkeypatch, tmp_path):
    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_normalize, "dump", fail)
    files = ("-o", tmp_path / "out.jsonl", "--unplaced", tmp_path / "unplaced.jsonl")
    result = command("normalize", inbox, *files)
    assert (result.code, result.errors) == (1, "omnidesk: No space left on device\n")
    assert [one.name for one in tmp_path.iterdir()] == ["inbox"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "Missing argument 'PATH…'"),
        (["nowhere"], "Invalid value for 'PATH…': Path 'nowhere' does not exist"),
        (
            ["-", "--adapter", "pigeon"],
            f"Invalid value for --adapter: no adapter is called 'pigeon'; {INSTALLED}",
        ),
        (
            ["-", "--adapter", "demanding"],
            "Invalid value for --adapter: demanding needs a configuration from Python",
        ),
        (
            ["-", "-o", "no/where"],
            "Invalid value for --output: no/where cannot be written: No such file or directory",
        ),
        (
            ["-", "--unplaced", "no/where"],
            "Invalid value for --unplaced: no/where cannot be written: No such file or directory",
        ),
        (["-", "--frobnicate"], "No such option '--frobnicate'"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(command, tmp_path, monkeypatch, arguments, line):
    monkeypatch.chdir(tmp_path)
    result = command("normalize", *arguments)
    assert (result.code, result.output) == (2, "")
    assert result.errors == f"omnidesk: {line}; see omnidesk normalize --help\n"


@pytest.mark.parametrize("option", ["--output", "--unplaced"])
def test_a_file_is_never_written_over_by_what_was_read_from_it(command, inbox, option):
    file = inbox / "3.jsonl"
    result = command("normalize", file, option, file)
    assert result.code == 2
    assert f"{option}: it is one of the files to read" in result.errors
    assert file.read_bytes() == b"note three a\nnote four c\n"


def test_the_size_of_the_work_is_known_before_it_starts(inbox):
    assert _normalize._total((str(inbox),)) == sum(one.stat().st_size for one in inbox.iterdir())


def test_the_size_of_standard_input_is_unknown():
    assert _normalize._total(("inbox", "-")) is None


def test_a_file_that_is_gone_has_no_size(tmp_path):
    assert _normalize._total((str(tmp_path / "gone"),)) == 0


def test_a_terminal_gets_a_bar_that_goes_away(command, inbox, monkeypatch):
    file = io.StringIO()

    class Terminal(Screen):
        def __init__(self, *, stderr=False):
            super().__init__(stderr=stderr)
            self.file = file
            self._force_terminal = self.is_interactive = True

    monkeypatch.setattr(_normalize, "Screen", Terminal)
    monkeypatch.setattr("omnidesk.cli._progress.SHOWN_AFTER", 0)
    assert command("normalize", inbox).code == 0
    assert "reading" in file.getvalue()
