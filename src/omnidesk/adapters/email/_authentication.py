"""Authentication-Results (RFC 8601), believed only from servers that we name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from omnidesk._mime import decode
from omnidesk._mime._comments import comment_end, without_comments
from omnidesk.adapters.email._records import (
    AuthenticationDetail,
    AuthenticationResult,
    AuthenticationResults,
)
from omnidesk.model import Authentication

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk._mime import MimePart
    from omnidesk.model import Verdict

_RESULTS = 100
_WORD = 1_024
"""Characters after which a word takes no more pieces."""
_HEADERS = 50
_INSTANCES = 50
"""RFC 8617 section 4.2.1: a chain is no longer."""
_NUMBERS = frozenset(map(str, range(1, _INSTANCES + 1)))

# Every piece takes all that it can and never gives back.
_PIECE = re.compile(r"(?P<space>\s++)|(?P<mark>[;(])|(?P<text>\"(?:[^\"\\]|\\.)*+\"|[^\s;(\"]++)")
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)

_VERDICTS: dict[str, Verdict] = {
    "pass": "pass",
    "fail": "fail",
    "hardfail": "fail",
    "softfail": "fail",
    "policy": "fail",
    "none": "none",
    "neutral": "none",
    "temperror": "error",
    "permerror": "error",
}
# Where results differ, the first of these counts.
_ANY_PASS: tuple[Verdict, ...] = ("pass", "fail", "error", "none")
_ANY_FAIL: tuple[Verdict, ...] = ("fail", "error", "none", "pass")


_NOBODY_SAYS = AuthenticationDetail()


def parse_authentication_results(raw: str) -> AuthenticationResults:
    """
    Read the value of an Authentication-Results header.

    Comments are dropped, quoted strings unquoted. After a comment or a quote that never ends,
    nothing is read: what follows may be somebody else's words. At most 100 results are read.

    Args:
        raw: The unfolded value.
    """
    sections, malformed = _sections(raw)
    first, *others = sections
    # An id, and perhaps the version of the format. A server without an id starts with a result.
    authserv_id: str | None = None
    if first and "=" not in first[0]:
        authserv_id = first[0].lower().rstrip(".")
        if len(first) > 1 and first[1] != "1":
            return AuthenticationResults(authserv_id, (), malformed=True)
    else:
        others = sections
    results: list[AuthenticationResult] = []
    for words in others[:_RESULTS]:
        if not words or [one.lower() for one in words] == ["none"]:
            continue
        result = _result(words)
        if result is None:
            malformed = True
        else:
            results.append(result)
    return AuthenticationResults(authserv_id, tuple(results), malformed or len(others) > _RESULTS)


def _sections(raw: str) -> tuple[list[list[str]], bool]:
    """Split a value at its semicolons, and what is between them into words."""
    sections: list[list[str]] = [[]]
    position, joined = 0, False
    while (piece := _PIECE.match(raw, position)) is not None:
        text, position = piece[0], piece.end()
        if piece["text"] is not None:
            if text[0] == '"':
                text = _QUOTED_PAIR.sub(r"\1", text[1:-1])
            words = sections[-1]
            if words and (joined or text[:1] == "=" or _awaits(words[-1], text)):
                if len(words[-1]) > _WORD:
                    return sections, True
                words[-1] += text
            else:
                words.append(text)
            joined = True
            continue
        joined = False
        if text == ";":
            sections.append([])
        elif text == "(":
            position = comment_end(raw, piece.start())
            if position < 0:
                return sections, True
    return sections, position < len(raw)


def _awaits(word: str, text: str) -> bool:
    """Tell whether a word is a name whose value comes after white space: `dkim = pass`."""
    return word.find("=") == len(word) - 1 and "=" in word and "=" not in text


def _result(words: list[str]) -> AuthenticationResult | None:
    """Read `method[/version]=result [reason=…] [ptype.property=value …]`."""
    method, separator, result = words[0].partition("=")
    name, _, version = method.lower().partition("/")
    if not (separator and name and result) or version not in ("", "1"):
        return None
    reason: str | None = None
    properties: list[tuple[str, str]] = []
    for word in words[1:]:
        key, separator, value = word.partition("=")
        if not separator:
            continue
        if key.lower() == "reason":
            reason = value
        else:
            properties.append((key.lower(), value))
    return AuthenticationResult(name, result.lower(), reason, tuple(properties))


def authenticate(
    mail: MimePart,
    *,
    trusted: frozenset[str],
    from_domain: str | None,
    sealers: frozenset[str] = frozenset(),
    strips_forged: bool = False,
) -> AuthenticationDetail:
    """
    Tell whether a mail is from the domain that it shows, as servers that are trusted have checked.

    Only the topmost headers of one trusted server count, up to the first `Received` line or header
    of another server below them. Nothing counts below the `Received` line of a trusted server, or
    of a hop from a host outside the trusted servers' domains: whoever sent the mail may have
    written that. Servers that write their results below their own `Received` line (some with
    Postfix and a milter) need `strips_forged`.

    Without a result for DMARC, a pass of DKIM or SPF counts if its domain and the author's are
    the same, or one is below the other. RFC 7489 compares organisational domains, for which one
    needs the list of public suffixes; so `a.shop.example` and `b.shop.example` do not align here,
    and a failure is never concluded.

    With `sealers`, what an ARC chain says replaces a verdict that is not `pass`, if the trusted
    server found the chain to pass and every sealer from that point on is one of them (RFC 8617).

    Args:
        mail: The mail.
        trusted: The authserv-ids of our own servers. Of none, nothing is believed.
        from_domain: The domain of the only author, or `None` if there is no one such: then there is
            no verdict about it.
        sealers: Domains whose seals are believed (`d=` in ARC-Seal).
        strips_forged: Whether the trusted servers delete headers in their name that come from
            outside, as RFC 8601 section 5 demands.
    """
    names = frozenset(one.lower().rstrip(".") for one in trusted if one)
    if not names:
        return _NOBODY_SAYS
    by, results = _believed(mail, names, strips_forged=strips_forged)
    if by is None:
        return _NOBODY_SAYS
    domain = (from_domain or "").lower().rstrip(".")
    detail = _judge(results, domain, by)
    if detail.authentication.dmarc != "pass" and sealers:
        through = _arc(mail, results, frozenset(one.lower() for one in sealers), domain)
        return through or detail
    return detail


def _judge(results: tuple[AuthenticationResult, ...], domain: str, by: str) -> AuthenticationDetail:
    method: Literal["dmarc", "alignment"] | None = None
    alignment: Literal["dkim", "spf"] | None = None
    dmarc: Verdict = "unknown"
    found = [one for one in results if one.method == "dmarc"]
    if found:
        about = [one for one in found if (one.value("header.from") or domain).lower() == domain]
        # Of two mailboxes in From, the server may have checked the other one.
        dmarc = _verdict(about, _ANY_FAIL) if domain else "unknown"
        method = "dmarc" if dmarc != "unknown" else None
    elif domain:
        alignment = _alignment(results, domain)
        if alignment is not None:
            dmarc, method = "pass", "alignment"
    spf = [one for one in results if one.method == "spf"]
    # A check of the greeting alone says nothing about the envelope sender.
    spf = [one for one in spf if one.value("smtp.mailfrom") is not None] or spf
    return AuthenticationDetail(
        authentication=Authentication(
            dmarc=dmarc,
            spf=_verdict(spf, _ANY_FAIL),
            dkim=_verdict([one for one in results if one.method == "dkim"], _ANY_PASS),
        ),
        results=results,
        alignment=alignment,
        by=by,
        method=method,
    )


def _verdict(results: Iterable[AuthenticationResult], order: tuple[Verdict, ...]) -> Verdict:
    found = {_VERDICTS.get(one.result, "unknown") for one in results}
    for verdict in order:
        if verdict in found:
            return verdict
    return "unknown"


def _alignment(
    results: tuple[AuthenticationResult, ...], domain: str
) -> Literal["dkim", "spf"] | None:
    passed = [one for one in results if one.result == "pass"]
    for one in passed:
        signer = one.value("header.d") or (one.value("header.i") or "").rpartition("@")[2]
        if one.method == "dkim" and _aligned(signer, domain):
            return "dkim"
    for one in passed:
        sender = (one.value("smtp.mailfrom") or "").rpartition("@")[2]
        if one.method == "spf" and _aligned(sender, domain):
            return "spf"
    return None


def _aligned(checked: str, domain: str) -> bool:
    checked = checked.lower().rstrip(".")
    if "." not in checked or "." not in domain:
        return False
    return checked == domain or checked.endswith(f".{domain}") or domain.endswith(f".{checked}")


# --- whose word it is -----------------------------------------------------------------------------


def _believed(
    mail: MimePart, trusted: frozenset[str], *, strips_forged: bool
) -> tuple[str | None, tuple[AuthenticationResult, ...]]:
    """Return the trusted server whose headers are topmost, and what they say."""
    by: str | None = None
    results: list[AuthenticationResult] = []
    at_border, count = False, 0
    for name, value in mail.headers:
        header = name.lower()
        if header == "received":
            if by is not None or at_border:
                break
            host, origin = _hop(decode(value).text)
            own = host in trusted
            if own or not _is_near(origin, trusted):
                # What is below came from outside, unless our server writes there itself.
                if not (strips_forged and (own or _is_near(host, trusted))):
                    break
                at_border = True
        elif header == "authentication-results" and count < _HEADERS:
            count += 1
            found = parse_authentication_results(decode(value).text)
            if by is None and found.authserv_id in trusted:
                by = found.authserv_id
            if by is not None and found.authserv_id != by:
                break
            results += found.results if by is not None else ()
    return by, tuple(results[:_RESULTS])


def _hop(trace: str) -> tuple[str, str]:
    """Return who received a mail and from whom, by a Received line (RFC 5321 section 4.4)."""
    words = without_comments(trace).partition(";")[0].lower().split()
    host = words[words.index("by") + 1] if "by" in words[:-1] else ""
    origin = words[1] if words[:1] == ["from"] and len(words) > 1 else ""
    return host.rstrip("."), origin.rstrip(".")


def _is_near(host: str, trusted: frozenset[str]) -> bool:
    """Tell whether a host may be one of our own, as far as its name can tell."""
    if "." not in host:
        return True
    for name in trusted:
        parent = name.partition(".")[2]
        if host == name or host.endswith(f".{name}"):
            return True
        if "." in parent and host.endswith(f".{parent}"):
            return True
    return False


# --- ARC ------------------------------------------------------------------------------------------


def _arc(
    mail: MimePart,
    results: tuple[AuthenticationResult, ...],
    sealers: frozenset[str],
    domain: str,
) -> AuthenticationDetail | None:
    """Return what the first of the sealers that we believe saw, if it saw DMARC pass."""
    if not any(one.method == "arc" and one.result == "pass" for one in results):
        return None
    seals: dict[int, str] = {}
    for instance, rest in _instances(mail, "arc-seal"):
        tags = (tag.partition("=") for tag in rest.split(";"))
        signer = next((value.strip() for name, _, value in tags if name.strip() == "d"), "")
        # Two of one instance are no chain.
        seals[instance] = "" if instance in seals else signer.lower()
    origin = len(seals) + 1
    # Whoever seals later may have taken the chain from another mail: all of them must be believed.
    while seals.get(origin - 1) in sealers:
        origin -= 1
    for instance, rest in _instances(mail, "arc-authentication-results"):
        if instance == origin and origin in seals:
            found = parse_authentication_results(rest)
            detail = _judge(found.results, domain, seals[origin])
            return replace(detail, method="arc") if detail.authentication.dmarc == "pass" else None
    return None


def _instances(mail: MimePart, header: str) -> Iterator[tuple[int, str]]:
    """Yield the instance numbers of ARC headers (RFC 8617 section 4.2.1), and what follows them."""
    for value in mail.raw_headers(header)[:_INSTANCES]:
        tag, _, rest = decode(value).text.partition(";")
        name, _, number = tag.partition("=")
        number = number.strip()
        if name.strip().lower() == "i" and number in _NUMBERS:
            yield int(number), rest
