"""Gates about the recipient: what they want, how old they are, whom a class is for."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from omnidesk.policy.contact._classes import AUDIENCES
from omnidesk.policy.contact._conditions import AgeLimit, Order
from omnidesk.policy.contact._request import GO, no

if TYPE_CHECKING:
    from datetime import date

    from omnidesk.policy.contact._request import Asked, Said

_LAST_ON_EARTH = timezone(timedelta(hours=-12))
"""Where a day begins last: whoever lives nowhere known comes of age there."""


def do_not_contact(asked: Asked) -> Said:
    """Stop everything to those who want no contact."""
    refused, allowed = (asked.latest(one) for one in ("do_not_contact", "contact_allowed"))
    if refused is not None and (allowed is None or allowed <= refused):
        return no("do_not_contact")
    return GO


def register(asked: Asked) -> Said:
    """Stop advertisements to numbers of which nobody knows that the register lacks them."""
    single = asked.kind.single == "registration"
    listed = asked.request.channel in asked.policy.register_channels
    if not single and not (listed and asked.kind.basis == "consent"):
        return GO
    found, within = asked.about("register_checked"), asked.policy.register_within
    last = {one.name for one in found if one.at == found[-1].at}
    if last != {"clear"}:
        return no("register")
    is_old = within is not None and asked.now >= found[-1].at + within
    return no("register_old") if is_old else GO


def preferences(asked: Asked) -> dict[str, int]:
    """
    Return the channels that the recipient prefers, each with its place in their order.

    A name may say a place, as in `2/sms`. Those without one share the first.
    """
    found = asked.about("channel_preferred")
    names = [one.name or "" for one in found if one.at == found[-1].at]
    places = dict.fromkeys(names, 1)
    for name in names:
        head, slash, rest = name.partition("/")
        if slash and head.isdecimal():
            del places[name]
            places[rest] = int(head)
    return places


def preference(asked: Asked) -> Said:
    """Stop what goes by a channel that they do not prefer, if they said which they do."""
    wanted = preferences(asked)
    if not wanted or asked.request.channel in wanted:
        return GO
    return no("preference", instead=tuple(sorted(wanted, key=lambda one: (wanted[one], one))))


def fallback(asked: Asked) -> Said:
    """
    Stop what goes by a later channel while an earlier one has not been shown to fail.

    The order is the recipient's own if they gave one, and else the policy's.
    """
    request, wanted = asked.request, preferences(asked)
    if len(set(wanted.values())) > 1:
        ranks = sorted(set(wanted.values()))
        orders = [
            (
                "earlier_channel",
                tuple(tuple(one for one in wanted if wanted[one] == rank) for rank in ranks),
            )
        ]
    else:
        orders = [
            (row.id, row.steps)
            for row in asked.policy.rows_of(Order, request.channel)
            if row.applies(asked.now, request.region, request.channel, asked.kind.purpose)
        ]
    for name, steps in orders:
        place = next((n for n, step in enumerate(steps) if request.channel in step), 0)
        for step in steps[:place]:
            usable = [one for one in step if _works(asked, one, wanted)]
            if usable:
                return no(name, instead=tuple(usable))
    return GO


def _works(asked: Asked, channel: str, wanted: dict[str, int]) -> bool:
    """Tell whether a channel may still work: what has not failed does."""
    if wanted and channel not in wanted:
        return False
    if is_unusable(asked, channel):
        return False
    failed = asked.latest("delivery_failed", name=channel)
    worked = asked.latest("delivered", "interacted", name=channel)
    return failed is None or (worked is not None and failed <= worked)


def is_unusable(asked: Asked, channel: str) -> bool:
    """Tell whether a channel is out of use: no address, a block. Whoever writes again undoes it."""
    unusable = asked.latest("channel_unusable", name=channel)
    usable = asked.latest("channel_usable", "delivered", "interacted", name=channel)
    return unusable is not None and (usable is None or usable <= unusable)


def reach(asked: Asked) -> Said:
    """Stop what goes by a channel that cannot be used for them."""
    return no("reach") if is_unusable(asked, asked.request.channel) else GO


def minor(asked: Asked) -> Said:
    """Stop what does not go to minors, to those who are and those of whom nobody knows."""
    if asked.kind.minors == "allowed":
        return GO
    found = _age(asked)
    if found == "adult":
        return GO
    if found != "minor":
        return no(found)
    if asked.kind.minors == "never":
        return no("minor")
    given = asked.ledger.state(
        asked.request.subject, now=asked.now, purpose="guardian", channel=asked.request.channel
    )
    return GO if given.allows else no("no_guardian")


def _age(asked: Asked) -> str:
    """Return `adult`, `minor`, or why that is not known."""
    request = asked.request
    years = [] if request.age_years is None else [request.age_years]
    if request.born is not None:
        zone = ZoneInfo(request.zone) if request.zone else _LAST_ON_EARTH
        years.append(_completed_years(request.born, asked.now.astimezone(zone).date()))
    if request.age == "minor" or not years:
        return request.age or "age_unknown"
    place = (asked.now, request.region, request.channel, asked.kind.purpose)
    rows = [row for row in asked.policy.rows_of(AgeLimit, request.channel) if row.applies(*place)]
    if any(min(years) <= row.until for row in rows):
        return "minor"
    return request.age or ("adult" if rows else "no_age_limit")


def _completed_years(born: date, today: date) -> int:
    """Count birthdays. Who was born on 29 February has theirs on 1 March of other years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def audience(asked: Asked) -> Said:
    """Stop what goes only to those who have a right to it, to all others."""
    kind, service = asked.kind.audience, asked.request.service
    if kind == "everyone":
        return GO
    if service is None:
        return no("service_unknown")
    began, ended = (
        max((one.at for one in asked.about(event) if one.name == service), default=None)
        for event in AUDIENCES[kind]
    )
    runs = began is not None and (ended is None or ended < began)
    return GO if runs else no(f"no_{kind}")
