"""
What does a typed Messenger message cost, from the signed body to the assembled conversation?

It is measured beside plain `json.loads` of the same bytes, and beside botbuilder-schema, which
turns an activity of the Bot Framework into its classes: what its Facebook channel makes of such a
message, with the original in `channelData`. With those nothing else is done: no signature is
checked, no direction told, no conversation assembled.

Aims, with one message a body as Meta usually delivers: at most 12 times `json.loads`, and 10 times
as many messages a second as botbuilder-schema. Batches are shown beside it.
"""

import hmac
import json
from datetime import UTC, datetime, timedelta

from botbuilder.schema import Activity

from benchmarks._timing import compare, table
from omnidesk import signatures
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


SECRET = "made-up secret"


def signed(body):
    """Return a body with its headers, as a web framework hands them over."""
    digest = hmac.digest(SECRET.encode(), body, "sha256").hex()
    return body, {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}"}


def activity(item):
    """Write an item as the Bot Framework's Facebook channel passes it on."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=item["timestamp"])
    sender, recipient = item["sender"]["id"], item["recipient"]["id"]
    return json.dumps(
        {
            "type": "message",
            "id": item["message"]["mid"],
            "timestamp": at.isoformat(),
            "serviceUrl": "https://facebook.example/",
            "channelId": "facebook",
            "from": {"id": sender},
            "conversation": {"isGroup": False, "id": f"{sender}-{recipient}"},
            "recipient": {"id": recipient},
            "text": item["message"]["text"],
            "channelData": item,
        },
        separators=(",", ":"),
    ).encode()


def main():
    items = [item(number) for number in range(MESSAGES)]
    adapter = Messenger(own_apps=(str(OWN_APP),))
    activities = [activity(one) for one in items]
    for size in (1, 20):
        bodies = [body(items[start : start + size]) for start in range(0, MESSAGES, size)]
        requests = [signed(one) for one in bodies]

        def load(bodies=bodies):
            return [json.loads(one) for one in bodies]

        def verify(requests=requests):
            for one, headers in requests:
                signatures.meta(Payload(one, headers=headers), app_secret=SECRET)

        def parse(bodies=bodies):
            return [event for one in bodies for event in adapter.parse(Payload(one))]

        def received(requests=requests):
            for one, headers in requests:
                payload = Payload(one, headers=headers)
                signatures.meta(payload, app_secret=SECRET)
                yield from adapter.parse(payload)

        def converse(received=received):
            return assemble(received())

        def bot_framework():
            return [Activity().deserialize(json.loads(one)) for one in activities]

        subjects = {
            "json.loads": load,
            "verify alone": verify,
            "to events": parse,
            "signed to conversations": converse,
        }
        if size == 1:
            subjects["botbuilder-schema"] = bot_framework
        times = compare(subjects)
        aims = {"signed to conversations": "12.0"} if size == 1 else {}
        rows = [
            (
                name,
                f"{MESSAGES / seconds:,.0f}",
                f"{seconds / MESSAGES * 1e6:.1f}",
                f"{seconds / times['json.loads']:.1f}",
                aims.get(name, ""),
            )
            for name, seconds in times.items()
        ]
        many = "message" if size == 1 else "messages"
        title = f"Messenger: {size} {many} a body, {len(bodies[0]):,} bytes"
        table(title, ("what", "messages/s", "µs each", "times json", "aim"), rows)
        if size == 1:
            ratio = times["botbuilder-schema"] / times["signed to conversations"]
            print(f"  {ratio:.1f} times as many messages a second as botbuilder-schema (aim: 10)")


if __name__ == "__main__":
    main()
