"""That somebody said: this needs no more answer. As JSON Lines, append-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.model._base import Noun, Time
from omnidesk.policy.files._lines import dump_lines, load_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Closing(Noun):
    """
    Somebody closed a conversation: what was asked before needs no more answer.

    A helpdesk knows such moments, and no channel does. Without them a word of thanks waits for
    ever.
    """

    conversation: str
    """The conversation, by its id or an alias."""
    at: Time
    """When (UTC)."""


def dump_closings(closings: Iterable[Closing]) -> Iterator[str]:
    """
    Write closings, each as one line of JSON without its line break.

    A line says its `type` (`closing`) and its `schema_version`, as documents do. Lines may be
    appended to what is there: order and repetition mean nothing.
    """
    return dump_lines(closings, "closing")


def load_closings(lines: Iterable[str | bytes], *, name: str = "closings") -> tuple[Closing, ...]:
    """
    Read closings that this or another version of omnidesk has written. Empty lines are passed over.

    From a newer minor version, unknown fields are passed over.

    Args:
        lines: The lines; an open file will do.
        name: What errors call it.

    Raises:
        SchemaError: If a line is not a closing, or of a newer major version. It says which line and
            what was expected, and never what stood there.
    """
    return tuple(load_lines(lines, "closing", Closing, name=name))
