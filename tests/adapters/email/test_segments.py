import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters._html import read_markup, to_text
from omnidesk.adapters.email.segments import Hint, Hints, read_html, segment

SET = Path(__file__).parent / "sets" / "segments" / "bodies.jsonl"
BODIES = [json.loads(line) for line in SET.read_text("utf-8").splitlines()]
ATTRIBUTION = "On Mon, Mar 3, 2025 at 10:12 AM Lotus <help@lotus.example> wrote:"
PIECES = st.sampled_from(
    [
        ATTRIBUTION,
        "Vào Th 2, 3 thg 3, 2025 vào lúc 10:12 Lan <lan@hoa.example> đã viết:",
        "> quoted text goes here.",
        ">",
        "",
        "-- ",
        "--",
        "-----Thư gốc-----",
        "________________",
        "Từ: Lan <lan@hoa.example>",
        "Đã gửi: 3/3/2025 10:12",
        "Tới: Minh;",
        "Chủ đề: Đơn",
        "Gửi từ iPhone của tôi",
        "Trân trọng,",
        "ĐT: 0901 234 567",
        "Em cảm ơn.",
        ":",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=30).map("\n".join)


def kinds(text, **more):
    return [one.kind for one in segment(text, **more).segments]


def divided(body):
    if body["form"] == "plain":
        return segment(body["text"])
    text, hints = read_html(read_markup(body["text"]).events)
    return segment(text, hints=hints)


def whole(found):
    return "".join([found.text[one.start : one.end] for one in found.segments])


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body["name"])
def test_a_labelled_body_is_parted_as_labelled(body):
    found = divided(body)
    assert (found.reply, [one.kind for one in found.segments]) == (body["reply"], body["kinds"])


def test_the_set_is_as_large_as_it_should_be():
    languages = [body["language"] for body in BODIES]
    negatives = [body for body in BODIES if "-negative-" in body["name"]]
    assert len(BODIES) >= 150
    assert len(set(languages)) >= 15
    assert 10 * languages.count("vi") >= 3 * len(BODIES)
    assert len(negatives) >= 25


@given(TEXTS)
def test_the_segments_hold_the_whole_text(text):
    found = segment(text)
    assert whole(found) == text
    assert all(one.end > one.start for one in found.segments)
    assert all(one.end == two.start for one, two in pairwise(found.segments))
    assert len(found.segments) <= text.count("\n") + 1


@given(TEXTS, st.lists(st.tuples(st.integers(0, 200), st.integers(1, 200)), max_size=5))
def test_hints_lose_nothing_whatever_they_say(text, spans):
    ranges = tuple(Hint("quote", start, start + size) for start, size in spans)
    assert whole(segment(text, hints=Hints(ranges))) == text


@given(st.lists(st.sampled_from(list(read_markup(BODIES[-1]["text"]).events)), max_size=3))
def test_text_without_known_elements_is_that_of_the_renderer(events):
    text, hints = read_html(events)
    assert (text, hints) == (to_text(events), Hints())


@pytest.mark.parametrize(
    "body", [body for body in BODIES if body["form"] == "html"], ids=lambda body: body["name"]
)
def test_marks_change_nothing_in_the_text_of_html(body):
    events = read_markup(body["text"]).events
    assert read_html(events)[0] == to_text(events)


def test_an_empty_text_has_no_segments():
    found = segment("")
    assert (found.segments, found.reply, found.in_context) == ((), "", "")


def test_what_is_beyond_the_limits_stays_in_the_reply():
    found = segment("a\n" * 10_001)
    last = found.segments[-1]
    assert (last.kind, last.method, last.start, last.end) == ("reply", "limit", 20_000, 20_002)
    assert last.confidence < found.segments[0].confidence


def test_a_long_line_is_text_whatever_it_says():
    assert kinds("Em chào.\n\n" + "x" * 5000 + ATTRIBUTION + "\n> a") == ["reply"]


def test_the_language_of_the_wording_is_told():
    found = segment("Vâng.\n\nVào 3/3/2025 10:12, Lan đã viết:\n> Chị ơi")
    assert [one.language for one in found.segments] == [None, "vi", None]


def test_a_wording_that_several_languages_share_has_no_language():
    found = segment("Ja.\n\nDen 3/3/2025 10:12 skrev Lotus:\n> Hej")
    assert [(one.kind, one.language) for one in found.segments][1] == ("attribution", None)


def test_answers_between_quotes_are_read_in_context():
    found = segment(f"{ATTRIBUTION}\n> When?\n\nToday.\n\n> Where?\n\nHere.\n\n> Bye.\n")
    assert found.reply == "Today.\n\nHere."
    assert found.in_context == "Today.\n\n> Where?\n\nHere."
    assert found.quoted == f"{ATTRIBUTION}\n> When?\n\n> Where?\n\n> Bye."


@pytest.mark.parametrize("kind", ["quote", "signature"])
def test_html_that_leaves_nothing_new_is_not_believed(kind):
    assert kinds("Cho em hỏi giá.", hints=Hints((Hint(kind, 0, 15),))) == ["reply"]


def test_signatures_and_forwards_are_read_apart():
    found = segment(
        "FYI\n\n-- \nAnna\n\n-------- Forwarded message --------\n"
        "From: a@b.example\nTo: c@d.example\nSubject: Hi\n\nText"
    )
    assert (found.reply, found.signature) == ("FYI", "-- \nAnna")
    assert found.forwarded.startswith("-------- Forwarded")
    assert found.forwarded.endswith("\n\nText")


def test_the_indent_of_the_first_line_stays():
    assert segment("\n\n  a\n  b\n").reply == "  a\n  b"


@pytest.mark.parametrize(
    "text",
    [
        # no new text above, so that what is below may be new
        f"{ATTRIBUTION}\n\nPlease call me.",
        # nothing below
        f"Hi\n\n{ATTRIBUTION}\n\n\n\n\nx",
        f"Hi\n\n{ATTRIBUTION}",
        # not apart from what is above
        f"Hi,\nas you can see\n\n\n\nas said\n{'x' * 380}\n{ATTRIBUTION}\n\nIt is so.",
        # header fields without a sender, too few, or a form
        "Hi\n\nTo: a@b.example\nSubject: x\nDate: today\n\nText",
        "Hi\n\nFrom: a@b.example\nplease\nTo: b@b.example\n\nText",
        "Hi\n\nFrom: a@b.example\nTo: c@b.example\nCc: d@b.example\n\nText",
        "Hi\n\nFrom: a\nSubject: b\nTo: c\n\nText",
        "Hi\n\nFrom: a\nFrom: b\nSubject: c\n\nText",
        # header fields that are shown
        "Hi\n\nyour mail:\n\n  From: a@b.example\n  To: b@b.example\n  Subject: c\n\nfailed",
        # a banner in words alone
        "Hi\n\nOriginal message\n\nText",
        "Hi\n\nOriginal message:\n\nText",
        "Hi\n\n----- Original message: " + "-" * 120 + "\n\nText",
        # a rule, and nothing below it
        "Hi\n\n__________",
        # a verb and an address, but no line of a program
        "Hi\n\nYou wrote a lot to help@lotus.example, so that by 10:30:\n> yes",
        "Hi\n\n3/3/2025 10:12 " + "a word " * 20 + "<help@lotus.example>:\n> yes",
        "Hi\n\n3/3 Anna wrote:\n> yes",
        # too many lines for one field
        "Hi\n\nFrom: a@b.example,\n" + "c@d.example,\n" * 9 + "To: e\nSubject: f\n\nText",
        # marks without anything that says quote
        "> Nur das hier steht in dieser Nachricht.",
        "Hi\n\n> Just one line of a quote.",
        "Hi\n\nLook:\n\n> two lines of it,\n> which I made.",
        "Hi\n\n> ab\n> cd",
        "Hi\n\n> ab\n\nand so on\n\n> cd",
        # signatures that are none
        "Hi\n\nThanks,\nAnna",
        "Hi\n\nThanks,\n" + "x" * 90 + "\nTel: 0901234567",
        "Hi\n\nThanks,\nhow are you?\nTel: 0901234567",
        "Hi\n\nThanks,\n" + "so many words " * 5 + "\nTel: 0901234567",
        "Hi\n\nThanks,\n> quoted by hand\nTel: 0901234567",
        "Thanks,\nAnna\nTel: 0901234567",
        "Hi\n\nThanks,\nplease call me.\nTel: 0901234567",
        "Hi\n\nThanks,\nAnna\nTel: 0901234567\nI hope to hear from you.",
        "Hi\n\nSent from my " + "x" * 200,
        "Hi\n\nSent from my " + "x" * 90,
        "Hi\n\nSent from my home in Leeds",
        "Hi\n\nGửi từ điện thoại thì bị lỗi ạ",
        "Hi\n\nGửi từ iPhone thì bị lỗi mà chị ơi",
        "Hi\n\nOutlook für Android ist kaputt",
        "Hi\n\n" + "a line\n" * 30,
        # notices that are none
        "This is confidential, intended only for the addressee: please delete it afterwards, Anna.",
    ],
)
def test_what_is_not_certain_stays_in_the_reply(text):
    assert kinds(text) == ["reply"]


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("Hi\n\n----- Original Message -----\n\nText", "Hi"),
        ("Hi\n\n- Anna\n\n> First line of it,\n> and a second one.", "Hi\n\n- Anna"),
        ("Hi\n\n-----\nFrom: a@b.example\nTo: b@b.example\nSubject: x\n\nText", "Hi"),
        (
            "Hi\n\nFrom: a@b.example\nTo: b@b.example,\nc@b.example,\nd@b.example\nSubject: x\n\nT",
            "Hi",
        ),
        ("Hi\n\nAnna <a@b.example>\nschrieb am 3.3.2025 um 10:12:\n> Gut", "Hi"),
        ("Hi\n\n5551234567\n\nRegards\nAnna\n+44 20 7946 0000", "Hi\n\n5551234567"),
        ("Hi\n\nOn 3/3/2025 @ 10:12 Anna <a@b.example> wrote:\n> Good", "Hi"),
        ("Hi\n\n___\nSent from my iPhone", "Hi"),
        ("Hi\n\n-- \n" + "row\n" * 12, "Hi"),
        (
            (
                "Hi\n\nThis mail is confidential and intended solely for the addressee.\n\n"
                "It is confidential and intended only for you; please delete it if it is not."
            ),
            "Hi\n\nThis mail is confidential and intended solely for the addressee.",
        ),
    ],
)
def test_what_is_evident_leaves_the_reply(text, reply):
    assert segment(text).reply == reply


def html(source):
    text, hints = read_html(read_markup(source).events)
    return [(one.kind, text[one.start : one.end]) for one in hints.ranges]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p>a</p><div class="yahoo_quoted">b</div>', [("quote", "b")]),
        ('<p>a</p><div class="yahoo_quoted"><img></div>', []),
        ('<p>a</p><div class="yahoo_quoted"> <p>b</p> </div>', [("quote", "b")]),
        ('<p>a</p><blockquote class="x">b</blockquote>', []),
        ('<p>a</p><div class="other" id="x_Signature">b<br>c</div>d', [("signature", "b\nc")]),
        ('a<hr id="zwchr">b<p>c</p>', [("quote", "b\n\nc")]),
        ('a<hr data-marker="__DIVIDER__">b', [("quote", "b")]),
        (
            'a<div class="moz-signature"><a href="https://b.example">b.example</a></div>',
            [("signature", "b.example")],
        ),
        (
            'a<div class="moz-signature"><a href="https://b.example/c">b</a></div>',
            [("signature", "b")],
        ),
        ('a<div class="gmail_attr">---------- Forwarded message</div>', []),
    ],
)
def test_elements_of_mail_programs_are_found(source, found):
    assert html(source) == found


def test_a_link_that_shows_its_address_shows_it_once():
    source = 'a<div id="Signature"><a href="https://b.example">https://b.example</a></div>'
    events = read_markup(source).events
    assert read_html(events)[0] == to_text(events)


def test_noncharacters_of_a_body_are_dropped():
    text, hints = read_html(read_markup('<p title="\ufdd1">a\ufdd0b\ufdd5</p>').events)
    assert (text, hints.ranges) == ("ab", ())
