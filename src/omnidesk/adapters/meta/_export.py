"""The adapter for a conversation in a "Download your information" archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from omnidesk.adapters.meta import _export_wire as wire
from omnidesk.adapters.meta._export_items import Thread, read_item
from omnidesk.adapters.meta._mojibake import repair_all
from omnidesk.errors import PayloadError
from omnidesk.model import derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event

_MARKS = (b'"thread_path"', b'"threadName"', b'"magic_words"', b'"is_still_participant"')
"""What stands in every such file, one or the other, and in nothing else that we know."""


@dataclass(frozen=True, slots=True)
class MetaExport:
    """
    Reads a file `message_1.json` of an archive that Meta gives people and pages of their own data.

    An archive has names and no ids. So an identity is a name within one conversation of one
    archive, of the scheme `meta_export_name`, and nothing ties it to a Messenger or Instagram id.

    Args:
        own_names: Our names in the archive, as Meta writes them. Without them no message has a
            direction.
        account: What to call our side.

    Raises:
        ValueError: If `account` is blank.
    """

    own_names: tuple[str, ...] = ()
    account: str = "meta_export"

    channel = "meta_export"

    def __post_init__(self) -> None:
        """Refuse a blank account."""
        if not self.account.strip():
            raise ValueError("account is blank")

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events of a conversation, or of one file of a long one, oldest first.

        Text in the old form is repaired: Meta writes each byte of its UTF-8 as a character.

        Raises:
            PayloadError: If the body is not JSON, or has no list of messages.
        """
        body = payload.json(channel=self.channel)
        if not isinstance(body, dict):
            raise self._unusable(payload, "expected an object, as archives have it")
        fields = cast("dict[str, JSON]", body)
        messages = fields.get("messages")
        if not isinstance(messages, list):
            raise self._unusable(payload, "expected a list", "/messages")
        is_encrypted_form = isinstance(fields.get("threadName"), str)
        if not is_encrypted_form:
            fields = cast("dict[str, JSON]", repair_all(fields))
        return self._read(payload, fields, "timestamp" if is_encrypted_form else "timestamp_ms")

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is a conversation of an archive. Cheap, and never raises."""
        if b'"messages"' not in payload.body or not any(one in payload.body for one in _MARKS):
            return False
        try:
            body: object = payload.json()
        except PayloadError:
            return False
        fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
        return isinstance(fields.get("messages"), list) and isinstance(
            fields.get("participants"), list
        )

    def _read(self, payload: Payload, fields: dict[str, JSON], time_field: str) -> Iterator[Event]:
        names = _participants(fields)
        thread = Thread(
            payload=payload,
            channel=self.channel,
            account=self.account,
            key=_thread_key(fields, names),
            names=names,
            own_names=self.own_names,
            time_field=time_field,
        )
        # Meta writes the newest first.
        items = cast("list[JSON]", fields["messages"])
        for index in reversed(range(len(items))):
            pointer = f"/messages/{index}"
            try:
                item = payload.validate(wire.Message, items[index], pointer=pointer)
            except PayloadError as error:
                yield thread.unrecognised(pointer, f"{error.reason} at {error.pointer}")
                continue
            if not item.model_fields_set:
                yield thread.unrecognised(pointer, f"expected a message at {pointer}")
                continue
            yield from read_item(thread, item, pointer)

    def _unusable(self, payload: Payload, reason: str, pointer: str = "") -> PayloadError:
        return PayloadError(reason, channel=self.channel, pointer=pointer, digest=payload.digest)


def _participants(fields: dict[str, JSON]) -> tuple[str, ...]:
    """Return the names of those who take part: objects in the old form, strings in the new."""
    given = fields.get("participants")
    names: list[str] = []
    for one in cast("list[JSON]", given) if isinstance(given, list) else []:
        name = cast("dict[str, JSON]", one).get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and name:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _thread_key(fields: dict[str, JSON], names: tuple[str, ...]) -> str:
    """Return what names the conversation in the archive; the same in each of its files."""
    for field in ("thread_path", "threadName"):
        key = fields.get(field)
        if isinstance(key, str) and key:
            return key
    title = fields.get("title")
    return derive_id("thread", title if isinstance(title, str) else None, *sorted(names))
