"""Applying a plan: exactly what is due goes, with its copies, and nothing else."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy.build import FACTS as ANY_FACTS
from tests.policy.build import erase, fact, keep, on, policies, policy
from tests.policy.desk import (
    FACTS,
    HELD,
    HOA,
    KEPT,
    KEY,
    LAN,
    LAN_ID,
    MINH,
    MINH_ID,
    NOW,
    PLANTED,
    RULES,
    SHORT,
    START,
    WORDS,
    asked,
    called,
    conversation,
    forwarded,
    message,
    traces,
)

from omnidesk import dump
from omnidesk.model import Attachment, Identity, Notice, Participant, Person
from omnidesk.policy import (
    REDACTED,
    Facts,
    Removal,
    Restriction,
    Rewritten,
    Tombstone,
    When,
    apply,
    decide,
    dump_plan,
    items,
    plan,
    reapply,
)
from omnidesk.testing.strategies import conversations as any_conversations

OWN = "Bên mình cũng bị như vậy tuần trước.\n> "


def applied(*conversations, rules=RULES, facts=FACTS, now=NOW, **more):
    made = plan(conversations, rules, facts, now=now)
    return apply(made, conversations, rules, facts, now=now, key=KEY, **more)


def one(found, message_id):
    (left,) = [each for c in found.conversations for each in c.messages if each.id == message_id]
    return left


def written(found):
    """Everything that is written down after an erasure."""
    lines = [dump(each) for each in found.conversations]
    lines += [each.model_dump_json() for each in (*found.tombstones, *found.removals)]
    return "\n".join([*lines, *map(repr, found.effects), repr(found), repr(found.dropped)])


def without_marks(text):
    """Return what stands before, between and after what was taken out."""
    return text.split(REDACTED)


# --- erasure that reaches copies ------------------------------------------------------------------


@given(PLANTED, PLANTED)
def test_after_an_erasure_no_written_byte_tells_of_the_subject(here, there):
    conversations = asked(here), called(), forwarded(there)
    made = plan(conversations, RULES, FACTS, now=NOW)
    found = applied(*conversations)
    assert traces(written(found)) == set()
    assert traces(dump_plan(made) + repr(made)) == set()


@given(PLANTED)
def test_everybody_elses_text_is_the_same_outside_what_is_taken_out(planted):
    conversations = asked(planted), forwarded(planted)
    found = applied(*conversations)
    before = {each.id: each.text for c in conversations for each in c.messages}
    for message_id in ("m2", "m3", "m9", "m10"):
        text = before[message_id]
        for piece in without_marks(one(found, message_id).text):
            at = text.index(piece)
            text = text[at + len(piece) :]
    assert one(found, "m10").text == before["m10"]
    assert one(found, "m2").text.startswith(f"Em chào chị {REDACTED}, em kiểm tra ngay.")
    assert one(found, "m9").text.startswith(f"Anh Minh xem giúp em: {REDACTED}. ")


def test_what_is_erased_is_gone_and_what_others_did_to_it_stays():
    found = applied(asked(), called(), forwarded())
    first, second, third = found.conversations[0].messages
    assert (first.text, first.state, first.attachments, first.edits) == (None, "deleted", (), ())
    assert [each.actor for each in first.reactions] == [HOA]
    assert first.id.startswith("erased_")
    assert second.reply_to.id == first.id
    assert (second.subject, second.quoted, second.receipts) == (f"Re: {REDACTED}", None, ())
    assert second.html == (
        f"<p>Em kiểm tra ngay.</p><blockquote>{REDACTED}<br>{REDACTED}</blockquote>"
    )
    assert (second.author, second.to, second.cc) == (HOA, (Participant(role="customer"),), (MINH,))
    assert third.text == OWN + REDACTED
    assert third.attachments[0].title == f"Thư của {REDACTED}"
    assert found.conversations[0].participants == (MINH, HOA)


def test_a_call_that_is_everybodys_goes_when_any_of_them_may_ask_for_it():
    found = applied(called())
    assert found.conversations == ()
    kinds = [(each.kind, each.holder, each.reference) for each in found.removals]
    assert kinds == [
        ("external", "email", "r1"),
        ("payload", None, None),
    ]


def test_a_short_text_is_found_where_it_is_quoted_and_nowhere_else():
    said = message("m1", LAN, "Vâng ạ", 1)
    others = [
        message("m2", MINH, "Vâng ạ", 2),
        message("m3", MINH, "> Vâng ạ\nÝ chị là sao?", 3),
        message("m4", MINH, "Rõ", 4, html="Vâng ạ<blockquote>Vâng ạ</blockquote>"),
        message("m5", MINH, "Rõ", 5, quoted="Vâng ạ"),
        message("m6", MINH, "> Vâng ạa", 6),
    ]
    found = applied(conversation("c", said, *others))
    assert one(found, "m2").text == "Vâng ạ"
    assert one(found, "m3").text == f"> {REDACTED}\nÝ chị là sao?"
    assert one(found, "m4").html == f"Vâng ạ<blockquote>{REDACTED}</blockquote>"
    assert one(found, "m5").quoted == REDACTED
    assert one(found, "m6").text == "> Vâng ạa"


def test_what_was_written_before_is_no_copy():
    earlier = message("m0", MINH, WORDS, 0, subject="Tiền")
    said = message("m1", LAN, WORDS, 1, subject="Re: Tiền")
    found = applied(conversation("c", earlier, said))
    assert (one(found, "m0").text, one(found, "m0").subject) == (WORDS, "Tiền")


def test_a_name_of_one_word_is_left_in_other_peoples_texts():
    lan = LAN.model_copy(update={"name": "Mai"})
    told = message("m2", HOA, "Mai em gửi chị Mai nhé", 2)
    found = applied(conversation("c", message("m1", lan, "Hi", 1), told, people=(lan, HOA, MINH)))
    assert one(found, "m2").text == told.text


def test_a_name_without_an_address_goes_if_it_is_the_same():
    nameless = Participant(name=LAN.name)
    told = message("m2", HOA, "Dạ", 2, cc=(nameless, Participant(name="Ai đó")))
    found = applied(conversation("c", message("m1", LAN, "Hi", 1), told))
    assert one(found, "m2").cc == (Participant(), Participant(name="Ai đó"))


def test_somebody_elses_person_of_the_same_name_stays():
    other = Participant(identities=(Identity(scheme="zalo", value="9001"),), name=LAN.name)
    told = message("m2", other, "Dạ", 2)
    found = applied(conversation("c", message("m1", LAN, "Hi", 1), told, people=(LAN, other)))
    assert one(found, "m2").author == other


def test_every_address_of_a_person_goes():
    person = Person(
        id="person_1",
        identities=(*LAN.identities, Identity(scheme="zalo", value="7700990011")),
        links=(),
    )
    facts = Facts([fact("erasure_requested", 1, subject="person_1")])
    conversations = (
        conversation("c", message("m1", LAN, "Hi", 1)),
        conversation("d", message("m2", HOA, "Zalo: 7700990011", 2), people=(HOA,)),
    )
    other = Person(id="person_2", identities=MINH.identities, links=())
    people = [person, other]
    made = plan(conversations, RULES, facts, now=NOW, people=people)
    found = apply(made, conversations, RULES, facts, now=NOW, key=KEY, people=people)
    assert one(found, "m2").text == f"Zalo: {REDACTED}"


def test_what_a_conversation_is_about_loses_the_name_too():
    about = {"kind": "post", "title": "Đơn của Nguyễn Thị Lan"}
    found = applied(
        conversation("c", message("m1", LAN, "Hi", 1), message("m2", HOA, "Dạ", 2), about=about)
    )
    assert found.conversations[0].about.title == f"Đơn của {REDACTED}"


# --- what stays -----------------------------------------------------------------------------------


def test_words_in_what_is_held_stay_in_it():
    found = applied(asked(), facts=HELD)
    assert SHORT in one(found, "m3").text
    assert WORDS not in dump(one(found, "m2"))


def test_a_copy_in_what_is_held_goes_as_soon_as_the_hold_ends():
    conversations = (asked(), forwarded())
    done = applied(*conversations, facts=HELD)
    waiting = [each for each in done.tombstones if each.kind == "waiting"]
    assert len(waiting) == 2  # what Minh quotes, and the title of what he sent
    assert reapply(waiting, conversations, KEY) == ()
    later = NOW + timedelta(days=30)
    empty = plan([], RULES, HELD, now=later)

    def again(facts, rules=RULES):
        return apply(
            empty, done.conversations, rules, facts, now=later, key=KEY, waiting=done.tombstones
        )

    assert again(HELD).effects == ()
    released = HELD | [fact("hold_released", 20, name="case 7", subject=MINH_ID)]
    found = again(released)
    assert one(found, "m3").text == OWN + REDACTED
    assert one(found, "m3").attachments[0].title == f"Thư của {REDACTED}"
    assert {each.kind for each in found.tombstones} == {"copy"}
    held = [each for each in done.conversations if each.id == "c1"]
    (back,) = reapply(found.tombstones, held, KEY)
    assert isinstance(back, Rewritten)
    assert back.conversation.messages[-1].text == OWN + REDACTED
    goes = policy(erase("E", "P1D", when={"category": ("message",)}))
    made = plan(done.conversations, goes, released, now=later)
    both = apply(
        made, done.conversations, goes, released, now=later, key=KEY, waiting=done.tombstones
    )
    assert "m3" not in [each.id for c in both.conversations for each in c.messages if each.text]


def test_who_somebody_is_stays_in_what_the_law_keeps():
    found = applied(asked(), rules=KEPT)
    first = found.conversations[0].messages[0]
    assert (first.text, first.author) == (WORDS, LAN)
    assert LAN in found.conversations[0].participants
    assert [each for each in found.tombstones if each.kind == "subject"] == []
    assert one(found, "m3").text == OWN + SHORT


def test_a_hold_means_that_nothing_goes_and_everything_is_marked():
    facts = FACTS | [fact("hold_placed", 2, name="Vụ Nguyễn Thị Lan")]
    found = applied(asked(), called(), facts=facts)
    assert {type(each) for each in found.effects} == {Restriction}
    assert {each.rules for each in found.restrictions} == {("hold",)}
    assert {each.purposes for each in found.restrictions} == {("hold",)}
    assert traces(written(found).partition("\n")[2]) == traces(written(found))


def test_what_is_held_after_the_plan_was_made_is_dropped():
    conversations = (asked(),)
    made = plan(conversations, RULES, FACTS, now=NOW)
    held = FACTS | [fact("hold_placed", 2, name="a")]
    found = apply(made, conversations, RULES, held, now=NOW, key=KEY)
    assert found.effects == ()
    assert {each.reason for each in found.dropped} == {"held"}
    found = apply(made, conversations, KEPT, FACTS, now=NOW, key=KEY)
    assert {each.reason for each in found.dropped} == {"kept"}
    found = apply(made, conversations, policy(), FACTS, now=NOW, key=KEY)
    assert {each.reason for each in found.dropped} == {"not_due"}


def test_what_has_changed_since_the_plan_was_made_is_dropped():
    before = conversation("c", message("m1", LAN, "Một", 1))
    after = conversation("c", message("m1", LAN, "Hai", 1))
    rules = policy(erase("E", "P1D", when={"category": ("message",)}))
    made = plan([before], rules, Facts(), now=NOW)
    found = apply(made, [after], rules, Facts(), now=NOW, key=KEY)
    assert (found.effects, [each.reason for each in found.dropped]) == ((), ["changed"])
    milder = policy(erase("E", "P1D", action="redact", when={"category": ("message",)}))
    found = apply(made, [before], milder, Facts(), now=NOW, key=KEY)
    assert [each.reason for each in found.dropped] == ["changed"]
    assert [each.reason for each in apply(made, [], rules, Facts(), now=NOW, key=KEY).dropped] == [
        "gone"
    ]


def test_a_payload_goes_when_it_is_due_in_every_conversation():
    shared = message("m1", LAN, "Một", 1)
    conversations = (
        conversation("c", shared, people=(LAN,)),
        conversation("d", message("m2", MINH, "Hai", 1), people=(MINH,)),
    )
    either = policy(erase("E", "P1D", when={"category": ("raw",)}))
    assert len(applied(*conversations, rules=either, facts=Facts()).removals) == 1
    held = Facts([fact("hold_placed", 1, name="a", subject=MINH_ID)])
    found = applied(*conversations, rules=either, facts=held)
    assert found.removals == ()
    assert len(found.restrictions) == 1
    assert applied(*reversed(conversations), rules=either, facts=held).removals == ()
    made = plan(conversations, either, Facts(), now=NOW)
    found = apply(made, conversations[:1], either, Facts(), now=NOW, key=KEY)
    assert [each.reason for each in found.dropped] == ["changed"]
    found = apply(made, conversations, either, held, now=NOW, key=KEY)
    assert [each.reason for each in found.dropped] == ["held"]


def test_a_payload_that_two_conversations_keep_is_marked_once_and_one_for_review_waits():
    conversations = (
        conversation("c", message("m1", LAN, "Một", 1), people=(LAN,)),
        conversation("d", message("m2", MINH, "Hai", 1), people=(MINH,)),
    )
    raw = {"category": ("raw",)}
    rules = policy(erase("E", "P1D", when=raw), keep("K", "P9Y", "law", when=raw))
    assert len(applied(*conversations, rules=rules, facts=Facts()).restrictions) == 1
    asks = policy(erase("E", "P1D", action="review", when=raw))
    found = applied(*conversations, rules=asks, facts=Facts())
    assert (found.effects, [each.reason for each in found.dropped]) == ((), ["review"])


def test_a_payload_that_outlives_its_message_is_still_told_of():
    rules = policy(erase("E", "P1D", when={"category": ("message",)}))
    said = conversation("c", message("m1", LAN, "Một", 1))
    (left,) = [
        each.conversation
        for each in applied(said, rules=rules, facts=Facts()).effects
        if isinstance(each, Rewritten)
    ]
    assert (left.entries, left.sources) == ((), said.entries[0].sources)
    assert [each.category for each in items(left)][-1] == "raw"


def test_what_is_for_review_goes_only_when_somebody_has_approved_it():
    rules = policy(erase("E", "P1D", action="review", when={"category": ("message",)}))
    said = conversation("c", message("m1", LAN, "Một", 1))
    found = applied(said, rules=rules, facts=Facts())
    assert (found.effects, found.dropped[0].reason) == ((), "review")
    approved = [found.dropped[0].item]
    found = applied(said, rules=rules, facts=Facts(), approved=approved)
    assert found.conversations == ()


# --- actions --------------------------------------------------------------------------------------


def test_redaction_leaves_the_place_and_anonymisation_the_text():
    said = message(
        "m1",
        LAN,
        "Gọi tôi 0901112233 nhé",
        1,
        attachments=(Attachment(kind="image", filename="a.png"),),
    )
    redact = policy(erase("E", "P1D", action="redact"))
    found = applied(conversation("c", said), rules=redact, facts=Facts())
    left = found.conversations[0].messages[0]
    assert (left.text, left.attachments[0].kind, left.attachments[0].filename) == (
        None,
        "image",
        None,
    )
    mild = policy(erase("E", "P1D", action="anonymise", when={"category": ("message",)}))
    found = applied(conversation("c", said), rules=mild, facts=Facts())
    left = found.conversations[0].messages[0]
    assert (left.text, left.author) == (f"Gọi tôi {REDACTED} nhé", Participant(role="customer"))
    assert left.attachments == said.attachments


def test_a_call_can_be_anonymised():
    mild = policy(erase("E", "P1D", action="anonymise", when={"category": ("call", "notice")}))
    found = applied(called(), rules=mild, facts=Facts())
    call, notice = found.conversations[0].entries
    assert call.parties == (Participant(role="customer"), Participant(role="agent"))
    assert call.started_at == START
    assert (notice.actor, notice.text) == (
        Participant(role="customer"),
        f"{REDACTED} đã tham gia",
    )


def test_a_part_can_be_anonymised_without_its_entry():
    said = message(
        "m1", LAN, "Lan", 1, attachments=(Attachment(kind="file", filename="0901112233.pdf"),)
    )
    mild = policy(erase("E", "P1D", action="anonymise", when={"category": ("attachment",)}))
    (left,) = applied(conversation("c", said), rules=mild, facts=Facts()).conversations[0].messages
    assert (left.author, left.attachments[0].filename) == (LAN, f"{REDACTED}.pdf")


def test_other_holders_get_an_instruction():
    found = applied(asked(), holders=["google"])
    told = [each for each in found.removals if each.holder == "google"]
    assert {each.item for each in told} >= {LAN_ID}
    done = found.removals[0].confirm(NOW)
    assert (done.state, done.reference, done.fact.kind) == ("confirmed", None, "erased")
    with pytest.raises(ValueError, match="not confirmed"):
        _ = found.removals[0].fact


def test_what_is_confirmed_to_be_gone_is_not_planned_again():
    found = applied(asked())
    facts = FACTS | [each.confirm(NOW).fact for each in found.removals]
    assert plan(found.conversations, RULES, facts, now=NOW).entries == ()


def test_conversations_must_be_there_to_be_read_again():
    made = plan([], RULES, FACTS, now=NOW)
    with pytest.raises(TypeError, match="give a list"):
        apply(made, iter([]), RULES, FACTS, now=NOW, key=KEY)
    with pytest.raises(TypeError, match="give a list"):
        reapply([], iter([]), KEY)
    with pytest.raises(ValueError, match="16 bytes"):
        apply(made, [], RULES, FACTS, now=NOW, key=b"short")
    with pytest.raises(ValueError, match="aware"):
        apply(made, [], RULES, FACTS, now=NOW.replace(tzinfo=None), key=KEY)


# --- properties -----------------------------------------------------------------------------------


def due(conversations, rules, facts, now):
    return {
        item.id
        for each in conversations
        for item in items(each)
        if item.category != "raw"
        and decide(item, rules, facts, now=now).state == "due"
        and decide(item, rules, facts, now=now).action != "review"
    }


def erased(found):
    return {
        item
        for each in found.effects
        if isinstance(each, Rewritten) and each.step == "items"
        for item in each.items
    }


@given(any_conversations(), policies(), ANY_FACTS, st.integers(0, 1500))
def test_what_is_planned_now_and_applied_now_is_what_is_due_now(one, rules, facts, days):
    now = START + timedelta(days=days)
    found = applied(one, rules=rules, facts=facts, now=now)
    assert erased(found) <= due([one], rules, facts, now)
    again = plan(found.conversations, rules, facts, now=now)
    left = [each for each in again.entries if each.category != "raw" and each.state == "due"]
    # Who somebody is stays where a message that must be kept tells it, and a second run says so.
    second = apply(again, found.conversations, rules, facts, now=now, key=KEY)
    kept = {each.item for each in second.dropped if each.reason == "kept"}
    assert {each.item for each in left if each.action != "review"} == kept
    assert not erased(second)


def test_who_somebody_is_stays_where_all_that_tells_it_is_kept_and_is_not_called_done():
    letters = keep("K", when=When(category=("message",)))
    kept = conversation("c", message("m", LAN, "Xin chào", 0, sources=()), people=(LAN,))
    for now in (NOW, NOW + timedelta(days=1)):
        found = applied(kept, rules=policy(erase("E", "P0D"), letters), facts=Facts(), now=now)
        assert [each.reason for each in found.dropped] == ["kept"]
        assert found.conversations == (kept,)
        assert found.tombstones == ()


@given(any_conversations(), policies(), ANY_FACTS, policies(), ANY_FACTS)
def test_a_stale_plan_applies_no_more_than_what_is_due(one, rules, facts, newer, since):
    made = plan([one], rules, facts, now=NOW, horizon=NOW + timedelta(days=900))
    later = NOW + timedelta(days=400)
    found = apply(made, [one], newer, since, now=later, key=KEY)
    assert erased(found) <= due([one], newer, since, later)
    assert erased(found) <= {each.item for each in made.entries}


def kept(effects, store, stones):
    """Carry out effects, as a store does."""
    for each in effects:
        if isinstance(each, Rewritten):
            store[each.conversation.id] = each.conversation
        elif isinstance(each, Tombstone):
            stones[each.seal, each.before] = each
        elif isinstance(each, Removal):
            stones[each.kind, each.item, each.holder] = each


class Store:
    """A store in memory, which is read while it is written."""

    def __init__(self, *conversations):
        self.kept = {each.id: each for each in conversations}

    def __iter__(self):
        return iter(list(self.kept.values()))


@settings(max_examples=10)  # each is run as often as it has steps
@given(PLANTED, st.sampled_from([FACTS, HELD]), st.sampled_from(["delete", "redact", "anonymise"]))
def test_whoever_stops_at_any_step_and_runs_again_comes_to_the_same_end(planted, facts, action):
    rules = policy(
        erase("right", "P0D", "right", on("erasure_requested"), action=action),
        keep("wish", "P5Y"),
    )
    conversations = asked(planted), called(), forwarded(planted)
    made = plan(conversations, rules, facts, now=NOW)
    whole = Store(*conversations)
    stones: dict[tuple[object, ...], object] = {}
    kept(apply(made, whole, rules, facts, now=NOW, key=KEY), whole.kept, stones)
    steps = len(apply(made, conversations, rules, facts, now=NOW, key=KEY).effects)
    for step in range(steps + 1):
        store = Store(*conversations)
        found: dict[tuple[object, ...], object] = {}
        effects = iter(apply(made, store, rules, facts, now=NOW, key=KEY))
        kept((next(effects) for _ in range(step)), store.kept, found)
        kept(apply(made, store, rules, facts, now=NOW, key=KEY), store.kept, found)
        assert store.kept == whole.kept, step
        assert found == stones, step


@given(PLANTED, st.sampled_from([FACTS, HELD]), st.randoms(use_true_random=False))
def test_what_comes_back_from_a_backup_is_erased_again(planted, facts, random):
    conversations = asked(planted), called(), forwarded(planted)
    done = Store(*conversations)
    made = plan(conversations, RULES, facts, now=NOW)
    effects = apply(made, conversations, RULES, facts, now=NOW, key=KEY)
    kept(effects.effects, done.kept, {})
    stones = list(effects.tombstones)
    random.shuffle(stones)
    restored = Store(*conversations)
    kept(reapply(stones, restored, KEY), restored.kept, {})
    assert restored.kept == done.kept
    assert [each for each in reapply(stones, restored, KEY) if isinstance(each, Rewritten)] == []
    for each in conversations:
        alone = Store(each)
        kept(reapply(stones, alone, KEY), alone.kept, {})
        assert alone.kept[each.id] == done.kept[each.id]


def test_what_the_law_keeps_comes_back_from_a_backup_as_it_was_left():
    conversations = (asked(),)
    done = applied(*conversations, rules=KEPT)
    restored = Store(*conversations)
    kept(reapply(done.tombstones, restored, KEY), restored.kept, {})
    assert list(restored) == list(done.conversations)
    again = applied(*restored, rules=KEPT).effects
    assert [each for each in again if isinstance(each, Rewritten)] == []


def test_somebody_who_comes_back_after_an_erasure_stays():
    done = applied(asked())
    new = message("m7", LAN, "Em lại cần shop giúp ạ", 60 * 24 * 40)
    assert reapply(done.tombstones, [conversation("c7", new)], KEY) == ()
    joined = Notice(id="n7", kind="joined", occurred_at=NOW + timedelta(1), actor=LAN)
    assert reapply(done.tombstones, [conversation("c7", joined)], KEY) == ()
    other = message("m8", HOA, "Dạ", 60 * 24 * 40, to=(LAN,))
    (found,) = reapply(done.tombstones, [conversation("c8", other)], KEY)
    assert isinstance(found, Rewritten)
    assert found.conversation.messages[0].to == (Participant(role="customer"),)


def test_what_comes_back_under_another_id_is_known_by_its_alias():
    rules = policy(erase("E", "P1D"))
    said = message("m1", LAN, "Một", 1)
    done = applied(conversation("c", said), rules=rules, facts=Facts())
    assert {each.kind for each in done.tombstones} == {"item", "subject"}
    again = said.model_copy(update={"id": "m1-again", "aliases": ("m1",)})
    back = conversation("d", again, aliases=("c",))
    first, second = reapply(done.tombstones, [back], KEY)
    assert isinstance(first, Removal)
    assert isinstance(second, Rewritten)
    assert (first.digest, second.conversation.entries) == (said.sources[0].digest, ())
    assert reapply(done.tombstones, [back], b"another key of the desk") == ()


def test_tombstones_hold_nothing_without_the_key():
    done = applied(asked())
    made = plan([asked()], RULES, FACTS, now=NOW)
    other = apply(made, [asked()], RULES, FACTS, now=NOW, key=b"another key of the desk")
    seals = {each.seal for each in other.tombstones}
    assert {each.seal for each in done.tombstones}.isdisjoint(seals)


def test_words_that_stood_in_html_alone_go_from_where_others_quote_them():
    words = "Số thẻ của mình là của chị Lan, nhờ shop giữ kín giúp"
    said = message("a", LAN, None, 0, html=f"<p>{words[:20]}<b>{words[20:]}</b></p>")
    copied = message("b", MINH, f"Lan viết: {words}", 5)
    found = applied(conversation("c", said, copied))
    assert words not in one(found, "b").text
