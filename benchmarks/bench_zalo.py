"""
What does a typed Zalo message cost, beside plain `json.loads` of the same bytes?

Zalo delivers one event a body. Each is a message and the link between two ids of its author, so two
events come of it. Pages of the API hold ten messages each, the most that Zalo gives.
"""

import json

from benchmarks._timing import compare, table
from omnidesk._payload import Payload
from omnidesk.adapters.zalo import Zalo
from omnidesk.assembly import assemble

MESSAGES, PEOPLE, A_PAGE = 2_000, 100, 10
OA, APP, ADMIN = "2197000000000001873", "3608000000000003967", "6000000000000000017"
START = 1_789_632_752_400
ASKED = "Chào shop, áo dài lụa xanh còn size M không ạ? Em cần trước thứ Bảy 🌸"
ANSWERED = "Dạ còn ạ, shop giao trong hai ngày. Chị cho em xin địa chỉ nhé."


def webhook(number):
    user, oa = {"id": str(4339000000000018433 + number % PEOPLE)}, {"id": OA}
    is_answer = number % 3 == 0
    body = {
        "app_id": APP,
        "user_id_by_app": str(2372000000000092743 + number % PEOPLE),
        "event_name": "oa_send_text" if is_answer else "user_send_text",
        "timestamp": str(START + number * 1_000),
        "sender": oa | {"admin_id": ADMIN} if is_answer else user,
        "recipient": user if is_answer else oa,
        "message": {"msg_id": f"{number:020x}", "text": ANSWERED if is_answer else ASKED},
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def pulled(number):
    ends = [OA, str(4339000000000018433 + number % PEOPLE)]
    is_answer = number % 3 == 0
    return {
        "src": 0 if is_answer else 1,
        "time": START + number * 1_000,
        "type": "text",
        "message": ANSWERED if is_answer else ASKED,
        "message_id": f"{number:020x}",
        "from_id": ends[0 if is_answer else 1],
        "to_id": ends[1 if is_answer else 0],
        "from_display_name": "Hoa Sen" if is_answer else "Lan",
        "to_display_name": "Lan" if is_answer else "Hoa Sen",
        "from_avatar": "https://avatar.zalo.example/a.jpg",
        "to_avatar": "https://avatar.zalo.example/b.jpg",
    }


def page(first):
    data = [pulled(number) for number in range(first, first + A_PAGE)]
    body = {"error": 0, "message": "Success", "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def main():
    adapter = Zalo(oa_ids=(OA,), app_id=APP)
    webhooks = [webhook(number) for number in range(MESSAGES)]
    pages = [page(first) for first in range(0, MESSAGES, A_PAGE)]
    for what, bodies in [("webhooks", webhooks), ("pages of 10", pages)]:

        def load(bodies=bodies):
            return [json.loads(one) for one in bodies]

        def parse(bodies=bodies):
            return [event for one in bodies for event in adapter.parse(Payload(one))]

        def converse(bodies=bodies):
            return assemble(event for one in bodies for event in adapter.parse(Payload(one)))

        times = compare({"json.loads": load, "to events": parse, "to conversations": converse})
        rows = [
            (
                name,
                f"{MESSAGES / seconds:,.0f}",
                f"{seconds / MESSAGES * 1e6:.1f}",
                f"{seconds / times['json.loads']:.1f}",
            )
            for name, seconds in times.items()
        ]
        title = f"Zalo: {what}, {len(bodies[0]):,} bytes each"
        table(title, ("what", "messages/s", "µs each", "times json"), rows)


if __name__ == "__main__":
    main()
