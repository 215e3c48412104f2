"""The I/O edge: where payloads come from."""

from omnidesk.connectors._archive import ArchiveLimits, read_archive
from omnidesk.connectors._flow import (
    AsyncClient,
    Client,
    ClientResponse,
    Flow,
    Page,
    Request,
    Response,
    pull,
    pull_async,
    run,
    run_async,
)
from omnidesk.connectors._limits import LARGEST, PASSED_OVER
from omnidesk.connectors._split import Place
from omnidesk.connectors.files import list_files, read_payloads, read_stream

__all__ = [
    "LARGEST",
    "PASSED_OVER",
    "ArchiveLimits",
    "AsyncClient",
    "Client",
    "ClientResponse",
    "Flow",
    "Page",
    "Place",
    "Request",
    "Response",
    "list_files",
    "pull",
    "pull_async",
    "read_archive",
    "read_payloads",
    "read_stream",
    "run",
    "run_async",
]
