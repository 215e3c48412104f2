"""What the policy commands share: policies, facts, people and conversations from files."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from omnidesk._documents import load
from omnidesk.cli._text import safe_line
from omnidesk.errors import PolicyError, SchemaError
from omnidesk.model import Conversation, Person
from omnidesk.policy import (
    Facts,
    builtin_policies,
    builtin_policy,
    combine,
    load_facts,
    read_policy,
)
from omnidesk.policy.consent import load_ledger
from omnidesk.policy.contact import (
    builtin_contact_policies,
    builtin_contact_policy,
    read_contact_policy,
)
from omnidesk.policy.disclosure import (
    builtin_disclosure_policies,
    builtin_disclosure_policy,
    read_disclosure_policy,
)
from omnidesk.policy.service import (
    builtin_service_policies,
    builtin_service_policy,
    load_closings,
    read_service_policy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from omnidesk.policy import Policy
    from omnidesk.policy.consent import Ledger
    from omnidesk.policy.contact import ContactPolicy
    from omnidesk.policy.disclosure import DisclosurePolicy
    from omnidesk.policy.service import Closing, ServicePolicy

P = TypeVar("P", "Policy", "ContactPolicy", "DisclosurePolicy", "ServicePolicy")

Command = TypeVar("Command", bound="Callable[..., Any]")  # Any with reason: any command's arguments

_Loaded = TypeVar("_Loaded")

FILE = click.Path(exists=True, dir_okay=False)
"""A file to read."""

ZONELESS = "expected a time with its zone, such as 2026-11-22T09:00+07:00"


def moment(
    _context: click.Context, _parameter: click.Parameter, text: str | None
) -> datetime | None:
    """Read a moment from an option."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
        if at.utcoffset() is not None:
            at.astimezone(UTC)
            return at
    # In years 1 and 9999, a zone may lead out of the calendar.
    except (ValueError, OverflowError):
        pass
    raise click.BadParameter(ZONELESS)


def renamed(
    _context: click.Context, _parameter: click.Parameter, pairs: tuple[str, ...]
) -> dict[str, str]:
    """Read from an option which words stand for which: `promotion=marketing`."""
    found = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(found) < len(pairs) or not all(found) or not all(found.values()):
        raise click.BadParameter("expected pairs of different words, such as promotion=marketing")
    return found


PURPOSES = click.option(
    "--purpose",
    "purposes",
    metavar="WORD=OURS",
    multiple=True,
    callback=renamed,
    help="Your word for a platform's purpose or an opt-out's topic, such as promotion=marketing. "
    "May be repeated.",
)
"""The option by which the desk says its own words."""


NAMES = click.option(
    "--name",
    "names",
    metavar="NAME",
    multiple=True,
    help="What you are called beside a keyword, as in TC HOASEN. May be repeated.",
)
"""The option by which the desk says its names."""


def present(given: datetime | None) -> datetime:
    """Return the moment that was given, or else what the system's clock says."""
    return given if given is not None else datetime.now(UTC)


def deciding(command: Command) -> Command:
    """Give a command the options of all that decides: the policy, the facts, the people."""
    options = (
        click.option(
            "--policy",
            "policies",
            metavar="NAME|FILE",
            multiple=True,
            required=True,
            help="A built-in policy or a TOML file. May be repeated: their rules are combined.",
        ),
        click.option("--facts", metavar="FILE", type=FILE, help="What has happened: JSON Lines."),
        click.option("--people", metavar="FILE", type=FILE, help="Who is who: JSON Lines."),
        click.option("--region", metavar="CODE", help="Where the conversations are kept."),
        click.option(
            "--purpose",
            "purposes",
            metavar="NAME",
            multiple=True,
            help="What they are held for. May be repeated.",
        ),
        click.option(
            "--now",
            metavar="TIME",
            callback=moment,
            help="Decide for this moment; otherwise for the present one.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def policy_called(name: str) -> Policy:
    """
    Return the policy of a name or a file.

    Raises:
        click.UsageError: If there is none, or it cannot be read.
    """
    return _called(name, builtin_policies(), builtin_policy, read_policy)


def contact_policy_called(name: str) -> ContactPolicy:
    """
    Return the contact policy of a name or a file.

    Raises:
        click.UsageError: If there is none, or it cannot be read.
    """
    return _called(name, builtin_contact_policies(), builtin_contact_policy, read_contact_policy)


def disclosure_policy_called(name: str) -> DisclosurePolicy:
    """
    Return the disclosure policy of a name or a file.

    Raises:
        click.UsageError: If there is none, or it cannot be read.
    """
    known = builtin_disclosure_policies()
    return _called(name, known, builtin_disclosure_policy, read_disclosure_policy)


def service_policy_called(name: str) -> ServicePolicy:
    """
    Return the service policy of a name or a file.

    Raises:
        click.UsageError: If there is none, or it cannot be read.
    """
    return _called(name, builtin_service_policies(), builtin_service_policy, read_service_policy)


def _called(
    name: str, known: Sequence[str], builtin: Callable[[str], P], read: Callable[[str], P]
) -> P:
    try:
        return builtin(name) if name in known else read(name)
    except PolicyError as error:
        problem = "\n".join(safe_line(line) for line in str(error).splitlines())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = f"{name} cannot be read: {reason}; built-in policies: {', '.join(known)}"
    raise Unreadable(problem)


def policy_of(names: Sequence[str]) -> Policy:
    """Return the policy of a name or file, or that which several make together."""
    found = [policy_called(name) for name in names]
    if len(found) == 1:
        return found[0]
    called = [one.id for one in found]
    if len(set(called)) < len(called):
        raise click.BadParameter("two of them have one id", param_hint="--policy")
    titles, versions = (
        " + ".join(one.title for one in found),
        " + ".join(one.version for one in found),
    )
    return combine(found, id="combined", version=versions, title=titles)


class Unreadable(click.ClickException):
    """A file that cannot be read, so that nothing is done."""

    def format_message(self) -> str:
        """Return what is wrong, on one line."""
        return "; ".join(self.message.splitlines())


def facts_of(file: str | None) -> Facts:
    """Return the facts of a file; none without one."""
    return Facts() if file is None else _read_lines(file, load_facts)


def closings_of(file: str | None) -> tuple[Closing, ...]:
    """Return the closings of a file; none without one."""
    return () if file is None else _read_lines(file, load_closings)


def ledger_of(file: str) -> Ledger:
    """Return the consent ledger of a file."""
    return _read_lines(file, load_ledger)


def _read_lines(file: str, load: Callable[..., _Loaded]) -> _Loaded:
    try:
        with Path(file).open("rb") as lines:
            return load(lines, name=file)
    except SchemaError as error:
        problem = str(error)
    raise Unreadable(problem)


def people_of(file: str | None) -> tuple[Person, ...]:
    """Return the people of a file; none without one."""
    if file is None:
        return ()
    return tuple(_documents([file], Person))


def refuse_to_overwrite(outputs: Iterable[str | None], inputs: Iterable[str | None]) -> None:
    """
    Let no file be written that is read too, nor one twice.

    Raises:
        click.BadParameter: If it would be.
    """
    taken = {Path(one).resolve() for one in inputs if one is not None}
    for name in outputs:
        if name is None:
            continue
        if Path(name).resolve() in taken:
            raise click.BadParameter(f"{name} is one of the other files")
        taken.add(Path(name).resolve())


class Conversations:
    """
    The conversations of files, read anew each time, so that no memory has to hold them.

    Args:
        files: The files. Every line must be a conversation, and no two the same one: what could not
            be read might keep something from going.
    """

    def __init__(self, files: Sequence[str]) -> None:
        self._files = files
        self.count = 0

    def __iter__(self) -> Iterator[Conversation]:
        seen: set[str] = set()
        for conversation in _documents(self._files, Conversation):
            if conversation.id in seen:
                raise Unreadable(f"{conversation.id} is there twice: give each conversation once")
            seen.add(conversation.id)
            yield conversation
        self.count = len(seen)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, other: object) -> bool:
        return any(one == other for one in self)


Document = TypeVar("Document", Conversation, Person)


def _documents(files: Sequence[str], kind: type[Document]) -> Iterator[Document]:
    for name in files:
        with ExitStack() as stack:
            for row, line in enumerate(stack.enter_context(Path(name).open("rb")), 1):
                if not line.strip():
                    continue
                try:
                    document = load(line, kind)
                except SchemaError as error:
                    problem = f"{name} line {row}: {error}; nothing was done"
                else:
                    yield document
                    continue
                raise Unreadable(problem)
