"""Who is named as having written and sent a mail, and what is odd about it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from omnidesk._mime import Address
from omnidesk.adapters.email._envelope import return_path
from omnidesk.adapters.email._records import Senders
from omnidesk.model import Defect

if TYPE_CHECKING:
    from omnidesk._mime import MimePart

_READ = 300
"""Characters of a name: what a person would look at."""
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ZERO_WIDTH = frozenset("\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff")
_CLAIMS = frozenset({"list-post", "x-beenthere", "x-original-from", "x-original-sender"})
"""Without any of these, nothing says that somebody else wrote a mail."""
_NOT_LATIN = re.compile(r"[^\0-\u036f\u1e00-\u1eff]")
"""What is in no name in Latin letters, Vietnamese ones included."""
# Scripts whose letters can be mistaken for one another's. Japanese beside Latin is ordinary.
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})


def identities(mail: MimePart) -> Senders:
    """
    Read who wrote and sent a mail, and record what is used for deception.

    Codes: `author_missing`, `several_authors`, `several_from`, `name_looks_like_address`,
    `name_has_direction_marks`, `name_has_invisible_characters`, `name_mixes_scripts`,
    `domain_is_punycode`, `domain_mixes_scripts`, `domain_has_invisible_characters`, and those of
    the addresses themselves (`address_ambiguous` is an address with more than one `@`, or with
    several in angle brackets).

    Args:
        mail: The mail.
    """
    author, sender = _first(mail, "from"), _first(mail, "sender")
    if _same(sender, author):
        sender = None
    claimed_in, claimed = _claim(mail, author)
    return Senders(
        author=author,
        sender=sender,
        reply_to=mail.addresses("reply-to").addresses,
        return_path=return_path(mail),
        on_behalf_of=None if sender is None else author,
        original_sender=_only(mail, "x-original-sender"),
        claimed_author=claimed,
        claimed_in=claimed_in,
        defects=sender_defects(mail),
    )


def sender_defects(mail: MimePart) -> tuple[Defect, ...]:
    """
    Return the defects of `identities` alone.

    Args:
        mail: The mail.
    """
    authors = mail.addresses("from")
    codes = list(authors.defects)
    if not authors.addresses:
        codes.append("author_missing")
    if len(authors.addresses) > 1:
        codes.append("several_authors")
    if mail.count("from") > 1:
        codes.append("several_from")
    for one in authors.addresses[:10]:
        codes += _oddities(one)
    found = [Defect(code=code, pointer="from") for code in codes]
    sender = _first(mail, "sender")
    if sender is not None:
        odd = (*mail.addresses("sender").defects, *_oddities(sender))
        found += [Defect(code=code, pointer="sender") for code in odd]
    return tuple(dict.fromkeys(found)) if found else ()


def _oddities(address: Address) -> list[str]:
    codes: list[str] = []
    name = (address.name or "")[:_READ]
    if not name.isascii():
        if not _BIDI.isdisjoint(name):
            codes.append("name_has_direction_marks")
        if not _ZERO_WIDTH.isdisjoint(name):
            codes.append("name_has_invisible_characters")
        if _NOT_LATIN.search(name) and any(map(_mixes_scripts, name.split())):
            codes.append("name_mixes_scripts")
        # Full-width and small forms of the sign.
        if "@" not in name and not {"＠", "﹫"}.isdisjoint(name):
            codes.append("name_looks_like_address")
    domain = (address.domain or "")[:_READ]
    if any(label.startswith("xn--") for label in domain.split(".")):
        codes.append("domain_is_punycode")
    if not domain.isascii():
        if any(map(_mixes_scripts, domain.split("."))):
            codes.append("domain_mixes_scripts")
        if not (_BIDI | _ZERO_WIDTH).isdisjoint(domain):
            codes.append("domain_has_invisible_characters")
    return codes


def _mixes_scripts(word: str) -> bool:
    """Tell whether a word has letters of two scripts that look alike: `Pаypal`, its a Cyrillic."""
    scripts = {unicodedata.name(one, "").partition(" ")[0] for one in word if one.isalpha()}
    return len(scripts & _ALIKE) > 1


def _same(first: Address | None, second: Address | None) -> bool:
    one = None if first is None else first.address
    other = None if second is None else second.address
    return one is not None and other is not None and one.lower() == other.lower()


def _first(mail: MimePart, header: str) -> Address | None:
    found = mail.addresses(header).addresses
    return found[0] if found else None


def _only(mail: MimePart, header: str) -> Address | None:
    """Return the mailbox of a header that has exactly one."""
    found = mail.addresses(header).addresses
    return found[0] if len(found) == 1 and found[0].address is not None else None


def _claim(mail: MimePart, author: Address | None) -> tuple[str | None, Address | None]:
    """Find who wrote a mail in whose `From` a list has put itself, and which header says so."""
    if mail.header_names.isdisjoint(_CLAIMS):
        return None, None
    lists = _lists(mail)
    address = "" if author is None else (author.address or "").lower()
    candidates = ["x-original-from", "x-original-sender"]
    if address in lists:
        # Mailman moves the author to one of these. Elsewhere they mean something else.
        candidates += ["x-mailfrom", "reply-to"]
    for header in candidates:
        claimed = _only(mail, header)
        if claimed is not None:
            said = (claimed.address or "").lower()
            if said != address and said not in lists:
                return header, claimed
    return None, None


def _lists(mail: MimePart) -> frozenset[str]:
    """Return the addresses of the lists that a mail came through."""
    found = [one.address for one in mail.addresses("x-beenthere").addresses]
    for value in mail.header_all("list-post")[:5]:
        start = value.lower().find("mailto:")
        if start >= 0:
            found.append(value[start + 7 :].partition(">")[0].partition("?")[0].strip())
    return frozenset(one.lower() for one in found if one)
