"""Gates about the message: by which channel, from whom, marked how, about what, by a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.policy.contact._conditions import Route
from omnidesk.policy.contact._request import GO, Said, no
from omnidesk.policy.contact._rows import Marks
from omnidesk.policy.contact._time_gates import rows
from omnidesk.policy.disclosure import processor_allows

if TYPE_CHECKING:
    from omnidesk.policy.contact._request import Asked

_CALLS = frozenset({"call", "zalo_call"})


def active(asked: Asked) -> Said:
    """Stop a class that is not sent at present."""
    return GO if asked.kind.active else no("class_off")


def channel(asked: Asked) -> Said:
    """Stop what goes by a channel that the desk, or the class, does not use."""
    for allowed in (asked.policy.channels, asked.kind.channels or None):
        if allowed is not None and asked.request.channel not in allowed:
            return no("channel", instead=allowed)
    return GO


def sender(asked: Asked) -> Said:
    """Stop what comes from another address than those of its class, or from no person."""
    if asked.kind.human and not asked.request.human:
        return no("not_human")
    given = (asked.request.sender or "").lower()
    for one in asked.kind.senders:
        pattern = one.lower()
        whole = pattern in ("*", given)
        domain = pattern.startswith("*@") and given.endswith(pattern[1:]) and given[0] != "@"
        if given and (whole or domain):
            return GO
    return no("sender")


def labels(asked: Asked) -> Said:
    """Stop what lacks a label or the way to opt out, by its class or by a row."""
    request, demanded = asked.request, rows(asked, Marks)
    has = set(request.labels)
    if not has.issuperset(asked.kind.labels):
        return no("label")
    if any(row.one_of and has.isdisjoint(row.one_of) for row in demanded):
        return no("label")
    if (asked.kind.footer or any(row.footer for row in demanded)) and not request.footer:
        return no("footer")
    return GO


def region(asked: Asked) -> Said:
    """Stop what goes to a region to which the desk does not send."""
    allowed = asked.policy.regions
    return GO if allowed is None or asked.request.region in allowed else no("region")


def processor(asked: Asked) -> Said:
    """Stop what is to be carried by a sub-processor that may not."""
    request = asked.request
    if request.processor is None:
        return GO
    if asked.processors is None:
        return no("processor_unknown")
    found = processor_allows(
        asked.processors,
        request.processor,
        region=request.region,
        channel=request.channel,
        now=asked.now,
        category="call" if request.channel in _CALLS else "message",
        purpose=asked.kind.purpose,
        customer=request.customer or request.subject,
        ledger=asked.ledger,
        facts=asked.known(),
    )
    return GO if found.go == "allow" else no(found.reasons[0])


def topic(asked: Asked) -> Said:
    """Stop a topic that has no place in its channel, or say where it has one."""
    advice = GO
    for row in rows(asked, Route):
        if asked.request.topic is None and row.says == "refuse":
            return no("topic_unknown")
        if asked.request.topic in row.topic:
            if row.says == "refuse":
                return no("topic_refused", instead=row.instead)
            advice = Said(reason="topic_elsewhere", instead=row.instead)
    return advice


def automatic(asked: Asked) -> Said:
    """
    Stop what a machine answers to a machine (RFC 3834).

    For mail, somebody must have looked: what is not known is a no. In a conversation that is given,
    the message that it answers says itself what wrote it.
    """
    request = asked.request
    if not request.automatic:
        return GO
    if request.reply_to in asked.automatic:
        return no("machine_mail")
    answers = request.reply_to is not None or asked.kind.basis == "reply"
    if request.channel != "email" or not answers or request.may_auto_respond:
        return GO
    return no("machine_unknown" if request.may_auto_respond is None else "machine_mail")
