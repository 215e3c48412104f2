"""Who is on a call: numbers, extensions, URIs, and those who withhold theirs."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters.calls._parties import Numbering
from omnidesk.adapters.calls._renumbering import _AREAS, _MOBILE, renumbered
from omnidesk.model import Identity, Participant

VIETNAM = Numbering(region="VN", scope="pbx")
BEFORE = datetime(2016, 5, 1, tzinfo=UTC)
AFTER = datetime(2026, 5, 1, tzinfo=UTC)


def read(raw, numbering=VIETNAM, at=AFTER):
    identity = numbering.identity(raw, at=at)
    return identity and (identity.scheme, identity.value, identity.scope)


@pytest.mark.parametrize(
    "raw",
    [
        "0912345678", "+84912345678", "84912345678", "0084912345678", "0912.345.678",
        "(0912) 345 678", "tel:+84-912-345-678;ext=9", "%2B84912345678", " 0912-345-678 ",
        "sip:+84912345678@trunk.example:5061;user=phone",
    ],
)  # fmt: skip
def test_every_spelling_of_a_number_is_one_identity_and_keeps_its_own_spelling(raw):
    identity = VIETNAM.identity(raw)
    assert identity is not None
    assert (identity.scheme, identity.value, identity.scope) == ("phone", "+84912345678", None)
    assert identity.raw == (None if raw == "+84912345678" else raw.strip())


@pytest.mark.parametrize(
    "raw",
    [
        "anonymous", "Anonymous", "RESTRICTED", "Private Number", "unknown", "unavailable", "s",
        "-", "0", "0000000000", "+266696687", "266696687", "86282452253", "Số ẩn", "so an",
        "SỐ RIÊNG TƯ", "Không xác định", "ẩn danh", "sip:anonymous@anonymous.invalid",
        "sip:someone@anonymous.invalid", "sips:Anonymous@carrier.example", "tel:anonymous",
        '"" <anonymous>', "null",
    ],
)  # fmt: skip
def test_withheld_callers_are_anonymous_parties_and_never_a_number(raw):
    assert VIETNAM.party(raw, role="customer") == Participant(role="customer")


def test_a_record_that_says_nothing_names_nobody():
    assert VIETNAM.party("") is None
    assert VIETNAM.party(None) is None


def test_a_system_may_have_its_own_word_for_withheld():
    assert Numbering(withheld=("Giấu Số",)).identity("giau so") is None
    assert read("người lạ") == ("user", "người lạ", "pbx")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("101", ("extension", "101", "pbx")),
        ("113", ("short_code", "113", "VN")),
        ("19001234", ("phone", "+8419001234", None)),
        ("123456", ("short_code", "123456", "VN")),
        ("091234567890123", ("dialled", "091234567890123", "VN")),
        ("+84", ("short_code", "84", "VN")),
        ("sip:101@PBX.example:5060;transport=tcp", ("sip", "101@pbx.example", None)),
        ("101@pbx.example.", ("sip", "101@pbx.example", None)),
        ("sip:pbx.example", ("sip", "pbx.example", None)),
        ("sip:lan:secret@pbx.example?subject=x", ("sip", "lan@pbx.example", None)),
        ("client:lan", ("client", "lan", "pbx")),
        ("sim:HS123", ("sim", "HS123", "pbx")),
        ("agent_01", ("user", "agent_01", "pbx")),
        ("client:", None),
    ],
)
def test_what_is_no_number_is_what_it_is(raw, expected):
    assert read(raw) == expected


def test_a_password_in_an_address_stays_nowhere():
    kept = Identity(scheme="sip", value="lan@pbx.example")
    assert VIETNAM.identity("sip:lan:secret@pbx.example") == kept


def test_without_a_region_only_international_numbers_are_numbers():
    nowhere = Numbering()
    assert read("0912345678", nowhere) == ("dialled", "0912345678", None)
    assert read("+84912345678", nowhere) == ("phone", "+84912345678", None)


def test_without_extensions_short_numbers_are_short_codes():
    assert read("101", Numbering(extension_digits=0)) == ("short_code", "101", None)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ('"Nguyễn Hoa" <0912345678>', "Nguyễn Hoa"),
        ("Lan  Anh <101>", "Lan Anh"),
        ('"0912345678" <0912345678>', None),
        ('"Anonymous" <0912345678>', None),
        ("0912345678", None),
    ],
)
def test_names_are_those_of_the_exchange_and_nothing_else(raw, name):
    party = VIETNAM.party(raw)
    assert party is not None
    assert (party.name, party.name_source) == (name, "vendor" if name else None)


def test_a_name_without_a_number_is_somebody():
    assert VIETNAM.party(None, name="Lan") == Participant(name="Lan", name_source="vendor")


@pytest.mark.parametrize(
    ("raw", "at", "expected"),
    [
        ("01686123456", AFTER, "+84386123456"),
        ("01686123456", None, "+84386123456"),
        ("+841201234567", BEFORE, "+84701234567"),
        ("0438234567", BEFORE, "+842438234567"),
        ("0838297834", BEFORE, "+842838297834"),
        ("0838297834", AFTER, "+84838297834"),
        ("0333851234", BEFORE, "+842033851234"),
        ("0333851234", None, "+84333851234"),
        ("02403854123", BEFORE, "+842043854123"),
        ("0888123456", BEFORE, "+84888123456"),
        ("0912345678", BEFORE, "+84912345678"),
    ],
)
def test_vietnams_old_numbers_are_todays_by_the_date_of_the_record(raw, at, expected):
    assert read(raw, at=at) == ("phone", expected, None)


def test_the_tables_have_all_that_was_changed():
    assert len(_MOBILE) == 21
    assert len(_AREAS) == 59
    assert len({*_AREAS.values()}) == 59
    assert len({*_MOBILE.values()}) == 21


@given(st.text("0123456789", min_size=9, max_size=12), st.sampled_from([None, BEFORE, AFTER]))
def test_a_number_of_today_is_not_changed_again(national, at):
    once = renumbered(national, at)
    assert renumbered(once, AFTER) == once


@given(st.text(max_size=80), st.sampled_from([None, "VN", "US"]))
def test_anything_is_read_without_an_error(raw, region):
    numbering = Numbering(region=region)
    party = numbering.party(raw, at=BEFORE)
    assert party is None or len(party.identities) <= 1


@pytest.mark.parametrize("wrong", [{"region": "XX"}, {"extension_digits": 9}])
def test_a_wrong_configuration_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Numbering(**wrong)
