"""Call records of telephone systems: exchanges, carriers and services, and tables of any kind."""

from omnidesk.adapters._clock import Clock
from omnidesk.adapters.calls._amazon_connect import AmazonConnect
from omnidesk.adapters.calls._asterisk import Asterisk
from omnidesk.adapters.calls._asterisk_cel import AsteriskCel
from omnidesk.adapters.calls._freeswitch import FreeSwitch
from omnidesk.adapters.calls._freeswitch_csv import FreeSwitchCsv
from omnidesk.adapters.calls._google_voice import GoogleVoice
from omnidesk.adapters.calls._google_voice_texts import GoogleVoiceTexts
from omnidesk.adapters.calls._omicall import OmiCall
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.adapters.calls._stringee import Stringee
from omnidesk.adapters.calls._table import CallTable
from omnidesk.adapters.calls._table_mapping import TableMapping
from omnidesk.adapters.calls._threecx import THREECX_FIELDS, ThreeCX
from omnidesk.adapters.calls._twilio import Twilio
from omnidesk.adapters.calls._vbot import VBot
from omnidesk.adapters.calls._voicecloud import VoiceCloud

__all__ = [
    "THREECX_FIELDS",
    "AmazonConnect",
    "Asterisk",
    "AsteriskCel",
    "CallTable",
    "Clock",
    "FreeSwitch",
    "FreeSwitchCsv",
    "GoogleVoice",
    "GoogleVoiceTexts",
    "Numbering",
    "OmiCall",
    "Stringee",
    "TableMapping",
    "ThreeCX",
    "Twilio",
    "VBot",
    "VoiceCloud",
]
