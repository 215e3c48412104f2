"""
Markdown as chat systems write it, as text: marks go, and what they mark stays.

No parser of CommonMark: one pass over the text, with the few marks that agents use. What is no
mark is text, so nothing is lost.
"""

from __future__ import annotations

import re

# Either a mark, or something to keep. Each alternative begins with another character, and nothing
# in them can be read in two ways.
_MARK = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<image>!?)\[(?P<shown>[^\[\]\n]{0,1000})\]\((?P<target>[^()\s<>]{1,2000})\)"
    r"|<(?P<bare>https?://[^\s<>]{1,2000})>"
    r"|(?P<strong>\*\*|__|~~)"
    r"|(?P<code>`{1,3})"
)
_HEADING = re.compile(r"^#{1,6}[ \t]{1,4}", re.MULTILINE)


def markdown_to_text(text: str) -> str:
    """
    Return what a text in Markdown says.

    Links are their text and their address in angle brackets; images are their description in
    square brackets; strong, struck and code lose their marks, and headings their signs. Single `*`
    and `_` stay: they stand in file names and products more often than they stress.
    """
    return _MARK.sub(_plain, _HEADING.sub("", text))


def _plain(match: re.Match[str]) -> str:
    if match["escaped"] is not None:
        return match["escaped"]
    if match["target"] is not None:
        if match["image"]:
            return f"[{match['shown']}]" if match["shown"] else ""
        shown, target = match["shown"], match["target"]
        return target if shown in ("", target) else f"{shown} <{target}>"
    return match["bare"] or ""
