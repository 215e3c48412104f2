"""A sample in other words: with fields that nobody knows, and with marks for people's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omnidesk._payload import Payload
from omnidesk.testing import _checks as checks
from omnidesk.testing import _hostile as hostile
from omnidesk.testing import _paths as paths
from omnidesk.testing._factories import RECEIVED_AT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.adapters import Adapter
    from omnidesk.testing._sample import Sample

_WORD = re.compile(rb"[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]{4,}+(?![:=])")
"""A word in any ASCII-based charset, but not the name of a header or a field."""


def with_unknown(sample: Sample, open_objects: tuple[str, ...]) -> Iterator[tuple[str, Payload]]:
    """Yield a sample with a field or a header that nobody knows, each with a word on where."""
    headers = {**sample.payload.headers, "x-omnidesk-unknown": "unknown"}
    yield (
        f"{sample.name} with an unknown header",
        Payload(sample.payload.body, headers=headers, received_at=RECEIVED_AT),
    )
    value = checks.json_of(sample.payload)
    open_ = [re.compile(_pattern(one)) for one in open_objects]
    closed = [
        place
        for place, node in paths.walk(value)
        if isinstance(node, dict) and not any(one.fullmatch(paths.pointer(place)) for one in open_)
    ]
    everywhere = value
    for place in closed:
        everywhere = paths.change(everywhere, place, _with_field)
    for place in paths.some(closed, 40):
        body = hostile.dump_json(paths.change(value, place, _with_field))
        where = paths.pointer(place) or "the top"
        what = f"{sample.name} with an unknown field at {where}"
        yield what, checks.like(sample.payload, body)
    if closed:
        body = hostile.dump_json(everywhere)
        yield f"{sample.name} with unknown fields", checks.like(sample.payload, body)


def marked(adapter: Adapter, sample: Sample) -> Iterator[tuple[str, Payload]]:
    """Yield a sample with marks for what people wrote, in order and broken."""
    headers = dict.fromkeys(sample.payload.headers, hostile.MARK)
    yield (
        "with other headers",
        Payload(sample.payload.body, headers=headers, received_at=RECEIVED_AT),
    )
    value = checks.json_of(sample.payload)
    if value is None:
        for what, body in _marked_bytes(sample.payload.body):
            yield what, checks.like(sample.payload, body)
        return
    leaves = [path for path, node in paths.walk(value) if not isinstance(node, (dict, list))]
    all_marked = checks.marked_value(adapter, sample, value)
    for base in (value, all_marked):
        for place in paths.some(leaves, 100):
            for mark in hostile.MARKS:
                body = hostile.dump_json(paths.put(base, place, mark))
                yield (
                    f"with {mark!r} at {paths.pointer(place)}",
                    checks.like(sample.payload, body),
                )
    for what, body in hostile.cut(hostile.dump_json(all_marked)):
        yield what, checks.like(sample.payload, body)


def _with_field(fields: dict[str, object]) -> dict[str, object]:
    return {**fields, "omnidesk_unknown": "unknown"}


def _pattern(pointer: str) -> str:
    return "/".join("[^/]*" if step == "*" else re.escape(step) for step in pointer.split("/"))


def _marked_bytes(body: bytes) -> Iterator[tuple[str, bytes]]:
    words = list(_WORD.finditer(body))
    for word in paths.some(words, 200):
        marked = body[: word.start()] + hostile.MARK.encode() + body[word.end() :]
        yield f"with another word at byte {word.start()}", marked
    marked = _WORD.sub(hostile.MARK.encode(), body)
    for what, cut in hostile.cut(marked):
        yield f"with other words, and {what}", cut
