"""Consent receipts, written and read."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.errors import PayloadError
from omnidesk.policy.consent import (
    ConsentEvent,
    ReceiptDetails,
    iso_27560_record,
    kantara_receipt,
    read_iso_27560_record,
    read_kantara_receipt,
    wording_digest,
)

AT = datetime(2026, 9, 1, 9, tzinfo=UTC)
ENDS = datetime(2027, 9, 1, 9, tzinfo=UTC)
DETAILS = ReceiptDetails(
    controller="Hoa Sen",
    contact="Data protection office",
    email="privacy@hoasen.example",
    phone="+84900000001",
    policy_url="https://hoasen.example/privacy",
    jurisdiction="VN",
    language="vi",
    collection_method="web form",
    service="Newsletter",
    pii_categories=("e-mail address",),
)


def event(kind="given", purpose="newsletter", at=AT, **more):
    return ConsentEvent(
        kind=kind, subject="subject_lan", at=at, purpose=purpose, **{"signal": "form", **more}
    )


def refusal(call, *args, **more):
    with pytest.raises(PayloadError) as caught:
        call(*args, **more)
    assert caught.value.__context__ is None
    return caught.value


# --- Kantara --------------------------------------------------------------------------------------


def test_a_receipt_says_who_gave_what_to_whom_and_when():
    receipt = kantara_receipt([event(expires_at=ENDS), event(purpose="survey")], DETAILS)
    assert receipt["version"] == "KI-CR-v1.1.0"
    assert receipt["consentTimestamp"] == 1788253200
    assert receipt["piiPrincipalId"] == "subject_lan"
    assert receipt["piiControllers"][0]["piiController"] == "Hoa Sen"
    assert receipt["services"][0]["purposes"] == [
        {
            "purpose": "newsletter",
            "consentType": "EXPLICIT",
            "piiCategory": ["e-mail address"],
            "termination": "2027-09-01T09:00:00+00:00",
            "thirdPartyDisclosure": False,
        },
        {
            "purpose": "survey",
            "consentType": "EXPLICIT",
            "piiCategory": ["e-mail address"],
            "termination": "until withdrawn",
            "thirdPartyDisclosure": False,
        },
    ]


def test_a_receipt_names_third_parties():
    details = DETAILS.model_copy(update={"third_parties": ("Mailer", "Printer")})
    (purpose,) = kantara_receipt([event()], details)["services"][0]["purposes"]
    assert (purpose["thirdPartyDisclosure"], purpose["thirdPartyName"]) == (True, "Mailer, Printer")


def test_a_receipt_reads_back():
    receipt = kantara_receipt([event(expires_at=ENDS), event(purpose="survey")], DETAILS)
    found = read_kantara_receipt(receipt, channel="email")
    assert [(one.kind, one.purpose, one.at, one.expires_at) for one in found] == [
        ("given", "newsletter", AT, ENDS),
        ("given", "survey", AT, None),
    ]
    assert {(one.controller, one.region, one.channel) for one in found} == {
        ("Hoa Sen", "VN", "email")
    }


def changed(**more):
    receipt = kantara_receipt([event()], DETAILS)
    receipt["services"][0]["purposes"][0] |= more
    return receipt


@pytest.mark.parametrize("kind", ["IMPLICIT", "opt-out", ""])
def test_what_was_not_given_explicitly_is_a_notice(kind):
    (found,) = read_kantara_receipt(changed(consentType=kind))
    assert found.kind == "notice_shown"


def test_a_receipt_may_end_after_a_period():
    (found,) = read_kantara_receipt(changed(termination="P1Y"))
    assert found.expires_at == ENDS


def test_an_end_in_words_must_be_told_by_the_caller():
    error = refusal(read_kantara_receipt, changed(termination="in a lịch year"))
    assert error.pointer == "/services/0/purposes/0/termination"
    assert "lịch" not in str(error)
    (found,) = read_kantara_receipt(changed(termination="one year"), expires_at=ENDS)
    assert found.expires_at == ENDS


@pytest.mark.parametrize("termination", ["P1X", "2027-09-01T09:00:00", "PTPTPT"])
def test_an_end_that_is_no_moment_is_refused(termination):
    refusal(read_kantara_receipt, changed(termination=termination))


def test_a_receipt_that_counts_milliseconds_is_of_the_same_moment():
    receipt = {**changed(), "consentTimestamp": 1788253200000}
    assert read_kantara_receipt(receipt)[0].at == AT


def test_the_ledger_may_know_the_subject_by_another_name():
    assert read_kantara_receipt(changed(), subject="subject_x")[0].subject == "subject_x"


@pytest.mark.parametrize(
    "receipt",
    [{}, {**changed(), "consentTimestamp": "soon"}, {**changed(), "piiControllers": []}],
)
def test_what_is_no_receipt_is_refused_without_quoting_it(receipt):
    error = refusal(read_kantara_receipt, receipt)
    assert error.channel == "consent_receipt"
    assert "soon" not in str(error)


@pytest.mark.parametrize(
    "grants",
    [[], [event("withdrawn")], [event(), event(at=ENDS)]],
)
def test_a_receipt_is_of_grants_of_one_subject_and_moment(grants):
    with pytest.raises(ValueError, match=r"expected events|a receipt is"):
        kantara_receipt(grants, DETAILS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("EXPLICIT"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
FIELDS = ("consentTimestamp", "services", "piiControllers", "piiPrincipalId", "jurisdiction")


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.dictionaries(st.text(), JSON))
def test_strangers_receipts_are_read_or_refused(some, more):
    with suppress(PayloadError):
        read_kantara_receipt({**changed(), **more, **some})


# --- ISO/IEC TS 27560 -----------------------------------------------------------------------------


PROOF = f"sha256:{7:064x}"
STORY = (
    event("notice_shown", notice_version="3", wording=wording_digest("Xin phép gửi bản tin")),
    event(at=datetime(2026, 9, 2, tzinfo=UTC), expires_at=ENDS, channel="email", actor="mother"),
    event("withdrawn", at=datetime(2026, 9, 3, tzinfo=UTC), message_class="weekly", proof=PROOF),
)


def test_a_record_tells_the_whole_story_in_order():
    record = iso_27560_record(reversed(STORY), DETAILS)
    assert record["pii_principal_id"] == "subject_lan"
    assert [one["event_state"] for one in record["event"]] == ["notice_shown", "given", "withdrawn"]
    assert record["pii_processing"]["purposes"][0]["lawful_basis"] == "consent"


def test_a_record_reads_back():
    found = read_iso_27560_record(iso_27560_record(STORY, DETAILS))
    kept = {"controller": "Hoa Sen", "region": "VN"}
    assert found == tuple(one.model_copy(update=kept) for one in STORY)


def test_the_words_of_the_standard_for_states_are_read():
    record = iso_27560_record(STORY[:1], DETAILS)
    record["event"][0]["event_state"] = "consent_withdrawn"
    assert read_iso_27560_record(record, subject="x")[0].kind == "withdrawn"


def test_a_state_that_nobody_knows_is_refused_without_quoting_it():
    record = iso_27560_record(STORY[:1], DETAILS)
    record["event"][0]["event_state"] = "bí mật"
    error = refusal(read_iso_27560_record, record)
    assert error.pointer == "/event/0/event_state"
    assert "bí mật" not in str(error)


def test_a_digest_that_is_none_is_refused():
    record = iso_27560_record(STORY[:1], DETAILS)
    record["event"][0]["proof"] = "a screenshot"
    assert refusal(read_iso_27560_record, record).pointer == "/event/0/proof"


def test_a_record_of_several_jurisdictions_names_none():
    record = iso_27560_record(STORY[:1], DETAILS)
    record["pii_processing"]["purposes"][0]["jurisdictions"] = ["VN", "FR"]
    assert read_iso_27560_record(record)[0].region is None


def test_what_is_no_record_is_refused():
    assert refusal(read_iso_27560_record, {"event": []}).pointer.startswith("/pii_")


@pytest.mark.parametrize(
    "events",
    [[], [event(), event(purpose="survey")], [event("withdrawn", purpose=None)]],
)
def test_a_record_is_of_one_subject_and_one_purpose(events):
    with pytest.raises(ValueError, match=r"expected events|a record is"):
        iso_27560_record(events, DETAILS)
