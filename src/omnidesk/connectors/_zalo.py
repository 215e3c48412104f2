"""How Zalo's Open API answers: an envelope with a code in it, whatever the HTTP status says."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from omnidesk.connectors._answers import problem_of, read_object, retry_after
from omnidesk.errors import PayloadError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from omnidesk._payload import JSON
    from omnidesk.connectors._flow import Request, Response
    from omnidesk.errors import ServiceProblem

SERVICE = "zalo"

# Zalo's own list of codes is a page that only a browser can read. These are the codes that surveys
# of it and public integrations agree on; most others are about sending, which is not done here.
_PROBLEMS: Mapping[int, ServiceProblem] = {
    -32: "rate",
    -100: "unavailable",  # "unknown error, try again later"
    -118: "token",  # the token endpoint's: an invalid grant
    -124: "token",
    -201: "invalid",  # a parameter is not as documented
    -204: "not_found",  # the Official Account is deleted
    -205: "not_found",  # … or was never there
    -209: "permission",  # the app is not activated
    -210: "invalid",  # a parameter is over its limit: a `count` above 10
    -211: "quota",
    -212: "permission",  # the account has not subscribed to this part of the interface
    -213: "permission",  # the person does not follow the account
    -216: "token",
    -220: "token",
    -221: "permission",  # the account is not verified
    -223: "permission",
    -224: "permission",  # the account's plan does not have it
    -227: "disabled",  # the person's account is banned, or asleep for 45 days
    -244: "permission",  # the person restricts the account
    -320: "permission",  # no billing account
    -321: "permission",  # no money in it
    -401: "token",
    -14002: "invalid",  # the token endpoint's: not our app, or not its secret
    -14003: "invalid",
    -14014: "token",  # the token endpoint's: an invalid refresh token
    216: "token",  # seen with either sign
    401: "token",
    404: "not_found",
}


def ask(request: Request) -> Generator[Request, Response | None, Response]:
    """Yield a request and return the response, for flows to `yield from`."""
    response = yield request
    if response is None:
        raise TypeError("a flow is sent the response to each request")
    return response


def data_of(response: Response) -> JSON:
    """
    Return the `data` of an answer.

    Raises:
        ServiceError: If Zalo refuses, which it mostly does with status 200.
        PayloadError: If the answer is no envelope.
    """
    fields = read_object(response)
    error = refusal(response, fields)
    if error is not None:
        raise error
    if fields is None or "data" not in fields:
        raise not_documented(response, "expected an object with an error code and data")
    return fields["data"]


def refusal(response: Response, fields: Mapping[str, JSON] | None) -> ServiceError | None:
    """Return why Zalo refuses, or `None` if it does not."""
    given = (fields or {}).get("error", 0)
    code = _number(given)
    if code == 0 and response.status < 300:
        return None
    problem = _PROBLEMS.get(code) if code is not None else None
    return ServiceError(
        SERVICE,
        problem or problem_of(response.status),
        code=str(code) if code else None,
        status=response.status,
        retry_after=retry_after(response),
    )


def not_documented(response: Response, reason: str, pointer: str = "") -> PayloadError:
    """Return the error for an answer that is not as documented."""
    digest = response.payload().digest
    return PayloadError(reason, channel=SERVICE, pointer=pointer, digest=digest)


def _number(given: object) -> int | None:
    """Return a code; `None` for what is none, and might be anything."""
    if isinstance(given, str) and len(given) <= 8 and given.removeprefix("-").isdecimal():
        given = int(given)
    known = isinstance(given, int) and not isinstance(given, bool) and abs(given) < 10**8
    return cast("int", given) if known else None
