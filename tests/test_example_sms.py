"""The example of an adapter package passes its own tests, in its own pytest."""

import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "omnidesk-sms"
ADAPTER = EXAMPLE / "src" / "omnidesk_sms" / "__init__.py"


def test_the_example_passes_its_tests(tmp_path):
    # In a process of its own, as a stranger runs it: with its configuration and not with ours.
    paths = os.pathsep.join([str(EXAMPLE / "src"), str(ROOT / "src")])
    run = subprocess.run(
        [
            *[sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
            *["--noconftest", "--rootdir", str(EXAMPLE), "-c", str(EXAMPLE / "pyproject.toml")],
        ],
        cwd=EXAMPLE,
        env=os.environ | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert " passed" in run.stdout


def test_its_entry_point_leads_to_the_adapter(monkeypatch):
    monkeypatch.syspath_prepend(str(EXAMPLE / "src"))
    import tomllib

    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
    (value,) = project["entry-points"]["omnidesk.adapters"].values()
    assert EntryPoint("sms", value, "omnidesk.adapters").load().channel == "sms"


def test_it_is_as_short_as_we_say():
    assert len(ADAPTER.read_text("utf-8").splitlines()) < 75
    assert len((EXAMPLE / "tests" / "test_sms.py").read_text("utf-8").splitlines()) <= 10
