"""The `omnidesk` command. Needs the extra `cli`."""

from __future__ import annotations

import sys

from omnidesk.errors import MissingExtra

__all__ = ["main"]


def main() -> None:
    """
    Run the `omnidesk` command and exit.

    The exit code is 0 when all is well, 1 when something could not be read and the rest is done,
    and 2 when the command was not understood or the extra `cli` is not installed.
    """
    try:
        from omnidesk.cli._main import run  # noqa: PLC0415 - what it needs may be missing
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"click", "rich"}:
            raise
        missing = MissingExtra("cli", needed_for="the omnidesk command")
        print(f"omnidesk: {missing}", file=sys.stderr)
        sys.exit(2)
    sys.exit(run())
