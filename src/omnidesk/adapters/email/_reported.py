"""What a report says about mail of ours: how far it came, and who complains about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnidesk.model import ReceiptKind

if TYPE_CHECKING:
    from omnidesk.adapters.email.machine import (
        Action,
        Bounce,
        Disposition,
        FeedbackReport,
        MachineMail,
        Signal,
    )

# RFC 3464 section 2.3.3. A mail that is delayed may still arrive; one that was relayed has left
# the servers that tell; one that was expanded has reached the address that it was written to.
_OF_ACTIONS: dict[Action, ReceiptKind] = {
    "failed": "failed",
    "delivered": "delivered",
    "expanded": "delivered",
}
# RFC 8098 section 3.2.6.2. What was deleted or sent on unseen had arrived.
_OF_DISPOSITIONS: dict[str, ReceiptKind] = {
    "displayed": "read",
    "deleted": "delivered",
    "dispatched": "delivered",
    "processed": "delivered",
}
# RFC 5965 section 7.3 and its registry. `fraud` and `virus` are about what a mail is taken for,
# `auth-failure` is about servers, and `not-spam` allows nothing.
_COMPLAINTS = frozenset({"abuse", "opt-out", "opt-out-list"})


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """How far a mail of ours came, for one of its recipients."""

    kind: ReceiptKind
    recipient: str | None
    reason: str | None = None
    """The enhanced status code (RFC 3463) of a failure."""


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """A mail that is about another one."""

    message_id: str | None
    """Of the mail that it is about."""
    recipient: str | None
    """Whom that mail was for, as its author wrote the address, as far as the report tells."""
    outcomes: tuple[Outcome, ...] = ()
    complaints: tuple[str | None, ...] = ()
    """Who complains: addresses, or `None` for one whom the reporter hides."""
    pointer: str = ""
    """The path of the part that says so; empty where the text does."""


def report_of(found: MachineMail) -> Report | None:
    """
    Read a report out of what is known about a machine's mail; `None` if it is none.

    Args:
        found: What `classify` says.
    """
    if found.bounce is not None:
        return _delivery(found.bounce, _where(found, "delivery_report"))
    if found.disposition is not None:
        return _disposition(found.disposition, _where(found, "disposition_report"))
    if found.report is not None:
        return _feedback(found.report, _where(found, "feedback_report"))
    return None


def _delivery(bounce: Bounce, pointer: str) -> Report:
    outcomes = [
        Outcome(kind, one.address, one.status if kind == "failed" else None)
        for one in bounce.recipients
        if (kind := _OF_ACTIONS.get(one.action)) is not None
    ]
    named = next((one for one in bounce.recipients if one.address is not None), None)
    recipient = bounce.original_recipient
    if named is not None:
        recipient = named.addressed or recipient or named.address
    return Report(bounce.original_message_id, recipient, tuple(outcomes), pointer=pointer)


def _disposition(said: Disposition, pointer: str) -> Report:
    kind = _OF_DISPOSITIONS.get(said.disposition_type or "")
    outcomes = () if kind is None else (Outcome(kind, said.final_recipient),)
    # Its author is one with whom we correspond, and their address is in its headers.
    return Report(said.original_message_id, None, outcomes, pointer=pointer)


def _feedback(said: FeedbackReport, pointer: str) -> Report:
    named = said.original_recipients or ((said.original_to,) if said.original_to else ())
    complaints = (named or (None,)) if said.feedback_type in _COMPLAINTS else ()
    recipient = named[0] if named else None
    return Report(said.original_message_id, recipient, complaints=complaints, pointer=pointer)


def _where(found: MachineMail, code: Signal) -> str:
    """Return the path of the part by which a mail is such a report."""
    places = (one.where for one in found.reasons if one.code == code)
    return next((where for where in places if where != "content-type"), "")
