"""
The structure of a mail in one pass over its bytes.

Only lines that start with `--` are looked at, each once, and each is looked up in one dictionary of
the boundaries that are open: a hundred nested multiparts cost no more per line than one.
"""

from __future__ import annotations

from typing import NamedTuple

from omnidesk._mime._fields import SOMETHING, read_fields
from omnidesk._mime._layout import Layout
from omnidesk._mime._limits import DEFAULT_LIMITS, Limits
from omnidesk._mime._part import MimePart
from omnidesk._mime._transfer import IDENTITY

_LONGEST_DELIMITER = 1_024
"""RFC 2046 allows 70 characters; some programs write more."""
_MESSAGES = ("message/rfc822", "message/global", "message/news")


def parse_mime(body: bytes, *, limits: Limits = DEFAULT_LIMITS) -> MimePart:
    """
    Read the structure of a mail (RFC 5322, RFC 2045 to 2049). Never fails, whatever the bytes.

    Line ends may be LF or CRLF or both. A bare CR is one only in a mail without any LF; then the
    parts look at a copy. In others it breaks no line, because it does not on the wire, and a header
    must not be able to hide another.

    Args:
        body: The mail as received.
        limits: How much of it is read.

    Returns:
        The mail as a part. What is wrong with its structure is in its `defects`.
    """
    if b"\n" not in body:
        body = body.replace(b"\r", b"\n")
    return _Splitter(body, limits).run()


class _Frame:
    """A multipart or a message that is open."""

    __slots__ = ("boundary", "children", "guessed", "layout", "part", "prefix", "shadowed")

    def __init__(self, part: MimePart, layout: Layout, prefix: str) -> None:
        self.part = part
        self.layout = layout
        self.prefix = prefix
        self.boundary: bytes | None = None
        self.shadowed: int | None = None
        self.guessed = False
        self.children: list[MimePart] = []


class _Delimiter(NamedTuple):
    break_at: int
    """The LF before it."""
    after: int
    """Where the next line starts."""
    frame: int
    """Whose boundary it is, in the stack of frames."""
    closing: bool


class _Splitter:
    def __init__(self, raw: bytes, limits: Limits) -> None:
        self.raw = raw
        self.limits = limits
        self.end = min(len(raw), limits.raw_bytes)
        self.stack: list[_Frame] = []
        self.active: dict[bytes, int] = {}
        self.leaf: Layout | None = None
        self.closed: Layout | None = None
        self.count = 0
        self.messages = 0
        self.root = Layout(raw, 0, "text/plain", limits)

    def run(self) -> MimePart:
        if self.end < len(self.raw):
            self.root.codes.append("limit_raw")
        mail = MimePart(self.root)
        position = self._open(mail, self.root)
        while True:
            delimiter = self._next_delimiter(position)
            end = self.end if delimiter is None else self._before(delimiter.break_at)
            retry = self._close_leaf_or_guess(end)
            if retry is not None:
                position = retry
                continue
            self._close_frames(-1 if delimiter is None else delimiter.frame, end)
            if delimiter is None:
                return mail
            position = delimiter.after
            if delimiter.closing:
                self.closed = self.stack[-1].layout
                self._close_frames(delimiter.frame - 1, end, by_delimiter=True)
                self._look_at_epilogue(position)
            elif self.count >= self.limits.parts:
                self.root.codes.append("limit_parts")
                self._close_frames(-1, self.end)
                return mail
            else:
                layout = Layout(self.raw, position, self._default_type(), self.limits)
                position = self._open(MimePart(layout), layout)

    # --- parts ------------------------------------------------------------------------------------

    def _default_type(self) -> str:
        # RFC 2046 section 5.1.5.
        digest = self.stack[-1].part.media_type == "multipart/digest"
        return "message/rfc822" if digest else "text/plain"

    def _open(self, part: MimePart, layout: Layout) -> int:
        """Read the headers of a part, and of the message in it; return where its body starts."""
        while True:
            self.count += 1
            root = layout is self.root
            position = read_fields(layout, self.end, root=root, is_delimiter=self._is_delimiter)
            self._place(part)
            kind = part.media_type
            multipart = kind.startswith("multipart/")
            if len(self.stack) >= self.limits.depth and (multipart or kind in _MESSAGES):
                layout.codes.append("limit_depth")
            elif multipart:
                self._push_multipart(part, layout)
                return position
            elif kind in _MESSAGES and self._may_enter(part, layout):
                self.messages += 1
                self.stack.append(_Frame(part, layout, part.path))
                layout = Layout(self.raw, position, "text/plain", self.limits)
                part = MimePart(layout)
                continue
            self.leaf = layout
            return position

    def _may_enter(self, part: MimePart, layout: Layout) -> bool:
        if part.transfer_encoding not in IDENTITY:
            # RFC 2046 section 5.2.1 forbids it; the content can still be had as bytes.
            layout.codes.append("message_encoded")
            return False
        if self.messages >= self.limits.message_depth or self.count >= self.limits.parts:
            layout.codes.append("limit_message_depth")
            return False
        return True

    def _place(self, part: MimePart) -> None:
        """Give a part its place in the tree and its path."""
        multipart = part.media_type.startswith("multipart/")
        frame = self.stack[-1] if self.stack else None
        if frame is None:
            part.path = "" if multipart else "1"
            return
        frame.children.append(part)
        if frame.boundary is None:
            part.path = f"{frame.prefix}.TEXT" if multipart else f"{frame.prefix}.1"
        else:
            number = len(frame.children)
            part.path = f"{frame.prefix}.{number}" if frame.prefix else str(number)

    def _push_multipart(self, part: MimePart, layout: Layout) -> None:
        frame = _Frame(part, layout, part.path.removesuffix("TEXT").removesuffix("."))
        boundary = part.parameters.get("boundary", "")
        frame.boundary = boundary.encode("utf-8", "replace").rstrip()
        if not frame.boundary or len(frame.boundary) > _LONGEST_DELIMITER - 4:
            layout.codes.append("boundary_missing")
            frame.boundary = b""
        self.stack.append(frame)
        self._activate(frame)
        self.leaf = None

    def _activate(self, frame: _Frame) -> None:
        if frame.boundary:
            # Two open multiparts may have one boundary: then the inner one has it.
            frame.shadowed = self.active.get(frame.boundary)
            self.active[frame.boundary] = len(self.stack) - 1

    # --- delimiters -------------------------------------------------------------------------------

    def _next_delimiter(self, position: int) -> _Delimiter | None:
        if not self.active:
            return None
        raw, end = self.raw, self.end
        stop = max(position - 1, 0)
        # One byte is found much faster than three, and base64 has no dash.
        while (dash := raw.find(b"-", stop, end)) >= 0:
            at = raw.find(b"\n--", max(dash - 1, stop), end)
            if at < 0:
                return None
            stop = raw.find(b"\n", at + 1, end)
            stop = end if stop < 0 else stop
            found = self._lookup(at + 1, stop)
            if found is not None:
                return _Delimiter(at, min(stop + 1, end), *found)
        return None

    def _is_delimiter(self, position: int) -> bool:
        stop = self.raw.find(b"\n", position, self.end)
        return self._lookup(position, self.end if stop < 0 else stop) is not None

    def _lookup(self, start: int, stop: int) -> tuple[int, bool] | None:
        """Return whose boundary a line is and whether it is the closing one, or `None`."""
        if stop - start > _LONGEST_DELIMITER:
            return None
        line = self.raw[start + 2 : stop].rstrip(b" \t\r")
        index = self.active.get(line)
        if index is not None:
            return index, False
        if line.endswith(b"--"):
            index = self.active.get(line[:-2])
            if index is not None:
                return index, True
        return None

    def _before(self, break_at: int) -> int:
        """Return where content ends: the line break before a delimiter belongs to the delimiter."""
        crlf = break_at > 0 and self.raw[break_at - 1 : break_at] == b"\r"
        return break_at - 1 if crlf else break_at

    def _guess_boundary(self, start: int, end: int) -> bytes | None:
        """Find the first line that starts with `--` and is followed by a Content- header."""
        raw = self.raw
        at = raw.find(b"\n--", max(start - 1, 0), end)
        while at >= 0:
            stop = raw.find(b"\n", at + 1, end)
            if stop < 0:
                return None
            if stop - at <= _LONGEST_DELIMITER and raw[stop + 1 : stop + 9].lower() == b"content-":
                return raw[at + 3 : stop].rstrip(b" \t\r") or None
            at = raw.find(b"\n--", stop, end)
        return None

    # --- closing ----------------------------------------------------------------------------------

    def _close_leaf_or_guess(self, end: int) -> int | None:
        """
        Close what is innermost.

        If that is a multipart whose boundary never came, guess another one, once, and return where
        to start again.
        """
        if self.closed is not None:
            # What follows the last part, up to here, belongs to the multipart.
            self.closed.end = max(end, self.closed.end)
            self.closed = None
        if self.leaf is not None:
            self.leaf.end = max(end, self.leaf.body)
            self.leaf = None
            return None
        frame = self.stack[-1] if self.stack else None
        if frame is None or frame.children or frame.boundary is None or frame.guessed:
            return None
        frame.guessed = True
        guess = self._guess_boundary(frame.layout.body, end)
        if guess is None:
            return None
        if frame.boundary:
            frame.layout.codes.append("boundary_wrong")
        self._deactivate(frame)
        frame.boundary = guess
        self._activate(frame)
        return frame.layout.body

    def _deactivate(self, frame: _Frame) -> None:
        if frame.boundary:
            if frame.shadowed is None:
                self.active.pop(frame.boundary, None)
            else:
                self.active[frame.boundary] = frame.shadowed

    def _close_frames(self, keep: int, end: int, *, by_delimiter: bool = False) -> None:
        """Close all open multiparts and messages above the index `keep`."""
        while len(self.stack) - 1 > keep:
            frame = self.stack.pop()
            frame.layout.end = max(end, frame.layout.body)
            if frame.boundary is None:
                self.messages -= 1
            else:
                self._deactivate(frame)
                if not frame.children:
                    self._keep_text(frame)
                elif not by_delimiter:
                    frame.layout.codes.append("boundary_unclosed")
            frame.part.parts = tuple(frame.children)

    def _keep_text(self, frame: _Frame) -> None:
        """Make the body of a multipart without parts its one part, so that no text is lost."""
        layout = frame.layout
        layout.codes.append("boundary_not_found")
        if SOMETHING.search(self.raw, layout.body, layout.end) is None:
            return
        inner = Layout(self.raw, layout.body, "text/plain", self.limits)
        inner.end = layout.end
        child = MimePart(inner)
        child.path = f"{frame.prefix}.1" if frame.prefix else "1"
        frame.children.append(child)

    def _look_at_epilogue(self, position: int) -> None:
        """Note text after the last part of the whole mail: no program shows it."""
        if not self.stack and SOMETHING.search(self.raw, position, self.end) is not None:
            self.root.codes.append("epilogue")
