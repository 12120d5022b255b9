"""Which rules came out worse without standing in the way anew: a graver verdict, a wider gap, more that is lacking."""

from __future__ import annotations

from collections.abc import Iterator, Set
from fractions import Fraction

from medcheck.assessment.compare.comparison import Worse
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.figures import Gauge
from medcheck.assessment.model.finding_model import Finding
from medcheck.verdict import VERDICT_WORDS, Verdict

_RANKS = {
    Verdict.PASS: 0,
    Verdict.WAIVED: 0,
    Verdict.NOT_APPLICABLE: 0,
    Verdict.INSPECT: 1,
    Verdict.JUDGE: 1,
    Verdict.CHECK: 1,
    Verdict.UNKNOWN: 2,
    Verdict.CONFLICT: 2,
    Verdict.ERROR: 2,
    Verdict.FAIL: 3,
}


def worse(first: Assessment, second: Assessment, new: Set[str]) -> Iterator[Worse]:
    """Yield each rule that came out worse, those that are `new` in the way left out: they are told already.

    At two stages the same verdict waits for different people: only what fails or is not known is worse then.
    """
    before = {finding.rule: finding for finding in first.findings}
    least = 1 if first.stage is second.stage else 2
    for finding in second.findings:
        earlier = before.get(finding.rule)
        if earlier and finding.rule not in new and (why := _why(earlier, finding, least)):
            yield Worse(rule=finding.rule, title=finding.title, why=why)


def _why(first: Finding, second: Finding, least: int) -> str:
    """Return in what a finding is worse than the one before; an empty string where it is not."""
    if _RANKS[second.verdict] > _RANKS[first.verdict] and _RANKS[second.verdict] >= least:
        return f"由{VERDICT_WORDS[first.verdict]}变为{VERDICT_WORDS[second.verdict]}"
    if second.verdict is not Verdict.FAIL or first.verdict is not Verdict.FAIL:
        return ""
    if first.gauge and second.gauge and first.bound == second.bound:
        short = _short(second.gauge)
        return f"差距变大：由{first.gap}变为{second.gap}" if short > _short(first.gauge) else ""
    lacking = [name for name in second.missing if name not in first.missing]
    return f"又缺少：{'、'.join(lacking)}" if lacking else ""


def _short(gauge: Gauge) -> Fraction:
    """Return by how much a number misses its bounds."""
    number = Fraction(gauge.number)
    below = Fraction(gauge.low) - number if gauge.low else Fraction(0)
    above = number - Fraction(gauge.high) if gauge.high else Fraction(0)
    return max(below, above, Fraction(0))
