"""Who is named as having written a mail, and what is odd about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import parse_mime
from omnidesk.adapters.email._identity import identities as read


def mail(*headers):
    return parse_mime("\r\n".join([*headers, "", "Xin chào."]).encode())


def identities(message):
    return read(message)


def codes(*headers):
    return {(one.pointer, one.code) for one in identities(mail(*headers)).defects}


def test_the_author_is_never_taken_from_reply_to():
    found = identities(mail("Reply-To: ceo@bank.example"))
    assert found.author is None
    assert [one.address for one in found.reply_to] == ["ceo@bank.example"]
    assert codes("Reply-To: ceo@bank.example") == {("from", "author_missing")}


def test_an_ordinary_mail_has_nothing_odd():
    found = identities(
        mail(
            "Return-Path: <mai@mail.example>",
            "From: Trần Mai <mai@mail.example>",
            "Sender: MAI@mail.example",
        )
    )
    assert (found.defects, found.sender, found.on_behalf_of) == ((), None, None)
    assert found.return_path == "mai@mail.example"


def test_a_sender_sends_on_behalf_of_the_author():
    found = identities(mail("From: boss@shop.example", "Sender: lan@shop.example"))
    assert found.sender.address == "lan@shop.example"
    assert found.on_behalf_of.address == "boss@shop.example"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (("From: a@x.example", "From: b@x.example"), {"several_authors", "several_from"}),
        (("From: a@x.example, b@x.example",), {"several_authors"}),
        (('From: "ceo@bank.example" <evil@x.example>',), {"name_looks_like_address"}),
        (("From: ceo＠bank.example <evil@x.example>",), {"name_looks_like_address"}),
        (("From: \u202eknaB <evil@x.example>",), {"name_has_direction_marks"}),
        (("From: Ba\u200bnk <evil@x.example>",), {"name_has_invisible_characters"}),
        (("From: P\u0430ypal <evil@x.example>",), {"name_mixes_scripts"}),
        (("From: 田中Kenji <ken@x.example>",), set()),
        (("From: a@xn--bnk-xla.example",), {"domain_is_punycode"}),
        (("From: a@b\u0430nk.example",), {"domain_mixes_scripts"}),
        (("From: a@ba\u200bnk.example",), {"domain_has_invisible_characters"}),
        (("From: a@ngân.example",), set()),
        (("From: a@b@x.example",), {"address_ambiguous"}),
    ],
)
def test_what_deceives_is_recorded(headers, expected):
    assert codes(*headers) == {("from", code) for code in expected}


def test_the_sender_is_looked_at_too():
    assert codes("From: a@x.example", "Sender: b@xn--bnk-xla.example") == {
        ("sender", "domain_is_punycode")
    }


LIST = (
    "From: Mai via Shop <shop@lists.example>",
    "List-Post: <https://lists.example/shop>",
    "List-Post: <mailto:shop@lists.example?subject=x>",
)


@pytest.mark.parametrize(
    ("headers", "claimed", "where"),
    [
        (("X-Original-From: Mai <mai@mail.example>",), "mai@mail.example", "x-original-from"),
        (("X-Original-Sender: mai@mail.example",), "mai@mail.example", "x-original-sender"),
        (("X-MailFrom: mai@mail.example",), "mai@mail.example", "x-mailfrom"),
        (("Reply-To: Mai <mai@mail.example>",), "mai@mail.example", "reply-to"),
        (("Reply-To: shop@lists.example",), None, None),
        (("Reply-To: a@x.example, b@x.example",), None, None),
        (("Reply-To: nobody",), None, None),
        ((), None, None),
    ],
)
def test_a_list_that_put_itself_into_from_says_who_wrote(headers, claimed, where):
    found = identities(mail(*LIST, *headers))
    assert found.author.address == "shop@lists.example"
    assert found.claimed_in == where
    assert (found.claimed_author.address if found.claimed_author else None) == claimed


def test_reply_to_is_no_claim_where_no_list_is():
    found = identities(mail("From: a@x.example", "Reply-To: ceo@bank.example"))
    assert found.claimed_author is None


def test_google_groups_names_the_sender_that_it_replaced():
    found = identities(
        mail(
            "From: 'Mai' via Support <support@shop.example>",
            "X-BeenThere: support@shop.example",
            "X-Original-Sender: mai@mail.example",
        )
    )
    assert found.original_sender.address == "mai@mail.example"


def test_a_mail_without_from_can_have_a_claim():
    found = identities(mail("X-Original-From: mai@mail.example", "Sender: Nobody"))
    assert found.claimed_author.address == "mai@mail.example"


NAMES = ("From", "Sender", "Reply-To", "List-Post", "X-BeenThere", "X-Original-From")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=60)), max_size=8))
def test_reading_who_wrote_is_total(headers):
    raw = "".join(f"{name}: {value}\r\n" for name, value in headers)
    identities(parse_mime(raw.encode("utf-8", "replace") + b"\r\n"))
