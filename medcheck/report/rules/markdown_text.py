"""Plain text as Markdown prints it."""

from __future__ import annotations

# What Markdown would take for its own.
_MARKED = str.maketrans({character: f"\\{character}" for character in "\\`*[]<>#|~"})


def plain(text: str) -> str:
    """Return a text that Markdown prints as it stands."""
    return text.translate(_MARKED)
