"""What the site visit has to measure and to answer of a facility, point by point, and what a case file left unmeasured.

The site-visit sheet prints these items and its reader asks for each; a visit that stands in the case file alone is held
to the same ones. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from medcheck.case.case_file import CaseFile
from medcheck.case.visit_form import VisitDoubt
from medcheck.measure.measure_tables import Visit, VisitPoint
from medcheck.rulebook.rule import Rule
from medcheck.vocabulary import Definition


class VisitAsked(NamedTuple):
    """One item: the rule that is looked at, the fact that is measured; either may be absent."""

    rule: Rule | None
    fact: str


def asked_at(
    point: VisitPoint, bound: Mapping[str, Rule], visit: Visit, definitions: Mapping[str, Definition]
) -> Iterator[VisitAsked]:
    """Yield the items of one point: first the numbers that a rule requires, then the rules that are looked at there.

    A rule that requires a number is asked together with it, unless the number is measured by itself.
    """
    by_itself = {name for listed in visit.points for name in listed.facts}
    for fact in point.facts:
        if any(rule.requires and fact in rule.requires.facts for rule in bound.values()):
            yield VisitAsked(None, fact)
    for rule in looked_at(point.rules, bound):
        names = rule.requires.facts if rule.requires else ()
        numbers = (n for n in names if n in definitions and definitions[n].kind == "number" and n not in by_itself)
        yield VisitAsked(rule, next(numbers, ""))


def looked_at(names: Iterable[str], bound: Mapping[str, Rule]) -> list[Rule]:
    """Return those of these rules that bind the facility and are decided by the site visit."""
    return [bound[name] for name in names if name in bound and bound[name].decided_by == "inspection"]


def unmeasured(
    case: CaseFile, rules: Mapping[str, Rule], visit: Visit, definitions: Mapping[str, Definition]
) -> Iterator[VisitDoubt]:
    """Yield each number that a visit told of in the case file alone should have measured and did not.

    What stands on a site-visit sheet is told there with its row.
    """
    if case.source.inspection is None or case.visit_sheet:
        return
    known = {fact.name for fact in case.measurements} | {name for doubt in case.doubts for name in doubt.facts}
    for point in visit.points:
        for asked in asked_at(point, rules, visit, definitions):
            if asked.fact and asked.fact not in known:
                text = f"案件文件中的现场勘验没有“{definitions[asked.fact].label}”的实测值，仍待现场勘验"
                # Where a rule stands beside the number, the number is of that rule alone.
                rests = {"rules": (asked.rule.id,)} if asked.rule else {"facts": (asked.fact,)}
                yield VisitDoubt(False, text, **rests)
