"""What becomes of a message, behaviour by behaviour."""

from itertools import permutations

import pytest
from tests.assembly.build import (
    LAN,
    SHOP,
    at,
    deleted,
    edited,
    moderated,
    person,
    posted,
    reacted,
    receipt,
)

from omnidesk.assembly import assemble
from omnidesk.model import Attachment, Edit, Message, Participant, Rating, Reaction, Receipt


def fold(*events) -> tuple[Message, ...]:
    """Assemble in every order, insist on one result, and return its messages."""
    results = {assemble(order) for order in permutations(events)}
    assert len(results) == 1
    (conversation,) = results.pop()
    return conversation.messages


def one(*events) -> Message:
    (message,) = fold(*events)
    return message


def test_a_message_alone_is_as_it_was_posted():
    event = posted()
    assert one(event) == event.message.model_copy(update={"sources": (event.source,)})


def test_an_edit_replaces_the_text_and_keeps_the_history():
    message = one(posted(text="a"), edited(text="b", version=1, minute=5))
    assert (message.text, message.state, message.edited_at) == ("b", "edited", at(5))
    assert message.edits == (Edit(version=0, at=at(0), text="a"),)


def test_edits_go_by_their_version_and_not_by_their_time():
    message = one(
        posted(text="a"),
        edited(text="c", version=2, minute=4),
        edited(text="b", version=1, minute=5),
    )
    assert message.text == "c"
    assert [edit.text for edit in message.edits] == ["a", "b"]


def test_edits_without_versions_go_by_time():
    message = one(posted(text="a"), edited(text="c", minute=6), edited(text="b", minute=5))
    assert message.text == "c"


def test_an_edit_whose_message_never_comes_is_kept():
    message = one(edited(text="b", author=SHOP, direction="outbound"))
    assert (message.text, message.state, message.author) == ("b", "edited", SHOP)
    assert (message.direction, message.sent_at, message.edits) == ("outbound", None, ())


def test_an_edit_of_the_text_drops_html_that_says_something_else():
    message = one(posted(message={"html": "<p>a</p>"}), edited(text="b"))
    assert message.html is None
    assert message.edits[0].html == "<p>a</p>"


def test_an_edit_without_a_text_keeps_it():
    photo = Attachment(kind="image")
    message = one(
        posted(text="a", message={"html": "<p>a</p>"}), edited(text=None, attachments=(photo,))
    )
    assert (message.text, message.html, message.attachments) == ("a", "<p>a</p>", (photo,))


def test_earlier_versions_that_a_copy_brought_along_come_first():
    earlier = Edit(version=0, text="a")
    message = one(posted(text="b", message={"edits": (earlier,)}), edited(text="c", version=2))
    assert [edit.text for edit in message.edits] == ["a", "b"]


def test_a_deletion_beats_everything_in_any_order():
    message = one(
        posted(message={"subject": "s", "html": "<p>a</p>", "quoted": "q", "signature": "s"}),
        edited(),
        reacted(),
        deleted(minute=9),
    )
    assert (message.state, message.deleted_at, message.text) == ("deleted", at(9), None)
    assert (message.subject, message.html, message.quoted, message.signature) == (None,) * 4
    assert (message.edits, message.reactions) == ((), ())
    assert (message.author, message.sent_at) == (LAN, at(0))
    assert len(message.sources) == 4


def test_a_deletion_whose_message_never_comes_is_kept():
    message = one(deleted())
    assert (message.state, message.id, message.author) == ("deleted", "m", Participant())


def test_a_copy_that_is_already_deleted_takes_the_content_with_it():
    message = one(posted(message={"state": "deleted"}))
    assert message.state == "deleted"
    gone = {"state": "deleted", "deleted_at": at(3)}
    assert one(posted(message=gone), edited()).text is None
    assert one(posted(message=gone), reacted()).deleted_at == at(3)
    assert one(posted(message=gone), deleted(minute=2)).deleted_at == at(2)


def test_the_latest_moderation_counts():
    hidden = moderated(state="hidden", minute=1)
    shown = moderated(state="live", minute=2)
    assert one(posted(), hidden).state == "hidden"
    assert one(posted(), hidden, shown).state == "live"
    assert one(posted(message={"state": "held"}), shown).state == "live"
    assert one(posted(message={"state": "hidden"}), edited(), shown).state == "edited"
    assert one(posted(message={"state": "hidden"}), edited()).state == "hidden"


def test_an_actor_has_one_reaction_and_the_latest_counts():
    message = one(
        posted(),
        reacted(emoji="❤", minute=1),
        reacted(emoji="😮", minute=2),
        reacted(emoji="👍", actor=SHOP, minute=3),
    )
    assert message.reactions == (
        Reaction(actor=LAN, emoji="😮", at=at(2)),
        Reaction(actor=SHOP, emoji="👍", at=at(3)),
    )


def test_a_reaction_that_was_taken_back_is_gone():
    added, removed = reacted(minute=1), reacted(emoji=None, action="removed", minute=2)
    assert one(posted(), added, removed).reactions == ()
    again = reacted(emoji="👍", minute=3)
    assert [r.emoji for r in one(posted(), added, removed, again).reactions] == ["👍"]


def test_a_reaction_whose_message_never_comes_makes_it_unseen():
    message = one(reacted())
    assert (message.state, message.sent_at, len(message.reactions)) == ("unseen", None, 1)


def test_a_reaction_that_a_copy_brought_along_can_be_taken_back():
    standing = Reaction(actor=LAN, emoji="❤", at=at(1))
    before = posted(message={"reactions": (standing,)})
    assert one(before, reacted(action="removed", minute=2)).reactions == ()


def test_a_receipt_names_exactly_its_messages():
    first, second = fold(
        posted("a", author=SHOP), posted("b", author=SHOP, minute=1), receipt("a", minute=5)
    )
    assert first.receipts == (Receipt(kind="read", actor=LAN, at=at(5)),)
    assert second.receipts == ()


def test_a_watermark_covers_what_the_actor_did_not_write_up_to_it():
    messages = fold(
        posted("a", author=SHOP, minute=0),
        posted("b", author=LAN, minute=1),
        posted("c", author=SHOP, minute=2),
        posted("d", author=SHOP, minute=3),
        receipt(watermark=2),
    )
    covered = Receipt(kind="read", actor=LAN, at=at(2), by_watermark=True)
    assert [message.receipts for message in messages] == [(covered,), (), (covered,), ()]


def test_of_several_watermarks_the_earliest_that_covers_a_message_tells_most():
    first, second = fold(
        posted("a", author=SHOP, minute=0),
        posted("b", author=SHOP, minute=3),
        receipt(watermark=2),
        receipt(watermark=4),
    )
    assert (first.receipts[0].at, second.receipts[0].at) == (at(2), at(4))


def test_a_watermark_by_nobody_in_particular_covers_what_went_out():
    sent, came = fold(
        posted("a", author=SHOP), posted("b", minute=1), receipt(actor=None, watermark=5)
    )
    assert (len(sent.receipts), len(came.receipts)) == (1, 0)


def test_a_watermark_says_nothing_about_a_message_without_a_time():
    assert one(posted(author=SHOP, minute=None), receipt(watermark=5)).receipts == ()


def test_a_told_receipt_outranks_a_watermark_and_the_earlier_the_later():
    message = one(
        posted(author=SHOP),
        receipt(watermark=9),
        receipt("m", minute=7),
        receipt("m", minute=8),
    )
    assert message.receipts == (Receipt(kind="read", actor=LAN, at=at(7)),)


def test_a_receipt_whose_message_never_comes_makes_it_unseen():
    assert one(receipt("m", minute=1)).state == "unseen"


def test_a_watermark_alone_makes_a_conversation_that_says_where_it_was_read():
    event = receipt(watermark=5)
    (conversation,) = assemble([event])
    assert conversation.entries == ()
    assert conversation.sources == (event.source,)


def test_copies_fill_each_others_gaps_and_the_first_received_counts():
    first = posted(text=None, digest="a", received=0)
    later = posted(text="b", digest="b", received=1, message={"subject": "s", "origin": "native"})
    message = one(first, later)
    assert (message.text, message.subject, message.origin) == ("b", "s", "native")
    assert message.sources == (first.source, later.source)
    assert message.defects == ()


def test_a_text_that_reads_unknown_is_no_gap():
    message = one(posted(text="unknown", digest="a"), posted(text="b", digest="b", received=1))
    assert message.text == "unknown"


def test_copies_that_differ_are_said_to():
    message = one(posted(text="a", digest="a"), posted(text="b", digest="b", received=1))
    assert message.text == "a"
    assert [defect.code for defect in message.defects] == ["copies_differ"]


def test_a_copy_that_can_be_seen_replaces_one_that_could_not():
    hidden = posted(text=None, digest="a", message={"state": "unsupported"})
    assert one(hidden, posted(text="a", digest="b", received=1)).state == "live"


def test_aliases_fold_into_one_message():
    webhook = posted("mid.1", text=None, digest="a", message={"aliases": ("m_mid.1",)})
    pulled = posted("m_mid.1", text="a", digest="b", received=1)
    message = one(webhook, pulled, edited("m_mid.1", text="b", version=1))
    assert (message.id, message.aliases, message.text) == ("m_mid.1", ("mid.1",), "b")


@pytest.mark.parametrize("mine", [{"digest": "a", "received": 0}, {"digest": "b", "received": 1}])
def test_a_stranger_who_reuses_an_id_overwrites_nothing(mine):
    theirs = {"digest": "c", "received": 5, "author": person("mallory")}
    first, second = fold(posted(text="a", **mine), posted(text="evil", minute=3, **theirs))
    assert (first.id, first.text, first.author, first.defects) == ("m", "a", LAN, ())
    assert second.id != "m"
    assert [defect.code for defect in second.defects] == ["id_conflict"]


def test_an_author_without_an_identity_is_no_stranger():
    nobody = posted(text=None, author=Participant(), digest="a")
    assert one(nobody, posted(text="a", digest="b", received=1)).text == "a"


def copies(*messages, received=(0, 1)):
    events = [
        posted(digest=digest, received=at, author=one.pop("author", LAN), message=one)
        for digest, at, one in zip("ab", received, messages, strict=True)
    ]
    results = {assemble(order) for order in permutations(events)}
    assert len(results) == 1
    return results.pop()[0].messages[0]


def test_a_copy_tells_the_names_that_the_first_did_not():
    named = LAN.model_copy(update={"name": "Lan", "name_source": "vendor"})
    to = SHOP.model_copy(update={"name": "Hoa Sen", "name_source": "vendor"})
    found = copies({"to": (SHOP,)}, {"author": named, "to": (to,)})
    assert (found.author, found.to) == (named, (to,))


def test_a_copy_tells_who_wrote_what_was_first_told_by_its_id_alone():
    assert copies({"author": Participant()}, {}).author == LAN


def test_the_address_of_an_attachment_that_lasts_longest_counts():
    def picture(url, minute):
        return {"attachments": (Attachment(kind="image", id="a", url=url, expires_at=at(minute)),)}

    found = copies(picture("https://cdn.example/old", 5), picture("https://cdn.example/new", 9))
    assert found.attachments[0].url == "https://cdn.example/new"
    found = copies(picture("https://cdn.example/old", 9), picture("https://cdn.example/new", 5))
    assert found.attachments[0].url == "https://cdn.example/old"


def test_a_status_that_goes_to_and_fro_is_the_latest_told():
    (conversation,) = assemble(
        [
            posted(),
            moderated(state="live", received=1, digest="b"),
            moderated(state="held", received=2, digest="c"),
            moderated(state="live", received=3, digest="d"),
        ]
    )
    assert conversation.messages[0].state == "live"


def test_an_edit_may_change_the_score():
    edit = edited(version=1)
    edit = edit.model_copy(update={"rating": Rating(value=2)})
    (conversation,) = assemble([posted(message={"rating": Rating(value=5)}), edit])
    assert conversation.messages[0].rating == Rating(value=2)
