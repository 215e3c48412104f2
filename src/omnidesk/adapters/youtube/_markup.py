"""
`textDisplay`: the little HTML that YouTube makes of a comment, as text and as safe HTML.

YouTube writes links, line breaks, bold, italics, strike-through and entities. Nothing else is taken
for markup: another tag is dropped, and what it holds stays as text. So this is no HTML parser; it
cuts at `<` and `>`, in one pass, and nests no deeper than there are kinds of tag. The safe HTML is
written anew from what was read, and nothing of the given one is copied; the tests hold it against a
real sanitiser, which finds nothing to take away.
"""

from __future__ import annotations

import html
import re

# Bounded and closed by a semicolon, because html.unescape reads a number of any length.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_STYLES = frozenset({"b", "i", "s"})
_SCHEMES = ("http://", "https://")
_REL = 'rel="noopener noreferrer nofollow"'


def read_display(display: str) -> tuple[str, str]:
    """
    Read the HTML of a comment.

    Returns:
        What it says as text, and HTML that is safe to show. A link is the text that it shows; one
        that shows its address cut short (`https://shop.example/ao...`) is the whole address.
    """
    if "<" not in display and "&" not in display:
        # Most comments; a lone `>` is the only thing to escape.
        return display, display.replace(">", "&gt;")
    return _Reader().read(display)


class _Reader:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.html: list[str] = []
        self.open: list[str] = []
        self.link: tuple[str, int] = "", 0

    def read(self, display: str) -> tuple[str, str]:
        first, *rest = display.split("<")
        self._say(first)
        for piece in rest:
            tag, closing, after = piece.partition(">")
            if closing and (tag[:1] == "/" or tag[:1].isalpha()):
                self._tag(tag)
                self._say(after)
            else:
                self._say("<" + piece)
        while self.open:
            self._close(self.open[-1])
        return "".join(self.text), "".join(self.html)

    def _say(self, raw: str) -> None:
        text = _unescape(raw)
        self.text.append(text)
        self.html.append(html.escape(text, quote=False))

    def _tag(self, tag: str) -> None:
        name = tag.strip("/ ").partition(" ")[0].lower()
        if name == "br":
            self.text.append("\n")
            self.html.append("<br>")
        elif tag.startswith("/"):
            if name in self.open:
                while self._close(self.open[-1]) != name:
                    pass
        elif name in self.open:
            pass  # never twice within itself, so the depth is bounded
        elif name == "a":
            target = _target(tag)
            self.open.append(name)
            self.link = target, len(self.text)
            href = f'href="{html.escape(target)}" ' if target else ""
            self.html.append(f"<a {href}{_REL}>")
        elif name in _STYLES:
            self.open.append(name)
            self.html.append(f"<{name}>")

    def _close(self, name: str) -> str:
        self.open.pop()
        self.html.append(f"</{name}>")
        if name == "a":
            target, start = self.link
            shown = "".join(self.text[start:])
            cut = shown.removesuffix("...").removesuffix("…")
            if cut != shown and cut and _bare(target).startswith(_bare(cut)):
                self.text[start:] = [target]
        return name


def _target(tag: str) -> str:
    """Return where a link leads, if that is a place on the web."""
    value = tag.partition('href="')[2].partition('"')[0]
    target = _unescape(value).strip()
    return target if target.lower().startswith(_SCHEMES) else ""


def _bare(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").removeprefix("www.")


def _unescape(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
