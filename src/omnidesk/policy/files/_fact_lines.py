"""Facts as JSON Lines: append-only on disk as in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.policy._facts import Fact, Facts
from omnidesk.policy.files._lines import dump_lines, load_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def dump_facts(facts: Iterable[Fact]) -> Iterator[str]:
    """
    Write facts, each as one line of JSON without its line break.

    A line says its `type` (`fact`) and its `schema_version`, as documents do. Lines may be appended
    to what is there: order and repetition mean nothing.
    """
    return dump_lines(facts, "fact")


def load_facts(lines: Iterable[str | bytes], *, name: str = "facts") -> Facts:
    """
    Read facts that this or another version of omnidesk has written. Empty lines are passed over.

    From a newer minor version, unknown fields are passed over.

    Args:
        lines: The lines; an open file will do.
        name: What errors call it.

    Raises:
        SchemaError: If a line is not a fact, or of a newer major version. It says which line and
            what was expected, and never what stood there. Nothing is skipped: a fact that is lost
            could be the hold on a case.
    """
    return Facts(load_lines(lines, "fact", Fact, name=name))
