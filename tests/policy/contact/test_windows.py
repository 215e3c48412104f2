"""What platforms let through, and what opens it; hours, days off and caps of platforms."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.policy.contact.asking import (
    GRANT,
    NOON,
    SAIGON,
    SOURCE,
    against,
    decided,
    desk,
    fact,
    kind,
    request,
    some_cap,
)

from omnidesk.policy import BusinessCalendar, Facts, vietnam_calendar
from omnidesk.policy.consent import Ledger
from omnidesk.policy.contact import (
    PLATFORM_WINDOWS,
    ClosedDays,
    ContactPolicy,
    Opening,
    Window,
    next_allowed,
    sent_facts,
)

ANSWER = kind("answer", purpose="support", basis="contract", opt_out=False)
CLASSES = (ANSWER, kind("offer"), kind("invoice", purpose="contract", basis="contract"))
PLATFORMS = ContactPolicy(id="p", classes=CLASSES, use=("meta", "whatsapp", "zalo"))


def is_open(channel, deed, hours, *, name="answer", policy=PLATFORMS, now=NOON, **more):
    did = [fact("interacted", hours, name=f"{channel}/{deed}")] if deed else []
    return decided(request(channel, name, **more), *did, policy=policy, now=now).go == "allow"


@pytest.mark.parametrize(
    ("channel", "deed", "hours", "more", "open_"),
    [
        ("messenger", "message", -23, {}, True),
        ("messenger", "postback", -23, {}, True),
        ("messenger", "opt_in", -23, {}, True),
        ("messenger", "follow", -1, {}, False),
        ("messenger", "message", -24, {}, False),
        ("messenger", "message", -24, {"human": True}, True),
        ("messenger", "opt_in", -24, {"human": True}, False),
        ("messenger", "message", -168, {"human": True}, False),
        ("messenger", "ad_message", -167, {"name": "offer"}, True),
        ("messenger", "ad_message", -168, {"name": "offer"}, False),
        ("messenger", "message", -100, {"human": True, "name": "offer"}, False),
        ("instagram", "message", -23, {"name": "offer"}, True),
        ("whatsapp", "message", -23, {}, True),
        ("whatsapp", "message", -24, {}, False),
        ("whatsapp", None, 0, {"template": True, "name": "offer"}, True),
        ("zalo", "follow", -47, {}, True),
        ("zalo", "call", -47, {}, True),
        ("zalo", "message", -48, {}, False),
        ("zalo", "message", -1, {"name": "offer"}, False),
        ("zalo", "message", -1, {"name": "invoice"}, False),
        ("zalo_call", "call_consent", -719, {}, True),
        ("zalo_call", "call_consent", -720, {}, False),
        ("zalo_call", "call", -1, {}, False),
        ("youtube", None, 0, {}, True),
        ("email", None, 0, {}, True),
    ],
)
def test_what_opens_which_window_for_how_long(channel, deed, hours, more, open_):
    assert is_open(channel, deed, hours, **more) is open_


def test_an_interaction_that_does_not_say_what_it_was_is_a_message():
    assert decided(
        request("messenger", "answer"), fact("interacted", name="messenger"), policy=PLATFORMS
    ).closes == NOON + timedelta(hours=23)


def test_our_own_answers_open_nothing():
    sent = sent_facts(request("whatsapp", "answer"), message_id="m1", at=NOON - timedelta(hours=1))
    old = fact("interacted", -30, name="whatsapp/message")
    assert decided(request("whatsapp", "answer"), *sent, old, policy=PLATFORMS).go == "deny"


def test_of_two_accounts_of_zalo_the_stricter_counts_unless_it_is_left_out():
    assert not is_open("zalo", "message", -50)
    wide = PLATFORMS.model_copy(update={"leave_out": ("zalo.consultation.48h",)})
    assert is_open("zalo", "message", -50, policy=wide)
    assert not is_open("zalo", "message", -168, policy=wide)


def test_what_zalo_has_stopped_was_open_before():
    last = datetime(2026, 2, 28, 5, tzinfo=UTC)
    assert is_open("zalo", None, 0, name="invoice", now=last)
    assert not is_open("zalo", None, 0, name="invoice", now=last + timedelta(days=1))


def test_an_open_window_says_when_it_closes():
    did = fact("interacted", -2, name="messenger/message")
    found = decided(request("messenger", "answer"), did, policy=PLATFORMS)
    assert found.closes == NOON + timedelta(hours=22)
    assert decided(request("email", "answer"), policy=PLATFORMS).closes is None
    template = request("whatsapp", "answer", template=True)
    assert decided(template, policy=PLATFORMS).closes is None


def test_of_several_openings_the_longest_and_of_several_windows_the_shortest_counts():
    came = fact("interacted", -2, name="messenger/ad_message")
    found = decided(request("messenger", "answer"), came, policy=PLATFORMS)
    assert found.closes == NOON + timedelta(days=7, hours=-2)
    wrote = fact("interacted", -2, name="zalo/message")
    found = decided(request("zalo", "answer"), wrote, policy=PLATFORMS)
    assert found.closes == NOON + timedelta(hours=46)


def test_a_closed_window_says_which_it_is():
    did = fact("interacted", -200, name="messenger/message")
    asked = request("messenger", "answer")
    assert against(asked, did, policy=PLATFORMS) == [("window", "deny", "meta.messenger")]
    assert against(asked, policy=PLATFORMS) == [("window", "deny", "no_interaction")]


def test_a_window_without_openings_is_closed():
    policy = desk(*CLASSES, windows=(Window(id="shut", channel="email", source=SOURCE),))
    assert against(request("email", "answer"), policy=policy) == [("window", "deny", "shut")]


DEEDS = st.lists(
    st.builds(
        fact,
        st.just("interacted"),
        st.integers(-200, 0).map(float),
        st.sampled_from(["messenger/message", "messenger/ad_message", "zalo/follow", "zalo"]),
    ),
    max_size=4,
)
ROWS = st.lists(st.sampled_from(PLATFORM_WINDOWS), unique=True, max_size=4)


@given(
    st.sampled_from(["messenger", "zalo", "whatsapp"]),
    st.sampled_from(["answer", "offer"]),
    DEEDS,
    ROWS,
    st.sampled_from(PLATFORM_WINDOWS),
)
def test_one_more_window_never_lets_more_through(channel, name, facts, rows, more):
    fewer, both = (
        desk(*CLASSES, windows=tuple(dict.fromkeys(some))) for some in (rows, [*rows, more])
    )
    asked = request(channel, name)
    with_more = decided(asked, *facts, policy=both).go
    assert decided(asked, *facts, policy=fewer).go == "allow" or with_more != "allow"


# --- promotions on Zalo ---------------------------------------------------------------------------

TET = BusinessCalendar(
    id="vietnam",
    zone="Asia/Ho_Chi_Minh",
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    holidays=(date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18)),
    working_days=(date(2026, 2, 18),),
)
PROMOTION = desk(
    *CLASSES, use=("zalo",), leave_out=("zalo.uid-stopped",), channels=("zalo", "email")
)


def promoted(now, *facts, calendars=(TET,), policy=PROMOTION):
    asked = request("zalo")
    old = GRANT.model_copy(update={"at": datetime(2025, 1, 1, tzinfo=UTC)})
    return decided(asked, *facts, events=[old], now=now, policy=policy, calendars=calendars)


def at(day, hour, minute=0, month=2):
    return datetime(2026, month, day, hour, minute, tzinfo=SAIGON)


@pytest.mark.parametrize(
    ("hour", "minute", "opens"), [(7, 59, 8), (8, 0, None), (21, 59, None), (22, 0, 8)]
)
def test_promotions_go_at_the_hours_that_both_accounts_name(hour, minute, opens):
    found = promoted(at(3, hour, minute))
    assert (found.until and found.until.astimezone(SAIGON).hour) == opens


def test_the_hours_of_zalo_are_those_of_vietnam_wherever_they_live():
    found = decided(
        request("zalo", zone="America/New_York"), policy=PROMOTION, calendars=[TET], now=at(3, 23)
    )
    assert [one.reason for one in found.against if one.gate == "hours"] == ["zalo.promotion.08"]


def test_a_desk_that_trusts_the_wider_account_says_so():
    left = ("zalo.uid-stopped", "zalo.promotion.08")
    wider = PROMOTION.model_copy(update={"leave_out": left})
    assert promoted(at(3, 6, 30), policy=wider).go == "allow"


def test_no_promotion_goes_at_tet_and_the_worked_day_counts_as_one():
    assert promoted(at(16, 9)).until == at(18, 0)
    assert promoted(at(17, 23, 30)).until == at(18, 8)
    assert promoted(at(18, 9)).go == "allow"
    assert promoted(at(15, 9)).go == "allow"


def test_vietnams_own_calendar_knows_tet():
    calendar = vietnam_calendar([2026, 2027])
    tet = datetime(2027, 2, 6, 9, tzinfo=SAIGON)
    found = promoted(tet, calendars=[calendar])
    assert [one.reason for one in found.against] == ["zalo.promotion.holidays"]
    beyond = promoted(tet.replace(year=2028), calendars=[calendar])
    assert [one.reason for one in beyond.against] == ["year_unknown"]


def test_a_year_that_the_calendar_does_not_know_is_a_no():
    found = promoted(at(3, 9).replace(year=2027))
    assert [(one.gate, one.go, one.reason) for one in found.against] == [
        ("closed_days", "deny", "year_unknown")
    ]


def test_without_the_calendar_it_is_a_no():
    found = promoted(at(3, 9), calendars=())
    assert [one.reason for one in found.against] == ["no_calendar"]


def test_one_promotion_a_day():
    sent = sent_facts(request("zalo"), message_id="m1", at=at(3, 9))
    assert promoted(at(3, 20), *sent).until == at(4, 9)
    assert promoted(at(4, 9), *sent).go == "allow"


def test_the_first_moment_after_tet_is_when_the_hours_open():
    old = GRANT.model_copy(update={"at": datetime(2025, 1, 1, tzinfo=UTC)})
    found = next_allowed(
        request("zalo"), Ledger([old]), Facts(), PROMOTION, now=at(16, 1), calendars=[TET]
    )
    assert found == at(18, 8)


def test_days_off_that_end_with_their_row_end_with_it():
    row = ClosedDays(id="off", calendar="vietnam", last=date(2026, 2, 16), source=SOURCE)
    policy = desk(*CLASSES, closed_days=(row,))
    assert promoted(at(16, 9), policy=policy).until == datetime(2026, 2, 17, tzinfo=UTC)


# --- caps by class --------------------------------------------------------------------------------


def test_a_cap_that_was_broken_holds_until_enough_have_aged():
    policy = desk(*CLASSES, caps=(some_cap(2, channel=None),))
    sent = [
        one
        for hours in (40, 10, 30)
        for one in sent_facts(
            request("email"), message_id=f"m{hours}", at=NOON - timedelta(hours=hours)
        )
    ]
    assert decided(request(), *sent, policy=policy).until == NOON + timedelta(hours=38)


def test_a_cap_of_a_class_counts_that_class_alone():
    cap = some_cap(30, channel=None, message_class=("offer",))
    policy = desk(*CLASSES, caps=(cap,))
    earlier = NOON - timedelta(days=1)
    offer = sent_facts(request("email"), message_id="m1", at=earlier)
    answer = sent_facts(request("email", "answer"), message_id="m2", at=earlier)
    assert against(request(), *answer, policy=policy) == []
    assert against(request(), *offer, policy=policy) == [("caps", "defer", "y")]
    assert against(request("email", "answer"), *offer, policy=policy) == []


def test_a_cap_of_a_class_can_be_of_one_channel():
    policy = desk(*CLASSES, caps=(some_cap(30, message_class=("offer",)),))
    offer = sent_facts(request("email"), message_id="m1", at=NOON - timedelta(days=1))
    assert against(request(), *offer, policy=policy) == []


def test_a_cap_without_a_channel_counts_all_channels():
    policy = desk(*CLASSES, caps=(some_cap(2, channel=None),))
    sent = sent_facts(request("email", "answer"), message_id="m", at=NOON - timedelta(days=1))
    assert against(request(), *sent, policy=policy) == [("caps", "defer", "y")]


# --- rows -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "within", [timedelta(0), timedelta(microseconds=1), timedelta(days=99_999), "P1M", "P2BD", "1d"]
)
def test_a_length_that_is_none_is_refused(within):
    with pytest.raises(ValidationError):
        Opening(length=within)


def test_a_length_may_be_written_as_a_period():
    assert Opening.model_validate({"length": "P1DT2H"}).length == timedelta(hours=26)


def test_a_row_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError, match="not after the last"):
        some_cap(1, first=date(2026, 1, 2), last=date(2026, 1, 1))


def test_a_row_may_last_as_long_as_the_calendar():
    assert some_cap(1, last=date.max).ends == datetime.max.replace(tzinfo=UTC)
    assert some_cap(1, last=date(2026, 1, 1)).ends == datetime(2026, 1, 2, tzinfo=UTC)
