"""Reading mail by IMAP, against clients that answer as `imaplib` does."""

import json
import pickle
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.connectors.imap import (
    Cursor,
    FolderRenumbered,
    ImapError,
    ImapPlace,
    open_imap,
    read_imap,
)
from omnidesk.errors import MissingExtra, PayloadError

MAIL = b"From: mai@mail.example\r\n\r\nChao shop\r\n"
NOTHING: list[Any] = [None]
DATE = b'"17-Jul-2026 09:45:00 +0700"'


class Server:
    """A folder, and a client that is connected to it."""

    def __init__(self, uids=(), *, uid_validity=7, uid_next=None, answer=None):
        self.uids = list(uids)
        self.codes: dict[str, Any] = {
            "UIDVALIDITY": [str(uid_validity).encode()],
            "UIDNEXT": [str(uid_next or max(self.uids, default=0) + 1).encode()],
        }
        self.commands = []
        self.answer = answer or (lambda uid: [self.head(uid, MAIL), b")"])
        self.statuses = {}
        self.sizes = {}

    @staticmethod
    def head(uid, body, date=DATE):
        size = str(len(body)).encode()
        return (b"1 (UID %d INTERNALDATE %s BODY[] {%s}" % (uid, date, size), body)

    def select(self, mailbox, readonly):
        assert readonly
        self.mailbox = mailbox
        return self.statuses.pop("select", "OK"), [b""]

    def response(self, code):
        return code, self.codes[code]

    def uid(self, command, *args):
        assert command == "FETCH"
        uids, what = args
        self.commands.append((uids, what))
        if what in self.statuses:
            status, data = self.statuses.pop(what)
            if status != "OK":
                return status, data
        if "BODY" in what:
            uid = int(uids)
            return "OK", self.answer(uid) if uid in self.uids else NOTHING
        low, _, high = uids.partition(":")
        if low == "*":
            found = self.uids[-1:]
        else:
            found = [one for one in self.uids if int(low) <= one <= int(high)]
        sizes = [(one, self.sizes.get(one, len(MAIL))) for one in found]
        return "OK", [b"1 (UID %d RFC822.SIZE %d)" % size for size in sizes] or NOTHING


def read(server, **options):
    return list(read_imap(server, **options))


def uids(server, **options):
    return [place.uid for place, _ in read(server, **options)]


def body(server):
    [(_, payload)] = read(server)
    return payload.body


@given(st.sets(st.integers(1, 2_000) | st.integers(1, 2**32 - 1), max_size=30), st.data())
def test_every_mail_after_the_cursor_is_read_once_in_order(there, data):
    last = data.draw(st.sampled_from([0, *there]))
    found = uids(Server(sorted(there)), after=Cursor(7, last))
    assert found == [one for one in sorted(there) if one > last]


@given(st.sets(st.integers(1, 2**32 - 1), max_size=10))
def test_gaps_cost_a_few_commands_whatever_their_size(there):
    server = Server(sorted(there), uid_next=2**32 - 1)
    list(read_imap(server))
    assert len(server.commands) <= len(there) + 27 * (len(there) + 1)


def test_a_listing_is_for_256_numbers_of_a_dense_folder():
    server = Server(range(1, 1001))
    assert len(read(server)) == 1000
    assert [uids for uids, what in server.commands if "BODY" not in what] == [
        *("1:256", "257:512", "513:768", "769:1000")
    ]


def test_no_mail_is_fetched_before_it_is_asked_for():
    server = Server([1, 2])
    next(read_imap(server))
    assert [uids for uids, what in server.commands if "BODY" in what] == ["1"]


def test_a_cursor_survives_json():
    [(place, _)] = read(Server([9]))
    assert Cursor(**json.loads(json.dumps(asdict(place.cursor)))) == Cursor(7, 9)


def test_a_folder_that_was_numbered_anew_is_said_to_be():
    with pytest.raises(FolderRenumbered, match="start over") as caught:
        read(Server([1], uid_validity=8), after=Cursor(7, 1))
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.folder, error.cursor, error.uid_validity) == ("INBOX", Cursor(7, 1), 8)


def test_a_server_without_uidnext_is_asked_for_the_last_mail():
    for there in ([], [3, 5]):
        server = Server(there)
        server.codes["UIDNEXT"] = [None]
        assert uids(server) == there


def test_a_server_that_keeps_no_numbers_cannot_be_read():
    server = Server([1])
    for server.codes["UIDVALIDITY"] in ([None], []):
        with pytest.raises(ImapError, match="UIDVALIDITY"):
            read(server)


def test_a_refusal_to_open_is_an_error_without_the_words_of_the_server():
    server = Server([1])
    server.statuses["select"] = "NO"
    with pytest.raises(ImapError, match=r"refused to open the folder$"):
        read(server)


def test_a_refusal_to_fetch_is_an_error():
    server = Server([1])
    server.statuses["(UID RFC822.SIZE)"] = ("NO", [b"Mai is over quota", None])
    with pytest.raises(ImapError, match=r"refused to give mails$"):
        read(server)


def test_what_was_expunged_meanwhile_is_passed_over():
    server = Server([1, 2, 3])
    reading = read_imap(server)
    next(reading)
    server.uids.remove(2)
    server.statuses["(UID INTERNALDATE BODY.PEEK[])"] = ("NO", [b"[EXPUNGEISSUED] gone"])
    assert [place.uid for place, _ in reading] == [3]


def test_a_mail_that_is_given_empty_before_it_is_gone_is_passed_over():
    def gone(uid):
        server.uids.remove(uid)
        return [b"1 (UID %d INTERNALDATE %s BODY[] NIL)" % (uid, DATE)]

    server = Server([1], answer=gone)
    assert read(server) == []


def test_a_mail_that_stays_empty_is_reported_and_the_rest_is_read():
    def empty(uid):
        return [b"1 (UID 1 BODY[] NIL)"] if uid == 1 else [server.head(uid, MAIL), b")"]

    errors = []
    server = Server([1, 2], answer=empty)
    assert uids(server, on_error=lambda *error: errors.append(error)) == [2]
    [(place, error)] = errors
    assert place == ImapPlace("INBOX", 7, 1)
    assert str(error) == "email: expected a mail, the server gave none"


def test_a_mail_larger_than_asked_is_not_fetched():
    server = Server([1])
    with pytest.raises(PayloadError, match="at most 5 bytes"):
        read(server, largest=5)
    assert len(server.commands) == 1


def test_what_is_too_large_does_not_end_the_reading():
    errors = []
    server = Server([1, 2, 3])
    server.sizes[2] = 10**19
    assert uids(server, largest=1_000, on_error=lambda *error: errors.append(error)) == [1, 3]
    [(place, error)] = errors
    assert (place.cursor, error.channel) == (Cursor(7, 2), "email")


def test_a_mail_larger_than_its_server_said_is_not_given():
    server = Server([1], answer=lambda uid: [Server.head(uid, MAIL * 2), b")"])
    with pytest.raises(PayloadError, match="at most"):
        read(server, largest=len(MAIL))


def test_what_comes_after_the_mail_is_read_too():
    late = [(b"1 (BODY[] {4}", b"\r\n\r\n"), b" INTERNALDATE " + DATE + b" UID 1)"]
    [(_, payload)] = read(Server([1], answer=lambda _: late))
    assert payload.body == b"\r\n\r\n"
    assert payload.received_at == datetime(2026, 7, 17, 2, 45, tzinfo=UTC)


def test_news_of_other_mails_is_passed_over():
    other = [Server.head(9, b"another mail"), b")"]
    news = [b"4 (UID 9 FLAGS (\\Seen))", b"5 (FLAGS ())", *other, Server.head(1, MAIL), b")"]
    assert body(Server([1], answer=lambda _: news)) == MAIL


def test_news_in_a_listing_is_passed_over():
    class Chatty(Server):
        def uid(self, command, *args):
            status, data = super().uid(command, *args)
            return status, [b"4 (UID 2 FLAGS (\\Seen))", b"5 (FLAGS ())", *data]

    assert uids(Chatty([1])) == [1]


def test_a_mail_may_be_a_quoted_string():
    text = rb'1 (UID 1 BODY[] "Subject: \"UID 2\" \\ \x")'
    assert body(Server([1], answer=lambda _: [text])) == rb'Subject: "UID 2" \ \x'


def test_a_mail_that_claims_numbers_changes_none():
    text = b'1 (BODY[] "UID 2 BODY[] " UID 1)'
    assert body(Server([1], answer=lambda _: [text])) == b"UID 2 BODY[] "


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (b'" 1-Mar-2026 00:30:00 -0330"', datetime(2026, 3, 1, 4, 0, tzinfo=UTC)),
        (b'"31-Feb-2026 00:30:00 +0000"', None),
        (b'"01-Abc-2026 00:30:00 +0000"', None),
        (b'"01-Mar-2026 00:30:00 +9900"', None),
        (b"NIL", None),
    ],
)
def test_a_date_that_there_is_not_is_none(date, expected):
    server = Server([1], answer=lambda uid: [Server.head(uid, MAIL, date), b")"])
    [(_, payload)] = read(server)
    assert payload.received_at == expected


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", '"INBOX"'),
        ("Hộp thư", '"H&Htk-p th&AbA-"'),
        ("a&b", '"a&-b"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("x\r\nA1 DELETE y", '"x&AA0ACg-A1 DELETE y"'),
        ("😀", '"&2D3eAA-"'),
        ("", '""'),
    ],
)
def test_a_folder_is_named_in_modified_utf_7(name, written):
    server = Server()
    read(server, folder=name)
    assert server.mailbox == written


@given(st.text())
def test_no_name_of_a_folder_breaks_out_of_its_quotes(name):
    server = Server()
    read(server, folder=name)
    inside = server.mailbox[1:-1].replace("\\\\", "").replace('\\"', "")
    assert inside.isascii()
    assert inside.isprintable() or not inside
    assert '"' not in inside


def test_a_place_is_told_without_control_characters():
    assert str(ImapPlace("Hộp\x1b[2J", 7, 3)) == "Hộp\\x1b[2J UID 3"


# --- opening --------------------------------------------------------------------------------------


class Library:
    """What `open_imap` uses of imap-tools."""

    def __init__(self):
        self.calls: list[object] = []
        self.client = SimpleNamespace(
            logout=lambda: self.calls.append("logout"),
            shutdown=lambda: self.calls.append("shutdown"),
        )

    def __getattr__(self, name):
        def call(*args, **options):
            context = options.pop("ssl_context", None)
            if context is not None:
                # The system's authorities are asked, and names are compared.
                assert context.check_hostname
            self.calls.append((name, *args, *options.items()))
            return self

        return call


@pytest.fixture
def library(monkeypatch):
    fake = Library()
    monkeypatch.setitem(sys.modules, "imap_tools", fake)
    return fake


@pytest.mark.parametrize(
    ("security", "box", "port"),
    [
        ("tls", "MailBox", 993),
        ("starttls", "MailBoxStartTls", 143),
        ("none", "MailBoxUnencrypted", 143),
    ],
)
def test_a_connection_is_opened_without_a_folder_and_closed(library, security, box, port):
    with open_imap("imap.example", user="mai", password="x", security=security) as client:
        assert client is library.client
    assert library.calls == [
        (box, "imap.example", port, ("timeout", 60.0)),
        ("login_utf8", "mai", "x", ("initial_folder", None)),
        "logout",
    ]


def test_a_token_is_used_as_such(library):
    with open_imap("imap.example", user="mai", access_token="t", port=9993):
        pass
    assert library.calls[:2] == [
        ("MailBox", "imap.example", 9993, ("timeout", 60.0)),
        ("xoauth2", "mai", "t", ("initial_folder", None)),
    ]


def test_an_error_cuts_the_connection(library):
    def fail():
        with open_imap("imap.example", user="mai", password="x"):
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert library.calls[-1] == "shutdown"


@pytest.mark.parametrize("secrets", [{}, {"password": "x", "access_token": "t"}])
def test_there_is_exactly_one_secret(secrets):
    with pytest.raises(ValueError, match="either"), open_imap("imap.example", user="m", **secrets):
        pass


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "imap_tools", None)
    with (
        pytest.raises(MissingExtra, match=r"omnidesk\[imap\]") as caught,
        open_imap("imap.example", user="m", password="x"),
    ):
        pass
    assert caught.value.extra == "imap"
