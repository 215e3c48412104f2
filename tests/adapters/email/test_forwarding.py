"""Who wrote what was forwarded."""

import base64
import quopri
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.email.forwards import labelled, rates, read

from omnidesk._mime import parse_mime
from omnidesk.adapters.email._forward_block import find_block
from omnidesk.adapters.email._forward_words import forward_words
from omnidesk.adapters.email._forwarding import forwarded as find


def mail(*headers):
    return parse_mime("\r\n".join([*headers, "From: lan@shop.example", "", "x"]).encode())


def forwarded(message, text):
    return find(message, text)


def inline(text, subject="Fwd: x"):
    return forwarded(mail(f"Subject: {subject}"), text)


BLOCK = """Chị xem nhé.

---------- Forwarded message ---------
From: {author}
Date: Mon, 2 Mar 2026 16:45:00 +0700
Subject: Order
To: Lan <lan@shop.example>; Kho <kho@shop.example>
Cc: a@x.example, nobody

Where is it?
"""


# --- the labelled set -----------------------------------------------------------------------------


def test_the_labelled_set_is_large_enough():
    found = labelled()
    assert sum(one.evidence is not None for one in found) >= 60
    assert sum(one.evidence is None for one in found) >= 15
    assert len({one.evidence for one in found}) == 4


def test_forwards_are_detected():
    found = rates()
    assert found.detected / found.forwards >= 0.97


def test_authors_are_right():
    found = rates()
    assert found.author_right / found.forwards >= 0.95
    assert found.subject_right / found.forwards >= 0.95


def test_the_language_is_mostly_right():
    found = rates()
    assert found.language_right / found.inline >= 0.9


def test_nothing_else_is_taken_for_a_forward():
    assert rates().false == 0


@pytest.mark.parametrize("one", [one for one in labelled() if one.evidence == "inline"],
                         ids=lambda one: one.file)  # fmt: skip
def test_the_spans_of_a_forward_are_within_the_text(one):
    message, text = read(one)
    found = forwarded(message, text)
    if found is not None:
        assert 0 <= found.header_span[0] < found.header_span[1] == found.span[0]
        assert found.span[0] <= found.span[1] == len(text)


# --- in the text ----------------------------------------------------------------------------------


def test_what_stands_above_a_forward_is_read():
    text = BLOCK.format(author="Trần Mai <mai@mail.example>")
    found = inline(text)
    assert (found.evidence, found.claimed, found.language) == ("inline", True, "en")
    assert (found.author.name, found.author.address) == ("Trần Mai", "mai@mail.example")
    assert found.forwarder.address == "lan@shop.example"
    assert found.date == datetime(2026, 3, 2, 9, 45, tzinfo=UTC)
    assert found.subject == "Order"
    assert [one.address for one in found.to] == ["lan@shop.example", "kho@shop.example"]
    assert [one.address or one.name for one in found.cc] == ["a@x.example", "nobody"]
    assert text[slice(*found.span)] == "Where is it?\n"
    assert text[slice(*found.header_span)].startswith("---------- Forwarded")


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("mai@mail.example", None, "mai@mail.example"),
        ("Mai [mailto:mai@mail.example]", "Mai", "mai@mail.example"),
        ("Mai<mai@mail.example>", "Mai", "mai@mail.example"),
        ("'Mai' <mai@mail.example> <mailto:mai@mail.example>", "Mai", "mai@mail.example"),
        ("mai@mail.example <mailto:mai@mail.example>", None, "mai@mail.example"),
        ("Tran, Mai <mai@mail.example>", "Tran, Mai", "mai@mail.example"),
        ('"Mai" (mai@mail.example)', "Mai", "mai@mail.example"),
        ("*Mai* <mai@mail.example>", "Mai", "mai@mail.example"),
        ("mai@mail.example, b@x.example", None, "mai@mail.example"),
        ("mai@mail.example On Behalf, of", None, "mai@mail.example"),
        ("Trần Mai", "Trần Mai", None),
        ("a@b@c.example", "a@b@c.example", None),
    ],
)
def test_authors_are_written_in_many_ways(written, name, address):
    author = inline(BLOCK.format(author=written)).author
    assert (author.name, author.address) == (name, address)


@pytest.mark.parametrize("written", ["", "<>", "*"])
def test_an_author_can_be_missing(written):
    found = inline(BLOCK.format(author=written).replace("From: \n", "From: \n"))
    assert found is None or found.author is None or found.author.address is None


def test_confidence_falls_with_what_is_missing():
    sure = inline(BLOCK.format(author="mai@mail.example")).confidence
    nameless = inline(BLOCK.format(author="Mai")).confidence
    unlabelled = inline(BLOCK.format(author="mai@mail.example"), subject="x").confidence
    bare = BLOCK.format(author="mai@mail.example").replace("---------- Forwarded message", "")
    assert 1 > sure > unlabelled > nameless > 0
    assert inline(bare).confidence < sure


@pytest.mark.parametrize(
    "banner",
    [
        "----- Forwarded message from Mai <mai@mail.example> -----",
        "----- Forwarded by Lan/Shop on 02/03/2026 -----",
        "--- Preposlaná správa --- Forwarded Message ---",
        "Begin forwarded message:",
        "==== Tin nhắn đã chuyển tiếp ====",
        "-----Original Message-----",
    ],
)
def test_banners_have_many_shapes(banner):
    text = f"{banner}\nFrom: mai@mail.example\nSubject: x\n\nBody.\n"
    assert inline(text).author.address == "mai@mail.example"


@pytest.mark.parametrize(
    "banner",
    ["forwarded message", "---- x ----", "-----", "- forwarded message from me -" + "x" * 200],
)
def test_other_lines_are_no_banners(banner):
    assert inline(f"{banner}\nFrom: mai@mail.example\nSubject: x\n\nBody.\n") is None


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "---- Forwarded message ----",
        "---- Forwarded message ----" + "\n" * 9 + "From: a@x.example\nSubject: x",
        "---- Forwarded message ----\nTo: a@x.example\nSubject: x",
        "---- Forwarded message ----\nFrom: a@x.example",
        "> From: a@x.example\n> Date: x\n> Subject: y\n",
        "On 2 March Mai wrote:\nFrom: a@x.example\nDate: x\nSubject: y\n",
    ],
)
def test_too_little_is_no_forward(text):
    assert inline(text) is None


def test_a_line_that_says_who_wrote_without_when_hides_nothing():
    text = "Khách đã viết:\nFrom: a@x.example\nDate: x\nSubject: y\n"
    assert inline(text).author.address == "a@x.example"


def test_a_value_may_stand_on_the_next_line():
    found = inline("---- Forwarded message ----\nFrom:\nMai\nSubject:\n\nBody: x\n")
    assert (found.author.name, found.subject) == ("Mai", "")


def test_a_long_list_of_recipients_goes_on():
    copies = "\n".join([f"  a{number}@x.example," for number in range(60)])
    text = f"---- Forwarded message ----\nFrom: a@x.example\nTo: b@x.example,\n{copies}\n\nBody."
    assert len(inline(text).to) == 41


def test_a_second_block_belongs_to_the_forwarded_text():
    block = "From: a@x.example\nDate: 1\nSubject: y\n"
    found = inline(f"{block}From: b@x.example\nDate: 2\n")
    assert found.author.address == "a@x.example"


def test_a_block_at_the_end_has_no_text():
    text = "From: a@x.example\nDate: 1\nSubject: y"
    assert inline(text).span == (len(text), len(text))


def test_every_language_of_the_table_has_labels():
    words = forward_words()
    assert len(words.languages) == len(set(words.languages)) == 86
    known = {one for meanings in words.labels.values() for one in meanings}
    assert known == set(words.languages)


LINES = (
    "From: a@x.example",
    "Từ: Mai",
    "Gửi: 2",
    "Date:",
    "Subject: x",
    "To: b@x.example",
    "c@x.example",
    "",
    "> ",
    "---- Forwarded message ----",
    "-----Thư gốc-----",
    "On 2 March Mai wrote:",
    "Reply-To: x",
)


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=20), max_size=30))
def test_finding_is_total_and_spans_are_ordered(lines):
    text = "\n".join(lines)
    found = find_block(text)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)


@given(st.binary(max_size=300))
def test_forwards_in_any_mail_are_read(raw):
    message = parse_mime(raw)
    forwarded(message, message.text())


@pytest.mark.parametrize(
    "above",
    [
        "From: nobody\nIt has one label.\n> quoted\nOn 2 March 2026 at 10:00, Hoa Sen wrote:\n",
        "From: nobody\nIt has one label.\n" + "\n" * 10_000,
    ],
    ids=["who wrote", "far"],
)
def test_a_label_alone_opens_no_search_beyond_its_end(above):
    block = "From: a@x.example\nDate: 2 March 2026\nSubject: x\n\ny"
    assert find_block(block) is not None
    assert find_block(above + block) is None


def test_only_so_much_is_looked_at():
    block = "\n---- Forwarded message ----\nFrom: a@x.example\nSubject: y\n\nBody.\n"
    assert find_block("x\n" * 9_000 + block) is not None
    assert find_block("x\n" * 10_000 + block) is None
    assert find_block("x" * 300_000 + block) is None


# --- as an attachment -----------------------------------------------------------------------------

ATTACHED = (
    "From: lan@shop.example\r\nSubject: Fwd: x\r\n"
    "Content-Type: multipart/{kind}; boundary=b\r\n\r\n"
    "--b\r\n\r\nSee attached.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
)


def attached(inner, kind="mixed", text=None):
    return forwarded(parse_mime(ATTACHED.format(kind=kind, inner=inner).encode()), text)


def test_a_mail_within_the_mail_is_exact_and_still_a_claim():
    found = attached(
        "From: Mai <mai@mail.example>\r\nTo: lan@shop.example\r\nSubject: Order\r\n"
        "Date: Mon, 2 Mar 2026 16:45:00 +0700\r\n\r\nHello."
    )
    assert (found.evidence, found.claimed, found.confidence) == ("attachment", True, 1.0)
    assert (found.author.address, found.subject, found.part) == ("mai@mail.example", "Order", "2")
    assert found.date == datetime(2026, 3, 2, 9, 45, tzinfo=UTC)


def test_a_mail_within_the_mail_counts_before_the_text():
    inner = "From: mai@mail.example\r\n\r\nHello."
    assert attached(inner, text=BLOCK.format(author="b@x.example")).evidence == "attachment"


def test_an_inner_mail_that_nobody_wrote_is_no_forward():
    assert attached("Subject: Order\r\n\r\nHello.") is None


def test_the_mail_in_a_report_or_a_digest_is_no_forward():
    inner = "From: mai@mail.example\r\n\r\nHello."
    assert attached(inner, kind="report") is None
    assert attached(inner, kind="digest") is None


def test_a_digest_beside_a_text_is_no_forward():
    digest = "Content-Type: multipart/digest; boundary=c\r\n\r\n--c\r\n\r\nFrom: a@x.example\r\n"
    raw = ATTACHED.replace("Content-Type: message/rfc822\r\n\r\n{inner}", digest)
    assert forwarded(parse_mime(raw.format(kind="mixed").encode()), None) is None


def test_an_enclosed_mail_in_an_answer_is_no_forward():
    raw = ATTACHED.format(kind="mixed", inner="From: mai@mail.example\r\n\r\nHello.")
    assert forwarded(parse_mime(raw.replace("Fwd:", "Re:").encode()), None) is None


def test_a_mail_that_is_nothing_but_another_mail_is_forwarded():
    raw = (
        b"From: lan@shop.example\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@x.example\r\n\r\nHi"
    )
    found = forwarded(parse_mime(raw), None)
    assert (found.author.address, found.confidence) == ("a@x.example", 0.9)


# --- by a rule ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "forwarder"),
    [
        (("X-Forwarded-For: info@shop.example desk@x.example",), "info@shop.example"),
        (("Return-Path: <info+caf_=d=x.example@shop.example>",), "info@shop.example"),
        (("Resent-From: Info <info@shop.example>",), "info@shop.example"),
        (("X-MS-Exchange-Inbox-Rules-Loop: info@shop.example",), "info@shop.example"),
        (("Return-Path: <SRS0=ab=cd=mail.example=mai@host.example>",), None),
        (("X-Forwarded-To: desk@x.example",), None),
        (("Autoforwarded: TRUE",), None),
    ],
)
def test_a_rule_forwards_and_the_author_stays(headers, forwarder):
    found = forwarded(mail(*headers, "Subject: Order"), "Hello.")
    assert (found.evidence, found.claimed, found.subject) == ("header", False, "Order")
    assert found.author.address == "lan@shop.example"
    assert (found.forwarder.address if found.forwarder else None) == forwarder


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ("X-Forwarded-For:",),
        ("X-Forwarded-For: 198.51.100.7",),
        ("Autoforwarded: FALSE",),
        ("X-MS-Exchange-Inbox-Rules-Loop: info@shop.example", "Auto-Submitted: auto-replied"),
        ("Return-Path: <prvs=12ab=mai@mail.example>",),
    ],
)
def test_other_headers_forward_nothing(headers):
    assert forwarded(mail(*headers), "Hello.") is None


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [("base64", base64.encodebytes), ("quoted-printable", quopri.encodestring)],
)
def test_a_mail_within_a_mail_may_be_encoded_although_it_must_not(encoding, encode):
    inner = (
        b"From: Mai <mai@mail.example>\nSubject: Hoa = hoa\nDate: Mon, 2 Nov 2026 12:00:00 +0000\n"
    )
    head = (
        "From: lan@shop.example\nSubject: Fwd: Hoa\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\n\nxem\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: {encoding}\n\n"
    )
    body = encode(inner + b"\nC\xc3\xb2n hoa?\n" * 9_000)
    found = forwarded(parse_mime(head.encode() + body + b"\n--b--\n"), "xem")
    assert found is not None
    assert found.author is not None
    assert (found.author.address, found.subject) == ("mai@mail.example", "Hoa = hoa")
    assert (found.evidence, found.part) == ("attachment", "2")


def test_an_encoded_mail_that_names_nobody_says_nothing():
    kind = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n"
    assert forwarded(parse_mime(f"From: a@b.example\n{kind}\n????\n".encode()), None) is None
