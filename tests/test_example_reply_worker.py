"""The example worker asks before it sends, and sends nothing twice."""

import re
from datetime import datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from omnidesk import normalize
from omnidesk.cli._main import run
from omnidesk.policy.consent import load_ledger
from omnidesk.policy.contact import lint_contact, read_contact_policy

FOLDER = Path(__file__).parent.parent / "examples" / "reply-worker"
EVENING = datetime.fromisoformat("2026-11-03T22:10+07:00")
MORNING = datetime.fromisoformat("2026-11-04T07:00+07:00")


@pytest.fixture(scope="module")
def example():
    spec = spec_from_file_location("reply_worker", FOLDER / "worker.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def conversations():
    return normalize(FOLDER / "webhooks.jsonl")


class Platform:
    """Sends nothing, and remembers."""

    def __init__(self, *, breaks=False):
        self.breaks = breaks
        self.sent = []

    def send(self, request, text, key):
        self.sent.append((request.message_class, key, text))
        if self.breaks:
            raise ConnectionError
        return f"id_{len(self.sent)}_{key}"

    @property
    def keys(self):
        return [key for _, key, _ in self.sent]


@pytest.fixture
def work(example, conversations, tmp_path):
    """Start a worker anew and run it once: what was sent, when to come again, what was told."""

    def start(now, *, platform=None, some=conversations):
        platform = platform or Platform()
        told: list[str] = []
        worker = example.Worker(
            read_contact_policy(FOLDER / "contact.toml"),
            tmp_path,
            draft=lambda _: "Dạ còn ạ",
            send=platform.send,
            tell=told.append,
        )
        return platform, worker.run(some, now=now), told

    return start


GOODBYE = "m_77a1c9d04be34f20b915/goodbye"
ANSWER = "96d3cdf3af150460909/answer"


def test_at_night_only_the_opt_out_is_confirmed(work):
    platform, again, _ = work(EVENING)
    assert platform.keys == [GOODBYE]
    assert again == MORNING
    ((_, _, text),) = platform.sent
    assert "không còn nhận: tin khuyến mãi." in text
    assert "vẫn nhận: trả lời câu hỏi" in text


def test_what_had_to_wait_goes_in_the_morning_and_nothing_goes_twice(work):
    work(EVENING)
    platform, again, _ = work(MORNING)
    assert (platform.keys, again) == ([ANSWER], None)
    platform, _, _ = work(MORNING)
    assert platform.keys == []


def test_a_question_about_opting_out_goes_to_a_person(work):
    _, _, told = work(EVENING)
    assert "a41d07be3c9f8812650: somebody should read this: it is about opting out" in told


def test_what_the_platform_does_not_let_through_is_told(work):
    _, _, told = work(MORNING)
    assert any(
        one.startswith("m_5501b0c7e2a94d1f8a36/answer: The platform lets no such message through")
        for one in told
    )


def test_the_ledger_is_kept_once(work, tmp_path):
    work(EVENING)
    work(MORNING)
    lines = (tmp_path / "ledger.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 1
    (event,) = load_ledger(lines)
    assert (event.kind, event.purpose, event.controller) == ("withdrawn", "marketing", "Hoa Sen")


def test_what_may_have_gone_out_is_not_sent_again(work):
    with pytest.raises(ConnectionError):
        work(EVENING, platform=Platform(breaks=True))
    platform, _, told = work(EVENING)
    assert platform.keys == []
    assert told[0].startswith(f"{GOODBYE}: look whether it went out")


def test_a_line_that_was_cut_off_is_taken_out(work, tmp_path):
    work(EVENING)
    file = tmp_path / "outbox.jsonl"
    file.write_bytes(file.read_bytes() + b'{"key": "96d3')
    platform, _, _ = work(MORNING)
    assert platform.keys == [ANSWER]


def test_somebody_who_refuses_again_is_not_told_again(work, conversations):
    (refused,) = (one for one in conversations if one.messages[0].id in GOODBYE)
    again = refused.messages[0].model_copy(update={"id": "m_again"})
    twice = refused.model_copy(update={"entries": (*refused.entries, again)})
    platform, _, _ = work(EVENING, some=[twice])
    assert platform.keys == [GOODBYE]


def test_nothing_is_answered_that_we_said_ourselves_or_they_took_back(work, conversations):
    (asked,) = (one for one in conversations if one.messages[0].id in ANSWER)
    (message,) = asked.messages
    ours = message.model_copy(update={"id": "ours", "direction": "outbound"})
    for entries in (
        (message, ours),
        (message.model_copy(update={"state": "deleted", "text": None}),),
        (),
    ):
        platform, _, told = work(MORNING, some=[asked.model_copy(update={"entries": entries})])
        assert (platform.keys, told) == ([], [])


def test_what_was_said_long_ago_is_not_answered(work):
    platform, again, _ = work(MORNING + timedelta(days=30))
    assert (platform.keys, again) == ([], None)


def test_nobody_is_written_to_whom_the_platform_hides(work, conversations):
    (asked,) = (one for one in conversations if one.messages[0].id in ANSWER)
    (message,) = asked.messages
    hidden = message.author.model_copy(update={"identities": ()})
    entries = (message.model_copy(update={"author": hidden}),)
    platform, _, _ = work(MORNING, some=[asked.model_copy(update={"entries": entries})])
    assert platform.keys == []


def test_its_policy_has_no_errors():
    findings = lint_contact(read_contact_policy(FOLDER / "contact.toml"))
    assert [one for one in findings if one.severity == "error"] == []


def test_it_says_what_its_readme_shows(example, tmp_path, monkeypatch, capsys):
    readme = (FOLDER / "README.md").read_text("utf-8")
    shown = "\n".join(re.findall(r"```console\n(.*?)```", readme, re.DOTALL)[:2]).splitlines()
    (tmp_path / "webhooks.jsonl").write_bytes((FOLDER / "webhooks.jsonl").read_bytes())
    monkeypatch.chdir(tmp_path)
    runs = [line.split() for line in shown if line.startswith("$ python")]
    assert run(["normalize", "webhooks.jsonl", "-o", "conversations.jsonl"]) == 0
    capsys.readouterr()
    said = []
    for _, _, *arguments in runs:
        monkeypatch.setattr("sys.argv", arguments)
        example.main()
        output, errors = capsys.readouterr()
        said += [*output.splitlines(), *errors.splitlines()]
    assert sorted(said) == sorted(line for line in shown if line and not line.startswith("$"))


def test_it_explains_itself(tmp_path, monkeypatch, capsys):
    readme = (FOLDER / "README.md").read_text("utf-8")
    command = re.findall(r"\$ omnidesk (consent why .*?)```", readme, re.DOTALL)[0]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "state").mkdir()
    for name in ("state/ledger.jsonl", "state/facts.jsonl"):
        (tmp_path / name).touch()
    (tmp_path / "contact.toml").write_bytes((FOLDER / "contact.toml").read_bytes())
    assert run(["normalize", str(FOLDER / "webhooks.jsonl"), "-o", "conversations.jsonl"]) == 0
    capsys.readouterr()
    assert run(command.replace("\\\n", " ").split()) == 0
    assert capsys.readouterr().out.startswith("Not yet: answer, zalo, 2026-11-03 22:10")
