"""
Zalo's tokens as a state machine.

A refresh token can be used once, and its successor is in the answer to that use. Whoever loses the
answer has lost the account, until a person authorises again.

So a use is written down before it is made (`Refreshing`), and what is written down only grows: of
two states, the one with the greater `version` is newer. A store that keeps the newer one is right
in whatever order its writers come.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, cast

from pydantic import Field, TypeAdapter, ValidationError

from omnidesk.connectors._answers import read_object
from omnidesk.connectors._zalo import SERVICE, refusal
from omnidesk.errors import SchemaError, ServiceError
from omnidesk.model import Noun, Time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk._payload import JSON
    from omnidesk.connectors._flow import Response
    from omnidesk.errors import ServiceProblem

_DEAD = frozenset({"-14014", "-118"})
"""The token endpoint's codes for a refresh token that was used, has expired or was revoked."""

_TURNED_AWAY: frozenset[ServiceProblem] = frozenset(
    {"rate", "quota", "invalid", "permission", "not_found", "disabled"}
)
"""Refusals of the request as such: no tokens were issued, so none was used up."""


class _Tokens(Noun):
    generation: int
    """Counts the pairs of tokens that this account has had; what a person authorises counts two."""
    step: int = 0
    """Counts what has happened since this pair came."""
    access_token: str
    """What goes into the header of each request. It works for about 25 hours."""
    access_expires_at: Time | None = None
    """When that is over (UTC); `None` if Zalo did not say."""

    @property
    def version(self) -> tuple[int, int]:
        """The generation and the step. A state with a greater one is newer, and may replace."""
        return self.generation, self.step

    def is_fresh(self, now: datetime, *, margin: timedelta = timedelta(hours=1)) -> bool:
        """
        Tell whether the access token works for a while yet.

        Args:
            now: The time; aware.
            margin: How long a while is.

        Returns:
            Whether it does. True if nobody knows when it expires: then a refusal tells.
        """
        return self.access_expires_at is None or now + margin < self.access_expires_at


class Ready(_Tokens):
    """Both tokens are there. No `repr` shows them."""

    phase: Literal["ready"] = "ready"
    """The state's kind."""
    refresh_token: str
    """The refresh token, for one use."""
    refresh_expires_at: Time | None = None
    """When it expires unused (UTC), after about three months; `None` if Zalo did not say."""
    earlier_uses: int = 0
    """How often it went to Zalo already, with no successor coming back."""


class Refreshing(_Tokens):
    """The refresh token is being used; or it was, by somebody who crashed, and nobody knows."""

    phase: Literal["refreshing"] = "refreshing"
    """The state's kind."""
    refresh_token: str
    """The refresh token in use."""
    refresh_expires_at: Time | None = None
    """When it expires unused (UTC); `None` if Zalo did not say."""
    since: Time
    """When this use began (UTC), by the clock of the process that makes it."""
    earlier_uses: int = 0
    """How often it went to Zalo before that, with no successor coming back."""


class Lost(_Tokens):
    """
    There is no refresh token any more: a person has to authorise the app again, see `authorise`.

    The access token works until it expires.
    """

    phase: Literal["lost"] = "lost"
    """The state's kind."""
    earlier_uses: int = 0
    """
    How often the refresh token had gone to Zalo before it was refused. Above 0, an answer with its
    successor was probably lost on the way; if 0, it was used elsewhere, has expired or was revoked.
    """
    code: str | None = None
    """Zalo's code for the refusal."""


TokenState: TypeAlias = Annotated[Ready | Refreshing | Lost, Field(discriminator="phase")]
"""Any of the three, told apart by `phase`."""

_STATES: TypeAdapter[TokenState] = TypeAdapter(TokenState)


def dump_tokens(state: TokenState) -> str:
    """Write a state as JSON, tokens and all: encrypt what you store."""
    return state.model_dump_json()


def load_tokens(document: str | bytes) -> TokenState:
    """
    Read what `dump_tokens` has written.

    Raises:
        SchemaError: If it is none of the states.
    """
    try:
        return _STATES.validate_json(document)
    except ValidationError:
        pass
    # Outside the handler: the validation error holds tokens, and must not be our context.
    raise SchemaError("expected a state that dump_tokens has written")


def begin(state: TokenState, *, now: datetime, patience: timedelta) -> Refreshing | None:
    """Return the state to keep before the refresh token is used; `None` if it must not be."""
    if isinstance(state, Lost):
        return None
    earlier_uses = state.earlier_uses
    if isinstance(state, Refreshing):
        # A clock that was wrong may have put `since` far into the future.
        if abs(now - state.since) < patience:
            return None
        earlier_uses += 1
    return Refreshing(
        generation=state.generation,
        step=state.step + 1,
        access_token=state.access_token,
        access_expires_at=state.access_expires_at,
        refresh_token=state.refresh_token,
        refresh_expires_at=state.refresh_expires_at,
        since=now,
        earlier_uses=earlier_uses,
    )


def settle(using: Refreshing, response: Response) -> tuple[TokenState, ServiceError | None]:
    """
    Return what an answer makes of a refresh token in use, and the error to raise once that is kept.

    The state is `using` itself if the answer does not tell whether Zalo has used the token up.
    """
    fields = read_object(response)
    access_token, refresh_token = token(fields, "access_token"), token(fields, "refresh_token")
    if access_token is not None:
        return Ready(
            generation=using.generation + 1,
            access_token=access_token,
            access_expires_at=expiry(fields, "expires_in", response),
            # Zalo documents another one each time. If there is none, RFC 6749 section 6 has us keep
            # the old one; whether Zalo still takes it shows at its next use.
            refresh_token=refresh_token or using.refresh_token,
            refresh_expires_at=expiry(fields, "refresh_token_expires_in", response)
            if refresh_token
            else using.refresh_expires_at,
            earlier_uses=0 if refresh_token else using.earlier_uses + 1,
        ), None
    error = refusal(response, fields)
    if error is None:
        error = ServiceError(SERVICE, "undocumented", status=response.status)
    if error.code in _DEAD:
        return Lost(
            generation=using.generation,
            step=using.step + 1,
            access_token=using.access_token,
            access_expires_at=using.access_expires_at,
            earlier_uses=using.earlier_uses,
            code=error.code,
        ), None
    if error.code is not None and error.problem in _TURNED_AWAY:
        return Ready(
            generation=using.generation,
            step=using.step + 1,
            access_token=using.access_token,
            access_expires_at=using.access_expires_at,
            refresh_token=using.refresh_token,
            refresh_expires_at=using.refresh_expires_at,
            earlier_uses=using.earlier_uses,
        ), error
    # A proxy's page, half a body, a code that nobody knows: it may be used up all the same.
    return using, error


def token(fields: Mapping[str, JSON] | None, name: str) -> str | None:
    """Return a token of an answer, if it is there and can stand in a header."""
    given = (fields or {}).get(name)
    # A client would refuse any other, and might quote it.
    fits = isinstance(given, str) and given.isascii() and given.isprintable() and " " not in given
    return cast("str", given) if fits and given else None


def expiry(fields: Mapping[str, JSON] | None, name: str, response: Response) -> datetime | None:
    """Return when something of an answer expires, or `None` if that is not said readably."""
    given = (fields or {}).get(name)
    # Zalo sends a string, `"expires_in": "90000"`. True is a number to Python and none to anybody.
    digits = str(given) if isinstance(given, (int, str)) and not isinstance(given, bool) else ""
    if digits.isascii() and digits.isdecimal() and len(digits) <= 9:
        return response.received_at + timedelta(seconds=int(digits))
    return None
