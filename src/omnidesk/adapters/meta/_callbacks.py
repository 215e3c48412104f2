"""The adapter for what Meta posts when somebody leaves an app or wants their data deleted."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from omnidesk._payload import Payload
from omnidesk.adapters._time import from_epoch
from omnidesk.adapters._wire import VendorId, Wire
from omnidesk.errors import PayloadError
from omnidesk.events import RightsRequested, Unrecognised
from omnidesk.model import Identity, Participant, RightsRequest, Source, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk.events import Event
    from omnidesk.model import RightsKind

CallbackKind: TypeAlias = Literal["data_deletion", "deauthorize"]
"""Which of Meta's callbacks: only the address that it was posted to tells."""

_RIGHTS: Mapping[CallbackKind, RightsKind] = {"data_deletion": "erase", "deauthorize": "withdraw"}


class _Claims(Wire):
    """What a `signed_request` says. `user_id` is scoped to the app: it is no PSID."""

    user_id: VendorId | None = None
    issued_at: int | str | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class MetaCallbacks:
    """
    Reads the data deletion callback, or the deauthorize callback, of a Meta app.

    Both are one form with one field, `signed_request`. The adapter holds no secret and reads what
    the request says, whoever sent it: call `signatures.signed_request` first.

    Args:
        kind: Which of the two callbacks; make one adapter for each of your two addresses.
        app_id: The id of the app. It is not in the request, and the user's id holds within it.

    Raises:
        ValueError: If `app_id` is blank.
    """

    kind: CallbackKind
    app_id: str

    channel = "meta"

    def __post_init__(self) -> None:
        """Refuse a blank app."""
        if not self.app_id.strip():
            raise ValueError("app_id is blank")

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the one event of a callback.

        Raises:
            PayloadError: If the body is no form with one `signed_request`, or that holds no JSON
                object.
        """
        claims = _claims(payload)
        occurred_at, defects = from_epoch(claims.issued_at, "seconds")
        source = Source(
            adapter=self.channel, digest=payload.digest, received_at=payload.received_at
        )
        if not claims.user_id:
            expected = "expected a user_id in the signed_request"
            return (
                Unrecognised(
                    id=derive_id("evt", self.channel, "unrecognised", self.app_id, payload.digest),
                    channel=self.channel,
                    account=self.app_id,
                    occurred_at=occurred_at,
                    source=source,
                    defects=defects,
                    reason="missing_id",
                    expected=expected,
                ),
            )
        stamp = None if claims.issued_at is None else str(claims.issued_at)
        which = (self.app_id, self.kind, claims.user_id, stamp)
        user = Identity(scheme="facebook_app_user", value=claims.user_id, scope=self.app_id)
        return (
            RightsRequested(
                id=derive_id("evt", self.channel, "rights_requested", *which),
                channel=self.channel,
                account=self.app_id,
                occurred_at=occurred_at,
                source=source,
                defects=defects,
                request=RightsRequest(
                    kind=_RIGHTS[self.kind],
                    subject=Participant(role="customer", identities=(user,)),
                ),
            ),
        )


def _claims(payload: Payload) -> _Claims:
    fields = payload.form(channel=MetaCallbacks.channel)
    requests = [value for name, value in fields if name == "signed_request"]
    problem = "expected a form with one field signed_request"
    if len(requests) == 1:
        problem = "expected a signed_request of two parts in base64url, the second a JSON object"
        _, _, signed = requests[0].partition(".")
        try:
            return _Claims.model_validate(Payload(_decode(signed)).json())
        except ValueError:
            pass
    # Outside the handler: what was caught there holds the request.
    raise PayloadError(problem, channel=MetaCallbacks.channel, digest=payload.digest)


def _decode(signed: str) -> bytes:
    # `=` is left out on the wire, and Python wants it.
    return urlsafe_b64decode(signed + "=" * (-len(signed) % 4))
