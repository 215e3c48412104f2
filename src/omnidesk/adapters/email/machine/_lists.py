"""Mailing lists' headers: RFC 2369, RFC 2919, RFC 8058."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters.email.machine._types import ListHeaders

if TYPE_CHECKING:
    from omnidesk._mime import MimePart

_HEADERS = ("list-id", "list-post", "list-unsubscribe")
_MOST = 20
_LONGEST = 2_048
"""A longer URI opens in no browser; and it is no opt-out but a load."""


def list_headers(mail: MimePart) -> ListHeaders | None:
    """
    Read what a list says about itself; `None` if it says nothing.

    Args:
        mail: The mail.
    """
    if mail.header_names.isdisjoint(_HEADERS):
        return None
    identifier = mail.header("list-id")
    post = _uris(mail, "list-post")
    unsubscribe = _uris(mail, "list-unsubscribe")
    if identifier is None and not post and not unsubscribe:
        return None
    https = tuple(one for one in unsubscribe if one[:8].lower().startswith(("https://", "http://")))
    clicked = (mail.header("list-unsubscribe-post") or "").replace(" ", "").lower()
    return ListHeaders(
        list_id=_identifier(identifier or ""),
        post=post,
        unsubscribe_mailto=tuple(
            one for one in unsubscribe if one[:7].lower().startswith("mailto:")
        ),
        unsubscribe_https=https,
        # RFC 8058 section 3.1 wants one https URI.
        one_click=clicked == "list-unsubscribe=one-click"
        and any(one[:8].lower().startswith("https://") for one in https),
    )


def _identifier(value: str) -> str | None:
    _, opened, rest = value.rpartition("<")
    # Many leave the brackets out.
    inner = rest.partition(">")[0] if opened else value
    return "".join(inner.split()).lower()[:255] or None


def _uris(mail: MimePart, name: str) -> tuple[str, ...]:
    """Return the URIs between angle brackets (RFC 2369 section 2)."""
    found: list[str] = []
    for value in mail.header_all(name):
        position = value.find("<")
        while position >= 0 and len(found) < _MOST:
            end = value.find(">", position)
            if end < 0:
                break
            uri = "".join(value[position + 1 : end].split())
            if uri and len(uri) <= _LONGEST and "<" not in uri:
                found.append(uri)
            position = value.find("<", end)
    return tuple(found)
