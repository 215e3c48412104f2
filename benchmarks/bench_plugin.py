"""
What does the pytest plugin cost a run that uses nothing of it? The aim is under 5 ms.

A run of pytest with one empty test is timed as it is, with the plugin, and with a package of as
many files as ours that has a plugin of its own in `pytest11`: that is what it would cost everybody
who has omnidesk installed, and why ours is no such entry point. Then the import of its module
alone, in an interpreter that has pytest already. Medians of the processor's time.
"""

import os
import resource
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import omnidesk
from benchmarks._timing import once, table

PLUGIN = "omnidesk.testing.plugin"
WITHOUT = [f"-pno:{name}" for name in ("cacheprovider", "hypothesispytest", "xdist", "sybil")]
"""What else is installed here, and would drown a millisecond."""

PACKAGE = Path(omnidesk.__file__).parent
METADATA = "Metadata-Version: 2.1\nName: as-installed\nVersion: 1.0\n"


def installed(folder):
    """Make what an installer leaves of a package with our files and a plugin in `pytest11`."""
    about = folder / "as_installed-1.0.dist-info"
    about.mkdir()
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    record = [f"{path.relative_to(PACKAGE.parent)},sha256={'A' * 43},1024\n" for path in files]
    (about / "METADATA").write_text(METADATA)
    (about / "RECORD").write_text("".join(record))
    (about / "entry_points.txt").write_text(f"[pytest11]\nas_installed = {PLUGIN}\n")


def environment(compiled, *paths):
    """Return an environment in which Python keeps what it has compiled, as it does by default."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    known = os.pathsep.join(str(path) for path in paths)
    return {**kept, "PYTHONPATH": known, "PYTHONPYCACHEPREFIX": str(compiled)}


def run(folder, environment, *arguments):
    command = [sys.executable, "-m", "pytest", "-q", *WITHOUT, *arguments]
    return lambda: subprocess.run(
        command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL
    )


def fresh(statement, environment):
    return lambda: subprocess.run([sys.executable, "-c", statement], check=True, env=environment)


def children():
    """Return the seconds that processors have worked for our children, whoever else they serve."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def medians(subjects, rounds=41):
    """Time things in turn, in milliseconds of the processor's time."""
    times = {name: [] for name in subjects}
    for number in range(rounds + 1):
        for name, subject in subjects.items():
            seconds = once(subject, children)
            if number:  # the first fills caches
                times[name].append(seconds * 1e3)
    return {name: median(values) for name, values in times.items()}


def main():
    if find_spec("pytest") is None:
        print("\nThe pytest plugin: not measured, pytest is not installed (make test installs it)")
        return
    with TemporaryDirectory() as folder:
        tests, packages, compiled = (Path(folder, name) for name in ("tests", "packages", "pyc"))
        for one in (tests, packages):
            one.mkdir()
        (tests / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
        installed(packages)
        plain = environment(compiled, PACKAGE.parent)
        times = medians(
            {
                "pytest": run(tests, plain),
                "with the plugin, unused": run(tests, plain, "-p", PLUGIN),
                "as an entry point, unused": run(
                    tests, environment(compiled, PACKAGE.parent, packages)
                ),
                "import pytest": fresh("import pytest", plain),
                "import pytest and the plugin": fresh(f"import pytest, {PLUGIN}", plain),
            }
        )
    for title, names in (
        ("A run of pytest (aim: ≤ 5 ms more)", list(times)[:3]),
        ("The import alone", list(times)[3:]),
    ):
        first = times[names[0]]
        rows = [(name, f"{times[name]:.1f}", f"{times[name] - first:+.1f}") for name in names]
        table(title, ("what", "ms", "more"), rows)


if __name__ == "__main__":
    main()
