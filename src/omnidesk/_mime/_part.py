"""One part of a mail: a window on the bytes, which reads what it is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omnidesk._mime._addresses import Addresses, parse_addresses
from omnidesk._mime._charset import Decoded, decode
from omnidesk._mime._dates import parse_date
from omnidesk._mime._ids import MessageIds, parse_message_ids
from omnidesk._mime._names import clean_filename
from omnidesk._mime._parameters import Parameters, parse_parameters
from omnidesk._mime._text import unix_lines
from omnidesk._mime._transfer import IDENTITY, decode_transfer, decoded_size, encoding_name
from omnidesk._mime._words import DecodedHeader, decode_words
from omnidesk.model import Defect

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView
    from datetime import datetime

    from omnidesk._mime._layout import Layout

_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,8}=\s{0,8}[\"']?([\w-]{1,40})", re.IGNORECASE
)
_READABLE = IDENTITY | {"quoted-printable"}
_META_WITHIN = 1024
"""Where HTML says its charset, if it does (WHATWG HTML, prescan)."""
_NO_ADDRESSES = Addresses(())
_NO_IDS = MessageIds(())


class MimePart:
    """
    A part of a mail, or the mail itself: offsets into the bytes, and ways of reading them.

    Nothing here raises, whatever the bytes; nothing is decoded before it is asked for, and of what
    was decoded only headers are kept. Parts are made by `parse_mime`, and never change.
    """

    __slots__ = (
        "_address_lists",
        "_decoded",
        "_disposition",
        "_headers",
        "_hint",
        "_id_lists",
        "_index",
        "_layout",
        "_media_type",
        "_type",
        "parts",
        "path",
    )

    path: str
    """
    Its section path as IMAP writes it (RFC 9051 section 6.4.5.1): `1.2` is the second part of the
    first. A mail that is no multipart has its one body at `1`; a multipart mail itself is the empty
    path, and a multipart directly within a message/rfc822 part `4` is `4.TEXT`.
    """
    parts: tuple[MimePart, ...]
    """The parts of a multipart, or the one message in a message/rfc822."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._index: dict[str, list[bytes]] | None = None
        # Headers are small, and several readers ask for the same ones.
        self._headers: dict[str, tuple[bytes, ...]] = {}
        self._decoded: dict[str, DecodedHeader] = {}
        self._address_lists: dict[str, Addresses] = {}
        self._id_lists: dict[str, MessageIds] = {}
        self._type: Parameters | None = None
        self._disposition: Parameters | None = None
        self._media_type: str | None = None
        self._hint: str | None = None
        self.path = ""
        self.parts = ()

    def __repr__(self) -> str:
        size = self._layout.end - self._layout.body
        return f"<MimePart {self.path or 'root'}, {size} bytes as sent>"

    # What was read can be read again; and pickle by itself takes a class that is not compiled.
    def __reduce__(self) -> tuple[object, ...]:
        return _part, (self._layout, self.path, self.parts)

    # --- headers ----------------------------------------------------------------------------------

    @property
    def headers(self) -> tuple[tuple[str, bytes], ...]:
        """The headers as sent, in order: names, and values with their folding."""
        return tuple((name.decode("ascii"), value) for name, value in self._layout.fields)

    @property
    def header_names(self) -> KeysView[str]:
        """The names of the headers, in lower case."""
        return self._by_name().keys()

    def _by_name(self) -> dict[str, list[bytes]]:
        if self._index is None:
            index: dict[str, list[bytes]] = {}
            fields = self._layout.fields
            names = b"\n".join([name for name, _ in fields]).decode("ascii").lower().split("\n")
            for name, (_, value) in zip(names, fields, strict=False):
                if name in index:
                    index[name].append(value)
                else:
                    index[name] = [value]
            self._index = index
        return self._index

    def count(self, name: str) -> int:
        """Return how many headers of that name, in lower case, there are."""
        return len(self._by_name().get(name, ()))

    def raw_headers(self, name: str) -> tuple[bytes, ...]:
        """Return the values of all headers of that name, unfolded and otherwise as sent."""
        known = self._headers.get(name)
        if known is not None:
            return known
        index = self._index
        if index is None:
            index = self._by_name()
        found = index.get(name) or index.get(name.lower())
        if found is None:
            return ()
        # Most headers stand there once.
        unfolded = (_unfold(found[0]),) if len(found) == 1 else tuple(map(_unfold, found))
        self._headers[name] = unfolded
        return unfolded

    def header(self, name: str) -> str | None:
        """Return the decoded value of the first header of that name, or `None`."""
        found = self.read_header(name)
        return None if found is None else found.text

    def header_all(self, name: str) -> tuple[str, ...]:
        """Return the decoded values of all headers of that name, in order."""
        return tuple(self._words(value).text for value in self.raw_headers(name))

    def read_header(self, name: str) -> DecodedHeader | None:
        """Return the decoded value of the first header of that name with its defects, or `None`."""
        known = self._decoded.get(name)
        if known is not None:
            return known
        values = self.raw_headers(name)
        if not values:
            return None
        decoded = self._decoded[name] = self._words(values[0])
        return decoded

    def addresses(self, name: str) -> Addresses:
        """Read the mailboxes of all headers of that name."""
        known = self._address_lists.get(name)
        if known is not None:
            return known
        values = self.raw_headers(name)
        read = self._read_addresses(values) if values else _NO_ADDRESSES
        self._address_lists[name] = read
        return read

    def _read_addresses(self, values: tuple[bytes, ...]) -> Addresses:
        limits = self._layout.limits
        lists = [parse_addresses(self._characters(value), limits=limits) for value in values]
        if len(lists) == 1:
            return lists[0]
        mailboxes = tuple(one for found in lists for one in found.addresses)
        kept = mailboxes[: self._layout.limits.addresses]
        defects = dict.fromkeys(code for found in lists for code in found.defects)
        if len(kept) < len(mailboxes):
            defects["limit_addresses"] = None
        return Addresses(kept, tuple(defects))

    def date(self, name: str) -> tuple[datetime | None, tuple[str, ...]]:
        """Read the first header of that name as a time in UTC: see `parse_date`."""
        values = self.raw_headers(name)
        return parse_date(self._characters(values[0])) if values else (None, ())

    def message_ids(self, name: str) -> MessageIds:
        """Read the message ids of all headers of that name."""
        known = self._id_lists.get(name)
        if known is not None:
            return known
        values = self.raw_headers(name)
        if not values:
            return _NO_IDS
        joined = " ".join([self._characters(value) for value in values])
        read = self._id_lists[name] = parse_message_ids(joined, limits=self._layout.limits)
        return read

    def _characters(self, value: bytes) -> str:
        """Turn bytes into characters; encoded words stay encoded."""
        if value.isascii() and b"\x1b" not in value:
            return value.decode("ascii")
        try:
            value.decode("utf-8")
        except UnicodeDecodeError:
            # Raw 8-bit text is in the charset of the body more often than not.
            return decode(value, self._charset_hint() or None).text
        return decode(value, "utf-8").text

    def _charset_hint(self) -> str:
        if self._hint is None:
            declared = (part.charset for part in self.walk())
            self._hint = next((one for one in declared if one is not None), "")
        return self._hint

    def _words(self, value: bytes) -> DecodedHeader:
        return decode_words(self._characters(value), limits=self._layout.limits)

    # --- what it is -------------------------------------------------------------------------------

    def _content_type(self) -> Parameters:
        if self._type is None:
            self._type = self._parameters("content-type")
        return self._type

    def _content_disposition(self) -> Parameters:
        if self._disposition is None:
            self._disposition = self._parameters("content-disposition")
        return self._disposition

    def _parameters(self, name: str) -> Parameters:
        values = self.raw_headers(name)
        if not values:
            return Parameters("", {})
        return parse_parameters(values[0], limits=self._layout.limits)

    @property
    def media_type(self) -> str:
        """
        The media type in lower case, such as `text/plain`.

        One that is missing is `text/plain` (RFC 2045 section 5.2), or `message/rfc822` in a digest.
        One that is malformed is `text/plain` too, or `application/octet-stream` for a named file.
        """
        if self._media_type is None:
            value = self._content_type().value
            if _MEDIA_TYPE.fullmatch(value):
                self._media_type = value
            elif not value:
                self._media_type = self._layout.default_type
            else:
                named = self.filename is not None
                self._media_type = "application/octet-stream" if named else "text/plain"
        return self._media_type

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the media type, decoded (RFC 2231), by name in lower case."""
        return dict(self._content_type().parameters)

    @property
    def charset(self) -> str | None:
        """The declared charset, as declared, or `None`."""
        return self._content_type().parameters.get("charset") or None

    @property
    def transfer_encoding(self) -> str:
        """The transfer encoding in lower case; `7bit` if none is declared."""
        values = self.raw_headers("content-transfer-encoding")
        return encoding_name(values[0].decode("latin-1")) if values else "7bit"

    @property
    def disposition(self) -> str | None:
        """`inline`, `attachment` or what else is declared (RFC 2183), or `None`."""
        return self._content_disposition().value or None

    @property
    def filename(self) -> str | None:
        """The file's name, safe to show: without path, control characters and direction marks."""
        name = self._content_disposition().parameters.get("filename")
        name = name or self._content_type().parameters.get("name")
        return clean_filename(name, limits=self._layout.limits) if name else None

    @property
    def content_id(self) -> str | None:
        """What other parts call it (`cid:`), without angle brackets, or `None`."""
        value = self.header("content-id")
        return (value or "").strip().removeprefix("<").removesuffix(">").strip() or None

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What is wrong with the structure and the headers that give it, here and below."""
        return tuple(
            Defect(code=code, pointer=part.path) for part in self.walk() for code in part.codes
        )

    @property
    def truncated(self) -> bool:
        """Whether something here or below was passed over because of a limit."""
        return any(defect.code.startswith("limit_") for defect in self.defects)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the defects of this part alone."""
        kind = self._content_type()
        codes = dict.fromkeys(self._layout.codes)
        codes.update(dict.fromkeys(kind.defects))
        if kind.value and not _MEDIA_TYPE.fullmatch(kind.value):
            codes["content_type_malformed"] = None
        if len(self.raw_headers("content-type")) > 1:
            codes["content_type_repeated"] = None
        return tuple(codes)

    # --- what is in it ----------------------------------------------------------------------------

    @property
    def size(self) -> int | None:
        """The size of `content()` in bytes, or `None` where only decoding would tell."""
        layout = self._layout
        data = memoryview(layout.raw)[layout.body : layout.end]
        return decoded_size(data, self._encoding())

    def content(self) -> bytes:
        """Return the content, decoded as far as it can be. Decodes anew each time."""
        return self.read_content()[0]

    def read_content(self) -> tuple[bytes, tuple[str, ...]]:
        """Return the decoded content, and the codes of what was wrong with its encoding."""
        return decode_transfer(self._window(), self._encoding())

    def head(self, size: int) -> bytes:
        """Return how the content begins: at most so many bytes, and no more is decoded."""
        layout = self._layout
        # No encoding takes more than three bytes for one, line breaks included; what is cut off at
        # the end of a piece is in what is left out.
        stop = min(layout.end, layout.body + 3 * size + 256)
        piece = layout.raw[layout.body : stop]
        return decode_transfer(piece, self._encoding())[0][:size]

    def may_contain(self, word: bytes) -> bool:
        """
        Tell whether the content can have a word in it, as far as that shows before decoding.

        Args:
            word: Some letters of ASCII, which no program writes as numbers (RFC 2045 section 6.7),
                and too few for a line to break within.
        """
        layout = self._layout
        readable = self._encoding() in _READABLE
        return not readable or layout.raw.find(word, layout.body, layout.end) >= 0

    def _window(self) -> bytes:
        layout = self._layout
        return layout.raw[layout.body : layout.end]

    def _encoding(self) -> str:
        # RFC 2045 section 6.4: what holds parts is not encoded itself, whatever it says.
        return "binary" if self.parts else self.transfer_encoding

    def text(self) -> str:
        """Return the content as text. Decodes anew each time."""
        return self.read_text().text

    def read_text(self) -> Decoded:
        """
        Return the content as text, composed (NFC), with LF line ends and without NULs.

        The declared charset is tried first, in the meaning that mail programs give it (`gb2312` is
        read as GB 18030, `iso-8859-1` as windows-1252), then UTF-8, then what the letters show, and
        windows-1252 at last: see `decode`.
        """
        data, codes = self.read_content()
        label = self.charset
        if label is None and self.media_type == "text/html":
            meta = _META_CHARSET.search(data, 0, _META_WITHIN)
            label = None if meta is None else meta[1].decode("ascii", "replace")
        decoded = decode(data, label)
        text = decoded.text
        if "\0" in text:
            text = text.replace("\0", "")
            codes = (*codes, "nul_characters")
        return decoded._replace(text=unix_lines(text), defects=(*codes, *decoded.defects))

    # --- where it is ------------------------------------------------------------------------------

    def walk(self) -> Iterator[MimePart]:
        """Yield this part and all below it, parents first."""
        waiting: list[MimePart] = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.parts))

    def find(self, path: str) -> MimePart | None:
        """Return the part here or below with that path, or `None`. The empty path is this one."""
        if not path:
            return self
        return next((part for part in self.walk() if part.path == path), None)


def _unfold(value: bytes) -> bytes:
    value = value.strip()
    if b"\n" in value:
        lines = value.replace(b"\r\n", b"\n").split(b"\n")
        # A continuation without its white space was broken on the way; the break was a space.
        value = b"".join([one if one[:1] in (b" ", b"\t") else b" " + one for one in lines]).strip()
    return value.replace(b"\r", b" ")


def _part(layout: Layout, path: str, parts: tuple[MimePart, ...]) -> MimePart:
    part = MimePart(layout)
    part.path, part.parts = path, parts
    return part
