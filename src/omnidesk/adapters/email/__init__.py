"""E-mail: one mail (RFC 5322) in, one `MessagePosted` out."""

from omnidesk._mime import Address, Limits, MimePart
from omnidesk.adapters.email._adapter import Email
from omnidesk.adapters.email._mail import Mail, MailOptions

__all__ = ["Address", "Email", "Limits", "Mail", "MailOptions", "MimePart"]
