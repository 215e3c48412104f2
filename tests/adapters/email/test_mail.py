"""`Mail`: what a program that reads mail itself sees."""

import copy
import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters.email import Email, Limits, Mail, MailOptions
from omnidesk.adapters.email.files import read_calendar, read_cards, safe_filename
from omnidesk.adapters.email.segments import segment
from omnidesk.events import MessagePosted
from omnidesk.testing import builtin_samples

LETTER = (
    b"From: Lan <lan@thuxua.example>\r\n"
    b"Sender: An <an@thuxua.example>\r\n"
    b"To: support@hoasen.example, b@hoasen.example\r\n"
    b"Cc: c@hoasen.example\r\n"
    b"Bcc: d@hoasen.example\r\n"
    b"Reply-To: home@lan.example\r\n"
    b"Subject: =?utf-8?q?=C4=90=C6=A1n_h=C3=A0ng?=\r\n"
    b"Date: Fri, 2 Jan 2026 10:04:05 +0700\r\n"
    b"Message-ID: <1@thuxua.example>\r\n"
    b"In-Reply-To: <0@hoasen.example>\r\n"
    b"References: <r@hoasen.example> <0@hoasen.example>\r\n"
    b"Content-Language: vi, en\r\n"
    b"Content-Type: multipart/mixed; boundary=x\r\n"
    b"\r\n"
    b"--x\r\nContent-Type: text/html\r\n\r\n<p>Xin   chao</p><p>shop</p>\r\n"
    b"--x\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n"
    b"--x--\r\n"
)


def addresses(found):
    return [one.address for one in found]


def test_the_names_are_those_of_rfc_8621():
    mail = Mail.parse(LETTER)
    assert mail.message_id == ("1@thuxua.example",)
    assert mail.in_reply_to == ("0@hoasen.example",)
    assert mail.references == ("r@hoasen.example", "0@hoasen.example")
    assert addresses(mail.from_) == ["lan@thuxua.example"]
    assert addresses(mail.sender) == ["an@thuxua.example"]
    assert addresses(mail.to) == ["support@hoasen.example", "b@hoasen.example"]
    assert addresses(mail.cc) == ["c@hoasen.example"]
    assert addresses(mail.bcc) == ["d@hoasen.example"]
    assert addresses(mail.reply_to) == ["home@lan.example"]
    assert mail.subject == "Đơn hàng"
    assert mail.sent_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert mail.language == "vi"
    assert [part.path for part in mail.text_body] == ["1"]
    assert [part.path for part in mail.html_body] == ["1"]
    assert [part.content() for part in mail.attachments] == [b"%PDF-1.7"]
    assert mail.has_attachment
    assert mail.text == "Xin chao\n\nshop"
    assert mail.preview == "Xin chao shop"
    assert mail.segments is not None
    assert [one.kind for one in mail.segments.segments] == ["reply"]
    assert [one.address for one in mail.delivered_to][:1] == ["support@hoasen.example"]
    assert mail.html_safe is not None
    assert "<p>shop</p>" in mail.html_safe
    assert mail.size == len(LETTER)
    assert mail.body_structure.media_type == "multipart/mixed"
    assert (mail.defects, mail.truncated) == ((), False)


def test_an_empty_mail_has_nothing_and_says_so():
    mail = Mail.parse(b"")
    assert (mail.message_id, mail.from_, mail.subject, mail.sent_at) == ((), (), None, None)
    assert (mail.language, mail.preview, mail.html_safe) == (None, "", None)
    assert not mail.has_attachment
    assert {one.code for one in mail.defects} >= {"author_missing", "message_id_missing"}


@pytest.mark.parametrize(
    ("headers", "defect"),
    [
        ("From: a@x.example, b@x.example", ("several_authors", "from")),
        ("Message-ID: <a@x> <b@x>", ("message_id_ambiguous", "message-id")),
        ("Date: yesterday", ("date_malformed", "date")),
    ],
)
def test_what_is_wrong_is_said_with_its_header(headers, defect):
    found = {(one.code, one.pointer) for one in Mail.parse(f"{headers}\n\nx".encode()).defects}
    assert defect in found


def test_what_is_beyond_a_limit_is_passed_over_and_said():
    mail = Mail.parse(LETTER, options=MailOptions(limits=Limits(addresses=1)))
    assert addresses(mail.to) == ["support@hoasen.example"]
    assert mail.truncated
    assert [(one.code, one.pointer) for one in mail.defects] == [("limit_addresses", "to")]


def test_the_adapter_reads_by_its_options():
    adapter = Email(options=MailOptions(limits=Limits(addresses=1)))
    for sample in builtin_samples("email"):
        posted, *_ = adapter.parse(sample.payload)
        assert isinstance(posted, MessagePosted)
        assert len(posted.message.to) <= 1


def test_its_repr_shows_nothing_of_what_it_says():
    assert repr(Mail.parse(LETTER)) == f"<Mail, {len(LETTER)} bytes>"


@given(st.binary(max_size=200), st.sampled_from([b"", b"From: a@x\n", LETTER[:400]]))
def test_any_bytes_are_a_mail(noise, head):
    mail = Mail.parse(head + noise)
    assert isinstance(mail.preview, str)
    assert len(mail.preview) <= 256
    assert isinstance(mail.truncated, bool)


SECRET = "bimat"


@pytest.mark.parametrize(
    "found",
    [
        Mail.parse(f"From: {SECRET} <{SECRET}@x.example>\n\n".encode()).from_,
        Mail.parse(f"Message-ID: <{SECRET}@x>\n\n".encode()).body_structure.message_ids(
            "message-id"
        ),
        Mail.parse(f"Subject: {SECRET}\n\n".encode()).body_structure.read_header("subject"),
        Mail.parse(f"\n{SECRET}\n".encode()).body_structure.read_text(),
        segment(f"{SECRET}\n"),
        read_cards(f"BEGIN:VCARD\nFN:{SECRET}\nEND:VCARD\n"),
        read_calendar(f"BEGIN:VEVENT\nUID:{SECRET}\nSUMMARY:{SECRET}\nEND:VEVENT\n"),
        safe_filename(SECRET, "text/plain"),
        Mail.parse(f"List-Post: <mailto:{SECRET}@x.example>\n\n".encode()).classify(),
    ],
    ids=[*"abcdefghi"],
)
def test_no_repr_of_what_is_read_shows_what_people_wrote(found):
    assert SECRET not in repr(found)


def seen(mail):
    """Ask a mail for most of what it has to say."""
    files = [(one.pointer, one.filename, one.content()) for one in mail.attachments]
    headers = mail.from_, mail.subject, mail.sent_at, mail.message_id, mail.references
    read = mail.segments, mail.html_safe, mail.forwarded, mail.senders, mail.remote_resources
    return headers, read, mail.classify(), mail.authentication, mail.defects, files


def pickled(mail):
    return pickle.loads(pickle.dumps(mail))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize("sample", builtin_samples("email"), ids=lambda one: one.name)
def test_a_mail_can_be_copied_and_handed_to_another_process(sample, again):
    mail = Mail.parse(sample.payload.body)
    unread = again(mail)
    assert seen(unread) == seen(mail)
    assert seen(again(mail)) == seen(mail)


@pytest.mark.parametrize(
    "name",
    [
        "attached_parts",
        "authentication",
        "body",
        "defects",
        "delivered_to",
        "forwarded",
        "protection",
        "remote_resources",
        "senders",
        "text",
    ],
)
def test_what_was_read_once_is_kept(name):
    mails = [Mail.parse(sample.payload.body) for sample in builtin_samples("email")]
    found = [(getattr(mail, name), getattr(mail, name)) for mail in mails]
    assert all(first is second for first, second in found)
    assert any(first for first, _ in found)
