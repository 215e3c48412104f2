"""The adapter for Official Accounts: a webhook's event, or a page of the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from omnidesk.adapters.zalo import _wire as wire
from omnidesk.adapters.zalo._desk import CHANNEL, Desk, Item
from omnidesk.adapters.zalo._messages import (
    button_pressed,
    console_test,
    feedback_posted,
    is_zns,
    message_posted,
    reaction_changed,
    receipt_reported,
)
from omnidesk.adapters.zalo._people import (
    call_consent,
    call_reported,
    consent_signalled,
    form_submitted,
    notice_posted,
)
from omnidesk.adapters.zalo._pulled import is_pulled, read_pulled
from omnidesk.adapters.zalo._times import as_stamp, read_time
from omnidesk.adapters.zalo._words import (
    CALLS,
    CONSENTS,
    DOCUMENTED,
    MESSAGES,
    NOTICES,
    OA_IS_RECIPIENT,
    OA_IS_SENDER,
    REACTIONS,
    RECEIPTS,
    SAME_EVENT,
)
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True)
class Zalo:
    """
    Reads what Zalo says about an Official Account: webhooks, and pages pulled from its API.

    Args:
        oa_ids: The ids of our Official Accounts. Receipts need them, since sources do not agree on
            which side of a receipt is the account; so do pulled pages that do not name it.
        app_id: The id of our app. Webhooks name it; a pulled page does not, and a person's id in
            the app means nothing without it.
        sole_app: Say that no other app writes for these accounts. Then what no person wrote in
            Zalo's own inbox has the origin `own_app`; without it, `unknown`.
    """

    oa_ids: tuple[str, ...] = ()
    app_id: str | None = None
    sole_app: bool = False

    channel = CHANNEL

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of a webhook's body or a pulled page.

        A webhook holds one event, which may tell several things: a message, and that two ids are
        one person's. A pulled page holds many messages; one that cannot be understood becomes
        `Unrecognised`, and the others live.

        Raises:
            PayloadError: If the body is not JSON, neither a webhook nor a page, or an error of the
                API's: those come with HTTP status 200.
        """
        body = payload.json(channel=CHANNEL)
        fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
        if isinstance(fields.get("event_name"), str):
            return self._read(payload, fields)
        return read_pulled(payload, body, self.oa_ids, self.app_id)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is of an Official Account. Cheap for what is not."""
        if not any(mark in payload.body for mark in _MARKS):
            return False
        try:
            body = payload.json()
        except PayloadError:
            return False
        if not isinstance(body, dict):
            return is_pulled(body)
        fields = cast("dict[str, JSON]", body)
        name = fields.get("event_name")
        if name is None:
            return is_pulled(body)
        return isinstance(name, str) and (name in DOCUMENTED or not _MADE_OF.isdisjoint(fields))

    def _read(self, payload: Payload, fields: dict[str, JSON]) -> Iterator[Event]:
        try:
            read = payload.validate(wire.Event, fields, pointer="")
        except PayloadError as error:
            only = self.oa_ids[0] if len(self.oa_ids) == 1 else ""
            named = fields.get("oa_id")
            desk = Desk(payload, named if isinstance(named, str) and named else only)
            expected = f"{error.reason} at {error.pointer}"
            name = fields["event_name"] if fields["event_name"] in DOCUMENTED else None
            yield desk.unrecognised("invalid", expected=expected, name=name)
            return
        account = _account(read, payload, self.oa_ids)
        app_id = read.app_id or self.app_id
        # What belongs to no account that we know still belongs to an app.
        key = account or (f"app:{app_id}" if app_id else "")
        desk = Desk(payload, key, app_id=app_id, sole_app=self.sole_app)
        occurred_at, defects = read_time(read.timestamp, "/timestamp")
        item = Item(
            desk,
            read,
            name=read.event_name,
            same=SAME_EVENT.get(read.event_name, read.event_name),
            person=_person(read, account),
            occurred_at=occurred_at,
            stamp=as_stamp(read.timestamp),
            defects=defects + console_test(read),
        )
        build = BUILDERS.get(read.event_name)
        if build is None:
            yield desk.unrecognised("unknown_kind", occurred_at=occurred_at, defects=item.defects)
        elif account is None and read.event_name not in _WITHOUT_ACCOUNT:
            expected = "expected an oa_id, or the account's id among oa_ids"
            yield item.unrecognised("missing_id", expected)
        else:
            yield from build(item)


def _account(read: wire.Event, payload: Payload, oa_ids: tuple[str, ...]) -> str | None:
    """
    Find out which account an event is about.

    Its own word counts, then which end is an account of ours, then the place that Zalo documents.
    """
    if read.oa_id:
        return read.oa_id
    sender = (read.sender.id if read.sender else None) or None
    recipient = (read.recipient.id if read.recipient else None) or None
    ours = {one for one in (sender, recipient) if one in oa_ids}
    if len(ours) == 1:
        return ours.pop()
    if read.event_name in OA_IS_SENDER:
        return sender
    if read.event_name in OA_IS_RECIPIENT:
        return recipient
    if read.event_name in RECEIPTS:
        return sender if is_zns(payload.header("X-ZEvent-Server"), read) else None
    only = sender is None and recipient is None and len(oa_ids) == 1
    return oa_ids[0] if only else None


def _person(read: wire.Event, account: str | None) -> str | None:
    """Return the end that is not the account."""
    ends = (read.sender, read.recipient)
    return next((one.id for one in ends if one and one.id and one.id != account), None)


_WITHOUT_ACCOUNT = frozenset({"extension_purchased", "permission_revoked"})
"""What may be about an app rather than an account."""

BUILDERS: Mapping[str, Callable[[Item], Iterator[Event]]] = {
    **dict.fromkeys(MESSAGES, message_posted),
    **dict.fromkeys(RECEIPTS, receipt_reported),
    **dict.fromkeys(REACTIONS, reaction_changed),
    **dict.fromkeys(CALLS, call_reported),
    **dict.fromkeys(NOTICES, notice_posted),
    **dict.fromkeys(CONSENTS, consent_signalled),
    "oa_send_consent": call_consent,
    "user_click_response_button": button_pressed,
    "user_feedback": feedback_posted,
    "user_reply_consent": call_consent,
    "user_submit_info": form_submitted,
}
"""By `event_name`: the whole catalogue."""

_MARKS = (b'"event_name"', b'"message_id"', b'"user_id"')
"""One of these is in all that is read."""

_MADE_OF = frozenset({"app_id", "oa_id", "oaId", "user_id_by_app"})
"""One of these is in every event, also in those that nobody documents yet."""
