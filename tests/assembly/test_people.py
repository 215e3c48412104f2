"""Who is one person, and why."""

from itertools import permutations

from tests.assembly.build import at, base, posted

from omnidesk.assembly import people
from omnidesk.events import IdentityLinked
from omnidesk.model import Identity, IdentityLink, derive_id

PHONE = Identity(scheme="phone", value="+84900000001")
CHAT = Identity(scheme="chat", value="lan")
MAIL = Identity(scheme="email", value="lan@example.com")


def linked(*identities, state="linked", evidence="submitted", minute=0):
    link = IdentityLink(
        identities=identities, state=state, evidence=evidence, occurred_at=at(minute)
    )
    names = [identity.value for identity in identities]
    event = base(IdentityLinked, *names, state, str(minute), minute=minute, thread=())
    return IdentityLinked(link=link, **event)


def everyhow(*events):
    results = {people(order) for order in permutations(events)}
    assert len(results) == 1
    return results.pop()


def test_links_join_transitively():
    (person,) = everyhow(linked(CHAT, PHONE), linked(PHONE, MAIL, minute=1), posted())
    assert person.identities == (CHAT, MAIL, PHONE)
    assert person.id == derive_id("person", "chat", "", "lan")
    assert person.aliases == (derive_id("person", "phone", "", "+84900000001"),)


def test_a_link_can_be_withdrawn_and_made_again():
    made = linked(CHAT, PHONE)
    withdrawn = linked(PHONE, CHAT, state="withdrawn", minute=1)
    assert everyhow(made, withdrawn) == ()
    assert len(everyhow(made, withdrawn, linked(CHAT, PHONE, minute=2))) == 1


def test_of_two_words_at_one_moment_the_withdrawal_counts():
    assert everyhow(linked(CHAT, PHONE), linked(CHAT, PHONE, state="withdrawn")) == ()


def test_a_withdrawal_takes_back_only_its_own_evidence():
    kept = linked(CHAT, PHONE, evidence="agent", minute=5)
    (person,) = everyhow(
        linked(CHAT, PHONE), linked(CHAT, PHONE, state="withdrawn", minute=1), kept
    )
    assert person.links == (kept.link,)


def test_people_who_share_nothing_stay_apart():
    assert len(everyhow(linked(CHAT, PHONE), linked(MAIL, minute=1))) == 2


def test_a_link_of_nothing_is_nobody():
    assert everyhow(linked()) == ()


def test_two_readings_of_one_raw_item_are_settled_whichever_comes_first():
    one = linked(CHAT, PHONE)
    other = one.model_copy(update={"link": linked(CHAT, MAIL).link})
    assert len(everyhow(one, other)) == 1
