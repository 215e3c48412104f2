import io
import sys
from types import SimpleNamespace

import pytest

from omnidesk.cli._main import run


@pytest.fixture
def command(capsys, monkeypatch):
    """Run the command in this process, as a pipe sees it: 80 columns and no colours."""
    for name in ("FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run([str(one) for one in arguments])
        output, errors = capsys.readouterr()
        return SimpleNamespace(code=code, output=output, errors=errors)

    return call
