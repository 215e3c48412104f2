"""Other people's text does nothing to a terminal but be shown."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.text import Text

from omnidesk.cli._text import safe, safe_line

# Turn the writing round, or what follows: Unicode Standard Annex 9, section 2.
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@given(st.text(st.characters(codec=None)))
@example("\x1b]8;;https://example.net\x07link\x1b]8;;\x07")
@example("\x9b31m")
@example(BIDI)
def test_no_text_can_paint_the_terminal(text):
    shown = safe(text)
    assert not [one for one in shown if unicodedata.category(one) == "Cc" and one != "\n"]
    assert not set(shown) & set(BIDI)


@given(st.text(st.characters(codec=None)))
def test_every_text_can_be_written_in_utf_8(text):
    assert safe(text).encode().decode() == safe(text)


@given(st.text(st.characters(codec=None)))
def test_one_line_is_one_line(text):
    assert len(safe_line(text).splitlines()) <= 1


@given(st.text())
def test_text_that_was_made_safe_stays_as_it_is(text):
    assert safe(safe(text)) == safe(text)


def test_escape_sequences_are_shown_and_not_obeyed():
    assert safe("a\x1b[31mred") == "a␛[31mred"


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\x0bb", "a\x0cb", "a\x85b", "a\u2028b"])
def test_every_kind_of_line_break_breaks_the_line(text):
    assert safe(text) == "a\nb"


def test_a_carriage_return_cannot_write_over_the_line():
    assert safe("pay 100\rpay 999") == "pay 100pay 999"


@pytest.mark.parametrize(
    "text", ["Nguyễn Thị Hồng Ngọc", "👩‍👩‍👧 🇻🇳 ❤️ 👍🏽", "می‌خواهم", "ภาษาไทย", "עִבְרִית", "日本語"]
)
def test_living_scripts_and_emoji_stay_as_they_are(text):
    assert safe(text) == unicodedata.normalize("NFC", text)


def test_decomposed_vietnamese_is_composed():
    assert safe(unicodedata.normalize("NFD", "Hướng dương")) == "Hướng dương"


def test_accents_do_not_pile_up():
    assert safe("q" + "\u0323" * 50 + "a") == "q" + "\u0323" * 4 + "a"


def test_a_tab_is_four_columns():
    assert Text(safe("\t")).cell_len == 4
