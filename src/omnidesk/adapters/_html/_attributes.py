"""The attributes of a start tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omnidesk.adapters._html._references import unescape_attribute

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 32
_SHORT = 1_000
"""How long the attributes of a tag are that are read at once."""

_ATTRIBUTE = re.compile(
    r"([^\t\n\f\r />=][^\t\n\f\r />=]*+)"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\t\n\f\r >]*+)))?+"
)
_NO_HEIGHT = re.compile(r"(?:^|;)max-height:0(?:px|em|pt|%)?(?:;|!|$)")
_NO_OPACITY = re.compile(r"(?:^|;)opacity:0(?:\.0{1,9})?%?(?:;|!|$)")


def read_attributes(source: str) -> dict[str, str]:
    """Return the attributes of a start tag by name in lower case, unescaped: the first 32."""
    attributes: dict[str, str] = {}
    # Of a long tag only the first are read.
    written = _ATTRIBUTE.findall(source) if len(source) <= _SHORT else _one_by_one(source)
    for name, double, single, bare in written:
        value = double or single or bare or ""
        attributes.setdefault(name.lower(), unescape_attribute(value) if "&" in value else value)
        if len(attributes) >= _MOST:
            break
    return attributes


def _one_by_one(source: str) -> Iterator[tuple[str, ...]]:
    for match in _ATTRIBUTE.finditer(source):
        yield match.groups("")


def is_hidden(attributes: dict[str, str]) -> bool:
    """Whether a program that shows HTML would show nothing: such are preview texts."""
    if "hidden" in attributes:
        return True
    given = attributes.get("style")
    if not given:
        return False
    style = "".join(given.split()).lower()
    if "display:none" in style or "visibility:hidden" in style or "mso-hide:all" in style:
        return True
    # Preview texts are hidden in these ways, too. Not by `font-size:0`: builders of newsletters put
    # that around what they show, against the white space between columns.
    if "overflow:hidden" in style and _NO_HEIGHT.search(style):
        return True
    return "opacity:0" in style and _NO_OPACITY.search(style) is not None
