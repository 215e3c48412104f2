"""`omnidesk apply`: carry out a plan."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic_core import to_json

from omnidesk._documents import dump
from omnidesk.cli._desk import (
    FILE,
    Conversations,
    Unreadable,
    deciding,
    facts_of,
    people_of,
    policy_of,
    present,
    refuse_to_overwrite,
)
from omnidesk.cli._output import writing
from omnidesk.cli._screen import Screen, counted
from omnidesk.errors import SchemaError
from omnidesk.policy import Applied, Removal, Restriction, Rewritten, Tombstone, apply, load_plan

if TYPE_CHECKING:
    from datetime import datetime
    from typing import BinaryIO

    from omnidesk.model import Conversation
    from omnidesk.policy import Plan

_DROPPED = {
    "held": "under a legal hold now",
    "kept": "kept by something else now",
    "not_due": "not due, or not any more",
    "changed": "not what they were when the plan was made",
    "review": "for a person to decide, and not approved",
    "gone": "not there",
}
"""Why entries of a plan are not applied."""

_RECORDED: tuple[tuple[type[Tombstone | Restriction | Removal], str, str], ...] = (
    (Tombstone, "tombstone", ""),
    (Restriction, "restriction", " to mark"),
    (Removal, "removal", " to carry out elsewhere"),
)
"""What goes into the record: what its lines are called, and what is said of it."""


@click.command("apply")
@click.argument("plan_file", metavar="PLAN", type=FILE)
@click.argument("files", metavar="CONVERSATIONS…", nargs=-1, required=True, type=FILE)
@deciding
@click.option(
    "--key",
    metavar="FILE",
    type=FILE,
    required=True,
    envvar="OMNIDESK_KEY_FILE",
    help="The file of your key for tombstones, at least 16 bytes; or the environment variable "
    "OMNIDESK_KEY_FILE names it.",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    required=True,
    help="Where the conversations go that are left.",
)
@click.option(
    "--record",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    required=True,
    help="Where it is written down: tombstones, marks, and what to remove elsewhere.",
)
@click.option(
    "--approved", metavar="FILE", type=FILE, help="Items that somebody has approved, one id a line."
)
@click.option(
    "--holder",
    "holders",
    metavar="NAME",
    multiple=True,
    help="Who else has copies, such as a provider of storage. May be repeated.",
)
def apply_command(
    *,
    plan_file: str,
    files: tuple[str, ...],
    policies: tuple[str, ...],
    facts: str | None,
    people: str | None,
    region: str | None,
    purposes: tuple[str, ...],
    now: datetime | None,
    key: str,
    output: str,
    record: str,
    approved: str | None,
    holders: tuple[str, ...],
) -> int:
    """
    Carry out a plan, as far as it still stands.

    PLAN is what omnidesk plan has written; CONVERSATIONS and the options are those that it was made
    with, and facts that have come since. Every item is decided again: what is held or has changed
    stays. CONVERSATIONS are not touched: remove them when you have looked at what is left.
    """
    inputs = (plan_file, *files, *policies, facts, people, key, approved)
    refuse_to_overwrite((output, record), inputs)
    plan, policy = _plan_of(plan_file), policy_of(policies)
    if plan.policy_digest != policy.digest:
        raise Unreadable(
            f"the plan was made with another policy: {plan.policy} {plan.policy_version}"
        )
    known = facts_of(facts)
    if not known and plan.facts_digest != known.digest:
        # A hold among them would be forgotten.
        raise Unreadable("the plan was made with facts: give them, and those that came since")
    conversations = Conversations(files)
    applied = apply(
        plan,
        conversations,
        policy,
        known,
        now=present(now),
        key=_key_of(key),
        approved=_lines_of(approved),
        holders=holders,
        people=people_of(people),
        region=region,
        purposes=purposes,
    )
    # The record stands before anything is gone: what is gone has a tombstone.
    with writing(output) as left:
        changed, written = _write_down(applied, record)
        for conversation in conversations:
            now_so = changed.get(conversation.id, conversation)
            if now_so.entries or now_so is conversation:
                left.write(f"{dump(now_so)}\n".encode())
    _summarise(plan, applied, changed, written)
    return 0


def _plan_of(file: str) -> Plan:
    try:
        return load_plan(Path(file).read_bytes())
    except SchemaError as error:
        problem = f"{file}: {error}"
    raise Unreadable(problem)


def _key_of(file: str) -> bytes:
    key = Path(file).read_bytes().strip()
    if len(key) < 16:
        raise click.BadParameter("expected a key of at least 16 bytes", param_hint="--key")
    return key


def _lines_of(file: str | None) -> tuple[str, ...]:
    return tuple(Path(file).read_text("utf-8").split()) if file is not None else ()


def _write_down(applied: Applied, record: str) -> tuple[dict[str, Conversation], Counter[str]]:
    """Write the record, and return the conversations that change and how much of what there is."""
    if Path(record).exists():
        raise click.BadParameter(
            f"{record} is there already, and its tombstones are needed: give a new name",
            param_hint="--record",
        )
    changed: dict[str, Conversation] = {}
    written: Counter[str] = Counter()
    with writing(record) as stream:
        for effect in applied:
            if isinstance(effect, Rewritten):
                changed[effect.conversation.id] = effect.conversation
            else:
                written[_record(effect, stream)] += 1
    return changed, written


def _record(effect: Tombstone | Restriction | Removal, stream: BinaryIO) -> str:
    called = next(called for kind, called, _ in _RECORDED if isinstance(effect, kind))
    said = {"type": called, **effect.model_dump(mode="json", exclude_none=True)}
    stream.write(to_json(said) + b"\n")
    return called


def _summarise(
    plan: Plan, applied: Applied, changed: dict[str, Conversation], written: Counter[str]
) -> None:
    screen = Screen(stderr=True)
    dropped = Counter(one.reason for one in applied.dropped)
    done = len(plan.entries) - dropped.total()
    screen.print(f"{done:,} of {counted(len(plan.entries), 'item')} carried out", style="bold")
    screen.print(f"  {counted(len(changed), 'conversation')} changed")
    for _, called, more in _RECORDED:
        if written[called]:
            screen.print(f"  {counted(written[called], called)}{more}")
    for reason, number in sorted(dropped.items()):
        screen.print(f"  {number:,} not carried out: {_DROPPED[reason]}", style="yellow")
