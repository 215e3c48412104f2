"""
Documents: events, conversations and people as JSON that outlives the version that wrote it.

A document says its `type` and `schema_version`. Reading is tolerant where that is safe: an older
document always loads, a newer minor version loads with what it added passed over, a newer major
version is refused by name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, overload

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from omnidesk._payload import JSON, describe
from omnidesk.errors import SchemaError
from omnidesk.events import Event, EventBase
from omnidesk.model import SCHEMA_VERSION, Conversation, Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

Document = Conversation | Person | Event
"""What can be written down and read again."""

D = TypeVar("D", bound="Conversation | Person | EventBase")

_DOCUMENT: TypeAdapter[Document] = TypeAdapter(Annotated[Document, Field(discriminator="type")])
_SCHEMAS: dict[str, TypeAdapter[Any]] = {  # Any with reason: three kinds of document
    "conversation": TypeAdapter(Conversation),
    "event": TypeAdapter(Event),
    "person": TypeAdapter(Person),
}
_VERSION = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})\Z")
_FALLBACKS = ("unknown", "other")


def dump(document: Conversation | Person | EventBase) -> str:
    """
    Write a document as one line of JSON. Fields without a value are left out.

    Returns:
        JSON without line breaks; `load` gives an equal document back.
    """
    return document.model_dump_json(exclude_none=True)


@overload
def load(data: str | bytes | Mapping[str, Any]) -> Document: ...
@overload
def load(data: str | bytes | Mapping[str, Any], kind: type[D]) -> D: ...
def load(data: str | bytes | Mapping[str, Any], kind: type[D] | None = None) -> Document | D:
    """
    Read a document that this or another version of omnidesk has written.

    From a newer minor version, unknown fields are passed over and unknown words of a vocabulary
    become `unknown` or `other`: do not write such a document back over the original.

    Args:
        data: The JSON, or the mapping that it holds.
        kind: The class that the document must be of, such as `Conversation`; any if not given.

    Raises:
        SchemaError: If the document is of a newer major version, of another kind, or not one of
            ours. It says where and what was expected, and never what stood there.
    """
    text = data if isinstance(data, (str, bytes)) else _encode(data)
    try:
        document = _DOCUMENT.validate_json(text)
    except ValidationError:
        document = None
    if document is None or document.schema_version != SCHEMA_VERSION:
        document = _load_other(text)
    if kind is None or isinstance(document, kind):
        return document
    raise SchemaError(f"expected a document of {kind.__name__}, got one of type {document.type}")


def json_schema(kind: str) -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of a kind of document: `conversation`, `event` or `person`.

    Raises:
        SchemaError: If there is no such kind.
    """
    if kind not in _SCHEMAS:
        raise SchemaError(f"no document is called that; there are: {', '.join(sorted(_SCHEMAS))}")
    schema = _SCHEMAS[kind].json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"omnidesk {kind}, schema {SCHEMA_VERSION}",
    }


def _encode(data: Mapping[str, Any]) -> bytes:
    try:
        return to_json(dict(data))
    except ValueError:
        problem = "expected a mapping of JSON values"
    raise SchemaError(problem)


def _load_other(text: str | bytes) -> Document:
    """Read what is not exactly of this version, or say why it cannot be read."""
    value = _decode(text)
    version = value.get("schema_version")
    matched = _VERSION.match(version) if isinstance(version, str) else None
    if matched is None:
        raise SchemaError("not a document of omnidesk: expected a schema_version such as '1.0'")
    ours, theirs = _numbers(SCHEMA_VERSION), (int(matched[1]), int(matched[2]))
    if theirs[0] > ours[0]:
        raise SchemaError(
            f"the document has schema {matched[0]}, written by a newer omnidesk; "
            f"this one reads up to {ours[0]}.x"
        )
    newer = theirs > ours
    document, problems = _validate({**value, "schema_version": SCHEMA_VERSION}, newer=newer)
    if newer and document is None:
        document, problems = _validate(_without_news(value, problems), newer=newer)
    if document is None:
        place = _pointer(value, problems[0]["loc"])
        reason = describe(problems[0])
        raise SchemaError(f"document of schema {matched[0]}: {reason} at {place or 'its root'}")
    return document


def _decode(text: str | bytes) -> dict[str, Any]:
    try:
        value: object = from_json(text, allow_inf_nan=False)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise SchemaError("not a document of omnidesk: expected a JSON object")
    return cast("dict[str, Any]", value)


def _numbers(version: str) -> tuple[int, int]:
    major, minor = version.split(".")
    return int(major), int(minor)


def _validate(value: dict[str, Any], *, newer: bool) -> tuple[Document | None, list[ErrorDetails]]:
    try:
        # Strict models read tuples and times from JSON only, hence the way back through bytes.
        return _DOCUMENT.validate_json(to_json(value), extra="ignore" if newer else None), []
    except ValidationError as error:
        return None, error.errors(include_url=False, include_input=False)


def _without_news(value: dict[str, Any], problems: list[ErrorDetails]) -> dict[str, Any]:
    """Replace words and entries that a newer minor version added by what this one knows."""
    mended = cast("dict[str, Any]", from_json(to_json({**value, "schema_version": SCHEMA_VERSION})))
    for problem in problems:
        holder, key = _find(mended, problem["loc"])
        if isinstance(holder, dict) and problem["type"] == "literal_error":
            known = str(problem.get("ctx", {}).get("expected", ""))
            word = next((one for one in _FALLBACKS if f"'{one}'" in known), None)
            if word is None:
                del holder[key]
            else:
                holder[key] = word
        elif isinstance(holder, list) and problem["type"] == "union_tag_invalid":
            # An entry of a kind that we do not have: say that something is there.
            entry = cast("dict[str, JSON]", holder[key])
            holder[key] = {"type": "notice", "id": entry.get("id", ""), "kind": "unrecognised"}
    return mended


def _find(document: JSON, location: tuple[int | str, ...]) -> tuple[JSON, JSON]:
    """Return the container and key that an error's location means."""
    holder, key, here = None, None, document
    for part in location:
        if _has(here, part):
            holder, key, here = here, part, here[part]
    return holder, key


def _pointer(document: JSON, location: tuple[int | str, ...]) -> str:
    """Write an error's location as a JSON Pointer; what is missing comes last."""
    place, here = "", document
    for number, part in enumerate(location, 1):
        if _has(here, part):
            place, here = f"{place}/{part}", here[part]
        elif number == len(location):
            place = f"{place}/{part}"
    return place


def _has(here: JSON, part: int | str) -> bool:
    """Whether a part of a location is a step into the document, and not the tag of a union."""
    if isinstance(here, dict):
        return part in here
    return isinstance(here, list) and isinstance(part, int)
