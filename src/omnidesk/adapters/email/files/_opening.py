"""A mail whose containers are opened: what is in them takes their place."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Literal, NamedTuple

from omnidesk._containers import DEEPEST, open_cms, open_tnef
from omnidesk._mime import Bodies, MimePart, select_bodies
from omnidesk.adapters.email.files._protection import is_encrypted, protection
from omnidesk.adapters.email.files._types import GENERIC, canonical, extension_of
from omnidesk.model import Defect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._containers import OpenedTnef
    from omnidesk._mime import Limits

ContainerKind = Literal["cms", "tnef"]

_KINDS: dict[str, ContainerKind] = {
    "application/pkcs7-mime": "cms",
    "application/vnd.ms-tnef": "tnef",
}
_CLOSED = {
    "authenveloped-data": ("content_encrypted",),
    "certs-only": (),
    "compressed": ("content_compressed",),
    "enveloped": ("content_encrypted",),
    "enveloped-data": ("content_encrypted",),
}
"""What S/MIME says it is, or turns out to be, that cannot be opened: what is to be said of it."""
_MESSAGES = ("message/global", "message/rfc822")
_NOTES = ("IPM.Note", "IPM.Microsoft Mail.Note")
"""Classes of messages that are plain mails: their TNEF says nothing that the mail does not."""


class Opening(NamedTuple):
    """The parts of a mail and of what is in its containers."""

    bodies: Bodies
    """By what they are for."""
    parts: tuple[MimePart, ...] | None
    """In order, what is in containers included; `None` if there are no containers."""
    defects: tuple[Defect, ...]
    """What was wrong with containers and with what is in them."""


def container_kind(part: MimePart) -> ContainerKind | None:
    """Tell whether a part is a container that can be opened, by what it says about itself."""
    kind = canonical(part.media_type)
    if kind in GENERIC:
        name = (part.filename or "").lower()
        if name == "winmail.dat":
            return "tnef"
        return "cms" if extension_of(name) == "p7m" else None
    return _KINDS.get(kind)


def open_containers(mail: MimePart, bodies: Bodies, *, limits: Limits) -> Opening:
    """
    Open what is TNEF or was signed with S/MIME, and what is within that, five levels deep.

    Opened containers are decoded. What was signed is not verified, and what is encrypted stays as
    it is. The body in a `winmail.dat` counts if the mail says nothing else.

    Args:
        mail: The mail.
        bodies: Its parts by what they are for.
        limits: How much of it is read.
    """
    if all(container_kind(one) is None for one in bodies.attachments):
        return Opening(bodies, None, ())
    return _Opener(mail, bodies, limits).run()


class _Opener:
    def __init__(self, mail: MimePart, bodies: Bodies, limits: Limits) -> None:
        self.mail = mail
        self.limits = limits
        self.defects: dict[Defect, None] = {}
        # By the path of the container: what stands in its place.
        self.contents: dict[str, tuple[MimePart, ...]] = {}
        self.tnefs: list[tuple[MimePart, OpenedTnef]] = []
        self.text = list(bodies.text)
        self.html = list(bodies.html)
        self.attachments = list(bodies.attachments)
        self.count = 0

    def run(self) -> Opening:
        waiting = deque((one, 0) for one in self.attachments)
        while waiting:
            part, depth = waiting.popleft()
            kind = container_kind(part)
            if kind is None:
                continue
            if depth >= DEEPEST or self.count > self.limits.parts:
                code = "limit_containers" if depth >= DEEPEST else "limit_parts"
                self._note(part, (code,))
                continue
            found = self._open_tnef(part) if kind == "tnef" else self._open_cms(part)
            self.count += len(self.contents.get(part.path, ()))
            waiting.extend((one, depth + 1) for one in found)
        self._take_body()
        parts = tuple(self._in_order())
        return Opening(
            Bodies(*(_among(parts, one) for one in (self.text, self.html, self.attachments))),
            parts,
            tuple(self.defects),
        )

    # --- opening ----------------------------------------------------------------------------------

    def _open_tnef(self, part: MimePart) -> tuple[MimePart, ...]:
        """Return what is left to be opened."""
        opened = open_tnef(part, limits=self.limits)
        self._note(part, opened.tnef.defects)
        if "tnef_malformed" in opened.tnef.defects and not opened.files:
            return ()
        self.tnefs.append((part, opened))
        self.attachments += opened.files
        self.contents[part.path] = opened.files
        # A message within it hangs on the mail as a whole, as one in MIME does.
        return tuple(one for one in opened.files if container_kind(one) == "cms")

    def _open_cms(self, part: MimePart) -> tuple[MimePart, ...]:
        declared = part.parameters.get("smime-type", "").strip().lower()
        if declared in _CLOSED:
            self._note(part, _CLOSED[declared])
            return ()
        opened = open_cms(part, limits=self.limits)
        self._note(part, opened.cms.defects)
        whole, mail = opened.whole, opened.mail
        if whole is None or mail is None:
            self._note(part, _CLOSED.get(opened.cms.kind, ()))
            return ()
        self.attachments.remove(part)
        if not _is_mail(mail, whole):
            self.attachments.append(whole)
            self.contents[part.path] = (whole,)
            return (whole,)
        return self._take_mail(part, mail)

    def _take_mail(self, part: MimePart, mail: MimePart) -> tuple[MimePart, ...]:
        # A whole message may be wrapped once more, so that its headers are signed too.
        wrapped = mail.media_type in _MESSAGES and mail.parts
        inner = select_bodies(mail.parts[0] if wrapped else mail)
        self.text += inner.text
        self.html += inner.html
        self.contents[part.path] = tuple(mail.walk())
        self.defects.update(dict.fromkeys(mail.defects))
        found = protection(mail)
        if found is not None and is_encrypted(found):
            self.defects[Defect(code="content_encrypted", pointer=found.path)] = None
        signatures = found.signatures if found is not None else ()
        hanging = tuple(one for one in inner.attachments if one.path not in signatures)
        self.attachments += hanging
        return hanging

    def _note(self, part: MimePart, codes: Iterable[str]) -> None:
        self.defects.update({Defect(code=code, pointer=part.path): None for code in codes})

    # --- the whole --------------------------------------------------------------------------------

    def _take_body(self) -> None:
        """Let a winmail.dat speak for a mail that says nothing; drop those that add nothing."""
        silent = self.tnefs and not any(map(_says_something, {*self.text, *self.html}))
        for part, opened in self.tnefs:
            texts = _bodies(opened) if silent else ()
            if texts:
                silent = False
                self._note(part, opened.rtf_defects)
                self.text = [one for one in self.text if not _is_text(one)] + [texts[0]]
                self.html = [one for one in self.html if not _is_text(one)] + [texts[-1]]
                self.contents[part.path] = (*texts, *opened.files)
            if _is_note(opened):
                # Of appointments and the like, more is in it than is read.
                self.attachments.remove(part)

    def _in_order(self) -> Iterable[MimePart]:
        waiting = list(reversed(list(self.mail.walk())))
        while waiting:
            part = waiting.pop()
            inner = self.contents.get(part.path, ())
            yield part
            waiting.extend(reversed(inner))


def _among(parts: tuple[MimePart, ...], wanted: list[MimePart]) -> tuple[MimePart, ...]:
    """Return what is wanted, in the order of all parts."""
    known = {id(one) for one in wanted}
    return tuple(one for one in parts if id(one) in known)


def _is_mail(mail: MimePart, whole: MimePart) -> bool:
    """Whether what was signed is a mail (RFC 8551 section 3.1), rather than a file of its own."""
    blank = whole.head(2).startswith((b"\n", b"\r\n"))
    return blank or bool(mail.raw_headers("content-type")) or not extension_of(whole.filename or "")


def _is_text(part: MimePart) -> bool:
    return part.media_type.startswith("text/")


def _says_something(part: MimePart) -> bool:
    return _is_text(part) and bool(part.text().strip())


def _is_note(opened: OpenedTnef) -> bool:
    return (opened.tnef.message_class or _NOTES[0]).startswith(_NOTES)


def _bodies(opened: OpenedTnef) -> tuple[MimePart, ...]:
    """Return the body as text and as HTML, or in the only form that there is."""
    plain, markup = opened.body("text"), opened.body("html")
    if markup is None:
        rtf = opened.body("rtf")
        if rtf is not None and (plain is None or rtf.media_type == "text/html"):
            markup = rtf
    return tuple(one for one in (plain, markup) if one is not None)
