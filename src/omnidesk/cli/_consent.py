"""`omnidesk consent`: who took back what, and why something may be sent or not."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic_core import to_json
from rich.text import Text

from omnidesk._documents import load
from omnidesk.cli import _consent_words as words
from omnidesk.cli._consent_why import why_command
from omnidesk.cli._desk import FILE, NAMES, PURPOSES, ledger_of, people_of, refuse_to_overwrite
from omnidesk.cli._reading import lines_of, zone_called
from omnidesk.cli._screen import Screen, counted
from omnidesk.cli._text import safe_line
from omnidesk.errors import SchemaError
from omnidesk.events import EventBase, MessagePosted
from omnidesk.model import Conversation
from omnidesk.policy._subjects import known_people
from omnidesk.policy.consent import Ledger, dump_ledger
from omnidesk.policy.consent._findings import read_consents
from omnidesk.policy.review import _phrases as phrases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from omnidesk.policy import Language
    from omnidesk.policy.consent import ConsentEvent, ConsentFinding

_TAKES_BACK = frozenset({"withdrawn", "refused"})
_WIDEST = 24
"""Columns for what a finding is about. What is longer pushes the rest of its line."""
_INDENT = " " * 20


@click.group("consent", no_args_is_help=False)
def consent() -> None:
    """Find consents and opt-outs, and explain why something may be sent or not."""


@consent.command("scan")
@click.argument(
    "files",
    metavar="CONVERSATIONS…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    help="Text to read, or one line of JSON for each finding.",
)
@click.option(
    "--text",
    "quote",
    is_flag=True,
    help="Show the words that opt out too. Without it, nothing that a person wrote is shown.",
)
@click.option(
    "--ledger",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Append what belongs into the consent ledger to this file.",
)
@click.option("--people", metavar="FILE", type=FILE, help="Who is who: JSON Lines.")
@click.option("--controller", metavar="NAME", help="To whom consents are given: your firm.")
@PURPOSES
@NAMES
@click.option(
    "--zone",
    metavar="ZONE",
    default="UTC",
    callback=zone_called,
    help="Times in this zone, not UTC.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "vi"]),
    default="en",
    help="Of the text: English or Vietnamese.",
)
def scan_command(
    *,
    files: tuple[str, ...],
    form: str,
    quote: bool,
    ledger: str | None,
    people: str | None,
    controller: str | None,
    purposes: dict[str, str],
    names: tuple[str, ...],
    zone: ZoneInfo,
    language: Language,
) -> int:
    """
    List what conversations say about consent, and the opt-outs in them.

    CONVERSATIONS are files that omnidesk normalize has written, or - for standard input; events, a
    line each, are read too. Lines that are neither are listed, and the rest is scanned; the exit
    code is 1 then.
    """
    refuse_to_overwrite((ledger,), (*files, people))
    known, screen, notes = known_people(people_of(people)), Screen(), Screen(stderr=True)
    before = ledger_of(ledger) if ledger is not None and Path(ledger).exists() else Ledger()
    counts: Counter[str] = Counter()
    told = Ledger()
    for place, line in lines_of(files):
        try:
            document = _document(line)
        except SchemaError as error:
            notes.print(f"{place}: {safe_line(str(error))}", style="red")
            counts["broken"] += 1
            continue
        counts["conversations" if isinstance(document, Conversation) else "events"] += 1
        findings = read_consents(document, known, controller, purposes, names)
        counts["findings"] += len(findings)
        counts["against"] += sum(one.kind in _TAKES_BACK for one in findings)
        told.add(event for one in findings for event in one.events)
        texts = _texts(document) if quote else {}
        if form == "jsonl":
            for one in findings:
                click.echo(to_json(_plain(one, texts)))
        elif findings:
            _show(document, findings, texts, zone=zone, language=language, screen=screen)
    _summarise(counts, notes)
    if ledger is not None:
        new = [event for event in told if event not in before]
        _append(ledger, new)
        notes.print(f"  {counted(len(new), 'event')} added to {safe_line(ledger)}")
    return 1 if counts["broken"] else 0


# --- what is read ---------------------------------------------------------------------------------


def _document(line: bytes) -> Conversation | EventBase:
    document = load(line)
    if isinstance(document, Conversation | EventBase):
        return document
    raise SchemaError(f"expected a conversation or an event, got a {document.type} document")


def _texts(document: Conversation | EventBase) -> dict[str, str]:
    """Return what people wrote, by the message's id."""
    if isinstance(document, Conversation):
        messages = document.messages
    else:
        messages = (document.message,) if isinstance(document, MessagePosted) else ()
    return {one.id: one.text for one in messages if one.text}


# --- what is shown --------------------------------------------------------------------------------


def _quotes(finding: ConsentFinding, texts: dict[str, str]) -> list[str]:
    text = texts.get(finding.entry)
    if text is None or finding.opt_out is None:
        return []
    return [text[one.start : one.end] for one in finding.opt_out.evidence]


def _plain(finding: ConsentFinding, texts: dict[str, str]) -> dict[str, object]:
    said = finding.model_dump(mode="json", exclude_none=True)
    quotes = _quotes(finding, texts)
    return {**said, "words": quotes} if quotes else said


def _show(
    document: Conversation | EventBase,
    findings: tuple[ConsentFinding, ...],
    texts: dict[str, str],
    *,
    zone: ZoneInfo,
    language: Language,
    screen: Screen,
) -> None:
    screen.print(Text.assemble((document.id, "bold"), f" ({safe_line(document.channel)})"))
    subjects = [safe_line(words.about(one, language)) for one in findings]
    width = min(_WIDEST, max(map(len, subjects)))
    for one, about in zip(findings, subjects, strict=True):
        word, style = words.said(one, language)
        when = f"{phrases.local(one.at, zone):%Y-%m-%d %H:%M}" if one.at else "-"
        evidence = one.opt_out.evidence if one.opt_out else ()
        where = [f"{found.language} {found.start}–{found.end}" for found in evidence]
        how = safe_line(", ".join((one.signal, *where)))
        line = Text(f"  {when:<16}  ").append(f"{word:<16}  ", style=style)
        screen.print(line.append(f"{about:<{width}}  ").append(how, style="dim"))
        for quoted in _quotes(one, texts):
            screen.print(Text(f"{_INDENT}“{safe_line(quoted)}”"))
        if not one.subjects:
            screen.print(Text(f"{_INDENT}{words.NOBODY[language]}", style="yellow"))
        for name in (*one.subjects, one.entry):
            screen.print(Text(f"{_INDENT}{safe_line(name)}", style="dim"))
    screen.print()


def _summarise(counts: Counter[str], notes: Screen) -> None:
    read = [counted(counts["conversations"], "conversation")]
    if counts["events"]:
        read.append(counted(counts["events"], "event"))
    text = Text(f"{', '.join(read)}; {counted(counts['findings'], 'finding')}", style="bold")
    if counts["against"]:
        text.append(f"; taken back or refused: {counts['against']:,}", style="red")
    notes.print(text)


# --- the ledger -----------------------------------------------------------------------------------


def _append(file: str, events: Iterable[ConsentEvent]) -> None:
    """Append events in one piece: nothing that stands in a ledger is ever written anew."""
    lines = "".join(f"{line}\n" for line in dump_ledger(events)).encode()
    with Path(file).open("ab+") as stream:
        if lines and stream.tell():
            stream.seek(-1, os.SEEK_END)
            lines = lines if stream.read(1) == b"\n" else b"\n" + lines
        stream.write(lines)
        stream.flush()
        os.fsync(stream.fileno())


consent.add_command(why_command)
