"""Numbers of persons: which fields hold them, and how they are shown. Knows nothing else."""

from __future__ import annotations

PRIVATE = frozenset({"id_card", "phone"})


def masked(number: str) -> str:
    """Return a person's number with its first three and last four characters only."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 7 else "*" * len(number)
