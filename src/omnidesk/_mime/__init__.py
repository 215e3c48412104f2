"""
Mail as bytes: a linear, lazy, total reader of RFC 5322 and MIME.

Nothing in here raises on any input, backtracks, or calls itself to a depth that the input decides.
"""

from omnidesk._mime._address import Address
from omnidesk._mime._addresses import Addresses, parse_addresses
from omnidesk._mime._bodies import Bodies, select_bodies
from omnidesk._mime._charset import Decoded, decode
from omnidesk._mime._dates import parse_date
from omnidesk._mime._ids import MessageIds, parse_message_ids
from omnidesk._mime._limits import DEFAULT_LIMITS, Limits
from omnidesk._mime._names import clean_filename
from omnidesk._mime._parameters import Parameters, parse_parameters
from omnidesk._mime._part import MimePart
from omnidesk._mime._split import parse_mime
from omnidesk._mime._text import nfc, without_surrogates
from omnidesk._mime._window import part_of
from omnidesk._mime._words import DecodedHeader, decode_words

__all__ = [
    "DEFAULT_LIMITS",
    "Address",
    "Addresses",
    "Bodies",
    "Decoded",
    "DecodedHeader",
    "Limits",
    "MessageIds",
    "MimePart",
    "Parameters",
    "clean_filename",
    "decode",
    "decode_words",
    "nfc",
    "parse_addresses",
    "parse_date",
    "parse_message_ids",
    "parse_mime",
    "parse_parameters",
    "part_of",
    "select_bodies",
    "without_surrogates",
]
