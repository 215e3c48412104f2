"""
Payloads from the file system: files, folders, JSON Lines, mbox and Maildir.

Everything is read as a stream and one payload is held at a time, whatever the size of the archive.
`Payload.received_at` stays `None`: a file's time says when it was copied, not when we received it.
"""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from omnidesk.connectors._archive import read_archive
from omnidesk.connectors._limits import LARGEST, PASSED_OVER
from omnidesk.connectors._split import Place, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from omnidesk._payload import Payload
    from omnidesk.errors import PayloadError


def read_payloads(
    path: str | os.PathLike[str],
    *,
    on_error: Callable[[Place, OSError | PayloadError], None] | None = None,
    on_skip: Callable[[Place], None] | None = None,
    largest: int = LARGEST,
) -> Iterator[tuple[Place, Payload]]:
    """
    Read the payloads at a path, one at a time.

    - A `.jsonl` or `.ndjson` file is a payload per line; blank lines are none.
    - A `.mbox` file, or one that starts with `From `, is a mail per `From ` line (RFC 4155).
    - A `.eml` or `.json` file is one payload, byte for byte.
    - A `.zip` file is read like the folder that it holds, and unpacked nowhere (`read_archive`).
    - Any other file is one payload too, unless it is a JSON object per line.
    - A folder with `cur` and `new` is a Maildir: the mails of both, and the Maildirs inside it.
      Drafts (`D`) have never been sent, and what is in the trash (`T`) was thrown away: by their
      flags they are passed over.
    - Any other folder is read with all below it, sorted by name. Hidden files, links to folders,
      what is no regular file, and the suffixes in `PASSED_OVER` are not read.

    Args:
        path: A file or a folder.
        on_error: Called with what could not be read, and the rest is read. Without it, the first
            such thing is raised.
        on_skip: Called with every file of a folder that is passed over by its suffix or its flags.
        largest: The largest payload that is read, in bytes.

    Yields:
        Where a payload was read, and the payload.

    Raises:
        OSError: If something cannot be opened or read, and there is no `on_error`.
        PayloadError: If a payload is larger than `largest`, or an archive cannot be read, and there
            is no `on_error`.
    """
    report = on_error or _raise
    for file, suffix in _walk(Path(path), report, on_skip):
        place = Place(os.fspath(file))
        if suffix == ".zip":
            yield from read_archive(file, on_error=report, on_skip=on_skip, largest=largest)
            continue
        try:
            with file.open("rb") as stream:
                yield from split(stream, place, suffix, report, largest)
        except OSError as error:
            report(place, error)


def read_stream(
    stream: BinaryIO,
    *,
    name: str = "-",
    on_error: Callable[[Place, OSError | PayloadError], None] | None = None,
    largest: int = LARGEST,
) -> Iterator[tuple[Place, Payload]]:
    """
    Read the payloads of an open binary stream, such as standard input; see `read_payloads`.

    Raises:
        OSError: If the stream cannot be read.
        PayloadError: If a payload is larger than `largest`, and there is no `on_error`.
    """
    yield from split(stream, Place(name), "", on_error or _raise, largest)


def list_files(
    path: str | os.PathLike[str],
    *,
    on_error: Callable[[Place, OSError | PayloadError], None] | None = None,
    on_skip: Callable[[Place], None] | None = None,
) -> Iterator[Path]:
    """
    List the files that `read_payloads` reads at a path, in the same order.

    Raises:
        OSError: If a folder cannot be listed, and there is no `on_error`.
    """
    for file, _ in _walk(Path(path), on_error or _raise, on_skip):
        yield file


def _raise(_place: Place, error: OSError | PayloadError) -> None:
    raise error


def _walk(
    start: Path,
    report: Callable[[Place, OSError | PayloadError], None],
    on_skip: Callable[[Place], None] | None,
) -> Iterator[tuple[Path, str]]:
    """List the files to read, each with the suffix that says what is in it."""
    if not start.is_dir():
        yield start, start.suffix.lower()
        return
    # A folder, and the suffix that its files count as having: those of a Maildir have none, and
    # end in the name of a host, such as `mail.example.md`.
    waiting: deque[tuple[Path, str | None]] = deque([(start, None)])
    while waiting:
        folder, common = waiting.popleft()
        try:
            files, folders = _look(folder)
        except OSError as error:
            report(Place(os.fspath(folder)), error)
            continue
        for file in files:
            suffix = common or file.suffix.lower()
            if suffix not in PASSED_OVER and not (common and _is_unwanted(file.name)):
                yield file, suffix
            elif on_skip is not None:
                on_skip(Place(os.fspath(file)))
        # In front of what waits: what is inside a folder comes before its neighbours.
        waiting.extendleft(reversed(folders))


def _is_unwanted(name: str) -> bool:
    """Tell whether a mail of a Maildir is a draft or in the trash, by the flags in its name."""
    # Where a colon cannot stand in a name, another mark does.
    flags = next((name.rpartition(mark)[2] for mark in (":2,", ";2,", "!2,") if mark in name), "")
    # The flags end where a server keeps something of its own.
    return not {"D", "T"}.isdisjoint(flags.partition(",")[0])


def _look(folder: Path) -> tuple[list[Path], list[tuple[Path, str | None]]]:
    """Return the files of a folder to read and the folders to look into, both sorted."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    # A link to a folder could lead back up, for ever.
    folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    if {"cur", "new"} <= set(folders):
        # Mail servers keep notes of their own beside the three folders; `tmp` is half written.
        # Maildir++ puts subfolders in with a dot before their names.
        inner: list[tuple[Path, str | None]] = [
            (folder / name, None)
            for name in folders
            if name not in {"cur", "new", "tmp"} and (folder / name / "cur").is_dir()
        ]
        return [], [(folder / "cur", ".eml"), (folder / "new", ".eml"), *inner]
    # A pipe in a folder would never end.
    files = [
        folder / entry.name
        for entry in entries
        if not entry.name.startswith(".") and entry.is_file()
    ]
    return files, [(folder / name, None) for name in folders if not name.startswith(".")]
