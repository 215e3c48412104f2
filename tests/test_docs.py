"""The documentation says what there is: every public name, every page, every word of a vocabulary."""

import re
from importlib import import_module
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

import omnidesk
import omnidesk.model

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
CHANNEL_PAGES = sorted(page for page in DOCS.glob("channels/*.md") if page.name != "index.md")

PUBLIC = (
    "omnidesk",
    "omnidesk.adapters",
    "omnidesk.adapters.email",
    "omnidesk.adapters.meta",
    "omnidesk.assembly",
    "omnidesk.cli",
    "omnidesk.connectors",
    "omnidesk.errors",
    "omnidesk.events",
    "omnidesk.model",
    "omnidesk.schemas",
    "omnidesk.signatures",
    "omnidesk.testing",
)
"""The modules whose names are public."""

SHOWN = {
    name
    for page in DOCS.glob("reference/*.md")
    for name in re.findall(r"^::: ([\w.]+)$", page.read_text("utf-8"), re.MULTILINE)
}
"""What the reference has an entry for."""

VOCABULARIES = {
    name: get_args(value)
    for name in omnidesk.model.__all__
    if get_origin(value := getattr(omnidesk.model, name)) is Literal
}


def _exported(module: str) -> list[str]:
    return [f"{module}.{name}" for name in import_module(module).__all__]


def _value(path: str) -> object:
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


def _is_shown(path: str) -> bool:
    """Whether a name has an entry, under its own path or another public one of the same thing."""
    if path in SHOWN:
        return True
    name = path.rpartition(".")[2]
    others = [f"{module}.{name}" for module in PUBLIC if f"{module}.{name}" in SHOWN]
    return any(_value(other) is _value(path) for other in others)


def _nav() -> list[str]:
    """Return the pages in the navigation. The tests have no YAML parser, and need none for this."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    _, heading, nav = text.partition("\nnav:\n")
    assert heading
    return re.findall(r"([\w/-]+\.md)$", nav, re.MULTILINE)


def _headings(page: Path) -> list[str]:
    return re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("module", PUBLIC)
def test_every_exported_name_is_in_the_reference(module: str) -> None:
    assert [path for path in _exported(module) if not _is_shown(path)] == []


def test_every_entry_of_the_reference_is_an_exported_name() -> None:
    exported = {path for module in PUBLIC for path in _exported(module)}
    assert sorted(SHOWN - exported) == []


def test_every_module_with_exported_names_is_checked() -> None:
    package = Path(omnidesk.__file__).parent
    found = set()
    for path in package.rglob("*.py"):
        parts = path.relative_to(package.parent).with_suffix("").parts
        names = parts[:-1] if parts[-1] == "__init__" else parts
        is_public = not any(name.startswith("_") for name in names)
        if is_public and re.search(r"^__all__ = ", path.read_text("utf-8"), re.MULTILINE):
            found.add(".".join(names))
    assert found == set(PUBLIC)


@pytest.mark.parametrize("vocabulary", sorted(VOCABULARIES))
def test_every_word_of_a_vocabulary_has_its_meaning_in_the_reference(vocabulary: str) -> None:
    text = (DOCS / "reference/model.md").read_text("utf-8")
    section = text.partition(f"::: omnidesk.model.{vocabulary}\n")[2].partition("\n:::")[0]
    rows = re.findall(r"^\| ((?:`\w+` ?)+)\|", section, re.MULTILINE)
    words = [word for row in rows for word in re.findall(r"`(\w+)`", row)]
    assert sorted(words) == sorted(VOCABULARIES[vocabulary])


def test_every_page_is_in_the_navigation() -> None:
    assert sorted(_nav()) == [page.relative_to(DOCS).as_posix() for page in PAGES]


@pytest.mark.parametrize("page", CHANNEL_PAGES, ids=lambda page: page.stem)
def test_every_channel_page_has_the_same_headings(page: Path) -> None:
    index = (DOCS / "channels/index.md").read_text("utf-8")
    template = re.findall(r"^\| \*\*(.+?)\*\* \|", index, re.MULTILINE)
    assert template
    assert _headings(page) == template


def test_every_built_in_adapter_has_a_channel_page() -> None:
    assert {page.stem for page in CHANNEL_PAGES} == {"email", "messenger"}


def test_every_relative_link_of_the_readme_leads_somewhere() -> None:
    # mkdocs checks those of its own pages, down to the headings.
    text = (ROOT / "README.md").read_text("utf-8")
    targets = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", text)
    assert [target for target in targets if not (ROOT / target).exists()] == []
