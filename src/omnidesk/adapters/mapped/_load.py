"""Maps as TOML or JSON, read: errors name the map, the line where it can be told, and the path."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from omnidesk.adapters.mapped._lines import json_lines, toml_lines
from omnidesk.adapters.mapped._map import ChannelMap, Shape
from omnidesk.errors import MapError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from omnidesk.adapters.mapped._lines import Path

_MOST_PROBLEMS = 20
_BRANCHES = ("literal[", "function-", "is-instance", "tuple[", "constrained-")
"""How Pydantic's own words begin, in the place of an error."""

_TABLES = ("words", "cases")
"""Tables that are kept as pairs: what is wrong in one is told of the whole."""

_WORDS = {
    "bool_type": "expected true or false",
    "dict_type": "expected a table",
    "extra_forbidden": "no such key",
    "float_type": "expected a number",
    "int_type": "expected a whole number",
    "missing": "expected it, and it is not there",
    "model_attributes_type": "expected a table",
    "model_type": "expected a table",
    "string_type": 'expected text in "quotes"',
    "too_short": "expected more of them: a shape, or the two addresses of a link",
    "tuple_type": "expected a list in [brackets]",
}

_NAMED = re.compile(r"(?:(\w{1,32})\[(\d{1,4})\]\.)?(\w{1,32}): ")


def load_map(source: str | bytes | Mapping[str, Any], *, name: str = "map") -> ChannelMap:
    """
    Read a map from TOML or JSON, or from what one of these has given.

    Args:
        source: The text, which is JSON if it begins with `{`; UTF-8 if it is bytes. Or a mapping,
            such as `tomllib` gives.
        name: What errors call it, such as the file's name.

    Raises:
        MapError: If it is no map. One line for each problem: the map, the line in the text, the
            path in it, and what was expected.
    """
    lines: Mapping[Path, int] = {}
    if isinstance(source, Mapping):
        document: object = source
    else:
        problem = None
        document = None
        text, is_json = "", False
        try:
            text = source if isinstance(source, str) else source.decode("utf-8-sig")
            is_json = text.lstrip().startswith("{")
            document = json.loads(text) if is_json else tomllib.loads(text)
        except UnicodeDecodeError:
            problem = "expected TOML or JSON in UTF-8"
        except RecursionError:
            problem = "expected less nesting"
        except ValueError as error:
            # Both say what and where in one line, and quote no more than a character.
            problem = f"expected TOML or JSON: {error}"
        if problem is not None:
            raise MapError(f"{name}: {problem}")
        lines = json_lines(text) if is_json else toml_lines(text)
    try:
        return ChannelMap.model_validate(document)
    except ValidationError as error:
        found = _problems(error.errors(include_url=False))
    shown = [f"{name}: {_place(lines, path, words)}{words}" for path, words in found.items()]
    raise MapError("\n".join(shown[:_MOST_PROBLEMS]))


def _problems(errors: Iterable[ErrorDetails]) -> dict[Path, str]:
    """Say what was expected at each path, of all that may stand there."""
    found: dict[Path, list[str]] = {}
    for one in errors:
        path = _path(one["loc"])
        found.setdefault(path, []).append(_describe(one, path))
    outer = {path[:end] for path in found for end in range(len(path))}
    return {
        path: " or ".join([words[0], *(one.removeprefix("expected ") for one in words[1:])])
        for path, words in ((path, list(dict.fromkeys(words))) for path, words in found.items())
        # Where something within is wrong, nobody meant another thing in its place.
        if path not in outer
    }


def _path(location: Path) -> Path:
    """Leave out Pydantic's words for the branches of a union, and all within a table of words."""
    path = [one for one in location if isinstance(one, int) or not _is_branch(one)]
    end = next((number for number, one in enumerate(path, 1) if one in _TABLES), len(path))
    return tuple(path[:end])


def _is_branch(word: str) -> bool:
    return word.endswith("Choice") or word.startswith(_BRANCHES)


def _place(lines: Mapping[Path, int], path: Path, words: str) -> str:
    keys = "".join(f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in path)
    # What is wrong with several keys together names the one that it is about.
    exact = (*path, *_named(words))
    number = next(
        (lines[exact[:end]] for end in range(len(exact), 0, -1) if exact[:end] in lines), 0
    )
    line = f"line {number}: " if number else ""
    return f"{line}{keys.removeprefix('.')}: " if keys else line


def _named(words: str) -> Path:
    """Return the path that an error begins with: `zone: …`, `shapes[2].extends: …`."""
    match = _NAMED.match(words)
    if match is None:
        return ()
    table, index, key = match.groups()
    return (key,) if table is None else (table, int(index) - 1, key)


def _describe(problem: ErrorDetails, path: Path) -> str:
    kind = problem["type"]
    if kind == "value_error":
        return str(problem.get("ctx", {}).get("error", "expected something else"))
    if kind == "string_pattern_mismatch":
        is_region = path[-1:] == ("region",)
        return f"expected {'two capitals such as VN' if is_region else 'small letters, digits, _'}"
    if kind == "literal_error":
        return f"expected {problem.get('ctx', {}).get('expected', 'a word')}"
    if kind == "extra_forbidden" and path:
        known = [*Shape.model_fields, *ChannelMap.model_fields]
        nearest = get_close_matches(str(path[-1]), known, n=1)
        if nearest == [path[-1]]:
            return "no such key here: it belongs into another table"
        return _WORDS[kind] + (f"; did you mean {nearest[0]}?" if nearest else "")
    return _WORDS.get(kind, "expected something else")
