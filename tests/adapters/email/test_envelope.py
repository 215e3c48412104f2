"""Where a mail was delivered, and what servers wrap around addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import parse_mime
from omnidesk.adapters.email._envelope import base_address, delivery_candidates, return_path, unwrap
from omnidesk.adapters.email._records import DeliveryAddress


def mail(*headers):
    return parse_mime("\r\n".join([*headers, "", "Xin chào."]).encode())


@pytest.mark.parametrize(
    ("address", "scheme", "inner", "recipient"),
    [
        ("mai@mail.example", None, "mai@mail.example", None),
        ("SRS0=aB3d=VQ=Mail.example=mai@relay.example", "srs0", "mai@mail.example", None),
        ("srs0+aB3d=VQ=mail.example=mai@relay.example", "srs0", "mai@mail.example", None),
        ("SRS0=aB3d=VQ=mail.example=a=b@relay.example", "srs0", "a=b@mail.example", None),
        ("SRS1=xy=one.example==a=VQ=mail.example=mai@b.example", "srs1", "mai@mail.example", None),
        ("prvs=1234abcdef=mai@mail.example", "batv", "mai@mail.example", None),
        ("prvs=mai/1234abcdef@mail.example", "batv", "mai@mail.example", None),
        ("btv1==1234abcdef==mai@mail.example", "batv", "mai@mail.example", None),
        ("SRS0=a=VQ=mail.example=prvs=12ab=mai@r.example", "srs0", "mai@mail.example", None),
        (
            "info+caf_=desk=support.example@shop.example",
            "gmail_caf",
            "info@shop.example",
            "desk@support.example",
        ),
        ("bounces+mai=mail.example@li.example", "verp", "bounces@li.example", "mai@mail.example"),
        (
            "my-list-bounces-mai=mail.example@list.example",
            "verp",
            "my-list-bounces@list.example",
            "mai@mail.example",
        ),
        (
            "bounces+12345-ab12-mai=mail.example@em.example",
            "verp",
            "bounces@em.example",
            "mai@mail.example",
        ),
    ],
)  # fmt: skip
def test_a_wrapped_address_stands_for_another(address, scheme, inner, recipient):
    found = unwrap(address)
    assert (found.scheme, found.address, found.recipient) == (scheme, inner, recipient)
    assert found.original == address


def test_four_layers_are_undone():
    assert unwrap("prvs=a1=" * 5 + "mai@mail.example").address == "prvs=a1=mai@mail.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mai",
        "srs0=abc@relay.example",
        "srs0=a=b=c=@relay.example",
        "srs1=a=b@relay.example",
        "srs1=a=b=c@relay.example",
        "prvs=mai@mail.example",
        "prvs=ta-g=mai@mail.example",
        "btv1==tag@mail.example",
        "+mai=mail.example@x.example",
        "a+b@x.example",
        "a+b=c@x.example",
        "mai+caf_=desk@shop.example",
        f"srs0=a=b=c.example={'x' * 1000}@relay.example",
    ],
)
def test_what_only_resembles_a_scheme_stays_as_it_is(address):
    assert unwrap(address).address == address
    assert unwrap(address).scheme is None


@given(st.text(alphabet="srsSRS01=+-@.abprvsbtvounces_caf/2", max_size=120))
def test_unwrapping_is_total(address):
    assert unwrap(address).original == address


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("support+t1@shop.example", "support@shop.example"),
        ("support@shop.example", "support@shop.example"),
        ("+t1@shop.example", "+t1@shop.example"),
        ('"a+b"@shop.example', '"a+b"@shop.example'),
        ("support+", "support+"),
    ],
)
def test_the_base_of_an_address_has_no_tag(address, base):
    assert base_address(address) == base


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ((), None),
        (("Return-Path: <>",), ""),
        (("Return-Path: (none) <>",), ""),
        (("Return-Path: <mai@mail.example>",), "mai@mail.example"),
        (("Return-Path: <a@x.example>, <b@x.example>",), None),
        (("Return-Path: nobody",), None),
    ],
)
def test_the_return_path_is_the_envelope_sender(headers, found):
    assert return_path(mail(*headers, "From: mai@mail.example")) == found


def test_what_the_delivering_server_says_comes_before_what_the_author_says():
    found = delivery_candidates(
        mail(
            "Delivered-To: inner@shop.example",
            "X-Original-To: Support+t1@Shop.example",
            "Received: from a.example by b.example for <alias@shop.example>; Mon, 2 Mar 2026",
            "Received: from x.example by a.example (for <no@shop.example>) with SMTP",
            "Received: for",
            "Delivered-To: outer@shop.example",
            "To: Hoa Sen <support@shop.example>, undisclosed:;",
            "Cc: mai@mail.example, nobody",
        )
    )
    assert [(one.address, one.header) for one in found] == [
        ("Support+t1@shop.example", "x-original-to"),
        ("inner@shop.example", "delivered-to"),
        ("outer@shop.example", "delivered-to"),
        ("alias@shop.example", "received"),
        ("support@shop.example", "to"),
        ("mai@mail.example", "cc"),
    ]
    assert [one.trusted for one in found] == [True, True, False, True, False, False]
    assert found[0].tag == "t1"


def test_an_address_comes_once_and_is_trusted_if_any_of_its_headers_is():
    found = delivery_candidates(
        mail(
            "Delivered-To: support@shop.example",
            "Received: from a.example by b.example",
            "X-Original-To: SUPPORT@shop.example",
            "To: support@shop.example",
        )
    )
    assert found == (DeliveryAddress("SUPPORT@shop.example", "x-original-to", None, trusted=True),)


def test_without_a_trace_line_nothing_is_trusted():
    found = delivery_candidates(mail("Delivered-To: a@shop.example", "To: b@shop.example"))
    assert not any(one.trusted for one in found)
