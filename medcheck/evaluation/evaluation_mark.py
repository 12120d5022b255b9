"""What the papers of a comparison record: the hash of the batch's rows, and of the file that answers its pairs."""

from __future__ import annotations

from medcheck.evaluation.evaluation_model import Review


def mark_of(review: Review) -> str:
    """Return the record as one line; the second hash is left out where nobody answered anything."""
    answers = review.checked_by[1]
    return f"medcheck-evaluation-{review.sha256}{f'-{answers}' if answers else ''}"
