"""
Policies as TOML, written: the same policy always gives the same text.

Source: TOML 1.0.0 (toml.io/en/v1.0.0). What has its default value is left out.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    # Any with reason: what Pydantic dumps is strings, booleans, dates, tuples and mappings.
    document: dict[str, Any] = policy.model_dump(exclude_defaults=True)
    lines = _pairs({key: value for key, value in document.items() if key not in _LISTS})
    for listed in _LISTS:
        for one in document.get(listed, ()):
            tables = [key for key in _TABLES if key in one]
            lines += ["", f"[[{listed}]]"]
            lines += _pairs({key: value for key, value in one.items() if key not in tables})
            for name in tables:
                lines += ["", f"[{listed}.{name}]", *_pairs(one[name])]
    return "\n".join(lines) + "\n"


def _pairs(table: Mapping[str, object]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items()]


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case tuple():
            return f"[{', '.join(_value(one) for one in cast('tuple[object, ...]', value))}]"
        case dict():
            return _inline(cast("Mapping[str, object]", value))
        case _:
            return _text(str(value))


def _inline(table: Mapping[str, object]) -> str:
    return f"{{ {', '.join(_pairs(table))} }}"


def _text(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda found: _escape(found[0]), text) + '"'


def _escape(character: str) -> str:
    return _SHORT.get(character) or f"\\u{ord(character):04x}"
