"""Out of what the strategies make events: a wide world, and one where everything collides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar, get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from omnidesk import model

_T = TypeVar("_T")


@dataclass(frozen=True, eq=False)
class World:
    """Out of what events are made: a wide one, or one so small that everything collides."""

    ids: SearchStrategy[str]
    call_ids: SearchStrategy[str]
    event_ids: SearchStrategy[str]
    channels: SearchStrategy[str]
    accounts: SearchStrategy[str]
    threads: SearchStrategy[tuple[str, ...]]
    texts: SearchStrategy[str]
    times: SearchStrategy[datetime]
    numbers: SearchStrategy[int]
    identities: SearchStrategy[model.Identity]
    people: SearchStrategy[model.Participant]
    sources: SearchStrategy[model.Source]


def maybe(some: SearchStrategy[_T]) -> SearchStrategy[_T | None]:
    """Generate a thing, or `None`."""
    return st.none() | some


def tuples(some: SearchStrategy[_T], *, max_size: int = 2) -> SearchStrategy[tuple[_T, ...]]:
    """Generate short tuples of things."""
    return st.lists(some, max_size=max_size).map(tuple)


def different(some: SearchStrategy[str], *, max_size: int) -> SearchStrategy[tuple[str, ...]]:
    """Generate tuples in which nothing comes twice."""
    return st.lists(some, max_size=max_size, unique=True).map(tuple)


def words(vocabulary: object) -> SearchStrategy[Any]:  # Any with reason: see get_args
    """Generate the words of a vocabulary, which is a `Literal`."""
    return st.sampled_from(get_args(vocabulary))


_VIETNAM = timezone(timedelta(hours=7))
# Hypothesis takes naive bounds and adds the zone.
MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - see above
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - see above
    timezones=st.sampled_from([UTC, _VIETNAM]),
)
TEXTS = st.text(max_size=20) | st.sampled_from(
    ["", "Dạ còn ạ 😊", "xin\u00a0chào", "e\u0301", "\u202egiả", "một\r\ndòng", "\x00"]
)
_IDS = st.text(min_size=1, max_size=12)
_DIGESTS = st.integers(0, 2**256 - 1).map("sha256:{:064x}".format)
_POINTERS = st.sampled_from(["", "/0", "/entry/0/messaging/1", "1.2", "row=17"])
_NAMES = st.sampled_from([None, "Trần Thị Mai", "Lê Minh", "Mai", ""])

_WIDE_IDENTITIES = st.builds(
    model.Identity,
    scheme=st.sampled_from(["email", "phone", "messenger", "zalo", "session"]),
    value=_IDS,
    scope=maybe(_IDS),
)

WIDE = World(
    ids=_IDS,
    call_ids=_IDS,
    event_ids=_IDS,
    channels=st.sampled_from(["email", "messenger", "zalo", "youtube", "calls", "chat"]),
    accounts=_IDS,
    threads=different(_IDS, max_size=3),
    texts=TEXTS,
    times=MOMENTS,
    numbers=st.integers(0, 2**63),
    identities=_WIDE_IDENTITIES,
    people=st.builds(
        model.Participant,
        role=words(model.Role),
        identities=tuples(_WIDE_IDENTITIES),
        name=_NAMES,
        name_source=maybe(words(model.NameSource)),
    ),
    sources=st.builds(
        model.Source,
        adapter=st.sampled_from(["email", "messenger", "chat"]),
        digest=_DIGESTS,
        pointer=_POINTERS,
        received_at=maybe(MOMENTS),
    ),
)

_START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_FEW_MOMENTS = st.sampled_from(
    [_START + timedelta(seconds=seconds) for seconds in (-60, -1, 0, 1, 60, 3600)]
)
_FEW_IDS = st.sampled_from(["m1", "m2", "m3", "m4"])
_FEW_IDENTITIES = st.sampled_from(
    [
        model.Identity(scheme="chat", value="u1", scope="page-1"),
        model.Identity(scheme="chat", value="u1", scope="page-2"),
        model.Identity(scheme="phone", value="+84900000123"),
        model.Identity(scheme="email", value="mai@example.com"),
    ]
)

CROWDED = World(
    ids=_FEW_IDS,
    call_ids=st.sampled_from(["c1", "c2"]),
    event_ids=st.sampled_from([f"e{number}" for number in range(12)]),
    channels=st.sampled_from(["chat", "chat", "chat", "email"]),
    accounts=st.sampled_from(["page-1", "page-1", "page-1", "page-2"]),
    threads=st.sampled_from(
        [
            *[("t1",), ("t1",), ("t2",), ("t1", "t3"), ("t3", "t1")],
            *[("t2", "t4"), ("t4",), ("t4", "t3", "t2"), ()],
        ]
    ),
    texts=st.sampled_from(["Chào shop", "Dạ", ""]),
    times=_FEW_MOMENTS,
    numbers=st.integers(0, 3),
    identities=_FEW_IDENTITIES,
    people=st.builds(
        model.Participant,
        role=st.sampled_from(["customer", "agent", "unknown"]),
        identities=tuples(_FEW_IDENTITIES),
        name=_NAMES,
    ),
    sources=st.builds(
        model.Source,
        adapter=st.just("chat"),
        digest=st.sampled_from(["sha256:" + digit * 64 for digit in "0123"]),
        pointer=st.sampled_from(["/0", "/1"]),
        received_at=maybe(_FEW_MOMENTS),
    ),
)
