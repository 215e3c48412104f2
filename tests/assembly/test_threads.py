"""Which events belong together, and what their conversation is called."""

from itertools import permutations

from tests.assembly.build import LAN, SHOP, at, base, person, posted, reacted

from omnidesk.assembly import Inbox, assemble
from omnidesk.assembly._fold import fold
from omnidesk.events import (
    ConsentSignalled,
    IdentityLinked,
    NoticePosted,
    RightsRequested,
    Unrecognised,
)
from omnidesk.model import (
    About,
    Consent,
    Identity,
    IdentityLink,
    Notice,
    Participant,
    RightsRequest,
    derive_id,
)


def conversation_id(key):
    return derive_id("conv", "chat", "shop", key)


def everyhow(*events):
    """Assemble in every order and insist on one result."""
    results = {assemble(order) for order in permutations(events)}
    assert len(results) == 1
    return results.pop()


def test_events_that_share_a_key_are_one_conversation():
    first = posted("a", thread=("r", "a"))
    second = posted("b", minute=1, thread=("r", "b"))
    (conversation,) = everyhow(first, second)
    assert [message.id for message in conversation.messages] == ["a", "b"]


def test_the_same_key_in_another_account_or_channel_is_another_conversation():
    here = posted("a")
    there = here.model_copy(update={"account": "other"})
    elsewhere = here.model_copy(update={"channel": "mail"})
    assert len(everyhow(here, there, elsewhere)) == 3


def test_an_id_stays_when_an_ancestor_arrives_late():
    reply = posted("c", minute=2, thread=("a", "b", "c"))
    (before,) = assemble([reply])
    (after,) = everyhow(reply, posted("a", thread=("a",)), posted("b", minute=1, thread=("a", "b")))
    assert (before.id, before.aliases) == (after.id, after.aliases)
    assert before.id == conversation_id("a")


def test_an_id_stays_when_a_descendant_brings_another_root():
    first = posted("a", thread=("a",))
    (before,) = assemble([first])
    (after,) = everyhow(first, posted("b", minute=1, thread=("0", "a", "b")))
    assert before.id == after.id
    assert after.aliases == (conversation_id("0"),)


def test_when_conversations_merge_the_lost_id_stays_as_an_alias():
    one, two = posted("a", thread=("a",)), posted("b", minute=1, thread=("b",))
    inbox = Inbox([one, two])
    lost = inbox.get(conversation_id("b"))
    assert len(inbox) == 2
    inbox.add([posted("c", minute=2, thread=("a", "b", "c"))])
    (merged,) = inbox.conversations
    assert lost is not None
    assert (merged.id, merged.aliases) == (conversation_id("a"), (lost.id,))
    assert inbox.get(lost.id) is merged
    assert inbox.get("conv_nobody") is None


def test_conversations_come_by_the_time_of_their_first_entry():
    late, early = posted("a", minute=5, thread=("a",)), posted("b", minute=1, thread=("b",))
    undated = reacted("c", thread=("c",))
    found = everyhow(late, early, undated)
    assert [one.entries[0].id for one in found] == ["b", "a", "c"]


def test_ids_that_are_counted_break_ties_as_numbers():
    ids = ["98", "101", "m_99", "m_101", "n"]
    (found,) = everyhow(*(posted(name) for name in ids))
    assert [one.id for one in found.entries] == ids


def test_events_without_a_thread_are_kept_apart():
    stray = Unrecognised(reason="unknown_kind", **base(Unrecognised, "x", thread=()))
    inbox = Inbox([stray, posted()])
    assert inbox.unplaced == (stray,)
    assert len(inbox) == 1


def test_what_was_not_understood_in_a_thread_is_told_in_its_place():
    odd = Unrecognised(reason="unknown_kind", name="typing", **base(Unrecognised, "x", minute=1))
    (conversation,) = everyhow(posted(), odd, posted("n", minute=2))
    notice = conversation.entries[1]
    assert conversation.notices == (notice,)
    assert (notice.kind, notice.name, notice.sources) == ("unrecognised", "typing", (odd.source,))


def test_consent_and_rights_are_told_as_notices():
    consent = Consent(state="granted", signal="opt_in", subject=LAN)
    request = RightsRequest(kind="erase", subject=LAN)
    (conversation,) = everyhow(
        ConsentSignalled(consent=consent, **base(ConsentSignalled, "x", minute=1)),
        RightsRequested(request=request, **base(RightsRequested, "y", minute=2)),
    )
    first, second = conversation.notices
    assert (first.kind, first.consent, first.actor) == ("consent", consent, LAN)
    assert (second.kind, second.rights, second.occurred_at) == ("rights_request", request, at(2))


def test_a_notice_that_was_delivered_twice_stands_once_with_both_sources():
    def followed(digest, received):
        event = base(NoticePosted, "x", digest=digest, received=received)
        return NoticePosted(notice=Notice(id=event["id"], kind="followed", actor=LAN), **event)

    first, second = followed("a", 0), followed("b", 1)
    (conversation,) = everyhow(first, second)
    (notice,) = conversation.notices
    assert notice.sources == (first.source, second.source)


def test_two_events_that_tell_of_one_notice_make_one():
    notice = Notice(id="n", kind="left", actor=LAN)
    told = [NoticePosted(notice=notice, **base(NoticePosted, name, minute=1)) for name in "ab"]
    (conversation,) = everyhow(*told)
    assert [one.id for one in conversation.notices] == ["n"]


def test_one_whose_identity_is_given_twice_has_it_once():
    double = Participant(role="customer", identities=LAN.identities * 2)
    (conversation,) = everyhow(posted(author=double))
    assert conversation.participants == (LAN,)


def test_the_same_bytes_received_twice_count_as_received_first():
    first, second = posted(received=1), posted(received=2)
    (conversation,) = everyhow(first, second)
    assert conversation.messages[0].sources == (first.source,)
    assert assemble([second, first.model_copy()]) == (conversation,)


def test_the_same_bytes_in_two_threads_that_merge_count_as_received_first():
    first, second = posted(thread=("a",), received=1), posted(thread=("b",), received=2)
    link = posted("n", thread=("a", "b"))
    (conversation,) = everyhow(first, second, link)
    assert conversation.messages[0].sources == (first.source,)


def test_an_event_that_was_seen_folds_nothing_again():
    inbox = Inbox([posted()])
    (before,) = inbox.conversations
    inbox.add([posted()])
    (after,) = inbox.conversations
    assert after is before


def test_an_entry_without_a_time_stands_where_it_was_received():
    undated = posted("b", minute=None, received=5)
    (conversation,) = everyhow(posted("a", minute=0), undated, posted("c", minute=9))
    assert [entry.id for entry in conversation.entries] == ["a", "b", "c"]
    assert (conversation.started_at, conversation.last_at) == (at(0), at(9))


def test_an_entry_of_which_nobody_knows_when_stands_last():
    undated = posted("a", minute=None, received=None)
    (conversation,) = everyhow(posted("b", minute=9), undated)
    assert [entry.id for entry in conversation.entries] == ["b", "a"]


def test_what_it_is_about_and_who_can_see_it_comes_from_whichever_message_tells():
    post = About(kind="post", id="1")
    told = posted("a").model_copy(update={"about": post, "visibility": "public"})
    (conversation,) = everyhow(told, posted("b", minute=1))
    assert (conversation.about, conversation.visibility) == (post, "public")


def test_one_who_appears_with_more_knowledge_is_one_participant():
    lan = Participant(role="customer", identities=LAN.identities, name="Lan", name_source="vendor")
    unknown = Participant(identities=LAN.identities)
    (conversation,) = everyhow(
        posted("a", author=unknown), posted("b", author=lan, minute=1), posted("c", author=SHOP)
    )
    assert conversation.participants == (
        Participant(role="customer", identities=LAN.identities, name="Lan", name_source="vendor"),
        SHOP,
    )


def test_an_identity_that_two_share_makes_them_one():
    phone = Identity(scheme="phone", value="+84900000001")
    both = Participant(role="customer", identities=(*LAN.identities, phone))
    caller = Participant(role="customer", identities=(phone,))
    (conversation,) = everyhow(
        posted("a"), posted("b", author=caller, minute=1), posted("c", author=both, minute=2)
    )
    (participant,) = conversation.participants
    assert participant.identities == (*LAN.identities, phone)


def test_somebody_without_an_identity_takes_part_by_name_only():
    named, nobody = Participant(name="Khách"), Participant()
    (conversation,) = everyhow(
        posted("a", author=named),
        posted("b", author=named.model_copy(), minute=1),
        posted("c", author=nobody, minute=2),
    )
    assert conversation.participants == (named,)


def test_everybody_who_is_addressed_takes_part():
    carbon, blind, secretary = person("cc"), person("bcc"), person("secretary")
    more = {"to": (SHOP,), "cc": (carbon,), "bcc": (blind,), "sender": secretary}
    target = Notice(id="n", kind="handover", target=person("agent"))
    (conversation,) = everyhow(
        posted(message=more),
        reacted(actor=person("fan")),
        NoticePosted(notice=target, **base(NoticePosted, "x", minute=1)),
    )
    values = [one.identities[0].value for one in conversation.participants]
    assert values == ["lan", "secretary", "shop", "cc", "bcc", "fan", "agent"]


def test_a_link_adds_nothing_to_a_conversation():
    link = IdentityLink(identities=LAN.identities, evidence="agent")
    event = IdentityLinked(link=link, **base(IdentityLinked, "x"))
    assert (fold([posted(), event]),) == assemble([posted()])


def test_links_make_people_and_no_conversation():
    link = IdentityLink(
        identities=(*LAN.identities, Identity(scheme="phone", value="+84900000001")),
        evidence="submitted",
    )
    inbox = Inbox([IdentityLinked(link=link, **base(IdentityLinked, "x"))])
    assert (len(inbox), inbox.unplaced) == (0, ())
    assert [person.links for person in inbox.people] == [(link,)]


def test_a_link_and_another_event_of_one_id_are_both_kept():
    facts = base(IdentityLinked, "x", thread=())
    identities = (*LAN.identities, Identity(scheme="phone", value="+84900000001"))
    link = IdentityLinked(link=IdentityLink(identities=identities, evidence="agent"), **facts)
    inbox = Inbox([Unrecognised(reason="invalid", **facts), link])
    assert (len(inbox.people), len(inbox.unplaced)) == (1, 1)
