"""What can be imported from where."""

import ast
import dataclasses
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import get_type_hints

import pytest

import omnidesk

PUBLIC = [
    "omnidesk",
    "omnidesk.adapters",
    "omnidesk.adapters.calls",
    "omnidesk.adapters.chatwoot",
    "omnidesk.adapters.email",
    "omnidesk.adapters.email.files",
    "omnidesk.adapters.email.machine",
    "omnidesk.adapters.email.providers",
    "omnidesk.adapters.email.segments",
    "omnidesk.adapters.intercom",
    "omnidesk.adapters.liveagent",
    "omnidesk.adapters.mapped",
    "omnidesk.adapters.meta",
    "omnidesk.adapters.shops",
    "omnidesk.adapters.sms",
    "omnidesk.adapters.zalo",
    "omnidesk.adapters.sunshine",
    "omnidesk.adapters.youtube",
    "omnidesk.assembly",
    "omnidesk.connectors",
    "omnidesk.connectors.chatwoot",
    "omnidesk.connectors.graph",
    "omnidesk.connectors.imap",
    "omnidesk.connectors.omicall",
    "omnidesk.connectors.stringee",
    "omnidesk.connectors.twilio",
    "omnidesk.connectors.youtube",
    "omnidesk.connectors.zalo",
    "omnidesk.errors",
    "omnidesk.events",
    "omnidesk.model",
    "omnidesk.policy",
    "omnidesk.policy.consent",
    "omnidesk.policy.contact",
    "omnidesk.policy.service",
    "omnidesk.policy.disclosure",
    "omnidesk.schemas",
    "omnidesk.signatures",
    "omnidesk.testing",
    "omnidesk.testing.plugin",
]


def by_isort(name):
    """Sort as ruff does: constants, then classes, then the rest."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name


@pytest.mark.parametrize("module", PUBLIC)
def test_every_exported_name_exists_and_the_list_is_sorted(module):
    found = import_module(module)
    assert found.__all__ == sorted(found.__all__, key=by_isort)
    for name in found.__all__:
        assert getattr(found, name) is not None


RECORDS = {
    found
    for module in PUBLIC
    for name in import_module(module).__all__
    if inspect.isclass(found := getattr(import_module(module), name))
    and (dataclasses.is_dataclass(found) or hasattr(found, "_fields"))
}


def test_records_are_found():
    assert {"Address", "Bounce", "Email"} <= {one.__name__ for one in RECORDS}


def dotted(record):
    return f"{record.__module__}.{record.__qualname__}"


@pytest.mark.parametrize("record", sorted(RECORDS, key=dotted), ids=dotted)
def test_the_types_of_a_records_fields_can_be_asked_for(record):
    hints = get_type_hints(record, include_extras=True)
    assert set(record.__annotations__) <= set(hints)
    # What mypyc makes of an annotation: nothing to build a schema or a form from.
    assert type not in hints.values()


def test_what_type_checkers_see_is_what_is_loaded_at_run_time():
    tree = ast.parse(Path(omnidesk.__file__).read_text("utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == omnidesk._HOMES
    assert {*seen, "__version__"} == set(omnidesk.__all__)


def test_an_unknown_name_is_refused_as_any_module_refuses_it():
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = omnidesk.Nothing


def test_all_names_are_listed_before_they_are_loaded():
    assert set(omnidesk.__all__) <= set(dir(omnidesk))


def loaded_by(statement: str) -> set[str]:
    """List the modules that a statement loads in a fresh interpreter."""
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return set(done.stdout.split())


def test_importing_omnidesk_loads_nothing_heavy():
    assert loaded_by("import omnidesk") & {"pydantic", "httpx", "nh3"} == set()


def test_chat_does_not_pay_for_mail():
    loaded = loaded_by("from omnidesk.adapters.meta import Messenger; import omnidesk.assembly")
    assert loaded & {"nh3", "httpx", "omnidesk._mime"} == set()
