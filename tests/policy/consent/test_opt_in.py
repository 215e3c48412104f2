"""Double opt-in: asked, and given only by whoever holds the token."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.policy.consent import ConsentEvent, Ledger, OptIn

START = datetime(2026, 9, 1, 9, tzinfo=UTC)
TOKEN = "k3-made-up-token-0001"
REQUEST = ConsentEvent(
    kind="requested", subject="subject_lan", at=START, purpose="newsletter", channel="email"
)


def begun(**more):
    return OptIn.begin(REQUEST, TOKEN, **more)


def after(hours):
    return START + timedelta(hours=hours)


def allowed(opt_in):
    asked = {"purpose": "newsletter", "channel": "email", "now": after(999)}
    return Ledger(opt_in.events).state("subject_lan", **asked).state


def test_a_request_is_no_consent():
    assert (begun().state, allowed(begun())) == ("requested", "requested")


@pytest.mark.parametrize("by", ["post", "reply", "button"])
def test_the_token_that_comes_back_confirms(by):
    found = begun().answered(TOKEN, at=after(1), by=by)
    assert (found.state, found.settled_at, allowed(found)) == ("confirmed", after(1), "given")
    assert found.events[1].signal == "double_opt_in"


def test_opening_a_link_confirms_nothing():
    assert begun().answered(TOKEN, at=after(1), by="get") == begun()


def test_another_token_confirms_nothing():
    assert begun().answered("k3-made-up-token-0002", at=after(1), by="post") == begun()


def test_an_answer_before_the_question_confirms_nothing():
    assert begun().answered(TOKEN, at=after(-1), by="post") == begun()


def test_a_late_answer_confirms_nothing():
    found = begun(within=timedelta(hours=2)).answered(TOKEN, at=after(2), by="post")
    assert (found.state, found.settled_at) == ("expired", after(2))
    assert allowed(found) == "requested"


def test_what_nobody_confirmed_ends_by_itself():
    assert begun().at(after(47)).state == "requested"
    assert begun().at(after(48)).state == "expired"


def test_no_is_a_refusal():
    found = begun().refused(at=after(1))
    assert (found.state, allowed(found)) == ("refused", "refused")


def test_what_is_settled_stays_so():
    for settled in (begun().refused(at=after(1)), begun().answered(TOKEN, at=after(1), by="post")):
        assert settled.answered(TOKEN, at=after(2), by="post") == settled
        assert settled.refused(at=after(2)) == settled
        assert settled.at(after(999)) == settled


def test_a_consent_may_end_by_itself():
    found = begun(expires_at=after(500)).answered(TOKEN, at=after(1), by="reply")
    assert found.events[1].expires_at == after(500)
    assert allowed(found) == "expired"


def test_it_holds_no_token():
    assert TOKEN not in begun().model_dump_json() + repr(begun())


def test_it_is_a_document():
    found = begun().answered(TOKEN, at=after(1).astimezone(timezone(timedelta(hours=7))), by="post")
    assert OptIn.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("request_", "token"),
    [
        (REQUEST.model_copy(update={"kind": "given"}), TOKEN),
        (REQUEST.model_copy(update={"purpose": None}), TOKEN),
        (REQUEST, "too short"),
    ],
)
def test_it_begins_with_a_request_and_a_token_that_nobody_guesses(request_, token):
    with pytest.raises(ValueError, match="expected"):
        OptIn.begin(request_, token)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["post", "get", "no", "wait"]),
        st.integers(-3, 60),
        st.sampled_from([TOKEN, "k3-made-up-token-0002"]),
    ),
    max_size=5,
)


@given(STEPS)
def test_only_the_right_token_in_time_ever_confirms(steps):
    found = begun()
    for act, hours, token in steps:
        if act == "no":
            found = found.refused(at=after(hours))
        elif act == "wait":
            found = found.at(after(hours))
        else:
            found = found.answered(token, at=after(hours), by=act)
    good = [(act, token) for act, hours, token in steps if act == "post" and 0 <= hours < 48]
    assert found.state != "confirmed" or ("post", TOKEN) in good
