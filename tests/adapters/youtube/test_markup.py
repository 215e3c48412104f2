"""The little HTML of a comment, as text and as safe HTML."""

from html import escape
from html.parser import HTMLParser
from typing import Any

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters.youtube._markup import read_display

REL = ' rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("display", "text", "html"),
    [
        ("Chào shop", "Chào shop", "Chào shop"),
        ("1 > 0", "1 > 0", "1 &gt; 0"),
        ("a &lt;3 b &amp; &#39;c&#39;", "a <3 b & 'c'", "a &lt;3 b &amp; 'c'"),
        ("một<br>hai<BR/>ba<br />bốn", "một\nhai\nba\nbốn", "một<br>hai<br>ba<br>bốn"),
        ("<b>đậm</b> <i>nghiêng</i> <s>bỏ</s>", "đậm nghiêng bỏ", None),
        ("<b>không đóng", "không đóng", "<b>không đóng</b>"),
        ("không mở</b>", "không mở", "không mở"),
        ("<b><i>chéo</b></i>", "chéo", "<b><i>chéo</i></b>"),
        ("<b><b>hai lần</b></b>", "hai lần", "<b>hai lần</b>"),
        ("<script>x</script><p>y</p>", "xy", "xy"),
        ("1 < 2 > 0", "1 < 2 > 0", "1 &lt; 2 &gt; 0"),
        ("a < b", "a < b", "a &lt; b"),
        ("<>", "<>", "&lt;&gt;"),
        ("&#99999999999999999999;", "&#99999999999999999999;", "&amp;#99999999999999999999;"),
        ('<a href="javascript:x()">bấm</a>', "bấm", f"<a{REL}>bấm</a>"),
        ("<a>bấm...</a>", "bấm...", f"<a{REL}>bấm...</a>"),
        (
            '<a href="https://e.example/?a=1&amp;b=2">#trà</a>',
            "#trà",
            f'<a href="https://e.example/?a=1&amp;b=2"{REL}>#trà</a>',
        ),
    ],
)
def test_it_is_read_as_text_and_as_html(display, text, html):
    assert read_display(display) == (text, display if html is None else html)


@pytest.mark.parametrize("dots", ["...", "…"])
@pytest.mark.parametrize("shown", ["https://e.example/mot-bai", "e.example/mot-bai"])
def test_an_address_that_is_shown_cut_short_is_whole_in_the_text(shown, dots):
    text, _ = read_display(f'xem <a href="https://www.e.example/mot-bai-dai">{shown}{dots}</a> nhé')
    assert text == "xem https://www.e.example/mot-bai-dai nhé"


@pytest.mark.parametrize("shown", ["...", "bấm đây...", "https://other.example/..."])
def test_words_that_end_in_dots_stay_words(shown):
    assert read_display(f'<a href="https://e.example/">{shown}</a>')[0] == shown


TAGS = '<b> </b> <i> </i> <a href="https://e.example/"> <a href="javascript:1"> </a> <br> <script>'
PIECES = st.sampled_from([*TAGS.split(" "), *"<>/ab&;. ", "&amp;", "&#60;", "..."])


# Sanitisers write these in other ways, which are as safe.
TEXTS = st.text(st.characters(exclude_characters="\0\r\f\xa0", codec="utf-8"), max_size=3)


@given(st.lists(PIECES | TEXTS).map("".join))
def test_a_sanitiser_finds_nothing_to_take_away(display):
    _, html = read_display(display)
    assert html == nh3.clean(
        html,
        tags={"a", "b", "br", "i", "s"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
    )


@given(st.lists(PIECES | st.text(max_size=3)).map("".join))
def test_whatever_it_is_only_known_tags_and_links_to_the_web_come_out(display):
    found: list[Any] = []
    parser: Any = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    parser.feed(read_display(display)[1])
    for tag, attributes in found:
        assert tag in {"a", "b", "br", "i", "s"}
        assert set(attributes) <= {"href", "rel"}
        assert attributes.get("href", "https://").startswith(("http://", "https://"))


@given(st.text())
def test_text_that_was_escaped_comes_back(text):
    assert read_display(escape(text))[0] == text
