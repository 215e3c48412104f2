"""
The pages of an archive of Google Voice: HTML in which classes say what is what (microformats).

Google documents them nowhere. What is known is what public tools read and people have shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from omnidesk.adapters._html import VOID, read_markup
from omnidesk.errors import PayloadError
from omnidesk.model import Participant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from omnidesk._payload import Payload
    from omnidesk.adapters._html import Markup
    from omnidesk.adapters.calls._exchange import Exchange

    Part: TypeAlias = tuple[Markup, ...]

LABEL = "http://www.google.com/voice#"
"""How the addresses of labels begin: they are the same in all languages, unlike the labels."""

_KINDS = {"haudio": "call", "hChatLog": "conversation"}
_DURATION = re.compile(r"PT(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:\.\d{1,9})?S)?")
_SPACE = re.compile(r"[ \t\r\n]++")
_TITLE = re.compile(rb"<title>([^<]{1,1000}+)</title>", re.IGNORECASE)


def read_parts(payload: Payload, name: str, *, channel: str) -> tuple[Part, ...]:
    """
    Return the parts of a page that are of a class.

    Raises:
        PayloadError: If there are none.
    """
    source = payload.body.decode("utf-8", "replace")
    found = tuple(parts(read_markup(source, with_hidden=True).events, name))
    if not found:
        raise PayloadError(
            f"expected a {_KINDS[name]} of an archive of Google Voice",
            channel=channel,
            digest=payload.digest,
        )
    return found


def parts(events: Part, name: str, *, tag: str | None = None) -> Iterator[Part]:
    """Yield the elements of a class, or of a tag, from start to end; none within another."""
    start, depth = None, 0
    for place, event in enumerate(events):
        if event.kind == "start" and start is None:
            classes = event.attributes.get("class", "").split()
            if event.name == tag if tag else name in classes:
                start = place
        if start is None or event.kind == "text":
            continue
        # Void elements have a start alone; those that are looked for are none.
        if event.kind == "start":
            depth += event.name not in VOID
        else:
            depth -= 1
        if depth == 0:
            yield events[start : place + 1]
            start = None


def starts(part: Part, tag: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of a part's elements of one tag."""
    return (one.attributes for one in part if one.kind == "start" and one.name == tag)


def text_of(part: Part) -> str:
    """Return what a part says: white space as HTML has it, and its line breaks."""
    said: list[str] = []
    for one in part:
        if one.kind == "text":
            said.append(_SPACE.sub(" ", one.name))
        elif one.kind == "start" and one.name == "br":
            said.append("\n")
    return "\n".join(line.strip() for line in "".join(said).split("\n")).strip()


def title_of(part: Part, name: str) -> str:
    """Return the `title` of a part's first element of a class: times and durations stand there."""
    found = next(parts(part, name), None)
    return found[0].attributes.get("title", "") if found else ""


def milliseconds(duration: str) -> int | None:
    """Read a duration such as `PT1M18S` (ISO 8601)."""
    match = _DURATION.fullmatch(duration)
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (int(one or 0) for one in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def person(exchange: Exchange, part: Part, at: datetime | None) -> Participant:
    """Read who it is: a number, and the name in the address book if it has one."""
    link = next(parts(part, "tel"), ())
    number = link[0].attributes.get("href", "").removeprefix("tel:") if link else ""
    name = text_of(next(parts(link or part, "fn"), ()))
    found = exchange.numbering.party(number, at=at, name=name) or Participant()
    # Without an entry in the address book, the number stands in the name's place.
    if found.name and exchange.numbering.identity(found.name, at=at) in found.identities:
        return found.model_copy(update={"name": None, "name_source": None})
    return found


def address(who: Participant) -> str:
    """Return what tells somebody from others in an archive."""
    return who.identities[0].value if who.identities else f"?{who.name or ''}"


def page_title(payload: Payload) -> str:
    """Return the title of the page."""
    found = _TITLE.search(payload.body)
    return _SPACE.sub(" ", found[1].decode("utf-8", "replace")).strip() if found else ""
