"""Recorded payloads, and what an adapter is expected to read out of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from omnidesk._documents import dump, load
from omnidesk._payload import Payload
from omnidesk.events import Event
from omnidesk.testing._factories import RECEIVED_AT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.errors import PayloadError

EVENTS = ".events.jsonl"
ERROR = ".error.json"
HEADERS = ".headers.json"

_SHIPPED = Path(__file__).with_name("samples")


@dataclass(frozen=True)
class ExpectedError:
    """
    What `PayloadError` a broken sample must raise.

    Args:
        pointer: Where it must say that the payload is broken; empty for the payload as a whole.
        reason: What it must say was expected; `None` if the words do not matter.
    """

    pointer: str = ""
    reason: str | None = None


@dataclass(frozen=True)
class Sample:
    """
    One recorded payload, anonymised.

    Args:
        name: The file's name without its last extension.
        path: The payload's file.
        payload: Its bytes, its headers if `NAME.headers.json` has any, and a `received_at` that is
            always the same.
        golden: The events in `NAME.events.jsonl`; `None` if nobody has recorded any.
        golden_text: The same as they stand in the file.
        expects_error: From `NAME.error.json`, for a payload that must raise; else `None`.
    """

    name: str
    path: Path
    payload: Payload
    golden: tuple[Event, ...] | None = None
    golden_text: str | None = None
    expects_error: ExpectedError | None = None

    @property
    def golden_path(self) -> Path:
        """Where its events are recorded."""
        return self.path.with_name(self.name + EVENTS)

    @property
    def error_path(self) -> Path:
        """Where the error is recorded that it must raise."""
        return self.path.with_name(self.name + ERROR)


def samples(folder: str | Path) -> tuple[Sample, ...]:
    """
    Read the samples in a folder, sorted by name.

    Every file is a payload, whatever its extension, except: `NAME.events.jsonl`,
    `NAME.error.json` and `NAME.headers.json`, which belong to the payload `NAME.<ext>`; READMEs;
    and what begins with `_` or `.`. Folders inside are not looked into. So a payload without
    recorded events is found, and can fail.

    Raises:
        FileNotFoundError: If there is no such folder.
        ValueError: If two payloads have one name, or a recording has no payload.
    """
    folder = Path(folder)
    files = [path for path in folder.iterdir() if path.is_file() and not _is_aside(path.name)]
    owned = [path for path in files if path.name.endswith((EVENTS, ERROR, HEADERS))]
    payloads: dict[str, Path] = {}
    for path in files:
        if path in owned:
            continue
        if path.stem in payloads:
            raise ValueError(
                f"{path} and {payloads[path.stem].name} would share one recording: rename one"
            )
        payloads[path.stem] = path
    for path in owned:
        if path.name.removesuffix(_suffix(path.name)) not in payloads:
            raise ValueError(f"{path} has no payload beside it: rename or remove it")
    return tuple(_read(payloads[name]) for name in sorted(payloads))


def builtin_samples(channel: str) -> tuple[Sample, ...]:
    """
    Return the samples of a channel that ship with omnidesk, for tests of your own.

    Raises:
        LookupError: If there are none for that channel; lists the channels that have some.
    """
    shipped = sorted(path.name for path in _SHIPPED.iterdir() if path.is_dir())
    if channel not in shipped:
        raise LookupError(f"no samples of that channel; there are some of {', '.join(shipped)}")
    return samples(_SHIPPED / channel)


def sample(path: Path) -> Sample:
    """Read one sample, by the path of its payload."""
    return _read(path)


def events_text(events: Iterable[Event]) -> str:
    """Return what is recorded of events: one line each."""
    return "".join(f"{dump(event)}\n" for event in events)


def error_text(error: PayloadError) -> str:
    """Return what is recorded of an error: where and why."""
    fields = {"pointer": error.pointer, "reason": error.reason}
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def _is_aside(name: str) -> bool:
    return name.startswith(("_", ".")) or name.upper().startswith("README")


def _suffix(name: str) -> str:
    return next(suffix for suffix in (EVENTS, ERROR, HEADERS) if name.endswith(suffix))


def _read(path: Path) -> Sample:
    name = path.stem
    headers = _json_object(path.with_name(name + HEADERS))
    error = _json_object(path.with_name(name + ERROR))
    text = _text(path.with_name(name + EVENTS))
    return Sample(
        name=name,
        path=path,
        payload=Payload(path.read_bytes(), headers=headers or {}, received_at=RECEIVED_AT),
        golden=None if text is None else tuple(_events(text.splitlines())),
        golden_text=text,
        expects_error=None if error is None else ExpectedError(**error),
    )


def _events(lines: Iterable[str]) -> Iterable[Event]:
    # A golden holds events only; what else could be there would fail as a difference.
    return (cast("Event", load(line)) for line in lines if line)


def _text(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _json_object(path: Path) -> dict[str, str] | None:
    text = _text(path)
    return None if text is None else cast("dict[str, str]", json.loads(text))
