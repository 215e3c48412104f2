"""
What does a typed Messenger message cost, beside plain `json.loads` of the same bytes?

The aim is at most 12 times `json.loads` from body to assembled conversation, one message a body, as
Meta usually delivers. Batches are shown beside it: there `json.loads` shares its fixed costs.
"""

import json

from benchmarks._timing import compare, table
from omnidesk._payload import Payload
from omnidesk.adapters.meta import Messenger
from omnidesk.assembly import assemble

MESSAGES, PEOPLE = 2_000, 100
PAGE, OWN_APP = "104500000000017", 210000000000001
START = 1_789_632_752_400
ASKED = "Chào shop, áo dài lụa xanh còn size M không ạ? Em cần trước thứ Bảy 🌸"
ANSWERED = "Dạ còn ạ, shop giao trong hai ngày. Chị cho em xin địa chỉ nhé."


def item(number):
    customer, page = {"id": str(7010000000000000 + number % PEOPLE)}, {"id": PAGE}
    message = {"mid": f"m_{number:0>86}", "text": ASKED}
    if number % 3 == 0:
        customer, page = page, customer
        message |= {"text": ANSWERED, "is_echo": True, "app_id": OWN_APP}
    at = START + number * 1_000
    return {"sender": customer, "recipient": page, "timestamp": at, "message": message}


def body(items):
    entry = {"id": PAGE, "time": items[-1]["timestamp"] + 300, "messaging": list(items)}
    # Compact and in ASCII, as Meta writes it.
    return json.dumps({"object": "page", "entry": [entry]}, separators=(",", ":")).encode()


def main():
    items = [item(number) for number in range(MESSAGES)]
    adapter = Messenger(own_apps=(str(OWN_APP),))
    for size, aim in [(1, "12.0"), (20, "")]:
        bodies = [body(items[start : start + size]) for start in range(0, MESSAGES, size)]

        def load(bodies=bodies):
            return [json.loads(one) for one in bodies]

        def parse(bodies=bodies):
            return [event for one in bodies for event in adapter.parse(Payload(one))]

        def converse(bodies=bodies):
            return assemble(event for one in bodies for event in adapter.parse(Payload(one)))

        subjects = {"json.loads": load, "to events": parse, "to conversations": converse}
        times = compare(subjects)
        rows = [
            (
                name,
                f"{MESSAGES / seconds:,.0f}",
                f"{seconds / MESSAGES * 1e6:.1f}",
                f"{seconds / times['json.loads']:.1f}",
                aim if name == "to conversations" else "",
            )
            for name, seconds in times.items()
        ]
        many = "message" if size == 1 else "messages"
        title = f"Messenger: {size} {many} a body, {len(bodies[0]):,} bytes"
        table(title, ("what", "messages/s", "µs each", "times json", "aim"), rows)


if __name__ == "__main__":
    main()
