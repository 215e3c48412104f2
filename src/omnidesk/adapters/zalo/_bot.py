"""The adapter for bots of the Zalo Bot Platform: another product, with other ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from omnidesk.adapters.zalo import _wire as wire
from omnidesk.adapters.zalo._attachments import plain
from omnidesk.adapters.zalo._desk import Desk
from omnidesk.adapters.zalo._times import read_time
from omnidesk.adapters.zalo._words import BOT_UPDATES
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted
from omnidesk.model import Identity, Message, Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event
    from omnidesk.model import Attachment

_CHANNEL = "zalo_bot"


@dataclass(frozen=True, slots=True)
class ZaloBot:
    """
    Reads updates of the Zalo Bot API: what a webhook receives, and what `getUpdates` answers.

    Args:
        bot_id: The bot's id, or any name of yours for it. No update names the bot, and the
            conversations of two bots must not run together: without it, nothing is understood.
    """

    bot_id: str | None = None

    channel = _CHANNEL

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the message out of an update.

        Raises:
            PayloadError: If the body is not JSON, no update, or an error of the API's.
        """
        body = _object(payload.json(channel=_CHANNEL))
        fields, pointer = _update(body)
        if fields is None:
            is_error = body.get("ok") is False
            raise PayloadError(
                "expected an update, got an error" if is_error else "expected an update",
                channel=_CHANNEL,
                pointer="/ok" if is_error else "",
                digest=payload.digest,
            )
        return self._read(payload, fields, pointer)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is an update of the Bot API. Cheap for what is not."""
        if b'"message.' not in payload.body:
            return False
        try:
            fields, _ = _update(_object(payload.json()))
        except PayloadError:
            return False
        return fields is not None and fields["event_name"].startswith("message.")

    def _read(self, payload: Payload, fields: dict[str, JSON], pointer: str) -> Iterator[Event]:
        desk = Desk(payload, self.bot_id or "", channel=_CHANNEL)
        name = fields["event_name"] if fields["event_name"] in BOT_UPDATES else None
        try:
            read = payload.validate(wire.BotUpdate, fields, pointer=pointer)
        except PayloadError as error:
            expected = f"{error.reason} at {error.pointer}"
            yield desk.unrecognised("invalid", pointer=pointer, expected=expected, name=name)
            return
        if name is None:
            yield desk.unrecognised("unknown_kind", pointer=pointer)
        elif not self.bot_id:
            expected = "expected a bot_id in the adapter's configuration: an update names no bot"
            yield desk.unrecognised("missing_id", pointer=pointer, expected=expected, name=name)
        else:
            yield _message(desk, name, read.message, pointer)


def _object(value: JSON) -> dict[str, JSON]:
    return cast("dict[str, JSON]", value) if isinstance(value, dict) else {}


def _update(body: dict[str, JSON]) -> tuple[dict[str, JSON] | None, str]:
    """Return the update and where it stands: recorded webhooks have `result`, and have it not."""
    for update, pointer in ((body, ""), (_object(body.get("result")), "/result")):
        if isinstance(update.get("event_name"), str):
            return update, pointer
    return None, ""


def _message(desk: Desk, name: str, body: wire.BotMessage | None, pointer: str) -> Event:
    chat = body.chat if body else None
    if body is None or not body.message_id or chat is None or not chat.id:
        expected = f"expected ids of a message and a chat at {pointer}/message"
        return desk.unrecognised("missing_id", pointer=pointer, expected=expected, name=name)
    sent_at, defects = read_time(body.date, f"{pointer}/message/date")
    # Marked, so that a group never runs together with a person.
    thread = f"group:{chat.id}" if (chat.chat_type or "").upper() == "GROUP" else chat.id
    bot = Identity(scheme="zalo_bot", value=desk.account)
    shared = desk.shared(
        "message_posted",
        chat.id,
        body.message_id,
        thread=(thread,),
        occurred_at=sent_at,
        pointer=pointer,
        defects=defects,
    )
    return MessagePosted(
        **shared,
        message=Message(
            id=body.message_id,
            author=_author(desk, body.sender),
            to=(Participant(role="bot", identities=(bot,)),),
            direction="inbound",
            visibility="private",
            sent_at=sent_at,
            text=body.text or body.caption or None,
            attachments=_attachments(desk, name, body, f"{pointer}/message"),
            state="unsupported" if name == "message.unsupported.received" else "live",
            defects=defects,
        ),
        visibility="private",
    )


def _author(desk: Desk, sender: wire.BotParty | None) -> Participant:
    if sender is None or not sender.id:
        return Participant()
    identity = Identity(scheme="zalo_bot_user", value=sender.id, scope=desk.account)
    return Participant(
        role="bot" if sender.is_bot else "customer",
        identities=(identity,),
        name=sender.display_name or None,
        name_source="vendor" if sender.display_name else None,
    )


def _attachments(
    desk: Desk, name: str, body: wire.BotMessage, pointer: str
) -> tuple[Attachment, ...]:
    kind = BOT_UPDATES[name]
    if kind is None:
        return ()
    url = {"image": body.photo_url, "sticker": body.url, "audio": body.voice_url}[kind]
    attachment = plain(kind, desk, pointer, url)
    if kind == "sticker" and body.sticker:
        return (attachment.model_copy(update={"id": body.sticker}),)
    return (attachment,)
