"""May I send this, to them, here, now: each gate, and what holds for all of them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.policy.contact.asking import (
    CLASSES,
    GRANT,
    LAN,
    NOON,
    POLICY,
    SAIGON,
    against,
    consent,
    decided,
    fact,
    kind,
    request,
    some_cap,
    some_hours,
)

from omnidesk.policy import Fact, Facts
from omnidesk.policy.consent import CEILINGS, Ledger
from omnidesk.policy.contact import (
    VIETNAM_CAPS,
    ContactPolicy,
    GateAnswer,
    join,
    may_send,
    next_allowed,
)
from omnidesk.policy.contact._gates import GATES
from omnidesk.policy.contact._words import OTHER_GATE, REASONS, WORDS

# --- each gate ------------------------------------------------------------------------------------


def test_what_nothing_speaks_against_may_go_out():
    found = decided(request())
    assert (found.go, found.until, found.words()) == ("allow", None, ())
    assert [one.gate for one in found.gates] == sorted(GATES)


def test_a_class_that_the_policy_lacks_is_never_sent():
    found = decided(request(name="promotion"))
    assert (found.go, [one.gate for one in found.against]) == ("deny", ["class"])


def test_without_a_consent_nothing_that_needs_one_goes_out():
    assert against(request(), events=()) == [("basis", "deny", "consent_unknown")]
    gone = GRANT, consent("withdrawn", days=-1)
    assert against(request(), events=gone) == [("basis", "deny", "consent_withdrawn")]


def test_an_opt_out_reaches_what_can_be_refused_and_no_contract():
    gone = [consent("withdrawn", purpose=None, days=-1)]
    assert against(request("email", "survey"), events=gone) != []
    assert against(request("email", "contract"), events=gone) == []


def test_who_wants_no_contact_gets_none_until_they_do():
    refused = fact("do_not_contact")
    assert against(request(), refused) == [("do_not_contact", "deny", "do_not_contact")]
    assert against(request(), refused, fact("contact_allowed")) != []
    assert against(request(), refused, fact("contact_allowed", -0.5)) == []


def test_the_register_must_have_been_looked_up():
    policy = POLICY.model_copy(update={"register_channels": ("sms",)})
    assert against(request(), policy=policy) == [("register", "deny", "register")]
    for name, free in (("clear", True), ("listed", False)):
        found = against(request(), fact("register_checked", name=name), policy=policy)
        assert (found == []) is free
    assert against(request("email"), policy=policy) == []


def test_what_the_register_said_may_age():
    policy = POLICY.model_copy(
        update={"register_channels": ("sms",), "register_within": timedelta(days=30)}
    )
    for hours, reasons in ((-719, []), (-720, ["register_old"])):
        found = against(request(), fact("register_checked", hours, name="clear"), policy=policy)
        assert [one[2] for one in found] == reasons


def test_preferred_channels_are_the_only_ones():
    wanted = fact("channel_preferred", name="email"), fact("channel_preferred", name="zalo")
    assert against(request(), *wanted) == [("preference", "deny", "preference")]
    assert against(request("email"), *wanted) == []
    assert against(request(), *wanted, fact("channel_preferred", -0.5, name="sms")) == []


def test_an_answer_needs_a_question():
    assert against(request("email", "answer")) == [("basis", "deny", "nobody_asked")]
    assert against(request("email", "answer"), fact("interacted", name="email")) == []


@pytest.mark.parametrize(
    ("name", "age", "reason"),
    [
        ("offer", None, None),
        ("wine", "adult", None),
        ("wine", "minor", "minor"),
        ("wine", None, "age_unknown"),
        ("club", None, "age_unknown"),
        ("club", "minor", "no_guardian"),
    ],
)
def test_minors(name, age, reason):
    asked = request(name=name, age=age)
    assert [one[2] for one in against(asked)] == ([] if reason is None else [reason])


def test_a_guardian_may_consent():
    guardian = consent(purpose="guardian", actor="guardian")
    assert against(request(name="club", age="minor"), events=(GRANT, guardian)) == []


@pytest.mark.parametrize(
    ("channel", "name", "hours", "human", "open_"),
    [
        ("messenger", "offer", -23, False, True),
        ("messenger", "offer", -24, True, False),
        ("messenger", "answer", -25, False, False),
        ("messenger", "answer", -25, True, True),
        ("messenger", "answer", -168, True, False),
        ("zalo", "answer", -47, False, True),
        ("zalo", "answer", -48, True, False),
        ("zalo", "offer", -1, True, False),
        ("email", "offer", -999, False, True),
    ],
)
def test_platform_windows(channel, name, hours, human, open_):
    asked = request(channel, name, human=human)
    found = against(asked, fact("interacted", hours, name=channel))
    assert (found == []) is open_


def test_a_window_never_opens_by_itself():
    asked = request("messenger")
    assert against(asked) == [("window", "deny", "no_interaction")]
    assert against(asked, fact("interacted", name="zalo")) != []


@pytest.mark.parametrize(
    ("channel", "clock", "opens"),
    [
        ("sms", time(6, 59), time(7)),
        ("sms", time(22), time(7)),
        ("call", time(7, 59), time(8)),
        ("call", time(17), time(8)),
    ],
)
def test_vietnam_has_hours(channel, clock, opens):
    now = datetime.combine(date(2026, 11, 3), clock, SAIGON)
    found = decided(request(channel), now=now)
    assert (found.go, [one.gate for one in found.against]) == ("defer", ["hours"])
    assert found.until is not None
    assert found.until.astimezone(SAIGON).time() == opens
    assert decided(request(channel), now=found.until).go == "allow"


def test_hours_are_of_advertisements_and_of_their_country():
    night = datetime(2026, 11, 3, 23, tzinfo=SAIGON)
    assert decided(request(name="contract"), now=night).go == "allow"
    assert decided(request(region="DE"), now=night).go == "allow"
    assert decided(request(region=None), now=night).go == "defer"
    assert decided(request("email"), now=night).go == "allow"


def test_without_the_recipients_clock_nothing_that_has_hours_goes_out():
    assert against(request(zone=None)) == [("hours", "deny", "zone_unknown")]


def test_vietnam_has_caps():
    sent = [fact("message_sent", hours, name="sms") for hours in (-20, -5, -1)]
    found = decided(request(), *sent)
    assert (found.go, found.until) == ("defer", NOON + timedelta(hours=4))
    assert decided(request(), *sent[1:]).go == "allow"
    assert decided(request("call"), *sent).go == "allow"


def test_a_rule_that_ends_no_longer_holds_anybody_back():
    hours = some_hours(time(23, 58), time(23, 59), last=NOON.date())
    cap = some_cap(3, last=NOON.date())
    policy = ContactPolicy(id="p", classes=CLASSES, hours=(hours,), caps=(cap,))
    found = decided(request(), fact("message_sent", name="sms"), policy=policy)
    midnight = datetime(2026, 11, 4, tzinfo=UTC)
    assert found.until == midnight
    assert decided(request(), policy=policy, now=midnight).go == "allow"


def test_hours_that_end_with_their_row_end_with_it():
    policy = ContactPolicy(
        id="p", classes=CLASSES, hours=(some_hours(time(8), time(9), last=NOON.date()),)
    )
    assert decided(request(), policy=policy).until == datetime(2026, 11, 4, tzinfo=UTC)


def test_a_law_may_end_a_consent_where_they_live():
    old = consent(days=-400)
    for region, reasons in (("FR", ["consent_expired"]), (None, ["consent_expired"]), ("VN", [])):
        asked = request("call", region=region)
        found = against(asked, events=[old], ceilings=CEILINGS)
        assert [one[2] for one in found] == reasons


def test_one_class_can_be_refused_alone():
    no_clubs = consent("withdrawn", days=-1, message_class="club")
    found = against(request(name="club"), events=[GRANT, no_clubs])
    assert [one[2] for one in found] == ["consent_withdrawn"]
    assert against(request(), events=[GRANT, no_clubs]) == []


def test_the_longest_of_several_waits_counts():
    hours = tuple(some_hours(time(hour), time(23), f"h{hour}") for hour in (22, 21))
    caps = tuple(some_cap(days, f"c{days}") for days in (2, 1))
    policy = ContactPolicy(id="p", classes=CLASSES, hours=hours, caps=caps)
    found = decided(request(), fact("message_sent", name="sms"), policy=policy)
    assert found.until == NOON + timedelta(hours=47)
    assert {one.reason for one in found.against} == {"h22", "c2"}


def test_hours_that_never_meet_let_nothing_through():
    hours = some_hours(time(8), time(9), "a"), some_hours(time(10), time(11), "b")
    policy = ContactPolicy(id="p", classes=CLASSES, hours=hours)
    assert next_allowed(request(), Ledger([GRANT]), Facts(), policy, now=NOON) is None


def test_maintenance_is_told_to_those_who_have_the_service():
    asked = request("email", "maintenance", service="vps")
    began = fact("contract_started", -9, name="vps")
    assert against(asked, began) == []
    assert against(asked, began, fact("contract_ended", -1, name="vps")) != []
    assert against(asked, fact("contract_started", -9, name="mail")) != []
    assert against(request("email", "maintenance")) == [("audience", "deny", "service_unknown")]


@pytest.mark.parametrize(
    ("name", "sender", "good"),
    [
        ("offer", "NEWS@links.example", True),
        ("offer", "noreply@links.example", False),
        ("offer", None, False),
        ("answer", "lan@links.example", True),
        ("answer", "@links.example", False),
        ("answer", "lan@links.example.org", False),
    ],
)
def test_a_class_goes_out_from_its_addresses(name, sender, good):
    asked = request("email", name, sender=sender)
    assert (against(asked, fact("interacted", name="email")) == []) is good


def test_labels_and_the_way_out_must_be_on_it():
    assert against(request(labels=())) == [("labels", "deny", "label")]
    assert against(request(footer=False)) == [("labels", "deny", "footer")]


def test_the_desk_sends_to_its_regions():
    policy = POLICY.model_copy(update={"regions": ("VN",)})
    assert against(request(), policy=policy) == []
    assert against(request(region=None), policy=policy) == [("region", "deny", "region")]


def test_every_gate_has_words_in_both_languages():
    assert {*WORDS} == {*GATES, "purpose"}
    said = [*WORDS.values(), *REASONS.values(), OTHER_GATE]
    assert all(english != vietnamese for english, vietnamese in said)
    found = decided(request(), events=())
    assert found.words("vi") == (REASONS["consent_unknown"][1],)
    assert found.words() == (REASONS["consent_unknown"][0],)


def test_a_reason_without_words_of_its_own_has_those_of_its_gate():
    assert GateAnswer(gate="hours", go="defer", reason="vn.hours.sms").words() == WORDS["hours"][0]
    assert GateAnswer(gate="of_the_desk", go="deny").words("vi") == OTHER_GATE[1]


def test_what_cannot_be_worked_out_denies():
    end = datetime(9999, 12, 31, 22, 30, tzinfo=UTC)
    found = decided(request(zone="UTC"), now=end)
    assert [(one.gate, one.reason) for one in found.against] == [("hours", "error")]


def test_now_must_be_aware():
    for ask in (may_send, next_allowed):
        with pytest.raises(ValueError, match="aware"):
            ask(request(), Ledger(), Facts(), POLICY, now=datetime(2026, 11, 3))  # noqa: DTZ001 - that is the mistake


@pytest.mark.parametrize(
    "make",
    [
        lambda: kind(opt_out=False),
        lambda: POLICY.model_validate({"id": "p", "classes": (kind(), kind())}),
        lambda: some_hours(time(9), time(8)),
        lambda: some_hours(time(9, 0, 30), time(18)),
    ],
    ids=["consent without opt-out", "two of one id", "hours over midnight", "half a minute"],
)
def test_what_makes_no_sense_is_refused(make):
    with pytest.raises(ValidationError):
        make()


# --- what holds for everything --------------------------------------------------------------------

MOMENTS = st.integers(0, 60 * 24 * 14).map(lambda minutes: NOON + timedelta(minutes=minutes))
FACTS = st.lists(
    st.builds(
        fact,
        st.sampled_from(["message_sent", "message_sent", "interacted", "do_not_contact"]),
        st.integers(-60, 0).map(float),
        st.sampled_from(["sms", "call", "messenger", None]),
    ),
    max_size=6,
)
REQUESTS = st.builds(
    request,
    st.sampled_from(["sms", "call", "email", "messenger"]),
    st.sampled_from(["offer", "contract", "answer", "wine", "nothing"]),
    zone=st.sampled_from([None, "Asia/Ho_Chi_Minh", "Europe/Berlin", "Australia/Lord_Howe"]),
    region=st.sampled_from([None, "VN", "DE"]),
    age=st.sampled_from([None, "adult", "minor"]),
    labels=st.sampled_from([(), ("QC",)]),
)
EVENTS = st.lists(
    st.sampled_from([GRANT, consent("withdrawn", days=-1), consent(days=-0.5)]), max_size=3
)
ANSWERS = st.lists(
    st.builds(GateAnswer, gate=st.sampled_from("abc"), go=st.just("defer"), until=MOMENTS)
    | st.builds(GateAnswer, gate=st.sampled_from("abc"), go=st.sampled_from(["allow", "deny"])),
    max_size=5,
)


def strength(found):
    return ["allow", "defer", "deny"].index(found.go), found.until or NOON


@given(ANSWERS, ANSWERS)
def test_one_more_gate_never_lets_more_through(some, more):
    both = join([*some, *more])
    assert both.go == "deny" or strength(both) >= strength(join(some))


@given(ANSWERS.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_gates_means_nothing(pair):
    assert strength(join(pair[0])) == strength(join(pair[1]))


@given(REQUESTS, EVENTS, FACTS, MOMENTS)
def test_every_request_has_an_answer(asked, events, facts, now):
    found = decided(asked, *facts, events=events, now=now)
    assert (found.until is not None) == (found.go == "defer")
    assert found.until is None or found.until > now


@given(REQUESTS, EVENTS, FACTS, MOMENTS)
def test_what_is_not_known_never_lets_more_through(asked, events, facts, now):
    known = decided(asked, *facts, events=events, now=now)
    for name in ("zone", "age", "sender"):
        less = asked.model_copy(update={name: None})
        assert strength(decided(less, *facts, events=events, now=now))[0] >= strength(known)[0]


@given(REQUESTS, FACTS, MOMENTS)
def test_after_a_withdrawal_nothing_that_needs_a_consent_goes_out(asked, facts, now):
    gone = GRANT, consent("withdrawn", days=0, purpose=None)
    if asked.message_class in ("offer", "wine"):
        assert decided(asked, *facts, events=gone, now=now).go == "deny"


@given(REQUESTS, EVENTS, FACTS, MOMENTS)
def test_the_next_allowed_moment_is_the_first(asked, events, facts, now):
    ledger, known = Ledger(events), Facts(facts)
    found = next_allowed(asked, ledger, known, POLICY, now=now)
    if found is None:
        assert decided(asked, *facts, events=events, now=now).go != "allow"
        return
    assert found >= now
    assert decided(asked, *facts, events=events, now=found).go == "allow"
    minutes = int((found - now) / timedelta(minutes=1))
    for minute in {*range(0, minutes, 17), max(0, minutes - 1)} if minutes else ():
        moment = now + timedelta(minutes=minute)
        assert decided(asked, *facts, events=events, now=moment).go != "allow"


@given(st.sampled_from(["sms", "call"]), FACTS, MOMENTS)
def test_no_sliding_window_ever_holds_more_than_the_cap(channel, facts, now):
    kept = [one for one in facts if one.kind != "do_not_contact"]
    cap = next(one for one in VIETNAM_CAPS if one.channel == channel)
    sent: list[datetime] = []
    for number in range(6):
        moment = next_allowed(request(channel), Ledger([GRANT]), Facts(kept), POLICY, now=now)
        assert moment is not None
        sent.append(moment)
        name = f"{channel}/m{number}"
        kept.append(Fact(kind="message_sent", at=moment, subject=LAN, name=name))
        now = moment
    for end in sent:
        assert sum(end - cap.within < at <= end for at in sent) <= cap.count


ZONES = ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]


@given(
    st.sampled_from(ZONES),
    st.integers(0, 365 * 24 * 4),
    st.integers(0, 22),
    st.sampled_from([0, 15, 30]),
)
def test_nothing_goes_out_at_night_in_any_zone_and_over_clock_changes(zone, step, hour, minute):
    opens = time(hour, minute)
    hours = some_hours(opens, time(23))
    policy = ContactPolicy(id="p", classes=CLASSES, hours=(hours,))
    now = datetime(2026, 11, 3, tzinfo=UTC) + timedelta(minutes=15 * step)
    grant = [consent(days=-30)]
    moment = next_allowed(request(zone=zone), Ledger(grant), Facts(), policy, now=now)
    assert moment is not None
    clock = ZoneInfo(zone)
    assert opens <= moment.astimezone(clock).time() < time(23)
    before = now
    while before < moment:
        assert not opens <= before.astimezone(clock).time() < time(23)
        before += timedelta(minutes=5)


def test_where_the_clock_jumps_over_the_opening_it_opens_where_it_lands():
    hours = some_hours(time(2, 30), time(23))
    policy = ContactPolicy(id="p", classes=CLASSES, hours=(hours,))
    now = datetime(2027, 3, 28, 0, 0, tzinfo=UTC)
    asked = request(zone="Europe/Berlin")
    found = next_allowed(asked, Ledger([GRANT]), Facts(), policy, now=now)
    assert found == datetime(2027, 3, 28, 1, tzinfo=UTC)
