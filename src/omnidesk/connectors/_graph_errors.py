"""
Why the Graph API refuses, by its codes.

Sources: <https://developers.facebook.com/docs/graph-api/guides/error-handling>,
<https://developers.facebook.com/docs/graph-api/overview/rate-limiting> and
<https://developers.facebook.com/docs/messenger-platform/error-codes>. The words of an error are
translated, rewritten and personal, so nobody reads them here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from omnidesk._payload import Payload
from omnidesk.connectors._answers import (
    LONGEST_WAIT,
    object_at,
    problem_of,
    read_object,
    retry_after,
)
from omnidesk.errors import PayloadError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import JSON
    from omnidesk.connectors._flow import Response
    from omnidesk.errors import ServiceProblem

SERVICE = "graph"

_CODES: Mapping[int, ServiceProblem] = {
    -3: "unavailable",
    -2: "unavailable",
    -1: "unavailable",
    1: "unavailable",  # unknown; also an answer that would be too large: ask for smaller pages
    2: "unavailable",
    3: "permission",  # the app lacks a capability
    4: "rate",  # of the app
    10: "permission",
    12: "invalid",  # deprecated
    17: "rate",  # of the user
    32: "rate",  # of the page
    100: "invalid",
    102: "token",  # session
    104: "invalid",  # wrong appsecret_proof
    190: "token",
    341: "rate",  # of the app
    # "Temporarily blocked for policies violations": waiting alone changes nothing that we can see.
    368: "permission",
    459: "token",
    464: "token",
    467: "token",
    613: "rate",  # of the call
    803: "not_found",
    2500: "invalid",  # the address
    2635: "invalid",  # a version of the API that is no more
}
"""`error.code`."""

_RANGES: tuple[tuple[range, ServiceProblem], ...] = (
    (range(200, 300), "permission"),
    (range(80000, 80100), "rate"),  # of business use cases
)
"""`error.code`, of kinds that Meta numbers in a row."""

_SUBCODES: Mapping[tuple[int, int], ServiceProblem] = {
    (100, 33): "not_found",  # or not to be seen with this token: Meta does not say which
    (100, 2018001): "not_found",  # no matching user
    (100, 2018218): "not_found",  # no profile available for this user
}
"""`error.code` and `error.error_subcode`, where the code alone says something else."""

_USAGE = "X-Business-Use-Case-Usage"
_LONGEST_HEADER = 65536
_LONGEST_MINUTES = LONGEST_WAIT / timedelta(minutes=1)
_LARGEST_CODE = 10**9


def read_body(response: Response) -> dict[str, JSON]:
    """
    Return the object that the Graph API has answered.

    Raises:
        ServiceError: If it refuses, whatever the status: a body with an `error` is an error. If
            the answer is no JSON object, its status alone says why.
    """
    body = read_object(response)
    if body is not None and "error" in body:
        raise _refusal(object_at(body, "error"), response)
    if body is None or response.status >= 400:
        raise ServiceError(
            SERVICE,
            problem_of(response.status),
            status=response.status,
            retry_after=wait_asked_for(response),
        )
    return body


def wait_asked_for(response: Response) -> timedelta | None:
    """
    Return how long to wait, if the answer says so.

    `X-Business-Use-Case-Usage` has, for each business and kind of use, an
    `estimated_time_to_regain_access` in minutes. `X-App-Usage` has percentages only.
    """
    return max(_minutes(response), default=None) or retry_after(response)


def _minutes(response: Response) -> Iterator[timedelta]:
    header = response.payload().header(_USAGE) or ""
    if not header or len(header) > _LONGEST_HEADER:
        return
    try:
        usage = Payload(header.encode("utf-8", "replace")).json()
    except PayloadError:
        return
    if not isinstance(usage, dict):
        return
    for kinds in cast("dict[str, JSON]", usage).values():
        for kind in cast("list[JSON]", kinds) if isinstance(kinds, list) else ():
            fields = cast("dict[str, JSON]", kind) if isinstance(kind, dict) else {}
            minutes = fields.get("estimated_time_to_regain_access")
            if isinstance(minutes, (int, float)) and 0 < minutes <= _LONGEST_MINUTES:
                yield timedelta(minutes=minutes)


def _refusal(error: Mapping[str, JSON], response: Response) -> ServiceError:
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    words = None if code is None else str(code)
    return ServiceError(
        SERVICE,
        _problem(code, subcode, error, response.status),
        code=words if subcode is None else f"{words or ''}/{subcode}",
        status=response.status,
        retry_after=wait_asked_for(response),
    )


def _problem(
    code: int | None, subcode: int | None, error: Mapping[str, JSON], status: int
) -> ServiceProblem:
    if code is None:
        # "OAuthException: if no subcode is present, […] the access token has expired".
        return "token" if error.get("type") == "OAuthException" else problem_of(status)
    if subcode is not None and (code, subcode) in _SUBCODES:
        return _SUBCODES[code, subcode]
    if code in _CODES:
        return _CODES[code]
    for codes, problem in _RANGES:
        if code in codes:
            return problem
    return "unavailable" if error.get("is_transient") is True else problem_of(status)


def _number(value: JSON) -> int | None:
    """Return a code: a number, and nothing that a person could have written."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST_CODE:
        return value
    return None
