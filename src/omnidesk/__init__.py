"""One typed `Conversation` model out of raw e-mail, chat, comments and call records."""

from __future__ import annotations

__version__ = "0.1.0"
