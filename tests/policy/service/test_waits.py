"""Who asks, who answers, and how a wait stands: one behaviour each, then what always holds."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.service.build import (
    BOT,
    HOA,
    LAN,
    MINUTES,
    OFFICE,
    START,
    USUAL,
    after,
    always,
    answer,
    ask,
    at,
    call,
    department,
    hours,
    message,
    policy,
    response,
    someone,
    source,
    stretches,
    talk,
    talks,
    wait,
    waits_of,
)

from omnidesk.model import Notice, Receipt, entry_time
from omnidesk.policy.service import Closing, ServicePolicy, waits

NOT_YET = None
FAILED = (Receipt(kind="failed", reason="550"),)


def states(*entries, **more):
    return [one.state for one in waits_of(*entries, **more)]


# --- who asks, and who answers --------------------------------------------------------------------


def test_an_answer_ends_what_a_question_began():
    (found,) = waits_of(ask(0), answer(10))
    assert (found.entry, found.answer) == ("m0", "m10")
    assert (found.began, found.ended) == (START, after(10))


def test_several_messages_before_an_answer_are_one_wait():
    assert stretches(waits_of(ask(0), ask(3), ask(5), answer(10))) == [(0, 10)]


def test_a_message_after_an_answer_begins_another_wait():
    found = waits_of(ask(0), answer(10), ask(20), ask(21))
    assert stretches(found) == [(0, 10), (20, NOT_YET)]
    assert [one.first for one in found] == [True, False]


def test_what_we_write_unasked_answers_nobody():
    assert stretches(waits_of(answer(0), answer(1))) == []


def test_a_second_answer_changes_nothing():
    assert stretches(waits_of(ask(0), answer(10), answer(11))) == [(0, 10)]


def test_a_conversation_without_entries_has_no_waits():
    assert waits_of() == ()


def test_somebody_of_whom_nobody_knows_who_they_are_asks():
    assert stretches(waits_of(ask(0, author=someone("unknown", "x@mail.example")))) == [
        (0, NOT_YET)
    ]


@pytest.mark.parametrize("role", ["agent", "business", "bot", "system"])
def test_one_of_ours_does_not_ask(role):
    assert stretches(waits_of(ask(0, author=someone(role, "x@hoasen.example")))) == []


@pytest.mark.parametrize("role", ["agent", "business", "unknown", "customer"])
def test_whoever_writes_for_us_answers(role):
    author = someone(role, "x@hoasen.example")
    assert stretches(waits_of(ask(0), answer(10, author))) == [(0, 10)]


@pytest.mark.parametrize("role", ["bot", "system"])
def test_a_machine_answers_nobody(role):
    author = someone(role, "x@hoasen.example")
    assert stretches(waits_of(ask(0), answer(10, author), answer(20))) == [(0, 20)]


@pytest.mark.parametrize("kind", ["out_of_office", "auto_reply", "bounce", "list"])
def test_what_a_machine_of_theirs_writes_begins_nothing(kind):
    assert stretches(waits_of(ask(0, automatic=kind))) == []


@pytest.mark.parametrize("kind", ["auto_reply", "auto_generated", "out_of_office"])
def test_what_a_machine_of_ours_writes_ends_nothing(kind):
    assert stretches(waits_of(ask(0), answer(1, automatic=kind))) == [(0, NOT_YET)]


def test_a_greeting_of_the_platform_is_no_answer():
    assert stretches(waits_of(ask(0), answer(1, origin="platform"))) == [(0, NOT_YET)]


@pytest.mark.parametrize("origin", ["own_app", "other_app", "native", "unknown"])
def test_wherever_a_person_of_ours_writes_it_is_an_answer(origin):
    assert stretches(waits_of(ask(0), answer(1, origin=origin))) == [(0, 1)]


@pytest.mark.parametrize("note", [{"visibility": "internal"}, {"direction": "internal"}])
def test_an_internal_note_is_no_answer(note):
    entry = message(1, HOA, **{"direction": "outbound"} | note)
    assert stretches(waits_of(ask(0), entry)) == [(0, NOT_YET)]


def test_a_message_that_does_not_say_who_reads_it_is_as_its_conversation():
    found = waits(talk(ask(0), visibility="internal"), USUAL, now=after(9))
    assert found == ()
    found = waits(talk(ask(0, visibility="private"), visibility="internal"), USUAL, now=after(9))
    assert stretches(found) == [(0, NOT_YET)]


def test_a_message_of_which_nobody_knows_which_way_it_went_is_neither():
    entries = ask(0), message(1, HOA, "unknown"), message(2, LAN, "unknown")
    assert stretches(waits_of(*entries)) == [(0, NOT_YET)]


def test_a_message_that_never_reached_us_is_neither():
    entries = ask(0), answer(1, state="unseen"), ask(2, state="unseen", name="x")
    assert stretches(waits_of(*entries)) == [(0, NOT_YET)]


def test_what_was_deleted_was_asked_and_answered_all_the_same():
    deleted = ask(0, state="deleted", deleted_at=after(1))
    assert stretches(waits_of(deleted, answer(5, state="deleted"))) == [(0, 5)]


def test_a_notice_is_neither():
    notice = Notice(id="n1", kind="joined", occurred_at=after(1), actor=HOA)
    assert stretches(waits_of(ask(0), notice)) == [(0, NOT_YET)]


def test_an_answer_that_did_not_arrive_is_none():
    failed = answer(1, to=(LAN,), receipts=FAILED)
    assert stretches(waits_of(ask(0), failed)) == [(0, NOT_YET)]


@pytest.mark.parametrize("kind", ["delivered", "read"])
def test_an_answer_that_failed_and_arrived_arrived(kind):
    entry = answer(1, to=(LAN,), receipts=(*FAILED, Receipt(kind=kind)))
    assert stretches(waits_of(ask(0), entry)) == [(0, 1)]


def test_an_answer_that_was_sent_and_failed_did_not_arrive():
    entry = answer(1, to=(LAN,), receipts=(Receipt(kind="sent"), *FAILED))
    assert stretches(waits_of(ask(0), entry)) == [(0, NOT_YET)]


@pytest.mark.parametrize("copies", [{"to": (LAN, HOA)}, {"cc": (HOA,)}, {"bcc": (HOA,)}])
def test_an_answer_that_failed_for_one_of_several_may_have_reached_the_others(copies):
    entry = answer(1, receipts=FAILED, **{"to": (LAN,)} | copies)
    assert stretches(waits_of(ask(0), entry)) == [(0, 1)]


# --- calls ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "outcome", ["missed", "abandoned", "voicemail", "busy", "failed", "rejected"]
)
def test_a_call_in_vain_asks(outcome):
    (found,) = waits_of(call(0, outcome))
    assert (found.channel, found.entry, found.ended) == ("call", "k0", None)


@pytest.mark.parametrize("outcome", ["cancelled", "ongoing", "unknown"])
def test_a_call_that_was_cancelled_or_goes_on_is_neither(outcome):
    assert stretches(waits_of(call(0, outcome))) == []


def test_a_call_that_somebody_took_is_a_short_wait():
    (found,) = waits_of(call(0, "answered", answered=1))
    assert (found.entry, found.answer) == ("k0", "k0")
    assert found.waited == timedelta(minutes=1)


def test_a_call_that_does_not_say_when_it_was_taken_was_taken_at_once():
    assert stretches(waits_of(call(0, "answered"))) == [(0, 0)]


def test_a_call_that_was_taken_before_it_began_was_taken_at_once():
    assert stretches(waits_of(call(5, "answered", answered=3))) == [(3, 3)]


def test_a_call_of_which_only_the_answer_has_a_time_was_taken_at_once():
    assert stretches(waits_of(call(None, "answered", answered=3))) == [(3, 3)]


def test_a_call_that_somebody_took_answers_what_was_asked_before():
    assert stretches(waits_of(ask(0), call(5, "answered", answered=6))) == [(0, 6)]


def test_calling_back_is_an_answer():
    found = waits_of(call(0, "missed"), call(5, "answered", "outbound", answered=6))
    assert stretches(found) == [(0, 6)]


@pytest.mark.parametrize("outcome", ["missed", "voicemail", "busy", "cancelled", "unknown"])
def test_calling_back_in_vain_is_no_answer(outcome):
    found = waits_of(call(0, "missed"), call(5, outcome, "outbound"))
    assert stretches(found) == [(0, NOT_YET)]


@pytest.mark.parametrize("direction", ["internal", "unknown"])
def test_a_call_that_did_not_come_in_or_go_out_is_neither(direction):
    found = waits_of(ask(0), call(1, "answered", direction), call(2, "missed", direction))
    assert stretches(found) == [(0, NOT_YET)]


def test_a_call_without_a_time_began_when_its_record_came():
    assert stretches(waits_of(call(None, "missed", sources=(source(7),)))) == [(7, NOT_YET)]


def test_a_call_that_somebody_took_at_no_known_time_is_answered():
    (found,) = waits_of(call(None, "answered"))
    assert (found.answer, found.state) == ("kNone", "unknown")


def test_a_call_at_no_known_time_is_answered_by_itself_alone():
    found = waits_of(
        ask(None),
        call(None, "answered", name="x"),
        call(None, "answered", name="y"),
        answer(None, name="reply"),
    )
    assert {one.entry: one.answer for one in found} == {"mNone": None, "x": "x", "y": "y"}


# --- when -----------------------------------------------------------------------------------------


def test_a_message_from_the_future_waits_since_it_came():
    assert stretches(waits_of(ask(500, received=5), answer(10))) == [(5, 10)]


def test_a_message_that_came_late_waits_since_it_was_sent():
    assert stretches(waits_of(ask(0, received=60), answer(70))) == [(0, 70)]


def test_of_several_records_the_first_says_when_we_had_it():
    records = (source(30), source(5), source(None))
    entry = ask(500).model_copy(update={"sources": records})
    assert stretches(waits_of(entry)) == [(5, NOT_YET)]


def test_a_message_without_a_time_waits_since_it_came():
    assert stretches(waits_of(ask(None, received=5))) == [(5, NOT_YET)]


def test_an_answer_without_a_time_was_sent_when_its_record_came():
    assert stretches(waits_of(ask(0), answer(None, received=5))) == [(0, 5)]


def test_an_answer_was_sent_when_it_says():
    assert stretches(waits_of(ask(0), answer(9, received=5))) == [(0, 9)]


def test_a_question_of_which_nobody_knows_when_is_unknown():
    (found,) = waits_of(ask(None))
    assert (found.began, found.starts, found.limit_at) == (None, None, None)
    assert (found.state, found.waited) == ("unknown", None)


def test_each_question_without_a_time_is_a_wait_of_its_own():
    found = waits_of(ask(None, name="x"), ask(None, name="y"), ask(0))
    assert [(one.entry, one.first) for one in found] == [("m0", True), ("x", False), ("y", False)]


def test_an_answer_without_a_time_may_be_the_one_that_is_waited_for():
    (found,) = waits_of(ask(0), answer(None))
    assert (found.answer, found.ended, found.state) == ("mNone", None, "unknown")
    assert found.waited is None


def test_an_answer_without_a_time_takes_nothing_from_those_that_have_one():
    found = waits_of(ask(0), answer(10), answer(None))
    assert [one.answer for one in found] == ["m10"]


def test_what_comes_later_has_not_happened():
    entries = ask(0), answer(10), ask(20)
    assert stretches(waits_of(*entries, now=9)) == [(0, NOT_YET)]
    assert stretches(waits_of(*entries, now=10)) == [(0, 10)]
    assert stretches(waits_of(*entries, now=19)) == [(0, 10)]
    assert stretches(waits_of(*entries, now=20)) == [(0, 10), (20, NOT_YET)]


def test_of_what_happened_at_one_moment_the_order_is_that_of_the_conversation():
    assert stretches(waits_of(ask(0), answer(0))) == [(0, 0)]
    assert stretches(waits_of(answer(0), ask(0))) == [(0, NOT_YET)]


# --- closed ---------------------------------------------------------------------------------------


def test_what_was_closed_waits_no_longer():
    (found,) = waits_of(ask(0), closed=[60])
    assert (found.state, found.ended, found.answer) == ("closed", after(60), None)


def test_a_message_after_the_closing_begins_another_wait():
    found = waits_of(ask(0), ask(90), closed=[60])
    assert stretches(found) == [(0, 60), (90, NOT_YET)]
    assert [one.first for one in found] == [True, False]


@pytest.mark.parametrize("closed", [[20], [10_001], [5]])
def test_a_closing_of_nothing_or_of_later_closes_nothing(closed):
    found = waits_of(ask(6), answer(10), ask(30), closed=closed)
    assert stretches(found) == [(6, 10), (30, NOT_YET)]


def test_what_comes_at_the_moment_of_closing_comes_after_it():
    assert stretches(waits_of(ask(60), closed=[60])) == [(60, NOT_YET)]


def test_what_was_closed_late_was_closed():
    assert states(ask(0), closed=[9_000]) == ["closed"]


def test_a_closing_is_of_one_conversation_by_whichever_of_its_names():
    several = [talk(ask(0)), talk(ask(0), name="c2", aliases=("old",)), talk(ask(0), name="c3")]
    closings = [Closing(conversation=name, at=after(5)) for name in ("c1", "old", "c4")]
    found = waits(several, USUAL, now=after(9), closings=closings)
    assert {one.conversation: one.state for one in found} == {
        "c1": "closed",
        "c2": "closed",
        "c3": "waiting",
    }


@given(st.permutations([5, 5, 20, 30, 40]))
def test_the_order_and_repetition_of_closings_change_nothing(closed):
    asked = ask(0), ask(10), answer(25), ask(35)
    assert waits_of(*asked, closed=closed) == waits_of(*asked, closed=[5, 20, 30, 40])


def test_of_two_closings_the_first_counts_whatever_a_clock_shows():
    # Clocks have been set back between them: what they show is the wrong way round.
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
    second = datetime(2026, 10, 25, 2, 10, tzinfo=berlin, fold=1)
    asked = ask(0).model_copy(update={"sent_at": at("2026-10-25 00:00", "UTC")})
    closings = [Closing(conversation="c1", at=moment) for moment in (second, first)]
    (found,) = waits(talk(asked), USUAL, now=START, closings=closings)
    assert found.ended == at("2026-10-25 00:30", "UTC")


NAIVE = datetime(2026, 11, 2, 9)  # noqa: DTZ001 - the point


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="expected an aware time"):
        waits(talk(), USUAL, now=NAIVE)


# --- how a wait stands ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "waiting", "answered"),
    [
        (0, "waiting", "met"),
        (30, "waiting", "met"),
        (31, "late", "slow"),
        (240, "late", "slow"),
        (241, "overdue", "missed"),
    ],
)
def test_what_comes_at_the_very_moment_is_in_time(minutes, waiting, answered):
    assert states(ask(0), now=minutes) == [waiting]
    assert states(ask(0), answer(minutes)) == [answered]


def test_without_a_target_what_is_within_the_limit_is_met():
    limited = policy(response(limit=60))
    assert states(ask(0), answer(60), rules=limited) == ["met"]
    assert states(ask(0), answer(61), rules=limited) == ["missed"]


def test_without_a_limit_no_answer_is_too_late():
    aimed = policy(response(target=60))
    assert states(ask(0), answer(9_999), rules=aimed) == ["slow"]
    assert states(ask(0), rules=aimed) == ["late"]


def test_without_a_row_a_wait_is_only_a_wait():
    (found,) = waits_of(ask(0), rules=policy())
    assert (found.rows, found.state, found.due, found.starts) == ((), "waiting", None, START)


def test_a_row_about_first_answers_is_about_the_first_wait_alone():
    rules = policy(response("first", limit=60), response("every", limit=600, answers="every"))
    found = waits_of(ask(0), answer(1), ask(10), answer(11), rules=rules)
    assert [one.rows for one in found] == [("every", "first"), ("every",)]
    assert [one.limit_at for one in found] == [after(60), after(610)]


def test_of_several_rows_the_earliest_moment_of_each_kind_counts():
    rules = policy(response("a", target=30, limit=240), response("b", target=20, limit=300))
    (found,) = waits_of(ask(0), rules=rules)
    assert (found.target_at, found.limit_at, found.due) == (after(20), after(240), after(20))


def test_what_is_due_is_the_limit_where_there_is_no_target():
    (found,) = waits_of(ask(0), rules=policy(response(limit=240)))
    assert found.due == after(240)


def test_a_moment_beyond_all_dates_never_comes():
    (found,) = waits(
        talk(ask(0).model_copy(update={"sent_at": datetime.fromisoformat("9999-12-31T23:00Z")})),
        policy(response(target=30, limit=240)),
        now=datetime.fromisoformat("9999-12-31T23:59Z"),
    )
    assert (found.limit_at, found.state) == (None, "unknown")


def test_the_last_moment_of_all_dates_is_a_moment():
    last = datetime.max.replace(tzinfo=UTC)
    began = ask(0).model_copy(update={"sent_at": last - timedelta(minutes=240)})
    (found,) = waits(talk(began), USUAL, now=last)
    assert (found.limit_at, found.state) == (last, "late")


def test_who_began_at_no_known_time_waited_for_no_known_time():
    assert wait(began=None, ended=9).waited is None


# --- support hours --------------------------------------------------------------------------------

IN_HOURS = policy(OFFICE, response(target=60, limit=120, clock="support_hours"))
SIX_IN_THE_EVENING = 9 * 60
"""In minutes after Monday, 09:00, when the office has been closed for an hour."""


def test_what_comes_at_night_starts_in_the_morning():
    (found,) = waits_of(ask(SIX_IN_THE_EVENING), rules=IN_HOURS)
    assert found.starts == at("2026-11-03 08:00")
    assert (found.target_at, found.limit_at) == (at("2026-11-03 09:00"), at("2026-11-03 10:00"))


def test_what_comes_in_support_hours_starts_at_once():
    (found,) = waits_of(ask(0), rules=IN_HOURS)
    assert (found.starts, found.limit_at) == (START, after(120))


def test_a_row_without_a_number_says_when_the_clock_starts():
    (found,) = waits_of(
        ask(SIX_IN_THE_EVENING), rules=policy(OFFICE, response(clock="support_hours"))
    )
    assert (found.starts, found.due) == (at("2026-11-03 08:00"), None)
    assert (found.state, found.rows) == ("waiting", ("r",))


def test_of_several_clocks_the_first_that_starts_counts():
    rules = policy(OFFICE, response("a", clock="support_hours", limit=60), response("b", limit=99))
    (found,) = waits_of(ask(SIX_IN_THE_EVENING), rules=rules)
    assert found.starts == after(SIX_IN_THE_EVENING)


UNCOVERED = hours(*OFFICE.times, name="office", closed_on="vn")


def test_where_the_days_are_not_known_neither_is_the_wait():
    rules = policy(UNCOVERED, response(target=60, limit=120, clock="support_hours"))
    (found,) = waits_of(ask(0), rules=rules)
    assert (found.state, found.starts, found.limit_at) == ("unknown", None, None)


@pytest.mark.parametrize(
    ("minutes", "waiting", "answered"),
    [(10, "unknown", "unknown"), (240, "unknown", "unknown"), (241, "overdue", "missed")],
)
def test_a_limit_that_is_over_is_over_whatever_else_is_not_known(minutes, waiting, answered):
    unsure = response("a", target=60, clock="support_hours")
    rules = policy(UNCOVERED, unsure, response("b", limit=240))
    assert states(ask(0), now=minutes, rules=rules) == [waiting]
    assert states(ask(0), answer(minutes), rules=rules) == [answered]


def test_an_answer_without_a_time_is_never_too_late_for_certain():
    assert states(ask(0), answer(None), now=9_999) == ["unknown"]


def test_each_channel_has_its_hours():
    rules = policy(
        always("all", channels=("call",)),
        UNCOVERED,
        response(limit=60, answers="every", clock="support_hours"),
    )
    found = waits_of(call(0, "missed"), call(1, "answered"), ask(5), rules=rules)
    assert [one.state for one in found] == ["met", "unknown"]


# --- which channel, and which department ----------------------------------------------------------


def test_what_came_by_another_channel_is_of_that_channel():
    rules = policy(response("chat", channels=("whatsapp",)), response("mail", channels=("email",)))
    (found,) = waits_of(ask(0, via="whatsapp"), rules=rules)
    assert (found.channel, found.rows) == ("whatsapp", ("chat",))


def test_an_answer_by_another_channel_is_an_answer():
    assert stretches(waits_of(ask(0, via="whatsapp"), answer(5, via="email"))) == [(0, 5)]


DESK = policy(
    response("sales", departments=("sales",)),
    response("help", departments=("help",)),
    response("all"),
    departments=(
        department("sales", "sales@hoasen.example", "zalo/page-1"),
        department("help", "email/support@hoasen.example", "page-1"),
    ),
)


@pytest.mark.parametrize(
    ("channel", "account", "expected"),
    [
        ("email", "sales@hoasen.example", "sales"),
        ("zalo", "sales@hoasen.example", "sales"),
        ("email", "support@hoasen.example", "help"),
        ("zalo", "support@hoasen.example", None),
        ("zalo", "page-1", "sales"),
        ("messenger", "page-1", "help"),
        ("email", "hello@hoasen.example", None),
    ],
)
def test_the_account_tells_the_department(channel, account, expected):
    (found,) = waits(talk(ask(0), channel=channel, account=account), DESK, now=after(1))
    assert found.department == expected
    assert found.rows == tuple(sorted(filter(None, ("all", expected))))


def test_the_caller_knows_the_department_better():
    (found,) = waits_of(ask(0), rules=DESK, department="sales")
    assert (found.department, found.rows) == ("sales", ("all", "sales"))


def test_a_department_that_the_policy_does_not_have_is_one_without_rows_of_its_own():
    (found,) = waits_of(ask(0), rules=DESK, department="billing")
    assert (found.department, found.rows) == ("billing", ("all",))


# --- what always holds ----------------------------------------------------------------------------


def told(conversations, now=500, rules=USUAL, **more):
    return waits(conversations, rules, now=after(now), **more)


@given(st.lists(talks(undated=True), max_size=4), st.randoms(use_true_random=False))
def test_neither_the_order_of_conversations_nor_their_repetition_means_anything(some, chance):
    some = [one.model_copy(update={"id": f"c{number}"}) for number, one in enumerate(some)]
    shuffled = some + some[:2]
    chance.shuffle(shuffled)
    assert told(shuffled) == told(some)


@given(talks())
def test_several_conversations_are_one_after_the_other(one):
    assert told([one]) == told(one)


def plain(entry):
    """Return an entry with one time only."""
    dropped = {"sources": ()} | ({"answered_at": None} if entry.type == "call" else {})
    return entry.model_copy(update=dropped)


@given(talks(), st.randoms(use_true_random=False))
def test_the_order_of_entries_with_times_of_their_own_means_nothing(one, chance):
    apart = list({entry_time(entry): plain(entry) for entry in one.entries}.values())
    shuffled = list(apart)
    chance.shuffle(shuffled)
    assert told(talk(*shuffled)) == told(talk(*apart))


@given(talks(), MINUTES, MINUTES)
def test_what_has_ended_stays_as_it_was(one, earlier, more):
    ended = [found for found in told(one, earlier) if found.ended is not None]
    assert set(ended) <= set(told(one, earlier + more))


@given(talks(), st.integers(0, 800), MINUTES)
def test_what_is_overdue_gets_no_better(one, earlier, more):
    over = {found.entry for found in told(one, earlier) if found.state == "overdue"}
    later = {found.entry: found.state for found in told(one, earlier + more)}
    assert {later[entry] for entry in over} <= {"overdue", "missed"}


@given(talks(), MINUTES)
def test_waits_follow_one_another(one, now):
    found = told(one, now)
    for before, later in pairwise(found):
        assert before.ended is not None
        assert before.ended <= later.began
    assert [wait.first for wait in found] == [number == 0 for number in range(len(found))]


def asked_at(entry):
    """Return when an entry asked, or `None` if it did not."""
    if entry.type == "call":
        begun = (entry.started_at, entry.answered_at)
        outcomes = ("missed", "voicemail", "answered")
        asks = entry.direction == "inbound" and entry.outcome in outcomes
    else:
        begun = (entry.sent_at, *(one.received_at for one in entry.sources))
        asks = entry.direction == "inbound" and entry.automatic is None
    return min(filter(None, begun)) if asks else None


@given(talks(), MINUTES)
def test_no_question_is_lost_and_none_counts_twice(one, now):
    found = told(one, now)
    for asked in filter(None, map(asked_at, one.entries)):
        within = [
            wait
            for wait in found
            if wait.began <= asked and (wait.ended is None or asked <= wait.ended)
        ]
        # At the moment of an answer, the order of the entries says to which wait it belongs.
        surely = [wait for wait in within if asked != wait.ended]
        assert bool(within) or asked > after(now)
        assert len(surely) <= 1


@given(talks(), MINUTES)
def test_a_wait_begins_when_its_entry_asked(one, now):
    begun = {entry.id: asked_at(entry) for entry in one.entries}
    found = told(one, now)
    assert [begun[wait.entry] for wait in found] == [wait.began for wait in found]


@given(talks(undated=True), MINUTES)
def test_no_two_waits_begin_with_one_entry(one, now):
    found = told(one, now)
    assert len({wait.entry for wait in found}) == len(found)


@given(talks(undated=True), MINUTES)
def test_nothing_is_later_than_now(one, now):
    moments = [at for wait in told(one, now) for at in (wait.began, wait.ended) if at is not None]
    assert all(moment <= after(now) for moment in moments)


# --- what is shown --------------------------------------------------------------------------------


def test_a_wait_shows_no_id_of_a_conversation_or_a_message():
    found = wait("lan@mail.example", conversation="zalo-84901112233", department="sales", ended=9)
    shown = repr(found)
    assert "lan" not in shown
    assert "8490" not in shown
    assert "channel='email', department='sales'" in shown


def test_what_stands_between_shows_nothing_either():
    from omnidesk.policy.service import _turns, _waits

    conversation = talk(ask(0, name="lan@mail.example"), answer(1, BOT, name="84901112233"))
    turns = list(_turns.turns(conversation))
    (bare,) = _waits._waits_in(conversation, after(5), {})
    assert f"{turns} {bare}" == "[<Turn, asks>] <wait>"


def test_a_policy_does_not_show_accounts():
    rules = policy(departments=(department("sales", "84901112233"),))
    assert isinstance(rules, ServicePolicy)
    assert "8490" not in repr(rules)
    assert "id='sales'" in repr(rules)
