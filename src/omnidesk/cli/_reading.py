"""What the commands that read share: lines, zones, the choice of adapters, what went wrong."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from omnidesk._normalize import AdapterChoice
from omnidesk.cli._text import safe_line
from omnidesk.connectors import Place
from omnidesk.errors import AdapterNotFound, PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk.adapters import Adapter


def lines_of(files: Iterable[str]) -> Iterator[tuple[Place, bytes]]:
    """Yield the lines of files that are not empty, each with its place; `-` is standard input."""
    for name in files:
        with ExitStack() as stack:
            stream = sys.stdin.buffer if name == "-" else stack.enter_context(Path(name).open("rb"))
            for row, line in enumerate(stream, 1):
                if line.strip():
                    yield Place("standard input" if name == "-" else name, row), line


def zone_called(_context: click.Context, _parameter: click.Parameter, name: str) -> ZoneInfo:
    """Read a time zone from an option."""
    try:
        return ZoneInfo(name)
    # A name may be no name at all, or lead out of the zones' folder or to one of its folders.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise click.BadParameter(f"no time zone is called {name!r}, as Asia/Ho_Chi_Minh is")


def choose(name: str | None, own: tuple[str, ...], own_app: tuple[str, ...]) -> AdapterChoice:
    """
    Return what finds the adapter for each payload.

    Args:
        name: The one for all of them; `None` lets each payload's shape tell.
        own: E-mail addresses of ours, and domains as `@example.com`.
        own_app: The ids of Meta apps of ours.

    Raises:
        click.BadParameter: If no adapter is called that, or it cannot be made without more.
    """
    configured: list[Adapter] = []
    # Imported here: an adapter that cannot be must not take the whole command with it.
    if own:
        from omnidesk.adapters.email import Email  # noqa: PLC0415 - only who reads mail pays for it

        addresses = tuple(one for one in own if not one.startswith("@"))
        domains = tuple(one[1:] for one in own if one.startswith("@"))
        configured.append(Email(own_addresses=addresses, own_domains=domains))
    if own_app:
        from omnidesk.adapters.meta import Instagram, Messenger, Meta  # noqa: PLC0415 - as above

        # By its shape, each of Meta's webhooks is for the one that reads all of them.
        kinds = (Meta,) if name is None else (Meta, Messenger, Instagram)
        configured += [kind(own_apps=own_app) for kind in kinds]
    try:
        return AdapterChoice(name, configured)
    except AdapterNotFound as error:
        raise click.BadParameter(str(error), param_hint="--adapter") from None
    except TypeError:
        problem = f"{name} needs a configuration from Python"
    raise click.BadParameter(problem, param_hint="--adapter")


def reason(error: Exception) -> str:
    """Say on one line why a payload could not be read, and nothing of the payload."""
    match error:
        case PayloadError():
            # The place says which payload it is, and the option has another name here.
            channel = f"{error.channel}: " if error.channel else ""
            pointer = f" at {error.pointer}" if error.pointer else ""
            said = f"{channel}{error.reason}{pointer}".replace("adapter=…", "--adapter NAME")
        case OSError():
            said = error.strerror or type(error).__name__
        case _:
            # Its text may quote the payload.
            said = f"the adapter failed with {type(error).__name__}, which is a bug of its own"
    return safe_line(said)
