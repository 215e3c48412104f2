"""Webhooks that carry raw mail: Amazon SES, Mailgun, Mandrill, Postmark, SendGrid, bare ones."""

from omnidesk.adapters.email.providers._received import Envelope, Provider, Received, Verdicts
from omnidesk.adapters.email.providers._ses import SubscriptionConfirmation, read_confirmation
from omnidesk.adapters.email.providers._signatures import verify_mailgun, verify_mandrill
from omnidesk.adapters.email.providers._unpack import unpack

__all__ = [
    "Envelope",
    "Provider",
    "Received",
    "SubscriptionConfirmation",
    "Verdicts",
    "read_confirmation",
    "unpack",
    "verify_mailgun",
    "verify_mandrill",
]
