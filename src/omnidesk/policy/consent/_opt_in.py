"""
Double opt-in: somebody asks, and whoever reads that mailbox or telephone confirms.

A state machine without a clock and without chance: the caller makes the token, sends it, and says
when what happened.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import ClassVar, Literal

from pydantic import Field

from omnidesk.model import Time
from omnidesk.model._base import Noun
from omnidesk.policy.consent._events import ConsentEvent

_SHORTEST = 16

OptInState = Literal["requested", "confirmed", "refused", "expired"]
"""How far it has come. Only `confirmed` is a consent."""

OptInAct = Literal["post", "reply", "button", "get"]
"""
How a token came back: a form was sent, a message was answered, a button was pressed, a link was
opened. Programs open links to look at them, so the last confirms nothing.
"""


class OptIn(Noun):
    """
    One request for a consent that is given only when it is confirmed.

    It holds the digest of the token and never the token. Each step gives a new one.
    """

    _shown: ClassVar[frozenset[str]] = frozenset()

    state: OptInState = "requested"
    """How far it has come."""
    request: ConsentEvent
    """What was asked for: an event of the kind `requested`, with its purpose."""
    token: str = Field(pattern=r"^[0-9a-f]{64}$")
    """The SHA-256 of the token."""
    ends_at: Time
    """Until when it can be confirmed (UTC)."""
    expires_at: Time | None = None
    """When the consent will end by itself (UTC)."""
    settled_at: Time | None = None
    """When it was confirmed, refused, or ended (UTC)."""

    @classmethod
    def begin(
        cls,
        request: ConsentEvent,
        token: str,
        *,
        within: timedelta = timedelta(hours=48),
        expires_at: datetime | None = None,
    ) -> OptIn:
        """
        Begin with what was asked for.

        Args:
            request: The event of the kind `requested`. It says what for.
            token: What only the right mailbox or telephone will know: at least 16 characters that
                nobody can guess.
            within: How long it can be confirmed.
            expires_at: When the consent will end by itself; aware.

        Raises:
            ValueError: If the request is no request, says nothing, or the token is too short.
        """
        if request.kind != "requested" or request.purpose is None:
            raise ValueError("expected an event of the kind `requested` with a purpose")
        if len(token) < _SHORTEST:
            raise ValueError(f"expected a token of at least {_SHORTEST} characters")
        return cls(
            request=request,
            token=_digest(token),
            ends_at=request.at + within,
            expires_at=expires_at,
        )

    def answered(self, token: str, *, at: datetime, by: OptInAct) -> OptIn:
        """
        Return how it stands after a token came back.

        A wrong token, a link that was only opened, and an answer to what is settled change nothing.
        What comes too late does not confirm.
        """
        if self.state != "requested" or by == "get" or at < self.request.at:
            return self
        if not hmac.compare_digest(_digest(token), self.token):
            return self
        if at >= self.ends_at:
            return self.at(at)
        return self._settled("confirmed", at)

    def refused(self, *, at: datetime) -> OptIn:
        """Return how it stands after they said no. A confirmation is withdrawn in the ledger."""
        if self.state != "requested":
            return self
        return self._settled("refused", at)

    def at(self, now: datetime) -> OptIn:
        """Return how it stands at a moment: what nobody confirmed in time has ended."""
        if self.state != "requested" or now < self.ends_at:
            return self
        return self._settled("expired", self.ends_at)

    def _settled(self, state: OptInState, at: datetime) -> OptIn:
        return self.model_copy(update={"state": state, "settled_at": at.astimezone(UTC)})

    @property
    def events(self) -> tuple[ConsentEvent, ...]:
        """What belongs into the ledger. A request that ended is not a refusal: it adds nothing."""
        if self.state not in ("confirmed", "refused"):
            return (self.request,)
        given = self.state == "confirmed"
        settled = {
            "kind": "given" if given else "refused",
            "at": self.settled_at,
            "expires_at": self.expires_at if given else None,
            "signal": "double_opt_in",
            "proof": f"sha256:{self.token}",
        }
        return (self.request, self.request.model_copy(update=settled))


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
