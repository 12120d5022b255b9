"""Writes an Assessment as JSON text, once for all who ask: it is masked, sealed, kept and shown one after the other."""

from __future__ import annotations

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.context import KeepLatest


@KeepLatest
def to_json(assessment: Assessment) -> str:
    """Return the assessment as JSON: fields in the order of the model, Chinese as it is, two spaces, a last newline."""
    return assessment.model_dump_json(indent=2) + "\n"


def keep_text(assessment: Assessment, text: str) -> None:
    """Keep the text of a result that was made together with it: a result is never changed, so that its text stays true."""
    to_json.keep(text, assessment)
