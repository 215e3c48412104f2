"""Everything in a conversation that can be erased by itself, and whose it is."""

from datetime import UTC, datetime

from hypothesis import given
from tests.policy.build import NOW, erase, fact, on, policy

from omnidesk.model import (
    Attachment,
    Call,
    Conversation,
    Edit,
    Identity,
    IdentityLink,
    Message,
    Notice,
    Participant,
    Person,
    Reaction,
    Receipt,
    Reference,
    Source,
    Transcript,
)
from omnidesk.policy import Facts, decide, items, subject_id
from omnidesk.testing.strategies import conversations

AT = datetime(2026, 1, 31, 9, tzinfo=UTC)


def somebody(value, role="customer"):
    return Participant(role=role, identities=(Identity(scheme="chat", value=value),))


LAN, SHOP, AGENT = somebody("lan"), somebody("shop", "business"), somebody("hoa", "agent")


def who(*parties):
    return tuple(subject_id(one.identities[0]) for one in parties)


def source(digit="a", received_at=AT):
    return Source(adapter="chat", digest=f"sha256:{digit * 64}", received_at=received_at)


def conversation(*entries, participants=(LAN, SHOP), **more):
    return Conversation(
        id="conv", channel="chat", account="shop", participants=participants, entries=entries,
        **more,
    )  # fmt: skip


def message(message_id="m", author=LAN, **more):
    return Message(id=message_id, author=author, sent_at=AT, **more)


def listed(*entries, **more):
    return [(one.category, one.part, one.subjects) for one in items(conversation(*entries, **more))]


def test_a_message_is_its_text_its_files_and_what_others_put_to_it():
    said = message(
        text="Chào",
        edits=(Edit(text="Chao"),),
        attachments=(Attachment(kind="image"),),
        reactions=(Reaction(actor=SHOP, emoji="❤"),),
        receipts=(Receipt(kind="read", actor=SHOP), Receipt(kind="sent")),
        sources=(source(),),
    )
    assert listed(said, participants=()) == [
        ("message", "text", who(LAN)),
        ("edit", "edits/0", who(LAN)),
        ("attachment", "attachments/0", who(LAN)),
        ("reaction", "reactions/0", who(SHOP)),
        ("receipt", "receipts/0", who(SHOP)),
        ("receipt", "receipts/1", ()),
        ("raw", f"sha256:{'a' * 64}", who(LAN, SHOP)),
    ]


def test_what_is_quoted_is_the_quoted_persons_and_derives_from_what_they_wrote():
    answer = message("b", SHOP, quoted="> Chào", reply_to=Reference(id="a"))
    first, _, quote, *_ = items(conversation(message("a", text="Chào"), answer))
    assert (quote.category, quote.subjects, quote.derived_from) == (
        "quote",
        who(LAN),
        (first.id,),
    )


def test_a_quote_of_nobody_known_is_its_authors():
    _, quote = items(conversation(message(quoted="> ?"), participants=()))
    assert (quote.subjects, quote.derived_from) == (who(LAN), ())


def test_a_call_is_everybodys_who_was_on_it():
    call = Call(
        id="c",
        parties=(LAN, AGENT),
        recordings=(Attachment(kind="recording", id="r"),),
        voicemail=Attachment(kind="voicemail", id="v"),
        transcripts=(
            Transcript(text="alô", derived_from="r"),
            Transcript(text="alô"),
        ),
        started_at=AT,
    )
    record, recording, voicemail, exact, any_of = items(conversation(call, participants=()))
    assert record.subjects == recording.subjects == who(LAN, AGENT)
    assert voicemail.subjects == who(LAN)
    assert exact.derived_from == (recording.id,)
    assert any_of.derived_from == (recording.id, voicemail.id)


def test_notices_are_of_those_whom_they_name():
    entries = [
        Notice(id="1", kind="consent", actor=LAN),
        Notice(id="2", kind="rights_request", actor=LAN, target=LAN),
        Notice(id="3", kind="joined", actor=LAN, target=SHOP),
    ]
    assert [(one, whose) for one, _, whose in listed(*entries, participants=())] == [
        ("consent", who(LAN)),
        ("rights_request", who(LAN)),
        ("notice", who(LAN, SHOP)),
    ]


def test_people_stand_for_their_identities():
    both = (LAN.identities[0], Identity(scheme="phone", value="+84912345678"))
    link = IdentityLink(identities=both, evidence="submitted")
    lan = Person(id="person_lan", identities=both, links=(link,))
    found = items(conversation(message()), people=[lan])
    assert found[0].subjects == ("person_lan",)


def test_an_item_is_dated_by_what_is_known():
    undated = Message(id="m", author=LAN, sources=(source(received_at=AT),))
    assert items(conversation(undated))[0].created_at == AT
    nothing = Message(id="m", author=LAN, sources=(source(received_at=None),))
    assert items(conversation(nothing))[0].created_at is None


def test_a_raw_payload_is_one_item_however_often_it_is_named():
    twice = conversation(
        message("a", sources=(source(received_at=None),)),
        message("b", SHOP, sources=(source(),)),
        sources=(source("b"),),
    )
    raw = {one.part[7]: one for one in items(twice) if one.category == "raw"}
    assert set(raw) == {"a", "b"}
    assert (raw["a"].created_at, raw["a"].subjects) == (AT, who(LAN, SHOP))


def test_what_our_side_says_concerns_the_customers():
    answer, asked = message("b", SHOP), message("a")
    first, second, *_ = items(conversation(asked, answer))
    assert (first.concerns, first.followed) == ((), who(LAN))
    assert (second.subjects, second.concerns) == (who(SHOP), who(LAN))
    ceased = [fact("customer_ceased", 1, subject=who(LAN)[0])]
    rule = erase("E", "P0D", anchor=on("customer_ceased"))
    assert {decide(one, policy(rule), Facts(ceased), now=NOW).state for one in (first, second)} == {
        "due"
    }


def test_what_happens_to_an_agent_does_not_keep_a_customers_call():
    call = Call(id="c", parties=(LAN, AGENT), started_at=AT)
    record, *_ = items(conversation(call, participants=(LAN, AGENT)))
    assert record.followed == who(LAN)


def test_who_an_agent_is_concerns_no_customer():
    found = items(conversation(message("b", SHOP)))
    assert [one.followed for one in found if one.category == "identity"] == [who(LAN), who(SHOP)]


@given(conversations())
def test_any_conversation_has_items_with_ids_of_their_own(one):
    found = items(one, region="VN", purposes=["service"])
    assert len({item.id for item in found}) == len(
        {(i.entry_id, i.category, i.part) for i in found}
    )
    assert all(item.region == "VN" for item in found)


def test_every_part_of_a_message_has_the_role_of_whose_it_is():
    said = message(
        quoted="> ?",
        edits=(Edit(text="Chao"),),
        attachments=(Attachment(kind="image"),),
        reactions=(Reaction(actor=SHOP, emoji="❤"),),
        receipts=(Receipt(kind="read", actor=AGENT), Receipt(kind="sent")),
    )
    found = items(conversation(said, participants=()))
    assert [one.role for one in found] == [
        *("customer", "customer", "customer", "customer"),
        *("business", "agent", "unknown"),
    ]


def test_what_our_side_wrote_to_several_waits_for_all_of_them():
    minh = somebody("minh")
    _, answer, *_ = items(
        conversation(message("a"), message("b", SHOP), participants=(LAN, minh, SHOP))
    )
    rule = erase("E", "P0D", anchor=on("erasure_requested", of="any"))
    asked = [fact("erasure_requested", 1, subject=who(LAN)[0])]
    assert decide(answer, policy(rule), Facts(asked), now=NOW).state == "pending"
    asked.append(fact("erasure_requested", 2, subject=who(minh)[0]))
    assert decide(answer, policy(rule), Facts(asked), now=NOW).state == "due"
