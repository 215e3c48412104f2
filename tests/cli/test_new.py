"""`omnidesk new adapter` writes a package that passes its own tests, or nothing."""

import ast
import keyword
import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import MessagePosted, ReceiptReported, Unrecognised, assemble
from omnidesk.adapters import available_adapters
from omnidesk.cli import _new
from omnidesk.testing import samples

ROOT = Path(__file__).parents[2]
KINDS = {"code": (), "map": ("--map",)}
FILES = {
    *("README.md", "pyproject.toml", "src/omnidesk_shop_chat/__init__.py"),
    *("src/omnidesk_shop_chat/py.typed", "tests/test_shop_chat.py"),
    *("tests/samples/.gitattributes", "tests/samples/README.md"),
    *("tests/samples/conversation.json", "tests/samples/conversation.events.jsonl"),
    *("tests/samples/odd-items.json", "tests/samples/odd-items.events.jsonl"),
}
OWN_FILES = {
    "code": {"tests/samples/no-items.json", "tests/samples/no-items.error.json"},
    "map": {
        "src/omnidesk_shop_chat/map.toml",
        "tests/samples/no-object.json",
        "tests/samples/no-object.error.json",
    },
}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def package(command, tmp_path, kind):
    """A package as the command writes it."""
    done = command("new", "adapter", "shop-chat", *KINDS[kind], "--into", tmp_path)
    assert done.code == 0, done.errors
    return tmp_path / "omnidesk-shop-chat"


def files_in(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def in_its_folder(package, *arguments, path=()):
    """Run Python as somebody does who has installed the package."""
    paths = os.pathsep.join(str(one) for one in (package / "src", ROOT / "src", *path))
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=package,
        env=os.environ
        | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
        | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def events_of(package, name):
    [found] = [one for one in samples(package / "tests/samples") if one.name == name]
    return found.golden


# --- what is written ------------------------------------------------------------------------------


def test_its_own_tests_pass_at_once(package):
    done = in_its_folder(package, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error")
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_it_is_these_files_and_no_others(package, kind, tmp_path):
    assert files_in(package) == FILES | OWN_FILES[kind]
    assert list(tmp_path.iterdir()) == [package]


def test_the_files_are_listed_and_what_to_do_next_is_said(command, tmp_path):
    done = command("new", "adapter", "shop-chat", "--into", tmp_path)
    package = tmp_path / "omnidesk-shop-chat"
    assert set(done.output.split()) == {str(package / one) for one in files_in(package)}
    assert done.errors.endswith('pip install -e ".[test]"\n  pytest\n')


def test_it_is_written_into_the_present_folder_by_default(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command("new", "adapter", "sms").code == 0
    assert [one.name for one in tmp_path.iterdir()] == ["omnidesk-sms"]


def test_no_template_shows_through(package):
    for name in files_in(package):
        text = (package / name).read_text("utf-8")
        assert "{{" not in text, name
        assert "MODULE" not in text, name


def test_once_installed_the_command_finds_it_and_reads_by_it(package, tmp_path):
    # What an installer leaves, for the entry point to be seen.
    about = tmp_path / "site" / "omnidesk_shop_chat-0.1.0.dist-info"
    about.mkdir(parents=True)
    project = tomllib.loads((package / "pyproject.toml").read_text("utf-8"))["project"]
    [(group, entries)] = project["entry-points"].items()
    [(name, value)] = entries.items()
    (about / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    (about / "entry_points.txt").write_text(f"[{group}]\n{name} = {value}\n")
    command = "from omnidesk.cli import main; main()"
    paths = (tmp_path / "site",)
    listed = in_its_folder(package, "-c", command, "adapters", path=paths)
    assert "omnidesk-shop-chat 0.1.0" in listed.stdout
    payload = "tests/samples/conversation.json"
    done = in_its_folder(
        package, "-c", command, "normalize", payload, "--adapter", "shop_chat", path=paths
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
    assert "đơn HS-2214" in done.stdout


def test_the_licence_is_left_to_the_author(package):
    text = (package / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    assert "license" not in project
    assert "\n# license = " in text


def test_what_is_recorded_is_what_the_sample_says(package):
    question, answer, receipt, other = events_of(package, "conversation")
    assert [type(one) for one in (question, answer, receipt, other)] == [
        *(MessagePosted, MessagePosted, ReceiptReported, MessagePosted)
    ]
    assert question.message.direction == "inbound"
    assert question.message.author.name == "Trần Thị Mai"
    assert question.message.sent_at.isoformat() == "2026-01-02T02:15:00+00:00"
    assert (answer.message.direction, answer.message.author.role) == ("outbound", "agent")
    assert (receipt.kind, receipt.message_ids) == ("read", ("m-71002",))
    assert receipt.actor.identities == question.message.author.identities
    assert other.message.author.name is None
    assert {one.channel for one in (question, answer, receipt, other)} == {"shop_chat"}


def test_it_adds_up_to_two_conversations_and_a_receipt_is_in_one(package):
    first, second = assemble(events_of(package, "conversation"))
    assert [one.id for one in first.messages] == ["m-71001", "m-71002"]
    assert [one.kind for one in first.messages[1].receipts] == ["read"]
    assert [one.id for one in second.messages] == ["m-71003"]


def test_an_unknown_kind_of_item_is_unrecognised_beside_a_receipt(package):
    receipt, picture = events_of(package, "odd-items")
    assert isinstance(receipt, ReceiptReported)
    assert isinstance(picture, Unrecognised)
    assert picture.source.pointer == "/items/1"


def test_its_test_has_ten_lines_and_its_adapter_is_read_in_a_minute(package, kind):
    lines = (package / "tests/test_shop_chat.py").read_text("utf-8").splitlines()
    assert len(lines) <= 10
    adapter = (package / "src/omnidesk_shop_chat/__init__.py").read_text("utf-8").splitlines()
    assert len(adapter) < {"code": 90, "map": 40}[kind]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is not in the test environment")
def test_it_passes_mypy_strict(package, tmp_path):
    done = subprocess.run(
        [
            *[sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull],
            *["--cache-dir", str(tmp_path / "cache"), "src", "tests"],
        ],
        cwd=package,
        env=os.environ | {"MYPYPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(find_spec("ruff") is None, reason="ruff is not in the test environment")
@pytest.mark.parametrize("arguments", [("format", "--check"), ("check", "--extend-select", "I,UP")])
def test_it_is_formatted_and_linted(package, arguments):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", "."],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_it_leaves_nothing_in_this_process(command, tmp_path):
    before = set(sys.modules)
    command("new", "adapter", "sms", "--into", tmp_path)
    assert [name for name in set(sys.modules) - before if name.startswith("omnidesk_")] == []


# --- the tutorial and the example -----------------------------------------------------------------

EXAMPLE = ROOT / "examples" / "omnidesk-sms"
MODULE = "src/omnidesk_sms/__init__.py"


@pytest.fixture
def sms(command, tmp_path):
    """The package with which the tutorial begins."""
    command("new", "adapter", "sms", "--into", tmp_path)
    return tmp_path / "omnidesk-sms"


def test_the_tutorial_shows_what_is_written_and_what_becomes_of_it(sms):
    page = (ROOT / "docs/tutorials/your-first-adapter.md").read_text("utf-8")
    blocks = re.findall(rf'```python title="{MODULE}"\n(.*?)```', page, re.DOTALL)
    written = (sms / MODULE).read_text("utf-8")
    finished = (EXAMPLE / MODULE).read_text("utf-8")
    assert [(one in written, one in finished) for one in blocks] == [
        *[(True, False), (True, True), (True, False)],
        *[(False, True), (False, True)],
    ]
    shown = "".join(blocks[:3])
    assert "".join(shown.split()) == "".join(written.split())


def test_the_tutorial_shows_the_test_that_is_written(sms):
    page = (ROOT / "docs/tutorials/your-first-adapter.md").read_text("utf-8")
    assert (sms / "tests/test_sms.py").read_text("utf-8") in page


def test_the_example_is_such_a_package():
    def kinds(folder):
        return {name for name in files_in(folder) if "samples" not in name and "cache" not in name}

    assert kinds(EXAMPLE) == {
        name.replace("shop_chat", "sms") for name in FILES if "samples" not in name
    }


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("Sms", "7sms", "s ms", "../sms", "sms/x", "sms.x", "sms-", "sms--x", "sms_-x", "_sms"),
        *("", "s" * 25, "đơn", "sms\n", "."),
    ],
)
def test_a_name_that_is_none_is_refused_and_nothing_is_written(command, tmp_path, name):
    done = command("new", "adapter", "--into", tmp_path, "--", name)
    assert done.code == 2
    assert "expected up to 24 small letters" in done.errors
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["messenger", "live-chat", "live_chat"])
def test_the_name_of_an_installed_adapter_is_refused(command, tmp_path, name):
    assert "live_chat" in available_adapters()
    done = command("new", "adapter", name, "--into", tmp_path)
    assert done.code == 2
    assert "already" in done.errors
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("sms", "Sms"),
        ("shop-chat", "ShopChat"),
        ("a2_b", "A2B"),
        ("none", "NoneAdapter"),
        ("item", "ItemAdapter"),
        ("base-model", "BaseModelAdapter"),
    ],
)
def test_the_class_is_named_after_the_channel_unless_the_name_is_taken(name, called):
    assert _new._words_for(name)["Class"] == called


@given(st.from_regex(r"[a-z][a-z0-9_-]{0,24}", fullmatch=True) | st.text(max_size=30))
def test_whatever_name_is_taken_makes_names_that_python_and_pip_take(name):
    try:
        words = _new._words_for(name)
    except click.BadParameter:
        return
    assert re.fullmatch(r"omnidesk(-[a-z0-9]+)+", words["package"])
    assert words["module"].isidentifier()
    assert words["Class"].isidentifier()
    assert not keyword.iskeyword(words["Class"])


def test_every_name_that_the_templates_use_is_known_as_taken(package):
    tree = ast.parse((package / "src/omnidesk_shop_chat/__init__.py").read_text("utf-8"))
    used = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
    used |= {one.name for one in tree.body if isinstance(one, ast.ClassDef)} - {"ShopChat"}
    assert {name for name in used if name[0].isupper()} <= _new._TAKEN


def test_two_packages_of_one_service_have_different_ids(command, tmp_path):
    for name in ("one", "two"):
        command("new", "adapter", name, "--into", tmp_path)
    one, two = (events_of(tmp_path / f"omnidesk-{name}", "conversation") for name in ("one", "two"))
    assert not {event.id for event in one} & {event.id for event in two}


# --- all or nothing -------------------------------------------------------------------------------


def test_a_folder_that_is_there_is_not_touched(command, tmp_path):
    (tmp_path / "omnidesk-sms").mkdir()
    done = command("new", "adapter", "sms", "--into", tmp_path)
    assert done.code == 2
    assert "is there already, and nothing was written" in done.errors
    assert files_in(tmp_path) == set()


def test_a_link_that_leads_nowhere_is_not_followed(command, tmp_path):
    (tmp_path / "omnidesk-sms").symlink_to(tmp_path / "elsewhere")
    done = command("new", "adapter", "sms", "--into", tmp_path)
    assert done.code == 2
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_not_there_is_not_made(command, tmp_path):
    done = command("new", "adapter", "sms", "--into", tmp_path / "nowhere")
    assert done.code == 2
    assert list(tmp_path.iterdir()) == []


def test_what_goes_wrong_midway_leaves_nothing(command, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_new, "_record", full)
    done = command("new", "adapter", "sms", "--into", tmp_path)
    assert (done.code, done.errors) == (1, "omnidesk: No space left on device\n")
    assert list(tmp_path.iterdir()) == []
