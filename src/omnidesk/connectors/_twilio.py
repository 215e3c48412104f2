"""
Why Twilio's API refuses, by its codes.

Source: <https://www.twilio.com/docs/api/errors>, the codes from 20001 on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.connectors._answers import problem_of, read_object, retry_after
from omnidesk.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk._payload import JSON
    from omnidesk.connectors._flow import Response
    from omnidesk.errors import ServiceProblem

SERVICE = "twilio"

_PROBLEMS: Mapping[int, ServiceProblem] = {
    20001: "invalid",  # unknown parameters
    20002: "invalid",  # FriendlyName
    20003: "token",  # authentication: a wrong token, or a wrong account for it
    20004: "permission",  # method not allowed
    20005: "disabled",  # the account is not active: suspended or closed
    20006: "permission",  # access denied
    20007: "invalid",  # a page size that is too large
    20008: "permission",  # not with test credentials
    20403: "permission",
    20404: "not_found",
    20409: "unavailable",  # a conflict with another request
    20429: "rate",
    20500: "unavailable",
    20503: "unavailable",
}
"""`code` of an error."""


def read_body(response: Response) -> dict[str, JSON]:
    """
    Return the object that Twilio has answered.

    Raises:
        ServiceError: If it refuses. If the answer is no JSON object, its status alone says why.
    """
    body = read_object(response)
    if body is not None and response.status < 300:
        return body
    given = (body or {}).get("code")
    code = given if isinstance(given, int) and given in _PROBLEMS else None
    raise ServiceError(
        SERVICE,
        _PROBLEMS[code] if code is not None else problem_of(response.status),
        code=str(code) if code is not None else None,
        status=response.status,
        retry_after=retry_after(response),
    )
