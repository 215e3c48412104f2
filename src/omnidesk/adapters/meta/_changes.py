"""The changes of an entry: whose they are, and which reader takes each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from omnidesk.adapters.meta._account import Account, place_of
from omnidesk.adapters.meta._words import MESSAGING_FIELDS
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from pydantic import BaseModel

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.meta._account import Place
    from omnidesk.adapters.meta._item import Page
    from omnidesk.events import Event

# Any with reason: each function takes the model that stands beside it in the table.
Readers: TypeAlias = "Mapping[str, tuple[type[BaseModel], Callable[[Any, Place], Iterator[Event]]]]"
"""By `changes[].field`: how its value is read."""

_CHAT = ("messaging", "standby")
"""The lists of an entry that hold messages of the chat, not changes."""


class Changes:
    """
    Reads the changes of a webhook's entries, one at a time.

    Args:
        payload: The webhook.
        entries: Its entries.
        channel: The channel of what is read.
        readers: The fields that are read.
        named: The fields that are documented and not read.
    """

    def __init__(
        self,
        payload: Payload,
        entries: list[JSON],
        channel: str,
        readers: Readers,
        named: frozenset[str],
    ) -> None:
        self._payload = payload
        self._entries = entries
        self._channel = channel
        self._readers = readers
        self._named = named
        self._accounts: dict[str, Account] = {}

    def read_beside(
        self, page: Page, field: str, raw: JSON, pointer: str
    ) -> Iterator[Event] | None:
        """
        Read a change beside what reads the messages of the same entries.

        Returns:
            `None` if the field is none of the channel's.
        """
        if field not in self._readers and field not in self._named:
            return None
        return self._change(self._account(page.id), raw, pointer)

    def _account(self, account_id: str) -> Account:
        """Return our side of an entry."""
        known = self._accounts.get(account_id)
        if known is None:
            known = Account(self._payload, self._channel, account_id)
            self._accounts[account_id] = known
        return known

    def _change(self, account: Account, raw: JSON, pointer: str) -> Iterator[Event]:
        fields = cast("dict[str, JSON]", raw) if isinstance(raw, dict) else {}
        field = fields.get("field")
        if not isinstance(field, str):
            expected = f"expected an object with a field at {pointer}"
            yield account.unrecognised(pointer, "invalid", expected=expected)
            return
        if field not in self._readers:
            name = field if field in self._named or field in MESSAGING_FIELDS else None
            yield account.unrecognised(pointer, "unknown_kind", name=name)
            return
        if fields.get("value") is None:
            expected = f"expected a value at {pointer}"
            yield account.unrecognised(pointer, "invalid", expected=expected, name=field)
            return
        model, read = self._readers[field]
        where = f"{pointer}/value"
        try:
            value = self._payload.validate(model, fields["value"], pointer=where)
        except PayloadError as error:
            expected = f"{error.reason} at {error.pointer}"
            yield account.unrecognised(where, "invalid", expected=expected, name=field)
            return
        index = int(pointer.split("/", 3)[2])  # of /entry/INDEX/changes/…
        entry = cast("dict[str, JSON]", self._entries[index])
        place = place_of(
            account,
            where,
            getattr(value, "created_time", None),
            "created_time",
            delivered=entry.get("time"),
            delivered_at=f"/entry/{index}/time",
        )
        yield from read(value, place)

    def read_alone(self) -> Iterator[Event]:
        """
        Read all entries, and say of each list of messages that it was not read.

        An event that stands there twice is yielded once.
        """
        seen: set[str] = set()
        for index, raw in enumerate(self._entries):
            for event in self._entry(raw, index):
                if event.id not in seen:
                    seen.add(event.id)
                    yield event

    def _entry(self, raw: JSON, index: int) -> Iterator[Event]:
        fields = cast("dict[str, JSON]", raw) if isinstance(raw, dict) else {}
        pointer = f"/entry/{index}"
        account = self._account(account_id(fields))
        if not account.id:
            expected = f"expected an object with the account's id at {pointer}"
            yield account.unrecognised(pointer, "missing_id", expected=expected)
            return
        if not any(fields.get(name) is not None for name in (*_CHAT, "changes")):
            yield account.unrecognised(pointer, "unknown_kind")
        for name in _CHAT:
            if fields.get(name):
                # Another adapter's; but nothing is lost without a word.
                yield account.unrecognised(f"{pointer}/{name}", "unknown_kind", name=name)
        items, where = fields.get("changes"), f"{pointer}/changes"
        if isinstance(items, list):
            for number, item in enumerate(cast("list[JSON]", items)):
                yield from self._change(account, item, f"{where}/{number}")
        elif items is not None:
            yield account.unrecognised(where, "invalid", expected=f"expected a list at {where}")


def account_id(fields: Mapping[str, JSON]) -> str:
    """Return the id of the account that an entry is about; empty if it does not say."""
    found = fields.get("id")
    # Old payloads carry it as a number.
    is_number = isinstance(found, int) and not isinstance(found, bool)
    return str(found) if is_number or isinstance(found, str) else ""
