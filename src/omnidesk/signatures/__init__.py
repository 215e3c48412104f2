"""
Proof that a payload is from whom it claims: return in silence, or raise `SignatureError`.

A signature is over the bytes as received. Verify before anything parses them, and keep those bytes:
the same text written again by another JSON library has another signature. Verification is apart
from parsing, so that adapters hold no secret and stored payloads can be read again.
"""

from omnidesk.signatures._chatwoot import chatwoot, chatwoot_identity
from omnidesk.signatures._crisp import crisp
from omnidesk.signatures._didww import didww
from omnidesk.signatures._intercom import intercom
from omnidesk.signatures._meta import appsecret_proof, meta, meta_challenge, signed_request
from omnidesk.signatures._shared import shared_secret
from omnidesk.signatures._shops import haravan, lazada, sapo, shopee, tiktok_shop
from omnidesk.signatures._sunshine import sunshine
from omnidesk.signatures._tawk import tawk
from omnidesk.signatures._twilio import twilio
from omnidesk.signatures._websub import websub, websub_challenge
from omnidesk.signatures._zalo import zalo, zalo_bot

__all__ = [
    "appsecret_proof",
    "chatwoot",
    "chatwoot_identity",
    "crisp",
    "didww",
    "haravan",
    "intercom",
    "lazada",
    "meta",
    "meta_challenge",
    "sapo",
    "shared_secret",
    "shopee",
    "signed_request",
    "sunshine",
    "tawk",
    "tiktok_shop",
    "twilio",
    "websub",
    "websub_challenge",
    "zalo",
    "zalo_bot",
]
