"""What mail reports about mail of ours, and who opts out of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._payload import Payload
from omnidesk.adapters.email import Email, OptOutAddress, ReplyTokens, read_one_click
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.events import ConsentSignalled, MessagePosted, ReceiptReported
from omnidesk.model import Identity

OWN = Email(
    own_addresses=("support@hoasen.example",),
    own_domains=("hoasen-shop.example",),
    opt_out_addresses=(
        OptOutAddress("stop@hoasen-shop.example", purpose="newsletter"),
        OptOutAddress("Alles@hoasen-shop.example"),
    ),
)
DAEMON = "From: MAILER-DAEMON@mx.example\nTo: support@hoasen.example\nReturn-Path: <>\n"
TO_LAN = (
    "From: support@hoasen.example\nTo: lan@thuxua.example\nMessage-ID: <1@hoasen.example>\n"
    "Date: Mon, 2 Nov 2026 12:00:00 +0000\n\nhello\n"
)


def events(source, adapter=OWN):
    return list(adapter.parse(Payload(source.encode())))


def others(source, adapter=OWN):
    """Return what comes beside the message."""
    posted, *rest = events(source, adapter)
    assert isinstance(posted, MessagePosted)
    return rest


def conversations(*sources, adapter=OWN):
    return assemble(event for one in sources for event in events(one, adapter))


def report(kind, *parts, head=DAEMON, message_id="b1@mx.example"):
    bodies = "".join(f"--b\nContent-Type: {media}\n\n{body}\n" for media, body in parts)
    return (
        f"{head}Message-ID: <{message_id}>\nContent-Type: multipart/report; report-type={kind}; "
        f"boundary=b\n\n--b\n\nSomething about your mail.\n{bodies}--b--\n"
    )


def bounce(fields, original="Message-ID: <1@hoasen.example>\n", **more):
    status = ("message/delivery-status", f"Reporting-MTA: dns; mx.example\n\n{fields}")
    return report("delivery-status", status, ("text/rfc822-headers", original), **more)


FAILED = "Final-Recipient: rfc822; lan@thuxua.example\nAction: failed\nStatus: 5.1.1\n"


# --- receipts -------------------------------------------------------------------------------------


def test_a_bounce_is_a_message_and_a_receipt_in_the_bounced_mails_conversation():
    (conversation,) = conversations(TO_LAN, bounce(FAILED))
    ours = next(one for one in conversation.messages if one.direction == "outbound")
    (receipt,) = ours.receipts
    assert (receipt.kind, receipt.reason) == ("failed", "5.1.1")
    assert receipt.actor is not None
    assert receipt.actor.identities == (Identity(scheme="email", value="lan@thuxua.example"),)


@pytest.mark.parametrize(
    ("action", "kind", "reason"),
    [
        ("failed\nStatus: 5.2.2", "failed", "5.2.2"),
        ("failed", "failed", None),
        ("delivered\nStatus: 2.0.0", "delivered", None),
        ("expanded\nStatus: 2.0.0", "delivered", None),
        ("relayed\nStatus: 2.0.0", None, None),
        ("delayed\nStatus: 4.4.1", None, None),
    ],
)
def test_a_delivery_report_says_how_far_the_mail_came(action, kind, reason):
    found = others(bounce(f"Final-Recipient: rfc822; lan@thuxua.example\nAction: {action}\n"))
    assert [(one.kind, one.reason) for one in found] == ([] if kind is None else [(kind, reason)])


@pytest.mark.parametrize(
    ("disposition", "kind"),
    [
        ("manual-action/MDN-sent-manually; displayed", "read"),
        ("automatic-action/MDN-sent-automatically; deleted", "delivered"),
        ("automatic-action/MDN-sent-automatically; dispatched", "delivered"),
        ("automatic-action/MDN-sent-automatically; failed", None),
        ("", None),
    ],
)
def test_a_disposition_notification_says_what_became_of_the_mail(disposition, kind):
    fields = f"Original-Message-ID: <1@hoasen.example>\nDisposition: {disposition}\n"
    part = ("message/disposition-notification", fields)
    found = others(report("disposition-notification", part))
    assert [one.kind for one in found] == ([] if kind is None else [kind])
    assert all(one.actor is None for one in found)


def test_each_recipient_has_a_receipt_and_the_same_one_only_once():
    an = FAILED.replace("lan@thuxua", "an@thuxua")
    found = others(bounce(f"{FAILED}\n{an}\n{FAILED}"))
    assert [one.actor.identities[0].value for one in found] == [
        "lan@thuxua.example",
        "an@thuxua.example",
    ]
    assert len({one.id for one in found}) == 2


def test_the_receipt_says_in_which_part_it_stands():
    (found,) = others(bounce(FAILED))
    assert found.source.pointer == "2"
    assert b"Final-Recipient" in Payload(bounce(FAILED).encode()).part("2")


def test_a_bounce_in_plain_words_gives_a_receipt_too():
    source = (
        f"{DAEMON}Subject: Undelivered Mail Returned to Sender\nMessage-ID: <b@mx>\n\n"
        "This is the mail system at host mx.example.\n\n<lan@thuxua.example>: 550 5.1.1 unknown\n\n"
        "----- original message -----\nMessage-ID: <1@hoasen.example>\nTo: lan@thuxua.example\n"
    )
    (found,) = others(source)
    assert (found.kind, found.reason, found.source.pointer) == ("failed", "5.1.1", "")
    assert len(conversations(TO_LAN, source)) == 1


def test_a_report_that_names_no_mail_gives_no_receipt():
    assert others(bounce(FAILED, original="Subject: a\n")) == []


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_a_report_may_answer_the_mail_without_naming_it(header):
    head = DAEMON + f"{header}: <1@hoasen.example>\n"
    source = bounce(FAILED, original="Subject: a\n", head=head)
    (found,) = others(source)
    assert found.message_ids == ("1@hoasen.example",)
    assert len(conversations(TO_LAN, source)) == 1


# --- where reports belong -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forged",
    [
        bounce(FAILED, original="Message-ID: <other@hoasen.example>\n"),
        bounce(FAILED.replace("lan@", "an@")),
        bounce(FAILED, original="Subject: a\n"),
        bounce("Action: failed\nStatus: 5.1.1\n"),
    ],
    ids=["another mail", "another recipient", "no mail", "no recipient"],
)
def test_a_report_that_does_not_know_both_the_mail_and_its_recipient_joins_nothing(forged):
    assert len(conversations(TO_LAN, forged)) == 2


def test_a_report_lets_nobody_in_who_is_named_in_it():
    eve = "From: eve@evil.example\nTo: support@hoasen.example\n"
    two = FAILED + "\n" + FAILED.replace("lan@thuxua", "eve@evil")
    forged = bounce(two, head=eve.replace("eve@", "daemon@") + "Cc: eve@evil.example\n")
    through_ours = eve + "References: <1@hoasen.example>\n\nhi\n"
    through_theirs = eve + "References: <b1@mx.example>\n\nhi\n"
    assert len(conversations(TO_LAN, forged)) == 1
    assert len(conversations(TO_LAN, forged, through_ours, through_theirs)) == 3


def test_a_token_of_ours_counts_for_more_than_what_a_report_claims():
    tokens = ReplyTokens(b"a secret of the application's")
    adapter = Email(own_addresses=OWN.own_addresses, thread_tokens=tokens.read)
    here = tokens.address("support@hoasen.example", "T-1")
    ours = TO_LAN.replace("1@hoasen.example", tokens.message_id("T-1", "1", "hoasen.example"))
    to_eve = f"From: eve@evil.example\nTo: {here}\n\nhi\n"
    genuine = bounce(FAILED, "Subject: a\n", head=DAEMON.replace("support@hoasen.example", here))
    forged = bounce(FAILED, head=DAEMON.replace("support@hoasen.example", here))
    assert len(conversations(ours, genuine, adapter=adapter)) == 1
    assert len(conversations(TO_LAN, to_eve, forged, adapter=adapter)) == 2


def test_bounces_of_one_mailing_join_its_recipients_to_nobody_else():
    head = DAEMON + "References: <1@hoasen.example>\n"
    an = FAILED.replace("lan@thuxua", "an@thuxua")
    assert len(conversations(bounce(FAILED, head=head), bounce(an, head=head))) == 2


def test_whom_the_mail_was_for_counts_and_not_where_an_alias_led():
    fields = "Original-Recipient: rfc822; lan@thuxua.example\n" + FAILED.replace("lan@", "x@")
    assert len(conversations(TO_LAN, bounce(fields))) == 1
    original = "To: Lan <lan@thuxua.example>\nMessage-ID: <1@hoasen.example>\n"
    assert len(conversations(TO_LAN, bounce(FAILED.replace("lan@", "x@"), original))) == 1


def test_a_bounce_of_mail_among_ourselves_stands_alone():
    ours = TO_LAN.replace("lan@thuxua", "b@hoasen-shop")
    assert len(conversations(ours, bounce(FAILED.replace("lan@thuxua", "b@hoasen-shop")))) == 2


def test_without_own_addresses_a_report_is_for_whoever_wrote_the_mail():
    assert len(conversations(TO_LAN, bounce(FAILED), adapter=Email())) == 1
    for_nobody = bounce(FAILED, head=DAEMON.replace("To: support@hoasen.example\n", ""))
    assert len(conversations(TO_LAN, for_nobody, adapter=Email())) == 2


@pytest.mark.parametrize(("sender", "count"), [("lan@thuxua.example", 1), ("eve@x.example", 2)])
def test_a_read_receipt_joins_only_if_it_is_from_whom_we_wrote_to(sender, count):
    fields = (
        "Original-Message-ID: <1@hoasen.example>\nFinal-Recipient: rfc822; lan@thuxua.example\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n"
    )
    head = f"From: {sender}\nTo: support@hoasen.example\n"
    part = ("message/disposition-notification", fields)
    source = report("disposition-notification", part, head=head)
    assert len(conversations(TO_LAN, source)) == count


# --- complaints -----------------------------------------------------------------------------------


def complaint(fields="", original="To: lan@thuxua.example\n", kind="abuse"):
    parts = [("message/feedback-report", f"Feedback-Type: {kind}\nVersion: 1\n{fields}")]
    parts += [("message/rfc822", f"{original}Message-ID: <1@hoasen.example>\n\nx")]
    return report("feedback-report", *parts, head=DAEMON.replace("MAILER-DAEMON", "fbl"))


def subjects(found):
    assert all(isinstance(one, ConsentSignalled) for one in found)
    return [
        None if one.consent.subject is None else one.consent.subject.identities[0].value
        for one in found
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (complaint(), ["lan@thuxua.example"]),
        (complaint("Original-Rcpt-To: <an@x.example>\n"), ["an@x.example"]),
        (
            complaint("Original-Rcpt-To: a@x.example\nOriginal-Rcpt-To: b@x.example\n"),
            ["a@x.example", "b@x.example"],
        ),
        (complaint(original="To: undisclosed-recipients:;\n"), [None]),
        (complaint(kind="not-spam"), []),
        (complaint(kind="fraud"), []),
        (complaint(kind="auth-failure"), []),
        (complaint(kind="opt-out"), ["lan@thuxua.example"]),
    ],
)
def test_who_complains_wants_no_more(source, expected):
    found = others(source)
    assert subjects(found) == expected
    assert all(
        (one.consent.state, one.consent.signal) == ("withdrawn", "complaint") for one in found
    )


def test_a_complaint_joins_the_conversation_of_the_mail():
    (conversation,) = conversations(TO_LAN, complaint())
    assert [one.consent.signal for one in conversation.notices] == ["complaint"]
    assert {one.author.role for one in conversation.messages} == {"business", "system"}


# --- opting out -----------------------------------------------------------------------------------


def letter(to="support@hoasen.example", subject="unsubscribe", text="", more=""):
    return (
        f"From: Lan <lan@thuxua.example>\nTo: {to}\nSubject: {subject}\n{more}"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    )


@pytest.mark.parametrize(
    ("source", "purpose"),
    [
        (letter("stop@hoasen-shop.example", subject=""), "newsletter"),
        (letter("STOP+b77@hoasen-shop.example", text="written by a program"), "newsletter"),
        (letter("alles@hoasen-shop.example"), None),
        (letter(more="Cc: stop@hoasen-shop.example\n"), "newsletter"),
        (letter(more="X-Original-To: stop@hoasen-shop.example\n"), "newsletter"),
        (
            letter("stop@hoasen-shop.example", more="Auto-Submitted: auto-generated\n"),
            "newsletter",
        ),
    ],
)
def test_mail_to_an_address_of_ours_for_it_opts_out(source, purpose):
    (found,) = others(source)
    assert found.consent.signal == "list_unsubscribe"
    assert (found.consent.state, found.consent.channel) == ("withdrawn", "email")
    assert found.consent.purpose == purpose
    assert found.consent.subject.name == "Lan"
    assert found.source.pointer == ""


@pytest.mark.parametrize(
    "more",
    [
        "Auto-Submitted: auto-replied\n",
        "Precedence: bulk\n",
        "List-Unsubscribe: <mailto:stop@hoasen-shop.example>\n",
    ],
)
def test_a_machine_that_happens_to_write_there_opts_out_of_nothing(more):
    assert others(letter("stop@hoasen-shop.example", more=more)) == []


@pytest.mark.parametrize(
    ("subject", "text", "signal"),
    [
        ("unsubscribe", "", True),
        (" Unsubscribe ", "UNSUBSCRIBE", True),
        ("Hủy đăng ký", "", True),
        ("huy dang ky", "", True),
        ("Re: unsubscribe", "", False),
        ("unsubscribe", "How do I do that?", False),
        ("How do I unsubscribe?", "", False),
        ("unsubscribe" * 10, "", False),
        ("unsubscribe", "unsubscribe " * 10, False),
        ("", "unsubscribe", False),
    ],
)
def test_a_subject_that_is_all_of_a_mail_opts_out(subject, text, signal):
    found = others(letter(subject=subject, text=text))
    assert [one.consent.signal for one in found] == (["unsubscribe_subject"] if signal else [])


@pytest.mark.parametrize(
    ("source", "adapter"),
    [
        (letter().replace("lan@thuxua.example", "b@hoasen-shop.example"), OWN),
        (letter().replace("Lan <lan@thuxua.example>", "Lan"), OWN),
        (letter().replace("From:", "X-From:"), OWN),
        (letter(), Email()),
    ],
    ids=["we ourselves", "no address", "nobody", "an unknown desk"],
)
def test_nobody_opts_out_who_is_not_known_to_be_somebody_else(source, adapter):
    assert others(source, adapter) == []


def test_a_newsletter_that_we_get_says_nothing_about_anybodys_consent():
    source = letter(
        subject="News", more="List-Unsubscribe: <https://x.example/u>\nPrecedence: bulk\n"
    )
    assert others(source) == []


def test_an_address_to_opt_out_has_to_be_ours():
    with pytest.raises(ValueError, match="opt_out_addresses"):
        Email(
            own_domains=("hoasen.example",), opt_out_addresses=(OptOutAddress("a@other.example"),)
        )


# --- one click ------------------------------------------------------------------------------------

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
FORM = {"Content-Type": "multipart/form-data; boundary=f"}
IN_PARTS = (
    b'--f\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--f--\r\n'
)


def click(payload):
    return read_one_click(
        payload, account="desk", address="lan@thuxua.example", purpose="newsletter"
    )


@pytest.mark.parametrize(
    "payload",
    [
        Payload(b"List-Unsubscribe=One-Click", received_at=AT),
        Payload(b"a=b&list-unsubscribe=one-click&c", received_at=AT),
        Payload(IN_PARTS, headers=FORM, received_at=AT),
    ],
)
def test_one_click_withdraws_consent(payload):
    found = click(payload)
    assert found.consent.state == "withdrawn"
    assert found.consent.signal == "list_unsubscribe_one_click"
    assert found.consent.purpose == "newsletter"
    assert found.consent.subject is not None
    assert found.consent.subject.identities[0].value == "lan@thuxua.example"
    assert (found.thread, found.occurred_at, found.source.received_at) == ((), None, AT)


@pytest.mark.parametrize(
    "payload",
    [
        Payload(b""),
        Payload(b"List-Unsubscribe=Twice"),
        Payload(b"List-Unsubscribe"),
        Payload(b"x", headers=FORM),
        Payload(b"\xff=1"),
    ],
)
def test_a_link_that_is_only_opened_withdraws_nothing(payload):
    with pytest.raises(PayloadError) as caught:
        click(payload)
    assert caught.value.channel == "email"
    assert caught.value.digest == payload.digest


def test_two_clicks_are_two_events_and_a_repeated_delivery_is_one():
    first = Payload(b"List-Unsubscribe=One-Click", received_at=AT)
    later = Payload(b"List-Unsubscribe=One-Click", received_at=AT.replace(hour=13))
    untimed = Payload(b"List-Unsubscribe=One-Click")
    assert click(first).id == click(first).id != click(later).id
    assert click(untimed).id == click(untimed).id


@given(st.binary())
def test_any_bytes_are_a_click_or_a_payload_error(body):
    try:
        found = click(Payload(body))
    except PayloadError:
        return
    assert b"ne" in body.lower() or b"%" in body
    assert found.consent.state == "withdrawn"


def test_every_report_gives_events_of_different_ids():
    for source in (bounce(FAILED), complaint(), letter()):
        found = events(source)
        assert len({one.id for one in found}) == len(found) == 2
        assert isinstance(found[1], ReceiptReported | ConsentSignalled)
        assert found[1].thread == found[0].thread
