"""On which line of a map's text something stands, so that an error can say it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[int | str, ...]
"""Keys and indices, from the map's root."""

# Nothing in it can be read in two ways.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{},\n]|[-+.\w]+')


def toml_lines(text: str) -> dict[Path, int]:
    """
    Tell on which line of a TOML text a table or a key begins, as far as a line tells.

    A key within braces is on the line of the table that it is in. The text is known to be TOML, so
    a line that begins like a header is one, unless it is within a text of several lines; then the
    number is that of another line, and the path is right all the same.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            double = stripped.startswith("[[")
            names = tuple(_name(one) for one in stripped.partition("]")[0].strip("[ ").split("."))
            table = _current(names[:-1], counts)
            table = (*table, names[-1])
            if double:
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            found.setdefault(table, number)
        elif "=" in stripped and not stripped.startswith("#"):
            keys = tuple(_name(one) for one in stripped.partition("=")[0].split("."))
            found.setdefault((*table, *keys), number)
            found.setdefault((*table, keys[0]), number)
    return found


def _current(names: tuple[str, ...], counts: Mapping[Path, int]) -> Path:
    """Return where a header's tables are, in the elements of lists that were begun last."""
    path: Path = ()
    for name in names:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    return path


def _name(key: str) -> str:
    return key.strip().strip("\"'")


def json_lines(text: str) -> dict[Path, int]:
    """Tell on which line of a JSON text a value begins, and for a field its name."""
    found: dict[Path, int] = {}
    holders: list[Path] = []
    at: list[int | str | None] = []  # in each holder: which element, or the last name
    number = 1
    for match in _TOKEN.finditer(text):
        mark = match.group()
        if mark == "\n":
            number += 1
        elif mark in "]}":
            holders.pop()
            at.pop()
        elif mark == ",":
            last = at[-1]
            at[-1] = last + 1 if isinstance(last, int) else None
        elif mark in "[{":
            holders.append(_here(holders, at))
            found.setdefault(holders[-1], number)
            at.append(0 if mark == "[" else None)
        else:
            # A text where no field is being read is the name of one.
            if at and at[-1] is None:
                at[-1] = str(json.loads(mark))
            found.setdefault(_here(holders, at), number)
    return found


def _here(holders: list[Path], at: list[int | str | None]) -> Path:
    last = at[-1] if at else None
    return () if last is None else (*holders[-1], last)
