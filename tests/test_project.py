"""The project's own files: locks, metadata, and what no file may hold."""

import re
import runpy
import subprocess
import tomllib
from pathlib import Path

import pytest

import omnidesk

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))

# Hosts of package registries, and folders of one machine: in pieces, so that they are not here.
HOSTS = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
    "deb." + "debian.org",
)
FOLDERS = ("wo" + "rk", "ro" + "ot")
FORBIDDEN = re.compile(
    "|".join([*map(re.escape, HOSTS), rf"(?<![\w.:~/-])/(?:{'|'.join(FOLDERS)})\b"]), re.IGNORECASE
)


def project_files() -> list[Path]:
    """List what git has or would add; a folder that is no repository has no such list."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git repository")
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (ROOT / name for name in listing.stdout.split("\0") if name)
    return sorted(path for path in paths if path.is_file())


def requirements(lock: Path) -> dict[str, list[str]]:
    """Map each requirement of a lock, such as `idna==3.20`, to its hashes."""
    found: dict[str, list[str]] = {}
    for line in lock.read_text().replace("\\\n", " ").splitlines():
        requirement, *hashes = line.split("--hash=")
        found[requirement.strip()] = [one.strip() for one in hashes]
    return found


def names(lock: Path) -> set[str]:
    return {requirement.split("==")[0] for requirement in requirements(lock)}


def versions(lock: Path) -> set[str]:
    # A marker may differ, as it says what asked for the requirement.
    return {requirement.split(" ;")[0] for requirement in requirements(lock)}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_requirement_of_a_lock_has_hashes(lock: Path) -> None:
    locked = requirements(lock)
    assert locked
    for requirement, hashes in locked.items():
        assert "==" in requirement
        assert hashes, requirement
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", one) for one in hashes), requirement


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_has_no_addresses_and_no_options(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-|@|#)(?!-hash=)", text, re.MULTILINE)


def test_runtime_lock_holds_every_core_dependency() -> None:
    core = {re.split("[<>=!~ ;\\[]", one)[0] for one in PYPROJECT["project"]["dependencies"]}
    assert core <= names(ROOT / "requirements/runtime.txt")


@pytest.mark.parametrize(("smaller", "larger"), [("runtime", "test"), ("test", "check")])
def test_a_larger_lock_holds_the_smaller_one(smaller: str, larger: str) -> None:
    # The Makefile installs one on top of the other, into the same environment.
    left_out = versions(ROOT / f"requirements/{smaller}.txt") - versions(
        ROOT / f"requirements/{larger}.txt"
    )
    assert not left_out


def test_version_is_the_same_everywhere() -> None:
    assert omnidesk.__version__ == PYPROJECT["project"]["version"]


def test_no_file_holds_a_registry_address_or_a_path_of_a_machine() -> None:
    found: list[str] = []
    for path in project_files():
        # latin-1 reads any bytes, and the patterns are ASCII.
        for number, line in enumerate(path.read_text("latin-1").splitlines(), start=1):
            if FORBIDDEN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found


def test_every_python_block_of_the_docs_is_run_or_skipped_on_purpose() -> None:
    # conftest.py runs `python` and `python title="…"`; a misspelt fence would silently never run.
    known = re.compile(r'python( +\w+="[^"]*")* *|python \{skip\}|pycon|pytb')
    odd: list[str] = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for number, line in enumerate(page.read_text().splitlines(), start=1):
            fence = re.match(
                r"[ \t>]*(?:```+|~~~+)[ \t]*(?P<info>\{? *\.?py.*)", line, re.IGNORECASE
            )
            if fence and not known.fullmatch(fence["info"]):
                odd.append(f"{page.relative_to(ROOT)}:{number}")
    assert not odd


def test_what_is_compiled_is_there_and_is_no_record() -> None:
    hook = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    assert not hook["enable-by-default"]
    assert hook["dependencies"] == PYPROJECT["dependency-groups"]["compile"]
    tool = runpy.run_path(str(ROOT / hook["path"]))
    source = ROOT / hook["source"]
    for pattern in hook["include"]:
        assert tool["modules_to_compile"](source, [pattern])
    modules = tool["modules_to_compile"](source, hook["include"])
    assert "omnidesk/_mime/_split.py" in modules
    records = {"_mime/_address.py", "adapters/email/_options.py", "adapters/email/_records.py"}
    assert not {f"omnidesk/{one}" for one in records} & set(modules)
    assert not [one for one in modules if one.endswith("__init__.py")]
