"""What the world sends that nobody documents: cut, damaged, hostile and very long payloads."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from omnidesk.testing._paths import change, pointer, put, some, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON
    from omnidesk.testing._paths import Path

MARK = "qzjxkvwpmb"
"""Stands for a person's words: no word of any language, of any vendor or of ours."""

MARK_NUMBER = 7_341_905_618
"""Stands for a person's number."""

_CUTS = 100
_DAMAGES = 200
_PLACES = 40
_LONGEST = 1 << 20
_NOISY = 50

WRONG: tuple[JSON, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**400,
    1e308,
    2**63,
    MARK_NUMBER,
    "",
    MARK,
    "\x00" * 8,
    "9" * 5_000,
    "\ud83d",
    "a" * 10_000,
    [],
    [None],
    [[]],
    [MARK],
    {},
    {"id": None},
    {MARK: {MARK: MARK}},
)
"""What may stand anywhere instead of what is documented."""


ODD: tuple[JSON, ...] = (None, {}, [], MARK, 0)
"""What may stand in a batch among items that are in order."""

MARKS: tuple[JSON, ...] = (MARK, MARK_NUMBER, None, [], {})
"""What is put somewhere to see whether an error or a `repr` shows it, or what stands around."""

_WEBHOOK = (
    b'{"object": "page", "entry": [{"id": "1", "time": 1, "messaging": [{"sender": {"id": "2"}, '
    b'"message": {"mid": "m", "text": "hi"}}], "changes": [{"field": "feed", "value": {}}]}]}'
)
_EVENT = (
    b'{"app_id": "1", "event_name": "user_send_text", "sender": {"id": "2"}, '
    b'"recipient": {"id": "1"}, "message": {"msg_id": "m", "text": "hi"}, "timestamp": "3"}'
)


def dump_json(value: JSON) -> bytes:
    """Write JSON as vendors do, lone halves of surrogate pairs included."""
    return json.dumps(value).encode("ascii")


def nested(depth: int) -> bytes:
    """Return JSON of a depth, lists and objects by turns."""
    return b'[{"a":' * (depth // 2) + b"1" + b"}]" * (depth // 2)


def anywhere() -> Iterator[tuple[str, bytes]]:
    """Yield payloads that may reach any webhook, each with a word on what it is."""
    yield "no bytes", b""
    yield "white space", b" \r\n\t"
    yield "NULs", b"\x00" * 64
    yield "bytes that are not UTF-8", b"\xff\xfe\xfa" * 20
    yield "a byte order mark", b"\xef\xbb\xbf"
    yield "UTF-16", '{"object": "page"}'.encode("utf-16")
    for text in ("null", "true", "0", "-0", '""', "[]", "{}", "[[]]", "[null]", "[{}]", "NaN"):
        yield f"JSON: {text}", text.encode()
    yield "a number beyond every range", b"1e999999"
    yield "a number of many digits", b"9" * 10_000
    yield "half of a surrogate pair", b'"\\ud83d"'
    yield "an escaped NUL", b'{"\\u0000": "\\u0000"}'
    yield "one key twice", b'{"id": 1, "id": 2}'
    for depth in (100, 198, 1_000, 100_000):
        yield f"JSON nested {depth} deep", nested(depth)
    yield "brackets that never close", b"[" * 100_000
    yield "objects that never close", b'{"a":' * 100_000
    yield "another vendor's webhook", _WEBHOOK
    yield "another vendor's event", _EVENT
    yield "a form", b"From=%2B84900000123&Body=ch%C3%A0o&Body=%ff"
    yield "a mail", b"From: a@example.com\r\nSubject: =?utf-8?B?Y2jDoG8=?=\r\n\r\nhi\r\n"
    yield "XML", b'<?xml version="1.0"?><feed><entry/></feed>'
    yield "a table", b"id,from,to\r\n1,2,3\r\n"
    for byte in (b"a", b" ", b"\n", b"<", b"\x80"):
        yield f"a mebibyte of {byte!r}", byte * _LONGEST


def cut(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a payload cut off, at up to a hundred places."""
    for end in some(range(len(body)), _CUTS):
        yield f"the payload cut off after {end} bytes", body[:end]


def damaged(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a payload with bytes changed, doubled, dropped or moved: the same ones every time."""
    for number in range(_DAMAGES if body else 0):
        dice = sha256(b"%d:%d" % (number, len(body))).digest()
        place = int.from_bytes(dice[:4], "big") % len(body)
        other = int.from_bytes(dice[4:8], "big") % len(body)
        match number % 5:
            case 0:
                changed = body[:place] + dice[8:9] + body[place + 1 :]
            case 1:
                changed = body[:place] + b'\x00\xff"{}[]:,\r\n'[dice[8] % 11 :][:1] + body[place:]
            case 2:
                changed = body[:place] + body[place + 1 + dice[8] % 8 :]
            case 3:
                changed = body[:place] + body[other : other + dice[8]] + body[place:]
            case _:
                changed = body[:place] + dice[8 : 9 + dice[9] % 8] + body[place:]
        yield f"damage no. {number}, at byte {place}", changed


def wrong_types(value: JSON) -> Iterator[tuple[str, bytes]]:
    """Yield a JSON payload with something else at one of its places."""
    for path in _places(value):
        for wrong in WRONG:
            yield (
                f"{_short(wrong)} at {pointer(path) or 'the top'}",
                dump_json(put(value, path, wrong)),
            )
        deep = dump_json(put(value, path, MARK))
        yield (
            f"JSON nested 150 deep at {pointer(path) or 'the top'}",
            deep.replace(f'"{MARK}"'.encode(), nested(150), 1),
        )


def grown(body: bytes, value: JSON, times: int) -> Iterator[tuple[str, bytes]]:
    """
    Yield a payload with one thing in it repeated, bounded in size.

    Args:
        body: The payload.
        value: The same as JSON, or `None` if it is not JSON.
        times: How often the thing is repeated.
    """
    if value is not None:
        yield from _grown_json(value, times)
        return
    # Kept in proportion to `times`, so that twice the times is twice the payload.
    often = min(times, _LONGEST * times // (len(body) * 128 or 1))
    yield "the whole payload, many times", body * often
    lines = body.splitlines(keepends=True)
    for number in some(range(len(lines)), 12):
        many = [*lines[:number], *lines[number : number + 1] * times, *lines[number + 1 :]]
        yield f"line {number + 1}, many times", b"".join(many)
    for noise in _NOISE:
        long = noise.encode() * times * _NOISY
        yield f"{noise!r}, many times, in front", long + body
        yield f"{noise!r}, many times, behind", body + long


_NOISE = ("<", "(", "[", '{"a":', '"', ">", "> ", "\n", "=?", "--", ",", "<a ", "&", "a=b&", "\\")


def _grown_json(value: JSON, times: int) -> Iterator[tuple[str, bytes]]:
    lists = [path for path, node in walk(value) if isinstance(node, list) and node]
    for path in some(lists, 6):
        longer = change(value, path, lambda items: items * times)
        yield f"the items of {pointer(path) or 'the top'}, many times", dump_json(longer)
    texts = [path for path, node in walk(value) if isinstance(node, str)]
    for number, path in enumerate(some(texts, len(_NOISE))):
        noise = _NOISE[number]
        longer = put(value, path, noise * times * _NOISY)
        yield f"{noise!r}, many times, at {pointer(path)}", dump_json(longer)
    objects = [path for path, node in walk(value) if isinstance(node, dict)]
    more = {f"unknown_{number}": number for number in range(times)}
    for path in some(objects, 4):
        wider = change(value, path, lambda fields: fields | more)
        yield f"many unknown fields at {pointer(path) or 'the top'}", dump_json(wider)


def _places(value: JSON) -> list[Path]:
    return some([path for path, _ in walk(value)], _PLACES)


def _short(value: JSON) -> str:
    text = json.dumps(value)
    return text if len(text) < 30 else f"{text[:20]}… ({len(text)} characters)"
