"""The text in RTF, and the HTML that Exchange hides in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters.email.files import read_rtf

FONTS = (
    rb"{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset163 Arial;}{\f2\fcharset128 Gothic;}"
    rb"{\f3\fcharset99 Odd;}{\fcharset204 No number;}}"
)


def text(body, head=rb"\ansi\ansicpg1252"):
    return read_rtf(b"{\\rtf1" + head + FONTS + body + b"}").text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rb" Hello\par World\line !", "Hello\nWorld\n!"),
        (b" Hel\r\nlo\\\nthere", "Hello\nthere"),
        (rb" a\cell b\row c\tab d", "a\tb\nc\td"),
        (rb" \{a\}\\b\~c\_d\-e", "{a}\\b\xa0c\u2011de"),
        (rb" \lquote a\rquote\ldblquote b\rdblquote\endash\emdash\bullet", "‘a’“b”–—•"),
        (rb" Ch\'e0o \u272? \u7883ab", "Chào Đ ịb"),
        (rb"\uc0\u7883 a{\uc2\u7883 xyz}\u-3 b", "ịaịz\ufffdb"),
        (rb" \u55357?\u56832? \u55357?", "😀 \ufffd"),
        (rb"\uc1\u7883\'e0\'e1", "ịá"),
        (rb"\u7883{a}", "ịa"),
        (rb"\f1 m\'ec i\f2\'83\'65\plain\'e9", "m\u0301 iテé"),
        (rb"\f3\'e9\f9\'e9", "éé"),
        (rb" a{\*\generator Word;}{\pict abc{\bin2 }}}}b", "ab"),
        (rb" a{\info{\title Secret}}{\header top}b", "ab"),
        (rb" a{\*\shppict x}{\b\*b}c", "abc"),
        (rb" a\bin3 }}}b\bin-1 c", "abc"),
        (rb" a}}}b\'4", "ab4"),
        (rb" a\u0?b", "ab"),
        (rb"{" * 2_000 + b"a" + b"}" * 2_000 + b"b", "ab"),
    ],
)
def test_a_document_is_read_as_text(body, expected):
    assert text(body) == expected
    assert not read_rtf(b"{\\rtf1" + body).is_html


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (rb"\ansi\ansicpg1251", "Да"),
        (rb"\ansi\ansicpg99999", "Äà"),
        (rb"\mac", "ƒ‡"),
        (rb"\ansicpg1251\mac", "Да"),
        (rb"\ansi\deff1", "Äà"),
    ],
)
def test_bytes_are_in_the_code_page_of_the_document(head, expected):
    assert text(rb" \'c4\'e0", head) == expected


def test_html_that_was_wrapped_comes_out_as_it_was():
    found = read_rtf(
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0" + FONTS + rb"{\*\htmltag19 <html>}"
        rb"{\*\htmltag64 <p class=\'22x\'22>}\htmlrtf {\htmlrtf0 Ch\'e0o {\*\htmltag84 &nbsp;}"
        rb"\htmlrtf \~\htmlrtf0 {\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 5 < 6 & 7\htmlrtf }"
        rb"\htmlrtf0{\*\htmltag92 </b>}{\*\mhtmltag84 <x>}\htmlrtf\par}\htmlrtf0"
        rb"{\*\htmltag72 </p>}{\*\htmltag27 </html>}}"
    )
    assert found.is_html
    assert found.text == (
        '<html><p class="x">Chào &nbsp;<b>5 &lt; 6 &amp; 7</b></p></html>'  # what showed is text
    )


def test_marks_of_html_mean_nothing_in_other_documents():
    assert text(rb" a{\*\htmltag1 <p>}\htmlrtf b\htmlrtf0 c") == "abc"
    assert not read_rtf(rb"{\rtf1\fromhtml0 a}").is_html


def test_a_document_may_end_anywhere():
    assert read_rtf(b"{\\rtf1 a\\").text == "a"


def test_fonts_beyond_any_honest_number_are_passed_over():
    fonts = b"".join(b"{\\f%d\\fcharset204 A;}" % number for number in range(5_000))
    found = read_rtf(b"{\\rtf1{\\fonttbl" + fonts + b"}\\f1\\'c4\\f4999\\'c4}")
    assert found.text == "ДÄ"


def test_its_repr_shows_nothing_of_what_it_says():
    assert "bimat" not in repr(read_rtf(rb"{\rtf1 bimat}"))


PIECES = [b"{", b"}", b"\\", b"\\'", b"e0", b"\\u", b"-1", b"?", b"\\*", b"\\htmltag", b"\\f1"]
PIECES += [
    b"\\fromhtml1 ",
    b"\\htmlrtf",
    b"0",
    b" a",
    b"\\bin",
    b"2",
    b"\\fonttbl",
    b"\\fcharset128",
]


@given(st.binary(max_size=100) | st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join))
def test_any_bytes_have_some_text(data):
    found = read_rtf(b"{\\rtf1" + data)
    found.text.encode()
