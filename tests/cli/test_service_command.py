"""`omnidesk service`."""

import json
import sys
from datetime import UTC, datetime, timedelta

import pytest

from omnidesk._documents import dump
from omnidesk.cli._service_words import share, span
from omnidesk.policy.service import (
    Closing,
    Opening,
    ServiceReport,
    Wait,
    builtin_service_policies,
    builtin_service_policy,
    dump_closings,
    load_service_policy,
)
from omnidesk.testing import make_call, make_conversation, make_message, make_participant

POLICY = """
id = "hoasen"
version = "2026-11"
title = "When Hoa Sen answers"
notes = "As its page on support says."

[[departments]]
id = "sales"
title = "Sales"
accounts = ["email/sales@hoasen.example"]

[[departments]]
id = "technical"
title = "Technical department"
title_vi = "Phòng kỹ thuật"
accounts = ["support@hoasen.example"]

[[hours]]
id = "office"
departments = ["sales"]
zone = "Asia/Ho_Chi_Minh"
times = [
  { days = ["monday", "tuesday", "wednesday", "friday"], opens = 08:00:00, closes = 17:00:00 },
  { days = ["saturday"], closes = 12:00:00 },
]
closed_on = "vietnam"
made_up_as = "monday"
[hours.source]
document = "Hoa Sen, support page"
clause = "line 3"

[[hours]]
id = "always"
departments = ["technical"]
channels = ["call", "email"]
zone = "Asia/Ho_Chi_Minh"
always = true
[hours.source]
document = "Hoa Sen, support page"

[[responses]]
id = "ticket"
departments = ["technical"]
channels = ["email"]
target = "PT30M"
limit = "PT4H"
[responses.source]
document = "Hoa Sen, support page"

[[responses]]
id = "next-hour"
departments = ["sales"]
answers = "every"
clock = "support_hours"
notes = "No number is given."
[responses.source]
document = "Hoa Sen, support page"
certainty = "unconfirmed"

[[precedence]]
id = "technical-first"
departments = ["technical"]
before = ["sales"]
[precedence.source]
document = "Hoa Sen, support page"
"""
BARE = 'id = "bare"\nversion = "1"\ntitle = "Nothing is said"\n'
HOURS = """
[[hours]]
id = "{id}"
zone = "{zone}"
channels = {channels}
times = [{{ days = ["monday", "tuesday", "wednesday"], opens = 22:00:00, closes = {closes} }}]
[hours.source]
document = "A made-up page"
"""
HOLIDAY = "2026-11-24T10:00+07:00"
"""A Tuesday: the day of Vietnamese culture."""
MORNING = "2026-11-25T10:00+07:00"
"""A Wednesday."""
LAN = make_participant()
MINH = make_participant(role="agent")


def vietnam(text):
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


def asked(at):
    return make_message(id=f"<{at}@khach.example>", sent_at=vietnam(at), author=LAN)


def answered(at):
    ours = {"author": MINH, "direction": "outbound", "origin": "own_app"}
    return make_message(id=f"<{at}@hoasen.example>", sent_at=vietnam(at), **ours)


def rung(at):
    return make_call(id="c-7", outcome="missed", started_at=vietnam(at), answered_at=None)


def mail(number, *entries, account="support@hoasen.example", channel="email"):
    return make_conversation(*entries, id=f"conv_{number:032x}", channel=channel, account=account)


OVERDUE = mail(1, asked("2026-11-25T03:00"))
LATE = mail(2, asked("2026-11-25T08:40"))
WAITING = mail(3, asked("2026-11-25T09:50"))
MET = mail(4, asked("2026-11-25T08:40"), answered("2026-11-25T09:00"))
SALES = mail(5, asked("2026-11-25T07:10"), account="sales@hoasen.example")
CALL = mail(6, rung("2026-11-25T09:30"), account="+842871000000", channel="call")
MISSED = mail(7, asked("2026-11-01T09:00"), answered("2026-11-03T10:00"))
TIMELESS = mail(8, make_message(id="<u@khach.example>", sent_at=None, author=LAN))
ALL = (SALES, WAITING, MET, OVERDUE, CALL, LATE, MISSED)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hoasen.toml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "bare.toml").write_text(BARE, encoding="utf-8")
    write(tmp_path, *ALL)
    return tmp_path


def write(folder, *conversations, name="conversations.jsonl"):
    lines = "".join(f"{dump(one)}\n" for one in conversations)
    (folder / name).write_text(lines, encoding="utf-8")


def opened(command, *more, name="hoasen.toml", at=("--at", HOLIDAY)):
    return command("service", "open", name, *at, *more)


def waits(command, *more, name="hoasen.toml", now=("--now", MORNING)):
    return command("service", "waits", name, "conversations.jsonl", *now, *more)


def report(command, *more, name="hoasen.toml", first="2026-11-01", before="2026-12-01"):
    days = ("--first", first, "--before", before, "--now", MORNING)
    return command("service", "report", name, "conversations.jsonl", *days, *more)


def lines(text):
    return [" ".join(line.split()) for line in text.splitlines()]


def documents(result):
    return [json.loads(line) for line in result.output.splitlines()]


# --- who is there ---------------------------------------------------------------------------------


def test_it_says_who_is_there_until_when_and_by_which_rows(command, folder):
    result = opened(command)
    assert (result.code, result.errors) == (0, "")
    assert lines(result.output) == [
        "When Hoa Sen answers",
        "2026-11-24 10:00 (Asia/Ho_Chi_Minh)",
        "",
        "department channel now until by",
        "sales any closed 2026-11-25 08:00 office",
        "technical call open - always",
        "technical email open - always",
    ]


def test_one_department_in_one_channel_may_be_asked_for(command, folder):
    result = opened(command, "--department", "technical", "--channel", "zalo")
    assert (result.code, lines(result.output)[3:]) == (
        0,
        ["department channel now until", "technical zalo unknown -"],
    )


def test_the_exit_code_of_a_closed_department_is_0(command, folder):
    result = opened(command, "--department", "sales", "--channel", "email")
    assert "closed" in result.output
    assert result.code == 0


def test_channels_that_no_row_names_have_a_line_where_a_row_is_about_all(command, folder):
    rows = HOURS.format(id="all", zone="Asia/Ho_Chi_Minh", channels="[]", closes="00:00:00")
    (folder / "bare.toml").write_text(
        BARE
        + rows
        + HOURS.format(id="calls", zone="Europe/Berlin", channels='["call"]', closes="06:00:00"),
        encoding="utf-8",
    )
    assert lines(opened(command, name="bare.toml").output)[1:] == [
        "2026-11-24 03:00 (UTC)",
        "",
        "channel now until by",
        "call open 2026-11-24 06:00 (Europe/Berlin) calls",
        "any other closed 2026-11-24 22:00 (Asia/Ho_Chi_Minh) all",
    ]
    assert lines(opened(command, "--zone", "Asia/Tokyo", name="bare.toml").output)[4:] == [
        "call open 2026-11-24 14:00 calls",
        "any other closed 2026-11-25 00:00 all",
    ]


def test_rows_about_all_departments_speak_of_those_that_are_not_known(command, folder):
    rows = HOURS.format(id="all", zone="Asia/Ho_Chi_Minh", channels="[]", closes="00:00:00")
    (folder / "hoasen.toml").write_text(POLICY + rows, encoding="utf-8")
    assert lines(opened(command).output)[-1] == "not known any closed 2026-11-24 22:00 all"
    assert "not known" not in opened(command, "--department", "sales").output


def test_where_nothing_is_said_nothing_is_known(command, folder):
    result = opened(command, name="bare.toml")
    assert lines(result.output)[-1] == "any unknown -"


def test_who_is_there_is_told_as_json(command, folder):
    result = opened(command, "--json")
    found = documents(result)
    assert [(one.pop("department"), one.pop("channel")) for one in found] == [
        ("sales", None),
        ("technical", "call"),
        ("technical", "email"),
    ]
    openings = [Opening.model_validate_json(json.dumps(one)) for one in found]
    assert [one.state for one in openings] == ["closed", "open", "open"]
    assert openings[0].until == vietnam("2026-11-25T08:00")


def test_without_a_moment_it_is_the_present_one(command, folder):
    assert opened(command, "--department", "technical", at=()).output.count("open") == 2


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "vietnam",
            (
                "there is no calendar vietnam here, and what depends on it is not known; "
                'pip install "omnidesk[holidays]"\n'
            ),
        ),
        ("hoasen", "there is no calendar hoasen here, and what depends on it is not known\n"),
    ],
)
def test_a_calendar_that_is_not_here_is_named_and_its_days_are_not_known(
    command, folder, monkeypatch, name, line
):
    monkeypatch.setitem(sys.modules, "holidays", None)
    text = POLICY.replace('closed_on = "vietnam"', f'closed_on = "{name}"')
    (folder / "hoasen.toml").write_text(text, encoding="utf-8")
    result = opened(command, "--department", "sales")
    assert (result.code, result.errors) == (0, line)
    assert lines(result.output)[-1] == "sales any unknown - office"


# --- who waits ------------------------------------------------------------------------------------


def test_it_lists_who_waits_in_the_order_in_which_to_answer(command, folder):
    result = waits(command)
    assert (result.code, result.errors) == (
        0,
        "7 conversations; overdue: 1; late: 1; waiting: 3; without a response time: 1\n",
    )
    assert lines(result.output) == [
        "When Hoa Sen answers",
        "2026-11-25 10:00 (Asia/Ho_Chi_Minh)",
        "",
        "waits answer conversation",
        f"overdue target 2026-11-25 03:30 {OVERDUE.id}",
        "7 h limit 2026-11-25 07:00 technical, email",
        f"late target 2026-11-25 09:10 {LATE.id}",
        "1 h 20 min limit 2026-11-25 12:40 technical, email",
        f"waiting target 2026-11-25 10:20 {WAITING.id}",
        "10 min limit 2026-11-25 13:50 technical, email",
        f"waiting {CALL.id}",
        "30 min call",
        f"waiting starts 2026-11-25 08:00 {SALES.id}",
        "2 h 50 min sales, email",
    ]


def test_those_who_have_an_answer_follow_on_request(command, folder):
    result = waits(command, "--all")
    assert lines(result.output)[-4:] == [
        f"missed target 2026-11-01 09:30 {MISSED.id}",
        "2 d 1 h limit 2026-11-01 13:00 technical, email",
        f"met target 2026-11-25 09:10 {MET.id}",
        "20 min limit 2026-11-25 12:40 technical, email",
    ]
    assert "; missed: 1; met: 1; " in result.errors


def test_who_wrote_at_nobody_knows_when_is_listed_without_times(command, folder):
    write(folder, TIMELESS)
    result = waits(command)
    assert lines(result.output)[4:] == [f"unknown {TIMELESS.id}", "technical, email"]
    assert result.errors == "1 conversation; unknown: 1\n"


def test_a_wait_of_years_is_judged(command, folder):
    write(folder, mail(9, asked("2017-02-14T13:00"), account="sales@hoasen.example"))
    timed = POLICY.replace('clock = "support_hours"', 'clock = "support_hours"\nlimit = "PT1H"')
    (folder / "hoasen.toml").write_text(timed, encoding="utf-8")
    assert documents(waits(command, "--json"))[0]["state"] == "overdue"


def test_a_department_leaves_the_others_out_and_takes_what_no_account_tells(command, folder):
    found = documents(waits(command, "--department", "sales", "--json"))
    assert {(one["conversation"], one["department"]) for one in found} == {
        (SALES.id, "sales"),
        (CALL.id, "sales"),
    }


def close(folder, **moments):
    found = [Closing(conversation=name, at=vietnam(at)) for name, at in moments.items()]
    text = "".join(f"{line}\n" for line in dump_closings(found))
    (folder / "closings.jsonl").write_text(text, encoding="utf-8")
    return "--closings", "closings.jsonl"


def test_what_was_closed_waits_no_longer(command, folder):
    write(folder, WAITING, LATE.model_copy(update={"aliases": ("conv_old",)}), OVERDUE)
    closed = close(folder, **{WAITING.id: "2026-11-25T09:55", "conv_old": "2026-11-25T09:00"})
    found = documents(waits(command, "--all", "--json", *closed))
    assert {one["conversation"]: one["state"] for one in found} == {
        OVERDUE.id: "overdue",
        LATE.id: "closed",
        WAITING.id: "closed",
    }


def test_what_was_closed_is_counted_as_that(command, folder):
    closed = close(folder, **{LATE.id: "2026-11-25T09:00"})
    before = ServiceReport.model_validate_json(report(command, "--json").output)
    after = ServiceReport.model_validate_json(report(command, "--json", *closed).output)
    assert [one.closed for one in before.counts] == [0, 0, 0]
    assert [one.closed for one in after.counts] == [0, 1, 0]


@pytest.mark.parametrize("name", ["waits", "report"])
def test_a_closing_that_cannot_be_read_stops_it(command, folder, name):
    (folder / "closings.jsonl").write_text('{"type": "closing", "text": "Lan"}\n', "utf-8")
    arguments = *COMMANDS[name], "--closings", "closings.jsonl"
    result = command("service", name, "hoasen.toml", *arguments)
    assert (result.code, result.output) == (1, "")
    assert result.errors.startswith("omnidesk: closings.jsonl, line 1: ")
    assert "Lan" not in result.errors


def test_waits_are_told_as_json_a_line_each(command, folder):
    result = waits(command, "--json", "--all")
    found = [Wait.model_validate_json(line) for line in result.output.splitlines()]
    assert [one.conversation for one in found] == [
        one.id for one in (OVERDUE, LATE, WAITING, CALL, SALES, MISSED, MET)
    ]
    assert found[0].limit_at == vietnam("2026-11-25T07:00")
    assert "; overdue: 1; " in result.errors


def test_times_are_shown_in_a_zone_on_request(command, folder):
    output = waits(command, "--zone", "UTC").output
    assert lines(output)[1] == "2026-11-25 03:00 (UTC)"
    assert "limit  2026-11-25 00:00" in output


def test_ids_are_whole_on_a_narrow_terminal(command, folder, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    write(folder, OVERDUE)
    _, _, _, head, *rows = waits(command).output.splitlines()
    column = head.index("conversation")
    assert "".join(row[column:].strip() for row in rows) == f"{OVERDUE.id}technical, email"


@pytest.mark.parametrize("conversations", [(), (MET,)])
def test_where_nobody_waits_it_says_so(command, folder, conversations):
    write(folder, *conversations)
    result = waits(command)
    count = "1 conversation" if conversations else "0 conversations"
    assert (result.code, result.output, result.errors) == (0, "", f"{count}; nobody waits\n")


def test_nothing_of_people_is_in_the_tables(command, folder):
    results = [waits(command, "--all"), report(command)]
    said = "".join(one.output + one.errors for one in results)
    assert "khach.example" not in said
    assert "hoasen.example" not in said
    assert "Mai" not in said
    assert "size M" not in said
    assert "+84" not in said


# --- how it went ----------------------------------------------------------------------------------


def test_it_counts_the_waits_of_some_days(command, folder):
    result = report(command)
    assert (result.code, result.errors) == (0, "")
    assert lines(result.output) == [
        "When Hoa Sen answers",
        "2026-11-01 up to 2026-12-01 (Asia/Ho_Chi_Minh)",
        "",
        "median,",
        "met missed waiting late overdue no rule in time nine in ten",
        "sales 1",
        "email",
        "technical 1 1 1 1 1 33 % 20 min",
        "email 2 d 1 h",
        "not known 1",
        "call",
    ]


def test_a_report_is_told_as_json(command, folder):
    found = ServiceReport.model_validate_json(report(command, "--json").output)
    assert (found.first, found.before) == (vietnam("2026-11-01T00:00"), vietnam("2026-12-01T00:00"))
    assert [(one.department, one.channel) for one in found.counts] == [
        ("sales", "email"),
        ("technical", "email"),
        (None, "call"),
    ]


def test_days_are_those_of_the_zone(command, folder):
    days = {"first": "2026-11-01", "before": "2026-11-02"}
    assert "missed" in report(command, **days).output
    assert "missed" not in report(command, "--zone", "Pacific/Honolulu", **days).output
    assert lines(report(command, "--zone", "UTC", **days).output)[1].endswith("(UTC)")


def test_without_departments_a_report_has_channels_alone(command, folder):
    output = report(command, name="bare.toml").output
    assert lines(output)[3:] == [
        "median,",
        "no rule nine in ten",
        "call 1",
        "email 6 20 min",
        "2 d 1 h",
    ]


def test_a_report_may_be_of_one_department(command, folder):
    found = ServiceReport.model_validate_json(
        report(command, "--department", "technical", "--json").output
    )
    assert {one.department for one in found.counts} == {"technical"}


def test_a_report_about_nobody_says_so(command, folder):
    result = report(command, first="2025-01-01", before="2025-02-01")
    assert (result.code, lines(result.output)[-1]) == (0, "nobody wrote or called")


def test_the_holidays_of_an_old_report_are_known(command, folder):
    write(folder, mail(9, asked("2009-02-14T13:00"), account="sales@hoasen.example"))
    timed = POLICY.replace('clock = "support_hours"', 'clock = "support_hours"\nlimit = "PT1H"')
    (folder / "hoasen.toml").write_text(timed, encoding="utf-8")
    found = report(command, "--json", first="2009-01-01", before="2010-01-01")
    assert documents(found)[0]["counts"][0]["overdue"] == 1


# --- policies -------------------------------------------------------------------------------------


def test_findings_are_printed_and_errors_set_the_exit_code(command, folder, monkeypatch):
    assert command("service", "lint", "hoasen.toml").code == 0
    monkeypatch.setitem(sys.modules, "holidays", None)
    result = command("service", "lint", "hoasen.toml")
    assert result.code == 1
    assert "error unknown_calendar office\n  there is no calendar vietnam" in result.output
    assert result.errors == "1 error, 2 warnings, 1 for information\n"


def test_calendars_of_ones_own_are_known_by_name(command, folder):
    text = POLICY.replace('closed_on = "vietnam"', 'closed_on = "hoasen-days"')
    (folder / "hoasen.toml").write_text(text, encoding="utf-8")
    assert command("service", "lint", "hoasen.toml").code == 1
    assert command("service", "lint", "hoasen.toml", "--calendar", "hoasen-days").code == 0


def test_the_built_in_policies_are_listed(command):
    result = command("service", "list")
    assert result.code == 0
    assert [line.split()[0] for line in result.output.splitlines()[1:] if line[0] != " "] == list(
        builtin_service_policies()
    )


def test_a_policy_is_shown_row_by_row(command, folder):
    result = command("service", "show", "hoasen.toml")
    assert result.code == 0
    assert lines(result.output) == [
        "When Hoa Sen answers",
        "hoasen 2026-11",
        "As its page on support says.",
        "",
        "sales",
        "Sales",
        "what is written to email/sales@hoasen.example",
        "",
        "technical",
        "Technical department / Phòng kỹ thuật",
        "what is written to support@hoasen.example",
        "",
        "office",
        "Monday to Wednesday, Friday 08:00–17:00; Saturday until 12:00",
        "(Asia/Ho_Chi_Minh)",
        "not on the holidays of the calendar vietnam",
        "days that are worked for others are as a Monday",
        "for sales",
        "Hoa Sen, support page, line 3",
        "",
        "always",
        "day and night (Asia/Ho_Chi_Minh)",
        "for technical by call, email",
        "Hoa Sen, support page",
        "",
        "ticket",
        "the first answer; target 30 min, limit 4 h; all time counts",
        "for technical by email",
        "Hoa Sen, support page",
        "",
        "next-hour",
        "every answer; no number; support hours count",
        "for sales",
        "Hoa Sen, support page, unconfirmed",
        "No number is given.",
        "",
        "technical-first",
        "before sales",
        "for technical",
        "Hoa Sen, support page",
    ]


@pytest.mark.parametrize(
    ("channels", "closes", "said"),
    [
        ("[]", "00:00:00", ["Monday to Wednesday 22:00–24:00 (UTC)", "A made-up page"]),
        (
            '["zalo"]',
            "06:00:00",
            ["Monday to Wednesday 22:00–06:00 (UTC)", "for all by zalo", "A made-up page"],
        ),
    ],
)
def test_hours_about_all_departments_have_their_words(command, folder, channels, closes, said):
    rows = HOURS.format(id="night", zone="UTC", channels=channels, closes=closes)
    rows += '[[departments]]\nid = "sales"\ntitle = "Sales"\n'
    (folder / "bare.toml").write_text(BARE + rows, encoding="utf-8")
    assert lines(command("service", "show", "bare.toml").output)[3:] == [
        *("sales", "Sales", "", "night"),
        *said,
    ]


@pytest.mark.parametrize("name", builtin_service_policies())
def test_every_built_in_policy_is_shown(command, name):
    result = command("service", "show", name)
    policy = builtin_service_policy(name)
    rows = [one.id for one in (*policy.hours, *policy.responses, *policy.precedence)]
    rows += [one.id for one in policy.departments]
    assert result.code == 0
    assert [row for row in rows if f"\n{row}\n" not in result.output] == []


def test_a_policy_is_shown_as_toml(command, folder):
    text = command("service", "show", "hoasen.toml", "--toml").output
    assert load_service_policy(text) == load_service_policy(POLICY)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(), "0 s"),
        (timedelta(seconds=59, microseconds=9), "59 s"),
        (timedelta(minutes=30), "30 min"),
        (timedelta(hours=4, seconds=59), "4 h"),
        (timedelta(hours=4, minutes=7, seconds=59), "4 h 7 min"),
        (timedelta(days=1_234, hours=23, minutes=59), "1,234 d 23 h"),
    ],
)
def test_a_length_of_time_is_said_in_its_largest_unit_and_the_next(length, said):
    assert span(length) == said


@pytest.mark.parametrize(
    ("part", "said"),
    [(0.0, "0 %"), (1 / 3, "33 %"), (0.29, "29 %"), (0.9999, "99 %"), (1.0, "100 %")],
)
def test_what_is_not_all_is_never_said_to_be_all(part, said):
    assert share(part) == said


# --- what cannot be done --------------------------------------------------------------------------

COMMANDS = {
    "open": [],
    "waits": ["conversations.jsonl"],
    "report": ["conversations.jsonl", "--first", "2026-11-01", "--before", "2026-12-01"],
    "lint": [],
    "show": [],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_policy_that_is_none_lists_those_that_are(command, folder, name):
    result = command("service", name, "cloudmimi", *COMMANDS[name])
    assert (result.code, result.output) == (1, "")
    assert result.errors == (
        "omnidesk: cloudmimi cannot be read: No such file or directory; "
        "built-in policies: cloudmini\n"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_a_policy_that_cannot_be_read_stops_it(command, folder, name):
    (folder / "bad.toml").write_text(POLICY.replace("08:00:00", "8"), encoding="utf-8")
    result = command("service", name, "bad.toml", *COMMANDS[name])
    assert (result.code, result.output) == (1, "")
    assert result.errors.startswith('omnidesk: bad.toml: hours "office", ')
    assert result.errors.count("\n") == 1


@pytest.mark.parametrize("name", ["waits", "report"])
def test_a_line_that_cannot_be_read_stops_it(command, folder, name):
    with (folder / "conversations.jsonl").open("ab") as stream:
        stream.write(b'{"type": "conversation", "text": "Lan"}\n')
    result = command("service", name, "hoasen.toml", *COMMANDS[name], "--json")
    assert (result.code, result.output) == (1, "")
    assert result.errors.startswith("omnidesk: conversations.jsonl line 8: ")
    assert "Lan" not in result.errors


@pytest.mark.parametrize("name", ["waits", "report"])
def test_conversations_are_asked_for(command, folder, name):
    result = command("service", name, "hoasen.toml")
    assert result.code == 2
    assert result.errors.startswith("omnidesk: Missing argument 'CONVERSATIONS…'")


@pytest.mark.parametrize(
    ("name", "arguments", "line"),
    [
        ("open", ["--at", "tomorrow"], "'--now' / '--at': expected a time with its zone"),
        ("open", ["--at", "2026-11-22"], "'--now' / '--at': expected a time with its zone"),
        ("waits", ["--now", "0001-01-01T00:00+07:00"], "'--now' / '--at': expected a time with"),
        ("open", ["--zone", "Mars/Sun"], "'--zone': no time zone is called 'Mars/Sun'"),
        ("report", ["--first", "November"], "'--first': expected a day, such as 2026-11-01"),
        ("report", ["--before", "2026-11-31"], "'--before': expected a day, such as 2026-11-01"),
        ("report", ["--before", "2026-11-01"], "--before: expected a day after --first"),
        ("report", ["--first", "0001-01-01"], "--first: expected a day within the calendar"),
        ("open", ["--department", "tech"], "--department: no department is called tech; there are"),
        ("waits", ["--department", "tech"], "--department: no department is called tech"),
        ("report", ["--department", "tech"], "--department: no department is called tech"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(command, folder, name, arguments, line):
    result = command("service", name, "hoasen.toml", *COMMANDS[name], *arguments)
    assert (result.code, result.output) == (2, "")
    assert result.errors.startswith(f"omnidesk: Invalid value for {line}")
    assert result.errors.count("\n") == 1


def test_a_policy_without_departments_says_that_it_has_none(command, folder):
    result = opened(command, "--department", "sales", name="bare.toml")
    assert result.code == 2
    assert "no department is called sales; the policy has none" in result.errors
