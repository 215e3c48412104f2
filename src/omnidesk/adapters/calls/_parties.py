"""Who is on a call: numbers, extensions, SIP addresses, and those who withhold theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote

from phonenumbers import (
    SUPPORTED_REGIONS,
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    parse,
)
from phonenumbers.shortnumberinfo import is_emergency_number

from omnidesk.adapters.calls._renumbering import renumbered
from omnidesk.model import Identity, Participant

if TYPE_CHECKING:
    from datetime import datetime

    from omnidesk.model import Role

_LONGEST = 320
"""In characters: the longest address (RFC 3261 sets no bound; RFC 5321's will do)."""
_VIETNAM = 84

# What exchanges and carriers write where a caller withholds the number: words, what
# `anonymous`, `restricted` and the like give on a telephone's keys, and how the records of some
# exchanges write nothing. Folded: lower case, without accents, spaces and marks.
_WITHHELD = frozenset(
    (
        *("anonymous", "restricted", "private", "privatenumber", "unknown", "unknownnumber"),
        *("unavailable", "withheld", "blocked", "asserted", "nocallerid", "callerunknown"),
        *("notavailable", "hidden", "hiddennumber", "outofarea", "payphone", "idunavailable"),
        *("", "soan", "soriengtu", "khongxacdinh", "khonghienso", "andanh", "dauso"),
        *(
            "giauso",
            "soanh",
            "soanhienthi",
            "khonghienthi",
            "khongro",
            "null",
            "none",
            "s",
            "asterisk",
        ),
        *("266696687", "256225322", "7378742833", "2562533", "8656696", "86282452253"),
    )
)
_PUNCTUATION = str.maketrans("", "", " \t-_./()+'\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """
    How a telephone system writes who is on a call.

    Args:
        region: The region whose national numbers it writes (ISO 3166, `VN`). Without one, only
            international numbers are read as such: a region is never guessed.
        extension_digits: Numbers of up to so many digits are extensions of its own. 0 for none.
        own_numbers: Our lines, written in any way that `region` allows.
        scope: Within what its extensions, clients and users are unique: the exchange, the account.
        withheld: What it writes for a withheld number, beyond what is known.

    Raises:
        ValueError: If the region is none, or `extension_digits` is not from 0 to 8.
    """

    region: str | None = None
    extension_digits: int = 5
    own_numbers: tuple[str, ...] = ()
    scope: str | None = None
    withheld: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the configuration once, so that no record has to."""
        if self.region is not None and self.region not in SUPPORTED_REGIONS:
            raise ValueError(
                f"region: expected a region of ISO 3166 such as VN, got {self.region!r}"
            )
        if not 0 <= self.extension_digits <= 8:
            raise ValueError("extension_digits: expected 0 to 8")

    def party(
        self,
        raw: str | None,
        *,
        at: datetime | None = None,
        name: str | None = None,
        role: Role = "unknown",
    ) -> Participant | None:
        """
        Read one end of a call.

        Args:
            raw: As the record has it: a number in any spelling, `"Name" <number>`, a SIP, tel,
                client or sim URI, an extension, a user's id, or a word for a withheld number.
            at: When the record is from. Vietnam's old area codes are rewritten in old ones.
            name: The display name, if it stands elsewhere.
            role: What they are in the call.

        Returns:
            The participant; without an identity if they withheld theirs, and `None` if the record
            says nothing at all.
        """
        shown, address = _split(raw or "")
        name = _name(name) or _name(shown)
        if not address and not name:
            return None
        identity = self.identity(address, at=at)
        if name is not None and (self._is_withheld(name) or (identity and name == identity.raw)):
            name = None
        return Participant(
            role=role,
            identities=() if identity is None else (identity,),
            name=name,
            name_source=None if name is None else "vendor",
        )

    def identity(self, raw: str, *, at: datetime | None = None) -> Identity | None:
        """Return the identity that an address gives, or `None` if it is withheld or empty."""
        address = raw.strip()[:_LONGEST]
        if not address or self._is_withheld(address):
            return None
        scheme, colon, rest = address.partition(":")
        if colon and scheme.lower() in _SCHEMES:
            return self._of_uri(scheme.lower(), rest, address, at)
        if address.startswith("%2B"):
            # Some write the address as it stands in a query.
            address = unquote(address)
        if "@" in address:
            return self._of_uri("sip", address, raw, at)
        return self._of_digits(address, raw, at)

    def _of_uri(self, scheme: str, rest: str, raw: str, at: datetime | None) -> Identity | None:
        address = unquote(rest).strip().lstrip("/")
        if scheme == "tel":
            return self._of_digits(address.partition(";")[0], raw, at)
        if scheme in ("client", "sim"):
            return _identity(scheme, address, self.scope, raw)
        # RFC 3261 section 19.1: user:password@host:port;parameters?headers. A password never stays.
        user, at_sign, host = address.partition("?")[0].partition("@")
        user, password, _ = user.partition(";")[0].partition(":")
        user, host = user.strip(), _host(host)
        raw = "" if password else raw
        if host == "anonymous.invalid" or self._is_withheld(user):
            return None
        if not at_sign:
            user, host = "", _host(address)
        if user.startswith("+") and user[1:].isascii() and user[1:].isdigit():
            return self._of_digits(user, raw, at)
        return _identity("sip", f"{user}@{host}" if user else host, None, raw)

    def _of_digits(self, address: str, raw: str, at: datetime | None) -> Identity | None:
        digits = address.translate(_PUNCTUATION)
        if not digits.strip("0") or self._is_withheld(address):
            return None
        if not (digits.isascii() and digits.isdigit()):
            # Not a number: the id of a user of the system, as Stringee's are.
            return _identity("user", address, self.scope, raw)
        if len(digits) <= self.extension_digits and not address.startswith("+"):
            if self.region is not None and is_emergency_number(digits, self.region):
                return _identity("short_code", digits, self.region, raw)
            return _identity("extension", digits, self.scope, raw)
        number = _e164(address, digits, self.region, at)
        if number is not None:
            return _identity("phone", number, None, raw)
        # 1080, 1900 without a region, a number with a digit too few: nobody else's key.
        return _identity("short_code" if len(digits) <= 6 else "dialled", digits, self.region, raw)

    def _is_withheld(self, word: str) -> bool:
        folded = _folded(word)
        return folded in _WITHHELD or (
            bool(self.withheld) and folded in {_folded(one) for one in self.withheld}
        )


_SCHEMES = frozenset(("sip", "sips", "tel", "client", "sim"))


def _identity(scheme: str, value: str, scope: str | None, raw: str) -> Identity | None:
    if not value:
        return None
    raw = raw.strip()[:_LONGEST]
    kept = raw if raw != value else None
    return Identity(scheme=scheme, value=value, scope=scope, raw=kept or None)


def _host(text: str) -> str:
    """Return the host of a SIP address, without port and parameters."""
    host = text.partition("?")[0].partition(";")[0].strip().lower()
    bare, colon, port = host.rpartition(":")
    return (bare if colon and port.isdigit() else host).removesuffix(".")


def _e164(address: str, digits: str, region: str | None, at: datetime | None) -> str | None:
    """Return a number in the international form (E.164), if it can be one."""
    text = address if address.startswith("+") else digits
    if region is None and not text.startswith("+"):
        return None
    try:
        number = parse(text, region)
    except NumberParseException:
        return None
    if number.country_code == _VIETNAM:
        national = f"0{number.national_number}"
        today = renumbered(national, at)
        if today != national:
            number = parse(today, "VN")
    if not is_possible_number(number):
        return None
    return format_number(number, PhoneNumberFormat.E164)


def _split(raw: str) -> tuple[str, str]:
    """Part `"Name" <number>` (an exchange's caller id)."""
    text = raw.strip()[: 2 * _LONGEST]
    if text.endswith(">"):
        shown, opened, address = text[:-1].rpartition("<")
        if opened:
            return shown.strip().strip('"').strip(), address.strip()
    return "", text.strip('"')


def _name(name: str | None) -> str | None:
    return (" ".join((name or "").split())[:_LONGEST]) or None


def _folded(word: str) -> str:
    plain = normalize("NFD", word[:64].casefold()).replace("đ", "d")
    return "".join([one for one in plain if not "\u0300" <= one <= "\u036f"]).translate(
        _PUNCTUATION
    )
