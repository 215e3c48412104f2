"""What holds for every set of events: the promises of `assemble` and `Inbox`."""

import random
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from omnidesk.assembly import Inbox, assemble, people
from omnidesk.assembly._order import identity_key
from omnidesk.events import Event, IdentityLinked, MessageDeleted, MessagePosted, ReceiptReported
from omnidesk.model import Conversation, Message, Source, derive_id
from omnidesk.testing.strategies import event_sets


def shuffled(events: Sequence[Event], seed: int) -> list[Event]:
    mixed = list(events)
    random.Random(seed).shuffle(mixed)
    return mixed


WHERE = {"source", "id"}


def honest(events: Sequence[Event]) -> tuple[Event, ...]:
    """
    Give every happening an id of its own, as adapters promise to.

    What `event_sets` makes up reuses ids for different happenings. The fold must be the same in any
    order even then, but only one happening of an id from one raw item can be kept.
    """
    return tuple(
        one.model_copy(update={"id": derive_id("evt", one.model_dump_json(exclude=WHERE))})
        for one in events
    )


honest_sets = event_sets().map(honest)


def split(events: Sequence[Event], cuts: list[int]) -> list[list[Event]]:
    """Cut a list into batches, some of them empty."""
    edges = sorted({0, len(events), *(cut % (len(events) + 1) for cut in cuts)})
    return [list(events[a:b]) for a, b in pairwise(edges)]


@given(event_sets(), st.integers())
def test_order_never_changes_the_result(events, seed):
    assert assemble(shuffled(events, seed)) == assemble(events)


@given(event_sets(), st.integers())
def test_repetition_never_changes_the_result(events, seed):
    assert assemble(shuffled([*events, *events, *events[:3]], seed)) == assemble(events)


@given(event_sets(), st.integers(), st.lists(st.integers(0, 100), max_size=4))
def test_after_every_batch_an_inbox_equals_assemble_of_all_that_it_has_seen(events, seed, cuts):
    inbox = Inbox()
    seen: list[Event] = []
    for batch in split(shuffled(events, seed), cuts):
        inbox.add(batch)
        seen += batch
        assert inbox.conversations == assemble(seen)
        assert inbox.people == people(seen)
        assert len(inbox) == len(inbox.conversations)


@given(event_sets(max_size=8), event_sets(max_size=8))
def test_a_concatenation_depends_only_on_the_set_of_events(first, second):
    assert assemble([*first, *second]) == assemble([*second, *first])


@given(event_sets(), st.integers())
def test_people_depend_on_neither_order_nor_repetition(events, seed):
    assert people(shuffled([*events, *events], seed)) == people(events)


@given(honest_sets, st.integers(0, 12))
def test_an_id_that_was_given_once_is_found_for_ever(events, cut):
    before, inbox = assemble(events[:cut]), Inbox(events)
    for conversation in before:
        for known in (conversation.id, *conversation.aliases):
            assert inbox.get(known) is not None


@given(honest_sets)
def test_every_placed_event_is_in_exactly_one_conversation(events):
    inbox = Inbox(events)
    placed = {one.source for one in events if one.thread and not isinstance(one, IdentityLinked)}
    held = {source for one in inbox.conversations for source in sources_of(one)}
    # Duplicates of one raw item count as the first received; nothing else may go missing.
    assert {(s.digest, s.pointer) for s in held} >= {
        (s.digest, s.pointer) for s in placed if told_apart(s, events)
    }


def told_apart(source, events) -> bool:
    """Whether every event of the source says something: a receipt of nothing does not."""
    return all(
        not isinstance(one, ReceiptReported) or one.message_ids or one.watermark
        for one in events
        if one.source == source
    )


def sources_of(conversation: Conversation):
    yield from conversation.sources
    for entry in conversation.entries:
        yield from entry.sources


@given(honest_sets, st.integers())
def test_a_deletion_takes_the_content_with_it_whenever_it_comes(events, seed):
    for conversation in assemble(events):
        for message in conversation.messages:
            if any(defect.code == "id_conflict" for defect in message.defects):
                continue  # its id is ours, and no vendor ever names it
            gone = MessageDeleted(
                id=derive_id("evt", "gone", message.id),
                channel=conversation.channel,
                account=conversation.account,
                thread=thread_of(conversation, events),
                source=Source(adapter="chat", digest="sha256:00"),
                message_id=message.id,
            )
            after = Inbox(shuffled([*events, gone], seed)).get(conversation.id)
            assert after is not None
            (left,) = (one for one in after.messages if one.id == message.id)
            assert left.state == "deleted"
            assert (left.text, left.html, left.quoted, left.subject) == (None,) * 4
            assert (left.attachments, left.edits, left.reactions) == ((), (), ())


def thread_of(conversation, events) -> tuple[str, ...]:
    """Return a key of the conversation."""
    return next(
        one.thread[:1]
        for one in events
        if (one.channel, one.account) == (conversation.channel, conversation.account)
        and one.thread
        and derive_id("conv", one.channel, one.account, one.thread[0])
        in (conversation.id, *conversation.aliases)
    )


@given(honest_sets)
def test_nothing_that_was_posted_is_lost(events):
    told = {
        (one.channel, one.account, one.message.id)
        for one in events
        if isinstance(one, MessagePosted) and one.thread
    }
    held = {
        (one.channel, one.account, name)
        for one in assemble(events)
        for message in one.messages
        for name in (message.id, *message.aliases)
    }
    assert told <= held


@given(event_sets())
def test_entries_stand_in_order_of_time_and_have_ids_of_their_own(events):
    for conversation in assemble(events):
        ids = [(entry.type, entry.id) for entry in conversation.entries]
        assert len(set(ids)) == len(ids)
        dated = [
            entry.sent_at
            for entry in conversation.entries
            if isinstance(entry, Message) and entry.sent_at is not None
        ]
        assert dated == sorted(dated)


@given(event_sets())
def test_nobody_takes_part_twice(events):
    for conversation in assemble(events):
        keys = [
            identity_key(identity)
            for participant in conversation.participants
            for identity in participant.identities
        ]
        assert len(set(keys)) == len(keys)


@settings(max_examples=50)
@given(event_sets())
def test_an_inbox_shows_nothing_of_what_it_holds(events):
    assert repr(Inbox(events)) == f"Inbox(<{len(assemble(events))} conversations>)"
