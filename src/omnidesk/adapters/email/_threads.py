"""Which mails belong together: those that name the same mail between the same two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.model import derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._mime import Address
    from omnidesk.adapters.email._desk import Desk

_REFERENCES = 20
_ADDRESSES = 50

_DESK = ""
"""Stands for the desk, whichever of its addresses a mail is from or to."""

Pair = tuple[str, ...]
"""The author of a mail and one whom it is for, in order; one alone if it is for nobody."""


def correspondences(desk: Desk, author: Address, recipients: Iterable[Address]) -> list[Pair]:
    """
    Return whom a mail is between: its author, and each one whom it is for.

    What comes from outside is for the desk, whether it says so or not: it is here.
    """
    writer = _name(desk, author)
    others = dict.fromkeys(name for one in recipients if (name := _name(desk, one)) is not None)
    if writer is None:
        return []
    if desk.is_known and writer != _DESK:
        others = {_DESK: None, **others}
    others.pop(writer, None)
    return [_pair(writer, other) for other in list(others)[:_ADDRESSES]] or [(writer,)]


def answers_between(desk: Desk, answer_to: Iterable[Address]) -> list[Pair]:
    """Return whom the desk's answers to a mail will be between, where its author says where to."""
    if not desk.is_known:
        return []
    names = [name for one in answer_to if (name := _name(desk, one))]
    return [_pair(_DESK, name) for name in names[:_ADDRESSES]]


def thread_keys(
    references: tuple[str, ...],
    in_reply_to: tuple[str, ...],
    message_id: str,
    pairs: list[Pair],
    answers: list[Pair],
) -> tuple[str, ...]:
    """
    Return the keys that a mail belongs under, the root first.

    A key names a message id together with two who correspond, so two mails meet only if they share
    both. A stranger who quotes somebody's message id joins nothing, whomever they copy in: anyone
    who ever saw a mail knows its id, and an id alone must not open a conversation. The price: a
    colleague of the customer who answers only us, before we have written to them, starts a
    conversation of their own.

    Where an author asks for answers elsewhere counts for their own mail and not for what it quotes;
    else it would let a stranger in. No address can be read from a key.

    Args:
        references: The ids in References. Of more than 20, the first and the last 19 count.
        in_reply_to: The ids in In-Reply-To, of which 20 count.
        message_id: The mail's own id.
        pairs: Whom it is between, from `correspondences`.
        answers: Whom its answers will be between, from `answers_between`.
    """
    if len(references) > _REFERENCES:
        references = (references[0], *references[1 - _REFERENCES :])
    ids = dict.fromkeys((*references, *in_reply_to[:_REFERENCES], message_id))
    keys = [derive_id("ref", one, *pair) for one in ids for pair in pairs]
    keys += [derive_id("ref", message_id, *pair) for pair in answers]
    return tuple(dict.fromkeys(keys))


def _name(desk: Desk, address: Address) -> str | None:
    """Return what somebody is called in a pair; `None` for one without an address."""
    if desk.is_own(address):
        return _DESK
    return None if address.address is None else address.address.lower()


def _pair(first: str, second: str) -> Pair:
    return (first, second) if first < second else (second, first)
