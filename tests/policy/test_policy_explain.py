"""Decisions in words."""

from datetime import UTC, datetime
from string import Formatter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.build import (
    FACTS,
    ITEMS,
    NOW,
    START,
    TIMES,
    erase,
    fact,
    item,
    keep,
    on,
    policies,
    policy,
    restrict,
)

from omnidesk.policy import (
    Category,
    Citation,
    Claim,
    Decision,
    Explanation,
    Facts,
    Policy,
    Weighed,
    builtin_policies,
    builtin_policy,
    decide,
    explain,
)
from omnidesk.policy._anchors import kinds
from omnidesk.policy.review import _phrases as words
from omnidesk.policy.review._explain import _SAID
from omnidesk.policy.review._refusal import _SAID as REFUSALS

LANGUAGES = st.sampled_from(["en", "vi"])


def explained(*rules, facts=(), language="en", zone="Asia/Ho_Chi_Minh", now=NOW, **more):
    one, said = item(**more), policy(*rules, zone=zone)
    decision = decide(one, said, Facts(facts), now=now)
    return Explanation.from_decision(decision, said, one, language=language)


def test_a_text_says_what_becomes_of_it_when_and_why():
    rules = policy(
        erase("E", "P1Y", title="Mail goes after a year.", title_vi="Thư bị xóa sau một năm."),
        keep("K", "P5Y", "law", source=Citation(document="Accounting Act", clause="art. 41")),
        keep("P", "forever"),
        zone="Asia/Ho_Chi_Minh",
    )
    rules = rules.model_copy(
        update={"rules": (*rules.rules, erase("R", "P0D", "right", on("erasure_requested")))}
    )
    decision = decide(item(), rules, Facts([fact("erasure_requested", 3)]), now=NOW)
    assert explain(decision, rules, item()) == (
        "The text of a message (email), from 31 January 2026 at 16:00.\n"
        "It should be gone, and is kept until 31 January 2031 at 16:00. It is to be deleted then.\n"
        "Meanwhile it is hidden from everyday work, and may be used for tax only.\n"
        "What settles it:\n"
        "- “A rule” keeps it until 31 January 2031 at 16:00, by force of the law. "
        "[Accounting Act, art. 41]\n"
        "- “A rule” demands that it be deleted from 3 February 2026 at 16:00 on, by force of a "
        "person's right. [A made-up policy]\n"
        "What else is said about it:\n"
        "- “Mail goes after a year” demands that it be deleted from 31 January 2027 at 16:00 on; "
        "another comes first. [A made-up policy]\n"
        "- “A rule” would keep it until further notice, but the desk's own policy gives way to a "
        "person's right. [A made-up policy]\n"
        "All dates are in the time of Asia/Ho_Chi_Minh."
    )
    assert explain(decision, rules, item(), language="vi") == (
        "Nội dung tin nhắn (email), phát sinh 16:00 ngày 31/01/2026.\n"
        "Dữ liệu đã đến hạn xóa nhưng còn phải lưu giữ đến 16:00 ngày 31/01/2031. Khi đó, dữ liệu "
        "phải được xóa.\n"
        "Trong thời gian đó, dữ liệu không được sử dụng trong hoạt động thường ngày và chỉ được xử "
        "lý cho mục đích: thuế.\n"
        "Căn cứ quyết định:\n"
        "- “A rule”: phải lưu giữ đến 16:00 ngày 31/01/2031. Căn cứ: quy định của pháp luật. "
        "[Accounting Act, art. 41]\n"
        "- “A rule”: dữ liệu phải được xóa kể từ 16:00 ngày 03/02/2026. Căn cứ: quyền của chủ thể "
        "dữ liệu. [A made-up policy]\n"
        "Các quy tắc khác có liên quan:\n"
        "- “Thư bị xóa sau một năm”: dữ liệu phải được xóa kể từ 16:00 ngày 31/01/2027; một quy "
        "tắc khác được áp dụng trước. [A made-up policy]\n"
        "- “A rule”: lưu giữ đến khi có quyết định khác, nhưng chính sách nội bộ không được ưu "
        "tiên so với quyền của chủ thể dữ liệu. [A made-up policy]\n"
        "Mọi thời điểm được tính theo múi giờ Asia/Ho_Chi_Minh."
    )


DEMANDS = "“A rule” demands that it be "
BLOCKED = DEMANDS + "deleted from 31 January 2027 at 16:00 on, but "
END = "the end of the customer relationship."
OWN = "by force of the desk's own policy."


@pytest.mark.parametrize(
    ("rules", "facts", "outcome", "reasons"),
    [
        ([], [], "It is kept: nothing demands that it goes.", []),
        (
            [erase("E", "P1Y", action="redact")],
            [],
            "It is now to be emptied of its content: the date was 31 January 2027 at 16:00.",
            [DEMANDS + "emptied of its content from 31 January 2027 at 16:00 on, " + OWN],
        ),
        (
            [erase("E", "P9Y", action="anonymise"), keep("K", "P1D")],
            [],
            "It is to be made anonymous on 31 January 2035 at 16:00.",
            [
                DEMANDS + "made anonymous from 31 January 2035 at 16:00 on, " + OWN,
                "“A rule” keeps it until 1 February 2026 at 16:00; that does not settle its date.",
            ],
        ),
        (
            [erase("E", anchor=on("customer_ceased"), action="review")],
            [],
            "It is kept, and has no date yet: it waits for the end of the customer relationship.",
            [DEMANDS + "put before a person, who decides; from when on depends on " + END],
        ),
        (
            [erase("E", "P1Y"), keep("K", "P1Y", anchor=on("moon_full"))],
            [],
            "It should be gone, and is kept; until when depends on the event “moon full”.",
            [
                BLOCKED + "what keeps it weighs as much, and keeping prevails.",
                "“A rule” keeps it; until when depends on the event “moon full”.",
            ],
        ),
        (
            [erase("E", "P1Y")],
            [fact("hold_placed", name="case 7")],
            "It should be gone, and is kept, with no date on which it goes.",
            [
                "A legal hold keeps it until its release, by force of a legal hold.",
                BLOCKED + "the desk's own policy does not prevail over a legal hold.",
            ],
        ),
        (
            [keep("K")],
            [],
            "It is kept, with no date on which it goes.",
            ["“A rule” keeps it until further notice, " + OWN],
        ),
        (
            [erase("E", "P9999Y")],
            [],
            "It is kept: nothing demands that it goes.",
            [DEMANDS + "deleted after the last day of the calendar."],
        ),
        (
            [erase("E", "P1Y", "right"), keep("K", "P1Y", anchor=on("contract_ended"))],
            [],
            "It is now to be deleted: the date was 31 January 2027 at 16:00.",
            [
                DEMANDS + "deleted from 31 January 2027 at 16:00 on, by force of a person's right.",
                "“A rule” keeps it; until when depends on the end of the contracts.",
            ],
        ),
    ],
)
def test_each_state_has_its_words(rules, facts, outcome, reasons):
    found = explained(*rules, facts=facts)
    assert found.outcome == outcome
    assert [one.text for one in (*found.settled_by, *found.others)] == reasons


def test_restrictions_say_what_for_and_since_when():
    found = explained(restrict("R1", "tax", "support"), restrict("R2", "tax"))
    assert found.use == "It may be used for tax only."
    assert found.others[0].text == (
        "“A rule” allows its use for tax and support only, since 31 January 2026 at 16:00."
    )
    later = explained(restrict("R", anchor=on("objected"))).others[0]
    assert later.text == (
        "“A rule” will allow its use for nothing only; from when on depends on an objection."
    )
    coming = explained(restrict("R", "tax"), now=datetime(2026, 1, 1, tzinfo=UTC)).others[0]
    assert coming.text == (
        "“A rule” will allow its use for tax only, from 31 January 2026 at 16:00 on."
    )
    assert explained(restrict("R1", "tax"), restrict("R2", "support")).use == (
        "Meanwhile it may be used for nothing."
    )


def test_dates_are_in_the_zone_of_the_controller_and_midnight_is_a_day():
    midnight = datetime(2026, 3, 1, 17, tzinfo=UTC)
    assert "from 2 March 2026." in explained(created_at=midnight).thing
    assert "phát sinh ngày 02/03/2026." in explained(created_at=midnight, language="vi").thing
    assert "of unknown date" in explained(created_at=None).thing


def test_a_date_beyond_the_calendar_of_a_zone_is_shown_in_utc():
    last = datetime(9999, 12, 31, 23, tzinfo=UTC)
    assert "31 December 9999 at 23:00" in explained(created_at=last).thing


def test_how_sure_a_source_is_is_said():
    said = [
        explained(keep("K", source=Citation(document="An Act", certainty=certainty)))
        for certainty in ("quoted", "secondary", "unconfirmed")
    ]
    assert [one.settled_by[0].source for one in said] == [
        "An Act",
        "An Act, known from another's account",
        "An Act, not confirmed",
    ]


def test_a_rule_of_another_policy_is_named_by_its_id():
    decision = decide(item(), policy(keep("K")), Facts(), now=NOW)
    found = Explanation.from_decision(decision, policy(), item())
    assert found.settled_by[0].text.startswith("A rule that is not in this policy (K) keeps it")
    assert found.settled_by[0].source is None


def test_a_hold_is_told_without_its_case():
    found = explained(erase("E"), facts=[fact("hold_placed", name="Nguyễn Văn A")])
    assert found.settled_by[0].rule == "hold:Nguyễn Văn A"
    assert "Nguyễn" not in f"{found} {found!r}"


def test_a_claim_that_has_lost_to_nobody_is_explained_all_the_same():
    claim = Claim(kind="erase", rule="E", force="law", at=START)
    alone = Decision(item="i", state="kept", claims=(Weighed(claim=claim, verdict="outweighed"),))
    assert "keeping prevails" in explain(alone, policy(), item())


@given(ITEMS, policies(), FACTS, TIMES, LANGUAGES)
def test_everything_is_explained_and_every_claim_is_named(one, rules, facts, now, language):
    decision = decide(one, rules, facts, now=now)
    found = Explanation.from_decision(decision, rules, one, language=language)
    assert len(found.settled_by) + len(found.others) == len(decision.claims)
    assert [reason.rule for reason in found.settled_by] == [
        claim.rule for claim in decision.determining
    ]
    assert "{" not in str(found)


@given(ITEMS, policies(), FACTS)
def test_no_subject_is_named(one, rules, facts):
    text = explain(decide(one, rules, facts, now=NOW), rules, one)
    assert not any(subject in text for subject in one.subjects)


def fields(sentence):
    return sorted({name for _, name, _, _ in Formatter().parse(sentence) if name})


@pytest.mark.parametrize("said", [_SAID, REFUSALS], ids=["explain", "refusal"])
def test_both_languages_have_the_same_sentences_with_the_same_gaps(said):
    english, vietnamese = (
        {key: fields(sentence) for key, sentence in said[language].items()}
        for language in ("en", "vi")
    )
    assert english == vietnamese


@pytest.mark.parametrize("table", [words.CATEGORIES, words.ACTIONS, words.FORCES])
def test_both_languages_have_the_same_words(table):
    assert table["en"].keys() == table["vi"].keys()


def test_every_category_has_a_name():
    assert set(words.CATEGORIES["en"]) == set(get_args(Category))


@pytest.mark.parametrize("name", builtin_policies())
def test_every_event_and_purpose_of_a_built_in_policy_has_words_in_vietnamese(name):
    rules: Policy = builtin_policy(name)
    awaited = {kind for rule in rules.rules for kind in kinds(rule.anchor)}
    used = {rule.keep.basis for rule in rules.rules if rule.keep}
    used |= {one for rule in rules.rules if rule.restrict for one in rule.restrict.purposes}
    assert awaited - words._EVENTS.keys() == set()
    assert used - words._PURPOSES.keys() == set()
