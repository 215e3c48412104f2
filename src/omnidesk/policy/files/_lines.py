"""One noun a line, as JSON that says what it is: facts and the ledger on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from omnidesk._payload import describe
from omnidesk.errors import SchemaError
from omnidesk.model import SCHEMA_VERSION
from omnidesk.model._base import Noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_N = TypeVar("_N", bound=Noun)


def dump_lines(nouns: Iterable[Noun], kind: str) -> Iterator[str]:
    """Write nouns, each as one line of JSON with its `type` and `schema_version`."""
    head = {"type": kind, "schema_version": SCHEMA_VERSION}
    for noun in nouns:
        said = noun.model_dump(mode="json", exclude_none=True)
        yield to_json({**head, **said}).decode()


def load_lines(
    lines: Iterable[str | bytes], kind: str, model: type[_N], *, name: str
) -> Iterator[_N]:
    """
    Read what `dump_lines` of this or another version has written. Empty lines are passed over.

    Raises:
        SchemaError: If a line is something else, or of a newer major version. It says which line
            and what was expected, and never what stood there.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _load(line, kind, model, f"{name}, line {number}")


def _load(line: str | bytes, kind: str, model: type[_N], place: str) -> _N:
    problem = f"{place}: expected a {kind.replace('_', ' ')} as a JSON object"
    try:
        value: object = from_json(line, allow_inf_nan=False)
    except ValueError:
        value = None
    if isinstance(value, dict):
        document = cast("dict[str, object]", value)
        found, version = document.pop("type", None), document.pop("schema_version", None)
        ours, theirs = SCHEMA_VERSION.partition("."), str(version).partition(".")
        if found != kind or not (theirs[0] + theirs[2]).isdecimal():
            problem = f'{place}: expected type "{kind}" and a schema_version such as "1.0"'
        elif int(theirs[0]) > int(ours[0]):
            problem = f"{place}: written by a newer omnidesk; this one reads up to {ours[0]}.x"
        else:
            newer = int(theirs[2]) > int(ours[2])
            try:
                return model.model_validate_json(
                    to_json(document), extra="ignore" if newer else None
                )
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                field = "".join(f" at {one}" for one in first["loc"] if one in model.model_fields)
                problem = f"{place}: {describe(first)}{field}"
    raise SchemaError(problem)
