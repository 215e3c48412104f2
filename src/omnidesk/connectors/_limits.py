"""What is too large to be a payload, and what is none."""

from __future__ import annotations

LARGEST = 256 * 1024 * 1024
"""The largest payload that is read, in bytes. What is larger is a film or a disk, not a mail."""

PASSED_OVER = frozenset(
    {
        *(".md", ".py", ".pyc", ".rst"),
        *(".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"),
        *(".mov", ".mp3", ".mp4", ".ogg", ".wav"),
    }
)
"""
What a folder may hold beside payloads, by suffix: notes, code, pictures, sound, film.

Every other file of a folder is read. A file that is named itself is always read.
"""
