"""`omnidesk new`: start something that passes its tests at once."""

from __future__ import annotations

import keyword
import os
import re
import shutil
import sys
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from omnidesk.adapters._registry import GROUP
from omnidesk.cli._screen import Screen
from omnidesk.cli._text import safe_line
from omnidesk.errors import PayloadError
from omnidesk.testing._sample import error_text, events_text, samples

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from importlib.resources.abc import Traversable
    from types import ModuleType

    from omnidesk.adapters import Adapter

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,23}")

_TAKEN = frozenset(
    {"Any", "BaseModel", "ChannelMap", "Field", "Item", "Iterator", "Literal", "Mapped"}
    | {"AwareDatetime", "Person", "ValidationError", "Webhook"}
)
"""Names that what we write uses itself."""


@click.group("new", no_args_is_help=False)
def new() -> None:
    """Start something of your own."""


@new.command("adapter")
@click.argument("name", metavar="NAME")
@click.option("--map", "by_map", is_flag=True, help="Read by a map, which is data, not by code.")
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder in which the package's folder is made; otherwise the present one.",
)
def adapter_command(*, name: str, by_map: bool, into: Path) -> int:
    """
    Write a package with an adapter, which passes its tests at once.

    NAME is the channel, in small letters, digits, - and _, such as shop_chat: the package is called
    omnidesk-shop-chat then. Nothing is written that is there already.
    """
    words = _words_for(name)
    target = into / words["package"]
    with _whole(target) as folder:
        for place, text in _texts("map" if by_map else "code", words):
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        _record(folder, words)
        written = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    screen = Screen()
    for path in written:
        screen.print(str(target / path))
    notes = Screen(stderr=True)
    notes.print(f"{safe_line(str(target))} is written. Its tests pass:", style="bold")
    notes.print(f'  cd {safe_line(str(target))}\n  pip install -e ".[test]"\n  pytest')
    return 0


def _words_for(name: str) -> dict[str, str]:
    """Return what stands for what in the templates."""
    if not _NAME.fullmatch(name) or name.endswith(("-", "_")) or re.search("[-_]{2}", name):
        raise click.BadParameter(
            "expected up to 24 small letters, digits and single - or _, a letter first, such as "
            "shop_chat",
            param_hint="NAME",
        )
    parts = name.replace("-", "_").split("_")
    channel = "_".join(parts)
    if any(entry.name == channel for entry in entry_points(group=GROUP)):
        raise click.BadParameter(
            f"there is an adapter {channel} already; omnidesk adapters lists them",
            param_hint="NAME",
        )
    called = "".join(part.capitalize() for part in parts)
    if keyword.iskeyword(called) or called in _TAKEN:
        called += "Adapter"
    return {
        "name": name,
        "channel": channel,
        "package": f"omnidesk-{'-'.join(parts)}",
        "module": f"omnidesk_{channel}",
        "Class": called,
    }


@contextmanager
def _whole(target: Path) -> Generator[Path]:
    """Give a folder to fill, which takes its name when all is in it; or leave nothing."""
    if target.exists() or target.is_symlink():
        raise click.BadParameter(
            f"{target} is there already, and nothing was written", param_hint="NAME"
        )
    # In the same folder, so that it can be renamed; under a name that nobody else has.
    folder = target.with_name(f".{target.name}.{os.getpid()}.part")
    folder.mkdir()
    try:
        yield folder
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


# --- templates ------------------------------------------------------------------------------------


def _texts(kind: str, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each file of the package: its place, and what stands in it."""
    for folder in ("both", kind):
        for place, file in _walk(files("omnidesk.cli").joinpath("scaffold", folder), ""):
            text = file.read_text("utf-8")
            for name, word in words.items():
                text = text.replace(f"{{{{{name}}}}}", word)
            named = place.replace("MODULE", words["module"]).replace("NAME", words["channel"])
            yield named.removesuffix(".tmpl"), text


def _walk(folder: Traversable, place: str) -> Iterator[tuple[str, Traversable]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _walk(one, f"{place}{one.name}/")
        else:
            yield place + one.name, one


# --- what comes out of the samples ----------------------------------------------------------------


def _record(folder: Path, words: dict[str, str]) -> None:
    """Write beside each sample what the adapter makes of it."""
    with _imported(folder / "src" / words["module"], words["module"]) as module:
        adapter = cast("Adapter", getattr(module, words["Class"])())
        for sample in samples(folder / "tests" / "samples"):
            try:
                path, text = sample.golden_path, events_text(adapter.parse(sample.payload))
            except PayloadError as error:
                path, text = sample.error_path, error_text(error)
            path.write_text(text, "utf-8", newline="\n")


class _Uncached(SourceFileLoader):
    """Leaves no compiled file beside what it loads."""

    def set_data(self, path: str, data: object, *, _mode: int = 0o666) -> None:
        """Keep nothing."""


@contextmanager
def _imported(package: Path, name: str) -> Generator[ModuleType]:
    """Import a package that is not installed, and forget it afterwards."""
    file = str(package / "__init__.py")
    spec = spec_from_loader(name, _Uncached(name, file), is_package=True)
    if spec is None:  # pragma: no cover - a loader of files always gives one
        raise ImportError(name)
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and importlib.resources look there
    try:
        _Uncached(name, file).exec_module(module)
        yield module
    finally:
        del sys.modules[name]
