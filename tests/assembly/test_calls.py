"""One story per call, whatever order its records come in."""

from itertools import permutations

from tests.assembly.build import LAN, SHOP, at, leg, person, reported

from omnidesk.assembly import assemble
from omnidesk.model import Attachment, Call, Durations, Leg, Transcript


def call(*events) -> Call:
    results = {assemble(order) for order in permutations(events)}
    assert len(results) == 1
    (conversation,) = results.pop()
    (found,) = conversation.calls
    return found


def test_reports_of_a_leg_overlay_one_another_by_sequence():
    ringing = leg("1", start=0, caller=LAN, callee=SHOP)
    answered = leg("1", "ongoing", answer=1, durations=Durations(ring=60_000))
    ended = leg("1", "answered", end=3)
    found = call(
        reported(ringing, sequence=0),
        reported(answered, sequence=1),
        reported(ended, sequence=2, direction="inbound"),
    )
    (only,) = found.legs
    assert only == Leg(
        id="1",
        caller=LAN,
        callee=SHOP,
        outcome="answered",
        started_at=at(0),
        answered_at=at(1),
        ended_at=at(3),
        durations=Durations(ring=60_000),
    )
    assert (found.direction, found.outcome, found.parties) == ("inbound", "answered", (LAN, SHOP))
    assert (found.started_at, found.answered_at, found.ended_at) == (at(0), at(1), at(3))
    assert found.durations == Durations(total=180_000, ring=60_000)


def test_a_losing_leg_of_a_ring_group_is_not_a_missed_call():
    found = call(
        reported(leg("1", "answered", start=0, answer=0, end=5, caller=LAN)),
        reported(leg("2", "missed", start=0, end=1, parent_id="1", callee=person("an"))),
        reported(leg("3", "answered", start=0, answer=1, end=5, parent_id="1", callee=SHOP)),
    )
    assert (found.outcome, found.answered_at) == ("answered", at(1))
    assert [one.id for one in found.legs] == ["1", "2", "3"]


def test_a_call_that_only_the_exchange_answered_was_missed():
    found = call(
        reported(leg("1", "answered", start=0, answer=0, end=1)),
        reported(leg("2", "missed", start=0, end=1, parent_id="1")),
    )
    assert (found.outcome, found.answered_at) == ("missed", None)


def test_a_call_goes_on_while_one_of_its_legs_does():
    found = call(reported(leg("1", start=0, end=1)), reported(leg("2", "ongoing", start=0)))
    assert (found.ended_at, found.outcome, found.durations.total) == (None, "ongoing", None)


def test_the_vendors_own_outcome_outranks_the_legs():
    first = reported(leg("1", "answered"), outcome="missed", sequence=1)
    assert call(first, reported(outcome="voicemail", sequence=2)).outcome == "voicemail"


def test_a_call_without_any_leg_is_unknown():
    found = call(reported())
    assert (found.outcome, found.legs, found.ended_at) == ("unknown", (), None)


def test_late_recordings_and_transcripts_attach_once():
    recording = Attachment(kind="recording", id="r")
    said = Transcript(text="alô", derived_from="r")
    left = Attachment(kind="voicemail", id="v")
    found = call(
        reported(leg("1", "answered")),
        reported(what="a", recordings=(recording,), recording_consent="given"),
        reported(what="b", recordings=(recording,), transcripts=(said,), voicemail=left),
    )
    assert (found.recordings, found.transcripts) == ((recording,), (said,))
    assert (found.recording_consent, found.voicemail) == ("given", left)


def test_calls_whose_ids_are_aliases_are_one_call():
    found = call(
        reported(leg("1"), call_id="b", aliases=("a",)), reported(leg("2"), call_id="a", what="x")
    )
    assert (found.id, found.aliases) == ("a", ("b",))
    assert [one.id for one in found.legs] == ["1", "2"]


def test_durations_of_legs_add_up_where_people_talk_and_not_where_they_ring_together():
    found = call(
        reported(leg("1", durations=Durations(total=90, queue=20, ivr=5))),
        reported(leg("2", parent_id="1", durations=Durations(ring=9, talk=30, hold=1, wrap=2))),
        reported(leg("3", parent_id="1", durations=Durations(ring=8, talk=10))),
    )
    assert found.durations == Durations(total=90, ring=9, talk=40, hold=1, queue=20, ivr=5, wrap=2)


def test_a_report_that_was_delivered_twice_counts_once_with_both_sources():
    first, second = reported(leg("1"), digest="a"), reported(leg("1"), digest="b", received=1)
    found = call(first, second)
    assert len(found.legs) == 1
    assert found.sources == (first.source, second.source)


def test_a_message_left_outranks_telephones_that_rang_in_vain():
    found = call(
        reported(leg("1", "answered", start=0, answer=0, end=3)),
        reported(leg("2", "missed", start=0, end=1, parent_id="1")),
        reported(voicemail=Attachment(kind="voicemail", id="v"), what="v"),
    )
    assert found.outcome == "voicemail"


def test_giving_up_in_a_queue_is_abandoned_whatever_rang():
    found = call(
        reported(leg("1", "abandoned", start=0, end=3, queue="sales")),
        reported(leg("2", "missed", start=1, end=2, parent_id="1")),
    )
    assert found.outcome == "abandoned"


def test_records_that_disagree_are_kept_and_said_so():
    found = call(
        reported(leg("1", "answered", start=0, answer=1, end=3), what="x"),
        reported(leg("1", "answered", start=0, answer=1, end=4), what="y"),
    )
    assert [one.code for one in found.defects] == ["records_disagree"]
    assert len(found.sources) == 2


def test_a_newer_record_corrects_an_older_one_without_a_word():
    found = call(
        reported(leg("1", "missed", start=0, end=3), sequence=1),
        reported(leg("1", "answered", start=0, answer=1, end=4), sequence=2),
    )
    assert (found.defects, found.outcome) == ((), "answered")


def test_each_record_of_a_leg_knows_its_own_durations():
    found = call(
        reported(leg("1", durations=Durations(queue=48_000)), sequence=1),
        reported(leg("1", "answered", end=3, durations=Durations(total=180_000)), sequence=2),
        reported(leg("1", durations=Durations(queue=50_000, talk=9_000)), sequence=0),
    )
    assert found.legs[0].durations == Durations(total=180_000, queue=48_000, talk=9_000)


def test_a_recording_that_was_deleted_later_stands_once():
    kept = Attachment(kind="recording", id="r", availability="ok", duration=9_000)
    gone = Attachment(kind="recording", id="r", availability="expired")
    found = call(
        reported(recordings=(kept,), sequence=1), reported(recordings=(gone,), sequence=2, what="d")
    )
    assert found.recordings == (kept.model_copy(update={"availability": "expired"}),)


def test_durations_that_disagree_are_said_so():
    found = call(
        reported(leg("1", end=3, durations=Durations(talk=1)), what="x"),
        reported(leg("1", end=3, durations=Durations(talk=2)), what="y"),
    )
    assert [one.code for one in found.defects] == ["records_disagree"]


def test_what_two_of_ours_said_to_one_another_does_not_turn_a_call():
    found = call(
        reported(leg("1", start=0), direction="inbound", sequence=1),
        reported(leg("2", start=1), direction="internal", sequence=2),
    )
    assert found.direction == "inbound"
    assert call(reported(leg("2"), direction="internal")).direction == "internal"


def test_a_mailbox_that_answered_has_answered():
    found = call(
        reported(leg("1", "voicemail", start=0, answer=1, end=3)),
        reported(leg("2", "missed", start=0, end=1, parent_id="1")),
    )
    assert (found.outcome, found.answered_at) == ("voicemail", at(1))


def test_hold_on_the_callers_own_leg_counts_where_no_other_tells():
    root = leg("1", durations=Durations(hold=5_000))
    child = leg("2", "answered", parent_id="1")
    assert call(reported(root), reported(child)).durations.hold == 5_000
    child = leg("2", "answered", parent_id="1", durations=Durations(hold=2_000))
    assert call(reported(root), reported(child)).durations.hold == 2_000
