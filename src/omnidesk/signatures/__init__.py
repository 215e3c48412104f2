"""
Proof that a payload is from whom it claims: return in silence, or raise `SignatureError`.

A signature is over the bytes as received. Verify before anything parses them, and keep those bytes:
the same text written again by another JSON library has another signature. Verification is apart
from parsing, so that adapters hold no secret and stored payloads can be read again.
"""

from omnidesk.signatures._meta import meta, meta_challenge

__all__ = ["meta", "meta_challenge"]
