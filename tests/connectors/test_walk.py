"""Walking through pages and their branches: cursors, and that every walk ends."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connectors.platforms import AT

from omnidesk import ServiceError
from omnidesk.connectors import Request, Response
from omnidesk.connectors._walk import MOST_BRANCHES, MOST_EMPTY, Listed, Listing, walk


@dataclass(frozen=True)
class Reads:
    channel = "toy"

    def parse(self, payload):
        return (payload.body,)


def listing(pages, branches=None):
    """Return a listing of the pages under each token; `None` is the first, and also a lost one."""

    def ask(token):
        return Request(method="GET", url=f"/{token}")

    def ask_branch(branch):
        return Request(method="GET", url=f"/{branch[0]}/{branch[1]}")

    def read(response):
        return pages[response.body.decode()]

    def read_branch(response):
        return (branches or {}).get(response.body.decode())

    has = branches is not None
    return Listing(
        service="toy",
        ask=ask,
        read=read,
        adapter=Reads(),
        ask_branch=ask_branch if has else None,
        read_branch=read_branch if has else None,
    )


def drive(flow):
    """Answer each request with its address; return the addresses, and the pages' cursors."""
    asked, cursors = [], []
    step = next(flow, None)
    while step is not None:
        if isinstance(step, Request):
            asked.append(step.url.removeprefix("/"))
            body = asked[-1].encode()
            step = send(flow, Response(status=200, headers={}, body=body, received_at=AT))
        else:
            cursors.append(step.cursor)
            step = send(flow, None)
    return asked, cursors


def send(flow, answer):
    try:
        return flow.send(answer)
    except StopIteration:
        return None


def page(following=None, *branches, count=1):
    response = Response(status=200, headers={}, body=b"{}", received_at=AT)
    return Listed(response=response, following=following, count=count, branches=branches)


TREE = {"None": page("b", ("x", "1"), ("y", None)), "b": page("c"), "c": page(None, ("z", None))}
BRANCHES = {"x/1": page("2"), "x/2": page(), "y/None": page("9"), "y/9": page(), "z/None": page()}
WHOLE = ["None", "x/1", "x/2", "y/None", "y/9", "b", "c", "z/None"]


def test_branches_come_before_the_next_page_of_the_trunk():
    asked, cursors = drive(walk(listing(TREE, BRANCHES), None))
    assert asked == WHOLE
    assert cursors[-1] is None
    assert None not in cursors[:-1]


@pytest.mark.parametrize("index", range(len(WHOLE) - 1))
def test_every_cursor_leads_to_what_is_still_to_come(index):
    _, cursors = drive(walk(listing(TREE, BRANCHES), None))
    asked, again = drive(walk(listing(TREE, BRANCHES), cursors[index]))
    assert asked == WHOLE[index + 1 :]
    assert again == cursors[index + 1 :]


def test_a_branch_that_is_gone_is_passed_over():
    asked, cursors = drive(walk(listing(TREE, BRANCHES | {"x/2": None}), None))
    assert asked == WHOLE
    assert len(cursors) == len(WHOLE) - 1


def test_a_cursor_without_branches_is_the_platforms_own_token():
    _, cursors = drive(walk(listing(TREE | {"None": page("b")}, BRANCHES), None))
    assert cursors[0] == "b"


@pytest.mark.parametrize(
    "after",
    [
        "",
        "{",
        "{}",
        '{"next":null,"rest":[]}',
        '{"next":1,"rest":[["x",null]]}',
        '{"next":null,"rest":[["x"]]}',
        '{"next":null,"rest":["x"]}',
        '{"next":null,"rest":[[1,null]]}',
        '{"next":null,"rest":"x"}',
        "{" + "[" * 100_000,
    ],
)
def test_what_is_no_cursor_of_ours_is_the_callers_mistake(after):
    with pytest.raises(ValueError, match="cursor of a page"):
        drive(walk(listing(TREE, BRANCHES), after))


def test_a_cursor_with_branches_is_not_for_a_listing_without():
    with pytest.raises(ValueError, match="cursor of a page"):
        drive(walk(listing(TREE), '{"next":null,"rest":[["x",null]]}'))


def endless(pages, branches=None, after=None):
    with pytest.raises(ServiceError) as caught:
        drive(walk(listing(pages, branches), after))
    return caught.value.problem


def test_the_same_token_twice_ends_the_walk():
    assert endless({"None": page("b"), "b": page("b")}) == "undocumented"


def test_a_circle_of_tokens_ends_the_walk():
    pages = {"None": page("b"), "b": page("c"), "c": page("b")}
    assert endless(pages) == "undocumented"


def test_a_token_that_leads_back_to_where_we_went_on_ends_the_walk():
    assert endless({"b": page("c"), "c": page("b")}, after="b") == "undocumented"


def test_a_circle_within_a_branch_ends_the_walk():
    assert endless({"None": page(None, ("x", None))}, {"x/None": page("1"), "x/1": page("1")})


def test_two_branches_may_have_the_same_tokens():
    branches = {"x/None": page("1"), "x/1": page(), "y/None": page("1"), "y/1": page()}
    asked, _ = drive(walk(listing({"None": page(None, ("x", None), ("y", None))}, branches), None))
    assert asked == ["None", *branches]


def test_an_item_that_moves_to_the_next_page_is_walked_again():
    pages = {"None": page("b", ("x", None), ("x", None)), "b": page(None, ("x", None))}
    asked, _ = drive(walk(listing(pages, {"x/None": page("1"), "x/1": page()}), None))
    assert asked == ["None", *["x/None", "x/1"] * 2, "b", "x/None", "x/1"]


class Endless(dict):
    def __init__(self, count):
        self.count = count

    def __getitem__(self, token):
        number = 0 if token == "None" else int(token)
        return page(str(number + 1), count=self.count)


def test_empty_pages_without_end_end_the_walk():
    assert endless(Endless(0)) == "undocumented"


def test_some_empty_pages_are_nothing_strange():
    last = MOST_EMPTY - 1
    pages = {str(number): page(str(number + 1), count=0) for number in range(last)}
    pages |= {"None": page("0", count=0), str(last): page()}
    asked, _ = drive(walk(listing(pages), None))
    assert len(asked) == MOST_EMPTY + 1


def test_more_branches_than_any_page_has_items_are_not_walked():
    branches = [(str(number), None) for number in range(MOST_BRANCHES + 1)]
    assert endless({"None": page(None, *branches)}, {}) == "undocumented"


@given(after=st.one_of(st.text(), st.builds(lambda rest: "{" + rest, st.text())))
def test_no_cursor_makes_a_walk_fail_in_another_way(after):
    pages = {"None": page(), after: page()}
    try:
        asked, _ = drive(walk(listing(pages, {}), after))
    except ValueError:
        return
    assert asked
