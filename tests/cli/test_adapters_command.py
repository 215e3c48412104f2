"""`omnidesk adapters`."""

from importlib.metadata import EntryPoint

import pytest

from omnidesk.adapters import available_adapters
from omnidesk.cli import _adapters


@pytest.fixture
def installed(monkeypatch):
    def install(*entries):
        found = [EntryPoint(name, value, "omnidesk.adapters") for name, value in entries]
        monkeypatch.setattr(_adapters, "entry_points", lambda **_: found)

    return install


def test_the_built_in_adapters_are_listed_with_their_package(command):
    result = command("adapters")
    rows = [line.split() for line in result.output.splitlines()]
    assert rows[0] == ["name", "channel", "package", "module"]
    assert [row[0] for row in rows[1:]] == list(available_adapters())
    assert ["email", "email", "omnidesk", "0.1.0", "omnidesk.adapters.email"] in rows
    assert result.code == 0


def test_an_adapter_without_a_package_is_listed(command, installed):
    installed(("notes", "tests.notes:Notes"))
    assert command("adapters").output.splitlines()[1].split() == ["notes", "notes", "tests.notes"]


def test_an_adapter_that_cannot_be_imported_is_listed_with_the_class_of_the_error(
    command, installed
):
    installed(("gone", "no_such_module:Gone"), ("notes", "tests.notes:Notes"))
    result = command("adapters")
    assert result.code == 1
    assert result.output.splitlines()[1].split() == [
        *("gone", "fails", "with", "ModuleNotFoundError", "no_such_module"),
    ]
    assert len(result.output.splitlines()) == 3


def test_what_is_no_adapter_is_listed_as_such(command, installed):
    installed(("odd", "tests.notes:install"))
    result = command("adapters")
    assert result.code == 1
    assert "has no channel" in result.output


def test_nothing_installed_is_an_empty_table(command, installed):
    installed()
    assert command("adapters").output.split() == ["name", "channel", "package", "module"]
