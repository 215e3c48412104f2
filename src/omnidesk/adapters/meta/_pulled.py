"""What the Graph API answers: pages of comments and posts, with comments nested in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from omnidesk.adapters.meta._account import Branch, branch
from omnidesk.errors import PayloadError
from omnidesk.model import About

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from omnidesk._payload import JSON
    from omnidesk.adapters.meta._account import Account
    from omnidesk.events import Event

    ReadPulled: TypeAlias = Callable[[JSON, str, "Above"], tuple[list[Event], "Above"]]
    """Reads one object at a pointer, below another; also returns what is above those below it."""

_OTHER_IDS = ("m_", "t_")
"""How the ids of messages and of conversations begin."""


def is_other(object_id: str) -> bool:
    """Tell whether an id is that of a message or a conversation."""
    return object_id.startswith(_OTHER_IDS)


class Above(NamedTuple):
    """What a pulled comment stands under, as far as the nesting says."""

    about: About | None = None
    comment_id: str | None = None
    """The comment in whose replies it was found."""
    root_id: str | None = None
    """The top-level comment above it, if that is known."""
    depth: int | None = None
    """How deep a comment below is, if that is known."""

    def branch(self, comment_id: str, parent_id: str | None, *, top_level: bool) -> Branch:
        """Return where a comment stands, by its own word before the nesting's."""
        parent_id = parent_id or self.comment_id
        if parent_id != self.comment_id:
            return branch(comment_id, parent_id, top_level=False)
        return branch(
            comment_id,
            parent_id,
            top_level=top_level and parent_id is None,
            root_id=self.root_id,
            depth=self.depth,
        )

    def below(self, comment_id: str, stands: Branch) -> Above:
        """Return what is above the replies to a comment."""
        tree = stands.tree
        if tree is None or tree.depth is None:
            return Above(self.about, comment_id)
        return Above(self.about, comment_id, tree.root_id, tree.depth + 1)


def objects(account: Account, body: JSON, *names: str) -> list[tuple[str, JSON]]:
    """
    Return the objects of a pulled body, each with its pointer.

    Args:
        account: Our side.
        body: What the Graph API has answered.
        *names: The keys under which an answer may have one object as a field of another.

    Raises:
        PayloadError: If it is neither a page of objects nor one object, such as an error.
    """
    fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
    data = fields.get("data")
    if isinstance(data, list):
        items = cast("list[JSON]", data)
        return [(f"/data/{index}", raw) for index, raw in enumerate(items)]
    inside = [(f"/{name}", fields[name]) for name in names if name in fields]
    if inside or "id" in fields:
        return inside or [("", body)]
    raise PayloadError(
        "expected a webhook with entries, or a page of comments or posts as the Graph API answers",
        channel=account.channel,
        digest=account.payload.digest,
    )


def read_objects(
    account: Account,
    found: list[tuple[str, JSON]],
    edge: str,
    read: ReadPulled,
    above: Above,
) -> Iterator[Event]:
    """
    Read every object of a pulled body, and those nested in them, in order.

    An event that stands there twice is yielded once.

    Args:
        account: Our side.
        found: The objects, each with its pointer.
        edge: The key under which an object has the comments on it.
        read: What reads one object.
        above: What all of them stand under.
    """
    seen: set[str] = set()
    waiting = [(pointer, raw, above) for pointer, raw in reversed(found)]
    while waiting:
        pointer, raw, over = waiting.pop()
        events, below = read(raw, pointer, over)
        nested = cast("dict[str, JSON]", raw).get(edge) if isinstance(raw, dict) else None
        if nested is not None:
            where = f"{pointer}/{edge}"
            data = cast("dict[str, JSON]", nested).get("data") if isinstance(nested, dict) else None
            if isinstance(data, list):
                items = list(enumerate(cast("list[JSON]", data)))
                waiting += [(f"{where}/data/{index}", one, below) for index, one in reversed(items)]
            else:
                expected = f"expected a list at {where}/data"
                events.append(account.unrecognised(where, "invalid", expected=expected))
        for event in events:
            if event.id not in seen:
                seen.add(event.id)
                yield event
