"""Where a command writes: standard output, or a file that is whole or not there."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def writing(target: str, *, option: str = "--output") -> Generator[BinaryIO]:
    """
    Open a file to write, or standard output for `-`.

    A file appears under its name when all of it is written; what stood there before stays until
    then, and stays if anything goes wrong.

    Args:
        target: The file's name, or `-`.
        option: The option that named it, for the error.

    Raises:
        click.BadParameter: If the file cannot be made.
    """
    if target == "-":
        stream = sys.stdout.buffer
        yield stream
        stream.flush()
        return
    # A link stays a link: what it leads to is written.
    path = Path(target).resolve()
    # A device or a pipe is no file that could be put in place.
    in_place = path.exists() and not path.is_file()
    opened = path if in_place else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        stream = opened.open("wb" if in_place else "xb")
    except OSError as error:
        reason = error.strerror
    else:
        with stream:
            yield from _guarded(stream, opened, None if in_place else path)
        return
    raise click.BadParameter(f"{target} cannot be written: {reason}", param_hint=option)


def _guarded(stream: BinaryIO, opened: Path, path: Path | None) -> Generator[BinaryIO]:
    """Hand out the stream, then put the file in its place; on any failure, leave nothing."""
    if path is None:
        yield stream
        return
    try:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, opened)
        opened.replace(path)
    except BaseException:
        opened.unlink(missing_ok=True)
        raise
