"""Makes the charts of an assessment: titles against the standard, the mix of staff, the stocking rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from medcheck.assessment.basis import Basis
from medcheck.assessment.model.assessment_model import Stock
from medcheck.assessment.model.figures import Bar, Chart
from medcheck.assessment.model.finding_model import Finding
from medcheck.fact import Status
from medcheck.rulebook.bounds import show_number
from medcheck.rulebook.operators.value import ValueRequirement
from medcheck.rulebook.scale import exact

# Highest first, so that the bars stand as a pyramid; each fact includes those above it.
_TITLES = (
    ("physicians_chief", "physician_count"),
    ("physicians_associate_or_above", "physician_count"),
    ("physicians_attending_or_above", "physician_count"),
    ("nurses_shi_or_above", "nurse_count"),
)
_STAFF = (
    "physician_incl_assistant_count",
    "nurse_count",
    "pharmacy_staff_count",
    "lab_staff_count",
    "imaging_staff_count",
    "other_health_tech_count",
    "admin_support_count",
)


def charts(basis: Basis, findings: Sequence[Finding], stock: Stock | None) -> Iterator[Chart]:
    """Yield the charts there is something to show in; a mix of which one part is not known would mislead, so has none."""
    judged = {_asked(basis, finding): finding for finding in findings}
    titles = tuple(bar for pair in _TITLES if (bar := _share(basis, pair, judged)))
    if any(bar.rule for bar in titles):
        yield Chart(kind="titles", title="职称结构与标准", note="占同类人员的比例，虚线框是标准", bars=titles)
    counts = [_count(basis, name) for name in _STAFF]
    staff = tuple(bar for bar in counts if bar and bar.number != "0")
    if all(counts) and len(staff) > 2:
        yield Chart(kind="staff", title="人员构成", note="按花名册人员类别统计的人数", bars=staff)
    if stock and stock.shares:
        yield Chart(
            kind="stock", title="备药率与标准", note="各种算法的占比，虚线框是标准", bars=tuple(_rates(findings, stock))
        )


def _asked(basis: Basis, finding: Finding) -> tuple[str, str]:
    requires = basis.pack.rules[finding.rule].requires
    low = isinstance(requires, ValueRequirement) and requires.limits.low is not None
    return (requires.fact, requires.divisor) if low and isinstance(requires, ValueRequirement) else ("", finding.rule)


def _share(basis: Basis, pair: tuple[str, str], judged: Mapping[tuple[str, str], Finding]) -> Bar | None:
    """Return one title's share, with the bound of the rule that asks for it."""
    part, whole = (basis.facts[name] for name in pair)
    if part.status is not Status.KNOWN or whole.status is not Status.KNOWN:
        return None
    if not isinstance(part.value, int) or not isinstance(whole.value, int) or not whole.value:
        return None
    share, words = Fraction(part.value, whole.value), basis.pack.vocabulary.facts
    finding = next((judged[key] for key in judged if key == pair), None)
    low = finding.gauge.low if finding and finding.gauge else ""
    return Bar(
        label=words[pair[0]].label,
        number=exact(share),
        text=f"{finding.value if finding and finding.value else show_number(share, percent=True)}（{part.value}/{whole.value}）",
        low=low,
        bound=finding.bound if finding and low else "",
        rule=finding.rule if finding and low else "",
        verdict=finding.verdict if finding and low else None,
    )


def _count(basis: Basis, name: str) -> Bar | None:
    fact, words = basis.facts[name], basis.pack.vocabulary.facts[name]
    if fact.status is not Status.KNOWN or not isinstance(fact.value, int):
        return None
    return Bar(label=words.label, number=exact(fact.value), text=f"{fact.value} {words.unit}")


def _rates(findings: Sequence[Finding], stock: Stock) -> Iterator[Bar]:
    """Yield the share by each denominator; the bound stands at the one the finding was judged by."""
    for share in stock.shares:
        finding = next((f for f in findings if f.value == share.share and f.gauge and f.gauge.unit == "%"), None)
        yield Bar(
            label=share.label,
            number=exact(Fraction(share.stocked, share.of)) if share.of else "0",
            text=f"{share.share}（{share.stocked}/{share.of}）",
            low=finding.gauge.low if finding and finding.gauge else "",
            bound=finding.bound if finding else "",
            rule=finding.rule if finding else "",
            verdict=finding.verdict if finding else None,
        )
