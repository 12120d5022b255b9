"""Counts over a batch: conclusions by type, applicants by county, clauses that fail most, numbers that miss their bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from medcheck.assessment.model.figures import Gauge
from medcheck.evaluation.evaluation_model import Counted, EvaluatedApplicant, FacilityGroup, Failing, Missed
from medcheck.verdict import Verdict

NO_DIVISION = "（未填）"


def conclusions(groups: Sequence[FacilityGroup]) -> tuple[Counted, ...]:
    """Return how many applicants of each group have each conclusion, the most frequent first."""
    counts = Counter((e.word, group.word) for group in groups for e in group.entries)
    words = {conclusion for conclusion, _ in counts}
    lines = (Counted(word, tuple(counts[word, g.word] for g in groups), _sum(counts, word)) for word in words)
    return tuple(sorted(lines, key=lambda line: (-line.total, line.word)))


def divisions(entries: Iterable[EvaluatedApplicant]) -> tuple[Counted, ...]:
    """Return of each county how many applied and how many are proposed; the sum is those who applied."""
    applied: Counter[str] = Counter()
    proposed: Counter[str] = Counter()
    for entry in entries:
        word = entry.row.division or NO_DIVISION
        applied[word] += 1
        proposed[word] += entry.proposed
    lines = (Counted(word, (count, proposed[word]), count) for word, count in applied.items())
    return tuple(sorted(lines, key=lambda line: (-line.total, line.word)))


def failing(entries: Iterable[EvaluatedApplicant]) -> tuple[Failing, ...]:
    """Return each clause that fails with how many applications fail it, the most frequent first."""
    findings = [f for entry in entries for f in entry.assessment.findings if f.verdict is Verdict.FAIL]
    counts = Counter(f.rule for f in findings)
    by_rule = {f.rule: f for f in findings}
    lines = (Failing(by_rule[rule].title, by_rule[rule].cite, count) for rule, count in counts.items())
    return tuple(sorted(lines, key=lambda line: (-line.often, line.title)))


def missed(entries: Iterable[EvaluatedApplicant]) -> tuple[Missed, ...]:
    """Return every number that fails, the nearest to its bound first."""
    misses = [
        (_distance(finding.gauge), Missed(entry, finding))
        for entry in entries
        for finding in entry.assessment.findings
        if finding.verdict is Verdict.FAIL and finding.gauge
    ]
    return tuple(miss for _, miss in sorted(misses, key=lambda ranked: (ranked[0], ranked[1].entry.row.name)))


def share_over(gauge: Gauge) -> Fraction | None:
    """Return by which part of its bound a number clears it, negative where it misses; None where there is no bound.

    Of two bounds the nearer counts; a bound of zero is taken as one.
    """
    number = Fraction(gauge.number)
    shares = []
    if gauge.low:
        low = Fraction(gauge.low)
        shares.append((number - low) / (low or 1))
    if gauge.high:
        high = Fraction(gauge.high)
        shares.append((high - number) / (high or 1))
    return min(shares, default=None)


def _distance(gauge: Gauge) -> Fraction:
    return -(share_over(gauge) or Fraction(0))


def _sum(counts: Counter[tuple[str, str]], word: str) -> int:
    return sum(count for (conclusion, _), count in counts.items() if conclusion == word)
