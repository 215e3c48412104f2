"""The lines above a mail that was forwarded in the text of another: a banner, and headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from omnidesk.adapters.email._forward_words import HeaderField, forward_words
from omnidesk.adapters.email._subject import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHARACTERS = 256 * 1024
_LINES = 10_000
_LINE = 1_000
"""Characters of a line that are looked at."""
_LABEL = 32
"""Longer than any label."""
_BANNER = 120
_FIELDS = 16
_CONTINUATIONS = 40
_MARKS = " \t\u00a0>*_|\u200b\u200e\u200f\u202a\u202b\u202c\ufeff"
_RULE = "-–—−_=*~#+ \t\u00a0"
_DIGITS = frozenset("0123456789")
_SIGNS = _DIGITS | frozenset("<@")


class Block(NamedTuple):
    """The lines above a forwarded mail."""

    start: int
    """Where the banner, or the first header, starts in the text."""
    end: int
    """Where the forwarded text starts."""
    banner: Literal["forward", "original"] | None
    """What the line above the headers says, if there is one."""
    fields: Mapping[HeaderField, str]
    """The values, by what they are."""
    language: str
    """That of the labels."""
    preceded: bool
    """Whether something is written above."""

    def __repr__(self) -> str:
        return f"<Block, {len(self.fields)} fields>"


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    """Without quotation marks and white space around it."""
    quoted: bool
    label: str | None
    """The folded label before a colon, if it is one."""
    value: str
    """What follows the label."""

    def __repr__(self) -> str:
        return f"<_Line, {self.end - self.start} characters>"


def find_block(text: str) -> Block | None:
    """
    Find the first lines that can be those above a forwarded mail.

    Nothing is found below a line that says who wrote what is answered, nor in quoted text, but
    below an unquoted banner the headers may be quoted.

    Args:
        text: With LF line ends.
    """
    if not _may_have(text):
        return None
    lines = list(_lines(text))
    preceded = False
    for at, line in enumerate(lines):
        if not line.text:
            continue
        if not line.quoted:
            banner = _banner(line.text)
            if banner is not None:
                found = _block(lines, at, at + 1, banner, preceded=preceded)
            elif line.label is not None:
                found = _block(lines, at, at, None, preceded=preceded)
            else:
                found = None
            if found is not None:
                return found
            if _says_who_wrote(line.text):
                return None
        preceded = True
    return None


def _may_have(text: str) -> bool:
    """Tell whether any line before the first that says who wrote has a label or a banner."""
    for line in _shown(text):
        if line.lstrip()[:1] == ">":
            continue
        plain = line.strip(_MARKS)
        if plain and (_label(plain)[0] is not None or _banner(plain) is not None):
            return True
        if plain and _says_who_wrote(plain):
            return False
    return False


def _shown(text: str) -> Iterator[str]:
    lines = text[:_CHARACTERS].split("\n", _LINES)
    return (line[:_LINE] for line in lines[:_LINES])


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    size = min(len(text), _CHARACTERS)
    for _ in range(_LINES):
        if start >= size:
            break
        end = text.find("\n", start, size)
        end = size if end < 0 else end
        shown = text[start : min(end, start + _LINE)]
        plain = shown.strip(_MARKS)
        label, value = _label(plain)
        yield _Line(start, end, plain, shown.lstrip()[:1] == ">", label, value)
        start = end + 1


def _label(line: str) -> tuple[str | None, str]:
    head = line[: _LABEL + 1].replace("：", ":")
    if ":" not in head:
        return None, ""
    name = head.partition(":")[0]
    label = without_marks(name.strip(_MARKS))
    if label not in forward_words().labels:
        return None, ""
    return label, line[len(name) + 1 :].strip(_MARKS)


def _banner(line: str) -> Literal["forward", "original"] | None:
    """Tell whether a line is a banner: known words between dashes, or before a colon."""
    if len(line) > _BANNER:
        return None
    words = line.strip(_RULE)
    marked = len(line) - len(words) >= 2
    if not (words and (marked or words[-1] in ":：")):
        return None
    if not marked and not _DIGITS.isdisjoint(words):
        # Only those between dashes can have a number; lines that say who wrote mostly do.
        return None
    folded = without_marks(words.rstrip(":： "))
    table = forward_words()
    pieces = [one.strip(_RULE) for one in folded.replace("---", "/").split("/")]
    if not table.forwarded.isdisjoint((folded, *pieces)):
        return "forward"
    # Mutt and Notes say from whom, or by whom and when.
    if marked and folded.startswith(("forwarded message from ", "forwarded by ")):
        return "forward"
    return "original" if marked and not table.original.isdisjoint((folded, *pieces)) else None


def _says_who_wrote(line: str) -> bool:
    """Tell whether a line is like `On 2 March 2026, Hoa Sen wrote:`."""
    if line[-1] not in ":：":
        return False
    # Digits of other scripts are looked for only where there is no sign in ASCII.
    if _SIGNS.isdisjoint(line) and not any(map(str.isdigit, line)):
        return False
    return without_marks(line[-_LABEL:-1].rstrip()).endswith(forward_words().wrote)


def _block(
    lines: list[_Line],
    banner_at: int,
    first: int,
    banner: Literal["forward", "original"] | None,
    *,
    preceded: bool,
) -> Block | None:
    """Read the headers from a line on, if there are enough of them."""
    found, after = _headers(lines, first)
    language = _language(found)
    fields: dict[HeaderField, str] = {}
    for label, value in found.items():
        meanings = forward_words().labels[label]
        field: HeaderField = meanings.get(language, next(iter(meanings.values())))
        # In Vietnamese one word is both `to` and `sent`.
        if label == "gui" and "@" not in value and any(map(str.isdigit, value)):
            field = "date"
        fields.setdefault(field, value)
    needed: set[HeaderField] = {"from"} if banner else {"from", "date", "subject"}
    fields.pop("other", None)
    if not needed <= fields.keys() or len(fields) < 2:
        return None
    end = lines[after].start if after < len(lines) else lines[-1].end
    return Block(lines[banner_at].start, end, banner, fields, language, preceded)


def _headers(lines: list[_Line], first: int) -> tuple[dict[str, str], int]:
    """Return values by label, and the number of the first line that is none of them."""
    found: dict[str, str] = {}
    label, at, more = "", _past_blank(lines, first), 0
    while at < len(lines):
        line = lines[at]
        if line.label is not None and line.label not in found and len(found) < _FIELDS:
            label, more = line.label, 0
            found[label] = line.value
        elif line.text and label and more < _CONTINUATIONS and _continues(line, label, found):
            found[label] = f"{found[label]} {line.text}".lstrip()
            more += 1
        elif not line.text:
            following = _past_blank(lines, at)
            ahead = lines[following] if following < len(lines) else None
            # Text made from HTML may have a blank line after each.
            if ahead is None or ahead.label is None or ahead.label in found:
                return found, following
            at = following
            continue
        else:
            break
        at += 1
    return found, at


def _continues(line: _Line, label: str, found: dict[str, str]) -> bool:
    """Tell whether a line goes on with the value above: one that is folded, or stands below."""
    if line.label is not None:
        return False
    return not found[label] or (
        "@" in line.text
        and not {"from", "to", "cc"}.isdisjoint(forward_words().labels[label].values())
    )


def _past_blank(lines: list[_Line], at: int) -> int:
    """Return the number of the next line that is not blank; of blank lines, three are passed."""
    for number in range(at, min(at + 3, len(lines))):
        if lines[number].text:
            return number
    return min(at + 3, len(lines))


def _language(found: dict[str, str]) -> str:
    """Return the language of the most labels, of those that the word for `from` can be in."""
    words = forward_words()
    meanings = [words.labels[label] for label in found]
    able = {language for one in meanings for language in one if one[language] == "from"}
    votes = {
        language: sum(language in one for one in meanings)
        for language in words.languages
        if language in able or not able
    }
    return max(votes, key=votes.__getitem__)
