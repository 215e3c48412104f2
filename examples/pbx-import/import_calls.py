"""
Import the calls of an exchange from its CSV files: run it every night, and twice if in doubt.

Events are appended to a file of JSON Lines. An event's id says what happened and not when it was
read, so what is in the file already is not written again: neither a file that was imported before
nor the hours in which two exports overlap.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from omnidesk import Payload, PayloadError, dump
from omnidesk.adapters.calls import CallTable
from omnidesk.events import Unrecognised


def import_files(files: Iterable[Path], table: CallTable, events: Path) -> int:
    """Append the events that are not there yet, and return how many there were."""
    known = known_ids(events)
    count = 0
    with events.open("a", encoding="utf-8") as file:
        for path in files:
            payload = Payload(path.read_bytes(), received_at=datetime.now(UTC))
            try:
                for event in table.parse(payload):
                    if event.id in known:
                        continue
                    known.add(event.id)
                    file.write(f"{dump(event)}\n")
                    if isinstance(event, Unrecognised):
                        complain(f"{path.name}, {event.source.pointer}: {event.expected}")
                    else:
                        count += 1
            except PayloadError as error:
                # A column is missing, say. The other files are read all the same.
                complain(f"{path.name}: {error}")
    return count


def known_ids(events: Path) -> set[str]:
    """Return the ids of all events that were imported before."""
    if not events.exists():
        return set()
    text = events.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        # The last run was stopped in the middle of a line: that event is written again.
        new = events.with_suffix(".new")
        new.write_text(whole, encoding="utf-8")
        new.replace(events)
    return {json.loads(line)["id"] for line in whole.splitlines()}


def complain(what: str) -> None:
    """Say what could not be read: a file, a row, a column, and nothing that stands there."""
    print(what, file=sys.stderr)


def main() -> None:
    """Read the arguments, and import."""
    parser = argparse.ArgumentParser(description="Import the CSV files of an exchange.")
    parser.add_argument("mapping", type=Path, help="which column is what, in TOML")
    parser.add_argument("events", type=Path, help="the JSON Lines file to append to")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--account", default="pbx", help="what you call the exchange")
    options = parser.parse_args()
    document = tomllib.loads(options.mapping.read_text(encoding="utf-8"))
    table = CallTable.from_document(document, account=options.account)
    count = import_files(options.files, table, options.events)
    print(f"{count} new records")


if __name__ == "__main__":
    main()
