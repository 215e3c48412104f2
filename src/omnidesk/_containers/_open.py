"""
What is in a container, as parts, and the pointers that lead to it.

A pointer is the section path of a part, and then one step for each container:

- `2/tnef/0` is the first file in the `winmail.dat` at `2`. `2/tnef/html`, `2/tnef/text` and
  `2/tnef/rtf` are its body in that form: HTML and text in UTF-8, RTF as the text or the HTML in it.
- `1/cms` is what was signed in the S/MIME message at `1`, as bytes. `1/cms/1.2` is the part `1.2`
  of it, if it is a mail in turn.

Steps may follow one another: `1/cms/2/tnef/0`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from omnidesk._containers._cms import Cms, read_cms
from omnidesk._containers._rtf_text import read_rtf
from omnidesk._containers._tnef import Tnef, TnefFile, read_tnef
from omnidesk._mime import DEFAULT_LIMITS, MimePart, parse_mime, part_of

if TYPE_CHECKING:
    from omnidesk._mime import Limits

DEEPEST = 5
"""How many containers are opened within one another."""
_TNEF, _CMS = "tnef", "cms"
_FORMS = ("text", "html", "rtf")


class OpenedTnef:
    """The files and the body of a `winmail.dat`, as parts whose paths lead through it."""

    def __init__(self, part: MimePart, limits: Limits) -> None:
        self._data = part.content()
        self._path = f"{part.path}/{_TNEF}"
        self._limits = limits
        self.tnef: Tnef = read_tnef(self._data)
        """What was read."""

    @cached_property
    def files(self) -> tuple[MimePart, ...]:
        """Its files, each a window on the bytes of the whole."""
        return tuple(map(self._file, range(len(self.tnef.attachments)), self.tnef.attachments))

    @cached_property
    def _rtf(self) -> tuple[bytes, tuple[str, ...]] | None:
        return self.tnef.rtf()

    @property
    def rtf_defects(self) -> tuple[str, ...]:
        """What was wrong with the compressed RTF, if there is any."""
        return self._rtf[1] if self._rtf is not None else ()

    def body(self, form: str) -> MimePart | None:
        """Return the body in one form: `text`, `html` or `rtf`."""
        source = {"text": self.tnef.text, "html": self.tnef.html}.get(form)
        kind = "text/html" if form == "html" else "text/plain"
        if form == "rtf" and self._rtf is not None:
            found = read_rtf(self._rtf[0])
            source, kind = found.text, "text/html" if found.is_html else "text/plain"
        if source is None or not source.strip():
            return None
        return part_of(
            source.encode("utf-8", "replace"),
            path=f"{self._path}/{form}",
            headers=((b"Content-Type", f"{kind}; charset=utf-8".encode()),),
            limits=self._limits,
        )

    def find(self, name: str) -> MimePart | None:
        """Return the file of that number, or the body in that form."""
        if name in _FORMS:
            return self.body(name)
        return next((one for one in self.files if one.path == f"{self._path}/{name}"), None)

    def _file(self, number: int, file: TnefFile) -> MimePart:
        kind = "application/vnd.ms-tnef" if file.embedded else file.media_type or ""
        headers: list[tuple[bytes, bytes]] = []
        if kind:
            headers.append((b"Content-Type", kind.encode("utf-8", "replace")))
        headers.append(_disposition(file.name or ""))
        if file.content_id:
            headers.append((b"Content-ID", f"<{file.content_id}>".encode("utf-8", "replace")))
        return part_of(
            self._data,
            start=file.start,
            end=file.end,
            path=f"{self._path}/{number}",
            headers=tuple(headers),
            default_type="application/octet-stream",
            limits=self._limits,
        )


class OpenedCms:
    """What was signed in a cryptographic message: a mail in turn, or a file."""

    def __init__(self, part: MimePart, limits: Limits) -> None:
        self._path = f"{part.path}/{_CMS}"
        self._name = (part.filename or "").removesuffix(".p7m")
        self._limits = limits
        self.cms: Cms = read_cms(part.content())
        """What was read."""

    @cached_property
    def whole(self) -> MimePart | None:
        """What was signed as bytes; `None` if it is elsewhere, or not to be had without a key."""
        if self.cms.content is None:
            return None
        return part_of(
            self.cms.content,
            path=self._path,
            headers=(_disposition(self._name),),
            default_type="application/octet-stream",
            limits=self._limits,
        )

    @cached_property
    def mail(self) -> MimePart | None:
        """What was signed as a mail, with paths that lead through the message around it."""
        if self.cms.content is None:
            return None
        root = parse_mime(self.cms.content, limits=self._limits)
        for one in root.walk():
            one.path = f"{self._path}/{one.path}" if one.path else self._path
        return root

    def find(self, path: str) -> MimePart | None:
        """Return the part of that path within it."""
        return None if self.mail is None else self.mail.find(f"{self._path}/{path}")


def _disposition(name: str) -> tuple[bytes, bytes]:
    # RFC 2231 hides whatever is in the name from the syntax around it.
    value = f"attachment; filename*=utf-8''{quote(name, safe='', errors='replace')}"
    return b"Content-Disposition", value.encode("ascii")


def open_tnef(part: MimePart, *, limits: Limits = DEFAULT_LIMITS) -> OpenedTnef:
    """Open a `winmail.dat`. Decodes it, and never fails."""
    return OpenedTnef(part, limits)


def open_cms(part: MimePart, *, limits: Limits = DEFAULT_LIMITS) -> OpenedCms:
    """Open an S/MIME message. Decodes it, verifies nothing, and never fails."""
    return OpenedCms(part, limits)


def find_part(mail: MimePart, pointer: str, *, limits: Limits = DEFAULT_LIMITS) -> MimePart | None:
    """
    Return what a pointer leads to, through at most `DEEPEST` containers, or `None`.

    Args:
        mail: The mail.
        pointer: A section path, and steps into containers.
        limits: How much of what is within is read.
    """
    steps = pointer.split("/", 3 * DEEPEST)
    found = mail.find(steps[0])
    at, opened = 1, 0
    while found is not None and at < len(steps):
        container = steps[at]
        name = steps[at + 1] if at + 1 < len(steps) else ""
        opened += 1
        if opened > DEEPEST:
            return None
        if container == _CMS and name in ("", _TNEF, _CMS):
            found = open_cms(found, limits=limits).whole
            at += 1
        elif container == _CMS:
            found = open_cms(found, limits=limits).find(name)
            at += 2
        elif container == _TNEF:
            found = open_tnef(found, limits=limits).find(name)
            at += 2
        else:
            return None
    return found
