"""The command's frame: its name, version, one way of failing, and the commands in it."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from omnidesk import __version__
from omnidesk.cli._adapters import adapters
from omnidesk.cli._apply import apply_command
from omnidesk.cli._consent import consent
from omnidesk.cli._explain import explain
from omnidesk.cli._new import new
from omnidesk.cli._normalize import normalize
from omnidesk.cli._plan import plan_command
from omnidesk.cli._policy import policies
from omnidesk.cli._service import service
from omnidesk.cli._show import show
from omnidesk.cli._text import safe_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_READER_GONE = 141
"""What a shell reports for a program whose reader has gone (128 + SIGPIPE)."""

_INTERRUPTED = 130
"""What a shell reports after Ctrl+C (128 + SIGINT)."""


class _Commands(click.Group):
    """A group whose commands return an exit code, and end quietly when their reader has gone."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - the signature is click's
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Python flushes standard output at exit, and would complain once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _READER_GONE


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all is well, 1 something could not be read and the rest is done, 2 the "
    "command was not understood.",
    no_args_is_help=False,
)
@click.version_option(__version__, message="omnidesk %(version)s")
def omnidesk() -> None:
    """Turn raw payloads into conversations, look at them, and keep them no longer than allowed."""


omnidesk.add_command(adapters)
omnidesk.add_command(apply_command)
omnidesk.add_command(consent)
omnidesk.add_command(explain)
omnidesk.add_command(new)
omnidesk.add_command(normalize)
omnidesk.add_command(plan_command)
omnidesk.add_command(policies)
omnidesk.add_command(service)
omnidesk.add_command(show)


def run(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command, and say in one line what is wrong if something is.

    Args:
        arguments: What follows the command's name; `None` takes them from the process.

    Returns:
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows what it cannot as `\u1ea3`, and nothing fails.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code: object = omnidesk.main(arguments, prog_name="omnidesk", standalone_mode=False)
    except click.ClickException as error:
        return _fail(f"{error.format_message().rstrip('.')}{_hint(error)}", error.exit_code)
    except click.Abort:
        return _fail("interrupted", _INTERRUPTED)
    except OSError as error:
        return _fail(error.strerror or type(error).__name__, 1)
    return code if isinstance(code, int) else 0


def _hint(error: click.ClickException) -> str:
    """Say where the usage is told, if that is what was wrong."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"; see {context.command_path} --help" if context else ""


def _fail(message: str, code: int) -> int:
    click.echo(f"omnidesk: {safe_line(message)}", err=True)
    return code
