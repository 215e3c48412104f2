"""The ledger as JSON Lines: append-only on disk as in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.policy.consent._events import ConsentEvent
from omnidesk.policy.consent._ledger import Ledger
from omnidesk.policy.files._lines import dump_lines, load_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TYPE = "consent_event"


def dump_ledger(events: Iterable[ConsentEvent]) -> Iterator[str]:
    """
    Write consent events, each as one line of JSON without its line break.

    A line says its `type` (`consent_event`) and its `schema_version`, as documents do. Lines may be
    appended to what is there, and files of several writers be put one after the other: order and
    repetition mean nothing.

    Args:
        events: The events; a ledger will do.
    """
    return dump_lines(events, _TYPE)


def load_ledger(lines: Iterable[str | bytes], *, name: str = "ledger") -> Ledger:
    """
    Read a ledger that this or another version of omnidesk has written. Empty lines are passed over.

    From a newer minor version, unknown fields are passed over. Several files are merged by `|`.

    Args:
        lines: The lines; an open file will do.
        name: What errors call it.

    Raises:
        SchemaError: If a line is not a consent event, or of a newer major version. It says which
            line and what was expected, and never what stood there. Nothing is skipped: an event
            that is lost could be the withdrawal.
    """
    return Ledger(load_lines(lines, _TYPE, ConsentEvent, name=name))
