"""`omnidesk plan`."""

import pytest
from tests.cli.desk import LAN, NOW, POLICY, conversations, write

from omnidesk._documents import dump
from omnidesk.model import Person
from omnidesk.policy import load_plan


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write(tmp_path)


def plan(command, *more, now=("--now", NOW)):
    return command("plan", "--policy", "hoasen.toml", *now, *more)


def squeezed(text):
    return " ".join(text.split())


def test_it_says_what_goes_when_and_why(command, folder):
    result = plan(command, "conversations.jsonl")
    assert (result.code, result.errors) == (0, "")
    said = squeezed(result.output)
    assert "deleted 1 the text of a message 2025-02-01 Messages go after a year (email)" in said
    assert said.endswith("2 conversations; goes now: 1")


def test_it_speaks_vietnamese(command, folder):
    said = squeezed(plan(command, "conversations.jsonl", "--language", "vi").output)
    assert "xóa 1 nội dung tin nhắn (email) 01/02/2025 Tin nhắn bị xóa sau 01 năm" in said


def test_what_goes_later_is_in_it_on_request(command, folder):
    result = plan(command, "conversations.jsonl", "--until", "2028-01-01T00:00Z")
    assert squeezed(result.output).endswith("2 conversations; goes now: 1; goes later: 1")


def test_the_plan_is_written_and_the_conversations_stay(command, folder):
    before = (folder / "conversations.jsonl").read_bytes()
    assert plan(command, "conversations.jsonl", "--output", "plan.json").code == 0
    (entry,) = load_plan((folder / "plan.json").read_bytes()).entries
    assert (entry.category, entry.action) == ("message", "delete")
    assert (folder / "conversations.jsonl").read_bytes() == before


def test_a_page_is_written_on_request(command, folder):
    plan(command, "conversations.jsonl", "--html", "plan.html", "--language", "vi")
    page = (folder / "plan.html").read_text("utf-8")
    assert page.startswith('<!doctype html>\n<html lang="vi">')
    assert "Lan" not in page


def test_a_hold_keeps_and_is_told_without_its_case(command, folder):
    write(folder, held=True)
    said = squeezed(plan(command, "conversations.jsonl", "--facts", "facts.jsonl").output)
    assert "kept and shut away 1 the text of a message (email)" in said
    assert "a legal hold" in said
    assert "case 7" not in said


def test_an_item_is_explained_on_request(command, folder):
    plan(command, "conversations.jsonl", "--output", "plan.json")
    (entry,) = load_plan((folder / "plan.json").read_bytes()).entries
    result = plan(command, "conversations.jsonl", "--why", entry.item, "--language", "vi")
    assert result.code == 0
    assert f"\n{entry.item}\nNội dung tin nhắn (email), phát sinh ngày 01/02/2024." in result.output
    assert "“Tin nhắn bị xóa sau 01 năm”" in squeezed(result.output)


def test_an_item_that_is_not_there_cannot_be_explained(command, folder):
    result = plan(command, "conversations.jsonl", "--why", "item_7")
    assert (result.code, result.errors) == (1, "item_7: no such item\n")


def test_where_nothing_goes_it_says_so(command, folder):
    result = plan(command, "conversations.jsonl", now=("--now", "2024-02-01T00:00Z"))
    assert result.output == "2 conversations; nothing goes\n"


def test_people_are_who_they_are_said_to_be(command, folder):
    person = Person(id="person_1", identities=(LAN,), links=())
    (folder / "people.jsonl").write_text(f"{dump(person)}\n\n", encoding="utf-8")
    assert plan(command, "conversations.jsonl", "--people", "people.jsonl").code == 0


def test_policies_are_combined(command, folder):
    result = plan(command, "conversations.jsonl", "--policy", "youtube", "--output", "plan.json")
    assert result.code == 0
    (entry,) = load_plan((folder / "plan.json").read_bytes()).entries
    assert entry.claims[0].rule == "hoasen.messages"


def test_without_a_moment_it_is_the_present_one(command, folder):
    assert plan(command, "conversations.jsonl", now=()).output.endswith("goes now: 1\n")


BROKEN = b'{"type": "conversation"}\n'


@pytest.mark.parametrize(
    ("file", "arguments", "line"),
    [
        (("bad.jsonl", BROKEN), ["bad.jsonl"], "bad.jsonl line 1: not a document of omnidesk: "),
        (
            ("bad.jsonl", f"{dump(conversations()[0])}\n".encode()),
            ["conversations.jsonl", "bad.jsonl"],
            "conversation_old is there twice: give each conversation once",
        ),
        (
            ("bad.jsonl", BROKEN),
            ["conversations.jsonl", "--facts", "bad.jsonl"],
            'bad.jsonl, line 1: expected type "fact"',
        ),
        (
            ("bad.toml", b"id = 7\n"),
            ["conversations.jsonl", "--policy", "bad.toml"],
            "bad.toml: id: expected text",
        ),
    ],
)
def test_what_cannot_be_read_stops_it(command, folder, file, arguments, line):
    (folder / file[0]).write_bytes(file[1])
    result = plan(command, *arguments, "--output", "plan.json")
    assert (result.code, result.output) == (1, "")
    assert result.errors.startswith(f"omnidesk: {line}")
    assert result.errors.count("\n") == 1
    assert not (folder / "plan.json").exists()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--now", "yesterday"], "Invalid value for '--now': expected a time with its zone"),
        (["--until", "2026-11-22"], "Invalid value for '--until': expected a time with its zone"),
        (["--output", "conversations.jsonl"], "Invalid value: conversations.jsonl is one of the"),
        (["--html", "hoasen.toml"], "Invalid value: hoasen.toml is one of the other files"),
        (["--policy", "twin.toml"], "Invalid value for --policy: two of them have one id"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(command, folder, arguments, line):
    (folder / "twin.toml").write_text(POLICY, encoding="utf-8")
    result = plan(command, "conversations.jsonl", *arguments)
    assert result.code == 2
    assert result.errors.startswith(f"omnidesk: {line}")


def test_a_policy_that_is_none_lists_those_that_are(command, folder):
    result = command("plan", "--policy", "gdrp", "conversations.jsonl")
    assert result.code == 1
    assert result.errors.startswith("omnidesk: gdrp cannot be read: No such file or directory; ")
    assert "gdpr" in result.errors
