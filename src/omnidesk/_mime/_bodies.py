"""Which parts are the body, and which hang on it: the algorithm of RFC 8621 section 4.1.4."""

from __future__ import annotations

from typing import NamedTuple

from omnidesk._mime._part import MimePart

_MEDIA = ("image/", "audio/", "video/")


class Bodies(NamedTuple):
    """The parts of a mail by what they are for."""

    text: tuple[MimePart, ...]
    """What to show in order, plain text preferred. HTML where there is nothing else; media too."""
    html: tuple[MimePart, ...]
    """What to show in order, HTML preferred. Plain text where there is nothing else; media too."""
    attachments: tuple[MimePart, ...]
    """What hangs on it. Media that a program may show within the text are in the bodies only."""


class _Task:
    """One multipart on the way through it, or the check at its end."""

    __slots__ = ("html", "html_before", "index", "kind", "parts", "text", "text_before", "within")

    def __init__(
        self,
        parts: tuple[MimePart, ...],
        kind: str,
        *,
        within: bool,
        text: list[MimePart] | None,
        html: list[MimePart] | None,
    ) -> None:
        self.parts = parts
        self.kind = kind
        self.within = within
        # `None` once an alternative has shown that this body has a better one elsewhere.
        self.text = text
        self.html = html
        self.text_before = -1 if text is None else len(text)
        self.html_before = -1 if html is None else len(html)
        self.index = 0


def select_bodies(root: MimePart) -> Bodies:
    """
    Tell the body of a mail from its attachments (RFC 8621 section 4.1.4).

    A message within the mail is an attachment as a whole.

    Args:
        root: The mail.
    """
    text: list[MimePart] = []
    html: list[MimePart] = []
    attachments: list[MimePart] = []
    # The RFC's function calls itself; a mail must not decide how deep we call.
    stack = [_Task((root,), "mixed", within=False, text=text, html=html)]
    while stack:
        task = stack[-1]
        if task.index == len(task.parts):
            _finish_alternative(task)
            stack.pop()
            continue
        part = task.parts[task.index]
        task.index += 1
        kind = part.media_type
        if kind.startswith("multipart/"):
            inner = kind.removeprefix("multipart/")
            within = task.within or inner == "alternative"
            stack.append(_Task(part.parts, inner, within=within, text=task.text, html=task.html))
        elif _is_body(part, kind, task):
            _put(part, kind, task, attachments)
        else:
            attachments.append(part)
    return Bodies(tuple(text), tuple(html), tuple(attachments))


def _is_body(part: MimePart, kind: str, task: _Task) -> bool:
    media = kind.startswith(_MEDIA)
    if part.disposition == "attachment" or not (kind in ("text/plain", "text/html") or media):
        return False
    first = task.index == 1
    # A text with a name that does not come first is a file.
    return first or (task.kind != "related" and (media or part.filename is None))


def _put(part: MimePart, kind: str, task: _Task, attachments: list[MimePart]) -> None:
    if task.kind == "alternative":
        chosen = {"text/plain": task.text, "text/html": task.html}.get(kind)
        # The RFC does not say what becomes of a form that this body has no use for; lost it is not.
        (attachments if chosen is None else chosen).append(part)
        return
    if task.within:
        if kind == "text/plain":
            task.html = None
        elif kind == "text/html":
            task.text = None
    if task.text is not None:
        task.text.append(part)
    if task.html is not None:
        task.html.append(part)
    if (task.text is None or task.html is None) and kind.startswith(_MEDIA):
        attachments.append(part)


def _finish_alternative(task: _Task) -> None:
    """Where an alternative has only one of the two, it stands for both."""
    text, html = task.text, task.html
    if task.kind != "alternative" or text is None or html is None:
        return
    if len(text) == task.text_before:
        text.extend(html[task.html_before :])
    elif len(html) == task.html_before:
        html.extend(text[task.text_before :])
