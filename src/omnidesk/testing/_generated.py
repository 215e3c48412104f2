"""Strategies for nouns and events, out of one world or another."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from omnidesk import events as kinds
from omnidesk import model
from omnidesk.testing._worlds import World, different, maybe, tuples, words

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ABOUT = st.builds(
    model.About,
    kind=st.sampled_from(["post", "video", "product"]),
    id=st.sampled_from([None, "p1", "p2"]),
    title=st.sampled_from([None, "Áo dài"]),
)
_DEFECTS = st.sampled_from(
    [model.Defect(code="time_unit_assumed"), model.Defect(code="charset_unknown", pointer="1.2")]
)
_ATTACHMENTS = st.builds(
    model.Attachment,
    kind=words(model.AttachmentKind),
    id=st.sampled_from([None, "a1", "a2"]),
    filename=st.sampled_from([None, "áo.jpg", "../x"]),
    size=maybe(st.integers(0, 2**40)),
    url=st.sampled_from([None, "https://files.example/1"]),
    availability=words(model.Availability),
    coordinates=maybe(
        st.builds(model.Coordinates, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
    ),
)
_DURATIONS = st.builds(
    model.Durations,
    total=maybe(st.integers(0, 10**7)),
    ring=maybe(st.integers(0, 10**5)),
    talk=maybe(st.integers(0, 10**7)),
)


def _reactions(world: World) -> SearchStrategy[model.Reaction]:
    return st.builds(
        model.Reaction,
        actor=world.people,
        emoji=st.sampled_from([None, "❤", "👍🏽"]),
        at=maybe(world.times),
    )


def _receipts(world: World) -> SearchStrategy[model.Receipt]:
    return st.builds(
        model.Receipt,
        kind=words(model.ReceiptKind),
        actor=maybe(world.people),
        at=maybe(world.times),
        by_watermark=st.booleans(),
    )


def _edits(world: World) -> SearchStrategy[model.Edit]:
    return st.builds(
        model.Edit,
        version=maybe(world.numbers),
        at=maybe(world.times),
        text=maybe(world.texts),
    )


def messages(world: World) -> SearchStrategy[model.Message]:
    """Generate messages out of a world."""
    return st.builds(
        model.Message,
        id=world.ids,
        aliases=different(world.ids, max_size=2),
        author=world.people,
        to=tuples(world.people),
        direction=words(model.Direction),
        origin=words(model.Origin),
        sent_at=maybe(world.times),
        edited_at=maybe(world.times),
        text=maybe(world.texts),
        html=maybe(world.texts),
        attachments=tuples(_ATTACHMENTS),
        reply_to=maybe(st.builds(model.Reference, id=maybe(world.ids))),
        tree=maybe(
            st.builds(
                model.TreePosition,
                root_id=maybe(world.ids),
                parent_id=maybe(world.ids),
                depth=st.sampled_from([None, 0, 1]),
            )
        ),
        state=words(model.MessageState),
        edits=tuples(_edits(world), max_size=1),
        reactions=tuples(_reactions(world), max_size=1),
        receipts=tuples(_receipts(world), max_size=1),
        automatic=maybe(words(model.AutomaticKind)),
        defects=tuples(_DEFECTS, max_size=1),
    )


def _legs(world: World) -> SearchStrategy[model.Leg]:
    return st.builds(
        model.Leg,
        id=st.sampled_from(["l1", "l2", "l3"]),
        parent_id=st.sampled_from([None, "l1", "l2"]),
        caller=maybe(world.people),
        callee=maybe(world.people),
        outcome=words(model.Outcome),
        started_at=maybe(world.times),
        answered_at=maybe(world.times),
        ended_at=maybe(world.times),
        durations=_DURATIONS,
        hangup_cause=st.sampled_from([None, "normal_clearing", "16"]),
    )


def calls(world: World) -> SearchStrategy[model.Call]:
    """Generate calls out of a world."""
    return st.builds(
        model.Call,
        id=world.call_ids,
        aliases=different(world.call_ids, max_size=1),
        direction=words(model.Direction),
        outcome=words(model.Outcome),
        parties=tuples(world.people),
        legs=tuples(_legs(world)),
        started_at=maybe(world.times),
        ended_at=maybe(world.times),
        durations=_DURATIONS,
    )


def _consents(world: World) -> SearchStrategy[model.Consent]:
    return st.builds(
        model.Consent,
        state=words(model.ConsentState),
        purpose=st.sampled_from([None, "marketing", "calls"]),
        signal=st.sampled_from(["follow", "opt_in", "list_unsubscribe"]),
        subject=maybe(world.people),
        expires_at=maybe(world.times),
    )


def _requests(world: World) -> SearchStrategy[model.RightsRequest]:
    return st.builds(
        model.RightsRequest,
        kind=words(model.RightsKind),
        subject=maybe(world.people),
        due_at=maybe(world.times),
    )


def notices(world: World) -> SearchStrategy[model.Notice]:
    """Generate notices out of a world."""
    return st.builds(
        model.Notice,
        id=world.ids,
        kind=words(model.NoticeKind),
        occurred_at=maybe(world.times),
        actor=maybe(world.people),
        target=maybe(world.people),
        text=maybe(world.texts),
        consent=maybe(_consents(world)),
    )


@cache  # building the strategies takes longer than drawing from them
def events(world: World) -> SearchStrategy[kinds.Event]:
    """Generate events of every kind out of a world."""
    # Any with reason: the fields that all events share, as arguments of many constructors.
    shared: dict[str, SearchStrategy[Any]] = {
        "id": world.event_ids,
        "channel": world.channels,
        "account": world.accounts,
        "thread": world.threads,
        "occurred_at": maybe(world.times),
        "source": world.sources,
    }
    posted = st.builds(
        kinds.MessagePosted,
        message=messages(world),
        about=maybe(ABOUT),
        visibility=words(model.Visibility),
        defects=tuples(_DEFECTS, max_size=1),
        **shared,
    )
    edited = st.builds(
        kinds.MessageEdited,
        message_id=world.ids,
        version=maybe(world.numbers),
        text=maybe(world.texts),
        html=maybe(world.texts),
        attachments=maybe(tuples(_ATTACHMENTS, max_size=1)),
        author=maybe(world.people),
        direction=words(model.Direction),
        **shared,
    )
    deleted = st.builds(kinds.MessageDeleted, message_id=world.ids, **shared)
    moderated = st.builds(
        kinds.MessageModerated,
        message_id=world.ids,
        state=st.sampled_from(["live", "hidden", "held"]),
        **shared,
    )
    reacted = st.builds(
        kinds.ReactionChanged,
        message_id=world.ids,
        actor=world.people,
        action=st.sampled_from(["added", "removed"]),
        emoji=st.sampled_from([None, "❤", "👍🏽"]),
        **shared,
    )
    received = st.builds(
        kinds.ReceiptReported,
        kind=words(model.ReceiptKind),
        actor=maybe(world.people),
        message_ids=different(world.ids, max_size=2),
        watermark=maybe(world.times),
        reason=st.sampled_from([None, "551"]),
        **shared,
    )
    called = st.builds(
        kinds.CallReported,
        call_id=world.call_ids,
        aliases=different(world.call_ids, max_size=1),
        sequence=maybe(world.numbers),
        leg=maybe(_legs(world)),
        direction=words(model.Direction),
        outcome=maybe(words(model.Outcome)),
        recordings=tuples(_ATTACHMENTS, max_size=1),
        session=maybe(world.call_ids),
        **shared,
    )
    consented = st.builds(kinds.ConsentSignalled, consent=_consents(world), **shared)
    requested = st.builds(kinds.RightsRequested, request=_requests(world), **shared)
    linked = st.builds(
        kinds.IdentityLinked,
        link=st.builds(
            model.IdentityLink,
            identities=st.lists(world.identities, min_size=2, max_size=3, unique=True).map(tuple),
            evidence=words(model.Evidence),
            state=st.sampled_from(["linked", "withdrawn"]),
            occurred_at=maybe(world.times),
        ),
        **shared,
    )
    noticed = st.builds(kinds.NoticePosted, notice=notices(world), **shared)
    unread = st.builds(
        kinds.Unrecognised,
        reason=st.sampled_from(["unknown_kind", "invalid", "missing_id", "too_deep"]),
        **shared,
    )
    # one_of would take each kind as often as any other, and most find no message then.
    often: list[SearchStrategy[Any]] = [posted, posted, posted, edited, reacted, received, called]
    every: list[SearchStrategy[Any]] = [
        posted,
        edited,
        deleted,
        moderated,
        reacted,
        received,
        called,
    ]
    every += [consented, requested, linked, noticed, unread]
    return st.sampled_from(every + often).flatmap(_itself)


def _itself(strategy: SearchStrategy[kinds.Event]) -> SearchStrategy[kinds.Event]:
    return strategy
