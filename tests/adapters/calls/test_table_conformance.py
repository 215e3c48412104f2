"""`CallTable` passes the kit, over a table in CSV and one in JSON."""

import tomllib
from pathlib import Path

from omnidesk.adapters.calls import CallTable
from omnidesk.testing import AdapterConformance, builtin_samples


def table(channel):
    folder = Path(builtin_samples(channel)[0].path).parent
    document = tomllib.loads((folder / "_mapping.toml").read_text("utf-8"))
    return CallTable.from_document(document, account="tong-dai")


class TestCsv(AdapterConformance):
    adapter = table("call_table")
    samples = builtin_samples("call_table")


class TestJson(AdapterConformance):
    adapter = table("call_table_json")
    samples = builtin_samples("call_table_json")
