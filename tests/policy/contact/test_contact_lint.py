"""What lint finds in a contact policy."""

from datetime import date, time

import pytest
from tests.policy.contact.asking import SOURCE, kind

from omnidesk.policy import Citation
from omnidesk.policy.contact import (
    AgeLimit,
    ClosedDays,
    ContactPolicy,
    Hours,
    ImpliedConsent,
    Marks,
    Opening,
    Order,
    Purpose,
    Route,
    Window,
    builtin_contact_policy,
    lint_contact,
)

DAY = date(2026, 11, 22)


def policy(*classes, **more):
    return ContactPolicy(id="p", classes=classes or (kind(),), **more)


def found(made, code, **more):
    return [one.entry for one in lint_contact(made, **more) if one.code == code]


def hours(name, opens, closes, **more):
    return Hours(id=name, opens=time(opens), closes=time(closes), source=SOURCE, **more)


SMS = kind(channels=("sms",))
MARKED = kind(labels=("QC",), footer=True)
CONFIRMS = kind("ok", purpose="opt_out", basis="law", opt_out=False, single="opt_out_confirmation")
MARKETING = Purpose(id="marketing", basis="consent")
SECOND = Citation(document="Another's account", certainty="secondary")
UNSURE = Citation(document="Hearsay", certainty="unconfirmed")


@pytest.mark.parametrize(
    ("code", "entry", "bad", "good"),
    [
        (
            "purpose_without_class",
            "survey",
            policy(purposes=(MARKETING, Purpose(id="survey", basis="consent"))),
            policy(purposes=(MARKETING, Purpose(id="survey", basis="consent", sends=False))),
        ),
        (
            "purpose_without_class",
            "marketing",
            policy(kind(active=False), purposes=(MARKETING,)),
            policy(kind(), purposes=(MARKETING,)),
        ),
        (
            "purpose_undeclared",
            "survey",
            policy(kind(), kind("survey", purpose="survey"), purposes=(MARKETING,)),
            policy(kind(), CONFIRMS, purposes=(MARKETING,)),
        ),
        ("class_without_sender", "offer", policy(kind(senders=())), policy(kind(senders=("*",)))),
        (
            "class_without_channel",
            "offer",
            policy(SMS, channels=("email",)),
            policy(SMS, channels=("sms",)),
        ),
        (
            "unmarked",
            "offer",
            policy(kind(labels=("QC",)), use=("vn.marks.sms",)),
            policy(MARKED, use=("vn.marks.sms",)),
        ),
        (
            "unmarked",
            "offer",
            policy(kind(footer=True), use=("vn.marks.sms",)),
            policy(kind("note", purpose="service"), use=("vn.marks.sms",)),
        ),
        (
            "hours_never_meet",
            "offer",
            policy(hours=(hours("a", 8, 9), hours("b", 9, 10))),
            policy(hours=(hours("a", 8, 10), hours("b", 9, 11))),
        ),
        (
            "hours_never_meet",
            "offer",
            policy(hours=(hours("a", 8, 9, channel="sms"), hours("b", 9, 10))),
            policy(hours=(hours("a", 8, 9, channel="sms"), hours("b", 9, 10, channel="email"))),
        ),
        (
            "hours_never_meet",
            "offer",
            policy(hours=(hours("a", 8, 9, region=("VN",)), hours("b", 9, 10))),
            policy(hours=(hours("a", 8, 9, region=("VN",)), hours("b", 9, 10, region=("US",)))),
        ),
        (
            "hours_never_meet",
            "offer",
            policy(hours=(hours("a", 8, 9, last=DAY), hours("b", 9, 10, first=DAY))),
            policy(hours=(hours("a", 8, 9, last=date(2025, 1, 1)), hours("b", 9, 10, first=DAY))),
        ),
        (
            "window_never_opens",
            "offer",
            policy(kind(channels=("zalo",)), use=("zalo.uid-stopped",)),
            policy(kind(channels=("zalo",), purpose="support"), use=("zalo.uid-stopped",)),
        ),
        (
            "implied_consent",
            "tick",
            policy(implied=(ImpliedConsent(id="tick", answer="preticked", source=SOURCE),)),
            policy(),
        ),
        (
            "row_idle",
            "c",
            policy(SMS, marks=(Marks(id="c", channel="fax", footer=True, source=SOURCE),)),
            policy(SMS, marks=(Marks(id="c", channel="sms", footer=True, source=SOURCE),)),
        ),
        (
            "unconfirmed_source",
            "m",
            policy(marks=(Marks(id="m", footer=True, source=UNSURE),)),
            policy(marks=(Marks(id="m", footer=True, source=UNSURE, purpose=("survey",)),)),
        ),
        (
            "secondary_source",
            "m",
            policy(marks=(Marks(id="m", footer=True, source=SECOND),)),
            policy(marks=(Marks(id="m", footer=True, source=SOURCE),)),
        ),
        (
            "row_left_out",
            "zalo.consultation.48h",
            policy(use=("zalo",), leave_out=("zalo.consultation.48h",)),
            policy(use=("zalo",)),
        ),
        ("no_confirmation", None, policy(), policy(kind(), CONFIRMS)),
        (
            "no_age_limit",
            None,
            policy(kind(minors="never")),
            policy(kind(minors="never"), ages=(AgeLimit(id="a", until=15, source=SOURCE),)),
        ),
    ],
)  # fmt: skip
def test_what_is_found_and_what_is_not(code, entry, bad, good):
    assert found(bad, code) == [entry]
    assert found(good, code) == []


ROUTED = policy(
    SMS,
    channels=("email",),
    register_channels=("call",),
    orders=(Order(id="o", steps=(("email",), ("fax", "sms")), source=SOURCE),),
    routes=(Route(id="r", topic=("t",), says="refuse", instead=("ticket",), source=SOURCE),),
    windows=(Window(id="w", channel="zalo", openings=(Opening(),), source=SOURCE),),
)


def test_channels_that_the_desk_does_not_use_are_named():
    lines = [str(one) for one in lint_contact(ROUTED) if one.code == "unknown_channel"]
    assert lines == [
        "warning unknown_channel: o: the desk does not use fax, sms",
        "warning unknown_channel: offer: the desk does not use sms",
        "warning unknown_channel: r: the desk does not use ticket",
        "warning unknown_channel: the desk does not use call",
        "warning unknown_channel: w: the desk does not use zalo",
    ]


def test_the_channels_of_the_desk_may_be_told():
    order = Order(id="o", steps=(("email",), ("fax",)), source=SOURCE)
    made = policy(orders=(order,))
    assert found(made, "unknown_channel") == []
    assert found(made, "unknown_channel", channels=("email",)) == ["o"]
    assert found(policy(SMS), "class_without_channel", channels=("email",)) == ["offer"]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (None, date(2026, 11, 21), "row_ended"),
        (date(2026, 11, 23), None, "row_not_begun"),
        (DAY, DAY, None),
    ],
)
def test_rows_that_are_not_in_force_are_found_on_a_day(first, last, code):
    made = policy(marks=(Marks(id="m", footer=True, source=SOURCE, first=first, last=last),))
    codes = {one.code for one in lint_contact(made, on=DAY) if one.entry == "m"}
    assert codes == ({code} if code else set())
    assert not {one.code for one in lint_contact(made) if one.entry == "m"}


def test_a_calendar_that_the_desk_lacks_is_found():
    made = policy(closed_days=(ClosedDays(id="d", calendar="vietnam", source=SOURCE),))
    assert found(made, "unknown_calendar") == []
    assert found(made, "unknown_calendar", calendars=["vietnam"]) == []
    assert found(made, "unknown_calendar", calendars=["tet"]) == ["d"]


def test_the_worst_comes_first_and_a_finding_is_a_line():
    lines = [str(one) for one in lint_contact(builtin_contact_policy("links"))]
    assert lines[0] == (
        "error purpose_without_class: promotion: messages are promised for this purpose, "
        "and no class of message is for it"
    )
    ranks = [["error", "warning", "info"].index(line.split()[0]) for line in lines]
    assert ranks == sorted(ranks)
