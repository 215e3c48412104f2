"""The example that reads comments on a video does what its README says."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "youtube-comments"
README = (EXAMPLE / "README.md").read_text("utf-8")
CHANNEL, VIDEO = "UCmadeUpHoaSenChannel001", "aoDaiLua001"


@pytest.fixture
def example(monkeypatch):
    monkeypatch.syspath_prepend(str(EXAMPLE))
    spec = importlib.util.spec_from_file_location("read_comments", EXAMPLE / "read_comments.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.modules.pop("recorded_server", None)


@pytest.fixture
def run(example, monkeypatch, capsys, tmp_path):
    """Run the script, and return its exit code and what it prints."""

    def run(*more):
        arguments = ["read_comments.py", CHANNEL, VIDEO, str(tmp_path), *more]
        monkeypatch.setattr(sys, "argv", arguments)
        code = example.main()
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def recorded(day):
    return "--recorded", str(EXAMPLE / "recorded" / day)


def test_it_shows_what_its_readme_says(run):
    blocks = re.findall(r"recorded/(\w+)\n(.*? units\n)", README, re.DOTALL)
    assert [day for day, _ in blocks] == ["monday", "tuesday"]
    for day, shown in blocks:
        assert run(*recorded(day)) == (0, shown, "")


def test_the_same_day_again_changes_nothing(run):
    assert run(*recorded("monday")) == run(*recorded("monday"))


def test_it_keeps_when_each_comment_was_fetched(run, tmp_path):
    run(*recorded("monday"))
    lines = (tmp_path / "fetched.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len({one["message_id"] for one in records}) == 10
    assert {one["authorised"] for one in records} == {False}


def test_a_spent_budget_stops_it_and_proves_nothing(run):
    run(*recorded("monday"))
    code, _, said = run(*recorded("tuesday"), "--budget", "1")
    assert (code, said) == (1, "youtube: quota, code budget after 1 units\n")
    assert "0 deleted" in run(*recorded("monday"))[1]


def test_a_video_that_is_not_there_is_told(run, tmp_path):
    code, _, said = run("--recorded", str(tmp_path / "nothing"))
    assert code == 1
    assert "youtube: not_found, code commentThreadNotFound" in said


def test_the_key_comes_from_the_environment(example, monkeypatch):
    monkeypatch.setenv("YOUTUBE_API_KEY", "secret-key")
    with example.access_to(None) as access:
        assert access.api_key == "secret-key"
