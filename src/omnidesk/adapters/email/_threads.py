"""Which mails belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.model import derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable

_REFERENCES = 20
_ADDRESSES = 50


def thread_keys(
    references: tuple[str, ...],
    in_reply_to: tuple[str, ...],
    message_id: str,
    outside: Iterable[str],
) -> tuple[str, ...]:
    """
    Return the keys that a mail belongs under, the root first.

    A key names a message id together with one address outside the desk, so two mails meet only if
    they share both. A stranger who quotes somebody's message id joins nothing: anyone who ever saw
    a mail knows its id, and an id alone must not open a conversation. The price: a colleague of
    the customer who answers without copying anybody starts a conversation of their own.

    No address can be read from a key.

    Args:
        references: The ids in References. Of more than 20, the first and the last 19 count.
        in_reply_to: The ids in In-Reply-To.
        message_id: The mail's own id.
        outside: The addresses outside the desk. Of more than 50, the first 50 in order count.
    """
    if len(references) > _REFERENCES:
        references = (references[0], *references[1 - _REFERENCES :])
    ids = dict.fromkeys((*references, *in_reply_to[:_REFERENCES], message_id))
    addresses = sorted({address.lower() for address in outside})[:_ADDRESSES] or [""]
    return tuple(derive_id("ref", one, address) for one in ids for address in addresses)
