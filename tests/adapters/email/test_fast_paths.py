"""Where a fast way stands beside a general one, both give the same."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import _transfer, parse_mime
from omnidesk.adapters.email import _envelope
from omnidesk.adapters.email._desk import Desk
from omnidesk.adapters.email._forward_words import forward_words
from omnidesk.adapters.email._identity import identities, sender_defects
from omnidesk.adapters.email._subject import without_marks
from omnidesk.adapters.email.machine._words import folded
from omnidesk.adapters.email.segments import _lines
from omnidesk.adapters.email.segments._words import words

LETTERS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("aAzđĐıơếỆéß`:0 \n"),
        st.characters(min_codepoint=0x300, max_codepoint=0x36F),
    ),
    max_size=40,
)
ROWS = st.text(st.sampled_from("a>: \n-é"), max_size=60)
FIGURES = st.text(st.sampled_from("0129:.h/- a١"), max_size=16)


def test_no_banner_and_no_label_has_a_number():
    table, more = words(), forward_words()
    known = {*table.original, *table.forwarded, *more.original, *more.forwarded, *more.labels}
    assert not [one for one in known if any(map(str.isdigit, one))]


def test_the_verbs_for_lines_in_ascii_are_those_in_ascii():
    table = words()
    assert table.plain_verbs == tuple(one for one in table.verbs if one[0].isascii())


@given(LETTERS, st.sampled_from([without_marks, folded, _lines.fold]))
def test_ascii_is_folded_alike_alone_and_beside_other_letters(text, fold):
    plain = "".join(one for one in text if one.isascii())
    assert fold(f"é{plain}é") == f"e{fold(f'e{plain}e')[1:-1]}e"


@given(LETTERS)
def test_texts_without_marks_have_none_of_any_script(text):
    kept = [
        one
        for one in unicodedata.normalize("NFKD", text.casefold())
        if unicodedata.category(one) not in {"Mn", "Mc", "Me", "Cf"}
    ]
    expected = "".join(kept).replace("đ", "d").replace("ı", "i")
    assert without_marks(text) == (text.lower() if text.isascii() else expected)


@given(ROWS, st.integers(1, 8), st.integers(1, 30))
def test_lines_are_parted_one_by_one_up_to_the_limits(text, most_lines, longest_text):
    expected: list[tuple[int, str]] = []
    position = 0
    while position < min(len(text), longest_text) and len(expected) < most_lines:
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        expected.append((position, text[position:end].rstrip()))
        position = end + 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_lines, "MOST_LINES", most_lines)
        patch.setattr(_lines, "LONGEST_TEXT", longest_text)
        lines, reached = _lines.split_lines(text)
    assert [(line.start, line.text) for line in lines] == expected
    assert reached == min(position, len(text))


@given(FIGURES)
def test_times_years_and_days_stand_apart_from_other_digits(text):
    seen = _lines.evidence(text)
    found = (seen.time, seen.year, _lines.has_day(text))
    assert found == (
        re.search(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)", text) is not None,
        re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text) is not None,
        re.search(r"(?<!\d)\d{1,2}[./-]\d{1,2}(?!\d)", text) is not None,
    )


@given(st.text(st.sampled_from("srsbtvpcaf_01+-/@.ounce"), max_size=30))
def test_no_envelope_address_without_an_equals_sign_is_wrapped(address):
    assert _envelope._layer(address) is None


@given(st.text(st.sampled_from("aB+@.é"), max_size=12))
def test_an_own_address_is_known_with_and_without_a_tag(address):
    local, _, domain = address.lower().rpartition("@")
    base = f"{local.partition('+')[0]}@{domain}"
    assert Desk(frozenset({base}), frozenset()).owns(address)
    assert not Desk(frozenset({f"x{base}"}), frozenset()).owns(address)


@given(st.lists(st.sampled_from([b"QUJD", b"Q", b"=", b" ", b"\r\n", b"?!"]), max_size=60))
def test_the_size_of_base64_is_that_of_its_content_in_however_many_chunks(pieces):
    part = parse_mime(b"Content-Transfer-Encoding: base64\n\n" + b"".join(pieces))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_transfer, "_CHUNK", 16)
        size = part.size
    assert size in (None, len(part.content()))


@pytest.mark.parametrize(
    "head",
    [
        b"From: a@b.example",
        b"From: a@b.example, c@d.example\nSender: =?utf-8?q?P=D0=B0ypal?= <e@xn--f.example>",
        b"Subject: nobody\nFrom: a@b@c.example\nFrom: d@e.example",
    ],
)
def test_what_is_odd_about_senders_is_told_alone_as_with_all_else(head):
    mail = parse_mime(head + b"\n\ntext")
    assert sender_defects(mail) == identities(mail).defects
