"""
What does a map cost, beside an adapter that is written by hand for the same bodies?

The bodies are Messenger's webhooks. The map reads what it can say of them: who, when, which way,
the text, what it answers, what hangs on it. Aim: at most 3 times as long as `Messenger`.
"""

import json

from benchmarks._timing import compare, table
from omnidesk._payload import Payload
from omnidesk.adapters.mapped import Mapped, load_map
from omnidesk.adapters.meta import Messenger

MESSAGES, PEOPLE = 2_000, 100
PAGE = "104500000000017"
START = 1_789_632_752_400
TEXT = "Chào shop, áo dài lụa xanh còn size M không ạ? Em cần trước thứ Bảy 🌸"
MAP = """
channel = "messenger"

[[shapes]]
name = "unsent"
kind = "delete"
items = "entry.*.messaging"
when = { "message.is_deleted" = true }
id = "message.mid"
thread = "sender.id"
at = { path = "timestamp", format = "milliseconds" }

[[shapes]]
name = "echo"
items = "entry.*.messaging"
when = { "message.is_echo" = true }
id = "message.mid"
thread = "recipient.id"
at = { path = "timestamp", format = "milliseconds" }
direction = "outbound"
visibility = "private"
text = "message.text"
reply_to = "message.reply_to.mid"
author = { role = "business", identities = [{ scheme = "messenger", path = "sender.id" }] }

[shapes.attachments]
items = "message.attachments"
kind = { path = "type", words = { image = "image", video = "video", file = "file" } }
url = "payload.url"

[[shapes]]
name = "message"
extends = "echo"
when = { "message.mid" = { present = true } }
thread = "sender.id"
direction = "inbound"
author = { role = "customer", identities = [{ scheme = "messenger", path = "sender.id" }] }
"""


def item(number):
    ends = {"id": str(7010000000000000 + number % PEOPLE)}, {"id": PAGE}
    message = {"mid": f"m_{number:0>86}", "text": TEXT}
    if number % 3 == 0:
        ends = ends[::-1]
        message |= {"is_echo": True}
    elif number % 5 == 0:
        url = "https://cdn.example/a.png"
        message |= {"attachments": [{"type": "image", "payload": {"url": url}}]}
    at = START + number * 1_000
    return {"sender": ends[0], "recipient": ends[1], "timestamp": at, "message": message}


def body(items):
    entry = {"id": PAGE, "time": items[-1]["timestamp"] + 300, "messaging": list(items)}
    return json.dumps({"object": "page", "entry": [entry]}, separators=(",", ":")).encode()


def main():
    items = [item(number) for number in range(MESSAGES)]
    adapters = {"Messenger": Messenger(), "Mapped": Mapped(map=load_map(MAP), account=PAGE)}
    for size in (1, 20):
        bodies = [body(items[start : start + size]) for start in range(0, MESSAGES, size)]

        def parse(adapter, bodies=bodies):
            return [event for one in bodies for event in adapter.parse(Payload(one))]

        read = {name: [one.type for one in parse(adapter)] for name, adapter in adapters.items()}
        assert read["Mapped"] == read["Messenger"]
        times = compare(
            {name: lambda one=one, parse=parse: parse(one) for name, one in adapters.items()}
        )
        rows = [
            (name, f"{MESSAGES / seconds:,.0f}", f"{seconds / times['Messenger']:.2f}", aim)
            for (name, seconds), aim in zip(times.items(), ("", "3.0"), strict=True)
        ]
        many = "message" if size == 1 else "messages"
        title = f"A map: {size} {many} a body"
        table(title, ("what", "messages/s", "times Messenger", "aim"), rows)


if __name__ == "__main__":
    main()
