"""
E-mail: one mail (RFC 5322) in, one `MessagePosted` out, and what the mail reports beside it.

`Email` is the adapter, `Mail` what it reads with. The functions take a part of a mail
(`Mail.body_structure`) and are there for those who want one thing only.
"""

from omnidesk._mime import Address, Limits, MimePart
from omnidesk.adapters.email._adapter import Email
from omnidesk.adapters.email._attachments import MailAttachment
from omnidesk.adapters.email._authentication import authenticate, parse_authentication_results
from omnidesk.adapters.email._envelope import (
    base_address,
    delivery_candidates,
    return_path,
    unwrap,
)
from omnidesk.adapters.email._forwarding import forwarded
from omnidesk.adapters.email._identity import identities
from omnidesk.adapters.email._mail import Mail
from omnidesk.adapters.email._opt_out import OptOutAddress, read_one_click
from omnidesk.adapters.email._options import MailOptions
from omnidesk.adapters.email._records import (
    AuthenticationDetail,
    AuthenticationResult,
    AuthenticationResults,
    DeliveryAddress,
    Forwarded,
    Senders,
    Unwrapped,
)
from omnidesk.adapters.email._subject import base_subject, subject_kind
from omnidesk.adapters.email._thread_index import ThreadIndex, thread_index
from omnidesk.adapters.email._threads import LastResort
from omnidesk.adapters.email._tokens import ReplyTokens, TokenMatch

__all__ = [
    "Address",
    "AuthenticationDetail",
    "AuthenticationResult",
    "AuthenticationResults",
    "DeliveryAddress",
    "Email",
    "Forwarded",
    "LastResort",
    "Limits",
    "Mail",
    "MailAttachment",
    "MailOptions",
    "MimePart",
    "OptOutAddress",
    "ReplyTokens",
    "Senders",
    "ThreadIndex",
    "TokenMatch",
    "Unwrapped",
    "authenticate",
    "base_address",
    "base_subject",
    "delivery_candidates",
    "forwarded",
    "identities",
    "parse_authentication_results",
    "read_one_click",
    "return_path",
    "subject_kind",
    "thread_index",
    "unwrap",
]
