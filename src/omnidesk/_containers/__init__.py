"""
What is wrapped within a part of a mail: `winmail.dat` (TNEF) and what was signed (CMS).

Nothing in here raises on any input, decompresses an archive, decrypts or verifies.
"""

from omnidesk._containers._cms import Cms, read_cms
from omnidesk._containers._open import (
    DEEPEST,
    OpenedCms,
    OpenedTnef,
    find_part,
    open_cms,
    open_tnef,
)
from omnidesk._containers._rtf import decompress_rtf
from omnidesk._containers._rtf_text import RtfText, read_rtf
from omnidesk._containers._tnef import Tnef, TnefFile, read_tnef

__all__ = [
    "DEEPEST",
    "Cms",
    "OpenedCms",
    "OpenedTnef",
    "RtfText",
    "Tnef",
    "TnefFile",
    "decompress_rtf",
    "find_part",
    "open_cms",
    "open_tnef",
    "read_cms",
    "read_rtf",
    "read_tnef",
]
