"""A desk with two customers and an agent, whose texts copy one another in every encoding."""

import base64
import quopri
import unicodedata
from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import quote

from hypothesis import strategies as st
from tests.policy.build import erase, fact, keep, on, policy

from omnidesk.model import (
    Attachment,
    Call,
    Conversation,
    Edit,
    Identity,
    Leg,
    Message,
    Notice,
    Participant,
    Reaction,
    Receipt,
    Reference,
    Source,
    Transcript,
)
from omnidesk.policy import Facts, subject_id

START = datetime(2026, 1, 31, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = b"a key of the desk's own"
LAN_MAIL = Identity(scheme="email", value="lan.nguyen@mail.example")
LAN_PHONE = Identity(scheme="phone", value="+84901112233", raw="0901 112 233")
LAN = Participant(role="customer", identities=(LAN_MAIL, LAN_PHONE), name="Nguyễn Thị Lan")
MINH = Participant(
    role="customer",
    identities=(Identity(scheme="email", value="minh@firma.example"),),
    name="Trần Quang Minh",
)
HOA = Participant(
    role="agent",
    identities=(Identity(scheme="email", value="hoa@hoasen.example"),),
    name="Lê Thanh Hoa",
)
WORDS = "Tôi bị trừ tiền hai lần cho đơn 4417, xin hoàn lại giúp tôi trước thứ Sáu"
SHORT = "Chưa nhận được ạ"
LAN_ID, LAN_PHONE_ID = subject_id(LAN_MAIL), subject_id(LAN_PHONE)
MINH_ID = subject_id(MINH.identities[0])


def base64_at(offset):
    return lambda text: base64.b64encode(b"z" * offset + text.encode()).decode()


ENCODINGS = {
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "base64": base64_at(0),
    "base64 at 1": base64_at(1),
    "base64 at 2": base64_at(2),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "URL": quote,
    "HTML": escape,
    "HTML by number": lambda text: "".join(f"&#{ord(char)};" for char in text),
    "upper": str.upper,
    "spaced": lambda text: text.replace(" ", " \u00a0\n> "),
}
SECRETS = {
    "address": LAN_MAIL.value,
    "number": LAN_PHONE.value,
    "number as written": "0901 112 233",
    "digits": "84901112233",
    "national digits": "0901112233",
    "grouped": "+84 (901) 112-233",
    "name": LAN.name,
    "words": WORDS,
}


def traces(text):
    """Name the secrets that a text holds, in whatever encoding."""
    found = set()
    for name, secret in SECRETS.items():
        for encoding, encode in ENCODINGS.items():
            coded = encode(secret)
            if "base64" in encoding:
                coded = coded[4:-4]  # the ends depend on what stands beside them
            if coded and coded in text:
                found.add(f"{name} ({encoding})")
    return found


def source(number):
    return Source(adapter="email", digest=f"sha256:{number:064x}", received_at=START)


def message(message_id, author, text, minutes, **more):
    return Message(
        id=message_id,
        author=author,
        text=text,
        sent_at=START + timedelta(minutes=minutes),
        **{"sources": (source(minutes),), **more},
    )


def conversation(conversation_id, *entries, people=(LAN, MINH, HOA), **more):
    return Conversation(
        id=conversation_id,
        channel="email",
        account="support@hoasen.example",
        participants=people,
        entries=entries,
        **more,
    )


def asked(planted=""):
    """A thread in which Lan writes, and others quote her and name her."""
    first = message(
        "<1.lan.nguyen@mail.example>",
        LAN,
        WORDS,
        1,
        to=(HOA,),
        subject="Bị trừ tiền hai lần",
        html=f"<p>{WORDS}</p>",
        signature="Nguyễn Thị Lan\n0901 112 233",
        attachments=(Attachment(kind="image", filename="sao-ke-nguyen-thi-lan.png", sha256="ab"),),
        edits=(Edit(version=0, text="Tôi bị trừ tiền hai lần cho đơn 4417"),),
        reactions=(Reaction(actor=HOA, emoji="❤"), Reaction(actor=LAN, emoji="👍")),
    )
    second = message(
        "m2",
        HOA,
        f"Em chào chị Nguyễn Thị Lan, em kiểm tra ngay. {planted}",
        2,
        to=(LAN,),
        cc=(MINH,),
        subject="Re: Bị trừ tiền hai lần",
        quoted=f"> {WORDS[:40]}\n> {WORDS[40:]}",
        html=f"<p>Em kiểm tra ngay.</p><blockquote>{WORDS[:30]}<br>{WORDS[30:]}</blockquote>",
        reply_to=Reference(id=first.id),
        receipts=(Receipt(kind="read", actor=LAN),),
    )
    third = message(
        "m3",
        MINH,
        f"Bên mình cũng bị như vậy tuần trước.\n> {SHORT}",
        4,
        attachments=(Attachment(kind="file", title="Thư của lan.nguyen@mail.example"),),
    )
    short = message("m0", LAN, SHORT, 3)
    return conversation("c1", first, second, short, third)


def called():
    call = Call(
        id="k1",
        parties=(LAN, HOA),
        legs=(Leg(id="l1", caller=LAN, callee=HOA),),
        started_at=START,
        recordings=(Attachment(kind="recording", id="r1", url="https://x.example/r1"),),
        transcripts=(Transcript(text=f"Alô, {WORDS}", derived_from="r1"),),
        sources=(source(9),),
    )
    notice = Notice(
        id="n1",
        kind="joined",
        occurred_at=START,
        actor=LAN,
        text="Nguyễn Thị Lan đã tham gia",
    )
    return conversation("c2", call, notice, people=(LAN, HOA))


def forwarded(planted=""):
    """A thread that Lan is not in, where her words and her number stand all the same."""
    told = message("m9", HOA, f"Anh Minh xem giúp em: {WORDS}. {planted}", 30, to=(MINH,))
    mixed = message("m10", MINH, "Mình xem rồi, không phải lỗi bên mình nhé.", 31)
    return conversation("c3", told, mixed, people=(HOA, MINH))


RIGHT = erase("right", "P0D", "right", on("erasure_requested"))
REQUESTS = (
    fact("erasure_requested", 1, subject=LAN_ID),
    fact("erasure_requested", 1, subject=LAN_PHONE_ID),
)
FACTS = Facts(REQUESTS)
RULES = policy(RIGHT)
HELD = Facts([*REQUESTS, fact("hold_placed", 2, name="case 7", subject=MINH_ID)])
KEPT = policy(RIGHT, keep("tax", "P10Y", "law", when={"category": ("message",)}))

PLANTED = st.builds(
    lambda secret, encoding, left, right: f"{left} {ENCODINGS[encoding](SECRETS[secret])} {right}",
    st.sampled_from(sorted(SECRETS)),
    st.sampled_from(sorted(ENCODINGS)),
    st.text("abc đ,.<>&%=/+\n", max_size=12),
    st.text("abc đ,.<>&%=/+\n", max_size=12),
)
