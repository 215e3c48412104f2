"""Mail that somebody, or some rule, has passed on: who wrote it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk._mime import Address, parse_addresses, parse_date, parse_mime
from omnidesk.adapters.email._envelope import return_path, unwrap
from omnidesk.adapters.email._forward_block import find_block
from omnidesk.adapters.email._records import Forwarded
from omnidesk.adapters.email._subject import subject_kind

if TYPE_CHECKING:
    from omnidesk._mime import MimePart
    from omnidesk.adapters.email._forward_block import Block

_REPORTS = frozenset({"multipart/report", "multipart/digest"})
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_HEAD = 64 * 1_024
"""Bytes of an encoded mail that are decoded for its headers."""


def forwarded(mail: MimePart, text: str | None) -> Forwarded | None:
    """
    Find out whether a mail was forwarded, and what can be told about the mail that was.

    A mail within the mail counts first, then headers repeated in the text, then trace headers of
    automatic forwarding. Of several mails within the mail, the first is meant. In text, the
    outermost forward is found; one that is quoted in an answer is none.

    Args:
        mail: The mail.
        text: Its text, with LF line ends, quotes included; `None` if it has none. Of it, 256 Ki
            characters and 10,000 lines are read.
    """
    subject = mail.header("subject") or ""
    kind = subject_kind(subject)
    return _attached(mail, kind) or _inline(mail, text, kind) or _automatic(mail)


# --- as an attachment -----------------------------------------------------------------------------


def _attached(mail: MimePart, kind: str | None) -> Forwarded | None:
    part = None if kind == "reply" else _message(mail)
    if part is None:
        return None
    # RFC 2046 section 5.2.1 forbids to encode a mail within a mail, which stops few.
    inner = part.parts[0] if part.parts else parse_mime(part.head(_HEAD))
    authors = inner.addresses("from").addresses
    if not authors:
        return None
    return Forwarded(
        evidence="attachment",
        author=authors[0],
        forwarder=_first(mail, "from"),
        date=inner.date("date")[0],
        date_raw=inner.header("date"),
        subject=inner.header("subject"),
        to=inner.addresses("to").addresses,
        cc=inner.addresses("cc").addresses,
        part=part.path,
        confidence=1.0 if kind == "forward" else 0.9,
    )


def _message(mail: MimePart) -> MimePart | None:
    """Return the first mail within a mail, those within that one apart."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        if part.media_type in _MESSAGES and (part.parts or "message_encoded" in part.codes):
            return part
        # In a report it is the mail that bounced; in a digest it is one of many.
        if part.media_type not in _REPORTS:
            waiting.extend(reversed(part.parts))
    return None


# --- in the text ----------------------------------------------------------------------------------


def _inline(mail: MimePart, text: str | None, kind: str | None) -> Forwarded | None:
    block = find_block(text or "")
    if block is None:
        return None
    answers = kind == "reply" or (kind is None and bool(mail.raw_headers("in-reply-to")))
    if block.banner != "forward" and kind != "forward" and (answers or block.preceded):
        # Outlook puts the same lines above what it answers and above what it forwards.
        return None
    author = _mailbox(block.fields.get("from", ""))
    date = block.fields.get("date")
    return Forwarded(
        evidence="inline",
        author=author,
        forwarder=_first(mail, "from"),
        date=None if date is None else parse_date(date)[0],
        date_raw=date,
        subject=block.fields.get("subject"),
        to=_mailboxes(block.fields.get("to", "")),
        cc=_mailboxes(block.fields.get("cc", "")),
        span=(block.end, len(text or "")),
        header_span=(block.start, block.end),
        language=block.language,
        confidence=_confidence(block, kind, author),
    )


def _confidence(block: Block, kind: str | None, author: Address | None) -> float:
    confidence = 0.9 if block.banner == "forward" else 0.7
    if kind == "forward":
        confidence += 0.08
    if author is None or author.address is None:
        confidence -= 0.2
    return round(confidence, 2)


def _mailbox(value: str) -> Address | None:
    """Read who wrote it, in the many ways of writing it; a name alone is something too."""
    value = _plain(value)
    if not value:
        return None
    found: dict[str, None] = {}
    name: list[str] = []
    for word in value.replace("<", " <").replace(";", " ").replace(",", " , ").split():
        bare = word.strip("<>()[]\"',").removeprefix("mailto:").removesuffix(">")
        parsed = parse_addresses(bare).addresses if "@" in bare else ()
        if len(parsed) == 1 and parsed[0].address is not None:
            found[parsed[0].address] = None
        elif not found and word != ",":
            name.append(word)
        elif not found:
            name.append(",")
    shown = " ".join(name).replace(" ,", ",").strip("\"'<([ ,*")
    if not found:
        return Address(shown) if shown else None
    local, _, domain = next(iter(found)).rpartition("@")
    return Address(shown or None, local, domain)


def _mailboxes(value: str) -> tuple[Address, ...]:
    """Read whom it was to."""
    value = _plain(value)
    found = parse_addresses(value if value.count(";") < 1 else value.replace(";", ",")).addresses
    return tuple(one for one in found if one.address is not None or one.name is not None)


def _plain(value: str) -> str:
    """Drop what HTML leaves around addresses in text: `[mailto:…]`, `<mailto:…>`, emphasis."""
    for mark in ("[mailto:", "(mailto:", "<mailto:"):
        value = value.replace(mark, "<")
    return value.replace("]", ">").replace("*", "").replace("\u00a0", " ").strip()


# --- by a rule ------------------------------------------------------------------------------------


def _automatic(mail: MimePart) -> Forwarded | None:
    """Tell what a mailbox rule or an alias has forwarded, by what servers write on the way."""
    forwarder = _by_rule(mail)
    if forwarder is None:
        return None
    return Forwarded(
        evidence="header",
        author=_first(mail, "from"),
        forwarder=forwarder if forwarder.address is not None else None,
        claimed=False,
        date=mail.date("date")[0],
        date_raw=mail.header("date"),
        subject=mail.header("subject"),
        to=mail.addresses("to").addresses,
        cc=mail.addresses("cc").addresses,
        confidence=0.9,
    )


# Who forwards, by header: Gmail; RFC 5322 section 3.6.6; Exchange's inbox rules; Zimbra.
_FORWARDERS = (
    "x-forwarded-for",
    "resent-from",
    "resent-sender",
    "x-ms-exchange-inbox-rules-loop",
    "x-zimbra-forwarded",
)
# That somebody does, without saying who: Gmail; X.400 (RFC 2156); Exchange.
_SIGNS = {
    "x-forwarded-to": "",
    "autoforwarded": "true",
    "x-ms-exchange-generated-message-source": "mailbox rules agent",
    "resent-to": "",
}
_TRACES = frozenset((*_FORWARDERS, *_SIGNS))


def _by_rule(mail: MimePart) -> Address | None:
    """Return who forwards; a mailbox without an address if that is not known."""
    envelope = unwrap(return_path(mail) or "")
    if envelope.scheme is None and mail.header_names.isdisjoint(_TRACES):
        return None
    if (mail.header("auto-submitted") or "no").partition(";")[0].strip().lower() != "no":
        # Exchange marks its automatic answers with the header of its rules.
        return None
    for header in _FORWARDERS:
        for value in mail.header_all(header)[:1]:
            # Gmail lists the mailbox and the addresses that it forwards to.
            words = value.replace(",", " ").split() if header == "x-forwarded-for" else [value]
            found = parse_addresses(words[0]).addresses if words else ()
            # A web server's header of this name has the address of a machine.
            if found and found[0].address is not None:
                return found[0]
    if envelope.scheme == "gmail_caf":
        return parse_addresses(envelope.address).addresses[0]
    if envelope.scheme in ("srs0", "srs1"):
        return Address()
    for header, sign in _SIGNS.items():
        said = mail.header(header)
        if said is not None and said.strip().lower().startswith(sign):
            return Address()
    return None


def _first(mail: MimePart, header: str) -> Address | None:
    return next(iter(mail.addresses(header).addresses), None)
