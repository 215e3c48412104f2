"""Payloads from zip archives, good ones and bombs."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.connectors import ArchiveLimits, read_archive
from omnidesk.errors import PayloadError

CHAT = b'{"participants": [], "messages": [], "thread_path": "inbox/lan_1"}'


def packed(files, how=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, body in files:
            # A name alone would get the present time, and be another archive each time.
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), body, how)
    return stream.getvalue()


@pytest.fixture
def read(tmp_path):
    def read(data, **options):
        file = tmp_path / "export.zip"
        file.write_bytes(data)
        return [
            (str(place).removeprefix(f"{tmp_path}/"), payload.body)
            for place, payload in read_archive(file, **options)
        ]

    return read


def problems(read, data, **options):
    """Read an archive to its end; return what was read and what was wrong where."""
    found: list[tuple[str, str]] = []
    payloads = read(
        data,
        on_error=lambda place, error: found.append((str(place).rpartition("/")[2], str(error))),
        **options,
    )
    return payloads, found


def test_every_file_is_a_payload_with_its_place(read):
    data = packed([("messages/inbox/lan_1/message_1.json", CHAT), ("a/b.json", b"{}")])
    assert read(data) == [
        ("export.zip/a/b.json", b"{}"),
        ("export.zip/messages/inbox/lan_1/message_1.json", CHAT),
    ]


def test_lines_and_mails_in_an_archive_are_payloads_of_their_own(read):
    assert read(packed([("log.jsonl", b'{"a":1}\n{"a":2}\n')])) == [
        ("export.zip/log.jsonl line 1", b'{"a":1}'),
        ("export.zip/log.jsonl line 2", b'{"a":2}'),
    ]


def test_pictures_are_passed_over_and_named(read):
    skipped: list[str] = []
    data = packed([("photos/1.JPG", b"x"), ("m.json", CHAT), ("a/2.png", b"x")])
    assert [body for _, body in read(data, on_skip=lambda one: skipped.append(str(one)))] == [CHAT]
    assert [one.rpartition("/")[2] for one in skipped] == ["2.png", "1.JPG"]
    assert len(read(data)) == 1


def test_folders_and_hidden_files_are_none(read):
    data = packed([("folder/", b""), (".hidden/a.json", b""), ("__MACOSX/a.json", b"")])
    assert read(data) == []


def test_a_name_that_leads_out_of_the_archive_is_not_read(read, tmp_path):
    assert read(packed([("../../evil.json", CHAT), ("a/../../evil.json", CHAT)])) == []
    assert [one.name for one in tmp_path.iterdir()] == ["export.zip"]


def test_nobody_knows_when_a_file_was_received(tmp_path):
    file = tmp_path / "export.zip"
    file.write_bytes(packed([("a.json", CHAT)]))
    [(_, payload)] = read_archive(file)
    assert payload.received_at is None


def test_a_file_that_is_not_there_is_reported_or_raised(tmp_path):
    found: list[Exception] = []
    assert list(read_archive(tmp_path / "no.zip", on_error=lambda _, one: found.append(one))) == []
    assert isinstance(found[0], FileNotFoundError)
    with pytest.raises(FileNotFoundError):
        list(read_archive(tmp_path / "no.zip"))


@pytest.mark.parametrize(
    "data",
    [b"", b"no zip", b"PK\x05\x06", packed([("a", b"a")])[:-9]],
    ids=["nothing", "text", "only a mark", "cut off"],
)
def test_what_is_no_archive_is_refused(read, data):
    assert problems(read, data) == ([], [("export.zip", "payload: expected a zip archive")])
    with pytest.raises(PayloadError) as caught:
        read(data)
    assert caught.value.__context__ is None


def test_a_damaged_file_is_named_and_the_others_live(read):
    body = b'"' + bytes(range(35, 91)) * 40 + b'"'
    data = packed([("a.json", CHAT), ("b.json", body), ("c.json", CHAT)], zipfile.ZIP_STORED)
    payloads, found = problems(read, data.replace(body, body[::-1]))
    assert [name for name, _ in payloads] == ["export.zip/a.json", "export.zip/c.json"]
    assert found == [("b.json", "payload: expected a file that is not damaged")]


@pytest.mark.parametrize(
    ("flag", "method"), [pytest.param(1, 0, id="password"), pytest.param(0, 99, id="unknown")]
)
def test_a_file_that_cannot_be_unpacked_is_named(read, flag, method):
    data = bytearray(packed([("a.json", CHAT)], zipfile.ZIP_STORED))
    for signature, at in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)]:
        place = data.find(signature) + at
        data[place : place + 4] = struct.pack("<HH", flag, method)
    payloads, found = problems(read, bytes(data))
    assert payloads == []
    assert found == [
        ("a.json", "payload: expected a file that is packed in a known way and has no password")
    ]


# --- bombs ----------------------------------------------------------------------------------------

ZEROES = packed([("a.json", b"0" * 50_000_000), ("b.json", CHAT)])


def test_a_file_that_unpacks_to_far_more_than_its_size_is_refused(read):
    payloads, found = problems(read, ZEROES)
    assert payloads == [("export.zip/b.json", CHAT)]
    assert found == [
        (
            "a.json",
            "payload: expected a file that does not unpack to so much more than its size",
        )
    ]


def test_what_is_larger_than_the_largest_is_refused(read):
    payloads, found = problems(
        read, ZEROES, largest=1_000_000, limits=ArchiveLimits(ratio=10_000_000)
    )
    assert payloads == [("export.zip/b.json", CHAT)]
    assert found == [("a.json", "payload: expected at most 1000000 bytes")]


def test_no_more_than_the_limit_is_read_of_all_files_together(read):
    data = packed([(f"{number}.json", CHAT) for number in range(10)])
    payloads, found = problems(read, data, limits=ArchiveLimits(total=len(CHAT) * 3 + 5))
    assert [name for name, _ in payloads] == [f"export.zip/{number}.json" for number in range(3)]
    assert found == [("export.zip", "payload: expected fewer bytes in all")]


def test_an_archive_of_too_many_files_is_refused(read):
    data = packed([(f"{number}.json", b"") for number in range(6)])
    assert len(read(data, limits=ArchiveLimits(members=6))) == 6
    payloads, found = problems(read, data, limits=ArchiveLimits(members=5))
    assert payloads == []
    assert found == [("export.zip", "payload: expected at most 5 files")]


def test_a_list_of_files_that_is_too_long_is_not_even_begun(read):
    data = packed([("x" * 60_000 + ".json", b"")])
    assert problems(read, data, limits=ArchiveLimits(members=5))[1] == [
        ("export.zip", "payload: expected at most 5 files")
    ]


def test_the_length_of_the_list_is_read_from_a_zip64_archive_too(read):
    data = packed([("a.json", CHAT)])
    at = data.rfind(b"PK\x05\x06")
    size, offset = struct.unpack("<II", data[at + 12 : at + 20])
    end = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, offset)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, at, 1)
    last = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert read(data[:at] + end + locator + last) == [("export.zip/a.json", CHAT)]
    huge = end.replace(struct.pack("<Q", size), struct.pack("<Q", 1 << 40))
    assert problems(read, data[:at] + huge + locator + last)[1] == [
        ("export.zip", "payload: expected at most 200000 files")
    ]


GOOD = packed([("a.json", CHAT), ("b.json", CHAT * 50), ("c.jsonl", b'{"a":1}\n{"a":2}\n')])


@given(st.data())
def test_an_archive_cut_or_overwritten_anywhere_gives_payloads_or_reports(tmp_path_factory, data):
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, len(GOOD)))
    body = GOOD[:start] + data.draw(st.binary(max_size=8)) + GOOD[end:]
    file = tmp_path_factory.getbasetemp() / "damaged.zip"
    file.write_bytes(body)
    found: list[object] = []
    for _, payload in read_archive(file, on_error=lambda _, error: found.append(error)):
        assert isinstance(payload.body, bytes)
    assert all(isinstance(one, (OSError, PayloadError)) for one in found)
