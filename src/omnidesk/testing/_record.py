"""Recording what an adapter makes of samples, for people to look at before they keep it."""

from __future__ import annotations

import inspect
import sys
from argparse import ArgumentParser
from difflib import unified_diff
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from omnidesk.errors import PayloadError
from omnidesk.testing._sample import Sample, error_text, events_text, sample, samples

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

    from omnidesk.adapters import Adapter


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `python -m omnidesk.testing`; return the exit code."""
    parser = ArgumentParser(prog="python -m omnidesk.testing")
    commands = parser.add_subparsers(required=True)
    record = commands.add_parser(
        "record", help="write down the events that an adapter reads from samples"
    )
    record.add_argument(
        "target", help="MODULE:NAME or FILE.py:NAME of an adapter, its class or its test class"
    )
    record.add_argument(
        "paths", nargs="*", type=Path, help="payloads; the samples of the test class if none"
    )
    record.add_argument("--update", action="store_true", help="write over recordings that differ")
    record.add_argument(
        "--expect-error", action="store_true", help="record the errors of payloads that must fail"
    )
    options = parser.parse_args(arguments)
    try:
        adapter, folder = _find(options.target)
        chosen = [sample(path) for path in options.paths] or _samples(folder)
    except (ImportError, LookupError, OSError, ValueError) as error:
        parser.error(str(error))
    outcomes = [
        _record(adapter, one, update=options.update, expect_error=options.expect_error)
        for one in chosen
    ]
    return int(not all(outcomes))


def _find(target: str) -> tuple[Adapter, Path | None]:
    """Return the adapter that is meant, and the folder of samples if a test class is."""
    place, colon, name = target.rpartition(":")
    if not colon:
        raise ValueError("say MODULE:NAME or FILE.py:NAME")
    module = _module(place)
    # Any with reason: it may be an adapter, a class of adapters, or a test class.
    found: Any = module
    for step in name.split("."):
        found = getattr(found, step, None)
    if found is None:
        raise LookupError(f"{place} has no {name}")
    if not isinstance(found, type):
        return cast("Adapter", found), None
    if not hasattr(found, "all_samples"):
        return cast("Adapter", found()), None
    folder = cast("object", getattr(found, "samples", None))
    shipped = isinstance(folder, tuple)
    here = Path(inspect.getfile(found)).parent
    return found().new_adapter(), None if shipped else here / str(folder)


def _module(place: str) -> ModuleType:
    if not place.endswith(".py"):
        return import_module(place)
    spec = spec_from_file_location(Path(place).stem, place)
    if spec is None or spec.loader is None:  # pragma: no cover - a name that ends in .py has one
        raise ImportError(f"{place} cannot be imported")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses and inspect.getfile look there
    spec.loader.exec_module(module)
    return module


def _samples(folder: Path | None) -> Iterable[Sample]:
    if folder is None:
        raise ValueError("say which payloads")
    return samples(folder)


def _record(adapter: Adapter, one: Sample, *, update: bool, expect_error: bool) -> bool:
    """Record one sample, and tell whether its recording is now what the adapter gives."""
    try:
        events = tuple(adapter.parse(one.payload))
    except PayloadError as error:
        if not expect_error and not one.error_path.exists():
            _say(f"{one.path}: {error}; if it must fail, say --expect-error")
            return False
        return _write(one.error_path, error_text(error), "an error", update=update)
    return _write(one.golden_path, events_text(events), f"{len(events)} events", update=update)


def _write(path: Path, text: str, what: str, *, update: bool) -> bool:
    before = path.read_text("utf-8") if path.exists() else None
    if before == text:
        _say(f"{path}: unchanged, {what}")
        return True
    if before is not None:
        for line in unified_diff(before.splitlines(), text.splitlines(), lineterm="", n=0):
            _say(line)
    if before is not None and not update:
        _say(f"{path}: differs and is kept; --update writes over it")
        return False
    path.write_text(text, "utf-8", newline="\n")
    _say(f"{path}: {'wrote' if before is None else 'updated'}, {what}")
    return True


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
