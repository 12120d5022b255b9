"""Applies waivers (放宽): which rules the case file relaxes, whether it may, and the rule with the granted bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from medcheck.case.case_file import CaseFile, Waiver
from medcheck.errors import MedcheckError, Place, Problem, WorkbookError, suggest
from medcheck.fact import Facts, Status
from medcheck.rulebook.language import Language
from medcheck.rulebook.operators.every import RecordCount
from medcheck.rulebook.operators.members import Includes, IncludesAny, IncludesAtLeast
from medcheck.rulebook.operators.value import ValueRequirement
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.pack_source import Relaxable
from medcheck.rulebook.read_operator import OPERATORS
from medcheck.rulebook.requirement import Requirement
from medcheck.rulebook.rule import Rule
from medcheck.yaml_source import Node

_NEVER = {"redirect": "管辖", "not_accepted": "不予受理"}


def granted_rules(case: CaseFile, rules: Mapping[str, Rule], pack: RulePack, facts: Facts) -> dict[str, Rule]:
    """Return for each waived rule the same rule with the granted bound; raise WorkbookError for what may not be waived.

    Only primary care and pharmacies may be granted one, never for jurisdiction or a ground of non-acceptance.
    """
    problems: list[Problem] = list(_dated_or_twice(case, facts))
    granted: dict[str, Rule] = {}
    for waiver in case.source.waivers:
        problems += _refusals(waiver, case, rules, pack.source.relaxable, facts)
        if waiver.rule in rules and not problems:
            try:
                granted[waiver.rule] = _granted(
                    rules[waiver.rule], case.granted[waiver.rule], Language(pack.vocabulary)
                )
            except MedcheckError as error:
                problems += error.problems
    if problems:
        raise WorkbookError(problems)
    return granted


def _refusals(
    waiver: Waiver, case: CaseFile, rules: Mapping[str, Rule], relaxable: Relaxable | None, facts: Facts
) -> Iterator[Problem]:
    place = Place(case.file, line=case.granted[waiver.rule].place.line)
    rule = rules.get(waiver.rule)
    if rule is None:
        text = f"本次评估没有规则“{waiver.rule}”{suggest(waiver.rule, rules)}"
        yield Problem(place, text, "改正规则编号；可用 medcheck rules list 查看全部规则")
        return
    if relaxable is None or not _may_be_relaxed(relaxable, facts):
        cite = relaxable.cite if relaxable else "本规定"
        yield Problem(place, f"本机构不属于{cite}可以放宽的基层医疗机构或零售药店", "删去该项放宽")
    if rule.severity in _NEVER:
        yield Problem(place, f"规则“{rule.id}”涉及{_NEVER[rule.severity]}，不能放宽", "删去该项放宽")
    if rule.requires is None:
        yield Problem(place, f"规则“{rule.id}”没有可以放宽的界限，由人作出判断", "写在 decisions 或 inspection 之下")


def _dated_or_twice(case: CaseFile, facts: Facts) -> Iterator[Problem]:
    """Yield each waiver that was granted after the day of the assessment, and each further one of the same rule."""
    day, seen = facts["assessment_date"].day, dict[str, int]()
    for waiver, line in zip(case.source.waivers, case.waiver_lines, strict=True):
        place = Place(case.file, line=line)
        if day is not None and waiver.on > day:
            text = f"规则“{waiver.rule}”的放宽在{waiver.on}才批准，晚于评估日期{day}，评估时尚不存在"
            yield Problem(
                place, text, "核对批准日期 on；确在其后批准的，用 --as-of 或 assessment_date 改在批准之后评估"
            )
        if waiver.rule in seen:
            text = f"规则“{waiver.rule}”有两项放宽，前一项在第 {seen[waiver.rule]} 行"
            yield Problem(place, text, "保留实际批准的一项")
        seen.setdefault(waiver.rule, line)


def _may_be_relaxed(relaxable: Relaxable, facts: Facts) -> bool:
    kind, category = facts["facility_type"], facts["licence_category"]
    known = category.status is Status.KNOWN and category.value in relaxable.licence_categories
    return kind.value in relaxable.facility_types or known


def _granted(rule: Rule, bound: Node, language: Language) -> Rule:
    requires = rule.source.mapping["requires"]
    name = next((key for key in requires.mapping if key in OPERATORS), "")
    if not name or "every" in requires.mapping or "document" in requires.mapping:
        raise bound.error(f"规则“{rule.id}”的要求不是一个可以放宽的数或名单", "删去该项放宽")
    granted = language.requirement(Node({**requires.mapping, name: bound}, bound.place))
    if not _is_weaker(granted, rule.requires):
        stated = rule.requires.bound if rule.requires else ""
        text = f"批准的界限“{granted.bound}”应比规定的“{stated}”宽，且不能为零或为空"
        raise bound.error(text, "改正 granted；不需要放宽的删去该项")
    return rule._replace(requires=granted)


def _is_weaker(granted: Requirement, required: Requirement | None) -> bool:
    """Return whether a granted bound asks for less than the rule does, and still for something."""
    if isinstance(granted, Includes | IncludesAny) and isinstance(required, Includes | IncludesAny):
        return set(granted.names) < set(required.names)
    if not isinstance(granted, ValueRequirement | RecordCount | IncludesAtLeast) or required is None:
        return False
    low, high = granted.limits.low, granted.limits.high
    lower = low is not None and required.limits.low is not None and 0 < low < required.limits.low
    higher = high is not None and required.limits.high is not None and high > required.limits.high
    return lower or higher
