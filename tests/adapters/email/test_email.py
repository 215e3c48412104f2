"""The e-mail adapter: one mail, one message."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import _documents
from omnidesk._mime import Address
from omnidesk._payload import Payload
from omnidesk.adapters.email import Email, MailOptions, ReplyTokens
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted
from omnidesk.model import Identity, derive_id
from omnidesk.testing import builtin_samples

OWN = Email(own_addresses=("support@hoasen.example",), own_domains=("hoasen-shop.example",))
FROM = "From: Lan <lan@thuxua.example>\n"
TO = "To: support@hoasen.example\n"
REST = "Message-ID: <1@thuxua.example>\nDate: Mon, 02 Nov 2026 12:00:00 +0000\n"


def read(source, adapter=OWN):
    body = source if isinstance(source, bytes) else source.encode()
    event, *_ = adapter.parse(Payload(body))
    return event


def message(source, adapter=OWN):
    return read(source, adapter).message


def codes(source):
    return [(one.code, one.pointer) for one in message(source).defects]


# --- configuration --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    [
        {"own_addresses": ("not an address",)},
        {"own_addresses": "support@hoasen.example"},
        {"own_domains": ("not a domain",)},
        {"own_domains": "hoasen.example"},
        {"account": " "},
        {"also_join_by": "subject"},
        {"also_join_by": ("weather",)},
    ],
)
def test_bad_configuration_is_refused_at_once(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        Email(**bad)


@pytest.mark.parametrize(
    ("adapter", "account"),
    [
        (Email(), "email"),
        (Email(own_addresses=("Support@Hoasen.example", "b@hoasen.example")), None),
        (Email(own_addresses=("support@hoasen.example",), account="desk"), "desk"),
    ],
)
def test_the_account_is_the_first_own_address_unless_named(adapter, account):
    assert read(FROM + "\n", adapter).account == (account or "support@hoasen.example")


# --- who, and which way ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "recipients", "direction"),
    [
        ("lan@thuxua.example", "To: support@hoasen.example\n", "inbound"),
        ("lan@thuxua.example", "", "inbound"),
        ("SUPPORT+42@Hoasen.example", "To: lan@thuxua.example\n", "outbound"),
        (
            "support@hoasen.example",
            "To: x@hoasen-shop.example\nCc: lan@thuxua.example\n",
            "outbound",
        ),
        ("support@hoasen.example", "Bcc: lan@thuxua.example\n", "outbound"),
        ("support@hoasen.example", "To: x@hoasen-shop.example\n", "internal"),
        ("support@hoasen.example", "To: x@sub.hoasen-shop.example\n", "outbound"),
        ("support@hoasen.example", "", "unknown"),
        ("support@hoasen.example", "To: undisclosed-recipients:;\n", "unknown"),
        ("Somebody", "To: support@hoasen.example\n", "unknown"),
    ],
)
def test_the_direction_follows_from_our_own_addresses(author, recipients, direction):
    assert message(f"From: {author}\n{recipients}\n").direction == direction


def test_without_own_addresses_no_direction_and_no_role_is_guessed():
    found = message(FROM + TO + "\n", Email())
    assert found.direction == "unknown"
    assert found.author.role == found.to[0].role == "unknown"


def test_a_recipient_without_an_address_is_on_nobodys_side():
    assert not OWN._desk.is_own(Address(name="Nobody"))


def test_roles_follow_from_our_own_addresses():
    found = message(FROM + TO + "Cc: Nobody\nSender: b@hoasen-shop.example\n\n")
    assert [found.author.role, found.to[0].role, found.cc[0].role] == [
        "customer",
        "business",
        "unknown",
    ]
    assert found.sender is not None
    assert found.sender.role == "business"


def test_a_sender_who_is_the_author_is_not_repeated():
    assert message(FROM + "Sender: lan@thuxua.example\n\n").sender is None


def test_reply_to_is_never_the_author():
    found = message(FROM + "Reply-To: other@elsewhere.example\n\n")
    assert found.author.identities[0].value == "lan@thuxua.example"
    assert found.answer_to[0].identities[0].value == "other@elsewhere.example"


def test_a_mail_without_an_author_has_one_of_whom_nothing_is_known():
    found = message("Sender: a@b.example\nSubject: a\n\n")
    assert (found.author.identities, found.author.name, found.author.role) == ((), None, "unknown")
    assert found.sender is not None
    assert ("author_missing", "from") in codes("Subject: a\n\n")


def test_of_several_authors_the_first_counts_and_it_is_said():
    source = "From: a@x.example, b@x.example\n\n"
    assert message(source).author.identities[0].value == "a@x.example"
    assert ("several_authors", "from") in codes(source)


# --- ids and threads ------------------------------------------------------------------------------


def test_the_id_is_the_message_id_without_brackets():
    event = read(FROM + TO + REST + "\n")
    assert event.message.id == "1@thuxua.example"
    assert event.id == derive_id(
        "evt",
        "email",
        "message_posted",
        "support@hoasen.example",
        "1@thuxua.example",
        "lan@thuxua.example",
    )


def test_a_mail_without_a_message_id_gets_one_from_its_bytes():
    source = FROM + "\n"
    found = message(source)
    assert found.id == derive_id("mail", Payload(source.encode()).digest)
    assert ("message_id_missing", "message-id") in codes(source)


def test_of_two_message_ids_the_first_counts():
    source = FROM + "Message-ID: <a@x> <b@x>\n\n"
    assert message(source).id == "a@x"
    assert codes(source) == [("message_id_ambiguous", "message-id")]


def key(message_id, *pair):
    return derive_id("ref", message_id, *pair)


def meet(*sources, adapter=OWN):
    """Tell how many conversations the mails make."""
    return len(assemble(event for one in sources for event in adapter.parse(payload(one))))


def payload(source):
    return Payload(source.encode())


def test_a_mail_belongs_under_every_reference_with_everybody_it_is_between():
    event = read(
        FROM
        + TO
        + REST
        + "Cc: An <AN@x.example>\nReferences: <r1@x> <r2@x>\nIn-Reply-To: <i@x>\n\n"
    )
    assert event.thread == tuple(
        key(one, *pair)
        for one in ("r1@x", "r2@x", "i@x", "1@thuxua.example")
        for pair in (("", "lan@thuxua.example"), ("an@x.example", "lan@thuxua.example"))
    )


ASKED = FROM + TO + REST + "\n"
TO_LAN = "From: support@hoasen.example\nTo: lan@thuxua.example\n"
QUOTES = "References: <1@thuxua.example>\n"


def test_an_answer_joins_in_any_order_whichever_of_our_addresses_it_is_from():
    answer = "From: b@hoasen-shop.example\nTo: LAN@thuxua.example\n" + QUOTES + "\n"
    assert meet(ASKED, answer) == meet(answer, ASKED) == 1


def test_a_conversation_keeps_its_name_when_the_question_comes_after_the_answer():
    answer = TO_LAN + "Cc: an@x.example\nDate: Fri, 2 Jan 2026 03:04:05 +0000\n" + QUOTES + "\n"
    asked = ASKED.replace("\n\n", "\nDate: Thu, 1 Jan 2026 03:04:05 +0000\n\n")
    (before,) = assemble(OWN.parse(payload(answer)))
    (after,) = assemble([*OWN.parse(payload(answer)), *OWN.parse(payload(asked))])
    assert before.id == after.id


def test_a_customer_who_answers_from_where_answers_were_asked_to_go_stays_in_the_thread():
    asked = FROM + "Reply-To: home@lan.example\n" + TO + REST + "\n"
    answer = "From: support@hoasen.example\nTo: home@lan.example\n" + QUOTES + "\n"
    again = "From: home@lan.example\n" + TO + QUOTES + "\n"
    assert meet(asked, answer, again) == 1


def test_one_who_was_copied_in_and_answers_all_stays_in_the_thread():
    asked = FROM + TO + "Cc: an@x.example\n" + REST + "\n"
    answer = "From: an@x.example\n" + TO + "Cc: lan@thuxua.example\n" + QUOTES + "\n"
    assert meet(asked, answer) == 1


def test_one_to_whom_we_have_written_may_answer_us_alone():
    ours = TO_LAN + "Cc: an@x.example\nMessage-ID: <2@h>\n" + QUOTES + "\n"
    answer = "From: an@x.example\n" + TO + "References: <1@thuxua.example> <2@h>\n\n"
    assert meet(ASKED, ours, answer) == 1


@pytest.mark.parametrize("adapter", [OWN, Email()], ids=["own addresses", "none"])
@pytest.mark.parametrize(
    "more",
    [
        "",
        "Cc: lan@thuxua.example\n",
        "Reply-To: lan@thuxua.example\n",
        "Sender: lan@thuxua.example\n",
    ],
)
def test_a_stranger_who_quotes_a_message_id_joins_nothing(adapter, more):
    stranger = "From: x@elsewhere.example\n" + TO + more + QUOTES + "Message-ID: <2@e>\n\n"
    assert meet(ASKED, stranger, adapter=adapter) == 2


@pytest.mark.parametrize("more", ["", "Cc: lan@thuxua.example\n"])
def test_a_stranger_who_takes_a_message_id_joins_nothing(more):
    assert meet(ASKED, "From: x@elsewhere.example\n" + TO + more + REST + "\n") == 2


def test_a_mail_of_nobody_joins_nothing_and_nothing_joins_it():
    nobody = "From: Nobody\n" + TO + QUOTES + REST + "\n"
    assert meet(ASKED, nobody, nobody + "more") == 3
    assert meet("\nnothing", "\nmore") == 2


def test_mail_among_ourselves_meets_by_the_reference_and_no_outsider():
    event = read("From: support@hoasen.example\nTo: b@hoasen-shop.example\nMessage-ID: <1@h>\n\n")
    assert event.thread == (key("1@h", ""),)


def test_without_own_addresses_mails_meet_between_the_same_two():
    answer = TO_LAN + QUOTES + "\n"
    assert meet(ASKED, answer, adapter=Email()) == 1
    assert read(FROM + REST + "\n", Email()).thread == (
        key("1@thuxua.example", "lan@thuxua.example"),
    )


INDEX = "Thread-Index: AQHWtR2fUhyPt0C3Rk2vO3jZbY5xqg==\n"
LOOSE = Email(own_addresses=("support@hoasen.example",), also_join_by=("thread_index", "subject"))
BY_INDEX = Email(own_addresses=("support@hoasen.example",), also_join_by=("thread_index",))
ABOUT = FROM + TO + REST + "Subject: Đơn hàng 12\n" + INDEX + "\n"
ANSWERED = "From: support@hoasen.example\nTo: lan@thuxua.example\nMessage-ID: <9@h>\n"


@pytest.mark.parametrize(
    ("headers", "adapter", "count"),
    [
        ("Subject: RE: đơn  HÀNG 12\n", LOOSE, 1),
        ("Subject: Trả lời: [shop] Đơn hàng 12\n", LOOSE, 2),
        ("Subject: Đơn hàng 13\n", LOOSE, 2),
        ("Subject: Re:\n", LOOSE, 2),
        (INDEX, LOOSE, 1),
        (INDEX, BY_INDEX, 1),
        ("Subject: Re: Đơn hàng 12\n", BY_INDEX, 2),
        ("Thread-Index: AQHWtR2f\n", LOOSE, 2),
        ("Subject: Re: Đơn hàng 12\n" + INDEX, OWN, 2),
        ("Subject: Re: Đơn hàng 12\nAuto-Submitted: auto-generated\n" + INDEX, LOOSE, 2),
    ],
)
def test_where_references_are_lost_mails_join_by_what_was_asked_for_only(headers, adapter, count):
    assert meet(ABOUT, ANSWERED + headers + "\n", adapter=adapter) == count


@pytest.mark.parametrize(
    "more",
    [
        "",
        "Cc: lan@thuxua.example\n",
        "Reply-To: lan@thuxua.example\n",
        "Sender: lan@thuxua.example\n",
        "To: lan@thuxua.example\n",
    ],
)
@pytest.mark.parametrize(
    "adapter", [LOOSE, Email(also_join_by=("thread_index", "subject"))], ids=["desk", "no desk"]
)
def test_a_stranger_who_copies_subject_and_thread_index_joins_nothing(more, adapter):
    stranger = "From: x@elsewhere.example\n" + TO + "Subject: Re: Đơn hàng 12\n" + INDEX + more
    assert meet(ABOUT, stranger + "\n", adapter=adapter) == 2


def test_what_else_joins_comes_last_so_that_no_conversation_changes_its_name():
    loose, plain = read(ABOUT, LOOSE).thread, read(ABOUT, Email(own_addresses=OWN.own_addresses))
    assert loose[:-2] == plain.thread
    assert len(set(loose)) == len(loose)


@given(st.text(), st.text())
def test_any_subject_and_index_give_at_most_two_more_keys(subject, index):
    head = FROM + TO + REST
    lines = f"Subject: {subject}\nThread-Index: {index}\n"
    if "\n" in subject + index or "\r" in subject + index:
        return
    assert len(read(head + lines + "\n", LOOSE).thread) <= 3


def test_of_many_references_the_first_and_the_last_count():
    many = " ".join(f"<{number}@x>" for number in range(50))
    thread = read(FROM + REST + f"References: {many}\n\n").thread
    assert len(thread) == 21
    assert thread[0] == key("0@x", "", "lan@thuxua.example")
    assert thread[1] == key("31@x", "", "lan@thuxua.example")


def test_of_many_recipients_some_count():
    many = ", ".join(f"a{number:03}@x.example" for number in range(100))
    assert len(read(f"{FROM}To: {many}\n{REST}\n").thread) == 50


@pytest.mark.parametrize(
    ("headers", "answered"),
    [
        ("", None),
        ("In-Reply-To: <a@x>\nReferences: <b@x> <c@x>\n", "a@x"),
        ("References: <b@x> <c@x>\n", "c@x"),
    ],
)
def test_a_mail_says_what_it_answers(headers, answered):
    found = message(FROM + REST + headers + "\n").reply_to
    assert (None if found is None else found.id) == answered


# --- what it says ---------------------------------------------------------------------------------


def test_the_time_is_the_authors_or_none():
    event = read(FROM + REST + "\n")
    assert event.occurred_at == event.message.sent_at == datetime(2026, 11, 2, 12, tzinfo=UTC)
    source = FROM + "Date: some day\n\n"
    assert message(source).sent_at is None
    assert ("date_malformed", "date") in codes(source)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", None),
        ("Content-Language: vi\n", "vi"),
        ("Content-Language: en-GB, vi\n", "en-GB"),
        ("Content-Language: <script>\n", None),
    ],
)
def test_the_language_is_the_declared_one(header, language):
    assert message(FROM + header + "\n").language == language


def test_a_mail_without_a_subject_has_none_and_an_empty_one_is_empty():
    assert message(FROM + "\n").subject is None
    assert message(FROM + "Subject:\n\n").subject == ""


def test_a_mail_without_any_text_has_none():
    found = message(FROM + "Content-Type: application/pdf\n\n%PDF")
    assert (found.text, found.html) == (None, None)
    assert [one.kind for one in found.attachments] == ["file"]


def test_defects_say_in_which_part_or_header_they_are():
    source = FROM + REST + "Content-Type: text/plain; charset=x-none\nTo: a@b@c\n\nhello"
    assert codes(source) == [("address_ambiguous", "to"), ("charset_unknown", "1")]


def test_an_html_body_too_full_to_be_cleaned_keeps_its_text():
    source = FROM + REST + "Content-Type: text/html\n\n" + "<b>a</b>" * 50_000
    found = message(source)
    assert found.html is None
    assert found.text == "a" * 50_000
    assert codes(source) == [("limit_html_tags", "1")]


def test_an_html_body_with_too_much_to_escape_keeps_its_text():
    # The time that sanitising takes grows by the square of these.
    source = FROM + REST + "Content-Type: text/html\n\n" + "&amp;" * 100_000
    found = message(source)
    assert found.html is None
    assert found.text == "&" * 100_000
    assert codes(source) == [("limit_html_tags", "1")]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "Display: None !important",
        "visibility: hidden",
        "mso-hide:all",
        "max-height:0px;overflow:hidden",
        "overflow: hidden; max-height: 0",
        "opacity:0",
        "color:#fff;opacity: 0.00;",
    ],
)
def test_a_preview_text_that_is_not_shown_is_in_neither_text_nor_html(style):
    body = f'<div style="{style}">Mở ra xem nào</div><p>Chào shop</p>'
    found = message(FROM + REST + "Content-Type: text/html; charset=utf-8\n\n" + body)
    assert found.text == "Chào shop"
    assert "Mở" not in (found.html or "")


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0px",
        "max-height:0",
        "overflow:hidden",
        "opacity:0.9",
        "max-height:0.5em;overflow:hidden",
        "",
    ],
)
def test_what_may_be_shown_is_kept(style):
    body = f'<td style="{style}"><span>Chào shop</span></td>'
    found = message(FROM + REST + "Content-Type: text/html; charset=utf-8\n\n" + body)
    assert found.text == "Chào shop"


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ("", None),
        ("X-Auto-Response-Suppress: All\n", None),
        ("Auto-Submitted: no\n", None),
        ("Auto-Submitted: Auto-Replied; owner-email=a@b\n", "auto_reply"),
        ("Auto-Submitted: auto-generated (cron)\n", "auto_generated"),
        ("Auto-Submitted: auto-notified\n", "auto_generated"),
        ("Precedence: bulk\n", "bulk"),
        ("Precedence: junk\n", "bulk"),
        ("Precedence: list\n", "list"),
        ("Precedence: auto_reply\n", "auto_reply"),
        ("Precedence: first-class\n", None),
        ("List-Id: <a.b>\nPrecedence: bulk\n", "list"),
        ("Auto-Submitted: auto-generated\nList-Id: <a.b>\n", "auto_generated"),
        ("Content-Type: multipart/report; report-type=delivery-status\n", "bounce"),
        (
            "Content-Type: multipart/report; report-type=disposition-notification\n",
            "delivery_notice",
        ),
        ("Content-Type: multipart/report; report-type=feedback-report\n", "feedback_report"),
        (
            "Content-Type: multipart/report; report-type=x\nAuto-Submitted: auto-replied\n",
            "auto_reply",
        ),
    ],
)
def test_machines_are_believed_when_they_say_so(headers, automatic):
    assert message(FROM + headers + "\n").automatic == automatic


@pytest.mark.parametrize(
    ("status", "automatic"),
    [
        ("Action: failed\n", "bounce"),
        ("action: delayed (4 hours)\n", "delay"),
        ("Action: delayed\n\nAction: failed\n", "bounce"),
        ("Action: delivered\n", "delivery_notice"),
        ("Status: 5.1.1\n", "bounce"),
    ],
)
def test_a_delivery_report_tells_how_it_went(status, automatic):
    source = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        f"--b\nContent-Type: message/delivery-status\n\n{status}--b--\n"
    )
    found = message("From: MAILER-DAEMON@x.example\n" + source)
    assert found.automatic == automatic
    assert found.author.role == ("customer" if automatic == "delivery_notice" else "system")
    assert message("From: support@hoasen.example\n" + source).author.role == "business"


# --- attachments ----------------------------------------------------------------------------------


def test_an_attachments_pointer_leads_to_its_bytes():
    for sample in builtin_samples("email"):
        for one in read(sample.payload.body).message.attachments:
            content = sample.payload.part(one.source.pointer)
            assert one.size in (None, len(content))
            assert one.sha256 is None


@pytest.mark.parametrize(
    ("kind", "disposition", "content_id", "expected"),
    [
        ("image/png", "attachment", "<a@b>", ("image", True)),
        ("image/png", "attachment", "<c@d>", ("image", False)),
        ("image/png", "inline", "<c@d>", ("image", True)),
        ("application/pdf", "inline", "<c@d>", ("file", False)),
        ("audio/ogg", "attachment", "<c@d>", ("audio", False)),
        ("video/mp4", "attachment", "<c@d>", ("video", False)),
        ("text/calendar", "attachment", "<c@d>", ("calendar", False)),
        ("text/x-vcard", "attachment", "<c@d>", ("contact", False)),
        ("message/rfc822", "attachment", "<c@d>", ("message", False)),
        ("text/csv", "attachment", "<c@d>", ("file", False)),
    ],
)
def test_an_attachment_says_what_it_is_and_whether_it_is_shown(
    kind, disposition, content_id, expected
):
    found = message(
        "Content-Type: multipart/related; boundary=b\n\n"
        '--b\nContent-Type: text/html\n\n<img src="cid:a%40b">\n'
        f"--b\nContent-Type: {kind}\nContent-Disposition: {disposition}\n"
        f"Content-ID: {content_id}\n\nSubject: a\n\n--b--\n"
    )
    (one,) = found.attachments
    assert (one.kind, one.inline) == expected


def test_a_picture_between_texts_hangs_on_the_mail_too():
    found = message(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n"
        "--b\nContent-Type: image/png\n\nx\n--b\n\ntwo\n--b--\n"
    )
    assert found.text == "one\ntwo"
    assert [one.source.pointer for one in found.attachments] == ["2"]


# --- totality -------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b" ", b"\r\n\t\n"])
def test_nothing_is_no_mail(body):
    with pytest.raises(PayloadError) as caught:
        list(OWN.parse(Payload(body)))
    assert caught.value.reason == "expected a mail, got nothing"
    assert caught.value.channel == "email"


@given(st.binary(min_size=1))
def test_any_bytes_give_exactly_one_message(body):
    if body.isspace():
        return
    check(body)


def check(body):
    """Tell that a mail gives one message first, and events of ids of their own."""
    events = list(OWN.parse(Payload(body)))
    assert [isinstance(one, MessagePosted) for one in events] == [True, *[False] * len(events[1:])]
    assert len({one.id for one in events}) == len(events)
    for event in events:
        assert _documents.load(_documents.dump(event)) == event
        assert event.thread == events[0].thread


BODIES = [sample.payload.body for sample in builtin_samples("email")]


@given(st.sampled_from(BODIES), st.data())
def test_a_cut_and_mended_mail_gives_exactly_one_message(body, data):
    start = data.draw(st.integers(1, len(body)))
    other = data.draw(st.sampled_from(BODIES))
    check(body[:start] + other[data.draw(st.integers(0, len(other))) :])


def test_mails_of_the_world_never_raise(request):
    folder = request.config.rootpath.parent / "shared" / "samples" / "email"
    if not folder.is_dir():
        pytest.skip("there are no collected mails beside this repository")
    read_mails = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".source":
            check(path.read_bytes())
            read_mails += 1
    assert read_mails > 100


# --- recognising ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"From: a@b.example\n\n", True),
        (b"\xef\xbb\xbfReceived: by x\r\n folded\r\nTo: a\r\n", True),
        (b"From a@b Mon Nov  2\nReturn-Path: <>\n", True),
        (b"\n\nSubject: a\nX-Odd: b\nTo: c\n\n", True),
        (b"Subject: a\n\nTo: b", False),
        (b"Date: today\n", False),
        (b"Event-Name: HANGUP\nContent-Type: text/plain\n", False),
        (b"To: a\nFrom nobody\n", False),
        (b" folded: first\nFrom: a\n", True),
        (b'{"from": "a", "to": "b"}', False),
        (b"From,To\n", False),
        (b"hello\nFrom: a\n", False),
        (b"", False),
        (b"\0\xff", False),
    ],
)
def test_a_mail_is_recognised_by_its_first_headers(body, expected):
    assert Email.recognises(Payload(body)) is expected


@given(st.binary())
def test_recognising_never_raises(body):
    assert Email.recognises(Payload(body)) in (True, False)


# --- what the parts of the reader say -------------------------------------------------------------

RESULTS = "Authentication-Results: mx.hoasen.example; dmarc=pass header.from=thuxua.example\n"


def test_only_a_named_server_is_believed_about_the_author():
    named = Email(options=MailOptions(trusted_servers=("mx.hoasen.example",)))
    found = message(RESULTS + FROM + TO + REST + "\n", named).authentication
    assert found is not None
    assert found.dmarc == "pass"
    assert message(RESULTS + FROM + TO + REST + "\n").authentication is None


def test_the_author_of_what_is_passed_on_is_told_apart_from_who_passes_it_on():
    banner = "---------- Forwarded message ---------\n"
    inner = "From: Mai <mai@mail.example>\nDate: Mon, 2 Nov 2026\nSubject: Hoa\nTo: lan@x.example\n"
    found = message(FROM + TO + REST + "Subject: Fwd: Hoa\n\n" + banner + inner + "\nCòn hoa?\n")
    assert found.author.identities == (Identity(scheme="email", value="lan@thuxua.example"),)
    assert found.original_author is not None
    assert found.original_author.identities == (Identity(scheme="email", value="mai@mail.example"),)
    assert found.quoted is not None
    assert "Còn hoa?" in found.quoted


def test_a_signature_part_is_no_attachment():
    kind = "Content-Type: multipart/signed; protocol=application/pgp-signature; boundary=x\n\n"
    parts = "--x\n\nchào\n--x\nContent-Type: application/pgp-signature\n\nabc\n--x--\n"
    assert message(FROM + TO + REST + kind + parts).attachments == ()


TOKENS = ReplyTokens(b"a secret of the application's")


def test_mails_that_carry_a_token_of_ours_are_one_conversation():
    adapter = Email(own_addresses=("support@hoasen.example",), thread_tokens=TOKENS.read)
    named = TOKENS.message_id("T-1", "1", "hoasen.example").strip("<>")
    ours = f"{TO_LAN}Message-ID: <{named}>\n\n"
    to_token = f"To: {TOKENS.address('support@hoasen.example', 'T-1')}\n\n"
    forged = "From: an@elsewhere.example\nTo: support+aaaaaaaaaaaaaaaa@hoasen.example\n\n"
    assert meet(ours, "From: an@elsewhere.example\n" + to_token, adapter=adapter) == 1
    assert meet(ours, "From: Nobody\n" + to_token, adapter=adapter) == 1
    assert meet(ours, forged, adapter=adapter) == 2
    assert meet(ours, "From: an@elsewhere.example\n" + to_token) == 2
    assert "secret" not in repr(adapter)
