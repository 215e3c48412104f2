"""Machine mail: what kind it is, what a bounce says, and when to keep still."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import parse_mime
from omnidesk.adapters.email.machine import (
    LOOP_HEADER,
    ListHeaders,
    Reason,
    _diagnosis,
    _phrases,
    classify,
    list_headers,
    outbound_headers,
)
from omnidesk.adapters.email.machine._words import folded

SETS = Path(__file__).parent / "sets" / "machine"
LABELS = [
    json.loads(line) for line in (SETS / "labels.jsonl").read_text(encoding="utf-8").splitlines()
]
PERSON = "Return-Path: <lan@thuxua.example>\nFrom: Lan <lan@thuxua.example>\n"
ONE_CLICK = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
DAEMON = "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: support@hoasen.example\n"


def own(address):
    return address.lower().endswith("@hoasen.example")


def read(source, **options):
    return classify(parse_mime(source.encode()), **options)


def report(fields, *, kind="delivery-status", note="", third="", media="message/delivery-status"):
    parts = [f"Content-Type: {media}\n\n{fields}\n"]
    if note:
        parts.insert(0, f"\n{note}\n")
    if third:
        parts.append(third)
    body = "".join(f"--r\n{part}\n" for part in parts)
    head = f"Content-Type: multipart/report; report-type={kind}; boundary=r\n\n"
    return read(f"{DAEMON}{head}{body}--r--\n")


def recipient(fields, **options):
    (only,) = report(fields, **options).bounce.recipients
    return only


def codes(result):
    return {one.code for one in result.reasons}


# --- the labelled set -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def results():
    return [
        (label, classify(parse_mime((SETS / label["file"]).read_bytes()), own=own))
        for label in LABELS
    ]


def wrong(results, right):
    return [label["file"] for label, result in results if not right(label, result)]


def test_the_labelled_set_has_people_and_every_kind():
    kinds = Counter(label["kind"] for label in LABELS)
    assert len(LABELS) >= 80
    assert kinds[None] >= 20
    assert len(kinds) == 12


def test_every_labelled_mail_has_its_file_and_every_file_its_label():
    assert sorted(path.name for path in SETS.glob("*.eml")) == [one["file"] for one in LABELS]


def test_labelled_mails_are_of_their_kind(results):
    assert wrong(results, lambda label, result: result.kind == label["kind"]) == []


def test_labelled_mails_may_be_answered_where_they_should(results):
    assert (
        wrong(results, lambda label, result: result.may_auto_respond == label["may_auto_respond"])
        == []
    )


def test_labelled_bounces_name_their_recipients(results):
    def right(label, result):
        wanted = label.get("recipients")
        return wanted is None or [one.address for one in result.bounce.recipients] == wanted

    assert wrong(results, right) == []


@pytest.mark.parametrize("field", ["reason", "permanent", "form"])
def test_labelled_bounces_say_why(results, field):
    def right(label, result):
        return field not in label or getattr(result.bounce, field) == label[field]

    assert wrong(results, right) == []


def test_reasons_are_given_wherever_a_kind_is(results):
    assert wrong(results, lambda _, result: result.kind is None or result.reasons) == []


# --- every input ----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        b"\n",
        b"\n\n",
        b"--r\n",
        b"--r--\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=r\n",
        b"Content-Type: message/delivery-status\n",
        b"Content-Type: message/feedback-report\n",
        b"Content-Type: message/disposition-notification\n",
        b"Content-Type: message/rfc822\n",
        b"Content-Type: text/html\n",
        b"Return-Path: <>\n",
        b"From: MAILER-DAEMON@a.example\n",
        b"Subject: Undelivered mail\n",
        b"Auto-Submitted: auto-replied\n",
        b"Final-Recipient: utf-8; \\x{D800}\\x{1F600}@a.example\n",
        b"Original-Recipient: a@b.example\n",
        b"Action: delayed\n",
        b"Status: 4.4.7\n",
        b"Incidents: 99999999999\n",
        b"Disposition: a/b; c/d,e\n",
        b"List-Post: <mailto:a@b.example\n",
        b"X-Failed-Recipients: a@b.example, c\n",
        b"Hi. This is the qmail-send program\n",
        b"<a@b.example>: 550 no such user\n",
        b"@@ @a a@ a@. <script> &#99999999;\n",
        b"Message-ID:\n",
        b"To: a@b.example\n",
        "đã nhận được ệ\u0300\n".encode(),
    ]
)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=40)), max_size=40).map(b"".join))
def test_no_mail_raises(raw):
    result = classify(parse_mime(raw), own=own)
    assert result.may_auto_respond == (not result.why_not)
    if result.kind is not None:
        assert result.why_not


@given(st.text(max_size=400))
def test_no_text_raises(text):
    result = read(f"{DAEMON}Subject: Undelivered mail\n\n", text=text)
    assert result.kind in ("bounce", "delay")


@given(st.text(alphabet="@a.-<>: \n", max_size=200))
def test_addresses_are_taken_from_the_text_as_they_stand(text):
    result = read(f"{DAEMON}Subject: Undelivered mail\n\n", text=text)
    for one in result.bounce.recipients:
        assert one.address is None or one.address in text


@given(st.sampled_from([1_000, 4_000]), st.sampled_from(["a@b.example\n", "@", "a", "ệ", "<a@b>:"]))
def test_what_is_returned_is_bounded(times, piece):
    result = read(f"{DAEMON}Subject: Undelivered mail\n\n", text=piece * times)
    assert len(result.bounce.recipients) <= 100


# --- kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Auto-Submitted: no\n", None),
        ("Auto-Submitted: auto-replied\n", "auto_reply"),
        ("Auto-Submitted: auto-generated (a comment)\n", "auto_generated"),
        ("Auto-Submitted: auto-notified; owner-email=a@b.example\n", "auto_generated"),
        ("Auto-Submitted: something-new\n", "auto_generated"),
        ("Auto-Submitted: auto-replied; vacation\n", "out_of_office"),
        ("Precedence: auto_reply\n", "auto_reply"),
        ("Precedence: list\n", "list"),
        ("Precedence: junk\n", "bulk"),
        ("X-Precedence: bulk\n", "bulk"),
        ("X-Autoreply: no\n", None),
        ("X-Autoreply-From: a@b.example\n", "auto_reply"),
        ("X-Auto-Generated: 1\n", "auto_generated"),
        ("X-Auto-Response-Suppress: All\n", None),
        ("X-Loop: robot\n", None),
        ("List-Id: <a.b.example>\n", "list"),
        ("List-Unsubscribe: <https://a.example/>\n", "bulk"),
        ("Subject: Automatic reply: x\n", "out_of_office"),
        ("Subject: Re: Automatic reply: x\n", None),
        ("Subject: Auto-reply: x\n", None),
        ("Subject: Auto-reply: x\nPrecedence: bulk\n", "auto_reply"),
        ("Subject: Out of office: x\n", None),
        ("Subject: Out of office: x\nX-Autoreply: yes\n", "out_of_office"),
        ("Subject: Undeliverable: x\n", None),
        ("X-MS-Exchange-Inbox-Rules-Loop: a@b.example\n", None),
        (f"{LOOP_HEADER}: 1\nAuto-Submitted: auto-replied\n", "auto_reply"),
        (f"{LOOP_HEADER}: 1\nReceived: from a\n", "loop"),
        ("Received: from a\n" * 29, None),
        ("Received: from a\n" * 30, "loop"),
        ("X-Failed-Recipients: a@b.example\n", "bounce"),
        ("Content-Type: multipart/report; report-type=delivery-status\n", "bounce"),
        ("Content-Type: multipart/report; report-type=feedback-report\n", "feedback_report"),
        (
            "Content-Type: multipart/report; report-type=disposition-notification\n",
            "delivery_notice",
        ),
        ("Content-Type: multipart/report; report-type=x\n", None),
        ("Content-Type: text/plain; report-type=feedback-report\n", None),
    ],
)
def test_headers_tell_the_kind(head, kind):
    assert read(f"{PERSON}{head}\nxin chào\n").kind == kind


def test_a_loop_header_with_an_address_of_ours_is_a_loop_only_if_we_know_ours():
    source = f"{PERSON}To: a@hoasen.example\nX-Loop: support@hoasen.example\n\nhi\n"
    assert read(source, own=own).kind == "loop"
    assert read(source).kind is None


@pytest.mark.parametrize(
    ("head", "text", "kind"),
    [
        ("Auto-Submitted: auto-replied\n", "I am on vacation.", "out_of_office"),
        ("Auto-Submitted: auto-replied\nList-Id: <a.b>\n", "I am on vacation.", "auto_reply"),
        ("X-Autorespond: x\n", "Tôi đang nghỉ phép.", "out_of_office"),
        ("Subject: Vắng mặt: x\n", "Tôi đang nghỉ phép.", None),
        ("Subject: Vang mat: x\nReferences: <1@a>\n", "Toi dang nghi phep.", "out_of_office"),
        ("Subject: Vắng mặt: x\nPrecedence: bulk\n", "x", "out_of_office"),
        ("Subject: Automatic reply: x\n", "We have received your mail.", "auto_reply"),
        ("Precedence: bulk\n", "Reply to this message to confirm.", "challenge"),
        ("", "Reply to this message to confirm.", None),
        ("", "Undeliverable to x@b.example: 550 user unknown", None),
        ("Auto-Submitted: auto-replied\n", "It could not be delivered.", "auto_reply"),
    ],
)
def test_words_decide_only_beside_other_signs(head, text, kind):
    assert read(f"{PERSON}{head}\nunread", text=text).kind == kind


def test_signals_name_their_header_or_part_and_quote_nothing():
    source = f"{PERSON}Subject: Automatic reply: secret\nPrecedence: bulk\n\nI am on vacation\n"
    assert read(source).reasons == (
        Reason("precedence", "precedence"),
        Reason("auto_vendor_subject", "subject"),
        Reason("out_of_office_text", "1"),
    )


def test_text_that_is_given_is_read_instead_of_the_mail():
    result = read(f"{DAEMON}\nthis is the mail system at host x", text="hello")
    assert "bounce_text" not in codes(result)


def test_a_mail_without_any_text_has_none():
    head = f"{PERSON}Subject: OOO: x\nContent-Type: image/png\n\n"
    assert read(f"{head}x").kind is None


@pytest.mark.parametrize("html", ["<p>on vacation</p>", "on <b>vacation</b>", "on vacation<p"])
def test_html_is_read_without_its_tags(html):
    result = read(f"{PERSON}Subject: OOO: x\nContent-Type: text/html\n\n{html}")
    assert "out_of_office_text" in codes(result)


def test_a_report_within_a_person_s_mail_is_no_report_of_theirs():
    head = f"{PERSON}Content-Type: multipart/mixed; boundary=r\n\n"
    body = "--r\n\nsee\n--r\nContent-Type: message/delivery-status\n\nAction: failed\n--r--\n"
    result = read(head + body)
    assert result.kind is None
    assert codes(result) == {"delivery_report"}


def test_people_s_texts_are_not_searched():
    assert read(f"{PERSON}\nI am on vacation, out of the office").reasons == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [("x", "out_of_office"), ("We have received your mail.", "auto_generated")],
)
def test_what_exchange_sends_by_rule_is_an_absence_notice(text, kind):
    head = "X-MS-Exchange-Inbox-Rules-Loop: a@b.example\nX-Auto-Response-Suppress: All\n"
    source = f"{PERSON}{head}Auto-Submitted: auto-generated\n\n{text}"
    assert read(source).kind == kind


@pytest.mark.parametrize(
    "table",
    [
        *(phrases for _, phrases in _phrases.BOUNCE_FORMS),
        _phrases.DELAY_TEXT,
        _phrases.BOUNCE_SUBJECTS,
        _phrases.VENDOR_SUBJECTS,
        _phrases.OUT_OF_OFFICE_SUBJECTS,
        _phrases.OUT_OF_OFFICE_TEXT,
        _phrases.AUTO_SUBJECTS,
        _phrases.ACKNOWLEDGEMENTS,
        _phrases.CHALLENGE_TEXT,
        *(phrases for _, phrases in _diagnosis._WORDS),
    ],
)
def test_phrases_are_folded_as_texts_are(table):
    assert [one for one in table if folded(one) != one.strip()] == []


@pytest.mark.parametrize(
    ("form", "phrase"),
    [(form, phrase) for form, phrases in _phrases.BOUNCE_FORMS for phrase in phrases],
)
def test_each_wording_of_a_bounce_is_named_after_whose_it_is(form, phrase):
    result = read(f"{DAEMON}\n", text=f"  {phrase.upper()} x\n<a@b.example>: 550 no such user\n")
    assert (result.kind, result.bounce.form) == ("bounce", form)
    assert [one.address for one in result.bounce.recipients] == ["a@b.example"]


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Re: x", "Your mail could not be delivered to me while I travel.", None),
        ("Re: x", "We will keep trying.", None),
        ("Re: x", "This is the mail system at host mx.example.", "bounce"),
        ("Out of office", "It says: this is the mail system at host mx.example.", "out_of_office"),
        ("Undelivered mail", "nothing that we know", None),
        ("Undelivered mail", "It could not be delivered.", "bounce"),
    ],
)
def test_a_null_sender_makes_a_bounce_of_exact_words_only(subject, text, kind):
    source = f"Return-Path: <>\nFrom: lan@thuxua.example\nSubject: {subject}\n\n{text}"
    assert read(source).kind == kind


def test_a_trailer_below_a_rule_says_nothing_about_the_failure():
    trailer = "----------\nThis mail has been scanned for viruses.\n"
    text = f"<a@b.example>: 550 user unknown\n\n{trailer}"
    result = read(f"{DAEMON}Subject: Undelivered mail\n\n", text=text)
    assert result.bounce.reason == "user_unknown"


# --- may a machine answer? ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (f"{PERSON}\nhi", ()),
        ("From: lan@thuxua.example\n\nhi", ()),
        (f"{PERSON}Auto-Submitted: auto-generated\n\nhi", ("automatic",)),
        ("Return-Path: <>\nFrom: lan@thuxua.example\n\nhi", ("null_return_path",)),
        ("From: Lan\n\nhi", ("no_sender",)),
        ("\nhi", ("no_sender",)),
        ("From: no-reply@a.example\n\nhi", ("no_reply_sender",)),
        ("From: Do_Not.Reply+1@a.example\n\nhi", ("no_reply_sender",)),
        ("From: khong-tra-loi@a.example\n\nhi", ("no_reply_sender",)),
        (f"{PERSON}Reply-To: noreply@a.example\n\nhi", ("no_reply_sender",)),
        ("From: postmaster@a.example\n\nhi", ("role_sender",)),
        ("From: MicrosoftExchange329e71ec88@a.example\n\nhi", ("role_sender",)),
        ("From: bounces+1@a.example\n\nhi", ("role_sender",)),
        ("Return-Path: <owner-a@a.example>\nFrom: b@a.example\n\nhi", ("role_sender",)),
        ("Return-Path: <a-request@a.example>\nFrom: b@a.example\n\nhi", ("role_sender",)),
        ("Return-Path: <bounces+1@a.example>\nFrom: b@a.example\n\nhi", ()),
        ("Sender: owner-a@a.example\nFrom: b@a.example\n\nhi", ("role_sender",)),
        (f"{PERSON}X-Auto-Response-Suppress: DR, oof\n\nhi", ("suppressed",)),
        (f"{PERSON}X-Auto-Response-Suppress: DR, RN\n\nhi", ()),
        (f"{PERSON}Delivered-To: a@b\nDelivered-To: A@b\n\nhi", ("loop",)),
        (f"{PERSON}Delivered-To: a@b\nDelivered-To: c@b\n\nhi", ()),
        (f"{PERSON}{LOOP_HEADER}: 1\nReceived: x\n\nhi", ("loop",)),
    ],
)
def test_why_no_machine_may_answer(source, why):
    result = read(source)
    assert result.why_not == why
    assert result.may_auto_respond == (not why)


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("To: x@else.example\n", ("not_addressed_to_us",)),
        ("To: Lan\n", ("not_addressed_to_us",)),
        ("", ("not_addressed_to_us",)),
        ("Cc: a@hoasen.example\n", ()),
        ("To: x@else.example\nResent-To: a@hoasen.example\n", ()),
    ],
)
def test_only_what_is_addressed_to_us_may_be_answered_if_we_know_ours(to, why):
    source = f"{PERSON}{to}\nhi"
    assert read(source, own=own).why_not == why
    assert read(source).why_not == ()


def test_our_own_mail_is_not_answered():
    result = read("From: a@hoasen.example\nTo: b@hoasen.example\n\nhi", own=own)
    assert result.why_not == ("own_sender",)


@pytest.mark.parametrize(
    ("lists", "where"),
    [
        ("List-Post: <mailto:support@hoasen.example?subject=x>\n", "list-post"),
        ("List-Id: <support.hoasen.example>\n", "list-id"),
    ],
)
def test_a_group_of_ours_says_nothing_about_who_wrote(lists, where):
    head = f"{PERSON}To: support@hoasen.example\nSender: owner-x@hoasen.example\nPrecedence: list\n"
    result = read(f"{head}{lists}\nhi", own=own)
    assert Reason("own_list", where) in result.reasons
    assert (result.kind, result.why_not) == (None, ())
    assert read(f"{head}{lists}\nhi").kind == "list"


@pytest.mark.parametrize("identifier", ["<a.else.example>", "<nodots>", "<>"])
def test_the_lists_of_others_are_lists(identifier):
    head = f"{PERSON}To: support@hoasen.example\nList-Post: <https://x.example>\n"
    assert read(f"{head}List-Id: {identifier}\n\nhi", own=own).kind == "list"


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", None),
        ("List-Id: Some list <A.b.example>\n", ListHeaders("a.b.example")),
        ("List-Id: a.b.example\n", ListHeaders("a.b.example")),
        ("List-Id:\n", ListHeaders()),
        ("List-Post: <mailto:a@b.example>\n", ListHeaders(post=("mailto:a@b.example",))),
        ("List-Id: <a>\nList-Post: NO\n", ListHeaders("a")),
        (
            "List-Unsubscribe: <MAILTO:u@b.example>,\n <https://b.example/u\n ?1> <ftp://x>\n",
            ListHeaders(
                unsubscribe_mailto=("MAILTO:u@b.example",),
                unsubscribe_https=("https://b.example/u?1",),
            ),
        ),
        (
            "List-Unsubscribe: <https://b.example/u>\n" + ONE_CLICK,
            ListHeaders(unsubscribe_https=("https://b.example/u",), one_click=True),
        ),
        (
            "List-Unsubscribe: <http://b.example/u>\n" + ONE_CLICK,
            ListHeaders(unsubscribe_https=("http://b.example/u",)),
        ),
        ("List-Unsubscribe: <https://b.example/u\n", None),
        ("List-Unsubscribe: <> <https://<> <https://" + "a" * 3_000 + ">\n", None),
    ],
)
def test_list_headers_are_typed(head, expected):
    assert list_headers(parse_mime(f"{head}\n".encode())) == expected


def test_only_so_many_list_uris_are_read():
    head = "List-Post: " + "<mailto:a@b.example>," * 50
    found = list_headers(parse_mime(head.encode()))
    assert found is not None
    assert len(found.post) == 20


# --- delivery reports -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "address"),
    [
        ("Final-Recipient: rfc822; a@b.example", "a@b.example"),
        ("Final-Recipient: RFC822;\n <a@b.example>", "a@b.example"),
        ("Final-Recipient: a@b.example", "a@b.example"),
        ("Final-Recipient: utf-8; ng\\x{1ECD}c@b.example", "ngọc@b.example"),
        ("Final-Recipient: utf-8; \\x{110000}@b.example", "\\x{110000}@b.example"),
        ("Final-Recipient: x400; /S=A/C=VN/", None),
        ("Final-Recipient: rfc822; a@b, c@d", None),
        ("Final-Recipient: x400; /S=A/\nX-Actual-Recipient: rfc822; a@b.example", "a@b.example"),
        ("Original-Recipient: rfc822; a@b.example", "a@b.example"),
    ],
)
def test_recipients_of_reports(field, address):
    found = recipient(field)
    assert (found.address, found.action) == (
        None if address and "110000" in address else address,
        "failed",
    )


@pytest.mark.parametrize(
    ("fields", "action", "kind"),
    [
        ("Action: failed", "failed", "bounce"),
        ("Action: FAILED (really)", "failed", "bounce"),
        ("Action: delayed", "delayed", "delay"),
        ("Action: expanded", "expanded", "delivery_notice"),
        ("Action: no such action\nStatus: 4.0.0", "delayed", "delay"),
        ("Status: 5.0.0", "failed", "bounce"),
        ("Status: nonsense\nAction: relayed", "relayed", "delivery_notice"),
    ],
)
def test_actions_tell_bounces_from_delays_and_successes(fields, action, kind):
    result = report(fields)
    assert result.bounce.recipients[0].action == action
    assert result.kind == kind


@pytest.mark.parametrize(
    ("fields", "status", "reason", "permanent"),
    [
        ("Status: 5.1.1", "5.1.1", "user_unknown", True),
        ("Status: 4.1.1\nAction: failed", "4.1.1", "user_unknown", False),
        ("Status: 5.2.2 (full)", "5.2.2", "mailbox_full", False),
        ("Status: 5.0.0", "5.0.0", "undefined", True),
        ("Action: failed", None, "undefined", None),
        ("Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.25 bye", "5.7.25", "requires_ptr", False),
        ("Action: failed\nDiagnostic-Code: smtp; 551 gone", None, "moved", True),
        ("Action: failed\nDiagnostic-Code: smtp; 559 gone", None, "undefined", True),
        ("Action: failed\nDiagnostic-Code: smtp; 450 later", None, "undefined", False),
        ("Action: failed\nDiagnostic-Code: tài khoản bị khóa", None, "suspended", True),
        ("Status: 5.1.1\nDiagnostic-Code: smtp; from 5.2.2.1", "5.1.1", "user_unknown", True),
    ],
)
def test_codes_and_words_give_a_reason(fields, status, reason, permanent):
    found = recipient(f"Final-Recipient: rfc822; a@b.example\n{fields}")
    assert (found.status, found.reason, found.permanent) == (status, reason, permanent)


@pytest.mark.parametrize(
    ("diagnostic", "kind"),
    [("smtp; 550 x", "smtp"), ("X-Unix; x", "x-unix"), ("550 x", None), ("a b; x", None)],
)
def test_of_a_diagnostic_only_its_kind_is_kept(diagnostic, kind):
    assert recipient(f"Action: failed\nDiagnostic-Code: {diagnostic}").diagnostic_type == kind


def test_a_report_that_differs_by_recipient_is_neither_permanent_nor_not():
    result = report(
        "Reporting-MTA: dns; x\n\n"
        "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822; c@b.example\nAction: failed\nStatus: 5.2.2\n\n"
        "Final-Recipient: rfc822; d@b.example\nAction: delivered\nStatus: 2.0.0\n"
    )
    assert [one.permanent for one in result.bounce.recipients] == [True, False, False]
    assert result.bounce.permanent is None
    assert result.bounce.reason == "user_unknown"


def test_only_so_many_recipients_of_a_report_are_read():
    assert len(report("Action: failed\n\n" * 150).bounce.recipients) == 100


@pytest.mark.parametrize(
    "third",
    [
        "Content-Type: message/rfc822\n\nMessage-ID: <1@a>\nTo: a@b.example\n\nhi\n",
        "Content-Type: text/rfc822-headers\n\nMessage-ID: <1@a>\nTo: a@b.example\n",
    ],
)
def test_the_original_mail_is_named(third):
    bounce = report("Action: failed", third=third).bounce
    assert (bounce.original_message_id, bounce.original_recipient) == ("1@a", "a@b.example")


def test_an_original_without_an_id_has_none():
    third = "Content-Type: text/rfc822-headers\n\nSubject: x\n"
    assert report("Action: failed", third=third).bounce.original_message_id is None


def test_the_original_recipient_of_the_fields_goes_first():
    third = "Content-Type: text/rfc822-headers\n\nTo: c@d.example\n"
    bounce = report("Original-Recipient: rfc822; a@b.example", third=third).bounce
    assert bounce.original_recipient == "a@b.example"


def test_what_the_fields_do_not_say_is_taken_from_the_words():
    found = recipient(
        "Final-Recipient: rfc822; a@b.example\nStatus: 5.0.0",
        note="<a@b.example>: mailbox is full",
    )
    assert (found.reason, found.permanent, found.status) == ("mailbox_full", False, "5.0.0")


def test_words_about_others_say_nothing_about_a_recipient():
    found = recipient(
        "Final-Recipient: rfc822; a@b.example\nStatus: 5.0.0",
        note="<c@b.example>: mailbox is full",
    )
    assert found.reason == "undefined"


def test_fields_and_words_that_differ_in_number_are_not_matched():
    fields = "Status: 5.0.0\n\nStatus: 5.0.0"
    found = report(fields, note="<c@b.example>: mailbox is full").bounce.recipients
    assert [one.address for one in found] == [None, None]


# --- bounces in words -----------------------------------------------------------------------------


def words(text, head="", **options):
    source = f"{DAEMON}Subject: Undelivered mail\n{head}\n"
    return read(source, text=text, **options).bounce


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("<a@b.example>: no", ["a@b.example"]),
        ("  * a@b.example\n  * c@b.example", ["a@b.example", "c@b.example"]),
        ("Người nhận: a@b.example", ["a@b.example"]),
        (">>> RCPT TO:<a@b.example>", ["a@b.example"]),
        ("your mail to a@b.example and c@b.example", ["a@b.example"]),
        ("<support@hoasen.example>\n<mailer-daemon@x.example>\n", [None]),
        ("nothing", [None]),
        ("<a@b.example>\n<A@B.example>", ["a@b.example"]),
        ("--- Below this line is a copy\n<a@b.example>", [None]),
        ("X-Virus-Scanned: yes a@b.example", [None]),
        ("x" * 70 + " a@b.example\n<c@b.example>", ["c@b.example"]),
        ("a@b.example.", ["a@b.example"]),
        ("=a@b.example", ["a@b.example"]),
    ],
)
def test_recipients_are_found_in_words(text, addresses):
    assert [one.address for one in words(text).recipients] == addresses


def test_a_header_that_names_the_failed_goes_before_the_words():
    bounce = words(
        "<c@b.example>: no\n<a@b.example>: mailbox full\n", "X-Failed-Recipients: a@b.example\n"
    )
    (only,) = bounce.recipients
    assert (only.address, only.reason) == ("a@b.example", "mailbox_full")


def test_the_name_of_a_mailbox_says_nothing_about_why():
    (only,) = words("<spam@b.example>: 559 no").recipients
    assert only.reason == "undefined"


@pytest.mark.parametrize(
    ("copy", "identifier", "addressed"),
    [
        ("Message-ID: <1@a>\nTo: a@b.example\n", "1@a", "a@b.example"),
        ("> Message-Id:\n>   <1@a>\n", "1@a", None),
        ("Message-ID: <1@a>\nMessage-ID: <2@a>\nTo: a@b\nTo: c@d\n", "1@a", "a@b"),
        ("Message-ID:", None, None),
        ("To: a@b, c@d", None, None),
    ],
)
def test_the_original_is_read_from_its_copy(copy, identifier, addressed):
    bounce = words(f"<a@b.example>: no\n--- Original message ---\n{copy}")
    assert (bounce.original_message_id, bounce.original_recipient) == (identifier, addressed)


# --- other reports --------------------------------------------------------------------------------


def test_a_complaint_is_read():
    result = report(
        "Feedback-Type: Abuse\nUser-Agent: Loop/1\nOriginal-Mail-From: <s@hoasen.example>\n"
        "Original-Rcpt-To: <a@b.example>\nOriginal-Rcpt-To: hidden\n"
        "Received-Date: Tue, 3 Nov 2026 02:00:00 +0000\nSource-IP: 192.0.2.1\n"
        "Reported-Domain: Hoasen.example\nReported-Domain:\nIncidents: 3\n",
        kind="feedback-report",
        media="message/feedback-report",
        third="Content-Type: message/rfc822\n\nMessage-ID: <1@hoasen.example>\n\nhi\n",
    )
    found = result.report
    assert (found.feedback_type, found.user_agent, found.incidents) == ("abuse", "Loop/1", 3)
    assert found.original_mail_from == "s@hoasen.example"
    assert found.original_recipients == ("a@b.example",)
    assert found.arrived_at.isoformat() == "2026-11-03T02:00:00+00:00"
    assert (found.source_ip, found.reported_domains) == ("192.0.2.1", ("hoasen.example",))
    assert found.original_message_id == "1@hoasen.example"


def test_an_empty_complaint_says_nothing():
    found = report("", kind="feedback-report", media="message/feedback-report").report
    assert (found.feedback_type, found.incidents, found.original_message_id) == (None, None, None)


def test_a_read_receipt_is_read():
    found = report(
        "Original-Recipient: rfc822; b@b.example\nFinal-Recipient: rfc822; a@b.example\n"
        "Original-Message-ID: <1@a>\n"
        "Disposition: manual-action/MDN-sent-automatically; displayed/error, ,warning\n",
        kind="disposition-notification",
        media="message/disposition-notification",
    ).disposition
    assert (found.by_hand, found.sent_by_hand, found.disposition_type) == (True, False, "displayed")
    assert found.modifiers == ("error", "warning")
    assert (found.final_recipient, found.original_recipient) == ("a@b.example", "b@b.example")
    assert found.original_message_id == "1@a"


def test_an_empty_read_receipt_says_nothing():
    result = report("", kind="disposition-notification", media="message/disposition-notification")
    found = result.disposition
    assert (found.by_hand, found.disposition_type, found.original_message_id) == (None, None, None)


# --- what we send ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["auto-replied", "auto-generated"])
def test_our_own_mark_is_known_when_it_comes_back(kind):
    head = "".join(f"{name}: {value}\n" for name, value in outbound_headers(kind))
    result = read(f"Received: x\n{PERSON}{head}\nhi")
    assert result.kind == "loop"
    assert {"auto_submitted", "suppress", "own_loop"} <= codes(result)


def test_only_answers_carry_a_precedence():
    assert ("Precedence", "auto_reply") in outbound_headers("auto-replied")
    assert "Precedence" not in dict(outbound_headers("auto-generated"))
