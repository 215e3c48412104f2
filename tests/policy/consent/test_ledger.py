"""What consent events add up to, in whatever order they are told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from omnidesk.model import Identity, Person
from omnidesk.policy import Citation, subject_id
from omnidesk.policy.consent import (
    CEILINGS,
    Ceiling,
    ConsentEvent,
    Ledger,
    Standing,
    prove,
    wording_digest,
)

START = datetime(2026, 9, 1, 9, tzinfo=UTC)
NOW = datetime(2027, 3, 1, tzinfo=UTC)
LAN = "subject_lan"
WORDS = "Tôi muốn nhận bản tin hàng tuần qua e-mail."


def event(kind, day=0, purpose="newsletter", **more):
    more = {"subject": LAN, "at": START + timedelta(days=day), **more}
    return ConsentEvent(kind=kind, purpose=purpose, **more)


def standing(*events, now=NOW, ceilings=(), **more):
    place = {"purpose": "newsletter", "channel": "email", **more}
    return Ledger(events).state(LAN, now=now, ceilings=ceilings, **place)


def state(*events, **more):
    return standing(*events, **more).state


KINDS = st.sampled_from(["given", "refused", "withdrawn", "expired", "notice_shown", "requested"])
NAMES = {
    "purpose": st.sampled_from([None, "newsletter", "survey"]),
    "channel": st.sampled_from([None, "email", "sms"]),
    "message_class": st.sampled_from([None, "promotion"]),
    "controller": st.sampled_from([None, "LINKS"]),
}
MOMENTS = st.integers(0, 6).map(lambda days: START + timedelta(days=days))


@st.composite
def some_events(draw):
    kind = draw(KINDS)
    names = {name: draw(values) for name, values in NAMES.items()}
    if kind == "given":
        names["purpose"] = names["purpose"] or "newsletter"
    ends = draw(st.none() | MOMENTS) if kind == "given" else None
    subject = draw(st.sampled_from([LAN, "subject_minh"]))
    return ConsentEvent(kind=kind, subject=subject, at=draw(MOMENTS), expires_at=ends, **names)


EVENTS = st.lists(some_events(), max_size=8)
QUESTIONS = st.fixed_dictionaries({"now": MOMENTS, **NAMES})


# --- events ---------------------------------------------------------------------------------------


def test_a_grant_says_what_for():
    with pytest.raises(ValidationError, match="bundling"):
        event("given", purpose=None)


def test_only_a_grant_expires():
    with pytest.raises(ValidationError, match="only a grant expires"):
        event("withdrawn", expires_at=NOW)


def test_a_digest_is_a_digest():
    with pytest.raises(ValidationError):
        event("given", wording=WORDS)


def test_the_id_comes_from_what_the_event_says():
    assert event("given").id == event("given").id != event("given", 1).id


# --- how a consent stands -------------------------------------------------------------------------


def test_nothing_is_known_of_somebody_of_whom_nothing_is_known():
    assert standing() == Standing(state="unknown")


@pytest.mark.parametrize("kind", ["notice_shown", "requested"])
def test_silence_after_a_notice_or_a_question_is_no_grant(kind):
    assert state(event(kind)) == kind
    assert not standing(event(kind)).allows


def test_a_grant_counts_for_what_it_names_and_no_more():
    granted = event("given", channel="email")
    assert standing(granted).allows
    assert state(granted, channel="sms") == "unknown"
    assert state(granted, purpose="survey") == "unknown"
    assert state(granted, channel=None) == "unknown"


def test_a_grant_that_names_no_channel_counts_for_all():
    assert state(event("given"), channel="sms") == "given"


@pytest.mark.parametrize("kind", ["withdrawn", "refused", "expired"])
def test_what_ends_a_consent_counts_from_its_moment_on(kind):
    events = event("given"), event(kind, 1)
    assert state(*events) == kind
    assert state(*events, now=START + timedelta(hours=1)) == "given"


@pytest.mark.parametrize("kind", ["withdrawn", "refused", "expired"])
def test_at_one_moment_no_counts(kind):
    assert state(event("given"), event(kind)) == kind


def test_of_two_that_end_it_at_one_moment_the_withdrawal_is_named():
    assert state(event("refused"), event("expired"), event("withdrawn")) == "withdrawn"


def test_a_new_grant_counts_after_a_withdrawal():
    assert state(event("withdrawn"), event("given", 1)) == "given"


def test_a_broader_withdrawal_covers_what_is_narrower():
    granted = event("given", channel="email")
    assert state(granted, event("withdrawn", 1, purpose=None)) == "withdrawn"


def test_a_later_narrower_grant_opens_itself_again_and_nothing_else():
    events = (
        event("given"),
        event("given", purpose="survey"),
        event("withdrawn", 1, purpose=None),
        event("given", 2, channel="email"),
    )
    assert state(*events) == "given"
    assert state(*events, channel="sms") == "withdrawn"
    assert state(*events, purpose="survey") == "withdrawn"


def test_a_grant_opens_nothing_that_it_does_not_name():
    no_mail = event("withdrawn", channel="email", purpose=None)
    assert state(no_mail, event("given", 1)) == "withdrawn"
    assert state(no_mail, event("given", 1, channel="email")) == "given"


@pytest.mark.parametrize("channel", ["zalo", "call"])
def test_taking_back_a_channel_takes_back_its_parts_and_granting_it_grants_none(channel):
    granted = event("given", channel="zalo_call")
    assert state(granted, channel="zalo_call") == "given"
    stop = event("withdrawn", 1, purpose=None, channel=channel)
    assert state(granted, stop, channel="zalo_call") == "withdrawn"
    again = event("given", 2, channel="zalo_call")
    assert state(granted, stop, again, channel="zalo_call") == "given"
    assert state(event("given", channel=channel), channel="zalo_call") == "unknown"


def test_taking_back_a_part_leaves_the_rest():
    stop = event("withdrawn", 1, channel="zalo_call")
    assert state(event("given"), stop, channel="zalo") == "given"


def test_what_another_firm_was_given_is_not_ours():
    granted = event("given", controller="LINKS")
    assert state(granted, controller="IZIHelp") == "unknown"
    assert state(granted, controller="LINKS") == "given"


def test_what_somebody_else_gave_is_not_theirs():
    assert state(event("given", subject="subject_minh")) == "unknown"


def test_a_grant_ends_when_it_says_so():
    granted = event("given", expires_at=START + timedelta(days=30))
    assert standing(granted, now=START).until == START + timedelta(days=30)
    assert state(granted, now=START + timedelta(days=30)) == "expired"


def test_the_longest_of_several_grants_counts():
    short = event("given", 1, expires_at=START + timedelta(days=30))
    assert standing(event("given"), short).until is None


def test_an_ended_grant_after_a_withdrawal_has_ended():
    events = event("withdrawn"), event("given", 1, expires_at=START + timedelta(days=2))
    assert state(*events) == "expired"


def test_now_must_be_aware():
    with pytest.raises(ValueError, match="aware"):
        standing(now=datetime(2027, 3, 1))  # noqa: DTZ001 - that is the mistake


# --- ceilings -------------------------------------------------------------------------------------


def test_a_french_consent_to_calls_ends_after_a_year():
    granted = event("given", channel="call", region="FR")
    place = {"channel": "call", "ceilings": CEILINGS}
    found = standing(granted, **place)
    assert found.until == datetime(2027, 9, 1, 9, tzinfo=UTC)
    assert state(granted, now=datetime(2027, 9, 1, 9, tzinfo=UTC), **place) == "expired"


def test_a_ceiling_applies_where_the_region_is_not_known():
    granted = event("given", channel="call")
    assert standing(granted, channel="call", ceilings=CEILINGS).until is not None
    assert standing(granted, channel="call", region="VN", ceilings=CEILINGS).until is None
    assert standing(granted, channel="call", region="FR", ceilings=CEILINGS).until is not None


def test_a_ceiling_leaves_other_channels_and_purposes_alone():
    law = ceiling(purpose=("marketing",))
    assert standing(event("given", channel="call"), channel="call", ceilings=[law]).until is None
    assert standing(event("given", channel="email"), ceilings=CEILINGS).until is None


def test_a_ceiling_applies_between_its_dates():
    granted = event("given", channel="call")
    place = {"channel": "call", "ceilings": [ceiling(last=datetime(2026, 12, 31).date())]}  # noqa: DTZ001 - a date
    found = [
        standing(granted, now=datetime(2026, month, 1, tzinfo=UTC), **place).until
        for month in (9, 12)
    ]
    assert standing(granted, now=NOW, **place).until is None
    assert found[0] is None
    assert found[1] is not None


def ceiling(**more):
    return Ceiling(
        **{
            "id": "x.calls",
            "region": "FR",
            "zone": "Europe/Paris",
            "channel": ("call",),
            "period": "P1Y",
            "first": datetime(2026, 11, 1).date(),  # noqa: DTZ001 - a date
            "source": Citation(document="A made-up law"),
            **more,
        }
    )


# --- what holds for every ledger ------------------------------------------------------------------


@given(EVENTS, EVENTS, EVENTS)
def test_merging_is_commutative_associative_and_idempotent(first, second, third):
    one, two, three = Ledger(first), Ledger(second), Ledger(third)
    assert one | two == two | one
    assert (one | two) | three == one | (two | three)
    assert one | one == one


@given(EVENTS.flatmap(lambda events: st.tuples(st.just(events), st.permutations(events * 2))))
def test_order_and_repetition_change_no_answer(pair):
    events, shuffled = pair
    whole, bit_by_bit = Ledger(events), Ledger()
    for one in shuffled:
        bit_by_bit.add([one])
    assert whole == bit_by_bit
    assert [*whole] == [*bit_by_bit]
    one, other = (
        ledger.state(LAN, purpose="newsletter", channel="email", now=NOW)
        for ledger in (whole, bit_by_bit)
    )
    assert one == other


@given(EVENTS, QUESTIONS)
def test_a_withdrawal_denies_from_then_on_until_a_new_grant(events, asked):
    now = asked.pop("now")
    earlier = [one for one in events if one.at <= now]
    stop = ConsentEvent(kind="withdrawn", subject=LAN, at=now, **asked)
    ledger = Ledger([*earlier, stop])
    for days in (0, 1, 400):
        found = ledger.state(LAN, now=now + timedelta(days=days), **asked)
        assert not found.allows


@given(EVENTS, QUESTIONS)
def test_what_is_not_a_grant_never_allows(events, asked):
    ledger = Ledger(one for one in events if one.kind != "given")
    assert not ledger.state(LAN, **asked).allows


@given(EVENTS, QUESTIONS, some_events())
def test_more_than_a_grant_never_allows_more(events, asked, more):
    if more.kind != "given":
        before = Ledger(events).state(LAN, **asked).allows
        assert before or not Ledger([*events, more]).state(LAN, **asked).allows


@given(EVENTS, QUESTIONS)
def test_the_event_that_settles_it_is_one_of_them(events, asked):
    found = Ledger(events).state(LAN, **asked)
    assert (found.event is None) == (found.state == "unknown")
    assert found.event is None or found.event in events


@given(EVENTS, QUESTIONS)
def test_what_happens_later_changes_nothing_now(events, asked):
    known = [one for one in events if one.at <= asked["now"]]
    assert Ledger(events).state(LAN, **asked) == Ledger(known).state(LAN, **asked)


@given(EVENTS, QUESTIONS)
def test_a_ceiling_never_allows_more(events, asked):
    ledger = Ledger(events)
    bounded = ledger.state(LAN, ceilings=[ceiling(channel=())], **asked).allows
    assert ledger.state(LAN, **asked).allows or not bounded


PERSON = Person(
    id="person_lan",
    aliases=("person_old",),
    identities=(
        Identity(scheme="email", value="lan@mail.example"),
        Identity(scheme="phone", value="+84900000045"),
    ),
    links=(),
)


def test_people_stand_for_their_identities_when_a_ledger_is_joined():
    by_mail, by_phone = map(subject_id, PERSON.identities)
    ledger = Ledger(
        [
            event("given", subject=by_mail),
            event("withdrawn", 1, subject=by_phone),
            event("given", 2, "survey", subject="person_old"),
            event("given", subject="subject_minh"),
        ]
    )
    joined = ledger.joined([PERSON])
    assert joined.subjects() == ("person_lan", "subject_minh")

    def stands(one, subject, purpose="newsletter"):
        return one.state(subject, now=NOW, purpose=purpose, channel="email").state

    assert stands(ledger, by_mail) == "given"
    assert stands(joined, "person_lan") == "withdrawn"
    assert stands(joined, "person_lan", "survey") == "given"
    assert ledger.joined([]) == ledger


def test_a_ledger_knows_what_is_in_it():
    ledger = Ledger([event("given")])
    assert event("given") in ledger
    assert event("given", 1) not in ledger
    assert event("given", subject="subject_minh") not in ledger
    assert LAN not in ledger


def test_a_ledger_counts_and_lists_its_events_and_shows_nothing_of_them():
    ledger = Ledger([event("given", 1), event("notice_shown"), event("given", 1)])
    assert len(ledger) == 2
    assert [one.kind for one in ledger] == ["notice_shown", "given"]
    assert ledger.subjects() == (LAN,)
    assert ledger.about("subject_minh") == ()
    assert repr(ledger) == "Ledger(<2>)"
    assert ledger != {}


# --- proof ----------------------------------------------------------------------------------------


def shown(**more):
    return event("given", wording=wording_digest(WORDS), notice_version="3", **more)


def test_a_proof_holds_the_events_and_the_words():
    ledger = Ledger([shown(), event("notice_shown", -1), event("withdrawn", 900)])
    found = prove(ledger, LAN, now=NOW, wordings=[WORDS, "Something else"])
    assert [one.event.kind for one in found.entries] == ["notice_shown", "given"]
    assert (found.wordings, found.missing) == ((WORDS,), ())
    assert found.is_whole()
    assert WORDS not in repr(found)


def test_a_proof_names_the_words_that_it_lacks():
    found = prove(Ledger([shown()]), LAN, now=NOW)
    assert (found.wordings, found.missing) == ((), (wording_digest(WORDS),))
    assert found.is_whole()


def test_a_proof_of_nothing_is_whole():
    assert prove(Ledger(), LAN, now=NOW).is_whole()


def test_a_proof_reads_back_from_json():
    found = prove(Ledger([shown()]), LAN, now=NOW, wordings=[WORDS])
    again = type(found).model_validate_json(found.model_dump_json())
    assert again == found
    assert again.is_whole()


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "subject_minh"},
        {"entries": ()},
        {"digest": wording_digest("")},
        {"wordings": ("Words that nobody was shown",)},
        {"missing": (wording_digest(WORDS),)},
        {"wordings": ()},
    ],
)
def test_a_proof_that_was_changed_is_not_whole(change):
    found = prove(Ledger([shown()]), LAN, now=NOW, wordings=[WORDS])
    assert not found.model_copy(update=change).is_whole()


@given(EVENTS.filter(bool), st.data())
def test_a_changed_event_changes_the_hash(events, data):
    mine = [one.model_copy(update={"subject": LAN}) for one in events]
    found = prove(Ledger(mine), LAN, now=NOW)
    number = data.draw(st.integers(0, len(found.entries) - 1))
    other = found.entries[number].event.model_copy(update={"notice_version": "other"})
    entries = list(found.entries)
    entries[number] = entries[number].model_copy(update={"event": other})
    assert not found.model_copy(update={"entries": tuple(entries)}).is_whole()


def test_a_proof_is_made_at_a_known_moment():
    with pytest.raises(ValueError, match="aware"):
        prove(Ledger(), LAN, now=datetime(2027, 3, 1))  # noqa: DTZ001 - that is the mistake
