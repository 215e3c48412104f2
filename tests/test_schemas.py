"""The published JSON Schemas equal the models."""

import json
from runpy import run_module

import pytest

from omnidesk import SchemaError, json_schema
from omnidesk.adapters.mapped import map_schema
from omnidesk.model import SCHEMA_VERSION
from omnidesk.policy import plan_schema, policy_schema
from omnidesk.policy.contact import contact_policy_schema
from omnidesk.policy.disclosure import disclosure_policy_schema
from omnidesk.policy.service import service_policy_schema
from omnidesk.schemas import KINDS, read


def model_of(kind):
    others = {
        "contact_policy": contact_policy_schema,
        "disclosure_policy": disclosure_policy_schema,
        "map": map_schema,
        "plan": plan_schema,
        "policy": policy_schema,
        "service_policy": service_policy_schema,
    }
    return others[kind]() if kind in others else json_schema(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_published_schema_equals_its_model(kind):
    assert read(kind) == model_of(kind), "the models have changed: run `make schema`"


@pytest.mark.parametrize("kind", KINDS)
def test_writing_the_schemas_again_changes_no_byte(kind, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["", str(tmp_path)])
    run_module("omnidesk.schemas", run_name="__main__")
    published = json.dumps(read(kind), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    assert tmp_path.joinpath(f"{kind}.json").read_text("utf-8") == published


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_schema_says_what_it_means(kind):
    schema = read(kind)
    for name, definition in {**schema["$defs"], "": schema}.items():
        for field, facts in definition.get("properties", {}).items():
            assert facts.get("description"), f"{name}.{field} has no docstring"


def test_a_schema_names_its_version():
    assert SCHEMA_VERSION in read("conversation")["title"]


@pytest.mark.parametrize("look_up", [read, json_schema])
def test_an_unknown_kind_is_refused_with_those_that_there_are(look_up):
    with pytest.raises(SchemaError, match="conversation, event, person"):
        look_up("invoice")
