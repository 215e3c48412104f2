"""A text in a form that is known, as text and as HTML that is safe to show."""

from __future__ import annotations

from typing import Literal, NamedTuple

from omnidesk.adapters._markdown import markdown_to_text

TextFormat = Literal["plain", "html", "markdown"]
"""How a text is written. HTML is kept too, made safe to show; Markdown becomes text."""


class Told(NamedTuple):
    """What somebody said."""

    text: str | None
    """As text."""
    html: str | None = None
    """As HTML that is safe to show, if it came as HTML."""
    defects: tuple[str, ...] = ()
    """What was wrong with it."""

    def __repr__(self) -> str:
        return f"<Told, {len(self.text or '')} characters>"


def read_text(raw: str, form: TextFormat) -> Told:
    """Read a text that is written in a form."""
    if form == "plain":
        return Told(raw)
    if form == "markdown":
        return Told(markdown_to_text(raw))
    # Chat mostly has no HTML, and does not pay for what reads it: here alone it is loaded late.
    from omnidesk.adapters._rich import read_html  # noqa: PLC0415 - as said

    return read_html(raw)
