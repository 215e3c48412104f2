"""The I/O edge: where payloads come from."""

from omnidesk.connectors._split import Place
from omnidesk.connectors.files import (
    LARGEST,
    PASSED_OVER,
    list_files,
    read_payloads,
    read_stream,
)

__all__ = ["LARGEST", "PASSED_OVER", "Place", "list_files", "read_payloads", "read_stream"]
