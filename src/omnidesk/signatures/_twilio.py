"""Twilio: the signature of the address and the form's fields, or of the address and a JSON body."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from omnidesk.errors import PayloadError
from omnidesk.signatures._common import is_hex, key_bytes, unproved

if TYPE_CHECKING:
    from omnidesk._payload import Payload

_HEADER = "X-Twilio-Signature"
_BODY_DIGEST = "bodySHA256"
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def twilio(payload: Payload, *, auth_token: str | bytes, url: str) -> None:
    """
    Verify a webhook of Twilio's: a status callback, a recording callback, a request for TwiML.

    The header `X-Twilio-Signature` is the HMAC-SHA1, in base64, of the address that Twilio has
    called and of the form's fields behind it: each name with its value, sorted by name. A value
    that a name has twice counts once; empty values count. A body that is no form is signed by its
    SHA-256 in the address (`bodySHA256`), and no field then. Digests are compared in constant time.

    Twilio writes the port into the address or leaves it out, and not always as it was configured.
    So the address is tried as given, and with the port taken out or the scheme's own put in.

    Source: <https://www.twilio.com/docs/usage/security#validating-requests>.

    Args:
        payload: The request as received, with its headers. A GET request has no body.
        auth_token: The token of the account that the webhook is of; a subaccount has its own.
        url: The whole address as Twilio has called it, with its query, byte for byte. Behind a
            proxy that is not what the server sees: put together what is configured at Twilio.

    Raises:
        SignatureError: If there is no signature, or one that does not match; if the body is not
            the one whose digest is in the address.
        ValueError: If the token is empty, or `url` is not an address with `http` or `https`.
    """
    key = key_bytes(auth_token, "auth_token")
    addresses = _spellings(url)
    given = payload.header(_HEADER)
    if given is None:
        raise unproved(payload, "twilio", f"expected an {_HEADER} header")
    fields = "" if _is_digested(payload, url) else _fields(payload)
    # Every spelling is compared, so that the time tells not which one it was.
    found = [hmac.compare_digest(_sign(key, one + fields), _bytes(given)) for one in addresses]
    if not any(found):
        reason = f"expected another {_HEADER}: the address, the body or the token is not the signed"
        raise unproved(payload, "twilio", f"{reason} one")


def _sign(key: bytes, text: str) -> bytes:
    return b64encode(hmac.digest(key, _bytes(text), "sha1"))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _spellings(url: str) -> tuple[str, str]:
    """Return an address, and the same with its port taken out or the scheme's own put in."""
    scheme, slashes, rest = url.partition("://")
    port = _DEFAULT_PORTS.get(scheme.lower())
    if not slashes or port is None:
        raise ValueError("url must be the whole address that Twilio has called, from http on")
    end = min((place for one in "/?#" if (place := rest.find(one)) >= 0), default=len(rest))
    user, at_sign, host = rest[:end].rpartition("@")
    bare, colon, digits = host.rpartition(":")
    other = bare if colon and digits.isdigit() else f"{host}:{port}"
    return url, f"{scheme}://{user}{at_sign}{other}{rest[end:]}"


def _is_digested(payload: Payload, url: str) -> bool:
    """Tell whether the address has the body's digest, and check that it is this body's."""
    query = url.partition("#")[0].partition("?")[2]
    digests = [value for name, value in parse_qsl(query) if name == _BODY_DIGEST]
    if not digests:
        return False
    body = sha256(payload.body).hexdigest()
    if not is_hex(digests[0], 64) or not hmac.compare_digest(digests[0], body):
        raise unproved(
            payload, "twilio", f"expected the body to be the one that {_BODY_DIGEST} is of"
        )
    return True


def _fields(payload: Payload) -> str:
    """Write down a form as it is signed; a body that is no form is signed by nothing."""
    if not payload.body:
        return ""
    try:
        pairs = payload.form()
    except PayloadError:
        pairs = ()
    if not pairs:
        raise unproved(payload, "twilio", f"expected a form, or {_BODY_DIGEST} in the address")
    values: defaultdict[str, set[str]] = defaultdict(set)
    for name, value in pairs:
        values[name].add(value)
    return "".join([f"{name}{one}" for name in sorted(values) for one in sorted(values[name])])
