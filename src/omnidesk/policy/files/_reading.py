"""Policies as TOML, read: errors name the file, the rule and what was expected."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from omnidesk.errors import PolicyError
from omnidesk.policy._anchors import Earliest, Latest, OnFact
from omnidesk.policy._rules import (
    Citation,
    EraseRule,
    KeepRule,
    Policy,
    Protection,
    RestrictRule,
    Rule,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from pydantic_core import ErrorDetails

    from omnidesk.policy._base import Data

_MOST_PROBLEMS = 20
"""How many problems an error lists: whoever made more has made one of them many times."""

_MODELS: dict[str, type[Data]] = {
    "rules": Rule,
    "protections": Protection,
    "source": Citation,
    "when": When,
    "keep": KeepRule,
    "erase": EraseRule,
    "restrict": RestrictRule,
}
"""The tables of a policy, by the key under which they stand."""

_ANCHORS: dict[str, type[Data]] = {"latest": Latest, "earliest": Earliest}
"""The anchors that have other anchors in them, by the key that tells them apart."""

_BRANCHES = ("Latest", "Earliest", "OnFact", "literal['created']")
"""What Pydantic calls the kinds of anchor, in the place of an error."""

_WORDS = {
    "bool_type": "expected true or false",
    "date_type": "expected a date such as 2026-01-31, without quotes",
    "dict_type": "expected a table",
    "model_attributes_type": "expected a table",
    "model_type": "expected a table",
    "string_too_short": "expected some text",
    "string_type": 'expected text in "quotes"',
    "too_short": "expected at least one",
    "tuple_type": "expected a list in [brackets]",
}

_PATTERNS = {
    "fact": "expected a kind of fact: small letters, digits and _",
    "opened_by": "expected a kind of fact: small letters, digits and _",
}

_PERIOD = 'expected a period such as P3Y, P6M, P30D, PT1H or P2BD; for a keep, also "forever"'
_ANCHOR = 'expected "created", or a table with one of fact, latest and earliest'


def read_policy(path: str | PathLike[str]) -> Policy:
    """
    Read a policy from a TOML file.

    Args:
        path: The file. Errors call it by its name, without the folder.

    Raises:
        PolicyError: If the file is not a policy. It says where, and what was expected.
        OSError: If there is no such file, or it may not be read.
    """
    file = Path(path)
    return load_policy(file.read_bytes(), name=file.name)


def load_policy(text: str | bytes, *, name: str = "policy") -> Policy:
    """
    Read a policy that is written as TOML.

    Args:
        text: The TOML, in UTF-8 if it is bytes.
        name: What errors call it.

    Raises:
        PolicyError: If it is not a policy. It names the rule by its id, or else by its number, and
            what was expected; for a key or a word that nobody knows, the nearest that there is.
    """
    try:
        document = _parse(text)
    except RecursionError:
        problems = ["expected less nesting"]
    except UnicodeDecodeError:
        problems = ["expected TOML in UTF-8"]
    except ValueError as error:
        # tomllib says what and where in one line, and quotes no more than a character.
        problems = [f"expected TOML: {error}"]
    else:
        try:
            return Policy.model_validate(document, strict=True)
        except ValidationError as error:
            problems = list(dict.fromkeys(_problems(error, document)))
    more = len(problems) - _MOST_PROBLEMS
    shown = problems[:_MOST_PROBLEMS] + ([f"and {more} more"] if more > 0 else [])
    raise PolicyError("\n".join(f"{name}: {one}" for one in shown))


def _parse(text: str | bytes) -> object:
    return _tuples(tomllib.loads(text if isinstance(text, str) else text.decode("utf-8")))


def _tuples(value: object) -> object:
    """Return a value with tuples for its lists: the models are strict."""
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return {key: _tuples(one) for key, one in table.items()}
    if isinstance(value, list):
        return tuple(_tuples(one) for one in cast("list[object]", value))
    return value


def _problems(error: ValidationError, document: object) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        found = _locate(document, problem["loc"])
        if found is None:
            continue
        path, here, model = found
        if problem["type"] == "too_short" and here:
            continue  # what there is has its own problems
        yield f"{_place(document, path)}{_describe(problem, path, here, model)}"


def _locate(
    document: object, location: tuple[int | str, ...]
) -> tuple[tuple[int | str, ...], object, type[Data]] | None:
    """
    Follow the place of an error into the document.

    Returns:
        The path without Pydantic's own words, what stands there, and the model of the table that
        it stands in; or `None` if the error is about a kind of anchor that is not meant.
    """
    path: list[int | str] = []
    here, model = document, cast("type[Data]", Policy)
    for number, part in enumerate(location, 1):
        table = _table(here)
        branch = next((one for one in _BRANCHES if one in str(part)), None)
        if isinstance(part, int):
            here = cast("tuple[object, ...]", here)[part]
            path.append(part)
        elif branch is not None and part not in table:
            if branch != _branch(here):
                return None
            model = _model_of_anchor(here)
        elif part in table or (number == len(location) and isinstance(here, dict)):
            model = _MODELS.get(_parent(path), model)
            here = table.get(part)
            path.append(part)
    return tuple(path), here, model


def _table(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _parent(path: list[int | str]) -> str:
    return next((one for one in reversed(path) if isinstance(one, str)), "")


def _branch(anchor: object) -> str:
    if isinstance(anchor, dict):
        return _model_of_anchor(cast("object", anchor)).__name__
    return "literal['created']"


def _model_of_anchor(anchor: object) -> type[Data]:
    return next((model for key, model in _ANCHORS.items() if key in _table(anchor)), OnFact)


def _place(document: object, path: tuple[int | str, ...]) -> str:
    """Write a path as a person would: the rule by its id, then the keys."""
    words, rest = "", path
    if len(path) > 1 and path[0] == "rules":
        rules = cast("dict[str, tuple[object, ...]]", document)["rules"]
        number = cast("int", path[1])
        rule, rest = rules[number], path[2:]
        name = _table(rule).get("id")
        words = f'rule "{name}"' if isinstance(name, str) else f"rule {number + 1}"
    keys = "".join(f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in rest)
    words = ", ".join(part for part in (words, keys.removeprefix(".")) if part)
    return f"{words}: " if words else ""


def _describe(
    problem: ErrorDetails, path: tuple[int | str, ...], here: object, model: type[Data]
) -> str:
    kind, key = problem["type"], str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        return f"no such key{_suggest(key, model.model_fields)}"
    if kind == "missing":
        return "expected it, and it is not there"
    if key == "period":
        return _PERIOD
    if kind == "value_error":
        return str(problem.get("ctx", {}).get("error", "expected something else"))
    if key == "anchor" or (_parent(list(path)) in _ANCHORS and not isinstance(here, (dict, tuple))):
        return _ANCHOR
    if kind == "literal_error":
        words = str(problem.get("ctx", {}).get("expected", ""))
        known = [one.strip("' ") for one in words.replace(" or ", ",").split(",")]
        return f"expected one of {', '.join(known)}{_suggest(cast('object', here), known)}"
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(key, 'expected a name of letters, digits, ".", "_" and "-"')
    return _WORDS.get(kind, "expected something else")


def _suggest(word: object, known: object) -> str:
    if not isinstance(word, str):
        return ""
    nearest = get_close_matches(word, list(cast("list[str]", known)), n=1)
    return f"; did you mean {nearest[0]}?" if nearest else ""
