"""Writes an Assessment as JSON text, once for all who ask: it is masked, sealed, kept and shown one after the other."""

from __future__ import annotations

from medcheck.assessment.model.assessment_model import Assessment

_last: list[tuple[Assessment, str]] = []  # none or one: a result is never changed, so that its text stays true


def to_json(assessment: Assessment) -> str:
    """Return the assessment as JSON: fields in the order of the model, Chinese as it is, two spaces, a last newline."""
    for kept, text in _last:
        if kept is assessment:
            return text
    text = assessment.model_dump_json(indent=2) + "\n"
    keep_text(assessment, text)
    return text


def keep_text(assessment: Assessment, text: str) -> None:
    """Keep the text of a result that was made together with it, in place of the last one's."""
    _last[:] = [(assessment, text)]
