"""Two conversations, a policy, and what has happened, in files."""

from datetime import UTC, datetime

from omnidesk._documents import dump
from omnidesk.model import Identity
from omnidesk.policy import Fact, dump_facts, subject_id
from omnidesk.testing import make_conversation, make_message, make_participant

NOW = "2026-11-22T09:00+07:00"
OLD = datetime(2024, 1, 31, 17, tzinfo=UTC)
NEW = datetime(2026, 11, 1, tzinfo=UTC)
LAN = Identity(scheme="email", value="lan@khach.example")
KEY = b"a key of the desk's own, kept with the backups"

POLICY = """
id = "hoasen"
version = "1"
title = "Hoa Sen: what is kept"
zone = "Asia/Ho_Chi_Minh"

[[rules]]
id = "messages"
title = "Messages go after a year."
title_vi = "Tin nhắn bị xóa sau 01 năm."
[rules.source]
document = "Hoa Sen's privacy policy"
[rules.when]
category = ["message"]
[rules.erase]
period = "P1Y"
"""


def conversations():
    """Return an old conversation and a new one."""
    lan = make_participant(identities=(LAN,), role="customer")
    old = make_message(id="old", text="Xin chào, tôi là Lan", sent_at=OLD, author=lan)
    new = make_message(id="new", text="Còn hàng không?", sent_at=NEW, author=lan)
    return (
        make_conversation(old, id="conversation_old", channel="email"),
        make_conversation(new, id="conversation_new", channel="zalo"),
    )


def write(folder, *, held=False):
    """Write the files, and return their folder."""
    lines = "".join(f"{dump(one)}\n" for one in conversations())
    (folder / "conversations.jsonl").write_text(lines, encoding="utf-8")
    (folder / "hoasen.toml").write_text(POLICY, encoding="utf-8")
    hold = Fact(kind="hold_placed", at=NEW, subject=subject_id(LAN), name="case 7")
    facts = [hold] if held else []
    (folder / "facts.jsonl").write_text("".join(f"{one}\n" for one in dump_facts(facts)), "utf-8")
    (folder / "key").write_bytes(KEY + b"\n")
    return folder
