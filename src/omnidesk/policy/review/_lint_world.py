"""What lint says about a policy beside platforms, channels, calendars, sources and ciphers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from omnidesk.policy._base import FORCES
from omnidesk.policy.review._finding import Finding
from omnidesk.policy.review._scope import is_sure, lasts, length, overlaps, unmatched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.policy._rules import Protection, Rule
    from omnidesk.policy.review._finding import Desk

# --- where it is used -----------------------------------------------------------------------------


def check_platforms(desk: Desk) -> Iterator[Finding]:
    theirs = [
        (f"{platform.id}.{rule.id}", rule)
        for platform in desk.platforms
        for rule in platform.rules
        if platform is not desk.policy
    ]
    theirs += [(rule.id, rule) for rule in desk.policy.rules]
    for name, term in theirs:
        if term.force != "platform" or term.erase is None or not is_sure(term.anchor):
            continue
        where = frozenset(term.when.channel)
        if where and desk.channels is not None and where.isdisjoint(desk.channels):
            continue
        for rule in (*desk.keeps, *desk.terms):
            longer = lasts(rule) > length(term.erase.period)
            if rule.force == "platform" or not longer or not overlaps(rule.when, term.when):
                continue
            yield _clash(rule, name, term.erase.period)


def _clash(rule: Rule, term: str, period: str) -> Finding:
    if rule.keep is None:
        text = f"it erases later than {term} demands ({period}), which comes first where it applies"
        return Finding("platform_clash", "warning", text, rule.id)
    if FORCES[rule.force] > FORCES["platform"]:
        text = f"it keeps for longer than {term} allows ({period}), and prevails: tell the platform"
        return Finding("platform_clash", "warning", text, rule.id)
    text = f"it promises to keep for longer than {term} allows ({period}), which prevails"
    return Finding("platform_clash", "error", text, rule.id)


_SHORT = timedelta(days=1)


def check_sweeps(desk: Desk) -> Iterator[Finding]:
    for rule in desk.erasures:
        if rule.erase is None or not (period := length(rule.erase.period)):
            continue  # what goes at once is late after every sweep
        if desk.sweep is None and period < _SHORT:
            text = f"{rule.erase.period} is kept only if what is due is erased more often than that"
            yield Finding("sweep_too_slow", "info", text, rule.id)
        elif desk.sweep is not None and desk.sweep >= period:
            text = f"{rule.erase.period} is no longer than the time between two erasures"
            yield Finding("sweep_too_slow", "error", text, rule.id)


def check_matches(desk: Desk) -> Iterator[Finding]:
    for rule in desk.policy.rules:
        impossible = unmatched(rule.when)
        if impossible:
            whole = len(impossible) == len(rule.when.category)
            named = ", ".join(impossible)
            text = f"{named} can have no such part, direction or role: "
            text += "it matches nothing" if whole else "it matches none of those"
            yield Finding("never_matches", "error" if whole else "warning", text, rule.id)
        if desk.channels is not None:
            unknown = [one for one in rule.when.channel if one not in desk.channels]
            if unknown:
                text = f"no such channel: {', '.join(unknown)}"
                whole = len(unknown) == len(rule.when.channel)
                yield Finding("unknown_channel", "warning" if whole else "info", text, rule.id)


def check_calendars(desk: Desk) -> Iterator[Finding]:
    for rule in desk.policy.rules:
        said = rule.keep or rule.erase
        name = said.calendar if said is not None else None
        if name is not None and desk.calendars is not None and name not in desk.calendars:
            text = f"there is no calendar {name}: a keep has no end, and an erasure waits"
            yield Finding("unknown_calendar", "error", text, rule.id)


def check_sources(desk: Desk) -> Iterator[Finding]:
    for rule in desk.policy.rules:
        if rule.force == "policy" or rule.source.certainty == "quoted":
            continue
        if rule.source.certainty == "unconfirmed":
            text = f"it has the force of a {rule.force}, and nobody has confirmed its source"
            yield Finding("unconfirmed_source", "warning", text, rule.id)
        elif rule.force == "law":
            text = "it has the force of a law; only another's account of it was read"
            yield Finding("secondary_source", "info", text, rule.id)


# --- protections ----------------------------------------------------------------------------------

_BROKEN = frozenset({"md2", "md4", "md5", "sha0", "sha1", "crc32"})
_HASHES = _BROKEN | {"blake2b", "blake2s", "blake3", "ripemd160", "sha224", "sha256", "sha384"}
_FAST = _HASHES | {"sha512", "sha3224", "sha3256", "sha3384", "sha3512"}
"""Hashes that are made to be quick, by their names without dashes."""

_NO_SECRET = frozenset({"base64", "base32", "hex", "rot13", "urlencoding", "gzip"})
"""Ways of writing, which anybody can read."""

_BROKEN_CIPHERS = frozenset({"des", "3des", "rc4", "aesecb", "aes128ecb", "aes256ecb"})


def check_protections(desk: Desk) -> Iterator[Finding]:
    for one in desk.policy.protections:
        text = _weakness(one)
        if text is not None:
            yield Finding("weak_protection", "error", f"{one.method} {text}")


def _weakness(one: Protection) -> str | None:
    method = one.method.lower().replace("-", "").replace("_", "").replace(".", "")
    if method in _NO_SECRET:
        return "hides nothing: anybody can read it"
    if method in _BROKEN_CIPHERS:
        return "is broken: AES-256-GCM is not"
    if method.removeprefix("hmac") in _BROKEN and method.startswith("hmac"):
        return "rests on a broken hash: HMAC-SHA-256 does not"
    if method not in _FAST:
        return None
    return {
        "encrypt": "is a hash and no encryption: it has no key, and telephone numbers and "
        "addresses are found by trying them all; AES-256-GCM is encryption",
        "pseudonymise": "has no key: whoever tries all telephone numbers and addresses finds "
        "them; HMAC-SHA-256 with a secret key has one",
        "store_passwords": "is made to be quick, and passwords are found by trying many; Argon2id "
        "and scrypt are slow",
    }[one.used_to]
