"""Which mails belong together: those that name the same mail between the same two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from omnidesk.adapters.email._subject import base_subject
from omnidesk.adapters.email._thread_index import thread_index
from omnidesk.model import derive_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from omnidesk._mime import Address
    from omnidesk.adapters.email._desk import Desk

_REFERENCES = 20
_ADDRESSES = 50

_DESK = ""
"""Stands for the desk, whichever of its addresses a mail is from or to."""

Pair = tuple[str, ...]
"""The author of a mail and one whom it is for, in order; one alone if it is for nobody."""

LastResort = Literal["subject", "thread_index"]
"""What mails may be joined by beside message ids, always between the same two people."""


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


def report_key(
    desk: Desk, message_id: str, recipient: str, reported_to: Iterable[Address]
) -> str | None:
    """
    Return the one key that a report about a mail belongs under, if it can be told.

    A report comes from a server with which nobody corresponds. What it says about the mail takes
    the place: its id, and whom it was for. A stranger who makes up a report has to know both. Only
    one recipient counts, and the report belongs under no other key: a second one, or its own id,
    would open the conversation to whoever is named there.

    Args:
        desk: Our side.
        message_id: Of the mail that the report is about.
        recipient: Whom that mail was for.
        reported_to: Whom the report is for, who wrote that mail. Looked at if the desk is not
            known.
    """
    names = (name for one in reported_to if (name := _name(desk, one)) is not None)
    writer = _DESK if desk.is_known else next(names, None)
    # What we write among ourselves is closed to whatever comes from outside.
    if writer is None or desk.owns(recipient):
        return None
    return derive_id("ref", message_id, *_pair(writer, recipient.lower()))


def last_resort_keys(
    resorts: Collection[LastResort],
    pairs: list[Pair],
    *,
    index: str | None,
    subject: str | None,
) -> Iterator[str]:
    """
    Yield keys for mails whose programs lose the references.

    They are pairs too: what a stranger copies from somebody's mail joins nothing of theirs. But all
    that two people ever wrote to one another under one subject becomes one conversation.

    Args:
        resorts: Which of them are wanted.
        pairs: Whom the mail is between, from `correspondences`.
        index: Its `Thread-Index`, by which Outlook knows a conversation.
        subject: Its subject, of which the base counts (RFC 5256).
    """
    found = thread_index(index) if index and "thread_index" in resorts else None
    names = [] if found is None else [("thread_index", found.guid.hex)]
    base = base_subject(subject).casefold() if subject and "subject" in resorts else ""
    names += [("subject", base)] if base else []
    for kind, name in names:
        # No message id is `None`.
        yield from [derive_id("ref", None, kind, name, *pair) for pair in pairs]


def _name(desk: Desk, address: Address) -> str | None:
    """Return what somebody is called in a pair; `None` for one without an address."""
    written = address.address
    if written is None:
        return None
    return _DESK if desk.owns(written) else written.lower()


def _pair(first: str, second: str) -> Pair:
    return (first, second) if first < second else (second, first)
