"""HTML that other people wrote: read in linear time, as text, and as HTML that is safe to show."""

import html
import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters._html import (
    _attributes,
    _markup,
    _safe,
    _to_text,
    content_ids,
    read_markup,
    sanitise,
    to_text,
)
from omnidesk.adapters._html._attributes import read_attributes
from omnidesk.adapters._html._markup import DEEPEST, LONGEST


def text(source):
    return to_text(read_markup(source).events)


def clean(source):
    return sanitise(read_markup(source).events)


# --- HTML as text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ""),
        ("plain", "plain"),
        ("a &lt;b&gt; &amp; &#233; &#xe9; &eacute &nosuch;", "a <b> & é é é &nosuch;"),
        ("&#99999999999999;", "&#99999999999999;"),
        ("a\n  b\t c", "a b c"),
        ("a&nbsp; b", "a b"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("a<br><br>b", "a\n\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<p>a<p>b", "a\n\nb"),
        ("<div>a</div><div>b</div>c", "a\nb\nc"),
        ("<div>a<br></div><div>b</div>", "a\nb"),
        ("<div><br></div>a<div><br></div>b", "a\n\nb"),
        ("a<b> b </b>c", "a b c"),
        ("a<b>b</b> c", "ab c"),
        ("<h1>a</h1>b<hr>c", "a\n\nb\n\nc"),
        ("<ul><li>a</li><li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
        ("<ol><li>a<li>b</ol><ul><li>c</ul>", "1. a\n2. b\n\n- c"),
        ("<li>a", "- a"),
        ("</ul></a></blockquote>a", "a"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><th>c<th>d</table>", "a b\nc d"),
        ("<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc"),
        ("On x wrote:<br><blockquote><p>a</p><p>b</p></blockquote>", "On x wrote:\n\n> a\n>\n> b"),
        ('<a href="https://x.example/a">here</a>.', "here <https://x.example/a>."),
        ('<a href="https://x.example/">x.example</a>', "x.example"),
        ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<a href="https://x.example/a"></a>', ""),
        ('<a href="https://x.example/a"><div>here</div></a>', "here\n<https://x.example/a>"),
        ('<a name="x">here</a>', "here"),
        ('<img alt=" a  cat ">b<img>', "[a cat]b"),
        ('<div style="DISPLAY : none">secret<b>!</b></div>shown', "shown"),
        ('<p hidden>secret</p><p style="visibility:hidden">x</p>shown', "shown"),
        ("<div hidden><p>one < two</div>shown", "shown"),
        ('<p style="color:red">shown</p>', "shown"),
        ("<style>p{}</style><script>x<b></script><title>t</title>shown", "shown"),
        ("<style>p{} shown", "p{} shown"),
        ("<STYLE>x</style></style>shown", "shown"),
        ("<style>a</style><style>b", "b"),
        ("<style>b<style>c", "bc"),
        ("<!-- <b>x</b> -->shown<!--[if mso]>x<![endif]-->", "shown"),
        ("<!DOCTYPE html><?xml x?></ x>shown", "shown"),
        ("<!-- shown", "<!-- shown"),
        ("<!-- a <!-- b", "<!-- a <!-- b"),
        ("<! a", "<! a"),
        ("1 < 2 <3", "1 < 2 <3"),
        ("a <b", "a <b"),
        ("<b title='>'>a</b>", "a"),
        ("<b/c=d>a</b>", "a"),
        ("<o:p>a</o:p><unknown>b</unknown>", "ab"),
        ("<table><tr><td>a</div></td><td>b</td></tr></table>c", "a b\n\nc"),
        ("<div><table><tr><td>a</td></table></div>", "a"),
        ("<b>a</i>b</b>", "ab"),
    ],
)
def test_html_becomes_text_that_a_person_can_read(source, expected):
    assert text(source) == expected


def test_deep_nesting_loses_tags_and_keeps_text():
    document = read_markup("<div>" * 5_000 + "shown" + "</div>" * 5_000)
    assert to_text(document.events) == "shown"
    assert document.defects == ("limit_html_depth",)
    assert sum(one.kind == "start" for one in document.events) == DEEPEST


def test_a_long_document_is_cut_off_and_says_so():
    document = read_markup("a" * (LONGEST + 1))
    assert document.defects == ("limit_html",)
    assert len(to_text(document.events)) == LONGEST


def test_a_repr_shows_nothing_of_a_document():
    document = read_markup("<p title='secret'>secret</p>")
    assert "secret" not in repr(document)
    assert "secret" not in "".join([repr(event) for event in document.events])


def test_tags_that_never_end_are_looked_for_a_few_times_only():
    assert text("<a " * 200 + "shown").endswith("shown")


def test_nested_quotes_get_a_bounded_number_of_marks():
    lines = text("<blockquote>x" * 20).splitlines()
    assert lines[-1] == "> " * 8 + "x"


def test_of_very_many_attributes_the_first_are_read():
    (start, _) = read_markup(f"<b {' '.join(f'a{number}' for number in range(99))}>").events
    assert len(start.attributes) == 32


ATTRIBUTES = (" a=b", ' b="c&amp;d"', " A='x'", " c", " =", "/", "&copy=", " d = e")
SOURCES = st.text(" <>/=\"'-!&;#abdivps\n") | st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<P>", "<br>", "<br/>", "<td>", "</td>", "<table>", "</table>", "<i"),
            *("<div hidden>", "<div style='display:none'>", "</div>", "<p title='a>b'>", "</p >"),
            *('<a href="https://x.example/?a&amp;b">', "</a>", "<script>", "</script>", "<!--"),
            *("-->", "<", "</", ">", "&lt;", "&", "a", " ", "\n", "'", '"'),
        ]
    )
).map("".join)


@given(SOURCES, st.booleans())
def test_a_tag_that_is_known_means_what_it_meant_the_first_time(source, with_hidden):
    known = read_markup(source, with_hidden=with_hidden).events
    with patch.multiple(_markup, _KNOWN={}, _KNOWN_TAGS=0):
        assert read_markup(source, with_hidden=with_hidden).events == known


@given(st.text(" /=\"'&;abAB\n") | st.lists(st.sampled_from(ATTRIBUTES)).map("".join))
def test_attributes_of_a_long_tag_are_read_as_those_of_a_short_one(source):
    short = read_attributes(source)
    with patch.object(_attributes, "_SHORT", -1):
        assert read_attributes(source) == short


def test_tags_beyond_those_that_are_remembered_are_read_too():
    source = "".join([f"<p title={number}>a</p>" for number in range(2_000)])
    found = [one.attributes["title"] for one in read_markup(source * 2).events if one.attributes]
    assert found == [str(number) for number in range(2_000)] * 2


@given(st.text(" <>/=\"'-!&;#abdivps\n"))
def test_any_markup_gives_balanced_events(source):
    stack = []
    for event in read_markup(source).events:
        if event.kind == "start" and event.name not in {"br", "img", "hr"}:
            stack.append(event.name)
        elif event.kind == "end":
            assert stack.pop() == event.name
    assert stack == []


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</td>", "<td>", "<table>", "x", "<br>"])))
def test_no_text_is_lost_between_tags(pieces):
    source = "".join(pieces)
    assert text(source).count("x") == pieces.count("x")


@given(st.text(" \t\n\r\f\xa0\u3000ab", max_size=20))
def test_a_text_is_taken_as_it_is_only_where_that_changes_nothing(source):
    spaces = re.sub("[ \t\n\r\f\xa0]+", " ", source)
    assert _to_text._has_odd_spaces(source) or spaces == source


# --- HTML that is safe to show --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ""),
        ("<p>a &lt; b</p>", "<p>a &lt; b</p>"),
        ("<p onclick=x style='a' class=b>a</p>", "<p>a</p>"),
        ("<script>a</script><style>b</style><form><input>c</form>", "c"),
        ("<iframe src=x>a</iframe><object>b</object>", "ab"),
        (
            "<a href='https://x.example'>a</a>",
            '<a href="https://x.example" rel="noopener noreferrer nofollow">a</a>',
        ),
        ("<a href=' javascript:x'>a</a>", '<a rel="noopener noreferrer nofollow">a</a>'),
        ("<a href='cid:x'>a</a>", '<a rel="noopener noreferrer nofollow">a</a>'),
        ("<img src='https://x.example/o.gif' alt=a>", '<img alt="a">'),
        ("<img src='//x.example/o.gif'>", "<img>"),
        ("<img src='CID:x' srcset='https://x.example'>", '<img src="CID:x">'),
        ("<img src='data:image/png;base64,AA=='>", '<img src="data:image/png;base64,AA==">'),
        ("<img src='data:image/svg+xml;base64,AA=='>", "<img>"),
        ("<td background='https://x.example'>a</td>", "a"),
        ("<p title='&quot;&gt;&lt;script&gt;'>a</p>", '<p title="&quot;><script>">a</p>'),
        ("<svg><script>x</script></svg><math>b</math>", "b"),
        ("<div hidden>a</div>b", "b"),
    ],
)
def test_html_is_safe_to_show(source, expected):
    found = clean(source)
    assert found is not None
    assert found.replace("&gt;", ">").replace("&lt;", "<") == expected.replace("&lt;", "<")


@given(st.text(" <>/=\"'-!&;:#srcimgonhefjavpt\n"))
def test_cleaned_html_loads_and_runs_nothing(source):
    found = clean(f"<img src='{source}'><a href='{source}'>" + source)
    assert found is not None
    for event in read_markup(found).events:
        assert event.name not in {"script", "iframe", "style"} or event.kind == "text"
        assert not event.attributes.get("src", "cid:").lower().startswith(("http", "//", "java"))
        assert not any(name.startswith("on") for name in event.attributes)


@given(SOURCES)
def test_what_an_event_carries_is_what_safe_html_writes(source):
    for event in read_markup(source).events:
        written = {
            "text": html.escape(event.name, quote=False),
            "start": _safe.safe_start(event.name, event.attributes),
            "end": _safe.safe_end(event.name),
        }
        assert event.safe == written[event.kind]


@pytest.mark.parametrize("source", ["<b>a</b>" * 40_001, "&amp;" * 80_001, "<b>&lt;</b>" * 30_000])
def test_more_than_it_is_safe_to_sort_out_is_left_out(source):
    assert clean(source) is None


def test_elements_that_have_no_place_in_safe_html_do_not_count():
    assert clean("<o:p>a</o:p>" * 40_001) == "a" * 40_001


def test_the_ids_of_shown_parts_are_found():
    events = read_markup("<img src='cid:a%40b'><td background=CID:c><img src='x'><img>").events
    assert content_ids(events) == {"a@b", "c"}


# --- references -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1&amp;copy=2", "?a=1&copy=2"),
        ("?a=1&copyright=2", "?a=1&copyright=2"),
        ("?a=1&copy;", "?a=1©"),
        ("?a=1&copy", "?a=1©"),
        ("?a=1&#38;b=2", "?a=1&b=2"),
        ("?a=1&nothing;", "?a=1&nothing;"),
    ],
)
def test_a_reference_in_an_address_is_one_only_where_it_ends(written, meant):
    (link,) = (one for one in read_markup(f'<a href="{written}">x</a>').events if one.attributes)
    assert link.attributes == {"href": meant}


@given(st.text(" <>/=\"'-!&abdivp\n", max_size=60), st.integers(0, 7))
def test_a_document_is_the_same_through_any_window(source, window):
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(_markup, "_WINDOW", window)
        narrow = read_markup(source)
    assert narrow == read_markup(source)
