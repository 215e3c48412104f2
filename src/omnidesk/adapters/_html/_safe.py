"""HTML that is safe to show, and loads nothing by itself."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import nh3

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk.adapters._html._markup import Markup

_CID = re.compile(r"cid:(.{1,256})", re.IGNORECASE | re.DOTALL)
_MOST_TAGS = 40_000
"""
How many elements nh3 is given, and half as many characters that must be escaped: what it does with
text between table rows, and with text in such pieces, grows by the square.
"""

_ALLOWED = (
    "a abbr address b big blockquote br caption center cite code col colgroup dd del div dl dt em"
    " figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s small span strike"
    " strong sub sup table tbody td tfoot th thead tr tt u ul var"
)
_TAGS = frozenset(_ALLOWED.split())
_ANYWHERE = frozenset({"dir", "lang", "title"})
_CELLS = {"align", "bgcolor", "colspan", "rowspan", "valign", "width"}
_ATTRIBUTES = {
    name: _ANYWHERE | attributes
    for name, attributes in {
        "a": {"href"},
        "col": {"span", "width"},
        "font": {"color", "face", "size"},
        "img": {"alt", "height", "src", "width"},
        "ol": {"start", "type"},
        "table": {"align", "bgcolor", "border", "cellpadding", "cellspacing", "width"},
        "td": _CELLS,
        "th": _CELLS,
    }.items()
}
"""What an element may have, if it is more than `_ANYWHERE`."""
_LINKS = ("http://", "https://", "mailto:", "tel:")
_IMAGES = (
    "cid:",
    "data:image/gif;base64,",
    "data:image/jpeg;base64,",
    "data:image/png;base64,",
    "data:image/webp;base64,",
)


def sanitise(events: Iterable[Markup]) -> str | None:
    """
    Return HTML that is safe to show and loads nothing by itself.

    Scripts, styles, forms and frames are gone. A link keeps its address if that is http, https,
    mailto or tel. An image keeps its source if that is in the mail (`cid:`) or in the document
    (`data:`): a remote one would tell its sender who reads the mail, and when.

    Returns:
        The HTML, or `None` if there are more elements than it is safe to sort out.
    """
    found = tuple(events)
    source = "".join([event.safe for event in found])
    # Only what may be too much is counted.
    if len(found) + source.count("&") > 2 * _MOST_TAGS and _weight(found) > 2 * _MOST_TAGS:
        return None
    return _CLEANER.clean(source).strip()


def _weight(events: tuple[Markup, ...]) -> int:
    """Count the tags, and the characters of the text that must be escaped."""
    return sum(
        event.safe.count("&") if event.kind == "text" else bool(event.safe) for event in events
    )


def safe_start(name: str, attributes: Mapping[str, str]) -> str:
    """Write a start tag with the attributes that are allowed; empty if the element is not."""
    if name not in _TAGS:
        return ""
    allowed = _ATTRIBUTES.get(name, _ANYWHERE)
    kept = [f' {key}="{html.escape(value)}"' for key, value in attributes.items() if key in allowed]
    return f"<{name}{''.join(kept)}>"


def safe_end(name: str) -> str:
    """Write an end tag; empty if the element is not allowed."""
    return f"</{name}>" if name in _TAGS else ""


def safe_text(text: str) -> str:
    """Write a text."""
    return html.escape(text, quote=False)


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    start = value.strip().lower()[:64]
    if (tag, name) == ("a", "href"):
        return value if start.startswith(_LINKS) else None
    if (tag, name) == ("img", "src"):
        return value if start.startswith(_IMAGES) else None
    return value


# The stream is well formed already; this is the wall that matters, and it is not ours.
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes={"*": set(_ANYWHERE)} | {name: set(one) for name, one in _ATTRIBUTES.items()},
    attribute_filter=_keep_attribute,
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    link_rel="noopener noreferrer nofollow",
)


def content_ids(events: Iterable[Markup]) -> frozenset[str]:
    """Return the ids of the parts that a document shows (`cid:`, RFC 2392), decoded."""
    found: set[str] = set()
    for attributes in [event.attributes for event in events if event.attributes]:
        for name in ("src", "background"):
            match = _CID.match(attributes.get(name, "").strip())
            if match is not None:
                found.add(unquote(match[1]))
    return frozenset(found)
