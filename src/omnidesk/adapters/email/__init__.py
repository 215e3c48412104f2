"""E-mail: one mail (RFC 5322) in, one `MessagePosted` out."""

from omnidesk.adapters.email._adapter import Email

__all__ = ["Email"]
