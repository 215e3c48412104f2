"""The header fields of one part (RFC 5322 section 2.2), in order or not."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from omnidesk._mime._layout import Layout

# A field with its continuation lines. All quantifiers are possessive: each byte is seen once. A
# line of white space alone continues nothing: it ends the headers.
_FIELD = re.compile(rb"([!-9;-~]++)[ \t]*+:([^\n]*+(?:\n(?=[ \t]++[^ \t\r\n])[^\n]*+)*+)(?:\n|\Z)")
# Obsolete folding (RFC 5322 section 4.2): a blank line in a value, more of it, then a field.
_FOLDED_BLANK = re.compile(rb"[ \t]++\r?+\n(?:[ \t]++[^ \t\r\n][^\n]*+\n)++(?=[!-9;-~]++[ \t]*+:)")
_BLANK = re.compile(rb"[ \t]*+\r?+(?:\n|\Z)")
_MBOX_LINE = re.compile(rb">?From (?![ \t]*+:)[^\n]*+\n")
SOMETHING = re.compile(rb"[^ \t\r\n]")
# Headers as nearly all mail has them: fields, and the blank line after them.
_HEADERS = re.compile(_FIELD.pattern.removesuffix(rb"(?:\n|\Z)").join((rb"(?:", rb"\n)++\r?+\n")))


def read_fields(
    layout: Layout, end: int, *, root: bool, is_delimiter: Callable[[int], bool]
) -> int:
    """
    Read the fields of a part up to the blank line.

    Args:
        layout: The part. Gets the fields, and codes of what is wrong with them.
        end: Where the mail ends.
        root: Whether it is the mail itself, in front of which other things may stand.
        is_delimiter: Tells whether the line at an offset is the boundary of a multipart.

    Returns:
        Where the body starts.
    """
    whole = _HEADERS.match(layout.raw, layout.body, end)
    if whole is not None:
        stop, limits = whole.end(), layout.limits
        found = _FIELD.findall(layout.raw, layout.body, stop)
        most = min(limits.header_bytes, limits.header_block_bytes)
        if stop - layout.body <= most and len(found) <= limits.headers:
            layout.fields = found
            layout.body = layout.end = stop
            return stop
    return _Reader(layout, end, is_delimiter).read(root=root)


class _Reader:
    """Reads headers that have something wrong with them, or are many."""

    def __init__(self, layout: Layout, end: int, is_delimiter: Callable[[int], bool]) -> None:
        self.layout = layout
        self.raw = layout.raw
        self.end = end
        self.is_delimiter = is_delimiter
        self.fields = layout.fields
        self.codes = dict.fromkeys(layout.codes)
        self.kept = False
        """Whether the last field is among them, and not passed over because of a limit."""

    def read(self, *, root: bool) -> int:
        position = self._skip_to_headers() if root else self.layout.body
        start = position
        while position < self.end:
            field = _FIELD.match(self.raw, position, self.end)
            if field is not None:
                self._keep(field, field.end() - start)
                position = field.end()
                continue
            blank = _BLANK.match(self.raw, position, self.end)
            folded = self._folded(position) if blank and self.fields else None
            if folded is not None:
                if self.kept:
                    self._lengthen(position, folded - 1)
                position = folded
                continue
            if blank is not None:
                position = blank.end()
                break
            position, more = self._odd_line(position)
            if not more:
                break
        if not self.fields and root:
            self.codes["headers_missing"] = None
        self.layout.codes = list(self.codes)
        self.layout.body = self.layout.end = position
        return position

    def _keep(self, field: re.Match[bytes], read: int) -> None:
        """Keep a field if that is within the limits, after so many bytes of headers."""
        limits = self.layout.limits
        self.kept = False
        if len(self.fields) >= limits.headers:
            self.codes["limit_headers"] = None
        elif read > limits.header_block_bytes and self.fields:
            self.codes["limit_header_block"] = None
        else:
            begin, stop = field.span(2)
            if stop - begin > limits.header_bytes:
                self.codes["limit_header"] = None
                stop = begin + limits.header_bytes
            self.fields.append((field[1], self.raw[begin:stop]))
            self.kept = True

    def _folded(self, position: int) -> int | None:
        """Return where a blank line with more of the value after it ends, if that is what it is."""
        found = _FOLDED_BLANK.match(self.raw, position, self.end)
        if found is None or found.end() - position > self.layout.limits.header_bytes:
            return None
        return found.end()

    def _skip_to_headers(self) -> int:
        """Pass over what stands before the first header, and is no part of the mail."""
        # An editor's byte order mark, an mbox's separator, the indentation of a pasted mail.
        position = len(BOM_UTF8) if self.raw.startswith(BOM_UTF8) else 0
        mbox = _MBOX_LINE.match(self.raw, position, self.end)
        position = position if mbox is None else mbox.end()
        begin = SOMETHING.search(self.raw, position, self.end)
        if begin and begin.start() > position and _FIELD.match(self.raw, begin.start(), self.end):
            self.codes["header_malformed"] = None
            return begin.start()
        return position

    def _lengthen(self, start: int, stop: int) -> None:
        """Add lines to the last field."""
        self.codes["header_malformed"] = None
        name, value = self.fields[-1]
        self.fields[-1] = (name, value + b"\n" + self.raw[start:stop])

    def _odd_line(self, position: int) -> tuple[int, bool]:
        """Decide about a line that is no field; return where to go on, and whether with headers."""
        line_end = self.raw.find(b"\n", position, self.end)
        if self.raw.startswith(b"--", position) and self.is_delimiter(position):
            return position, False
        follows = line_end >= 0 and _FIELD.match(self.raw, line_end + 1, self.end) is not None
        longest = self.layout.limits.header_bytes
        if self.fields and follows and line_end - position <= longest:
            # A line that lost its indentation, as some gateways' folding does.
            if self.kept:
                self._lengthen(position, line_end)
            return line_end + 1, True
        if self.fields:
            self.codes["header_separator_missing"] = None
        return position, False
