"""Calendar invitations and contact cards."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters.email.files import CalendarUser, Card, read_calendar, read_cards

SETS = Path(__file__).parent / "sets" / "files"
INVITATION = (SETS / "moi_hop.ics").read_text("utf-8")


def calendar(*lines, method="REQUEST"):
    body = "\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\nMETHOD:{method}\n{body}\nEND:VCALENDAR\n"


def event(*lines):
    (found,) = read_calendar(calendar(*lines))
    return found


# --- calendars ------------------------------------------------------------------------------------


def test_an_invitation_says_who_what_when_and_where():
    (found,) = read_calendar(INVITATION)
    assert found.method == "request"
    assert found.uid == "7c1f0b1a-lich@hoasen.example"
    assert found.sequence == 2
    assert found.organizer == CalendarUser(
        address="minhanh@hoasen.example", name="Trần, Minh Anh", participation=None
    )
    assert [(one.address, one.name, one.participation) for one in found.attendees] == [
        ("support@hoasen.example", "Hỗ trợ", "needs-action"),
        ("lan@khach.example", None, "accepted"),
    ]
    assert found.starts_at == datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    assert found.summary == "Họp về đơn hàng 1042, phần hai"
    assert found.location == "Phòng 3; tầng 2"
    assert found.status == "confirmed"
    assert found.zone_id == "SE Asia Standard Time"
    assert found.defects == ()
    assert not found.all_day
    assert not found.repeats


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("DTSTART:20261124T093000Z", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        ("DTSTART;TZID=UTC:20261124T093000", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        (
            "DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T093000",
            datetime(2026, 11, 24, 2, 30, tzinfo=UTC),
        ),
        ('DTSTART;TZID="Europe/Berlin":20260701T093000', datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
        ("DTSTART:20161231T235960Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_time_in_a_known_zone_is_in_utc(line, expected):
    found = event(line)
    assert (found.starts_at, found.defects) == (expected, ())


@pytest.mark.parametrize(
    ("line", "defect"),
    [
        ("DTSTART;TZID=Custom Zone:20261124T093000", "calendar_zone_unknown"),
        ("DTSTART;TZID=Nowhere/Atlantis:20261124T093000", "calendar_zone_unknown"),
        ("DTSTART;TZID=../../etc/passwd:20261124T093000", "calendar_zone_unknown"),
        ("DTSTART;TZID=localtime:20261124T093000", "calendar_zone_unknown"),
        ("DTSTART:20261124T093000", "calendar_time_floating"),
        ("DTSTART:20261324T093000Z", "calendar_time_malformed"),
        ("DTSTART:20261124T253000Z", "calendar_time_malformed"),
        ("DTSTART:tomorrow", "calendar_time_malformed"),
        ("DTSTART;TZID=Asia/Tokyo:00010101T000000", "calendar_time_malformed"),
    ],
)
def test_a_time_that_cannot_be_told_is_not_guessed(line, defect):
    found = event(line)
    assert found.starts_at is None
    assert found.starts_text == line.partition(":")[2]
    assert found.defects == (defect,)


def test_an_event_of_whole_days_has_days():
    found = event("DTSTART;VALUE=DATE:20270206", "DTEND;VALUE=DATE:20270211")
    assert found.all_day
    assert (found.starts_on, found.ends_on) == (date(2027, 2, 6), date(2027, 2, 11))
    assert (found.starts_at, found.ends_at) == (None, None)


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("PT1H30M", datetime(2026, 11, 24, 11, 0, tzinfo=UTC)),
        ("P1W", datetime(2026, 12, 1, 9, 30, tzinfo=UTC)),
        ("P1DT1S", datetime(2026, 11, 25, 9, 30, 1, tzinfo=UTC)),
        ("P9999W", None),
        ("-PT1H", None),
        ("soon", None),
    ],
)
def test_the_end_may_be_given_as_a_duration(duration, expected):
    start = "99980101T000000Z" if duration == "P9999W" else "20261124T093000Z"
    assert event(f"DTSTART:{start}", f"DURATION:{duration}").ends_at == expected


def test_a_duration_of_days_ends_an_event_of_whole_days():
    assert event("DTSTART:20270206", "DURATION:P5D").ends_on == date(2027, 2, 11)


def test_what_is_missing_is_none():
    found = event()
    assert found.uid is found.organizer is found.starts_at is found.starts_text is None
    assert (found.sequence, found.status, found.attendees) == (None, None, ())


@pytest.mark.parametrize("sequence", ["-1", "x", "", "9" * 40])
def test_a_sequence_that_is_no_number_is_none(sequence):
    assert event(f"SEQUENCE:{sequence}").sequence is None


def test_a_series_is_recognised_and_its_exceptions_too():
    assert event("RRULE:FREQ=DAILY").repeats
    assert event("RECURRENCE-ID:20261124T093000Z").recurrence_id == "20261124T093000Z"


def test_the_method_may_stand_below_the_events():
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nMETHOD:Cancel\nEND:VCALENDAR"
    assert [one.method for one in read_calendar(text)] == ["cancel"]


def test_every_calendar_has_its_own_method():
    found = read_calendar(calendar("UID:1", method="REPLY") + calendar("UID:2", method=""))
    assert [(one.uid, one.method) for one in found] == [("1", "reply"), ("2", None)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "BEGIN:VCALENDAR",
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nEND:VTODO\nEND:VCALENDAR",
        "END:VEVENT\nUID:1",
    ],
)
def test_what_is_no_event_is_passed_over(text):
    assert read_calendar(text) == ()


def test_an_event_without_an_end_is_read():
    assert read_calendar("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1")[0].uid == "1"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('ATTENDEE;CN="Lan: ""a""";X=1:mailto:a@b.example', "Lan: a"),
        ("ATTENDEE;CN=Lan ^'Anh^':mailto:a@b.example", "Lan Anh"),
        ('ATTENDEE;CN="Lan:mailto:a@b.example', None),
        ("ATTENDEE;CN=:a@b.example", None),
        ("ATTENDEE;=;CN=x:mailto:a@b.example", None),
    ],
)
def test_parameters_are_read_as_far_as_they_can_be(line, name):
    (found,) = event(line).attendees
    assert found.name == name
    assert found.address.endswith("a@b.example")


def test_folded_and_bare_lines_and_lines_that_are_none():
    found = event("SUMMARY:a\\nb\n  c\n\td", "no colon", ":empty", "LOCATION:", "STATUS:x\r")
    assert (found.summary, found.location, found.status) == ("a\nb cd", None, "x")


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nUID:1\nEND:VEVENT\n" * 101,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n" + "ATTENDEE:a\n" * 1_001,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n" + "BEGIN:X\n" * 20,
        calendar("UID:1") + " " * (1024 * 1024),
    ],
)
def test_what_goes_beyond_a_limit_is_passed_over_and_said(text):
    found = read_calendar(text)
    assert 1 <= len(found) <= 100
    assert found[0].defects == ("limit_calendar",)
    assert all(one.uid == "1" and len(one.attendees) <= 1_000 for one in found)


def test_an_event_beyond_the_limit_does_not_write_into_the_last():
    events = "BEGIN:VEVENT\nEND:VEVENT\n" * 100 + "BEGIN:VEVENT\nSUMMARY:late\nEND:VEVENT\n"
    found = read_calendar("BEGIN:VCALENDAR\n" + events + "METHOD:REPLY\nEND:VCALENDAR")
    assert {one.summary for one in found} == {None}
    assert {one.method for one in found} == {"reply"}


LINES = st.sampled_from(
    [*INVITATION.split("\n"), "BEGIN:VEVENT", "END:VEVENT", "DURATION:P1D", "DTSTART:20261124"]
)


@given(st.text() | st.lists(LINES).map("\n".join))
def test_any_text_gives_events(text):
    for found in read_calendar(text):
        assert found.starts_at is None or found.starts_at.tzinfo is UTC


@given(st.integers(0, len(INVITATION)), st.text(max_size=3))
def test_a_calendar_that_is_cut_or_changed_gives_events(at, text):
    read_calendar(INVITATION[:at])
    assert len(read_calendar(INVITATION[:at] + text + INVITATION[at + 1 :])) <= 1


def test_an_event_beyond_the_limit_ends_what_is_in_it():
    events = "BEGIN:VEVENT\nEND:VEVENT\n" * 100 + "BEGIN:VEVENT\nBEGIN:VALARM\nEND:VEVENT\n"
    found = read_calendar("BEGIN:VCALENDAR\n" + events + "METHOD:REPLY")
    assert found[0].method == "reply"


def test_components_may_end_in_any_order():
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nUID:2\nEND:VEVENT\nUID:3"
    assert [one.uid for one in read_calendar(text)] == ["1"]


def test_a_line_may_have_more_parameters_than_are_read():
    assert event("SUMMARY" + ";A=b" * 101 + ":text").summary == "text"


# --- contact cards --------------------------------------------------------------------------------

CARDS = [
    (
        (
            "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
            "Nguy=E1=BB=85n;Lan;;;\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
            "Nguy=E1=BB=85n Th=E1=BB=8B=\n Lan\nTEL;CELL;PREF:+84 912 000 111\n"
            "EMAIL;INTERNET:lan@khach.example\nEND:VCARD"
        ),
        Card(
            name="Nguyễn Thị Lan",
            emails=("lan@khach.example",),
            phones=("+84 912 000 111",),
            organisation=None,
        ),
    ),
    (
        (
            "begin:vcard\r\nversion:3.0\r\nN:Keller;Jonas;Maria;Dr.;\r\n"
            "ORG:Example GmbH\\; Co;Einkauf\r\n"
            "item1.EMAIL;TYPE=work:jonas@firma.example\r\nEMAIL:jonas@firma.example\r\n"
            "TEL:(030) 000 11\r\nNOTE:x\r\nend:vcard\r\n"
        ),
        Card(
            name="Dr. Jonas Maria Keller",
            emails=("jonas@firma.example",),
            phones=("(030) 000 11",),
            organisation="Example GmbH; Co, Einkauf",
        ),
    ),
    (
        (
            "BEGIN:VCARD\nVERSION:4.0\nFN:Trần Văn Bình\\, KS\nTEL;VALUE=uri:tel:+84-28-0000-111\n"
            "EMAIL:mailto:binh@x.example\nORG:Công ty\\"
        ),
        Card(
            name="Trần Văn Bình, KS",
            emails=("binh@x.example",),
            phones=("+84-28-0000-111",),
            organisation="Công ty",
        ),
    ),
    (
        "BEGIN:VCARD\nFN;QUOTED-PRINTABLE;CHARSET=windows-1258:Tr=E2=CCn\nTEL:\nORG:a\nORG:b",
        Card(name="Trần", emails=(), phones=(), organisation="a"),
    ),
    ("BEGIN:VCARD\nEND:VCARD", Card(name=None, emails=(), phones=(), organisation=None)),
]


@pytest.mark.parametrize(("text", "expected"), CARDS)
def test_a_card_says_who_it_is(text, expected):
    assert read_cards(text) == (expected,)


def test_a_file_may_have_several_cards():
    text = "BEGIN:VCARD\nFN:a\nBEGIN:VCARD\nFN:b\nEND:VCARD\nFN:c"
    assert [one.name for one in read_cards(text)] == ["a", "b"]


def test_what_is_no_card_is_passed_over():
    assert read_cards("hello\nFN:a\nEND:VCARD\n") == ()


def test_cards_and_their_values_are_bounded():
    assert len(read_cards("BEGIN:VCARD\nEND:VCARD\n" * 1_100)) == 1_000
    many = "".join(f"TEL:{number}\n" for number in range(200))
    assert len(read_cards("BEGIN:VCARD\n" + many)[0].phones) == 100


@given(st.text() | st.lists(st.sampled_from("\n".join(one for one, _ in CARDS).split("\n"))))
def test_any_text_gives_cards(text):
    text = text if isinstance(text, str) else "\n".join(text)
    assert isinstance(read_cards(text), tuple)


@given(st.sampled_from([one for one, _ in CARDS]), st.data())
def test_a_card_that_is_cut_or_changed_gives_cards(text, data):
    at = data.draw(st.integers(0, len(text)))
    read_cards(text[:at])
    assert isinstance(read_cards(text[:at] + data.draw(st.text(max_size=3)) + text[at:]), tuple)
