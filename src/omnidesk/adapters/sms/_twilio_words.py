"""
Twilio's words about messages in ours.

Source: <https://www.twilio.com/docs/messaging/api/message-resource#message-status-values> and
<https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out>.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from omnidesk.adapters.sms._desk import CHANNELS, key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.adapters.sms._desk import TextDesk
    from omnidesk.model import ConsentState, Identity, ReceiptKind

RECEIPTS: Final[Mapping[str, ReceiptKind]] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "failed",
}
"""`MessageStatus` and `status` of an outgoing message that has come somewhere."""

UNDER_WAY: Final = frozenset(("accepted", "scheduled", "queued", "sending"))
"""Those of one that has not: they say nothing to keep."""

INCOMING: Final = frozenset(("receiving", "received"))
"""Those of a message that came in."""

CONSENTS: Final[Mapping[str, ConsentState]] = {"STOP": "withdrawn", "START": "granted"}
"""`OptOutType`, as Advanced Opt-Out has recognised it. `HELP` asks, and allows nothing."""


def channel_of(*addresses: str | None) -> str | None:
    """Return the channel of two addresses; `None` if it is one that is not read."""
    kinds = {one.partition(":")[0].lower() for one in addresses if one and ":" in one}
    kind = min(kinds, default="")
    return CHANNELS.get(kind) if len(kinds) <= 1 else None


def thread(
    desk: TextDesk, sid: str, who: Identity | None, line: Identity | None, service: str | None
) -> tuple[str, ...]:
    """
    Return the keys of a conversation: somebody with one of our lines, or with a service of ours.

    A Messaging Service picks a line when it sends, and names none before. What names both ties
    the two together.
    """
    keys: list[tuple[str | None, ...]] = []
    if who is not None and line is not None:
        keys.append(("line", *key(line), *key(who)))
    if who is not None and service:
        keys.append(("service", service, *key(who)))
    # Whoever withholds their address is not the same as the next one who does.
    return desk.thread(*(keys or [("message", sid)]))
