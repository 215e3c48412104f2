"""A bar for work that takes long, on a terminal; otherwise nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from omnidesk.cli._screen import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from rich.console import Console

SHOWN_AFTER = 1.0
"""Seconds of work before the bar appears."""

_REDRAWN_AFTER = 0.1


class Bar:
    """
    A bar over the bytes to read, with the number of payloads beside it.

    Args:
        console: Where it is drawn. Without a terminal there, it never is.
        total: How many bytes there are to read; `None` if nobody can know.
        clock: Seconds from any start.
    """

    def __init__(
        self,
        console: Console,
        total: int | None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._progress = Progress(
            TextColumn("reading"),
            BarColumn(bar_width=None),
            TaskProgressColumn(),
            TextColumn("{task.fields[payloads]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("reading", total=total, payloads="")
        self._clock = clock
        self._due = clock() + SHOWN_AFTER
        self._payloads = self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._progress.live.is_started:
            self._progress.stop()

    def advance(self, size: int) -> None:
        """Count a payload of that many bytes."""
        self._payloads += 1
        self._size += size
        now = self._clock()
        if now >= self._due:
            self._due = now + _REDRAWN_AFTER
            done = counted(self._payloads, "payload")
            self._progress.update(self._task, completed=self._size, payloads=done)
            self._progress.start()
