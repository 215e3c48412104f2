"""`omnidesk apply`."""

import json

import pytest
from tests.cli.desk import KEY, NOW, conversations, write

from omnidesk import Conversation, load
from omnidesk.policy import Tombstone


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OMNIDESK_KEY_FILE", raising=False)
    return write(tmp_path)


@pytest.fixture
def planned(command, folder):
    """A folder with a plan in it."""
    decide = ["--policy", "hoasen.toml", "--now", NOW]
    assert command("plan", *decide, "conversations.jsonl", "--output", "plan.json").code == 0
    return folder


def carry_out(command, *more, policy="hoasen.toml", key=("--key", "key"), files=None):
    given = files or ["plan.json", "conversations.jsonl"]
    decide = ["--policy", policy, "--now", NOW]
    written = ["--output", "left.jsonl", "--record", "record.jsonl"]
    return command("apply", *given, *decide, *key, *written, *more)


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def left(folder):
    text = (folder / "left.jsonl").read_bytes()
    return [load(line, Conversation) for line in text.splitlines()]


def test_what_is_planned_goes_and_the_rest_stays(command, planned):
    result = carry_out(command)
    assert (result.code, result.output) == (0, "")
    assert result.errors.splitlines()[0] == "1 of 1 item carried out"
    assert "Xin chào" not in (planned / "left.jsonl").read_text("utf-8")
    assert conversations()[1] in left(planned)


def test_the_conversations_that_were_read_stay(command, planned):
    before = (planned / "conversations.jsonl").read_bytes()
    carry_out(command)
    assert (planned / "conversations.jsonl").read_bytes() == before


def test_what_is_gone_has_a_tombstone(command, planned):
    carry_out(command)
    found = [one for one in lines(planned / "record.jsonl") if one["type"] == "tombstone"]
    stones = [Tombstone.model_validate_json(json.dumps(one)) for one in found]
    assert {stone.rules for stone in stones} == {("messages",)}
    assert "lan@khach.example" not in (planned / "record.jsonl").read_text("utf-8")


def test_a_hold_that_came_since_keeps_it(command, planned):
    write(planned, held=True)
    result = carry_out(command, "--facts", "facts.jsonl")
    assert "1 not carried out: under a legal hold now" in result.errors
    assert left(planned) == list(conversations())


def test_facts_of_the_plan_are_not_forgotten(command, folder):
    write(folder, held=True)
    decide = ["--policy", "hoasen.toml", "--now", NOW, "--facts", "facts.jsonl"]
    command("plan", *decide, "conversations.jsonl", "--output", "plan.json")
    result = carry_out(command)
    assert (result.code, result.errors) == (
        1,
        "omnidesk: the plan was made with facts: give them, and those that came since\n",
    )
    assert carry_out(command, "--facts", "facts.jsonl").code == 0
    assert left(folder) == list(conversations())


def test_a_conversation_that_is_not_there_any_more_is_said_to_be_gone(command, planned):
    (planned / "conversations.jsonl").write_text("", encoding="utf-8")
    assert "1 not carried out: not there" in carry_out(command).errors


def test_what_waits_for_a_person_goes_when_it_is_approved(command, folder):
    text = (folder / "hoasen.toml").read_text("utf-8")
    (folder / "hoasen.toml").write_text(f'{text}action = "review"\n', encoding="utf-8")
    decide = ["--policy", "hoasen.toml", "--now", NOW]
    command("plan", *decide, "conversations.jsonl", "--output", "plan.json")
    assert "for a person to decide, and not approved" in carry_out(command).errors
    item = json.loads((folder / "plan.json").read_bytes())["entries"][0]["item"]
    (folder / "approved.txt").write_text(f"{item}\n", encoding="utf-8")
    again = ["--record", "second.jsonl", "--approved", "approved.txt"]
    assert "1 of 1 item carried out" in carry_out(command, *again).errors


def test_the_environment_may_name_the_file_of_the_key(command, planned, monkeypatch):
    monkeypatch.setenv("OMNIDESK_KEY_FILE", "key")
    assert carry_out(command, key=()).code == 0


def test_another_key_seals_otherwise(command, planned):
    carry_out(command)
    (planned / "key").write_bytes(KEY[::-1])
    carry_out(command, "--record", "second.jsonl")
    first, second = (
        {one["seal"] for one in lines(planned / f"{name}.jsonl") if "seal" in one}
        for name in ("record", "second")
    )
    assert first
    assert not first & second


def test_another_policy_is_refused(command, planned):
    result = carry_out(command, policy="links")
    assert (result.code, result.errors) == (
        1,
        "omnidesk: the plan was made with another policy: hoasen 1\n",
    )
    assert not (planned / "left.jsonl").exists()


def test_a_plan_that_was_changed_is_refused(command, planned):
    text = (planned / "plan.json").read_text("utf-8")
    (planned / "plan.json").write_text(text.replace('"due"', '"scheduled"'), encoding="utf-8")
    result = carry_out(command)
    assert result.code == 1
    assert result.errors.startswith("omnidesk: plan.json: the plan has been changed")


def test_nothing_is_written_if_a_conversation_cannot_be_read(command, planned):
    with (planned / "conversations.jsonl").open("ab") as stream:
        stream.write(b"nonsense\n")
    result = carry_out(command)
    assert result.code == 1
    assert "line 3" in result.errors
    assert not (planned / "left.jsonl").exists()
    assert not (planned / "record.jsonl").exists()


def test_a_record_is_never_written_over(command, planned):
    carry_out(command)
    before = (planned / "record.jsonl").read_bytes()
    result = carry_out(command)
    assert result.code == 2
    assert "is there already" in result.errors
    assert (planned / "record.jsonl").read_bytes() == before


@pytest.mark.parametrize("option", ["--output", "--record"])
@pytest.mark.parametrize("name", ["conversations.jsonl", "plan.json", "key", "hoasen.toml"])
def test_what_is_read_is_never_written_over(command, planned, option, name):
    before = (planned / name).read_bytes()
    result = carry_out(command, option, name)
    assert (result.code, result.errors.count("\n")) == (2, 1)
    assert f"{name} is one of the other files" in result.errors
    assert (planned / name).read_bytes() == before


def test_the_record_is_another_file_than_what_is_left(command, planned):
    assert "left.jsonl is one of the other files" in carry_out(
        command, "--record", "left.jsonl"
    ).errors  # fmt: skip


def test_a_short_key_is_refused(command, planned):
    (planned / "key").write_bytes(b"short")
    result = carry_out(command)
    assert result.code == 2
    assert "at least 16 bytes" in result.errors


def test_nothing_goes_without_a_plan(command, folder):
    result = carry_out(command, files=["conversations.jsonl", "conversations.jsonl"])
    assert result.code == 1
    assert result.errors.startswith("omnidesk: conversations.jsonl: not a plan")
