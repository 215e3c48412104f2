"""The one thing that is wrong with all text in an old archive of Meta's."""

from __future__ import annotations

from pydantic import JsonValue


def repair(text: str) -> str:
    """
    Undo what Meta does to text in an archive: each byte of its UTF-8 written as a character.

    A text is repaired only if all of it is such bytes, and they are UTF-8: then there is exactly
    one text that it can have been. What was right before stays as it is.
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def repair_all(value: JsonValue) -> JsonValue:
    """
    Repair every text within a JSON value, as `repair` does, and no key.

    JSON that `Payload.json` has read is at most 200 levels deep.
    """
    match value:
        case str():
            return repair(value)
        case list():
            return [repair_all(one) for one in value]
        case dict():
            return {key: repair_all(one) for key, one in value.items()}
        case _:
            return value
