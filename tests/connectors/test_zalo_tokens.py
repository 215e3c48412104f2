"""Zalo's single-use refresh tokens: whoever crashes, wherever, no usable token is lost."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from omnidesk import SchemaError, ServiceError
from omnidesk.connectors import Request, Response, pull, pull_async, run
from omnidesk.connectors.zalo import (
    Lost,
    Ready,
    Refreshing,
    TokenState,
    dump_tokens,
    load_tokens,
    refresh,
)

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PATIENCE = timedelta(minutes=5)
FIRST = Ready(generation=1, access_token="a-0", access_expires_at=AT, refresh_token="r-0")


@dataclass
class Answer:
    content: bytes
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Authority:
    """Zalo's token endpoint. Each refresh token works once; a forgiving one repeats its answer."""

    def __init__(self, *, forgiving=False):
        self.forgiving = forgiving
        self.current = "r-0"
        self.answers = {}
        self.sent: Counter[str] = Counter()

    def answer(self, token):
        self.sent[token] += 1
        if token == self.current:
            number = len(self.answers) + 1
            self.current = f"r-{number}"
            self.answers[token] = {
                "access_token": f"a-{number}",
                "refresh_token": self.current,
                "expires_in": "90000",
            }
        elif not (self.forgiving and token in self.answers):
            return {"error": -14014, "error_name": "Invalid refresh token."}
        return self.answers[token]

    def request(self, method, url, *, params=None, headers=None, data=None):
        return Answer(json.dumps(self.answer(data["refresh_token"])).encode())


class Store:
    """What survives a crash: one text, replaced by a newer one only."""

    def __init__(self, state=FIRST):
        self.text = dump_tokens(state)

    def load(self):
        return load_tokens(self.text)

    def keep_if_newer(self, state):
        if state.version <= self.load().version:
            return False
        self.text = dump_tokens(state)
        return True


def flow(state, *, now=AT, patience=PATIENCE):
    return refresh(state, app_id="1001", secret_key="k", now=now, patience=patience)


# --- one process ----------------------------------------------------------------------------------


class Crash(BaseException):
    """The process is gone. Nothing may catch it."""


POINTS = (
    "before the use is kept",
    "after the use is kept",
    "before Zalo gets the request",
    "after Zalo has used the token up",
    "before the new tokens are kept",
    "after the new tokens are kept",
)
SWALLOWED = frozenset(POINTS[3:5])
"""Where a crash takes the answer with it, and nobody knows that there was one."""


class Process:
    """Refreshes once, unless it crashes at a point."""

    def __init__(self, store, authority, *, now, crash_at=None):
        self.store, self.authority, self.now = store, authority, now
        self.crash_at = crash_at
        self.points = iter(POINTS)
        self.passed = []

    def _point(self):
        point = next(self.points)
        self.passed.append(point)
        if point == self.crash_at:
            raise Crash

    def request(self, method, url, *, params=None, headers=None, data=None):
        self._point()
        answer = self.authority.request(method, url, params=params, headers=headers, data=data)
        self._point()
        return answer

    def run(self):
        for state in pull(flow(self.store.load(), now=self.now), self, clock=lambda: self.now):
            self._point()
            if not self.store.keep_if_newer(state):
                return
            self._point()


def crashing_at(points, authority):
    """Run a process for each point, long after the one before; then one that does not crash."""
    store = Store()
    for number, point in enumerate((*points, None)):
        process = Process(store, authority, now=AT + number * PATIENCE * 2, crash_at=point)
        try:
            process.run()
        except Crash:
            assert point == process.passed[-1]
    return store.load()


def test_without_a_crash_the_points_are_all_there_are():
    process = Process(Store(), Authority(), now=AT)
    process.run()
    assert tuple(process.passed) == POINTS


@pytest.mark.parametrize("point", POINTS)
def test_after_a_crash_at_any_point_the_account_works_or_is_lost_for_good_reason(point):
    authority = Authority()
    state = crashing_at([point], authority)
    if point in SWALLOWED:
        assert state == Lost(
            generation=1,
            step=3,
            access_token="a-0",
            access_expires_at=AT,
            earlier_uses=1,
            code="-14014",
        )
    else:
        assert isinstance(state, Ready)
        assert state.refresh_token == authority.current


@pytest.mark.parametrize("point", POINTS)
def test_a_token_is_used_twice_only_where_nobody_can_know(point):
    authority = Authority()
    crashing_at([point], authority)
    assert authority.sent["r-0"] == (2 if point in SWALLOWED else 1)


@pytest.mark.parametrize("points", list(product(POINTS, repeat=3)), ids="; ".join)
def test_after_any_three_crashes_the_account_works_or_an_answer_was_swallowed(points):
    authority = Authority()
    state = crashing_at(points, authority)
    if isinstance(state, Lost):
        assert state.earlier_uses > 0
        assert SWALLOWED & {*points}
        # The access token that was there last is there yet.
        assert state.access_token == f"a-{state.generation - 1}"
    else:
        assert isinstance(state, Ready)
        assert state.refresh_token == authority.current


@pytest.mark.parametrize("point", POINTS)
def test_if_zalo_repeats_a_lost_answer_nothing_is_ever_lost(point):
    authority = Authority(forgiving=True)
    state = crashing_at([point], authority)
    assert isinstance(state, Ready)
    assert state.refresh_token == authority.current


def test_an_async_client_refreshes_as_well():
    class Client:
        def __init__(self):
            self.authority = Authority()

        async def request(self, method, url, *, params=None, headers=None, data=None):
            await asyncio.sleep(0)
            return self.authority.request(method, url, data=data)

    async def states():
        return [state.phase async for state in pull_async(flow(FIRST), Client())]

    assert asyncio.run(states()) == ["refreshing", "ready"]


# --- two processes --------------------------------------------------------------------------------


def steps(store, authority, *, now, patience):
    """Refresh as a process does, and stop after each thing that others can see."""
    going = flow(store.load(), now=now, patience=patience)
    yield
    sent = None
    while True:
        try:
            step = going.send(sent)
        except StopIteration:
            return
        sent = None
        if isinstance(step, Request):
            assert step.form is not None
            body = json.dumps(authority.answer(step.form["refresh_token"])).encode()
            sent = Response(status=200, headers={}, body=body, received_at=now)
        elif not store.keep_if_newer(step):
            return
        yield


def schedules(authority, *, patience, steps_of_first=None):
    """
    Run two processes in every order of their steps, and yield the store after each.

    With `steps_of_first`, the first process is gone after so many steps.
    """
    for order in product((0, 1), repeat=8):
        zalo, store = authority(), Store()
        processes = [steps(store, zalo, now=AT, patience=patience) for _ in range(2)]
        taken = [0, 0]
        for who in (*order, *[0] * 8, *[1] * 8):
            if who == 0 and taken[0] == steps_of_first:
                continue
            taken[who] += 1
            next(processes[who], None)
        yield zalo, store


def test_of_two_processes_one_refreshes():
    for authority, store in schedules(Authority, patience=PATIENCE):
        state = store.load()
        assert isinstance(state, Ready)
        assert state.refresh_token == authority.current
        assert authority.sent["r-0"] == 1


def test_a_process_that_takes_over_too_early_loses_nothing():
    # Patience that is shorter than a request takes: both use the token, and one is refused. It may
    # keep `Lost` before the other keeps the tokens, which are newer.
    twice = 0
    for authority, store in schedules(Authority, patience=timedelta(0)):
        state = store.load()
        assert isinstance(state, Ready)
        assert state.refresh_token == authority.current
        twice += authority.sent["r-0"] > 1
    assert twice


@pytest.mark.parametrize("gone_after", range(5))
def test_with_one_process_gone_the_other_or_the_next_one_settles_it(gone_after):
    for authority, store in schedules(Authority, patience=PATIENCE, steps_of_first=gone_after):
        late = AT + 2 * PATIENCE
        for _ in steps(store, authority, now=late, patience=PATIENCE):
            pass
        state = store.load()
        if isinstance(state, Lost):
            # It had asked, and had not kept the answer.
            assert gone_after == 3
        else:
            assert isinstance(state, Ready)
            assert state.refresh_token == authority.current


# --- answers --------------------------------------------------------------------------------------


class Says:
    def __init__(self, body, status=200):
        self.answer = Answer(body if isinstance(body, bytes) else json.dumps(body).encode(), status)

    def request(self, method, url, *, params=None, headers=None, data=None):
        return self.answer


def kept(client, state=FIRST):
    """Return all states that are to be kept, and the error at the end if there is one."""
    states: list[TokenState] = []
    try:
        states.extend(pull(flow(state), client, clock=lambda: AT))
    except (ServiceError, OSError) as error:
        return states, error
    return states, None


@pytest.mark.parametrize("body", [{"error": -32}, {"error": -14002}])
def test_a_request_that_is_turned_away_leaves_the_token_as_it_was(body):
    (using, back), error = kept(Says(body))
    assert isinstance(using, Refreshing)
    assert isinstance(back, Ready)
    assert (back.refresh_token, back.earlier_uses) == ("r-0", 0)
    assert back.version > using.version
    assert isinstance(error, ServiceError)
    assert error.code == str(body["error"])


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"", 200, "zalo: undocumented, status 200"),
        (b"<html>", 200, "zalo: undocumented, status 200"),
        (b"<html>", 429, "zalo: rate, status 429"),
        (b"<html>", 502, "zalo: unavailable, status 502"),
        (b"[]", 200, "zalo: undocumented, status 200"),
        ({}, 200, "zalo: undocumented, status 200"),
        ({"access_token": "", "refresh_token": ""}, 200, "zalo: undocumented, status 200"),
        ({"access_token": None, "refresh_token": "r"}, 200, "zalo: undocumented, status 200"),
        ({"access_token": "a\r\nb", "refresh_token": "r"}, 200, "zalo: undocumented, status 200"),
        ({"error": -100}, 200, "zalo: unavailable, code -100, status 200"),
        ({"error": -98765}, 200, "zalo: undocumented, code -98765, status 200"),
    ],
)
def test_an_answer_that_tells_nothing_leaves_the_use_in_doubt(body, status, message):
    (using,), error = kept(Says(body, status))
    assert isinstance(using, Refreshing)
    assert str(error) == message


def test_a_client_that_gets_no_answer_leaves_the_use_in_doubt():
    class Breaks:
        def request(self, method, url, *, params=None, headers=None, data=None):
            raise OSError("no way there")

    (using,), error = kept(Breaks())
    assert isinstance(using, Refreshing)
    assert isinstance(error, OSError)


@pytest.mark.parametrize("code", [-14014, -118])
def test_a_refresh_token_that_is_refused_is_lost(code):
    (_, lost), error = kept(Says({"error": code}))
    assert lost == Lost(
        generation=1, step=2, access_token="a-0", access_expires_at=AT, code=str(code)
    )
    assert error is None


def test_an_answer_without_a_refresh_token_does_not_overwrite_the_one_there_is():
    (_, ready), _ = kept(Says({"access_token": "a-1", "expires_in": 90000}))
    assert ready == Ready(
        generation=2,
        access_token="a-1",
        access_expires_at=AT + timedelta(hours=25),
        refresh_token="r-0",
        earlier_uses=1,
    )


def test_a_use_in_doubt_is_left_alone_for_a_while():
    using = Refreshing(generation=1, step=1, access_token="a", refresh_token="r-0", since=AT)
    authority = Authority()
    early = AT + PATIENCE - timedelta(seconds=1)
    assert run(flow(using, now=early), authority) == using
    assert not authority.sent
    assert isinstance(run(flow(using, now=AT + PATIENCE), authority), Ready)


def test_a_use_that_a_wrong_clock_puts_far_ahead_does_not_last_for_ever():
    ahead = AT + timedelta(days=400)
    using = Refreshing(generation=1, step=1, access_token="a", refresh_token="r-0", since=ahead)
    assert isinstance(run(flow(using), Authority()), Ready)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="now must be aware"):
        run(flow(FIRST, now=datetime(2026, 3, 2)), Authority())  # noqa: DTZ001 - what is refused


def test_what_is_lost_stays_lost():
    lost = Lost(generation=1, step=2, access_token="a-0")
    authority = Authority()
    assert list(pull(flow(lost), authority)) == []
    assert run(flow(lost), authority) == lost
    assert not authority.sent


# --- documents ------------------------------------------------------------------------------------

STATES = [
    FIRST,
    Refreshing(generation=1, step=1, access_token="a-0", refresh_token="r-0", since=AT),
    Lost(generation=1, step=2, access_token="a-0", code="-14014"),
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.phase)
def test_a_state_survives_storage(state):
    assert load_tokens(dump_tokens(state)) == state
    assert load_tokens(dump_tokens(state).encode()) == state


@pytest.mark.parametrize("document", ["", "{}", '{"phase": "ready", "access_token": "secret"}'])
def test_what_is_no_state_is_refused_without_a_word_of_it(document):
    with pytest.raises(SchemaError, match="expected a state") as caught:
        load_tokens(document)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_no_repr_shows_a_token():
    state = Ready(generation=1, access_token="secret-a", refresh_token="secret-r")
    assert "secret" not in f"{state!r}{state}"
