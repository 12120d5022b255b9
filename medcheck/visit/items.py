"""What an application leaves to look at and to measure, by the points of the site visit. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import NamedTuple

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import EvidenceItem, Finding
from medcheck.assessment.visit_asked import VisitAsked, asked_at, looked_at
from medcheck.case.visit_form import VisitItem
from medcheck.fact import Fact, Facts, Status
from medcheck.intake.application import Application
from medcheck.measure.measure_tables import VisitPoint
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.scale import exact
from medcheck.verdict import Verdict
from medcheck.visit.lines import blank_lines, listed_lines, other_lines
from medcheck.visit.printed_item import PrintedItem
from medcheck.vocabulary import Definition

_OTHER = VisitPoint(title="其他")
_FOUND = "其他发现"


class Point(NamedTuple):
    """One point of the site visit with its items; none where nothing of this facility belongs there."""

    title: str
    lines: tuple[PrintedItem, ...]


def points(
    pack: RulePack, rules: Iterable[Rule], assessment: Assessment, facts: Facts, application: Application
) -> tuple[Point, ...]:
    """Return the points in the order of the regulation and 其他发现 after them, the items numbered through.

    An item is a rule that the site visit decides, open or not, a number that the site can measure and that a rule
    requires, a row of a list that is looked at, or a line that the inspectors name. Rules that do not apply are left out.
    """
    findings = {
        finding.rule: finding for finding in assessment.findings if finding.verdict is not Verdict.NOT_APPLICABLE
    }
    bound = {rule.id: rule for rule in rules if rule.id in findings}
    listed = pack.tables.visit.points
    sorted_in = {name for point in listed for name in point.rules}
    other = [rule.id for rule in bound.values() if rule.id not in sorted_in]
    printed = [*listed, *([_OTHER.model_copy(update={"rules": tuple(other)})] if looked_at(other, bound) else ())]
    made: list[tuple[str, list[PrintedItem]]] = []
    for point in printed:
        lines = [
            _line(
                VisitItem(0, asked.fact, asked.rule.id if asked.rule else ""),
                asked,
                findings,
                bound,
                facts,
                pack.vocabulary.facts,
            )
            for asked in asked_at(point, bound, pack.tables.visit, pack.vocabulary.facts)
        ]
        lines += [line for spec in point.lists for line in listed_lines(application, spec)]
        lines += [line for spec in point.blanks for line in blank_lines(spec, bound)]
        made.append((point.title, lines))
    if others := list(other_lines(pack.tables.visit.other_lines)):
        made.append((_FOUND, others))
    return tuple(_numbered(made))


def _numbered(made: Iterable[tuple[str, list[PrintedItem]]]) -> Iterator[Point]:
    number = count(1)
    for title, lines in made:
        yield Point(title, tuple(line._replace(item=line.item._replace(number=next(number))) for line in lines))


def _line(
    item: VisitItem,
    asked: VisitAsked,
    findings: Mapping[str, Finding],
    bound: Mapping[str, Rule],
    facts: Facts,
    definitions: Mapping[str, Definition],
) -> PrintedItem:
    if asked.rule is None:
        question = _measured(item.fact, findings, bound, definitions[item.fact].label)
    else:
        finding = findings[asked.rule.id]
        question = f"{finding.title}（{finding.cite}）"
    if item.fact:
        declared, cells = _declared(facts[item.fact], definitions[item.fact])
        return PrintedItem(item, question, declared, cells, definitions[item.fact].unit)
    return PrintedItem(item, question, *_evidence(findings[item.rule]), "")


def _measured(fact: str, findings: Mapping[str, Finding], bound: Mapping[str, Rule], label: str) -> str:
    """Return what is asked of a measured number: the bounds of the rules that are about it."""
    about = [rule for rule in bound.values() if rule.requires and rule.requires.facts[0] == fact]
    if not about:
        return f"{label}（按它计算的各项标准以实测为准）"
    questions = dict.fromkeys(f"{findings[rule.id].requirement}（{findings[rule.id].cite}）" for rule in about)
    # A bound is worded with what it bounds first.
    return "\n".join(question if question.startswith(label) else f"{label}：{question}" for question in questions)


def _declared(fact: Fact, definition: Definition) -> tuple[str, str]:
    """Return a declared number as a reader sees it, and its cells."""
    cells = "\n".join(dict.fromkeys(str(source) for source in fact.sources[:3]))
    if fact.status is not Status.KNOWN:
        return fact.reason or "未填写", cells
    value = fact.value
    number = value if isinstance(value, str) else exact(value)  # type: ignore[arg-type]  # a number fact holds a number
    return f"{number}{definition.unit}", cells


def _evidence(finding: Finding) -> tuple[str, str]:
    """Return what the application says of a rule, and in which cells; the first few of a long list."""
    given = finding.evidence[:4]
    more = f"\n等 {len(finding.evidence)} 处" if len(finding.evidence) > len(given) else ""
    texts = dict.fromkeys(_said(item, finding.value) for item in given)
    cells = dict.fromkeys(
        f"《{item.source.sheet}》{item.source.cell}" for item in given if item.source and item.source.sheet
    )
    return ("\n".join(texts) or "—") + more, "\n".join(cells)


def _said(item: EvidenceItem, value: str) -> str:
    """Return what one cell says; of a list as a whole, which is cited by its header, what was found in it."""
    if item.value.startswith(("* ", "共 ")):
        return f"{item.label}：{value}"
    return item.value if item.value == item.entry else f"{item.label}：{item.value}"
