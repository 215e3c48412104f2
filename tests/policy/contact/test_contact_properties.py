"""What holds for every policy, request and moment."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from tests.policy.contact.asking import GRANT, LAN, NOON, SAIGON, SOURCE, consent, kind, request

from omnidesk.policy import BusinessCalendar, Fact, Facts
from omnidesk.policy.consent import Ledger
from omnidesk.policy.contact import (
    PACKS,
    AgeLimit,
    Cap,
    ClosedDays,
    ContactPolicy,
    Hours,
    Marks,
    Opening,
    Order,
    Route,
    Window,
    contact_facts,
    may_send,
    next_allowed,
    sent_facts,
)
from omnidesk.testing.strategies import conversations

CLASSES = (
    kind(),
    kind("answer", purpose="support", basis="reply", opt_out=False),
    kind("invoice", purpose="contract", basis="contract", opt_out=False),
    kind("wine", minors="never"),
)
OFF = BusinessCalendar(
    id="off",
    zone="Asia/Ho_Chi_Minh",
    first=date(2026, 1, 1),
    last=date(2026, 11, 30),
    holidays=tuple(date(2026, 11, day) for day in (4, 5, 7)),
)
ZONES = st.sampled_from([None, "Asia/Ho_Chi_Minh", "America/New_York", "Asia/Kolkata"])
PLACE = {
    "channel": st.sampled_from(["sms", "messenger", None]),
    "purpose": st.sampled_from([(), ("marketing",), ("support",)]),
    "region": st.sampled_from([(), ("VN",), ("DE", "US")]),
    "first": st.sampled_from([None, date(2026, 11, 5)]),
    "last": st.sampled_from([None, date(2026, 11, 6)]),
    "source": st.just(SOURCE),
}
TIMES = st.tuples(st.integers(0, 11), st.integers(12, 23)).map(
    lambda pair: {"opens": time(pair[0], 15), "closes": time(pair[1], 45)}
)


EVERYWHERE = {
    "channel": st.just("sms"),
    "first": st.sampled_from([None, None, date(2026, 11, 5)]),
    "last": st.sampled_from([None, None, date(2026, 11, 6)]),
    "source": st.just(SOURCE),
}


def some(model, place=PLACE, **fields):
    """Return a strategy of rows of a kind; their ids come later."""
    return st.fixed_dictionaries({**place, **fields}).map(lambda one: (model, one))


def some_hours(place=PLACE):
    both = st.tuples(some(Hours, place, zone=ZONES), TIMES)
    return both.map(lambda pair: (pair[0][0], pair[0][1] | pair[1]))


OPENINGS = st.builds(
    Opening,
    after=st.sampled_from([(), ("message",), ("follow",)]),
    length=st.sampled_from([None, timedelta(hours=24), timedelta(hours=48)]),
    purpose=st.sampled_from([(), ("support",)]),
    human=st.booleans(),
)
ROWS = st.one_of(
    some_hours(),
    some(ClosedDays, calendar=st.sampled_from(["off", "off", "unknown"])),
    some(
        Cap,
        count=st.integers(1, 3),
        within=st.sampled_from([timedelta(hours=24), timedelta(days=3)]),
        message_class=st.sampled_from([(), ("offer",)]),
        automatic=st.booleans(),
    ),
    some(Window, openings=st.lists(OPENINGS, max_size=2).map(tuple)),
    some(Marks, one_of=st.sampled_from([(), ("QC",)]), footer=st.just(True)),
    some(Order, steps=st.sampled_from([(("email",), ("sms",)), (("sms",), ("messenger",))])),
    some(Route, topic=st.just(("technical",)), says=st.sampled_from(["refuse", "redirect"])),
    some(AgeLimit, until=st.integers(10, 20)),
)
PARTS = {
    Hours: "hours",
    ClosedDays: "closed_days",
    Cap: "caps",
    Window: "windows",
    Marks: "marks",
    Order: "orders",
    Route: "routes",
    AgeLimit: "ages",
}
ADULTS = AgeLimit(id="adults", until=15, source=SOURCE)


def policy_of(rows):
    """Return a policy of some rows, named by their numbers; who is a minor is always known."""
    parts: dict[str, list[Any]] = {"ages": [ADULTS]}
    for number, (model, fields) in enumerate(rows):
        parts.setdefault(PARTS[model], []).append(model(id=f"row{number}", **fields))
    lists: dict[str, Any] = {name: tuple(some_) for name, some_ in parts.items()}
    return ContactPolicy(id="p", classes=CLASSES, **lists)


HOURS_AGO = st.integers(-80, 0).map(lambda hours: NOON + timedelta(hours=hours))
FACTS = st.lists(
    st.builds(
        Fact,
        kind=st.sampled_from(
            ["message_sent", "class_sent", "interacted", "delivery_failed", "delivered"]
        ),
        at=HOURS_AGO,
        subject=st.just(LAN),
        name=st.sampled_from(["sms/m", "messenger/message", "offer/sms/m", "email/m", None]),
    ),
    max_size=6,
)
REQUESTS = st.builds(
    request,
    st.sampled_from(["sms", "messenger", "email"]),
    st.sampled_from(["offer", "answer", "invoice", "wine"]),
    zone=ZONES,
    region=st.sampled_from([None, "VN", "DE"]),
    age=st.none(),
    age_years=st.integers(10, 22),
    topic=st.sampled_from([None, "technical", "sales"]),
    human=st.booleans(),
    automatic=st.booleans(),
    footer=st.booleans(),
)
MANY = st.lists(ROWS, max_size=5)
MOMENTS = st.integers(0, 60 * 24 * 3).map(lambda minutes: NOON + timedelta(minutes=minutes))
RANK = {"allow": 0, "defer": 1, "deny": 2}


def ask(asked, rows, facts, now, events=(GRANT,)):
    policy = rows if isinstance(rows, ContactPolicy) else policy_of(rows)
    return may_send(asked, Ledger(events), Facts(facts), policy, now=now, calendars=[OFF])


@given(REQUESTS, MANY, ROWS, FACTS, MOMENTS)
def test_one_more_row_never_lets_more_through(asked, rows, more, facts, now):
    fewer, both = ask(asked, rows, facts, now), ask(asked, [*rows, more], facts, now)
    assert RANK[both.go] >= RANK[fewer.go]
    if both.go == fewer.go == "defer":
        assert both.until >= fewer.until


@given(REQUESTS, MANY.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))), FACTS)
def test_the_order_of_rows_means_nothing(asked, pair, facts):
    one, other = (ask(asked, rows, facts, NOON) for rows in pair)
    assert (one.go, one.until) == (other.go, other.until)


@given(
    REQUESTS,
    MANY,
    FACTS.flatmap(lambda facts: st.tuples(st.just(facts), st.permutations(facts * 2))),
    MOMENTS,
)
def test_the_order_and_the_repetition_of_facts_mean_nothing(asked, rows, pair, now):
    one, other = (ask(asked, rows, facts, now) for facts in pair)
    assert one == other


@given(REQUESTS, MANY, FACTS, FACTS, MOMENTS)
def test_what_happens_later_changes_nothing_now(asked, rows, facts, later, now):
    future = [one.model_copy(update={"at": now + timedelta(minutes=1)}) for one in later]
    assert ask(asked, rows, facts, now) == ask(asked, rows, [*facts, *future], now)


@given(REQUESTS, MANY, FACTS, st.integers(0, 9), st.booleans())
def test_after_a_withdrawal_what_needs_a_consent_waits_for_a_new_one(
    asked, rows, facts, days, broad
):
    stop = consent("withdrawn", days=0, purpose=None if broad else "marketing")
    now = NOON + timedelta(days=days)
    if asked.message_class in ("offer", "wine"):
        assert ask(asked, rows, facts, now, events=[GRANT, stop]).go == "deny"
        again = consent(days=days - 0.001 if days else 0.0)
        reopened = ask(asked, rows, facts, now, events=[GRANT, stop, again])
        said = {one.reason for one in reopened.against}
        assert ("consent_withdrawn" in said) is (days == 0)


def changes(asked, policy, facts, now):
    """Return every moment from now on at which a gate can change its mind, for ten days."""
    found = {now}
    zones = {ZoneInfo(one) for one in ("Asia/Ho_Chi_Minh", "UTC", asked.zone) if one}
    zones |= {ZoneInfo(row.zone) for row in policy.hours if row.zone}
    clocks = {time(0), *(at for row in policy.hours for at in (row.opens, row.closes))}
    lengths = {row.within for row in policy.caps} | {
        one.length for row in policy.windows for one in row.openings if one.length
    }
    start = now.astimezone(UTC).date()
    for number in range(-1, 11):
        day = start + timedelta(days=number)
        found |= {datetime.combine(day, at, zone) for zone in zones for at in clocks}
    found |= {one.at + length for one in facts for length in lengths}
    return sorted(at.astimezone(UTC) for at in found if at >= now)


TIMED = st.lists(
    st.one_of(
        some_hours(EVERYWHERE),
        some(ClosedDays, EVERYWHERE, calendar=st.just("off")),
        some(
            Cap,
            EVERYWHERE,
            count=st.integers(1, 2),
            within=st.sampled_from([timedelta(hours=24), timedelta(days=3)]),
        ),
    ),
    min_size=1,
    max_size=4,
)
SENT = st.lists(
    st.builds(
        Fact,
        kind=st.just("message_sent"),
        at=HOURS_AGO,
        subject=st.just(LAN),
        name=st.sampled_from(["sms/m1", "sms/m2"]),
    ),
    max_size=4,
)
OFFER = request(age_years=40, age=None)


@given(
    st.tuples(REQUESTS, MANY, FACTS) | st.tuples(st.just(OFFER), TIMED, SENT),
    MOMENTS,
)
def test_the_next_allowed_moment_is_the_first_of_all(asking, now):
    asked, rows, facts = asking
    policy = policy_of(rows)
    found = next_allowed(asked, Ledger([GRANT]), Facts(facts), policy, now=now, calendars=[OFF])
    # Between two of these moments nothing changes, so that asking at each is asking at all. Facts
    # are what is known now.
    known = [one for one in facts if one.at <= now]
    answers = (
        (moment, ask(asked, policy, known, moment).go)
        for moment in changes(asked, policy, facts, now)
    )
    first = next(((moment, go) for moment, go in answers if go != "defer"), (None, "defer"))
    if found is None:
        assert first[1] != "allow"
    elif found < now + timedelta(days=9):
        assert first == (found, "allow")
    else:  # such as hours of two zones that meet only when one of them has changed its clocks
        assert first == (None, "defer")


@given(MANY | TIMED, st.integers(1, 3), MOMENTS)
def test_no_sliding_window_ever_holds_more_than_the_cap(rows, count, now):
    cap = Cap(id="cap", channel="sms", count=count, within=timedelta(hours=30), source=SOURCE)
    policy = policy_of(rows)
    policy = policy.model_copy(update={"caps": (*policy.caps, cap)})
    asked, facts, sent = request(age=None, age_years=40), Facts(), []
    for number in range(2 * count + 1):
        moment = next_allowed(asked, Ledger([GRANT]), facts, policy, now=now, calendars=[OFF])
        if moment is None:
            break
        sent.append(moment)
        facts |= sent_facts(asked, message_id=f"m{number}", at=moment)
        now = moment
    for end in sent:
        assert sum(end - cap.within < at <= end for at in sent) <= cap.count


@given(
    st.sampled_from(
        ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
    ),
    st.integers(0, 365 * 24 * 4),
)
def test_no_advertisement_goes_at_night_in_vietnams_hours_on_any_clock(zone, step):
    policy = ContactPolicy(id="p", classes=CLASSES, use=("vn.hours.sms",))
    now = datetime(2026, 11, 3, tzinfo=UTC) + timedelta(minutes=15 * step)
    asked = request(zone=zone)
    moment = next_allowed(asked, Ledger([GRANT]), Facts(), policy, now=now)
    assert moment is not None
    assert time(7) <= moment.astimezone(ZoneInfo(zone)).time() < time(22)


@given(st.lists(conversations(), max_size=3), st.data())
def test_any_conversations_are_read_in_any_order_and_always_answer(several, data):
    shuffled = data.draw(st.permutations(several * 2))
    facts = contact_facts(several)
    assert contact_facts(shuffled) == facts
    for subject in {one.subject for one in facts} | {LAN}:
        asked = request("messenger", "answer", subject=subject)
        policy = ContactPolicy(id="p", classes=CLASSES, use=tuple(PACKS))
        read, told = (
            may_send(asked, Ledger(), known, policy, now=NOON, calendars=[OFF], conversation=some_)
            for known, some_ in ((Facts(), shuffled), (facts, ()))
        )
        assert read == told
        assert "error" not in {one.reason for one in read.gates}


def test_whoever_waits_for_ever_is_told_so():
    never = tuple(
        Hours(id=f"h{opens}", opens=time(opens), closes=time(opens + 1), source=SOURCE)
        for opens in (8, 10)
    )
    policy = ContactPolicy(id="p", classes=CLASSES, hours=never)
    assert next_allowed(request(), Ledger([GRANT]), Facts(), policy, now=NOON) is None


def test_a_wait_that_ends_within_the_horizon_is_found():
    never = tuple(
        Hours(id=f"h{opens}", opens=time(opens), closes=time(opens + 1), source=SOURCE, last=last)
        for opens, last in ((8, None), (10, date(2027, 10, 1)))
    )
    policy = ContactPolicy(id="p", classes=CLASSES, hours=never)
    found = next_allowed(request(), Ledger([GRANT]), Facts(), policy, now=NOON)
    assert found == datetime(2027, 10, 2, 8, tzinfo=SAIGON)
