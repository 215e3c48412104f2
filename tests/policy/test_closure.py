"""Finding what is to go: in every spelling and encoding, in time that grows with the text alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.desk import ENCODINGS, LAN, START, WORDS

from omnidesk import model
from omnidesk.model import Identity, Participant
from omnidesk.policy import REDACTED
from omnidesk.policy.erasure._canonical import encodings, outside_tags, plain, shown, squeeze, view
from omnidesk.policy.erasure._closure import (
    SHORTEST_COPY,
    Needles,
    around_tags,
    base_subject,
    cut,
    merged,
    quotes,
)
from omnidesk.policy.erasure._parts import ID_FIELDS, TEXT_FIELDS

TEXTS = st.text("abAB ẹ́e\u0323\u0302㎏①@.,_&;#%=<>\n\u200b가\u1100\u1161İß\u00ad", max_size=60)


def redacted(needles, text, **more):
    return cut(text, merged((hit.start, hit.end) for hit in needles.find(text, **more)))


def of_lan():
    needles = Needles()
    needles.add_participant(LAN, "lan")
    needles.add_words(WORDS, START, "words")
    return needles


@given(TEXTS | st.text(max_size=40))
def test_a_text_squeezed_with_its_places_is_the_text_squeezed(text):
    assert view(plain(text)).text == squeeze(text)


@given(TEXTS)
def test_every_place_lies_in_the_text_and_they_never_go_back(text):
    for pieces in (plain(text), shown(text), *encodings(text)):
        seen = view(pieces)
        assert all(0 <= a < b <= len(text) for a, b in zip(seen.starts, seen.ends, strict=True))
        assert list(seen.starts) == sorted(seen.starts)


@given(TEXTS, TEXTS, st.sampled_from(sorted(ENCODINGS)))
def test_a_copy_is_found_in_every_encoding(left, right, encoding):
    text = f"{left} {ENCODINGS[encoding](WORDS)} {right}"
    found = of_lan().find(text)
    assert found
    assert len(redacted(of_lan(), text)) < len(text)


@given(TEXTS)
def test_what_is_not_there_is_not_found(text):
    assert of_lan().find(text) == []


@given(st.integers(0, 40), st.integers(0, 60))
def test_every_stretch_that_is_long_enough_is_a_copy(start, length):
    part = WORDS[start : start + length]
    found = of_lan().find(f"* {part} *")
    assert bool(found) == (len(squeeze(part)) >= SHORTEST_COPY)


def test_needles_say_nothing_of_what_they_hold():
    assert repr(of_lan()) == "Needles(<7>, <1>)"
    assert not Needles()


@pytest.mark.parametrize(
    ("identity", "text", "left"),
    [
        (Identity(scheme="email", value="a@b.vn"), "Gửi a@b.vn nhé", f"Gửi {REDACTED} nhé"),
        (Identity(scheme="extension", value="101"), "Máy 101", "Máy 101"),
        (Identity(scheme="phone", value="+842839101010"), "028.3910.1010", f"0{REDACTED}"),
        (Identity(scheme="sip", value="sip:x@y.example"), "sip:X@Y.example", REDACTED),
        (Identity(scheme="zalo", value="@"), "@", "@"),
    ],
)
def test_an_address_is_found_if_it_is_long_enough_to_be_one(identity, text, left):
    needles = Needles()
    needles.add_identity(identity, "x")
    assert redacted(needles, text) == left


def test_a_short_name_must_stand_by_itself():
    needles = Needles()
    needles.add_participant(Participant(name="Lê An Na"), "x")
    assert redacted(needles, "chị Lê An Na ạ, Lê An Nam, Qlê An Na") == (
        f"chị {REDACTED} ạ, Lê An Nam, Qlê An Na"
    )


def test_texts_that_begin_alike_are_told_apart():
    needles = Needles()
    for number in range(6):
        needles.add_words(f"{WORDS[:20]} {number} {WORDS}", None, str(number))
    assert {hit.owner for hit in needles.find(f"{WORDS[:20]} 3 {WORDS}")} == {"3"}
    assert needles.find("Tôi bị trừ tiền rồi") == []


def test_nothing_is_added_by_an_empty_text():
    needles = Needles()
    needles.add_words("...", None, "x")
    needles.add_subject("Re:", None, "x", within="c")
    assert not needles


def test_a_subject_is_a_copy_only_of_an_earlier_one():
    needles = Needles()
    needles.add_subject("Hoàn tiền", START, "x", within="c")
    found = needles.find_subject("Fwd: RE: Hoàn tiền", within="c", at=None)
    assert [(hit.start, hit.end) for hit in found] == [(9, 18)]
    assert needles.find_subject("Hoàn tiền", within="c", at=START.replace(year=2020)) == []
    assert needles.find_subject("Hoàn tiền", within="d", at=None) == []
    assert base_subject("Re: " * 12 + "x").startswith("Re:")


def test_quotes_are_lines_after_a_mark_or_what_html_says():
    assert quotes("a\n > b\nc", html=False) == [(2, 7)]
    html = "a<blockquote>b</blockquote>c"
    assert quotes(html, html=True) == [(1, len(html))]
    assert quotes("a", html=True) == []


def test_no_tag_is_broken():
    html = 'a<b title="Lan">bc</b>d'
    assert list(outside_tags(html)) == [(0, 1), (16, 18), (22, 23)]
    assert around_tags(html, [(0, 23)]) == ((0, 1), (16, 18), (22, 23))
    assert around_tags(html, [(11, 14)]) == ((11, 14),)
    assert list(outside_tags("a<b")) == [(0, 3)]


@pytest.mark.parametrize(
    "unit", ["e\u0301\u0323", "&", "%41", "=\n", "<", "QUFB", "Tôi bị trừ", "> "]
)
def test_long_texts_of_anything_are_read(unit):
    text = unit * 3_000
    assert isinstance(of_lan().find(text, html=True, quoted=True), list)


def test_every_string_of_the_model_is_searched_or_known_to_be_ours():
    known = {
        "adapter", "answered_by", "channel", "account", "code", "currency", "digest", "emoji",
        "frequency", "kind", "language", "lowest", "media_type", "name", "pointer", "purpose",
        "queue", "raw", "schema_version", "scheme", "scope", "sha256", "signal", "source",
        "value", "variant", "type", "via",
    }  # fmt: skip
    strings = {
        field
        for name in model.__all__
        if isinstance(noun := getattr(model, name), type) and issubclass(noun, model.Noun)
        for field, facts in noun.model_fields.items()
        if str in (facts.annotation, *getattr(facts.annotation, "__args__", ()))
    }
    assert strings - known - TEXT_FIELDS - ID_FIELDS == set()
