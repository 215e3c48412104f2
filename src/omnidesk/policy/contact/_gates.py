"""The gates: each looks at one thing, and says go, wait, or no."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple
from zoneinfo import ZoneInfo

from omnidesk.model import Time
from omnidesk.model._base import Noun
from omnidesk.policy._base import Zone
from omnidesk.policy.contact._words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from omnidesk.policy._facts import Facts
    from omnidesk.policy.consent import Ceiling, Ledger
    from omnidesk.policy.contact._rules import ContactPolicy, MessageClass

Go = Literal["allow", "defer", "deny"]
"""Go; not before some moment; not at all, unless something new happens."""

GOES: dict[Go, int] = {"allow": 0, "defer": 1, "deny": 2}
"""The answers by how much they forbid."""


class SendRequest(Noun):
    """A message that somebody wants to send. What is `None` is not known, and not made up."""

    _shown: ClassVar[frozenset[str]] = frozenset({"channel", "message_class", "region", "zone"})

    subject: str
    """To whom (`subject_id`, or `Person.id`)."""
    channel: str
    """By which channel."""
    message_class: str
    """Of which class (`MessageClass.id`)."""
    sender: str | None = None
    """From which address or account."""
    region: str | None = None
    """Where the recipient is (ISO 3166)."""
    zone: Zone | None = None
    """On which clock the recipient lives (IANA)."""
    age: Literal["adult", "minor"] | None = None
    """Whether the recipient is of age, by the law that applies to them."""
    service: str | None = None
    """Which of the desk's services it is about."""
    labels: tuple[str, ...] = ()
    """What is written on it."""
    footer: bool = False
    """Whether it says how to opt out."""
    human: bool = False
    """Whether a person writes it."""


class GateAnswer(Noun):
    """What one gate says, and why."""

    _shown: ClassVar[frozenset[str]] = frozenset({"gate", "reason"})

    gate: str
    """Which gate."""
    go: Go
    """What it says."""
    until: Time | None = None
    """For `defer`: no earlier than this (UTC)."""
    reason: str | None = None
    """Why: a word of `WORDS`, or the id of the rule."""

    def words(self, language: Literal["en", "vi"] = "en") -> str:
        """Say it in words."""
        return WORDS[self.gate][language == "vi"]


class Asked(NamedTuple):
    """All that a gate may look at."""

    request: SendRequest
    kind: MessageClass
    policy: ContactPolicy
    ledger: Ledger
    facts: Facts
    ceilings: tuple[Ceiling, ...]
    now: datetime


_Said = tuple[Go, datetime | None, str | None]
_GO: _Said = ("allow", None, None)


def _no(reason: str) -> _Said:
    return "deny", None, reason


def _latest(asked: Asked, kind: str) -> tuple[datetime, set[str | None]] | None:
    """Return when something last happened to the subject, and under which names."""
    found = asked.facts.about(kind, subject=asked.request.subject)
    if not found:
        return None
    at = found[-1].at
    return at, {one.name for one in found if one.at == at}


def _do_not_contact(asked: Asked) -> _Said:
    refused, allowed = (_latest(asked, one) for one in ("do_not_contact", "contact_allowed"))
    if refused is not None and (allowed is None or allowed[0] <= refused[0]):
        return _no("do_not_contact")
    return _GO


def _register(asked: Asked) -> _Said:
    if asked.request.channel not in asked.policy.register_channels or asked.kind.basis != "consent":
        return _GO
    found = _latest(asked, "register_checked")
    return _GO if found is not None and found[1] == {"clear"} else _no("register")


def _preference(asked: Asked) -> _Said:
    found = _latest(asked, "channel_preferred")
    return _GO if found is None or asked.request.channel in found[1] else _no("preference")


def _basis(asked: Asked) -> _Said:
    request, kind = asked.request, asked.kind
    standing = asked.ledger.state(
        request.subject,
        now=asked.now,
        purpose=kind.purpose,
        channel=request.channel,
        message_class=kind.id,
        region=request.region,
        ceilings=asked.ceilings,
    )
    if kind.basis == "consent":
        return _GO if standing.allows else _no(f"consent_{standing.state}")
    if kind.opt_out and standing.state in ("withdrawn", "refused"):
        return _no(f"consent_{standing.state}")
    if kind.basis == "reply" and _interaction(asked) is None:
        return _no("nobody_asked")
    return _GO


def _minor(asked: Asked) -> _Said:
    if asked.kind.minors == "allowed" or asked.request.age == "adult":
        return _GO
    if asked.request.age is None:
        return _no("age_unknown")
    if asked.kind.minors == "never":
        return _no("minor")
    given = asked.ledger.state(
        asked.request.subject, now=asked.now, purpose="guardian", channel=asked.request.channel
    )
    return _GO if given.allows else _no("no_guardian")


def _interaction(asked: Asked) -> datetime | None:
    found = asked.facts.about("interacted", subject=asked.request.subject)
    return max((one.at for one in found if one.name == asked.request.channel), default=None)


def _window(asked: Asked) -> _Said:
    request = asked.request
    rows = [one for one in asked.policy.windows if one.channel == request.channel]
    if not rows:
        return _GO
    last = _interaction(asked)
    if last is None:
        return _no("no_interaction")
    place = (asked.now, request.region, request.channel, asked.kind.purpose)
    for one in rows:
        passes = request.human or not one.human
        if one.applies(*place) and passes and asked.now < last + one.length:
            return _GO
    return _no("window_closed")


def _hours(asked: Asked) -> _Said:
    request, until, reason = asked.request, asked.now, None
    for one in asked.policy.hours:
        if not one.applies(asked.now, request.region, request.channel, asked.kind.purpose):
            continue
        if request.zone is None:
            return _no("zone_unknown")
        opening = next_opening(asked.now, ZoneInfo(request.zone), one.opens, one.closes)
        opening = min(opening, one.ends)
        if opening > until:
            until, reason = opening, one.id
    return _GO if reason is None else ("defer", until, reason)


def next_opening(now: datetime, zone: ZoneInfo, opens: time, closes: time) -> datetime:
    """Return the first moment from now on (UTC) whose time of day is between two others."""

    def is_open(moment: datetime) -> bool:
        return opens <= moment.astimezone(zone).time() < closes

    if is_open(now):
        return now
    today = now.astimezone(zone).date()
    candidates = (
        datetime.combine(today + timedelta(days=day), opens, zone).replace(fold=fold)
        for day in (0, 1, 2)
        for fold in (0, 1)
    )
    found = min(
        moment
        for candidate in candidates
        if (moment := candidate.astimezone(UTC)) > now and is_open(moment)
    )
    # Where the clock jumps over the opening, it opens where the clock lands.
    minute = timedelta(minutes=1)
    while found - minute > now and is_open(found - minute):
        found -= minute
    return found


def _caps(asked: Asked) -> _Said:
    request, until, reason = asked.request, asked.now, None
    sent = [
        one.at
        for one in asked.facts.about("message_sent", subject=request.subject)
        if (one.name or "").partition("/")[0] == request.channel
    ]
    for one in asked.policy.caps:
        if not one.applies(asked.now, request.region, request.channel, asked.kind.purpose):
            continue
        recent = [at for at in sent if at > asked.now - one.within]
        if len(recent) >= one.count:
            free = min(recent[len(recent) - one.count] + one.within, one.ends)
            if free > until:
                until, reason = free, one.id
    return _GO if reason is None else ("defer", until, reason)


def _audience(asked: Asked) -> _Said:
    if not asked.kind.audience:
        return _GO
    if asked.request.service is None:
        return _no("service_unknown")
    began, ended = (
        max(
            (
                one.at
                for one in asked.facts.about(kind, subject=asked.request.subject)
                if one.name == asked.request.service
            ),
            default=None,
        )
        for kind in ("contract_started", "contract_ended")
    )
    runs = began is not None and (ended is None or ended < began)
    return _GO if runs else _no("no_contract")


def _sender(asked: Asked) -> _Said:
    sender = (asked.request.sender or "").lower()
    for one in asked.kind.senders:
        pattern = one.lower()
        whole = sender == pattern
        domain = pattern.startswith("*@") and sender.endswith(pattern[1:]) and sender[0] != "@"
        if sender and (whole or domain):
            return _GO
    return _no("sender")


def _labels(asked: Asked) -> _Said:
    missing = set(asked.kind.labels) - set(asked.request.labels)
    if missing or (asked.kind.footer and not asked.request.footer):
        return _no("label" if missing else "footer")
    return _GO


def _region(asked: Asked) -> _Said:
    allowed = asked.policy.regions
    return _GO if allowed is None or asked.request.region in allowed else _no("region")


GATES: dict[str, Callable[[Asked], _Said]] = {
    "do_not_contact": _do_not_contact,
    "register": _register,
    "preference": _preference,
    "basis": _basis,
    "minor": _minor,
    "window": _window,
    "hours": _hours,
    "caps": _caps,
    "audience": _audience,
    "sender": _sender,
    "labels": _labels,
    "region": _region,
}
"""The gates by name; their order means nothing."""


def _ask(name: str, asked: Asked) -> _Said:
    try:
        return GATES[name](asked)
    except (OverflowError, ValueError):
        # Beyond the calendar nothing can be worked out, and what cannot denies.
        return _no("error")


def pass_gates(asked: Asked, names: Iterable[str]) -> tuple[GateAnswer, ...]:
    """Ask gates one by one."""
    said = ((name, _ask(name, asked)) for name in names)
    return tuple(
        GateAnswer(gate=name, go=go, until=until, reason=reason)
        for name, (go, until, reason) in said
    )
