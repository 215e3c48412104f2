"""Authentication-Results: what is read, and whose word is believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import parse_mime
from omnidesk.adapters.email._authentication import authenticate, parse_authentication_results

OURS = "Authentication-Results: mx.shop.example; "
FROM_OUTSIDE = "Received: from evil.example (evil.example [192.0.2.1]) by mx.shop.example with SMTP"


def mail(*headers):
    return parse_mime("\r\n".join([*headers, "From: mai@mail.example", "", "Xin chào."]).encode())


def check(*headers, domain="mail.example", **options):
    trusted = options.pop("trusted", frozenset({"mx.shop.example"}))
    return authenticate(mail(*headers), trusted=trusted, from_domain=domain, **options)


def verdicts(*headers, **options):
    found = check(*headers, **options).authentication
    return found.dmarc, found.spf, found.dkim


# --- reading --------------------------------------------------------------------------------------


def test_a_header_gives_its_server_and_its_results():
    found = parse_authentication_results(
        'MX.Shop.Example 1; spf=pass (all (is) "well) smtp.mailfrom=mai@mail.example;\r\n'
        '\tdkim/1 = fail reason="bad \\"sig; no" header.d=mail.example header.b="a b"; dmarc=none ;'
    )
    assert (found.authserv_id, found.malformed) == ("mx.shop.example", False)
    spf, dkim, dmarc = found.results
    assert (spf.method, spf.result) == ("spf", "pass")
    assert spf.value("smtp.mailfrom") == "mai@mail.example"
    assert (dkim.method, dkim.result, dkim.reason) == ("dkim", "fail", 'bad "sig; no')
    assert dkim.properties == (("header.d", "mail.example"), ("header.b", "a b"))
    assert (dmarc.method, dmarc.result, dmarc.value("header.from")) == ("dmarc", "none", None)


@pytest.mark.parametrize(
    ("value", "authserv_id", "methods", "malformed"),
    [
        ("mx.example; none", "mx.example", [], False),
        ("mx.example", "mx.example", [], False),
        ("", None, [], False),
        ("mx.example 2; spf=pass", "mx.example", [], True),
        ("spf=pass smtp.mailfrom=a.example; dkim=none", None, ["spf", "dkim"], False),
        ("mx.example; spf/2=pass; dkim=pass", "mx.example", ["dkim"], True),
        ("mx.example; what is this; dkim=pass", "mx.example", ["dkim"], True),
        ("mx.example; spf=pass (never ends; dkim=pass", "mx.example", ["spf"], True),
        ('mx.example; spf=pass reason="never ends; dkim=pass', "mx.example", ["spf"], True),
        ("mx.example; dkim=pass header.b= word header.d=a.example", "mx.example", ["dkim"], False),
        ("mx.example; dkim=pass word header.d=a.example", "mx.example", ["dkim"], False),
        ("mx.example; dkim =pass", "mx.example", ["dkim"], False),
        ('"mx.example"; dkim=pass', "mx.example", ["dkim"], False),
        ("mx.example; dkim=pass;" + '"a"' * 2000, "mx.example", ["dkim"], True),
        ("mx.example; " + "dkim=pass;" * 101, "mx.example", ["dkim"] * 100, True),
    ],
)
def test_odd_headers_are_read_as_far_as_they_are_certain(value, authserv_id, methods, malformed):
    found = parse_authentication_results(value)
    assert found.authserv_id == authserv_id
    assert [one.method for one in found.results] == methods
    assert found.malformed is malformed


@given(st.text(alphabet='abc=;()"\\ ./1\t', max_size=200))
def test_reading_is_total(value):
    assert len(parse_authentication_results(value).results) <= 100


# --- whose word it is -----------------------------------------------------------------------------


def test_a_trusted_server_is_believed():
    found = check(
        OURS + "spf=pass smtp.mailfrom=mail.example; dkim=pass header.d=mail.example",
        OURS + "dmarc=pass header.from=mail.example",
        FROM_OUTSIDE,
        OURS + "dmarc=fail",
    )
    assert verdicts(*[OURS + "spf=softfail; dkim=none; dmarc=fail"]) == ("fail", "fail", "none")
    assert (found.authentication.dmarc, found.method, found.by) == (
        "pass",
        "dmarc",
        "mx.shop.example",
    )
    assert len(found.results) == 3


UNKNOWN = ("unknown", "unknown", "unknown")
PASS = "spf=pass; dkim=pass; dmarc=pass"


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ("Authentication-Results: other.example; " + PASS,),
        ("Authentication-Results: " + PASS,),
        (FROM_OUTSIDE, OURS + PASS),
        ("Received: from relay.example by mx2.shop.example", OURS + PASS),
        ("Received: from relay.example by elsewhere.example", OURS + PASS),
    ],
)
def test_nobody_else_is_believed(headers):
    assert verdicts(*headers) == UNKNOWN


def test_without_trusted_servers_nothing_is_believed():
    assert verdicts(OURS + PASS, trusted=frozenset()) == UNKNOWN
    assert verdicts("Authentication-Results: ; " + PASS, trusted=frozenset({""})) == UNKNOWN


@pytest.mark.parametrize(
    "hop",
    [
        "Received: by 2002:a05:6402 with SMTP id x",
        "Received: from localhost by imap.shop.example",
        "Received: from mx.shop.example (x) by imap.shop.example",
        "Received: from a.mx.shop.example by imap.shop.example",
        "Received: from mx2.shop.example by imap.shop.example",
        "Received: from",
    ],
)
def test_hops_within_our_own_house_change_nothing(hop):
    assert verdicts(hop, OURS + PASS) == ("pass", "pass", "pass")


def test_a_trusted_name_without_a_parent_domain_has_no_neighbours():
    hop = "Received: from other.example by imap.shop.example"
    header = "Authentication-Results: shop.example; " + PASS
    assert verdicts(hop, header, trusted=frozenset({"shop.example"})) == UNKNOWN


def test_the_headers_of_one_server_end_where_another_speaks():
    first = OURS + "dmarc=fail"
    other = "Authentication-Results: other.example; dmarc=pass"
    assert verdicts(first, other, OURS + PASS)[0] == "fail"
    assert verdicts(other, first)[0] == "fail"


def test_a_server_that_writes_below_its_own_line_must_be_said_to_strip():
    headers = (FROM_OUTSIDE, OURS + PASS)
    assert verdicts(*headers, strips_forged=True) == ("pass", "pass", "pass")
    below = (FROM_OUTSIDE, "Received: from x.example by evil.example", OURS + PASS)
    assert verdicts(*below, strips_forged=True) == UNKNOWN
    foreign = ("Received: from x.example by y.example", OURS + PASS)
    assert verdicts(*foreign, strips_forged=True) == UNKNOWN


def test_at_most_fifty_headers_are_read():
    other = ["Authentication-Results: other.example; none"] * 50
    assert verdicts(*other, OURS + PASS) == UNKNOWN


# --- the verdict ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "dmarc"),
    [
        ("dmarc=pass", "pass"),
        ("dmarc=pass; dmarc=fail", "fail"),
        ("dmarc=pass header.from=other.example", "unknown"),
        ("dmarc=bestguesspass", "unknown"),
        ("dmarc=temperror", "error"),
        ("dmarc=none; dkim=pass header.d=mail.example", "none"),
    ],
)
def test_dmarc_decides_if_it_is_about_the_author(results, dmarc):
    assert verdicts(OURS + results)[0] == dmarc


def test_without_one_author_there_is_no_verdict_about_them():
    assert verdicts(OURS + PASS, domain=None) == ("unknown", "pass", "pass")
    assert verdicts(OURS + "dkim=pass header.d=x.example", domain=None)[0] == "unknown"


@pytest.mark.parametrize(
    ("results", "alignment"),
    [
        ("dkim=pass header.d=mail.example", "dkim"),
        ("dkim=pass header.i=@mail.example", "dkim"),
        ("dkim=pass header.d=news.mail.example", "dkim"),
        ("dkim=fail header.d=mail.example; spf=pass smtp.mailfrom=a@mail.example", "spf"),
        ("spf=pass smtp.mailfrom=mail.example", "spf"),
        ("dkim=pass header.d=notmail.example; spf=pass", None),
        ("dkim=pass header.d=example", None),
        ("dkim=fail header.d=mail.example", None),
        ("iprev=pass policy.iprev=192.0.2.1", None),
    ],
)
def test_without_dmarc_a_pass_about_the_same_domain_counts(results, alignment):
    found = check(OURS + results)
    assert found.alignment == alignment
    assert found.authentication.dmarc == ("unknown" if alignment is None else "pass")
    assert found.method == (None if alignment is None else "alignment")


def test_the_envelope_counts_and_not_the_greeting():
    results = "spf=pass smtp.helo=x.example; spf=fail smtp.mailfrom=mail.example"
    assert verdicts(OURS + results)[1] == "fail"
    assert verdicts(OURS + "spf=neutral smtp.helo=x.example")[1] == "none"


def test_one_good_signature_is_enough():
    assert verdicts(OURS + "dkim=fail; dkim=pass")[2] == "pass"


# --- ARC ------------------------------------------------------------------------------------------

SEALED = (
    OURS + "dmarc=fail header.from=mail.example; arc=pass",
    "ARC-Seal: i=2; a=rsa-sha256; d=lists.example; cv=pass; b=x",
    "ARC-Authentication-Results: i=2; lists.example; dmarc=fail header.from=mail.example",
    "ARC-Seal: i=1; d = Google.example; cv=none",
    "ARC-Authentication-Results: i=1; mx.google.example; dmarc=pass header.from=mail.example",
)
BOTH = frozenset({"google.example", "lists.example"})


def test_the_first_of_trusted_sealers_is_believed():
    found = check(*SEALED, sealers=BOTH)
    assert (found.authentication.dmarc, found.method, found.by) == ("pass", "arc", "google.example")


@pytest.mark.parametrize(
    ("headers", "sealers"),
    [
        (SEALED, frozenset()),
        (SEALED, frozenset({"google.example"})),
        (SEALED, frozenset({"lists.example"})),
        ((OURS + "dmarc=fail; arc=fail", *SEALED[1:]), BOTH),
        (SEALED[:1], BOTH),
        (SEALED[:4], BOTH),
        ((*SEALED, "ARC-Seal: i=1; d=google.example"), BOTH - {"lists.example"}),
        ((SEALED[0], "ARC-Seal: i=x; d=lists.example", "ARC-Seal: d=lists.example"), BOTH),
    ],
)
def test_a_chain_that_is_not_trusted_throughout_changes_nothing(headers, sealers):
    found = check(*headers, sealers=sealers)
    assert (found.authentication.dmarc, found.by) == ("fail", "mx.shop.example")


def test_two_seals_of_one_instance_are_no_chain():
    headers = (*SEALED, "ARC-Seal: i=2; d=lists.example")
    assert check(*headers, sealers=BOTH).authentication.dmarc == "fail"


def test_arc_is_not_asked_where_dmarc_passes():
    headers = (OURS + "dmarc=pass; arc=pass", *SEALED[1:])
    assert check(*headers, sealers=BOTH).method == "dmarc"


NAMES = ("Received", "Authentication-Results", "ARC-Seal", "ARC-Authentication-Results")
VALUES = st.text(alphabet='mx.shop example=;i12 dparc()"', max_size=60)


@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8))
def test_authenticating_is_total(headers):
    raw = "".join(f"{name}: {value}\r\n" for name, value in headers)
    authenticate(
        parse_mime(raw.encode() + b"\r\n"),
        trusted=frozenset({"mx"}),
        from_domain="mail.example",
        sealers=frozenset({"mx"}),
        strips_forged=True,
    )
