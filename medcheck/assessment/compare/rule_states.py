"""Reduces an assessment to what can be compared with another: its head, and a state for each rule."""

from __future__ import annotations

from medcheck.assessment.compare.comparison import ComparedAssessment, Head, ReadingChosen, State
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import Finding


def run_of(assessment: Assessment) -> ComparedAssessment:
    """Return what of an assessment can be compared."""
    return ComparedAssessment(head=head_of(assessment), states=tuple(map(state_of, assessment.findings)))


def state_of(finding: Finding) -> State:
    """Return the state of one rule; cells as `《人员》C7`, each once."""
    cited = (*(item.source for item in finding.evidence), finding.listed)
    cells = dict.fromkeys(
        f"《{cell.sheet}》{cell.cell}" if cell.sheet else f"{cell.file} {cell.cell}" for cell in cited if cell
    )
    return State(
        rule=finding.rule,
        title=finding.title,
        cite=finding.cite,
        verdict=finding.verdict,
        verdict_word=finding.verdict_word,
        blocks=finding.blocks,
        severity_word=finding.severity_word,
        value=finding.value,
        bound=finding.bound,
        gap=finding.gap,
        missing=finding.missing,
        unsure=finding.unsure,
        reasons=finding.reasons,
        cells=tuple(cells),
    )


def head_of(assessment: Assessment) -> Head:
    """Return of what and by what an assessment was made."""
    return Head(
        medcheck=assessment.medcheck,
        digest=assessment.digest,
        applicant=assessment.applicant,
        workbook=assessment.workbook.file,
        workbook_sha256=assessment.workbook.sha256,
        pack=assessment.regulation.pack,
        pack_sha256=assessment.regulation.sha256,
        regulation_number=assessment.regulation.number,
        readings=tuple(
            ReadingChosen(name=reading.name, title=reading.title, option=reading.option, label=reading.label)
            for reading in assessment.readings
        ),
        application_date=assessment.application_date,
        assessment_date=assessment.assessment_date,
        stage=assessment.stage,
        stage_word=assessment.stage_word,
        conclusion_word=assessment.conclusion_word,
        sentence=assessment.sentence,
        clear=assessment.clear,
        options=assessment.options,
    )
