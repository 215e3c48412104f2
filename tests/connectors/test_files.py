"""Payloads from the file system."""

import io
import os
import tracemalloc
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.connectors import Place, list_files, read_payloads, read_stream
from omnidesk.errors import PayloadError

MAIL = b"From: a@one.example\nSubject: One\n\nHello\n"
OTHER = b"Subject: Two\n\nThere\n"


def bodies(path, **options):
    return [payload.body for _, payload in read_payloads(path, **options)]


def places(path, **options):
    return [str(place) for place, _ in read_payloads(path, **options)]


def split(data, **options):
    return [payload.body for _, payload in read_stream(io.BytesIO(data), **options)]


def test_a_file_is_one_payload_byte_for_byte(tmp_path):
    file = tmp_path / "mail.eml"
    file.write_bytes(b"From: a@one.example\r\n\r\n\xff\x00\r\n\r\n")
    assert bodies(file) == [file.read_bytes()]


def test_nobody_knows_when_a_file_was_received(tmp_path):
    file = tmp_path / "mail.eml"
    file.write_bytes(MAIL)
    [(_, payload)] = read_payloads(file)
    assert payload.received_at is None


def test_an_empty_file_is_an_empty_payload(tmp_path):
    file = tmp_path / "nothing.json"
    file.write_bytes(b"")
    assert bodies(file) == [b""]


@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".JSONL"])
def test_a_json_lines_file_is_a_payload_per_line(tmp_path, suffix):
    file = tmp_path / f"log{suffix}"
    file.write_bytes(b'{"a":1}\r\n\n  \n{"a":2}')
    assert bodies(file) == [b'{"a":1}', b'{"a":2}']
    assert places(file) == [f"{file} line 1", f"{file} line 4"]


def test_lines_longer_than_a_piece_stay_whole():
    long = b'{"a":"' + b"x" * 200_000 + b'"}'
    assert split(long + b"\n" + long + b"\n") == [long, long]


def test_an_mbox_is_told_by_its_first_line(tmp_path):
    file = tmp_path / "archive"
    file.write_bytes(b"From a Mon Sep 15 02:20:44 2025\n" + MAIL + b"\nFrom b\n" + OTHER + b"\n")
    assert bodies(file) == [MAIL, OTHER]
    assert places(file) == [f"{file} mail 1", f"{file} mail 2"]


def test_an_mbox_is_told_by_its_suffix(tmp_path):
    file = tmp_path / "archive.mbox"
    file.write_bytes(MAIL + b"\nFrom b\n" + OTHER)
    assert bodies(file) == [MAIL, OTHER]


def test_an_eml_file_is_never_split(tmp_path):
    file = tmp_path / "mail.eml"
    file.write_bytes(b"From a\n" + MAIL + b"\nFrom b\n" + OTHER)
    assert bodies(file) == [file.read_bytes()]


def test_an_mbox_may_end_its_lines_with_crlf():
    data = b"From a\n" + MAIL + b"\nFrom b\n" + OTHER + b"\n"
    crlf = data.replace(b"\n", b"\r\n")
    assert split(crlf) == [MAIL.replace(b"\n", b"\r\n"), OTHER.replace(b"\n", b"\r\n")]


def test_a_quoted_from_line_loses_one_mark():
    data = b"From a\nSubject: s\n\n>From here\n>>From there\n> From nowhere\n>Fromage\n"
    [mail] = split(data)
    assert mail == b"Subject: s\n\nFrom here\n>From there\n> From nowhere\n>Fromage\n"


def test_a_paragraph_that_starts_with_from_is_no_separator():
    data = b"From a\nSubject: s\n\nHello\n\nFrom here on all is well,\nor so they say.\n"
    assert split(data) == [data.partition(b"\n")[2]]


def test_a_from_line_in_the_middle_of_a_paragraph_is_no_separator():
    data = b"From a\nSubject: s\n\nHello\nFrom b\nSubject: t\n"
    assert split(data) == [data.partition(b"\n")[2]]


@pytest.mark.parametrize(
    "line",
    [
        b"From a@b.example Mon Sep 15 02:20:44 2025",
        b"From - Mon Sep  5 02:20:44 2025",
        b"From a@b.example Mon Sep 15 02:20 2025",
        b"From a@b.example Mon Sep 15 02:20:44 +0700 2025",
        b"From a Mon Sep 15 02:20:44 2025 +0700",
    ],
)
def test_a_dated_from_line_needs_no_blank_line_above(line):
    data = b"From a\nSubject: s\n\nHello\n" + line + b"\nSubject: t\n"
    assert split(data) == [b"Subject: s\n\nHello\n", b"Subject: t\n"]


@pytest.mark.parametrize(
    "line",
    [
        b"From Mon to Sep 15 all is well: 02:20:44 2025",
        b"From a Mon Sep 15 02:20:44",
        b"From a Mon Sep 15 two 2025",
        b"From a Mon Sep the 02:20:44 2025",
        b"From a Mon Sep 15 02:20:44 2025 on we are closed for good",
        b"From here",
    ],
)
def test_a_from_line_without_a_whole_date_does(line):
    data = b"Subject: s\n\nHello\n" + line + b"\nSubject: t\n"
    assert split(b"From a\n" + data) == [data]


def test_a_length_that_a_sender_may_have_written_swallows_no_mail():
    first, second = b"Content-Length: 60\n\nHello\n", b"Subject: t\n\nThere\n"
    assert split(b"From a\n" + first + b"\nFrom b\n" + second) == [first, second]


def test_a_dated_from_line_without_a_header_below_is_text():
    data = b"Subject: s\n\nHello\nFrom a Mon Sep 15 02:20:44 2025\nand so on\n"
    assert split(b"From a\n" + data) == [data]


def test_a_from_line_at_the_very_end_is_text():
    assert split(b"From a\nSubject: s\n\nFrom b") == [b"Subject: s\n\nFrom b"]


def test_a_text_that_is_no_mbox_although_it_starts_so_is_kept_whole():
    data = b"From me to you\nwith love\n"
    assert split(data) == [data]


def test_a_mail_may_quote_the_separator_that_it_was_delivered_with():
    data = b"From a\n>From b\nSubject: s\n\nHello\n"
    assert split(data) == [b"From b\nSubject: s\n\nHello\n"]


def test_an_empty_mbox_has_no_mails(tmp_path):
    file = tmp_path / "empty.mbox"
    file.write_bytes(b"")
    assert bodies(file) == []


def test_a_stream_with_an_object_per_line_is_json_lines():
    assert split(b'{"a":1}\n\n{"a":2}\n') == [b'{"a":1}', b'{"a":2}']


def test_a_stream_with_one_object_keeps_its_line_end():
    assert split(b'{"a":1}\n\n') == [b'{"a":1}\n\n']


@pytest.mark.parametrize(
    "data", [b'{\n "a": 1\n}\n', b'{"a":1}\nSubject: s\n', b'{"a":\n{"a":2}\n', b"", b"\n\n"]
)
def test_anything_else_in_a_stream_is_one_payload(data):
    assert split(data) == [data]


@given(st.binary())
def test_a_stream_without_separators_loses_nothing(data):
    found = split(data)
    if not data.startswith(b"From ") and len(found) == 1:
        assert found == [data] or data.strip(b"\r\n") == found[0].strip(b"\r\n")


@given(
    st.lists(
        st.lists(st.sampled_from([b"Hello", b">From x", b"From x", b"", b">>From x", b"A: b"])),
        min_size=1,
    )
)
def test_mails_that_were_quoted_come_back_as_they_were(mails):
    def quote(line):
        return b">" + line if line.lstrip(b">").startswith(b"From ") else line

    written = [b"\n".join([b"Subject: s", b"", *lines, b"end"]) + b"\n" for lines in mails]
    quoted = [b"".join(quote(line) for line in mail.splitlines(keepends=True)) for mail in written]
    assert split(b"".join(b"From a\n" + mail + b"\n" for mail in quoted)) == written


def test_a_folder_is_read_with_all_below_it_sorted_by_name(tmp_path):
    for name in ("b.eml", "c/a.eml", "a.eml", "c/b/z.eml", "d/a.eml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())
    assert bodies(tmp_path) == [b"a.eml", b"b.eml", b"c/a.eml", b"c/b/z.eml", b"d/a.eml"]


def test_hidden_files_and_folders_are_not_read(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_bytes(b"x")
    (tmp_path / ".hidden.eml").write_bytes(b"x")
    assert bodies(tmp_path) == []


def test_what_is_no_payload_by_its_suffix_is_passed_over_and_told(tmp_path):
    (tmp_path / "README.md").write_bytes(b"x")
    (tmp_path / "photo.JPG").write_bytes(b"x")
    told: list[Place] = []
    assert bodies(tmp_path, on_skip=told.append) == []
    assert [place.path for place in told] == [
        str(tmp_path / "README.md"),
        str(tmp_path / "photo.JPG"),
    ]


def test_what_is_passed_over_may_go_untold(tmp_path):
    (tmp_path / "README.md").write_bytes(b"x")
    assert list(list_files(tmp_path)) == []


def test_a_file_that_is_named_itself_is_read_whatever_its_suffix(tmp_path):
    (tmp_path / "README.md").write_bytes(b"x")
    assert bodies(tmp_path / "README.md") == [b"x"]


def test_links_to_folders_are_not_followed(tmp_path):
    (tmp_path / "mail.eml").write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert bodies(tmp_path) == [b"x"]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert bodies(tmp_path) == []


def maildir(folder):
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    return folder


def test_a_maildir_is_its_current_and_its_new_mails(tmp_path):
    box = maildir(tmp_path / "Maildir")
    (box / "cur" / "2.host:2,S").write_bytes(b"cur 2")
    (box / "cur" / "1.host:2,S").write_bytes(b"cur 1")
    (box / "new" / "3.host").write_bytes(b"new 3")
    (box / "tmp" / "4.host").write_bytes(b"half")
    (box / "dovecot-uidlist").write_bytes(b"3 V1")
    assert bodies(box) == [b"cur 1", b"cur 2", b"new 3"]


def test_drafts_and_what_is_in_the_trash_of_a_maildir_are_passed_over_and_told(tmp_path):
    box = maildir(tmp_path / "Maildir")
    for name in ("1.h:2,DS", "2.h:2,ST", "3.h;2,T", "4.h:2,RS", "5.D:2,", "6.h:2,S,T=1", "7.TD"):
        (box / "cur" / name).write_bytes(name.encode())
    told: list[Place] = []
    assert bodies(box, on_skip=told.append) == [b"4.h:2,RS", b"5.D:2,", b"6.h:2,S,T=1", b"7.TD"]
    assert [Path(place.path).name for place in told] == ["1.h:2,DS", "2.h:2,ST", "3.h;2,T"]


def test_flags_mean_nothing_outside_a_maildir(tmp_path):
    (tmp_path / "1.h:2,T").write_bytes(b"x")
    assert bodies(tmp_path) == [b"x"]


def test_maildirs_inside_a_maildir_are_read_too(tmp_path):
    box = maildir(tmp_path / "Maildir")
    maildir(box / ".Sent")
    (box / ".Sent" / "cur" / "1.host:2,S").write_bytes(b"sent")
    (box / "plugins").mkdir()
    (box / "plugins" / "cache").write_bytes(b"x")
    assert bodies(box) == [b"sent"]


def test_a_mail_in_a_maildir_ends_in_a_host_and_not_in_a_suffix(tmp_path):
    box = maildir(tmp_path)
    (box / "new" / "1.mail.example.md").write_bytes(b"From a\n" + MAIL + b"\nFrom b\n" + OTHER)
    assert bodies(box) == [b"From a\n" + MAIL + b"\nFrom b\n" + OTHER]


def test_a_path_that_is_not_there_is_raised(tmp_path):
    with pytest.raises(FileNotFoundError):
        bodies(tmp_path / "nowhere")


def test_what_cannot_be_read_is_told_and_the_rest_is_read(tmp_path):
    (tmp_path / "a.eml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b.eml").write_bytes(b"x")
    told = []
    # A link that leads nowhere is no file; named itself, it cannot be opened.
    for path in (tmp_path / "a.eml", tmp_path):
        assert bodies(path, on_error=lambda place, error: told.append((place, type(error)))) in (
            [],
            [b"x"],
        )
    assert told == [(Place(str(tmp_path / "a.eml")), FileNotFoundError)]


def test_a_folder_that_cannot_be_listed_is_told_and_the_rest_is_read(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "b.eml").write_bytes(b"x")
    scandir = os.scandir

    def refuse(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("omnidesk.connectors.files.os.scandir", refuse)
    told = []
    assert bodies(tmp_path, on_error=lambda place, _: told.append(place.path)) == [b"x"]
    assert told == [str(tmp_path / "closed")]


@pytest.mark.parametrize(
    ("name", "data", "rest"),
    [
        ("one.eml", b"x" * 21, []),
        ("log.jsonl", b'{"a":1}\n"' + b"x" * 200_000 + b'"\n{"a":2}\n', [b'{"a":1}', b'{"a":2}']),
        ("a.mbox", b"From a\nA: b\n\n" + b"x\n" * 20 + b"\nFrom b\nA: b\n", [b"A: b\n"]),
        ("guess", b"{" * 100_000, []),
    ],
)
def test_a_payload_that_is_too_large_is_told_and_the_rest_is_read(tmp_path, name, data, rest):
    file = tmp_path / name
    file.write_bytes(data)
    told = []
    assert bodies(file, largest=20, on_error=lambda _, error: told.append(str(error))) == rest
    assert told == ["payload: expected at most 20 bytes"]


def test_a_payload_that_is_too_large_is_raised_if_nobody_listens():
    with pytest.raises(PayloadError, match="at most 3 bytes"):
        split(b"1234", largest=3)


def test_one_mail_is_held_at_a_time(tmp_path):
    file = tmp_path / "large.mbox"
    mail = b"From a\nSubject: s\n\n" + b"Hello there, this is a line.\n" * 3000 + b"\n"
    file.write_bytes(mail * 200)
    tracemalloc.start()
    count = sum(1 for _ in read_payloads(file))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200
    assert peak < len(mail) * 20


def test_a_place_can_be_printed_whatever_the_file_is_called():
    place = Place("Đơn hàng/\x1b[31m\udcff\u202e.eml", 3)
    assert str(place) == "Đơn hàng/\\x1b[31m\\udcff\\u202e.eml line 3"


def test_an_archive_is_read_like_the_folder_that_it_holds(tmp_path):
    with ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("inbox/a.json", b'{"a": 1}')
        archive.writestr("inbox/notes.md", b"nothing to read")
    skipped: list[Place] = []
    found = read_payloads(tmp_path, on_skip=skipped.append)
    assert [payload.body for _, payload in found] == [b'{"a": 1}']
    assert len(skipped) == 1


def test_a_damaged_archive_is_told_and_the_rest_is_read(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"no archive at all")
    (tmp_path / "b.json").write_bytes(b"{}")
    wrong = []
    found = read_payloads(tmp_path, on_error=lambda place, error: wrong.append(type(error)))
    assert [payload.body for _, payload in found] == [b"{}"]
    assert wrong == [PayloadError]
