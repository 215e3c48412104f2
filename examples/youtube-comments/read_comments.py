"""
Read all comments on a video: run it again and again, by a timer.

Each run is a complete refresh, as YouTube's rule of 30 days wants it. Events are appended to a file
of JSON Lines. What a later run no longer finds becomes deleted.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from recorded_server import recorded_youtube

from omnidesk import Conversation, PayloadError, ServiceError, assemble, dump, load
from omnidesk.adapters.youtube import Refresh, fetched, vanished
from omnidesk.connectors import Client, pull
from omnidesk.connectors.youtube import Quota, YouTubeAccess, refresh


def read_comments(
    client: Client, access: YouTubeAccess, state: Refresh, folder: Path, quota: Quota
) -> tuple[Conversation, ...]:
    """Append the events of all comments to a file, and return the conversations they add up to."""
    folder.mkdir(parents=True, exist_ok=True)
    events = folder / "events.jsonl"
    records = []
    with events.open("a", encoding="utf-8") as file:
        for page in pull(refresh(access, state, quota=quota), client):
            file.writelines(f"{dump(event)}\n" for event in page.events())
            # What the rule of 30 days asks about: when each comment was fetched, and with what.
            records += fetched(page.payload, authorised=access.authorised)
    if state.is_complete:
        with events.open("a", encoding="utf-8") as file:
            file.writelines(f"{dump(event)}\n" for event in vanished(known(events), state))
        lines = [f"{record.model_dump_json()}\n" for record in records]
        (folder / "fetched.jsonl").write_text("".join(lines), encoding="utf-8")
    return known(events)


def known(events: Path) -> tuple[Conversation, ...]:
    """Return what all events of the file add up to."""
    with events.open(encoding="utf-8") as file:
        return assemble([load(line) for line in file])


def show(conversations: tuple[Conversation, ...]) -> Iterator[str]:
    """Yield the threads as lines: replies are indented, what was deleted is only counted."""
    for conversation in conversations:
        for message in conversation.messages:
            if message.state == "deleted":
                continue
            depth = message.tree.depth if message.tree and message.tree.depth else 0
            edited = " (edited)" if message.state == "edited" else ""
            text = (message.text or "").replace("\n", " ")
            yield f"{'  ' * depth}{message.author.name}{edited}: {text}"


@contextmanager
def access_to(recorded: Path | None) -> Iterator[YouTubeAccess]:
    """Give access to recorded answers, or to YouTube with the key from the environment."""
    if recorded is None:
        yield YouTubeAccess(api_key=os.environ["YOUTUBE_API_KEY"])
        return
    with recorded_youtube(recorded) as address:
        yield YouTubeAccess(api_key="none-needed", host=address)


def main() -> int:
    """Read the arguments, and the key from the environment: arguments are for all to see."""
    parser = argparse.ArgumentParser(description="Read all comments on a YouTube video.")
    parser.add_argument("channel", help="the channel's id, UC…")
    parser.add_argument("video", help="the video's id")
    parser.add_argument("folder", type=Path, help="where events are kept")
    parser.add_argument("--budget", type=int, default=1000, help="the most quota units to spend")
    parser.add_argument("--recorded", type=Path, help="a folder with recorded answers")
    options = parser.parse_args()
    state = Refresh(options.channel, video_id=options.video)
    quota = Quota(options.budget)
    try:
        with access_to(options.recorded) as access, httpx.Client(timeout=30) as client:
            conversations = read_comments(client, access, state, options.folder, quota)
    except (PayloadError, ServiceError) as error:
        # Neither of the two shows anything of a comment, or the key.
        print(f"{error} after {quota.spent} units", file=sys.stderr)
        return 1
    print(*show(conversations), sep="\n")
    comments = [message for one in conversations for message in one.messages]
    deleted = sum(message.state == "deleted" for message in comments)
    complete = "" if state.is_complete else ", incomplete"
    print(f"{len(comments)} comments, {deleted} deleted, {quota.spent} units{complete}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
