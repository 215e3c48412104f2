"""`omnidesk consent why`: why something may be sent to somebody, or not."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict

import click
from pydantic_core import to_json

from omnidesk.cli._calendars import calendars_called
from omnidesk.cli._consent_answer import Why
from omnidesk.cli._desk import (
    FILE,
    NAMES,
    PURPOSES,
    Conversations,
    contact_policy_called,
    disclosure_policy_called,
    facts_of,
    ledger_of,
    moment,
    people_of,
    present,
)
from omnidesk.cli._reading import zone_called
from omnidesk.cli._screen import Screen
from omnidesk.model import Identity
from omnidesk.policy import Facts, subject_id
from omnidesk.policy._subjects import known_people
from omnidesk.policy.consent import CEILINGS, Ledger
from omnidesk.policy.consent._findings import read_consents
from omnidesk.policy.consent._said import subjects_of
from omnidesk.policy.contact import ClosedDays, SendRequest, may_send, next_allowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk.model import Conversation, Person
    from omnidesk.policy import BusinessCalendar, Language
    from omnidesk.policy.consent import Ceiling, Standing
    from omnidesk.policy.contact import ContactPolicy
    from omnidesk.policy.disclosure import DisclosurePolicy


class _Given(TypedDict):
    """What both questions take beside what they are about."""

    now: datetime
    ceilings: tuple[Ceiling, ...]
    calendars: tuple[BusinessCalendar, ...]
    conversation: tuple[Conversation, ...]
    people: tuple[Person, ...]
    processors: DisclosurePolicy | None


def _age(
    _context: click.Context, _parameter: click.Parameter, text: str | None
) -> dict[str, Any]:  # Any with reason: one field of a request
    """Read an age: a word, a number of years, or the day of birth."""
    if text is None:
        return {}
    if text in ("adult", "minor"):
        return {"age": text}
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return {"age_years": int(text)}
    try:
        return {"born": date.fromisoformat(text)}
    except ValueError:
        pass
    raise click.BadParameter("expected adult, minor, years such as 17, or a date of birth")


def _zone(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    return None if text is None else zone_called(context, parameter, text).key


@click.command("why")
@click.argument("subject", metavar="SUBJECT")
@click.option(
    "--policy", metavar="NAME|FILE", required=True, help="A built-in contact policy, or TOML."
)
@click.option("--channel", metavar="NAME", required=True, help="By which channel it would go.")
@click.option(
    "--class", "message_class", metavar="NAME", required=True, help="Which class of message it is."
)
@click.option(
    "--ledger",
    "ledgers",
    metavar="FILE",
    type=FILE,
    multiple=True,
    help="What they consented to: JSON Lines. May be repeated.",
)
@click.option("--facts", metavar="FILE", type=FILE, help="What has happened: JSON Lines.")
@click.option(
    "--conversations",
    metavar="FILE",
    type=FILE,
    multiple=True,
    help="What was said and sent: what omnidesk normalize has written. May be repeated.",
)
@PURPOSES
@NAMES
@click.option("--people", metavar="FILE", type=FILE, help="Who is who: JSON Lines.")
@click.option("--scope", metavar="ID", help="Within what an identity given as SUBJECT is unique.")
@click.option("--sender", metavar="ADDRESS", help="From which address it would go.")
@click.option("--region", metavar="CODE", help="Where they are (ISO 3166).")
@click.option(
    "--zone",
    metavar="ZONE",
    callback=_zone,
    help="On which clock they live, such as Asia/Ho_Chi_Minh. Times are shown in it.",
)
@click.option(
    "--age", metavar="AGE", callback=_age, help="adult, minor, years, or the date of birth."
)
@click.option("--service", metavar="NAME", help="Which service it is about.")
@click.option("--topic", metavar="NAME", help="What it is about.")
@click.option(
    "--label", "labels", metavar="LABEL", multiple=True, help="What is written on it, such as QC."
)
@click.option("--footer", is_flag=True, help="It says how to opt out.")
@click.option("--human", is_flag=True, help="A person writes it.")
@click.option("--processor", metavar="ID", help="Which sub-processor would carry it.")
@click.option("--customer", metavar="ID", help="Your customer whose data it is, if not SUBJECT.")
@click.option(
    "--disclosure",
    metavar="NAME|FILE",
    help="The policy with the register of sub-processors: built in, or TOML.",
)
@click.option("--template", is_flag=True, help="It is a template that the platform has approved.")
@click.option(
    "--now",
    "--at",
    "now",
    metavar="TIME",
    callback=moment,
    help="Decide for this moment; otherwise for the present one.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text to read, or JSON with the words in both languages.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "vi"]),
    default="en",
    help="Of the text: English or Vietnamese.",
)
def why_command(
    *,
    subject: str,
    scope: str | None,
    policy: str,
    ledgers: tuple[str, ...],
    facts: str | None,
    conversations: tuple[str, ...],
    purposes: dict[str, str],
    names: tuple[str, ...],
    people: str | None,
    age: dict[str, Any],  # Any with reason: one field of a request
    now: datetime | None,
    disclosure: str | None,
    form: str,
    language: Language,
    **message: Any,  # Any with reason: the options that are fields of a request, by their names
) -> int:
    """
    Explain whether a message may go to somebody, gate by gate, and why.

    SUBJECT is an id, as omnidesk consent scan shows it, or an identity such as
    email:lan@khach.example. What is not told is not known, and what is not known denies.
    """
    rules, at, who = contact_policy_called(policy), present(now), people_of(people)
    known = known_people(who)
    ledger = Ledger(event for file in ledgers for event in ledger_of(file)).joined(who)
    name = _subject(subject, scope, ledger, known)
    request = SendRequest(subject=name, **age, **message)
    told = tuple(_with(name, Conversations(conversations), known))
    # What stands in the conversations counts, whether or not somebody has written it down.
    ledger.add(
        event
        for each in told
        for one in read_consents(each, known, rules.controller, purposes, names)
        for event in one.events
    )
    given: _Given = {
        "now": at,
        "ceilings": CEILINGS,
        "calendars": _calendars(rules, at),
        "conversation": told,
        "people": who,
        "processors": None if disclosure is None else disclosure_policy_called(disclosure),
    }
    happened = _joined(facts_of(facts), known)
    decision = may_send(request, ledger, happened, rules, **given)
    first = next_allowed(request, ledger, happened, rules, **given)
    standing, odd = _standing(request, ledger, rules, at), _unmatched(name, ledger, rules)
    why = Why(request, at, decision, first, standing, odd)
    if form == "json":
        click.echo(to_json(why.plain(), indent=2))
    else:
        why.show(Screen(), language)
    return 0


# --- what is known --------------------------------------------------------------------------------


def _subject(name: str, scope: str | None, ledger: Ledger, known: Mapping[str, str]) -> str:
    """Return the id of somebody who is named by an id, or by an identity."""
    scheme, colon, value = name.partition(":")
    if colon and name not in ledger.subjects():
        name = subject_id(Identity(scheme=scheme, value=value, scope=scope))
    return known.get(name, name)


def _joined(facts: Facts, known: Mapping[str, str]) -> Facts:
    """Return facts in which people stand for their identities."""
    return Facts(
        one.model_copy(update={"subject": known.get(one.subject, one.subject)})
        if one.subject is not None
        else one
        for one in facts
    )


def _with(
    subject: str, conversations: Conversations, known: Mapping[str, str]
) -> Iterator[Conversation]:
    """Yield the conversations that somebody takes part in."""
    for one in conversations:
        if subject in subjects_of(one.participants, known):
            yield one


def _calendars(policy: ContactPolicy, at: datetime) -> tuple[BusinessCalendar, ...]:
    """Return the calendars that the policy's rows name, if we have them: what is missing denies."""
    named = [row.calendar for row in policy.rows if isinstance(row, ClosedDays)]
    return calendars_called(named, first=at.year - 1, last=at.year + 2)


def _standing(
    request: SendRequest, ledger: Ledger, policy: ContactPolicy, at: datetime
) -> Standing | None:
    """Return how their consent stands; `None` for a class that the policy does not have."""
    kind = policy.find(request.message_class)
    if kind is None:
        return None
    return ledger.state(
        request.subject,
        now=at,
        purpose=kind.purpose,
        channel=request.channel,
        message_class=kind.id,
        controller=policy.controller,
        region=request.region,
        ceilings=CEILINGS,
    )


def _unmatched(subject: str, ledger: Ledger, policy: ContactPolicy) -> tuple[str, ...]:
    """Return the purposes that they took back and that no class of the policy is for."""
    named = {one.purpose for one in ledger.about(subject) if one.kind in ("withdrawn", "refused")}
    ours = {one.purpose for one in policy.classes} | {one.id for one in policy.purposes}
    return tuple(sorted(one for one in named if one is not None and one not in ours))
