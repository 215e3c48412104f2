"""Bytes as received, and the ways of reading them that fail in one way only: `PayloadError`."""

from __future__ import annotations

import json
import re
from functools import cached_property
from hashlib import sha256
from math import isinf
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from pydantic_core import ErrorDetails

    from omnidesk._mime import MimePart

_M = TypeVar("_M", bound=BaseModel)

JSON = Any
"""A JSON value. `Any` with reason: its shape is exactly what nobody has checked yet."""

_MAX_FORM_FIELDS = 10_000
# What only such numbers have, `1e999` or three hundred digits, becomes infinity where it is read.
_MAY_OVERFLOW = re.compile(rb"[0-9][eE]\+?[0-9]{3}|[0-9]{200}")


class Payload:
    """
    What came in: bytes, headers, and when.

    It is never validated and never stored by omnidesk. Reading it twice gives the same.

    Args:
        body: The bytes exactly as received. Signatures and `digest` are over these.
        headers: The HTTP headers, if there are any: a mapping or pairs. Names are compared without
            regard to case; repeated headers are joined by `", "` (RFC 9110 section 5.3).
        received_at: When it was received; must be aware. `None` if nobody knows.

    Raises:
        TypeError: If `body` is not bytes.
        ValueError: If `received_at` is naive: a zone is never guessed.
    """

    __slots__ = ("__dict__", "body", "received_at")

    body: bytes
    received_at: datetime | None

    def __init__(
        self,
        body: bytes | bytearray | memoryview,
        *,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        received_at: datetime | None = None,
    ) -> None:
        if not isinstance(cast("object", body), (bytes, bytearray, memoryview)):
            # Text is the commonest mistake; encoding it here would give another digest.
            raise TypeError("a payload's body is bytes as received, not text")
        if received_at is not None and received_at.utcoffset() is None:
            raise ValueError("received_at must be aware: say which zone it is in")
        object.__setattr__(self, "body", bytes(body))
        object.__setattr__(self, "received_at", received_at)
        self.__dict__["_headers"] = headers

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Payload is frozen: {name} cannot be set")

    def __repr__(self) -> str:
        received = f", received_at={self.received_at.isoformat()}" if self.received_at else ""
        return f"Payload(<{len(self.body)} bytes>, {self.digest[:19]}…{received})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Payload):
            return NotImplemented
        return (self.body, self.headers, self.received_at) == (
            other.body,
            other.headers,
            other.received_at,
        )

    def __hash__(self) -> int:
        return hash((self.body, self.received_at))

    @cached_property
    def digest(self) -> str:
        """Its address: `sha256:` and the hexadecimal SHA-256 of the body."""
        return f"sha256:{sha256(self.body).hexdigest()}"

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """The headers, by name in lower case."""
        given: Any = self.__dict__["_headers"]  # a mapping or pairs, told apart right here
        pairs = given.items() if hasattr(given, "items") else given
        headers: dict[str, str] = {}
        for name, value in cast("Iterable[tuple[str, str]]", pairs):
            key = name.lower()
            headers[key] = f"{headers[key]}, {value}" if key in headers else value
        return headers

    def header(self, name: str) -> str | None:
        """Return a header's value, whatever the case of its name, or `None`."""
        return self.headers.get(name.lower())

    def json(self, *, channel: str | None = None) -> JSON:
        """
        Read the body as JSON (RFC 8259).

        A byte order mark is passed over. A half of a surrogate pair, which vendors produce when
        they cut a text in the middle of an emoji, becomes U+FFFD.

        Raises:
            PayloadError: If it is not JSON in UTF-8, is nested deeper than 200 levels, or holds a
                number that is out of range.
        """
        body = self.body.removeprefix(b"\xef\xbb\xbf")
        problem: str | None = None
        value: JSON = None
        try:
            value = from_json(body, allow_inf_nan=False)
        except ValueError:
            problem = _json_problem(body)
            if problem is None:
                value = _loads_with_lone_surrogates(body)
        if problem is None and _MAY_OVERFLOW.search(body) and _has_infinity(value):
            problem = "expected numbers in range"
        if problem is None:
            return value
        raise PayloadError(problem, channel=channel, digest=self.digest)

    def form(self, *, channel: str | None = None) -> tuple[tuple[str, str], ...]:
        """
        Read the body as `application/x-www-form-urlencoded`: pairs in order, empty values kept.

        Raises:
            PayloadError: If it is not ASCII, does not decode to UTF-8, or has too many fields.
        """
        try:
            pairs = parse_qsl(
                self.body.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_MAX_FORM_FIELDS,
            )
        except ValueError:
            pairs = None
        if pairs is None:
            raise PayloadError("expected form fields", channel=channel, digest=self.digest)
        return tuple(pairs)

    def load(self, model: type[_M], *, pointer: str = "", channel: str | None = None) -> _M:
        """
        Validate the body, or the item at `pointer`, as a Pydantic model.

        It reads the whole body; for many items of one body, read it once with `json` and give each
        to `validate`.

        Raises:
            PayloadError: With the pointer to what was not as expected.
        """
        value = self.resolve(pointer, channel=channel)
        return self.validate(model, value, pointer=pointer, channel=channel)

    def validate(
        self, model: type[_M], value: JSON, *, pointer: str, channel: str | None = None
    ) -> _M:
        """
        Validate an item that was already taken out of the body, as a Pydantic model.

        Args:
            model: The model.
            value: What `json` or `resolve` has given.
            pointer: Where it stands, for the error.
            channel: The channel, for the error.

        Raises:
            PayloadError: With the pointer to the first thing that was not as expected.
        """
        try:
            return model.model_validate(value)
        except ValidationError as error:
            problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
        # Outside the handler: the validation error holds the input, and must not be our context.
        place = "".join(f"/{part}" for part in problem["loc"])
        raise PayloadError(
            describe(problem), channel=channel, pointer=pointer + place, digest=self.digest
        )

    def resolve(self, pointer: str, *, channel: str | None = None) -> JSON:
        """
        Return what stands at a JSON Pointer (RFC 6901).

        Raises:
            PayloadError: If the body is not JSON or has nothing there.
        """
        value = self.json(channel=channel)
        for token in pointer.split("/")[1:]:
            key = token.replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and key in value:
                value = cast("dict[str, JSON]", value)[key]
            elif isinstance(value, list) and key.isdecimal() and key.isascii():
                items = cast("list[JSON]", value)
                # The length is compared first: int() refuses a number of many digits.
                if len(key) > len(str(len(items))) or int(key) >= len(items):
                    break
                value = items[int(key)]
            else:
                break
        else:
            if not pointer or pointer.startswith("/"):
                return value
        raise PayloadError(
            "expected something", channel=channel, pointer=pointer, digest=self.digest
        )

    def mime(self) -> MimePart:
        """Read the body as a mail (RFC 5322, RFC 2045). Never fails: see `MimePart.defects`."""
        from omnidesk._mime import parse_mime  # noqa: PLC0415 - chat never pays for mail

        return parse_mime(self.body)

    def part(self, pointer: str) -> bytes:
        """
        Return the decoded bytes at a MIME part path such as `1.2` (RFC 9051 section 6.4.5.1).

        The path of a container may be followed by a step into it: `2/tnef/0` is the first file in
        the winmail.dat at `2`, and `2/tnef/html`, `2/tnef/text` and `2/tnef/rtf` are its body;
        `1/cms` is what was signed in the S/MIME message at `1`, and `1/cms/1.2` the part `1.2` of
        that. Up to five steps may follow one another. Nothing is verified or decrypted.

        Raises:
            PayloadError: If the mail has no such part.
        """
        from omnidesk._containers import find_part  # noqa: PLC0415 - chat never pays for mail

        found = find_part(self.mime(), pointer)
        if found is None:
            raise PayloadError("expected a MIME part", pointer=pointer, digest=self.digest)
        return found.content()


def describe(problem: ErrorDetails) -> str:
    """Say what was expected, in our own words: some of Pydantic's messages quote the input."""
    return _EXPECTED.get(problem["type"], "expected something else")


_EXPECTED = {
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
    "dict_type": "expected an object",
    "extra_forbidden": "expected no such field",
    "float_type": "expected a number",
    "int_parsing": "expected a whole number",
    "int_type": "expected a whole number",
    "list_type": "expected a list",
    "literal_error": "expected a word of the vocabulary",
    "missing": "expected a field that is missing",
    "model_attributes_type": "expected an object",
    "model_type": "expected an object",
    "string_type": "expected text",
    "timezone_aware": "expected a time with its zone",
    "union_tag_invalid": "expected a known type",
    "union_tag_not_found": "expected a type",
    "vendor_id": "expected an id",
}


def _json_problem(body: bytes) -> str | None:
    """Say why bytes are not JSON, or return `None` if only lone surrogates are in the way."""
    if not body.strip():
        return "expected JSON, got nothing"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "expected JSON in UTF-8"
    if b"\\ud" in body or b"\\uD" in body:
        try:
            # The same parser with the surrogates out of the way, so that its limits hold.
            from_json(_mask_surrogates(body), allow_inf_nan=False)
        except ValueError:
            return "expected JSON"
        return None
    return "expected JSON"


def _has_infinity(value: JSON) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, float) and isinf(one):
            return True
        if isinstance(one, list):
            waiting += cast("list[JSON]", one)
        elif isinstance(one, dict):
            waiting += cast("dict[str, JSON]", one).values()
    return False


def _mask_surrogates(body: bytes) -> bytes:
    """Turn the escapes of surrogates into escapes of another character, byte for byte."""
    # `\\ud` with its backslash escaped is no surrogate, but masking it does no harm here.
    return body.replace(b"\\ud", b"\\u1").replace(b"\\uD", b"\\u1")


def _loads_with_lone_surrogates(body: bytes) -> JSON:
    value: JSON = json.loads(body)
    return _mend(value)


def _mend(value: JSON) -> JSON:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mend(item) for item in cast("list[JSON]", value)]
    if isinstance(value, dict):
        return {_mend(key): _mend(item) for key, item in cast("dict[JSON, JSON]", value).items()}
    return value
