"""
Why the YouTube Data API refuses, by its reasons.

Sources: <https://developers.google.com/youtube/v3/docs/errors>, the error tables of each method,
<https://developers.google.com/youtube/v3/live/docs/liveChatMessages/list> and, for what all of
Google's APIs answer, <https://cloud.google.com/apis/design/errors>. A refusal for quota has the
status 403, like one for want of permission; only the reason tells them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.connectors._answers import (
    object_at,
    objects_at,
    problem_of,
    read_object,
    retry_after,
)
from omnidesk.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import JSON
    from omnidesk.connectors._flow import Response
    from omnidesk.errors import ServiceProblem

SERVICE = "youtube"

_BY_PROBLEM: Mapping[ServiceProblem, tuple[str, ...]] = {
    "disabled": ("commentsDisabled", "liveChatDisabled", "liveChatEnded"),
    "invalid": (
        "badRequest",
        "incompatibleParameters",
        "invalid",
        "invalidFilters",
        "invalidPageToken",
        "invalidParameter",
        "missingRequiredParameter",
        "operationNotSupported",
        "pageTokenInvalid",
        # "While this can be a transient error, it usually indicates that the request's input is
        # invalid": such as a page token that is too old.
        "processingFailure",
        "unexpectedParameter",
        "unknownParameter",
    ),
    "not_found": (
        "channelNotFound",
        "commentNotFound",
        "commentThreadNotFound",
        "liveChatNotFound",
        "notFound",
        "videoNotFound",
    ),
    "permission": (
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "API_KEY_HTTP_REFERRER_BLOCKED",
        "API_KEY_IP_ADDRESS_BLOCKED",
        "API_KEY_SERVICE_BLOCKED",
        "SERVICE_DISABLED",
        "accessNotConfigured",
        "accountDelegationForbidden",
        "authenticatedUserAccountClosed",
        "authenticatedUserAccountSuspended",
        "authenticatedUserNotChannel",
        "channelClosed",
        "channelSuspended",
        "forbidden",
        "insufficientPermissions",
        "ipRefererBlocked",
    ),
    "quota": ("dailyLimitExceeded", "dailyLimitExceededUnreg", "quotaExceeded"),
    "rate": (
        "RATE_LIMIT_EXCEEDED",
        "concurrentLimitExceeded",
        "rateLimitExceeded",
        "servingLimitExceeded",
        "userRateLimitExceeded",
    ),
    "token": (
        "ACCESS_TOKEN_EXPIRED",
        "ACCESS_TOKEN_TYPE_UNSUPPORTED",
        "API_KEY_INVALID",
        "CREDENTIALS_MISSING",
        "authError",
        "authorizationRequired",
        "expired",
        "keyExpired",
        "keyInvalid",
        "required",
        "unauthorized",
    ),
    "unavailable": ("backendError", "internalError", "serviceUnavailable"),
}
_REASONS: Mapping[str, ServiceProblem] = {
    reason: problem for problem, reasons in _BY_PROBLEM.items() for reason in reasons
}
"""`error.errors[].reason` and `error.details[].reason`."""

_VAGUE = frozenset({"badRequest", "forbidden"})
"""What Google writes beside a reason that says more."""


def read_body(response: Response) -> dict[str, JSON]:
    """
    Return the object that the API has answered.

    Raises:
        ServiceError: If it refuses. A body with an `error` is an error, whatever the status. If the
            answer is no JSON object, its status alone says why.
    """
    body = read_object(response)
    if body is not None and "error" not in body and response.status < 400:
        return body
    reason = _reason(object_at(body or {}, "error"))
    raise ServiceError(
        SERVICE,
        _REASONS[reason] if reason else problem_of(response.status),
        code=reason,
        status=response.status,
        retry_after=retry_after(response),
    )


def _reason(error: Mapping[str, JSON]) -> str | None:
    """Return the first reason that is one of the documented ones, the vague ones last."""
    known = [one for one in _reasons(error) if one in _REASONS]
    return next((one for one in known if one not in _VAGUE), known[0] if known else None)


def _reasons(error: Mapping[str, JSON]) -> Iterator[str]:
    for key in ("errors", "details"):
        for item in objects_at(error, key):
            reason = item.get("reason")
            if isinstance(reason, str):
                yield reason
