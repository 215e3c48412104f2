"""The text in RTF, and the HTML that Exchange hides in it (MS-OXRTFEX)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import NamedTuple

_DEEPEST = 500
"""How deep groups nest before they are read as if they were part of the one around them."""
_MOST_FONTS = 4_096

# One of: a control word with its number, a byte, a control symbol, a brace, text. All possessive.
_TOKEN = re.compile(
    r"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?+\d{1,10})?+[ ]?+"
    r"|'(?P<byte>[0-9A-Fa-f]{2})|(?P<symbol>[^A-Za-z]))"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]++)|[\r\n\\]",
    re.DOTALL,
)
# The character sets of fonts (MS-WMF section 2.1.1.5) and their code pages.
_CHARSETS = {
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_DEFAULT = "cp1252"
_CODE_PAGES = {
    **{number: f"cp{number}" for number in (437, 850, 852, 866, 874, 932, 949, 950)},
    **{number: f"cp{number}" for number in range(1250, 1259)},
    936: "gb18030",
    10000: "mac-roman",
    65001: "utf-8",
}
"""Those that RTF is written in. Of others nothing is known: looking for a codec takes time."""
# Groups that hold no text of the document.
_OTHERS = (
    "colortbl filetbl footer footerf footerl footerr footnote header headerf headerl headerr info"
    " listtable listoverridetable nonesttables object operator pict revtbl rsidtbl stylesheet"
    " themedata xmlnstbl"
)
_ELSEWHERE = frozenset(_OTHERS.split())
_BREAKS = {"cell": "\t", "line": "\n", "page": "\n", "par": "\n", "row": "\n", "sect": "\n"}
_CHARACTERS = {
    **_BREAKS,
    "bullet": "•",
    "emdash": "—",
    "emspace": "\u2003",
    "endash": "–",
    "enspace": "\u2002",
    "ldblquote": "“",
    "lquote": "‘",
    "rdblquote": "”",
    "rquote": "’",
    "tab": "\t",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
_SYMBOLS = {"\\": "\\", "{": "{", "}": "}", "~": "\xa0", "_": "\u2011", "\n": "\n", "\r": "\n"}


class RtfText(NamedTuple):
    """What a document in RTF says."""

    text: str
    """As plain text, or as HTML."""
    is_html: bool
    """Whether the document was HTML before it was RTF, and is that again."""

    def __repr__(self) -> str:
        return f"<RtfText, {len(self.text)} characters>"


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group."""

    font: int | None = None
    skipped: bool = False
    """Within a group that is no text."""
    fonts: bool = False
    """Within the table of fonts."""
    markup: bool = False
    """Within a tag of the HTML that the document was."""
    repeated: bool = False
    """Within RTF that stands beside a tag, for programs that know no HTML."""
    fallback: int = 1
    """How many characters stand beside a Unicode one."""


def read_rtf(data: bytes) -> RtfText:
    """
    Read the text of a document in RTF, or the HTML that was wrapped in it. Never fails.

    Pictures, headers, footers and styles are left out. Takes time by the size of the input only.

    Args:
        data: The document, as `decompress_rtf` gives it.
    """
    return _Reader(data).read()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.source = data.decode("latin-1")
        self.is_html = False
        self.codec = _DEFAULT
        self.fonts: dict[int, str] = {}
        self.default_font: int | None = None
        self.state = _State()
        self.stack: list[_State] = []
        self.beyond = 0
        self.first = False
        """Whether nothing but `\\*` has stood in this group yet."""
        self.optional = False
        """Whether the group may be passed over by those who do not know it."""
        self.passed = 0
        """How many characters are still to be passed over beside a Unicode one."""
        self.pieces: list[str] = []
        self.bytes = bytearray()
        self.bytes_codec = _DEFAULT

    def read(self) -> RtfText:
        position = 0
        source = self.source
        while (token := _TOKEN.match(source, position)) is not None:
            position = token.end()
            match token.lastgroup:
                case "text":
                    self._raw(token["text"])
                case "byte":
                    self._raw(chr(int(token["byte"], 16)))
                case "brace":
                    self._open() if token["brace"] == "{" else self._close()
                case "symbol":
                    self._symbol(token["symbol"])
                case "word" | "number":
                    number = token["number"]
                    self._word(token["word"], None if number is None else int(number))
                    if token["word"] == "bin":
                        # What follows is no RTF: so many bytes.
                        position += min(max(int(number or 0), 0), len(source))
                case _:
                    pass  # a line break, which means nothing, or a backslash at the end
        self._flush()
        text = "".join(self.pieces)
        if not text.isascii():
            # Characters beyond U+FFFF come as two halves.
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return RtfText(text.replace("\0", "").strip(), self.is_html)

    # --- groups -----------------------------------------------------------------------------------

    def _open(self) -> None:
        self._flush()
        self.passed = 0
        if len(self.stack) >= _DEEPEST:
            self.beyond += 1
            return
        self.stack.append(self.state)
        self.first, self.optional = True, False

    def _close(self) -> None:
        self._flush()
        self.passed, self.first = 0, False
        if self.beyond:
            self.beyond -= 1
        elif self.stack:
            self.state = self.stack.pop()

    # --- tokens -----------------------------------------------------------------------------------

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.optional = self.first
            return
        self.first = False
        if symbol in _SYMBOLS:
            self._characters(_SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        first, optional = self.first, self.optional
        self.first = self.optional = False
        if first and (optional or word in _ELSEWHERE):
            self._destination(word)
        elif word in _CHARACTERS:
            self._characters(_CHARACTERS[word])
        elif word == "u":
            self._characters(chr((number or 0) & 0xFFFF))
            self.passed = self.state.fallback
        else:
            self._note_font(word, number)
            self._note_state(word, number)

    def _note_font(self, word: str, number: int | None) -> None:
        state = self.state
        match word:
            case "ansicpg":
                self.codec = _CODE_PAGES.get(number or 0, _DEFAULT)
            case "mac":
                self.codec = "mac-roman" if self.codec == _DEFAULT else self.codec
            case "deff":
                self.default_font = number
            case "fcharset" if state.fonts and state.font is not None and number in _CHARSETS:
                if len(self.fonts) < _MOST_FONTS:
                    self.fonts[state.font] = _CHARSETS[number]
            case "fromhtml":
                self.is_html = number != 0
            case _:
                pass

    def _note_state(self, word: str, number: int | None) -> None:
        match word:
            case "fonttbl":
                self.state = replace(self.state, fonts=True, skipped=True)
            case "f":
                self.state = replace(self.state, font=number)
            case "plain":
                self.state = replace(self.state, font=None)
            case "htmlrtf":
                self.state = replace(self.state, repeated=number != 0)
            case "uc":
                self.state = replace(self.state, fallback=min(max(number or 0, 0), 16))
            case _:
                pass

    def _destination(self, word: str) -> None:
        """Enter a group with a name: the HTML of the document, or what is none of its text."""
        if word == "htmltag" and self.is_html:
            self.state = replace(self.state, markup=True, repeated=False, font=None)
        else:
            self.state = replace(self.state, skipped=True)

    # --- characters -------------------------------------------------------------------------------

    @property
    def _is_silent(self) -> bool:
        return self.state.skipped or (self.is_html and self.state.repeated)

    def _raw(self, text: str) -> None:
        """Take bytes, one character each."""
        self.first = False
        if self.passed:
            passed = min(self.passed, len(text))
            self.passed -= passed
            text = text[passed:]
        if self._is_silent or not text:
            return
        font = self.default_font if self.state.font is None else self.state.font
        codec = self.codec if font is None else self.fonts.get(font, self.codec)
        if self.state.markup:
            codec = self.codec
        if codec != self.bytes_codec:
            self._flush()
            self.bytes_codec = codec
        self.bytes += text.encode("latin-1")

    def _characters(self, text: str) -> None:
        self.passed = 0
        if not self._is_silent:
            self._flush()
            self.pieces.append(self._written(text))

    def _flush(self) -> None:
        if self.bytes:
            self.pieces.append(self._written(self.bytes.decode(self.bytes_codec, "replace")))
            self.bytes.clear()

    def _written(self, text: str) -> str:
        # Within a tag the HTML stands as it was; beside tags stands the text that it showed.
        return html.escape(text, quote=False) if self.is_html and not self.state.markup else text
