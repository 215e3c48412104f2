"""Gates about what allows a message: a consent, a contract, a question, the law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.policy.contact._request import GO, no
from omnidesk.policy.contact._scope import STOPPED

if TYPE_CHECKING:
    from omnidesk.policy.contact._request import Asked, Said


def basis(asked: Asked) -> Said:
    """Stop what nothing allows: no consent, no question, or a refusal."""
    request, kind = asked.request, asked.kind
    standing = asked.ledger.state(
        request.subject,
        now=asked.now,
        purpose=kind.purpose,
        channel=request.channel,
        message_class=kind.id,
        controller=asked.policy.controller,
        region=request.region,
        ceilings=asked.ceilings,
    )
    if kind.basis == "consent":
        if not standing.allows:
            return no(f"consent_{standing.state}")
        confirmed = standing.event is not None and standing.event.signal == "double_opt_in"
        return GO if confirmed or not kind.double_opt_in else no("not_confirmed")
    if kind.opt_out and standing.state in STOPPED:
        return no(f"consent_{standing.state}")
    where = None if kind.across else request.channel
    if kind.basis == "reply":
        question = asked.latest("interacted", name=where)
        if question is None:
            return no("nobody_asked")
        if kind.reply_within is not None and asked.now >= question + kind.reply_within:
            return no("asked_long_ago")
    return GO


def single(asked: Asked) -> Said:
    """Stop what goes once from going twice, or without its reason."""
    if asked.kind.single is None:
        return GO
    sent = asked.latest("class_sent", name=asked.kind.id)
    if asked.kind.single == "registration":
        return GO if sent is None else no("already_sent")
    refused = max(
        (
            one.at
            for one in asked.ledger.about(asked.request.subject)
            if one.kind in STOPPED and one.at <= asked.now
        ),
        default=None,
    )
    if refused is None:
        return no("nothing_refused")
    return GO if sent is None or sent < refused else no("already_sent")
