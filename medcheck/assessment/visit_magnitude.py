"""Measured values that are a hundred times what was declared, or a hundredth: most often a slip of the decimal point.

They are told and not used; where the inspectors wrote a note beside, they mean it.
"""

from __future__ import annotations

from fractions import Fraction

from medcheck.case.case_file import CaseFile
from medcheck.case.visit_form import VisitDoubt
from medcheck.errors import Problem
from medcheck.fact import Fact, Facts, Status, name_files
from medcheck.rulebook.scale import exact
from medcheck.vocabulary import Vocabulary

TIMES = 100


def without_slips(case: CaseFile, papers: Facts, vocabulary: Vocabulary) -> CaseFile:
    """Return the case without the measurements that are out of all proportion; each is told with its cell and stays open."""
    visit = case.source.inspection
    if visit is None:
        return case
    noted = {measurement.fact for measurement in visit.measurements if measurement.note}
    slips = [fact for fact in case.measurements if fact.name not in noted and _is_slip(fact, papers[fact.name])]
    if not slips:
        return case
    names = {fact.name for fact in slips}
    source = case.source.model_copy(
        update={
            "inspection": visit.model_copy(
                update={"measurements": [one for one in visit.measurements if one.fact not in names]}
            )
        }
    )
    doubts = [
        VisitDoubt(False, f"“{vocabulary.facts[name].label}”的实测值存疑，没有计入", facts=(name,))
        for name in sorted(names)
    ]
    return case._replace(
        source=source,
        measurements=tuple(fact for fact in case.measurements if fact.name not in names),
        doubts=(*case.doubts, *doubts),
        told=(*case.told, *name_files((_told(fact, papers[fact.name], vocabulary) for fact in slips), case.files)),
    )


def _is_slip(measured: Fact, paper: Fact) -> bool:
    value, declared = _number(measured), _number(paper)
    if not value or not declared:
        return False
    return value >= TIMES * declared or TIMES * value <= declared


def _number(fact: Fact) -> Fraction:
    """Return a known number, or 0: nothing is a multiple of nothing."""
    value = fact.value
    if fact.status is not Status.KNOWN or isinstance(value, bool | str | tuple) or value is None:
        return Fraction(0)
    return Fraction(value)  # type: ignore[arg-type]  # a number fact holds a number


def _told(measured: Fact, paper: Fact, vocabulary: Vocabulary) -> Problem:
    definition = vocabulary.facts[measured.name]
    value, declared = _number(measured), _number(paper)
    how = f"不到申报的 {TIMES} 分之一" if value < declared else f"是申报的 {TIMES} 倍以上"
    if TIMES * value == declared or value == TIMES * declared:
        how = f"是申报的 {TIMES} 分之一" if value < declared else f"是申报的 {TIMES} 倍"
    text = (
        f"“{definition.label}”实测 {exact(value)}{definition.unit}，{how}（申报 {exact(declared)}{definition.unit}），"
        "没有计入，仍待现场勘验"
    )
    return Problem(measured.sources[0].place, text, "核对小数点和单位；确实如此的，在备注中写明后再评估")
