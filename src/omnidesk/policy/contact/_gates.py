"""The gates by name: each looks at one thing, and says go, wait, or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.policy.contact import (
    _consent_gates,
    _message_gates,
    _person_gates,
    _time_gates,
)
from omnidesk.policy.contact._request import GO, GateAnswer, no

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from omnidesk.policy.contact._request import Asked, Said

GATES: dict[str, Callable[[Asked], Said]] = {
    "audience": _person_gates.audience,
    "automatic": _message_gates.automatic,
    "basis": _consent_gates.basis,
    "caps": _time_gates.caps,
    "channel": _message_gates.channel,
    "class": _message_gates.active,
    "closed_days": _time_gates.closed_days,
    "do_not_contact": _person_gates.do_not_contact,
    "fallback": _person_gates.fallback,
    "hours": _time_gates.hours,
    "labels": _message_gates.labels,
    "minor": _person_gates.minor,
    "preference": _person_gates.preference,
    "processor": _message_gates.processor,
    "reach": _person_gates.reach,
    "region": _message_gates.region,
    "register": _person_gates.register,
    "sender": _message_gates.sender,
    "single": _consent_gates.single,
    "topic": _message_gates.topic,
    "window": _time_gates.window,
}
"""Their order means nothing."""

_OPEN = {name: GateAnswer(gate=name, go="allow") for name in GATES}
"""What an open gate answers, which is most of what gates answer."""


def pass_gates(asked: Asked, names: Iterable[str]) -> tuple[GateAnswer, ...]:
    """Ask gates one by one."""
    return tuple(_ask(name, asked) for name in names)


def _ask(name: str, asked: Asked) -> GateAnswer:
    try:
        said = GATES[name](asked)
    except Exception:  # noqa: BLE001 - whatever goes wrong in a gate, it stays shut
        said = no("error")
    if said is GO:
        return _OPEN[name]
    return GateAnswer(
        gate=name,
        go=said.go,
        until=said.until,
        reason=said.reason,
        closes=said.closes,
        instead=said.instead,
    )
