"""
What does a typed YouTube comment cost, beside `json.loads` and python-youtube's own models?

The same pages, in one run: a hundred threads a page, as many as `commentThreads.list` gives, with
two replies each; and pages of live chat. python-youtube reads the decoded page into its dataclasses
(`CommentThreadListResponse.from_dict`); it has no model for live chat. Its models keep names and
texts; ours also tell direction, edits and state, and make the HTML safe.
"""

import json

from benchmarks._timing import compare, table
from omnidesk._payload import Payload
from omnidesk.adapters.youtube import YouTube
from omnidesk.assembly import assemble

PAGES, THREADS, REPLIES = 10, 100, 2
OWN, VIDEO = "UCtraxanhdaonguyen000001", "vIDtra2026A"
PLAIN = "Chào shop, trà sen còn không ạ? Em ở Đà Lạt thì mấy ngày nhận được 🌸"
LINKED = (
    'Shop xem <a href="https://www.youtube.com/watch?v=vIDtra2026A&amp;t=95">1:35</a><br>Cảm ơn'
)
AT = "2026-09-14T02:10:05Z"


def comment(comment_id, number, parent=None):
    author = OWN if parent and number % 2 else f"UC{number:022}"
    snippet = {
        "channelId": OWN,
        "videoId": VIDEO,
        "textDisplay": LINKED if number % 5 == 0 else PLAIN,
        "authorDisplayName": f"@khach-{number}",
        "authorProfileImageUrl": "https://yt3.example/a/s48-c-k",
        "authorChannelUrl": f"http://www.youtube.com/channel/{author}",
        "authorChannelId": {"value": author},
        "canRate": True,
        "viewerRating": "none",
        "likeCount": number % 7,
        "publishedAt": AT,
        "updatedAt": "2026-09-14T02:12:05Z" if number % 10 == 0 else AT,
    }
    if parent:
        snippet["parentId"] = parent
    return {"kind": "youtube#comment", "etag": "e", "id": comment_id, "snippet": snippet}


def thread(number):
    name = f"Ugx{number:017}AaABAg"
    return {
        "kind": "youtube#commentThread",
        "etag": "e",
        "id": name,
        "snippet": {
            "channelId": OWN,
            "videoId": VIDEO,
            "topLevelComment": comment(name, number),
            "canReply": True,
            "totalReplyCount": REPLIES,
            "isPublic": True,
        },
        "replies": {
            "comments": [comment(f"{name}.{one}", number + one, name) for one in range(REPLIES)]
        },
    }


def live(number):
    author = f"UC{number % 50:022}"
    return {
        "kind": "youtube#liveChatMessage",
        "etag": "e",
        "id": f"LCC.{number:0>60}",
        "snippet": {
            "type": "textMessageEvent",
            "liveChatId": "KicKGFVDdHJheGFuaGRhb25ndXllbjAwMDAwMRILdklEdHJhMjAyNkE",
            "authorChannelId": author,
            "publishedAt": "2026-09-14T13:00:00.563575Z",
            "hasDisplayContent": True,
            "displayMessage": PLAIN,
            "textMessageDetails": {"messageText": PLAIN},
        },
        "authorDetails": {
            "channelId": author,
            "channelUrl": f"http://www.youtube.com/channel/{author}",
            "displayName": f"Khách {number % 50}",
            "profileImageUrl": "https://yt3.example/a/s88",
            "isVerified": False,
            "isChatOwner": False,
            "isChatSponsor": False,
            "isChatModerator": False,
        },
    }


def body(kind, items):
    page = {"kind": f"youtube#{kind}ListResponse", "etag": "e"}
    page |= {"pageInfo": {"totalResults": len(items), "resultsPerPage": 100}, "items": items}
    # Indented by two and in UTF-8, as the API answers.
    return json.dumps(page, ensure_ascii=False, indent=2).encode()


def peers(bodies):
    try:
        from pyyoutube.models import CommentThreadListResponse
    except ImportError:
        print("python-youtube is not installed: the group `bench` has it")
        return {}

    def from_dict():
        return [CommentThreadListResponse.from_dict(json.loads(one)) for one in bodies]

    return {"python-youtube": from_dict}


def measure(title, bodies, messages, others):
    adapter = YouTube(channel_id=OWN)

    def load():
        return [json.loads(one) for one in bodies]

    def parse():
        return [event for one in bodies for event in adapter.parse(Payload(one))]

    def converse():
        return assemble(event for one in bodies for event in adapter.parse(Payload(one)))

    times = compare(
        {"json.loads": load, "to events": parse, "to conversations": converse, **others}
    )
    rows = [
        (
            name,
            f"{messages / seconds:,.0f}",
            f"{seconds / messages * 1e6:.1f}",
            f"{seconds / times['json.loads']:.1f}",
        )
        for name, seconds in times.items()
    ]
    table(title, ("what", "messages/s", "µs each", "times json"), rows)


def main():
    bodies = [
        body("commentThread", [thread(page * THREADS + one) for one in range(THREADS)])
        for page in range(PAGES)
    ]
    messages = PAGES * THREADS * (1 + REPLIES)
    title = f"YouTube comments: {THREADS} threads a page, {len(bodies[0]):,} bytes"
    measure(title, bodies, messages, peers(bodies))
    chat = [
        body("liveChatMessage", [live(page * 500 + one) for one in range(500)]) for page in range(4)
    ]
    measure(f"YouTube live chat: 500 messages a page, {len(chat[0]):,} bytes", chat, 2_000, {})


if __name__ == "__main__":
    main()
