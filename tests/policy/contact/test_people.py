"""Gates about people: what they prefer, in which order, how old they are, what they may see."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.policy.contact.asking import (
    GRANT,
    NOON,
    SOURCE,
    against,
    consent,
    decided,
    desk,
    fact,
    kind,
    request,
)

from omnidesk.policy.contact import EUROPE_AGES, UNITED_STATES_AGES, VIETNAM_AGES, AgeLimit, Order

CHANNELS = ("email", "sms", "call", "post")
MAIL_FIRST = Order(id="mail-first", steps=(("email",), ("sms", "call"), ("post",)), source=SOURCE)
OFFERS = desk(orders=(MAIL_FIRST,))
FAILED = fact("delivery_failed", -5, name="email/m1")


# --- channels in their order ----------------------------------------------------------------------


def test_the_first_channel_needs_no_evidence():
    assert against(request("email"), policy=OFFERS) == []


def test_a_later_channel_waits_until_the_earlier_has_been_shown_to_fail():
    found = decided(request("sms"), policy=OFFERS)
    assert [(one.gate, one.reason, one.instead) for one in found.against] == [
        ("fallback", "mail-first", ("email",))
    ]
    assert against(request("sms"), FAILED, policy=OFFERS) == []


def test_a_message_that_was_sent_and_not_answered_has_not_failed():
    sent = fact("message_sent", -5, name="email/m1")
    assert against(request("sms"), sent, policy=OFFERS) != []


@pytest.mark.parametrize("success", ["delivered", "interacted"])
def test_a_failure_before_the_last_success_is_forgotten(success):
    assert against(request("sms"), FAILED, fact(success, -4, name="email/m2"), policy=OFFERS)
    assert against(request("sms"), FAILED, fact(success, -5, name="email/m2"), policy=OFFERS)
    assert against(request("sms"), FAILED, fact(success, -6, name="email/m2"), policy=OFFERS) == []


def test_a_failure_of_another_channel_is_no_evidence():
    other = fact("delivery_failed", name="emails/m1"), fact("delivery_failed", name="call/m1")
    assert against(request("sms"), *other, policy=OFFERS) != []


def test_the_third_step_waits_for_all_of_the_second():
    sms, call = (fact("delivery_failed", name=f"{one}/m") for one in ("sms", "call"))
    assert against(request("post"), FAILED, sms, policy=OFFERS) != []
    assert against(request("post"), FAILED, sms, call, policy=OFFERS) == []


def test_a_channel_that_cannot_be_used_is_passed_over_until_it_can():
    gone = fact("channel_unusable", -3, name="email")
    assert against(request("sms"), gone, policy=OFFERS) == []
    assert against(request("sms"), gone, fact("channel_usable", -2, name="email"), policy=OFFERS)


def test_nothing_goes_by_a_channel_that_cannot_be_used():
    gone = fact("channel_unusable", -3, name="email")
    assert against(request("email"), gone) == [("reach", "deny", "reach")]
    assert against(request("sms"), gone) == []
    assert against(request("email"), gone, fact("channel_usable", -2, name="email")) == []
    assert against(request("email"), gone, fact("channel_usable", -3, name="email")) != []


def test_a_channel_in_no_step_is_not_concerned():
    assert against(request("fax"), policy=OFFERS) == []


def test_an_order_can_be_of_one_purpose():
    policy = desk(orders=(MAIL_FIRST.model_copy(update={"purpose": ("support",)}),))
    assert against(request("sms"), policy=policy) == []


def test_channels_that_they_do_not_want_are_passed_over():
    wanted = fact("channel_preferred", name="sms"), fact("channel_preferred", name="post")
    assert against(request("sms"), *wanted, policy=OFFERS) == []
    assert [one[0] for one in against(request("post"), *wanted, policy=OFFERS)] == ["fallback"]


def test_their_own_order_counts_before_that_of_the_desk():
    wanted = fact("channel_preferred", name="1/sms"), fact("channel_preferred", name="2/email")
    assert against(request("sms"), *wanted, policy=OFFERS) == []
    found = decided(request("email"), *wanted, policy=OFFERS)
    assert [(one.reason, one.instead) for one in found.against] == [("earlier_channel", ("sms",))]
    failed = fact("delivery_failed", name="sms/m")
    assert against(request("email"), *wanted, failed, policy=OFFERS) == []


def test_a_preference_says_what_is_preferred_first_choice_first():
    wanted = fact("channel_preferred", name="2/post"), fact("channel_preferred", name="1/zalo")
    found = decided(request("sms"), *wanted)
    assert [(one.gate, one.instead) for one in found.against] == [("preference", ("zalo", "post"))]


def test_a_number_alone_is_no_place_in_an_order():
    assert against(request(), fact("channel_preferred", name="2")) != []


@pytest.mark.parametrize("steps", [(), ((),), (("email",), ("email",))])
def test_an_order_names_each_channel_once(steps):
    with pytest.raises(ValidationError):
        Order(id="o", steps=steps, source=SOURCE)


EVIDENCE = st.lists(
    st.builds(
        fact,
        st.sampled_from(["delivery_failed", "delivered", "interacted", "channel_unusable"]),
        st.integers(-9, -1).map(float),
        st.sampled_from(["email", "sms/m", "call/m", "email/m"]),
    ),
    max_size=6,
)


@given(st.sampled_from(CHANNELS), EVIDENCE)
def test_an_order_never_lets_more_through(channel, facts):
    free = decided(request(channel), *facts, policy=desk())
    bound = decided(request(channel), *facts, policy=OFFERS)
    assert free.go == "allow" or bound.go != "allow"


@given(st.sampled_from(CHANNELS), EVIDENCE, st.sampled_from(["email", "sms", "call"]))
def test_a_success_opens_no_other_channel(channel, facts, worked):
    # What reaches somebody shows that they can be reached, by that channel.
    assume(worked != channel)
    before = decided(request(channel), *facts, policy=OFFERS)
    after = decided(request(channel), *facts, fact("delivered", 0, name=worked), policy=OFFERS)
    assert before.go == "allow" or after.go != "allow"


# --- age ------------------------------------------------------------------------------------------

SIXTEEN = AgeLimit(id="sixteen", until=16, source=SOURCE)
LAWS = desk(
    kind("club", minors="guardian"), ages=(*VIETNAM_AGES, *EUROPE_AGES, *UNITED_STATES_AGES)
)


def age_says(policy=LAWS, **more):
    found = against(request(name="club", **{"age": None} | more), policy=policy)
    assert [one[0] for one in found] in ([], ["minor"])
    return found[0][2] if found else None


@pytest.mark.parametrize(
    ("region", "last"), [("VN", 15), ("DE", 15), ("IS", 15), ("US", 12), (None, 15)]
)
def test_each_law_has_its_last_year_of_childhood(region, last):
    assert age_says(region=region, age_years=last) == "no_guardian"
    assert age_says(region=region, age_years=last + 1) is None


def test_sixteen_or_under_means_that_sixteen_is_a_minor():
    policy = desk(kind("club", minors="guardian"), ages=(SIXTEEN,))
    assert age_says(policy, age_years=16) == "no_guardian"
    assert age_says(policy, age_years=17) is None


def test_of_several_rows_the_strictest_counts():
    policy = desk(kind("club", minors="guardian"), ages=(*VIETNAM_AGES, SIXTEEN))
    assert age_says(policy, age_years=16) == "no_guardian"


def test_where_no_row_says_who_is_a_minor_nobody_knows():
    assert age_says(region="JP", age_years=30) == "no_age_limit"
    assert age_says(region="JP", age_years=30, age="adult") is None


def test_years_outweigh_the_word_adult_and_the_word_minor_outweighs_years():
    assert age_says(age="adult", age_years=15) == "no_guardian"
    assert age_says(age="minor", age_years=40) == "no_guardian"
    assert age_says(age="adult", age_years=40) is None


BIRTHDAY = date(2010, 11, 4)


@pytest.mark.parametrize(
    ("zone", "now", "said"),
    [
        ("Asia/Ho_Chi_Minh", datetime(2026, 11, 3, 16, 59, tzinfo=UTC), "no_guardian"),
        ("Asia/Ho_Chi_Minh", datetime(2026, 11, 3, 17, tzinfo=UTC), None),
        (None, datetime(2026, 11, 4, 11, 59, tzinfo=UTC), "no_guardian"),
        (None, datetime(2026, 11, 4, 12, tzinfo=UTC), None),
    ],
)
def test_a_birthday_begins_on_their_clock_and_last_where_that_is_not_known(zone, now, said):
    asked = request(name="club", age=None, born=BIRTHDAY, zone=zone, region="VN")
    found = against(asked, policy=LAWS, now=now)
    assert [one[2] for one in found] == ([] if said is None else [said])


def test_who_was_born_on_a_leap_day_is_a_year_older_on_the_first_of_march():
    asked = request(name="club", age=None, born=date(2008, 2, 29), region="US")
    eve, day = (datetime(2021, month, 15, tzinfo=UTC) for month in (2, 3))
    last, first = datetime(2021, 2, 28, 12, tzinfo=UTC), datetime(2021, 3, 1, 12, tzinfo=UTC)
    grant = consent(days=-9000)
    said = [
        bool(decided(asked, events=[grant], policy=LAWS, now=now).against)
        for now in (eve, last, first, day)
    ]
    assert said == [True, True, False, False]


def test_of_two_ages_the_lower_counts():
    assert age_says(age_years=40, born=date(2015, 1, 1)) == "no_guardian"


def test_a_guardian_is_asked_for_minors_alone():
    guardian = consent(purpose="guardian", actor="guardian")
    asked = request(name="club", age=None, age_years=12)
    assert against(asked, events=(GRANT, guardian), policy=LAWS) == []


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from([None, "VN", "US", "JP"]))
def test_growing_up_never_closes_what_was_open(years, more, region):
    younger = age_says(region=region, age_years=years)
    older = age_says(region=region, age_years=years + more)
    assert younger is not None or older is None


# --- audience -------------------------------------------------------------------------------------


def test_colleagues_who_watch_hear_as_long_as_they_may_see():
    policy = desk(kind("watch", basis="contract", audience="access"))
    asked = request("email", "watch", service="ticket-7")
    began = fact("access_granted", -9, name="ticket-7")
    assert against(asked, policy=policy) == [("audience", "deny", "no_access")]
    assert against(asked, began, policy=policy) == []
    assert against(asked, began, fact("access_ended", -9, name="ticket-7"), policy=policy) != []
    ended = fact("access_ended", -1, name="ticket-7")
    assert against(asked, began, ended, policy=policy) == [("audience", "deny", "no_access")]


def test_a_wish_for_no_contact_counts_from_its_moment_on():
    asked, refused = request(), fact("do_not_contact", 0)
    assert against(asked, refused, now=NOON - timedelta(seconds=1)) == []
    assert against(asked, refused) == [("do_not_contact", "deny", "do_not_contact")]
