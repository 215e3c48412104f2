"""What is wrong with a service policy, or odd, is found before anybody waits."""

from typing import get_args

import pytest
from tests.policy.service.build import (
    OFFICE,
    SOURCE,
    WEEK,
    always,
    department,
    first_come,
    hours,
    policy,
    response,
    times,
)

from omnidesk.policy import Citation
from omnidesk.policy.service import (
    ServiceFinding,
    ServiceFindingCode,
    builtin_service_policy,
    lint_service,
)

GOOD = (
    hours(times("08:00", "17:00"), name="office", closed_on="vn"),
    response(limit=60, clock="support_hours"),
)


def codes(*rows, **more):
    return [one.code for one in lint_service(policy(*rows, **more))]


def found(code, *rows, **more):
    return [str(one) for one in lint_service(policy(*rows, **more)) if one.code == code]


def test_a_sound_policy_has_no_findings():
    assert lint_service(policy(*GOOD), calendars=["vn"]) == ()


def test_a_finding_is_a_line():
    one = ServiceFinding("no_limit", "info", "no answer is ever too late", "r")
    assert str(one) == "info no_limit: r: no answer is ever too late"
    whole = ServiceFinding("nothing_promised", "info", "it says nothing")
    assert str(whole) == "info nothing_promised: it says nothing"


def test_findings_are_sorted_with_errors_first_and_none_twice():
    rules = policy(
        hours(times("08:00", "17:00"), times(None, "11:30", "saturday"), name="b"),
        hours(times("08:00", "17:00"), times(None, "11:30", "saturday"), name="a"),
        response("z", clock="support_hours", channels=("email",), departments=("x",)),
        departments=(department("x"),),
    )
    lines = [str(one).split()[:3] for one in lint_service(rules)]
    assert lines == [
        ["warning", "opening_not_said:", "a:"],
        ["warning", "opening_not_said:", "b:"],
        ["info", "holidays_worked:", "a:"],
        ["info", "holidays_worked:", "b:"],
        ["info", "hours_meet:", "a:"],
        ["info", "no_limit:", "z:"],
    ]
    turned = rules.model_copy(update={"hours": rules.hours[::-1]})
    assert lint_service(turned) == lint_service(rules)


# --- calendars ------------------------------------------------------------------------------------


def test_a_calendar_that_nobody_has_is_an_error():
    (one,) = lint_service(policy(*GOOD), calendars=["other"])
    assert (one.code, one.severity, one.entry) == ("unknown_calendar", "error", "office")
    assert "there is no calendar vn" in one.text


def test_without_a_list_of_calendars_any_is_taken_to_be_there():
    assert codes(*GOOD) == []


def test_hours_without_a_calendar_are_worked_on_holidays():
    assert codes(OFFICE, GOOD[1]) == ["holidays_worked"]


def test_what_is_always_there_says_so():
    assert codes(always(), GOOD[1]) == []


# --- clocks ---------------------------------------------------------------------------------------

IN_HOURS = {"clock": "support_hours", "limit": 60}


def test_a_clock_without_hours_is_an_error():
    (one,) = lint_service(policy(response(**IN_HOURS)))
    assert (one.code, one.severity, one.entry) == ("clock_without_hours", "error", "r")
    assert one.text == "it counts support hours, and no row says when the desk has any"


def test_a_clock_that_counts_all_time_needs_no_hours():
    assert codes(response(limit=60)) == []


def test_a_clock_names_the_channels_of_a_department_that_have_no_hours():
    (line,) = found(
        "clock_without_hours",
        always(departments=("sales",), channels=("chat",)),
        response(departments=("sales",), channels=("chat", "email", "call"), **IN_HOURS),
    )
    assert line.endswith("no row says when sales, email, call has any")


def test_a_clock_of_all_departments_names_those_that_have_no_hours():
    lines = found(
        "clock_without_hours",
        always(departments=("sales",)),
        response(**IN_HOURS),
        departments=(department("help"),),
    )
    assert len(lines) == 1
    assert "when help has any" in lines[0]


def test_a_clock_is_about_its_own_departments_and_channels_alone():
    desk = always(departments=("sales",), channels=("chat",))
    mine = {"departments": ("sales",), "channels": ("chat",)}
    other = response("mail", departments=("sales",), channels=("email",), limit=60)
    lines = found(
        "clock_without_hours",
        desk,
        other,
        response(**mine, **IN_HOURS),
        departments=(department("help"),),
    )
    assert lines == []


def test_a_clock_of_all_channels_is_about_those_that_rows_name():
    lines = found(
        "clock_without_hours",
        always(departments=("sales",), channels=("chat",)),
        response("mail", departments=("sales",), channels=("email",), limit=60),
        response(departments=("sales",), **IN_HOURS),
    )
    assert len(lines) == 1
    assert "when sales, email has any" in lines[0]


# --- times ----------------------------------------------------------------------------------------


def test_a_day_that_does_not_say_when_it_begins_is_odd():
    row = hours(
        times("08:00", "17:00"),
        times(None, "11:30", "sunday", "saturday"),
        name="office",
        closed_on="vn",
    )
    (line,) = found("opening_not_said", row)
    assert "it does not say when saturday, sunday begins" in line


def channel(name, *rows, **more):
    return hours(*rows, name=name, channels=(name,), closed_on="vn", **more)


LONG = channel("chat", times("08:00", "17:00"))


def test_a_channel_that_ends_before_another_of_its_department_is_odd():
    (line,) = found("hours_differ", channel("mail", times("08:00", "11:30")), LONG)
    assert "mail: on monday, tuesday, wednesday, thursday, friday it ends before chat does" in line


@pytest.mark.parametrize(
    "other",
    [
        channel("mail", times("08:00", "17:00")),
        channel("mail", times("08:00", "11:30", "saturday")),
        channel("mail", times("22:00", "06:00")),
        channel("mail", times("08:00", "00:00")),
        channel("mail", times("08:00", "11:30"), times("13:00", "17:00")),
        channel("mail", times("08:00", "11:30"), times("20:00", "04:00")),
        channel("mail", times("08:00", "11:30"), times("20:00", "09:00")),
        channel("mail", times("00:00", "00:00")),
        channel("mail", times("23:00", "01:00"), times(None, "11:30", "saturday")),
        channel("mail", times("08:00", "11:30"), departments=("sales",)),
        always("mail", channels=("mail",)),
        hours(times("08:00", "11:30"), name="mail", channels=("chat",), closed_on="vn"),
    ],
    ids=[
        "as long",
        "other days",
        "past midnight",
        "until midnight",
        "with a break",
        "a second shift past midnight",
        "a second shift into the next morning",
        "all day",
        "past midnight and unsaid",
        "another department",
        "always",
        "the same channel",
    ],
)
def test_channels_that_do_not_end_before_one_another_are_not(other):
    assert found("hours_differ", other, LONG) == []


def test_a_day_whose_beginning_is_not_said_ends_when_it_says():
    short = channel("mail", times("08:00", "17:00"), times(None, "11:30", "saturday"))
    longer = channel("chat", times("08:00", "17:00", *WEEK[:6]))
    (line,) = found("hours_differ", short, longer)
    assert "on saturday it ends before chat does" in line


MEETING = [
    ({}, {}, True),
    ({"channels": ("chat",)}, {"channels": ("chat", "email")}, True),
    ({"departments": ("a", "b")}, {"departments": ("b",)}, True),
    ({"channels": ("chat",)}, {"channels": ("email",)}, False),
    ({"departments": ("a",)}, {"departments": ("b",)}, False),
    ({"channels": ("chat",)}, {}, False),
    ({}, {"channels": ("chat",)}, False),
    ({"departments": ("a",)}, {"departments": ("a",), "channels": ("chat",)}, False),
    (
        {"departments": ("a",), "channels": ("chat",)},
        {"departments": ("a",), "channels": ("email",)},
        False,
    ),
    (
        {"departments": ("a",), "channels": ("chat",)},
        {"departments": ("a",), "channels": ("chat",)},
        True,
    ),
]


@pytest.mark.parametrize(("one", "other", "meet"), MEETING)
def test_rows_that_say_it_equally_closely_meet(one, other, meet):
    lines = found("hours_meet", always("b", **one), always("a", **other))
    expected = "info hours_meet: a: b is about some of the same: there, either of them is enough"
    assert lines == [expected] * meet


# --- promises and sources -------------------------------------------------------------------------


def test_a_policy_without_response_times_promises_nothing():
    assert codes(GOOD[0]) == ["nothing_promised"]


def test_a_row_without_a_limit_makes_no_answer_too_late():
    assert found("no_limit", response("aimed", target=30), response("free")) == [
        "info no_limit: aimed: it has no limit: no answer is ever too late",
        "info no_limit: free: it has no limit and no target: no answer is ever too late",
    ]


@pytest.mark.parametrize(
    ("certainty", "severity"), [("secondary", "info"), ("unconfirmed", "warning")]
)
def test_a_source_that_nobody_has_read_is_odd(certainty, severity):
    source = Citation(document="X", certainty=certainty)
    rows = (always(), response(limit=60), first_come("a", before=("b",)))
    doubted = [row.model_copy(update={"source": source}) for row in rows]
    lines = [str(one).split(": ")[:2] for one in lint_service(policy(*doubted))]
    assert lines == [[f"{severity} {certainty}_source", name] for name in ("h", "p", "r")]


def test_a_source_that_was_read_is_not():
    assert SOURCE.certainty == "quoted"
    assert found("unconfirmed_source", *GOOD) + found("secondary_source", *GOOD) == []


def test_what_a_published_page_leaves_open_is_found():
    lines = lint_service(builtin_service_policy("cloudmini"), calendars=["vietnam"])
    assert [(one.code, one.entry) for one in lines] == [
        ("hours_differ", "E08-sales-email"),
        ("opening_not_said", "E08-sales-email"),
        ("opening_not_said", "E09-sales-chat-hotline"),
        ("no_limit", "E11-sales-next-hour"),
    ]


def test_each_code_has_a_line_in_the_documentation(service_page):
    assert [one for one in get_args(ServiceFindingCode) if f"`{one}`" not in service_page] == []
