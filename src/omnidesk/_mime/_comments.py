"""RFC 5322 comments, which nest: read with a counter, never with recursion."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[()\\]")


def comment_end(text: str, start: int) -> int:
    """
    Return the position after the comment that opens at `start`, or -1 if it never closes.

    Args:
        text: The value.
        start: Where its `(` stands.
    """
    depth = 0
    position = start
    while (mark := _MARKS.search(text, position)) is not None:
        position = mark.end()
        if mark[0] == "\\":
            position += 1
        elif mark[0] == "(":
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return position
    return -1


def without_comments(text: str) -> str:
    """Replace each comment by a space. A `(` that never closes starts none."""
    pieces: list[str] = []
    position = 0
    while (start := text.find("(", position)) >= 0:
        end = comment_end(text, start)
        if end < 0:
            break
        pieces += (text[position:start], " ")
        position = end
    return "".join([*pieces, text[position:]])
