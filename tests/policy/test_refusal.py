"""What somebody who asks for erasure is told about what is left."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.build import FACTS, ITEMS, NOW, erase, fact, item, keep, on, policies, policy

from omnidesk.adapters.meta import RightsState
from omnidesk.policy import Citation, Decision, Facts, Standing, decide, refusal, standing

ASKED = fact("erasure_requested", 3)
RIGHT = erase("R", "P0D", "right", on("erasure_requested"))
BOOKS = {
    "title": "Vouchers are kept for five years.",
    "title_vi": "Chứng từ kế toán được lưu trữ 05 năm.",
    "source": Citation(document="Accounting Act", clause="art. 41"),
}
LAW = keep("K", "P5Y", "law", **BOOKS)


def refused(*rules, facts=(ASKED,), language="en", items=None):
    said = policy(*rules, zone="Asia/Ho_Chi_Minh")
    found = [decide(one, said, Facts(facts), now=NOW) for one in items or [item()]]
    return refusal(found, said, language=language)


def test_the_ground_is_told_with_its_source_and_its_end():
    assert refused(RIGHT, LAW) == (
        "Vouchers are kept for five years (Accounting Act, art. 41), until 31 January 2031 at "
        "16:00."
    )
    assert refused(RIGHT, LAW, language="vi") == (
        "Chứng từ kế toán được lưu trữ 05 năm (Accounting Act, art. 41), đến 16:00 ngày 31/01/2031."
    )


def test_one_ground_of_several_items_is_told_once_with_its_latest_date():
    items = [item("a"), item("b", created_at=NOW)]
    assert refused(RIGHT, LAW, items=items).count("Vouchers") == 1
    assert refused(RIGHT, LAW, items=items).endswith("until 1 March 2033 at 07:00.")


def test_a_ground_without_an_end_names_no_date():
    assert refused(RIGHT, keep("K", "forever", "law", **BOOKS)) == (
        "Vouchers are kept for five years (Accounting Act, art. 41)."
    )


def test_a_hold_is_told_and_its_case_is_not():
    said = refused(RIGHT, facts=[ASKED, fact("hold_placed", name="Nguyễn Văn A")])
    assert said == "It must be preserved for a legal matter that is not closed."


def test_a_keep_that_has_lost_is_no_ground():
    waiting = keep("P", "P1Y", anchor=on("contract_ended"))
    said = refused(RIGHT, LAW, waiting)
    assert said.startswith("Vouchers are kept for five years")
    assert "A rule" not in said


def test_what_is_about_to_go_is_not_refused():
    assert refused(RIGHT) == ""


def test_what_nothing_demands_is_said_to_be_so():
    assert refused() == "Nothing demands yet that it is erased."


def test_what_goes_later_by_itself_has_its_date():
    assert refused(erase("E", "P5Y")) == (
        "It is to be erased in due time, at the latest on 31 January 2031 at 16:00."
    )


def test_what_waits_for_an_event_names_it():
    assert refused(erase("E", anchor=on("customer_ceased")), language="vi") == (
        "Thời điểm xóa phụ thuộc vào thời điểm chấm dứt quan hệ khách hàng."
    )


def test_a_rule_of_another_policy_is_not_named():
    found = decide(item(), policy(RIGHT, LAW), Facts([ASKED]), now=NOW)
    assert refusal([found], policy()) == (
        "It must be kept under another rule, until 31 January 2031 at 09:00."
    )


@pytest.mark.parametrize(
    ("states", "word"),
    [
        ([], "erased"),
        (["due", "kept", "restricted"], "received"),
        (["restricted", "restricted"], "restricted"),
        (["restricted", "scheduled"], "kept"),
        (["kept"], "kept"),
        (["pending"], "kept"),
    ],
)
def test_a_status_never_promises_more_than_the_least_favourable_item(states, word):
    assert standing(Decision(item="i", state=state) for state in states) == word


def test_a_status_is_one_that_the_status_page_for_meta_can_tell():
    assert get_args(Standing) == get_args(RightsState)


@given(st.lists(ITEMS, max_size=3), policies(), FACTS, st.sampled_from(["en", "vi"]))
def test_whatever_stays_has_a_ground(many, rules, facts, language):
    found = [decide(one, rules, facts, now=NOW) for one in many]
    stays = any(one.state != "due" for one in found)
    assert bool(refusal(found, rules, language=language)) == stays
