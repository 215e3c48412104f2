"""The documentation has every public name, every page, every word of a vocabulary."""

import re
from importlib import import_module
from pathlib import Path
from typing import Literal, get_args, get_origin

import click
import pytest

import omnidesk
import omnidesk.model
from omnidesk.cli._main import omnidesk as omnidesk_command
from omnidesk.cli._main import run
from omnidesk.events import MessagePosted
from omnidesk.testing import builtin_samples

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
OF_ALL_CHANNELS = ("index.md", "matrix.md")
CHANNEL_PAGES = sorted(
    page for page in DOCS.glob("channels/*.md") if page.name not in OF_ALL_CHANNELS
)
SAMPLES = Path(omnidesk.__file__).parent / "testing/samples"
DESCRIBED = {
    "calls-3cx": ("threecx",),
    "calls-amazon-connect": ("amazon_connect",),
    "calls-asterisk": ("asterisk", "asterisk_cel"),
    "calls-freeswitch": ("freeswitch", "freeswitch_csv"),
    "calls-google-voice": ("google_voice", "google_voice_texts"),
    "calls-table": ("call_table", "call_table_json"),
    "calls-twilio": ("twilio",),
    "calls-vietnam": ("omicall", "stringee", "vbot", "voicecloud"),
    "chatwoot": ("chatwoot",),
    "email": ("email",),
    "facebook": ("facebook", "instagram_comments"),
    "instagram": ("instagram", "instagram_pulled"),
    "intercom": ("intercom",),
    "liveagent": ("liveagent",),
    "mapped": (
        *(
            "crisp",
            "live_chat",
            "mapped",
            "mapped_csv",
            "mapped_webhooks",
            "product_comments",
            "tawk",
            "web_form",
        ),
    ),
    "messenger": ("messenger", "messenger_pulled", "meta", "meta_callbacks"),
    "meta_export": ("meta_export",),
    "shops": ("haravan", "lazada", "sapo", "shopee", "tiktok_shop"),
    "sms": ("brandname_sms", "twilio_sms"),
    "sunshine": ("sunshine",),
    "youtube": ("youtube",),
    "zalo": ("zalo", "zalo_bot"),
}
"""Which adapters' samples each page speaks for."""


def _public_modules() -> list[str]:
    """Return the modules that export names: those without an underscore that have an `__all__`."""
    package = Path(omnidesk.__file__).parent
    found: list[str] = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        names = parts[:-1] if parts[-1] == "__init__" else parts
        if not any(name.startswith("_") for name in names) and re.search(
            r"^__all__ = ", path.read_text("utf-8"), re.MULTILINE
        ):
            found.append(".".join(names))
    return found


PUBLIC = _public_modules()

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


def _is_public(path: str) -> bool:
    module, _, name = path.rpartition(".")
    exported = getattr(import_module(module), "__all__", None)
    return name in exported if exported is not None else not name.startswith("_")


def _nav() -> list[str]:
    """Return the pages in the navigation. The tests have no YAML parser, and need none for this."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    _, heading, nav = text.partition("\nnav:\n")
    assert heading
    return re.findall(r"([\w/-]+\.md)$", nav, re.MULTILINE)


def _code(text: str) -> list[str]:
    """Return the first word of everything that is set as code."""
    return re.findall(r"`([\w-]+)[^`]*`", text)


def _headings(page: Path) -> list[str]:
    return re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("module", PUBLIC)
def test_every_exported_name_is_in_the_reference(module: str) -> None:
    assert [path for path in _exported(module) if not _is_shown(path)] == []


def test_every_entry_of_the_reference_is_public() -> None:
    assert sorted(path for path in SHOWN if not _is_public(path)) == []


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


def test_every_sample_is_of_an_adapter_that_one_page_describes() -> None:
    assert {page.stem for page in CHANNEL_PAGES} == set(DESCRIBED)
    folders = [folder for described in DESCRIBED.values() for folder in described]
    assert sorted(folders) == sorted(one.name for one in SAMPLES.iterdir() if one.is_dir())


def test_every_relative_link_of_the_readme_leads_somewhere() -> None:
    # mkdocs checks those of its own pages, down to the headings.
    text = (ROOT / "README.md").read_text("utf-8")
    targets = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", text)
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_option_of_the_command_is_in_the_reference() -> None:
    page = (DOCS / "reference/cli.md").read_text("utf-8")
    commands = dict(omnidesk_command.commands)
    for name, command in omnidesk_command.commands.items():
        if isinstance(command, click.Group):
            commands |= {f"{name} {under}": one for under, one in command.commands.items()}
    for name, command in commands.items():
        level = "#" * (2 + name.count(" "))
        _, heading, section = page.partition(f"\n{level} omnidesk {name}\n")
        assert heading
        section = re.split(rf"\n#{{2,{len(level)}}} ", section)[0]
        options = [one for one in command.params if isinstance(one, click.Option)]
        assert [one.name for one in options if not set(one.opts) <= set(_code(section))] == []


@pytest.mark.parametrize("page", CHANNEL_PAGES, ids=lambda page: page.stem)
def test_a_channel_page_names_every_event_and_defect_of_its_samples(page: Path) -> None:
    text = page.read_text("utf-8")
    samples = [one for folder in DESCRIBED[page.stem] for one in builtin_samples(folder)]
    events = [event for one in samples for event in one.golden or ()]
    assert events
    kinds = {type(event).__name__ for event in events}
    codes = {defect.code for event in events for defect in event.defects}
    codes |= {
        defect.code
        for event in events
        if isinstance(event, MessagePosted)
        for defect in event.message.defects
    }
    named = set(re.findall(r"`(\w+)`", text))
    limits = {code for code in codes if code.startswith("limit_")}
    assert sorted((kinds | codes) - limits - named) == []


def test_the_timeline_in_the_readme_is_what_the_command_shows(
    tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    file = str(tmp_path / "conversations.jsonl")
    # What `make demo` says, word for word.
    (own,) = re.findall(r"^OWN := (.*)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert run(["normalize", "examples/inbox", *own.split(), "--output", file]) == 0
    assert run(["show", file]) == 0
    (block,) = re.findall(r"```text\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block in capsys.readouterr().out
