"""Why an applicant is left out, in sentences, for page, workbook and minutes alike; and where its place in the list is from."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.assessment.model.finding_model import Finding
from medcheck.evaluation.evaluation_model import EvaluatedApplicant
from medcheck.evaluation.pair_checks import PairFound

PEOPLE = "由评审人员填写"


def reasons(entry: EvaluatedApplicant) -> tuple[str, ...]:
    """Return every reason; none for one that is proposed."""
    return () if entry.proposed else tuple(_reasons(entry))


def order_of(entry: EvaluatedApplicant) -> str:
    """Return the score, and whether clauses were left aside for want of a number; empty without weights."""
    return f"{entry.score}（{len(entry.unscored)} 项无数值，未计）" if entry.unscored else entry.score


def _reasons(entry: EvaluatedApplicant) -> Iterator[str]:
    if not entry.assessment.clear:
        yield f"结论：{entry.word}"
        blocking = {finding.rule: finding for finding in (*entry.failed_at_desk, *entry.blocking)}
        yield from (_blocking(finding) for finding in blocking.values())
        yield from (f"申请表须更正：{problem}" for problem in entry.problems)
    yield from (_pair(found, entry) for found in entry.pairs if not found.cleared)


def _blocking(finding: Finding) -> str:
    gap = f"，{finding.gap}" if finding.gap else ""
    return f"{finding.verdict_word}：{finding.title}{gap}（{finding.cite}）"


def _pair(found: PairFound, entry: EvaluatedApplicant) -> str:
    pair = found.pair
    own = {entry.row.name, *(row.name for row in entry.replaced)}
    other = pair.second if pair.first.name in own else pair.first
    what = f"{pair.word} {pair.shown}".rstrip()
    if found.answer is None:
        return f"与{other.applicant}（{other.name}）有相同的内容，待核对：{what}"
    return f"与{other.applicant}（{other.name}）有相同的内容：{what}，{found.word}"
