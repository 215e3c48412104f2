"""Gates about the message: its channel, its sender, its marks, its topic; and gates that break."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError
from tests.policy.contact.asking import (
    NOON,
    SOURCE,
    against,
    decided,
    desk,
    kind,
    request,
)

from omnidesk.policy.contact import (
    ContactPolicy,
    GateAnswer,
    Marks,
    Route,
    join,
)
from omnidesk.policy.contact._gates import GATES
from omnidesk.policy.contact._words import WORDS

# --- channels -------------------------------------------------------------------------------------


def test_the_desk_sends_by_its_own_channels_alone():
    policy = desk(channels=("email", "post"))
    assert against(request("email"), policy=policy) == []
    found = decided(request("sms"), policy=policy)
    assert [(one.reason, one.instead) for one in found.against] == [("channel", ("email", "post"))]


def test_a_class_may_have_fewer_channels():
    policy = desk(kind(channels=("email",)), channels=("email", "sms"))
    assert against(request("email"), policy=policy) == []
    assert against(request("sms"), policy=policy) == [("channel", "deny", "channel")]


# --- senders --------------------------------------------------------------------------------------


def test_a_class_without_senders_never_goes():
    assert against(request(), policy=desk(kind(senders=()))) == [("sender", "deny", "sender")]


def test_a_star_is_any_sender_and_none_is_not():
    policy = desk(kind(senders=("*",)))
    assert against(request(sender="0909"), policy=policy) == []
    assert against(request(sender=None), policy=policy) == [("sender", "deny", "sender")]


def test_what_only_a_person_writes_no_machine_sends():
    policy = desk(kind(human=True))
    assert against(request(), policy=policy) == [("sender", "deny", "not_human")]
    assert against(request(human=True), policy=policy) == []


# --- marks ----------------------------------------------------------------------------------------

VIETNAM = desk(kind(), kind("invoice", purpose="contract", basis="contract"), use=("vietnam",))


@pytest.mark.parametrize(
    ("labels", "footer", "reason"),
    [
        (("QC",), True, None),
        (("AD",), True, None),
        (("XX",), True, "label"),
        ((), True, "label"),
        (("QC",), False, "footer"),
    ],
)
def test_vietnam_wants_a_label_and_a_way_out_on_advertisements(labels, footer, reason):
    asked = request("email", labels=labels, footer=footer)
    found = [one[2] for one in against(asked, policy=VIETNAM)]
    assert found == ([] if reason is None else [reason])


def test_an_invoice_needs_no_label_and_neither_does_another_country():
    bare = {"labels": (), "footer": False}
    assert against(request("email", "invoice", **bare), policy=VIETNAM) == []
    assert against(request("email", region="DE", **bare), policy=VIETNAM) == []
    assert against(request("email", region=None, **bare), policy=VIETNAM) != []


def test_marks_that_demand_nothing_are_refused():
    with pytest.raises(ValidationError):
        Marks(id="m", source=SOURCE)


# --- topics ---------------------------------------------------------------------------------------

TOPICS = desk(
    kind(),
    routes=(
        Route(id="chat", channel="chat", topic=("technical",), says="redirect",
              instead=("ticket",), source=SOURCE),
        Route(id="call", channel="call", topic=("technical",), says="refuse",
              instead=("sms",), source=SOURCE),
    ),
)  # fmt: skip


def test_a_topic_may_be_told_to_go_elsewhere_and_goes():
    found = decided(request("chat", topic="technical"), policy=TOPICS)
    assert found.go == "allow"
    assert [(one.gate, one.instead) for one in found.advice] == [("topic", ("ticket",))]
    assert found.advice[0].words() == "This topic is better dealt with by another channel."
    assert decided(request("chat", topic="sales"), policy=TOPICS).advice == ()
    assert decided(request("chat"), policy=TOPICS).advice == ()


def test_a_topic_may_be_refused():
    found = decided(request("call", topic="technical"), policy=TOPICS)
    assert [(one.gate, one.reason, one.instead) for one in found.against] == [
        ("topic", "topic_refused", ("sms",))
    ]
    assert found.words() == (WORDS["topic"][0],)
    assert against(request("call", topic="sales"), policy=TOPICS) == []
    assert against(request("sms", topic="technical"), policy=TOPICS) == []


def test_where_topics_are_refused_one_must_be_named():
    assert against(request("call"), policy=TOPICS) == [("topic", "deny", "topic_unknown")]


# --- policies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"use": ("mars",)}, "no pack and no row called mars"),
        ({"leave_out": ("vn.hours.sms",)}, "no row that it uses is called vn.hours.sms"),
        ({"use": ("vietnam",), "leave_out": ("vn.hour.sms",)}, "vn.hour.sms"),
        ({"use": ("vietnam",), "marks": (Marks(id="vn.hours.sms", footer=True, source=SOURCE),)},
         "two rows have one id: vn.hours.sms"),
        ({"classes": (kind(), kind())}, "two classes have one id: offer"),
    ],
)  # fmt: skip
def test_a_policy_that_makes_no_sense_is_refused(fields, words):
    with pytest.raises(ValidationError, match=words):
        ContactPolicy(id="p", **fields)


def test_a_row_can_be_used_alone_and_a_pack_twice_is_once():
    assert [row.id for row in ContactPolicy(id="p", use=("vn.hours.sms",)).rows] == ["vn.hours.sms"]
    twice = ContactPolicy(id="p", use=("vietnam", "vn.hours.sms", "vietnam"))
    assert twice.rows == ContactPolicy(id="p", use=("vietnam",)).rows


def test_the_digest_of_a_policy_is_that_of_what_it_decides():
    classes = kind(), kind("wine")
    one = ContactPolicy(id="p", classes=classes, channels=("sms", "email"), use=("meta", "zalo"))
    same = ContactPolicy(
        id="p", classes=classes[::-1], channels=("email", "sms"), use=("zalo", "meta")
    )
    fewer = one.model_copy(update={"leave_out": ("meta.messenger",)})
    alone = ContactPolicy(
        id="p", classes=classes, channels=one.channels, use=("zalo", "meta.instagram")
    )
    assert one.digest == same.digest
    assert fewer.digest == alone.digest != one.digest
    assert one.model_copy(update={"channels": ()}).digest != one.digest


def test_a_policy_that_says_something_else_has_another_digest():
    one, other = ContactPolicy(id="p"), ContactPolicy(id="p", use=("meta",))
    assert one.digest == ContactPolicy(id="p").digest
    assert one.digest != other.digest
    assert one.digest.startswith("sha256:")


# --- gates that break -----------------------------------------------------------------------------


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError(), ZeroDivisionError()])
@pytest.mark.parametrize("name", sorted(GATES))
def test_a_gate_that_breaks_stays_shut(monkeypatch, name, error):
    def broken(_):
        raise error

    monkeypatch.setitem(GATES, name, broken)
    found = decided(request())
    assert (found.go, [(one.gate, one.reason) for one in found.against]) == (
        "deny",
        [(name, "error")],
    )


def test_an_age_beyond_the_calendar_is_a_no_and_no_error():
    asked = request(name="wine", age=None, born=date.max)
    policy = desk(kind("wine", minors="never"), use=("vietnam",))
    assert [one[2] for one in against(asked, policy=policy)] == ["minor"]
    end = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    asked = request(name="wine", age=None, born=NOON.date(), zone="Asia/Ho_Chi_Minh")
    assert [one[2] for one in against(asked, policy=policy, now=end) if one[0] == "minor"] == [
        "error"
    ]


def test_a_gate_of_the_desk_joins_in():
    own = GateAnswer(gate="budget", go="deny", reason="no_money")
    found = join([*decided(request()).gates, own])
    assert found.go == "deny"
    assert found.words("vi") == ("Một quy định khác không cho gửi.",)
