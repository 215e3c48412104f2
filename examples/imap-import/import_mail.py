"""
Import the new mails of a folder: run it again and again, by a timer.

Events are appended to a file of JSON Lines, and how far the folder was read is kept beside it. The
mailbox is opened read-only: nobody sees that we were there.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from omnidesk import PayloadError, dump
from omnidesk.adapters.email import Email
from omnidesk.connectors.imap import (
    Cursor,
    FolderRenumbered,
    ImapClient,
    ImapPlace,
    open_imap,
    read_imap,
)


def import_new(client: ImapClient, folder: str, events: Path, email: Email) -> int:
    """Append the events of all new mails to a file, and return how many mails there were."""
    state = events.with_suffix(".cursor.json")
    after = Cursor(**json.loads(state.read_text())) if state.exists() else None
    count = 0
    with events.open("a", encoding="utf-8") as file:
        for place, payload in read_imap(client, folder, after=after, on_error=complain):
            try:
                file.writelines(f"{dump(event)}\n" for event in email.parse(payload))
            except PayloadError as error:
                complain(place, error)
            # First the events, then the cursor: a crash in between gives a mail twice, and never
            # loses one. Whoever assembles does not care about twice.
            file.flush()
            save(state, place.cursor)
            count += 1
    return count


def save(state: Path, cursor: Cursor) -> None:
    """Write a cursor, all of it or nothing."""
    new = state.with_suffix(".new")
    new.write_text(json.dumps(asdict(cursor)))
    new.replace(state)


def complain(place: ImapPlace, error: PayloadError) -> None:
    """Say what could not be read. Neither of the two shows anything of the mail."""
    print(f"{place}: {error}", file=sys.stderr)


def main() -> None:
    """Read the arguments, and the password from the environment: arguments are for all to see."""
    parser = argparse.ArgumentParser(description="Import the new mails of an IMAP folder.")
    parser.add_argument("host")
    parser.add_argument("user")
    parser.add_argument("events", type=Path, help="the JSON Lines file to append to")
    parser.add_argument("--folder", default="INBOX")
    parser.add_argument("--own", action="append", default=[], help="an address of the desk")
    options = parser.parse_args()
    email = Email(own_addresses=tuple(options.own))
    with open_imap(options.host, user=options.user, password=os.environ["IMAP_PASSWORD"]) as client:
        try:
            count = import_new(client, options.folder, options.events, email)
        except FolderRenumbered as error:
            # The same mails under other numbers: their events are the same, so read all of them.
            save(options.events.with_suffix(".cursor.json"), Cursor(error.uid_validity))
            count = import_new(client, options.folder, options.events, email)
    print(f"{count} new mails")


if __name__ == "__main__":
    main()
