"""Documents of ours in TOML, read: errors name the entry by its id and say what was expected."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from pydantic import ValidationError

from omnidesk.errors import PolicyError
from omnidesk.policy._base import Data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

_Document = TypeVar("_Document", bound=Data)

_MOST_PROBLEMS = 20
"""How many problems an error lists: whoever made more has made one of them many times."""

_WORDS = {
    "bool_type": "expected true or false",
    "date_type": "expected a date such as 2026-01-31, without quotes",
    "dict_type": "expected a table",
    "int_type": "expected a whole number",
    "model_attributes_type": "expected a table",
    "model_type": "expected a table",
    "string_too_short": "expected some text",
    "string_type": 'expected text in "quotes"',
    "time_delta_type": "expected a period of days and hours such as P7D or PT24H",
    "time_type": "expected a time such as 07:00:00, without quotes",
    "too_short": "expected at least one",
    "tuple_type": "expected a list in [brackets]",
}
"""What was expected, by Pydantic's word for the problem."""


class Choice(NamedTuple):
    """A place where one of several kinds of thing may stand, as Pydantic names and we tell them."""

    branches: tuple[str, ...]
    """What Pydantic calls the kinds, in the place of an error."""
    branch: Callable[[object], str]
    """Which of them a value is meant to be."""
    model: Callable[[object], type[Data]]
    """The model of a value that is meant to be a table."""


def _nothing(_key: str, _parent: str, _here: object) -> str | None:
    return None


class Shape(NamedTuple):
    """What a kind of document looks like, for words about what is wrong with one."""

    lists: Mapping[str, str]
    """Its lists of entries that have an id, by key, and what one of the entries is called."""
    tables: Mapping[str, type[Data]]
    """The models of its tables, by the key under which they stand."""
    patterns: Mapping[str, str] = {}
    """What was expected where text does not match its pattern, by key."""
    keys: Mapping[str, str] = {}
    """What was expected under a key, whatever the problem is."""
    choice: Choice | None = None
    """A place where one of several kinds of thing may stand, if it has one."""
    choice_words: Callable[[str, str, object], str | None] = _nothing
    """What was expected at such a place: of the key, its parent and what stands there."""


def load_toml(
    text: str | bytes, model: type[_Document], shape: Shape, *, name: str
) -> _Document:  # fmt: skip
    """
    Read a document that is written as TOML.

    Args:
        text: The TOML, in UTF-8 if it is bytes.
        model: What it is.
        shape: What that looks like.
        name: What errors call it.

    Raises:
        PolicyError: If it is none.
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
            return model.model_validate(document, strict=True)
        except ValidationError as error:
            reader = _Reader(document, model, shape)
            problems = list(dict.fromkeys(reader.problems(error)))
    more = len(problems) - _MOST_PROBLEMS
    shown = problems[:_MOST_PROBLEMS] + ([f"and {more} more"] if more > 0 else [])
    raise PolicyError("\n".join(f"{name}: {one}" for one in shown))


def table_of(value: object) -> dict[str, object]:
    """Return a value if it is a table, or else an empty one."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


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


class _Reader(NamedTuple):
    """A document that is not as it should be."""

    document: object
    model: type[Data]
    shape: Shape

    def problems(self, error: ValidationError) -> Iterator[str]:
        for problem in error.errors(include_url=False):
            found = self._locate(problem["loc"])
            if found is None:
                continue
            path, here, model = found
            if problem["type"] == "too_short" and here:
                continue  # what there is has its own problems
            yield f"{self._place(path)}{self._describe(problem, path, here, model)}"

    def _locate(
        self, location: tuple[int | str, ...]
    ) -> tuple[tuple[int | str, ...], object, type[Data]] | None:
        """
        Follow the place of an error into the document.

        Returns:
            The path without Pydantic's own words, what stands there, and the model of the table
            that it stands in; or `None` if the error is about a kind of thing that is not meant.
        """
        path: list[int | str] = []
        here, model, choice = self.document, self.model, self.shape.choice
        for number, part in enumerate(location, 1):
            table = table_of(here)
            named = choice.branches if choice else ()
            branch = next((one for one in named if one in str(part)), None)
            if isinstance(part, int):
                here = cast("tuple[object, ...]", here)[part]
                path.append(part)
            elif choice is not None and branch is not None and part not in table:
                if branch != choice.branch(here):
                    return None
                model = choice.model(here)
            elif part in table or (number == len(location) and isinstance(here, dict)):
                model = self.shape.tables.get(_parent(path), model)
                here = table.get(part)
                path.append(part)
        return tuple(path), here, model

    def _place(self, path: tuple[int | str, ...]) -> str:
        """Write a path as a person would: the entry by its id, then the keys."""
        words, rest = "", path
        noun = self.shape.lists.get(str(path[0])) if path else None
        if noun is not None and len(path) > 1:
            entries = table_of(self.document)[cast("str", path[0])]
            number = cast("int", path[1])
            entry, rest = cast("tuple[object, ...]", entries)[number], path[2:]
            name = table_of(entry).get("id")
            words = f'{noun} "{name}"' if isinstance(name, str) else f"{noun} {number + 1}"
        keys = "".join(f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in rest)
        words = ", ".join(part for part in (words, keys.removeprefix(".")) if part)
        return f"{words}: " if words else ""

    def _describe(
        self, problem: ErrorDetails, path: tuple[int | str, ...], here: object, model: type[Data]
    ) -> str:
        kind, key = problem["type"], str(path[-1]) if path else ""
        if kind == "extra_forbidden":
            return f"no such key{_suggest(key, model.model_fields)}"
        if kind == "missing":
            return "expected it, and it is not there"
        if key in self.shape.keys:
            return self.shape.keys[key]
        if kind == "value_error":
            return str(problem.get("ctx", {}).get("error", "expected something else"))
        words = self.shape.choice_words(key, _parent(list(path)), here)
        if words is not None:
            return words
        if kind == "literal_error":
            expected = str(problem.get("ctx", {}).get("expected", ""))
            known = [one.strip("' ") for one in expected.replace(" or ", ",").split(",")]
            return f"expected one of {', '.join(known)}{_suggest(here, known)}"
        if kind == "string_pattern_mismatch":
            other = 'expected a name of letters, digits, ".", "_" and "-"'
            return self.shape.patterns.get(key, other)
        return _WORDS.get(kind, "expected something else")


def _parent(path: list[int | str]) -> str:
    return next((one for one in reversed(path) if isinstance(one, str)), "")


def _suggest(word: object, known: object) -> str:
    if not isinstance(word, str):
        return ""
    nearest = get_close_matches(word, list(cast("list[str]", known)), n=1)
    return f"; did you mean {nearest[0]}?" if nearest else ""
