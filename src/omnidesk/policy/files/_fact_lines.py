"""Facts as JSON Lines: append-only on disk as in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from omnidesk._payload import describe
from omnidesk.errors import SchemaError
from omnidesk.model import SCHEMA_VERSION
from omnidesk.policy._facts import Fact, Facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def dump_facts(facts: Iterable[Fact]) -> Iterator[str]:
    """
    Write facts, each as one line of JSON without its line break.

    A line says its `type` (`fact`) and its `schema_version`, as documents do. Lines may be appended
    to what is there: order and repetition mean nothing.
    """
    head = {"type": "fact", "schema_version": SCHEMA_VERSION}
    for fact in facts:
        said = fact.model_dump(mode="json", exclude_none=True)
        yield to_json({**head, **said}).decode()


def load_facts(lines: Iterable[str | bytes], *, name: str = "facts") -> Facts:
    """
    Read facts that this or another version of omnidesk has written. Empty lines are passed over.

    From a newer minor version, unknown fields are passed over.

    Args:
        lines: The lines; an open file will do.
        name: What errors call it.

    Raises:
        SchemaError: If a line is not a fact, or of a newer major version. It says which line and
            what was expected, and never what stood there. Nothing is skipped: a fact that is lost
            could be the hold on a case.
    """
    return Facts(
        _load(line, f"{name}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    )


def _load(line: str | bytes, place: str) -> Fact:
    problem = f"{place}: expected a fact as a JSON object"
    try:
        value: object = from_json(line, allow_inf_nan=False)
    except ValueError:
        value = None
    if isinstance(value, dict):
        document = cast("dict[str, object]", value)
        kind, version = document.pop("type", None), document.pop("schema_version", None)
        ours, theirs = SCHEMA_VERSION.partition("."), str(version).partition(".")
        if kind != "fact" or not (theirs[0] + theirs[2]).isdecimal():
            problem = f'{place}: expected type "fact" and a schema_version such as "1.0"'
        elif int(theirs[0]) > int(ours[0]):
            problem = f"{place}: written by a newer omnidesk; this one reads up to {ours[0]}.x"
        else:
            newer = int(theirs[2]) > int(ours[2])
            try:
                return Fact.model_validate_json(
                    to_json(document), extra="ignore" if newer else None
                )
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                field = "".join(f" at {one}" for one in first["loc"] if one in Fact.model_fields)
                problem = f"{place}: {describe(first)}{field}"
    raise SchemaError(problem)
