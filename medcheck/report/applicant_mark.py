"""Marks whose report a file is, where its text cannot be read at a glance: a mark of name and credit code, in ASCII."""

from __future__ import annotations

import hashlib

from medcheck.assessment.model.assessment_model import Assessment


def applicant_mark(assessment: Assessment) -> str:
    """Return the same mark for the same applicant; it stands among the keywords of a PDF and of a workbook."""
    who = f"{assessment.applicant.name}\n{assessment.applicant.uscc}"
    return f"medcheck-{hashlib.sha256(who.encode()).hexdigest()[:16]}"
