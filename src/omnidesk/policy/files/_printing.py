"""
Policies as TOML, written: the same policy always gives the same text.

Source: TOML 1.0.0 (toml.io/en/v1.0.0). What has its default value is left out.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk.policy._base import Data
    from omnidesk.policy._rules import Policy

_LISTS = ("protections", "rules")
_TABLES = ("source", "when", "keep", "erase", "restrict")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def print_policy(policy: Policy) -> str:
    """
    Write a policy as TOML.

    `load_policy` gives an equal policy back. Comments of a file that it was read from are gone.

    Returns:
        The text, ending in a line break. Rules stand in the order in which the policy has them.
    """
    return print_document(policy, lists=_LISTS, tables=_TABLES)


def print_document(document: Data, *, lists: Iterable[str], tables: Iterable[str]) -> str:
    """
    Write a document of ours as TOML.

    Args:
        document: The document.
        lists: The keys of its lists of tables, which come last and in this order.
        tables: The keys that stand as tables of their own in an entry of such a list; all others
            stand inline.

    Returns:
        The text, ending in a line break.
    """
    listed, apart = tuple(lists), frozenset(tables)
    # Any with reason: what Pydantic dumps is strings, numbers, dates, times, tuples and mappings.
    whole: dict[str, Any] = document.model_dump(exclude_defaults=True)
    lines = _pairs({key: value for key, value in whole.items() if key not in listed})
    for name in listed:
        for one in whole.get(name, ()):
            lines += ["", f"[[{name}]]"]
            lines += _pairs({key: value for key, value in one.items() if key not in apart})
            for table in (key for key in one if key in apart):
                lines += ["", f"[{name}.{table}]", *_pairs(one[table])]
    return "\n".join(lines) + "\n"


def _pairs(table: Mapping[str, object]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items()]


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date() | time():
            return value.isoformat()
        case timedelta():
            return f'"{_period(value)}"'
        case tuple():
            return f"[{', '.join(_value(one) for one in cast('tuple[object, ...]', value))}]"
        case dict():
            return _inline(cast("Mapping[str, object]", value))
        case _:
            return _text(str(value))


def _period(span: timedelta) -> str:
    hours = f"T{span.seconds}S" if span.seconds else ""
    return f"P{span.days}D{hours}" if span.days or not hours else f"P{hours}"


def _inline(table: Mapping[str, object]) -> str:
    return f"{{ {', '.join(_pairs(table))} }}"


def _text(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda found: _escape(found[0]), text) + '"'


def _escape(character: str) -> str:
    return _SHORT.get(character) or f"\\u{ord(character):04x}"
