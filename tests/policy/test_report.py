"""A plan as a page."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.build import FACTS, NOW, SOURCE, erase, fact, keep, on, policies, policy

from omnidesk.policy import Facts, Plan, PlanEntry, items, plan, render_plan
from omnidesk.policy.erasure._plan import PlannedClaim
from omnidesk.policy.report._words import ACTIONS, NAMES, SAID
from omnidesk.testing import make_conversation, make_message, strategies

DATE = datetime(2027, 1, 31, 17, tzinfo=UTC)
RULES = policy(
    erase("E", title="Mail <goes> after a year.", title_vi="Thư bị xóa sau một năm."),
    keep("K", "P5Y", "law", source=SOURCE.model_copy(update={"clause": "article 4 & 5"})),
    zone="Asia/Ho_Chi_Minh",
)
ASKS = PlannedClaim(kind="erase", rule="E", force="policy", at=DATE)
KEEPS = PlannedClaim(kind="keep", rule="K", force="law", at=DATE, basis="tax")


def entry(number=1, action="delete", state="due", at=DATE, claims=(ASKS,), **more):
    return PlanEntry(
        item=f"item_{number:032}",
        category="message",
        fingerprint="f",
        action=action,
        state=state,
        at=at,
        claims=claims,
        **{"channel": "email", **more},
    )


def planned(*entries, horizon=None):
    return Plan(
        policy=RULES.id,
        policy_version=RULES.version,
        policy_digest=RULES.digest,
        facts_digest="sha256:" + 64 * "1",
        now=NOW,
        horizon=horizon,
        entries=entries,
    )


def page(*entries, language="en", **more):
    return render_plan(planned(*entries, **more), RULES, language=language)


class _Reader(HTMLParser):
    """Collects a page's text, and what it would load or run."""

    def __init__(self, text):
        super().__init__()
        self.words, self.open, self.loaded = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag in {"script", "link", "img", "iframe", "object", "image", "use"}:
            self.loaded.append(tag)
        self.loaded += [value for key, value in attributes if key in {"src", "href", "style"}]
        self.loaded += [key for key, _ in attributes if key.startswith("on")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def text(html):
    return " ".join(" ".join(_Reader(html).words).split())


MANY = [
    entry(1),
    entry(2, state="scheduled", at=NOW + timedelta(days=90)),
    entry(3, action="review"),
    entry(4, action="restrict", state="restricted", claims=(ASKS, KEEPS), purposes=("tax",)),
    entry(5, action="restrict", state="restricted", at=None),
]


def test_the_page_says_what_goes_when_and_why():
    said = text(page(*MANY, horizon=NOW + timedelta(days=365)))
    assert "Erasure plan: A policy" in said
    assert "What goes until 1 March 2029 at 07:00" in said
    assert "1 goes now" in said
    assert "2 kept and shut away" in said
    assert "Mail <goes> after a year." in said
    assert "keeps it · the law · A made-up policy, article 4 & 5" in said
    assert "may be used for tax only" in said
    assert "1 February 2027" in said
    assert "not legal advice" in said


def test_the_page_speaks_vietnamese():
    html = page(*MANY, language="vi")
    said = text(html)
    assert '<html lang="vi">' in html
    assert "Thư bị xóa sau một năm." in said
    assert "01/02/2027" in said
    assert "không phải là tư vấn pháp lý" in said


def test_a_plan_without_entries_says_so():
    said = text(page())
    assert "Nothing goes" in said
    assert "<table" not in page()


def test_a_rule_that_the_policy_does_not_have_is_told_by_its_force():
    held = PlannedClaim(kind="keep", rule="hold", force="hold", basis="hold")
    assert "a legal hold keeps it" in text(page(entry(claims=(held,))))


def test_only_so_many_items_are_listed():
    said = text(page(*(entry(number) for number in range(502))))
    assert "2 more are in the plan file." in said
    assert len(set(re.findall(r"item_\d+", said))) == 500


def test_a_plan_of_another_policy_is_refused():
    with pytest.raises(ValueError, match="another policy"):
        render_plan(planned(), policy())


def test_hostile_words_are_text():
    hostile = '"><script>alert(1)</script>'
    html = page(entry(channel=hostile))
    assert hostile in text(html)
    assert _Reader(html).loaded == []


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (20, ("01/03/2028", "19/03/2028")),
        (200, ("28/02/2028", None)),
        (900, ("03/2028", None)),
        (3_000, ("01/2028", None)),
        (10_000, ("2028", None)),
        (100_000, ("2020", None)),
        (1_000_000, ("2000", None)),
        (2_900_000, ("2000", "9000")),
    ],
)
def test_bars_stand_for_as_long_as_there_is_room_for(days, labels):
    html = page(entry(at=NOW + timedelta(days=days), state="scheduled"))
    ticks = re.findall(r'class="tick"[^>]*middle">([^<]+)<', html)
    assert ticks[0] == labels[0]
    assert labels[1] is None or ticks[-1] == labels[1]
    assert len(re.findall("<rect class=.scheduled. x=", html)) >= 1


def test_every_item_stands_in_the_timeline():
    html = page(*(entry(number, at=DATE + timedelta(days=number)) for number in range(40)))
    assert sum(map(int, re.findall(r'class="total"[^>]*>(\d+)<', html))) == 40


def test_round_numbers_stand_at_the_side():
    html = page(*(entry(number) for number in range(37)))
    assert re.findall(r'text-anchor="end">(\d+)<', html) == ["10", "20", "30"]


@pytest.mark.parametrize("table", [NAMES, ACTIONS, SAID])
def test_both_languages_have_the_same_words(table):
    assert table["en"].keys() == table["vi"].keys()


AT = st.datetimes(timezones=st.just(UTC)) | st.none()


@given(st.lists(AT, max_size=5), st.sampled_from(["en", "vi"]))
def test_whatever_the_dates_the_page_is_whole_and_loads_nothing(dates, language):
    entries = [entry(number, at=at) for number, at in enumerate(dates)]
    read = _Reader(page(*entries, language=language))
    assert (read.open, read.loaded) == ([], [])


@given(st.lists(strategies.conversations(), max_size=2, unique_by=lambda one: one.id))
def test_nothing_of_a_conversation_is_in_the_page(conversations):
    rules = policy(erase("E", "P0D"))
    found = plan(conversations, rules, Facts(), now=datetime(2100, 1, 1, tzinfo=UTC))
    said = text(render_plan(found, rules))
    for conversation in conversations:
        for message in conversation.messages:
            assert not message.text or len(message.text) < 12 or message.text not in said
        for one in items(conversation):
            assert not any(subject in said for subject in one.subjects)


@given(policies(), FACTS)
def test_every_policy_gives_a_page(rules, facts):
    conversation = make_conversation(make_message(sent_at=datetime(2026, 1, 31, tzinfo=UTC)))
    found = plan([conversation], rules, facts, now=NOW, horizon=NOW + timedelta(days=999))
    assert _Reader(render_plan(found, rules)).open == []


def test_a_hold_is_told_and_its_case_is_not():
    conversation = make_conversation(make_message(sent_at=datetime(2026, 1, 31, tzinfo=UTC)))
    rules = policy(erase("E", anchor=on("asked")))
    facts = Facts([fact("asked"), fact("hold_placed", name="Nguyễn Văn A")])
    said = text(render_plan(plan([conversation], rules, facts, now=NOW), rules))
    assert "a legal hold" in said
    assert "Nguyễn" not in said
