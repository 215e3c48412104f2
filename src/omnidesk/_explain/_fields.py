"""Where the fields of a payload stand, and what each of them does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from omnidesk._explain._box import Saved, Spent, children

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omnidesk._explain._box import Box, Place
    from omnidesk._explain._coverage import Effect
    from omnidesk._payload import JSON

_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}", re.ASCII)
_MOST_FIELDS = 10_000
_MOST_PLACES = 50
_DEEPEST = 24
_MORE = "/…"


def groups_of(root: list[JSON]) -> dict[str, list[Place]]:
    """Return where each field stands, by its pointer with indices and odd keys folded."""
    groups: dict[str, list[Place]] = {}
    pointers: dict[str, str] = {}
    waiting: list[tuple[str, Place]] = [("", (root, 0))]
    for pointer, place in waiting:  # grows while it is walked
        node = place[0][place[1]]
        inner = children(node)
        for key, _ in inner:
            waiting.append((_inside(pointer, key, pointers), (node, key)))
        if not inner:
            groups.setdefault(pointer, []).append(place)
    return groups


def _inside(pointer: str, key: str | int, pointers: dict[str, str]) -> str:
    """Return the pointer of something in something, one string for all that share it."""
    if pointer.endswith(_MORE):
        return pointer
    found = f"{pointer}/{name_of(key)}" if pointer.count("/") < _DEEPEST else f"{pointer}{_MORE}"
    if found not in pointers and len(pointers) >= _MOST_FIELDS:
        found = _MORE
    return pointers.setdefault(found, found)


def name_of(key: str | int) -> str:
    return key if isinstance(key, str) and _FIELD.fullmatch(key) else "*"


def effects_of(box: Box, groups: dict[str, list[Place]]) -> dict[str, Effect]:
    """Find out what each field does: on its own, and then when all that do nothing are gone."""
    effects: dict[str, Effect] = dict.fromkeys(groups, "untried")
    silent: list[str] = []
    box.reserve = 1  # to leave all out together, however many there was time to try
    try:
        for pointer, places in groups.items():
            if _has_effect(box, places):
                effects[pointer] = "read"
            else:
                silent.append(pointer)
    except Spent:
        pass
    box.reserve = 0
    try:
        if _is_normal_without(box, [place for one in silent for place in groups[one]]):
            effects |= dict.fromkeys(silent, "unread")
            return effects
        for pointer in silent:
            saved = _leave_out(groups[pointer])
            try:
                normal = box.is_normal()
            except Spent:
                _restore(saved)
                raise
            effects[pointer] = "unread" if normal else "redundant"
            if not normal:
                _restore(saved)
    except Spent:
        pass
    return effects


def effective_of(box: Box, places: Sequence[Place], effect: Effect) -> int | None:
    """Count the places that have an effect on their own."""
    if effect == "unread":
        return 0
    if len(places) == 1 or len(places) > _MOST_PLACES or effect != "read":
        return 1 if effect == "read" else None
    try:
        return sum(_has_effect(box, [place]) for place in places)
    except Spent:
        return None


def _has_effect(box: Box, places: Sequence[Place]) -> bool:
    return not (_is_normal_with_others(box, places) and _is_normal_without(box, places))


def _is_normal_with_others(box: Box, places: Sequence[Place]) -> bool:
    saved = _save(places)
    try:
        for container, key in places:
            container[key] = _other(container[key])
        return box.is_normal()
    finally:
        _restore(saved)


def _is_normal_without(box: Box, places: Sequence[Place]) -> bool:
    saved = _leave_out(places)
    try:
        return box.is_normal()
    finally:
        _restore(saved)


def _leave_out(places: Sequence[Place]) -> Saved:
    saved = _save(places)
    for container, key in places:
        if isinstance(container, dict):
            del container[key]
        else:
            # To take it out would move the others, and they would have other addresses.
            container[key] = None
    return saved


def _save(places: Sequence[Place]) -> Saved:
    containers = {id(container): container for container, _ in places}
    return [(container, container.copy()) for container in containers.values()]


def _restore(saved: Saved) -> None:
    for container, copy in saved:
        container.clear()
        # In the order that it had: adapters may heed it.
        if isinstance(container, dict):
            cast("dict[str, JSON]", container).update(copy)
        else:
            container.extend(copy)


def _other(value: JSON) -> JSON:
    """Return another value of the same kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"~{value}~"
        case list():
            return ["~"]
        case dict():
            return {"~": "~"}
        case _:
            return "~"
