"""`omnidesk policy`."""

import re
from pathlib import Path

import click
import pytest
from tests.cli.desk import NOW, POLICY, write

from omnidesk.cli._main import omnidesk as omnidesk_command
from omnidesk.policy import builtin_policies, builtin_policy, load_policy

REFERENCE = Path(__file__).parents[2] / "docs/reference/cli.md"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write(tmp_path)


def squeezed(text):
    return " ".join(text.split())


def test_the_built_in_policies_are_listed(command):
    result = command("policy", "list")
    assert result.code == 0
    assert [line.split()[0] for line in result.output.splitlines()[1:] if line[0] != " "] == list(
        builtin_policies()
    )


def test_a_policy_is_shown_rule_by_rule(command):
    said = squeezed(command("policy", "show", "izihelp").output)
    assert "B17-erased Three years after the customer and the business have both ceased" in said
    assert "delete P3Y after the last of customer_ceased, business_ceased; force of policy" in said
    assert "keep P0D from duty_ended, for legal_obligation; force of law for purpose" in said


def test_titles_are_shown_in_vietnamese_where_there_are_any(command, folder):
    said = command("policy", "show", "hoasen.toml", "--language", "vi").output
    assert "messages Tin nhắn bị xóa sau 01 năm." in said


@pytest.mark.parametrize("name", builtin_policies())
def test_every_built_in_policy_is_shown(command, name):
    result = command("policy", "show", name)
    assert result.code == 0
    assert all(rule.id in result.output for rule in builtin_policy(name).rules)


def test_a_policy_is_shown_as_toml(command):
    text = command("policy", "show", "vietnam", "--toml").output
    assert load_policy(text) == builtin_policy("vietnam")


RULE = """
[[rules]]
id = "{id}"
title = "A rule"
default = {default}
replaces = {replaces}
[rules.source]
document = "A made-up policy"
certainty = "unconfirmed"
[rules.{kind}]
{said}
"""


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        ("keep", 'period = "forever"\nbasis = "tax"', "keep for ever from its date, for tax"),
        ("restrict", "purposes = []", "use for nothing only, from its date on"),
        ("restrict", 'purposes = ["tax"]', "use for tax only, from its date on"),
        (
            "erase",
            'period = "P1D"\nanchor = { fact = "ended", pick = "all", opened_by = "begun" }',
            "delete P1D after all ended",
        ),
        (
            "erase",
            (
                'period = "P1D"\n'
                'anchor = { earliest = [{ fact = "a", name = "x", pick = "first" }, "created"] }'
            ),
            "delete P1D after the first of the first a x, its date",
        ),
        (
            "erase",
            'period = "P1D"\nanchor = { fact = "a", otherwise = "created" }',
            "delete P1D after a, or else its date",
        ),
    ],
)
def test_every_kind_of_rule_has_its_words(command, folder, kind, said, words):
    rules = RULE.format(id="new", default="true", replaces='["messages"]', kind=kind, said=said)
    (folder / "more.toml").write_text(POLICY + rules, encoding="utf-8")
    text = squeezed(command("policy", "show", "more.toml").output)
    assert f"{words}; force of policy; speaks where no other does; replaces messages" in text
    assert text.endswith("A made-up policy, unconfirmed")


def test_findings_are_printed_and_errors_set_the_exit_code(command):
    result = command("policy", "lint", "izihelp", "--platform", "youtube")
    assert result.code == 1
    assert "error platform_clash B17-kept\n  it promises to keep for longer" in result.output
    assert result.errors == "1 error, 5 warnings\n"


def test_a_policy_without_findings_is_said_to_have_none(command, folder):
    result = command("policy", "lint", "hoasen.toml")
    assert (result.code, result.output, result.errors) == (0, "", "nothing found\n")


def test_several_policies_are_checked_together(command, folder):
    result = command("policy", "lint", "hoasen.toml", "vietnam")
    assert "vietnam.duties" in result.output
    assert result.errors.endswith("for information\n")


def test_the_time_between_two_erasures_matters(command, folder):
    assert "sweep_too_slow" in command("policy", "lint", "hoasen.toml", "--sweep", "P2Y").output
    result = command("policy", "lint", "hoasen.toml", "--sweep", "daily")
    assert result.code == 2
    assert "Invalid value for --sweep: expected a period" in result.errors


def test_channels_that_no_adapter_has_are_found_on_request(command):
    assert "unknown_channel A37-letters" in command(
        "policy", "lint", "candylio", "--adapters"
    ).output  # fmt: skip


def test_a_diff_says_what_would_change(command, folder):
    changed = POLICY.replace("P1Y", "P9Y").replace("hoasen", "hoasen2")
    (folder / "new.toml").write_text(changed, encoding="utf-8")
    files = ["conversations.jsonl", "--now", NOW]
    result = command("policy", "diff", "hoasen.toml", "new.toml", *files)
    assert result.code == 0
    said = squeezed(result.output)
    assert said.startswith(
        "~ rule messages category channel later no longer due message email 1 by 2,922 d 1"
    )
    assert re.search(r"2 of \d+ items would change$", said)


def test_the_diff_of_a_policy_with_itself_says_so(command, folder):
    files = ["conversations.jsonl", "--now", NOW, "--facts", "facts.jsonl"]
    result = command("policy", "diff", "links", "links", *files)
    assert re.fullmatch(r"0 of \d+ items would change\n", result.output)


def test_without_conversations_the_rules_alone_are_compared(command):
    lines = command("policy", "diff", "youtube", "zalo").output.splitlines()
    assert lines[-1] == "0 of 0 items would change"
    assert lines[0] == "zone: UTC becomes Asia/Ho_Chi_Minh"
    assert {line[0] for line in lines[1:-1]} == {"-", "+"}


def test_every_option_of_its_commands_is_in_the_reference():
    page = REFERENCE.read_text("utf-8")
    group = omnidesk_command.commands["policy"]
    assert isinstance(group, click.Group)
    for name, one in group.commands.items():
        section = page.partition(f"### omnidesk policy {name}\n")[2].partition("\n##")[0]
        assert section
        options = [option for option in one.params if isinstance(option, click.Option)]
        named = re.findall(r"`(--?[\w-]+)", section)
        assert [option.name for option in options if not set(option.opts) <= set(named)] == []
