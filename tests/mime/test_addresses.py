"""Mailbox lists: what is certain, what is ambiguous, and what must never be invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import Limits, parse_addresses


def read(raw):
    return [(one.name, one.address) for one in parse_addresses(raw).addresses]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", []),
        (" , ,; ", []),
        ("a@b.example", [(None, "a@b.example")]),
        ("<a@b.example>", [(None, "a@b.example")]),
        ("Lan <a@B.EXAMPLE>", [("Lan", "a@b.example")]),
        ("A.B@b.example", [(None, "A.B@b.example")]),
        ('"Tran, Lan" <a@b.example>', [("Tran, Lan", "a@b.example")]),
        ('"say \\"hi\\"" <a@b.example>', [('say "hi"', "a@b.example")]),
        ("a@b.example (Lan (sister))", [("Lan (sister)", "a@b.example")]),
        ("a@b.example (\\(x)", [("(x", "a@b.example")]),
        ("a@b.example ()", [(None, "a@b.example")]),
        ("Lan (home) <a@b.example>", [("Lan", "a@b.example")]),
        ("a@b.example, c@d.example", [(None, "a@b.example"), (None, "c@d.example")]),
        ("a@b.example; c@d.example", [(None, "a@b.example"), (None, "c@d.example")]),
        ("=?utf-8?q?Tr=E1=BA=A7n?= <a@b.example>", [("Trần", "a@b.example")]),
        ("=?utf-8?q?Tran,_Lan?= <a@b.example>", [("Tran, Lan", "a@b.example")]),
        ('"=?utf-8?q?Tr=E1=BA=A7n?=" <a@b.example>', [("Trần", "a@b.example")]),
        ("Lan A  B <a@b.example>", [("Lan A B", "a@b.example")]),
        ("<@relay.example,@other.example:a@b.example>", [(None, "a@b.example")]),
        ('"a b"@c.example', [(None, '"a b"@c.example')]),
        ("a@[192.0.2.1]", [(None, "a@[192.0.2.1]")]),
        ("< a @ b.example >", [(None, "a@b.example")]),
        ("ngọc@thư.example", [(None, "ngọc@thư.example")]),
        ("<>", [(None, None)]),
        ("<", [(None, None)]),
        ("Lan <a@b.example", [("Lan", "a@b.example")]),
        ("[odd] <a@b.example>", [("[odd]", "a@b.example")]),
        ("Lan :) <a@b.example>", [(") ".strip(), "a@b.example")]),
    ],
)
def test_mailboxes_are_read(raw, expected):
    assert read(raw) == expected


@pytest.mark.parametrize(
    ("raw", "name", "defect"),
    [
        ("Lan", "Lan", "address_missing"),
        ("(Lan)", "Lan", "address_missing"),
        ("Lan a@b.example", "Lan a@b.example", "address_malformed"),
        ("Lan a@b.example>", "Lan a@b.example>", "address_malformed"),
        ("a@b@c.example", "a@b@c.example", "address_ambiguous"),
        ("<a@b@c.example>", None, "address_ambiguous"),
        ("<a@b.example> <c@d.example>", "<a@b.example> <c@d.example>", "address_ambiguous"),
        ("<a@b.example> c@d.example", None, "address_ambiguous"),
        ("a@", "a@", "address_malformed"),
        ("@b.example", "@b.example", "address_malformed"),
        ("<mailto:a@b.example>", None, "address_malformed"),
        ("<a b@c.example>", None, "address_malformed"),
        ("<a\0@c.example>", None, "address_malformed"),
        ("<" + "a" * 400 + "@c.example>", None, "address_malformed"),
        ("=?utf-8?q?a=40b.example?=", "a@b.example", "address_missing"),
        ("=?utf-8?q?=3Ca=40b.example=3E?=", "<a@b.example>", "address_missing"),
    ],
)
def test_what_can_be_read_in_two_ways_has_no_address(raw, name, defect):
    found = parse_addresses(raw)
    assert [(one.name, one.address) for one in found.addresses] == [(name, None)]
    assert defect in found.defects


@pytest.mark.parametrize(
    "raw",
    [
        "ceo@bank.example <other@example.org>",
        '"ceo@bank.example" <other@example.org>',
        "=?utf-8?q?ceo=40bank.example?= <other@example.org>",
    ],
)
def test_a_name_that_is_another_address_is_told(raw):
    found = parse_addresses(raw)
    assert [one.address for one in found.addresses] == ["other@example.org"]
    assert "name_looks_like_address" in found.defects


def test_a_name_that_is_the_address_is_in_order():
    assert parse_addresses("a@b.example <A@b.example>").defects == ()


def test_an_encoded_word_never_becomes_part_of_an_address():
    (found,) = parse_addresses("=?utf-8?q?x?=@b.example").addresses
    assert found.address == "=?utf-8?q?x?=@b.example"


def test_members_of_a_group_know_it():
    found = parse_addresses('Friends: a@b.example, "B" <c@d.example>;, e@f.example')
    assert [(one.address, one.group) for one in found.addresses] == [
        ("a@b.example", "Friends"),
        ("c@d.example", "Friends"),
        ("e@f.example", None),
    ]
    assert found.defects == ()


@pytest.mark.parametrize("raw", ["undisclosed-recipients:;", "undisclosed recipients: ;", ":;"])
def test_an_empty_group_is_nobody(raw):
    assert parse_addresses(raw) == ((), ())


def test_a_group_in_a_group_is_malformed():
    found = parse_addresses("a:b:c@d.example;")
    assert [one.group for one in found.addresses] == ["b"]
    assert found.defects == ("address_malformed",)


@pytest.mark.parametrize(
    ("raw", "defect"),
    [("((a <b@c.example>", "comment_unclosed"), ('"a" "b <b@c.example>', "quote_unclosed")],
)
def test_what_never_closes_hides_no_address(raw, defect):
    found = parse_addresses(raw)
    assert [one.address for one in found.addresses] == ["b@c.example"]
    assert found.defects == (defect,)


def test_addresses_beyond_the_limit_are_passed_over():
    found = parse_addresses("a@b.example, " * 5, limits=Limits(addresses=2))
    assert len(found.addresses) == 2
    assert found.defects == ("limit_addresses",)


@given(st.text('ab@.<>,;:()"\\[] =?\n\0é'))
def test_every_address_stands_in_the_header(raw):
    compact = "".join(raw.split()).lower()
    for one in parse_addresses(raw).addresses:
        if one.local is not None and '"' not in one.local and "(" not in raw:
            assert f"{one.local}@{one.domain}".lower() in compact
