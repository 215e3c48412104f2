"""The example that imports mail by IMAP does what its README says."""

import importlib.util
import json
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "imap-import" / "import_mail.py"


class Server:
    """A folder, and a client that is connected to it."""

    def __init__(self):
        self.mails = {}
        self.uid_validity = 7

    def put(self, uid, number):
        self.mails[uid] = (
            f"From: mai@mail.example\r\nTo: support@hoasen.example\r\n"
            f"Message-ID: <{number}@mail.example>\r\n\r\nChào shop\r\n"
        ).encode()

    def select(self, mailbox, readonly):
        assert (mailbox, readonly) == ('"INBOX"', True)
        return "OK", []

    def response(self, code):
        value = self.uid_validity if code == "UIDVALIDITY" else max(self.mails) + 1
        return code, [str(value).encode()]

    def uid(self, _command, uids, what):
        low, _, high = uids.partition(":")
        found = [one for one in self.mails if int(low) <= one <= int(high or low)]
        if "BODY" not in what:
            return "OK", [b"1 (UID %d RFC822.SIZE 9)" % one for one in found]
        return "OK", [(b"1 (UID %d BODY[] {9}" % int(low), self.mails[int(low)]), b")"]


@pytest.fixture
def server():
    server = Server()
    server.put(1, "one")
    server.put(2, "two")
    return server


@pytest.fixture
def run(monkeypatch, tmp_path, server):
    """Run the script, and return the ids of all messages in its file."""
    spec = importlib.util.spec_from_file_location("import_mail", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    events = tmp_path / "events.jsonl"

    @contextmanager
    def open_imap(host, *, user, password):
        assert (host, user, password) == ("imap.example", "mai", "secret")
        yield server

    def run():
        module.main()
        lines = events.read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["message"]["id"] for line in lines]

    monkeypatch.setattr(module, "open_imap", open_imap)
    monkeypatch.setattr(sys, "argv", ["import_mail.py", "imap.example", "mai", str(events)])
    monkeypatch.setenv("IMAP_PASSWORD", "secret")
    return run


def test_each_run_imports_what_is_new(run, server, capsys):
    assert run() == ["one@mail.example", "two@mail.example"]
    assert len(run()) == 2
    server.put(5, "five")
    assert run()[2:] == ["five@mail.example"]
    assert capsys.readouterr().out.split("\n")[:3] == [
        *("2 new mails", "0 new mails", "1 new mails")
    ]


def test_a_folder_that_was_numbered_anew_is_read_again(run, server):
    once = run()
    server.uid_validity = 8
    assert run() == once * 2
    assert run() == once * 2


def test_an_empty_mail_is_told_and_the_rest_is_imported(run, server, capsys):
    server.mails[1] = b"\r\n"
    assert run() == ["two@mail.example"]
    assert "INBOX UID 1: email: expected a mail" in capsys.readouterr().err
