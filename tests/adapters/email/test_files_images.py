"""Images and what they are for."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters.email.files import ImageSize, image_role, image_size

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 48)
FRAME = b"\xff\xc2\0\x11\x08" + struct.pack(">HH", 48, 640)
JPEG = b"\xff\xd8\xff\xe0\0\x10" + bytes(14) + b"\xff\xff\xd0\xff\xc4\0\x04\0\0" + FRAME
WEBP = b"RIFF\0\0\0\0WEBP"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (PNG, (640, 48)),
        (PNG[:20], None),
        (b"GIF89a" + struct.pack("<HH", 1, 1), (1, 1)),
        (b"GIF89a", None),
        (JPEG, (640, 48)),
        (JPEG[:30], None),
        (b"\xff\xd8\xff\xe0\0\x02" + bytes(9), None),
        (WEBP + b"VP8 " + bytes(10) + struct.pack("<HH", 640 | 0x4000, 48), (640, 48)),
        (WEBP + b"VP8L" + bytes(5) + struct.pack("<I", 639 | 47 << 14) + bytes(9), (640, 48)),
        (WEBP + b"VP8X" + bytes(8) + b"\x7f\2\0\x2f\0\0", (640, 48)),
        (WEBP + b"ABCD" + bytes(14), None),
        (WEBP + b"VP8X", None),
        (b"BM" + bytes(12) + b"\x28\0\0\0" + struct.pack("<ii", 640, -48), (640, 48)),
        (b"BM" + bytes(12) + b"\x0c\0\0\0" + struct.pack("<HH", 640, 48) + bytes(4), (640, 48)),
        (b"BM", None),
        (b"", None),
    ],
)
def test_the_size_of_an_image_is_read(head, expected):
    assert image_size(head) == expected


@given(st.sampled_from([PNG, JPEG, WEBP, b"BM", b"\xff\xd8", b""]), st.binary(max_size=60))
def test_any_bytes_have_a_size_or_none(head, tail):
    size = image_size(head + tail)
    assert size is None or min(size) >= 0


@pytest.mark.parametrize(
    ("facts", "role"),
    [
        ({"dimensions": ImageSize(1, 1), "size": 43, "remote": True}, "tracking"),
        ({"dimensions": ImageSize(1, 1), "size": 43, "referenced": True}, "tracking"),
        ({"dimensions": ImageSize(1, 1), "size": 43, "content_id": "a@b"}, "tracking"),
        ({"dimensions": ImageSize(1, 1), "size": 43}, "content"),
        ({"dimensions": ImageSize(800, 1), "size": 43, "remote": True}, "content"),
    ],
)
def test_an_image_is_for_something(facts, role):
    assert image_role(**facts) == role


LOGO = {"dimensions": ImageSize(180, 60), "size": 9_000, "referenced": True}


@pytest.mark.parametrize(
    ("facts", "role"),
    [
        ({"below_signature": True}, "signature"),
        ({"below_signature": True, "filename": "image001.PNG"}, "signature"),
        ({"below_signature": True, "filename": "scan.pdf"}, "content"),
        ({"below_signature": True, "referenced": False}, "content"),
        ({"below_signature": True, "dimensions": ImageSize(1600, 1200)}, "content"),
        ({"below_signature": True, "dimensions": ImageSize(300, 300)}, "signature"),
        ({"below_signature": True, "size": 2_000_000}, "content"),
        ({"below_signature": True, "dimensions": None}, "signature"),
        ({"below_signature": True, "dimensions": None, "size": None}, "content"),
        ({"below_signature": True, "size": None}, "signature"),
        ({"sha256": "aa", "seen": {"aa"}}, "signature"),
        ({"sha256": "aa", "seen": {"bb"}}, "content"),
        ({}, "content"),
    ],
)
def test_a_logo_belongs_to_the_signature(facts, role):
    assert image_role(**(LOGO | facts)) == role
