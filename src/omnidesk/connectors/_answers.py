"""What the answers of all platforms have in common: JSON or not, a status, a time to wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk._payload import JSON
    from omnidesk.connectors._flow import Response
    from omnidesk.errors import ServiceProblem

_STATUSES: Mapping[int, ServiceProblem] = {
    401: "token",
    403: "permission",
    404: "not_found",
    410: "not_found",
    429: "rate",
}

LONGEST_WAIT = timedelta(days=7)
"""What asks for a longer wait is not believed: it is a broken header rather than a limit."""


def answered(sent: Response | None) -> Response:
    """Return what a flow was sent to its request: the loops always send the response."""
    return cast("Response", sent)


def read_object(response: Response) -> dict[str, JSON] | None:
    """Return the JSON object that an answer is, or `None` if it is anything else."""
    try:
        body = response.payload().json()
    except PayloadError:
        return None
    return cast("dict[str, JSON]", body) if isinstance(body, dict) else None


def object_at(fields: Mapping[str, JSON], key: str) -> Mapping[str, JSON]:
    """Return the object under a key; an empty one if there is none."""
    value = fields.get(key)
    return cast("dict[str, JSON]", value) if isinstance(value, dict) else {}


def objects_at(fields: Mapping[str, JSON], key: str) -> list[Mapping[str, JSON]]:
    """Return the objects of the list under a key, without what else stands there."""
    value = fields.get(key)
    items = cast("list[JSON]", value) if isinstance(value, list) else []
    return [cast("dict[str, JSON]", item) for item in items if isinstance(item, dict)]


def problem_of(status: int) -> ServiceProblem:
    """Say what an answer means by its status alone, where nothing better is known."""
    if status >= 500:
        return "unavailable"
    return _STATUSES.get(status, "undocumented")


def retry_after(response: Response) -> timedelta | None:
    """Read `Retry-After` (RFC 9110 section 10.2.3) in its form of seconds, if it is there."""
    value = (response.payload().header("Retry-After") or "").strip()
    if not (value.isascii() and value.isdigit()) or len(value) > 9:
        return None
    wait = timedelta(seconds=int(value))
    return wait if timedelta(0) < wait <= LONGEST_WAIT else None
