"""Reading mail from a real server: Dovecot 2.3, an ordinary process on a port of loopback."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import tracemalloc
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from imaplib import IMAP4
from importlib.util import find_spec
from pathlib import Path

import pytest

from omnidesk.connectors.imap import Cursor, FolderRenumbered, ImapError, open_imap, read_imap
from omnidesk.errors import PayloadError

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

SAIGON = timezone(timedelta(hours=7))


def version():
    if DOVECOT is None:
        return ""
    return subprocess.run([DOVECOT, "--version"], capture_output=True, text=True, check=True).stdout


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(DOVECOT is None, reason="dovecot is not installed"),
    pytest.mark.skipif(find_spec("imap_tools") is None, reason="imap-tools is not installed"),
    # Dovecot 2.4 wants its configuration written another way.
    pytest.mark.skipif(not version().startswith("2.3."), reason="dovecot is not a 2.3"),
]

CONFIGURATION = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}/home
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@pytest.fixture(scope="module")
def port():
    """Run a server and return its port."""
    # Not below pytest's folder: the paths of Unix sockets are short, and it lets nobody else in.
    base = Path(tempfile.mkdtemp(prefix="imap-"))
    (base / "home").mkdir()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number = one.getsockname()[1]
    root = os.getuid() == 0
    me, my_group = _name_of_user(), _name_of_group()
    # Dovecot keeps no mail for root.
    uid, gid = (65534, 65534) if root else (os.getuid(), os.getgid())
    base.chmod(0o755)
    os.chown(base / "home", uid, gid)
    configuration = base / "dovecot.conf"
    configuration.write_text(
        CONFIGURATION.format(
            base=base,
            port=number,
            uid=uid,
            gid=gid,
            internal="dovecot" if root else me,
            group="dovecot" if root else my_group,
            login="dovenull" if root else me,
        )
    )
    assert DOVECOT is not None
    server = subprocess.Popen([DOVECOT, "-F", "-c", configuration], stderr=subprocess.DEVNULL)
    try:
        _wait(number, server, base / "log")
        yield number
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(base, ignore_errors=True)


def _name_of_user():
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


def _name_of_group():
    import grp

    return grp.getgrgid(os.getgid()).gr_name


def _wait(port, server, log):
    for _ in range(100):
        if server.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"dovecot did not start: {log.read_text() if log.exists() else 'no log'}")


@contextmanager
def connection(port):
    with open_imap(
        "127.0.0.1", port=port, user="mai", password="secret", security="none"
    ) as client:
        yield client


@pytest.fixture
def client(port):
    with connection(port) as client:
        yield client


@pytest.fixture
def folder(port, request):
    """Make a folder of the test's own, with three mails in it."""
    name = re.sub(r"\W", "_", request.node.name)
    with connection(port) as client:
        client.create(name)
        for number in (1, 2, 3):
            put(client, name, number)
    return name


def mail(number, text="Chào shop"):
    body = f"From: mai@mail.example\r\nSubject: {number}\r\n\r\n{text}\r\n.\r\nFrom here\r\n"
    return body.encode()


def put(client, folder, number, text="Chào shop"):
    arrived = datetime(2026, 3, number, 9, 45, tzinfo=SAIGON)
    status, _ = client.append(folder, "", arrived, mail(number, text))
    assert status == "OK"


def subjects(found):
    return [payload.mime().header("subject") for _, payload in found]


def test_mails_come_byte_for_byte_in_order(client, folder):
    assert [payload.body for _, payload in read_imap(client, folder)] == [mail(1), mail(2), mail(3)]


def test_a_mail_was_received_when_it_came_into_the_mailbox(client, folder):
    _, payload = next(read_imap(client, folder))
    assert payload.received_at == datetime(2026, 3, 1, 2, 45, tzinfo=UTC)


def test_no_flag_changes(client, folder):
    def flags():
        client.select(folder, True)
        return client.uid("FETCH", "1:*", "(FLAGS)")[1]

    before = flags()
    assert len(list(read_imap(client, folder))) == 3
    assert flags() == before
    assert all(rb"\Recent" in one for one in before)
    assert not any(rb"\Seen" in one for one in before)


def test_reading_again_gives_the_same(client, folder):
    assert list(read_imap(client, folder)) == list(read_imap(client, folder))


def test_reading_goes_on_after_a_cursor_on_another_connection(port, folder):
    with connection(port) as client:
        reading = read_imap(client, folder)
        place, _ = next(reading)
    with connection(port) as client:
        assert subjects(read_imap(client, folder, after=place.cursor)) == ["2", "3"]


def test_nothing_is_new_after_the_last_mail(client, folder):
    *_, (place, _) = read_imap(client, folder)
    assert list(read_imap(client, folder, after=place.cursor)) == []


def test_what_arrives_meanwhile_is_read_by_the_next_run(port, client, folder):
    reading = read_imap(client, folder)
    place, _ = next(reading)
    with connection(port) as other:
        put(other, folder, 4)
    rest = list(reading)
    assert subjects(rest) == ["2", "3"]
    place, _ = rest[-1]
    assert subjects(read_imap(client, folder, after=place.cursor)) == ["4"]


def test_what_is_expunged_meanwhile_is_passed_over(port, client, folder):
    reading = read_imap(client, folder)
    next(reading)
    with connection(port) as other:
        other.select(folder)
        other.uid("STORE", "2", "+FLAGS", r"(\Deleted)")
        other.expunge()
    assert subjects(reading) == ["3"]


def test_gaps_are_leapt_over(client, folder):
    for number in range(4, 9):
        put(client, folder, number)
    client.select(folder)
    client.uid("STORE", "2:7", "+FLAGS", r"(\Deleted)")
    client.expunge()
    assert subjects(read_imap(client, folder)) == ["1", "8"]


def test_a_folder_that_was_made_anew_is_no_continuation(client, folder):
    place, _ = next(read_imap(client, folder))
    client.select("INBOX")
    client.delete(folder)
    # A new folder is numbered by the second in which it was made.
    time.sleep(1.1)
    client.create(folder)
    put(client, folder, 5)
    with pytest.raises(FolderRenumbered) as caught:
        next(read_imap(client, folder, after=place.cursor))
    assert caught.value.cursor == place.cursor
    assert subjects(read_imap(client, folder)) == ["5"]
    assert next(read_imap(client, folder))[0].cursor == Cursor(caught.value.uid_validity, 1)


def test_a_mail_that_is_too_large_is_not_transferred(client, folder):
    put(client, folder, 4, "x" * 200_000)
    put(client, folder, 5)
    errors = []

    tracemalloc.start()
    found = list(
        read_imap(client, folder, largest=1_000, on_error=lambda *error: errors.append(error))
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert subjects(found) == ["1", "2", "3", "5"]
    [(place, error)] = errors
    assert (place.uid, type(error)) == (4, PayloadError)
    assert peak < 150_000


def test_one_mail_is_held_at_a_time(client, folder):
    for number in range(4, 12):
        put(client, folder, number, "x" * 500_000)
    tracemalloc.start()
    assert sum(1 for _ in read_imap(client, folder)) == 11
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_500_000


@pytest.mark.parametrize("name", ["Hộp thư đến", 'Đơn & "hàng"/2026', "a\\b", "😀 khách", "a&b"])
def test_folders_have_the_names_that_people_see(port, name):
    from imap_tools.imap_utf7 import utf7_encode

    written = '"' + utf7_encode(name).decode().replace("\\", "\\\\").replace('"', '\\"') + '"'
    with connection(port) as client:
        assert client.create(written)[0] == "OK"
        put(client, written, 1)
        assert subjects(read_imap(client, name)) == ["1"]


def test_an_empty_folder_has_no_mails(client):
    client.create("empty")
    assert list(read_imap(client, "empty")) == []


def test_a_folder_that_there_is_not_is_an_error(client):
    with pytest.raises(ImapError, match="refused to open"):
        next(read_imap(client, "nowhere"))


def test_an_error_while_reading_closes_the_connection(port):
    def fail():
        with connection(port) as client:
            assert isinstance(client, IMAP4)
            clients.append(client)
            raise KeyError

    clients: list[IMAP4] = []
    with pytest.raises(KeyError):
        fail()
    assert clients[0].sock.fileno() == -1
