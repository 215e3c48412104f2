"""Call records of telephone systems: exchanges, carriers and services, and tables of any kind."""

from omnidesk.adapters.calls._amazon_connect import AmazonConnect
from omnidesk.adapters.calls._clock import Clock
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.adapters.calls._table import CallTable
from omnidesk.adapters.calls._table_mapping import TableMapping
from omnidesk.adapters.calls._twilio import Twilio

__all__ = ["AmazonConnect", "CallTable", "Clock", "Numbering", "TableMapping", "Twilio"]
