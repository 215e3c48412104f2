"""
Does assembly stay near-linear: many events in one thread, many threads, and the awkward shapes?

The aim is at most 2.3 times the time for twice the events.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from benchmarks._timing import growth, once, table
from omnidesk import Event, Inbox, MessagePosted, ReactionChanged, ReceiptReported, assemble
from omnidesk.model import Identity, Message, Participant, Source, derive_id

START = datetime(2026, 1, 1, tzinfo=UTC)
LAN = Participant(role="customer", identities=(Identity(scheme="chat", value="lan"),))
SHOP = Participant(role="business", identities=(Identity(scheme="chat", value="shop"),))
SIZES = [25_000, 50_000, 100_000]


def event(model, number, thread, **more):
    moment = START + timedelta(seconds=number)
    return model(
        id=derive_id("evt", model.__name__, str(number)),
        channel="chat",
        account="shop",
        thread=thread,
        occurred_at=moment,
        source=Source(adapter="chat", digest=f"sha256:{number:064x}", received_at=moment),
        **more,
    )


def posted(number, *thread):
    said = Message(
        id=f"m{number}",
        author=LAN if number % 2 else SHOP,
        text="Đơn hàng của em tới đâu rồi ạ?",
        sent_at=START + timedelta(seconds=number),
    )
    return event(MessagePosted, number, thread, message=said)


def one_thread(size):
    return [posted(number, "t") for number in range(size)]


def many_threads(size):
    return [posted(number, str(number)) for number in range(size)]


def four_each(size):
    return [posted(number, str(number // 4)) for number in range(size)]


def reply_chain(size):
    """Each mail names its root and the one before it; they come newest first."""
    return [posted(n, "0", str(max(n - 1, 0)), str(n)) for n in reversed(range(size))]


def chain_without_root(size):
    """Each names only the one before it, so that the thread is one long chain of keys."""
    return [posted(n, str(max(n - 1, 0)), str(n)) for n in range(size)]


def watermarks(size):
    """Every second event says: read up to here."""
    told: list[Event] = []
    for number in range(size // 2):
        told.append(posted(2 * number, "t"))
        moment = START + timedelta(seconds=2 * number)
        mark = {"kind": "read", "actor": LAN, "watermark": moment}
        told.append(event(ReceiptReported, 2 * number + 1, ("t",), **mark))
    return told


def reactions(size):
    """Everybody reacts to one message."""
    return [
        event(
            ReactionChanged,
            number,
            ("t",),
            message_id="m0",
            actor=Participant(identities=(Identity(scheme="chat", value=str(number)),)),
            action="added",
            emoji="❤",
        )
        for number in range(size)
    ]


def redelivered(size):
    """One message, delivered again and again in other bytes."""
    told = posted(0, "t")
    return [
        told.model_copy(update={"source": Source(adapter="chat", digest=f"sha256:{n:064x}")})
        for n in range(size)
    ]


def assembling(events: list[Event]) -> Callable[[], object]:
    return lambda: assemble(events)


def one_by_one(events: list[Event]) -> Callable[[], object]:
    def feed():
        inbox = Inbox()
        for one in events:
            inbox.add([one])
        return inbox.conversations

    return feed


SHAPES = {
    "one thread": one_thread,
    "a thread for each": many_threads,
    "four messages a thread": four_each,
    "reply chain, newest first": reply_chain,
    "chain that names only the parent": chain_without_root,
    "a watermark after every message": watermarks,
    "reactions to one message": reactions,
    "one message delivered again": redelivered,
}


def main():
    rows = [row(name, make, assembling) for name, make in SHAPES.items()]
    rows.append(row("Inbox, one event at a time", four_each, one_by_one))
    head = ("shape", *(f"{size:,}" for size in SIZES), "×2", "×2", "µs/event", "with collector")
    table("Assembly: seconds for so many events; growth per doubling (aim: ≤ 2.3)", head, rows)


def row(
    name: str,
    make: Callable[[int], list[Event]],
    use: Callable[[list[Event]], Callable[[], object]],
) -> tuple[str, ...]:
    times = growth(lambda size: use(make(size)), SIZES)
    steps = [f"{later / earlier:.2f}" for earlier, later in pairwise(times)]
    seconds = (times[-1], once(use(make(SIZES[-1]))))
    each = [f"{one / SIZES[-1] * 1e6:.1f}" for one in seconds]
    return (name, *(f"{one:.2f}" for one in times), *steps, *each)


if __name__ == "__main__":
    main()
