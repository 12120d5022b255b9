"""What there is to say of one rule and of one clause, as labelled rows. The terminal and docs/rules.md print the same.

Knows nothing of where it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from medcheck.assessment.finding import DECIDER_WORDS, SEVERITY_WORDS
from medcheck.rulebook.cases import RuleCase
from medcheck.rulebook.language import Language
from medcheck.rulebook.operators.document import DocumentRequirement
from medcheck.rulebook.operators.none import NoneWithin
from medcheck.rulebook.operators.persons import PersonCount
from medcheck.rulebook.operators.records import ListRequirement
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.pack_source import Clause
from medcheck.rulebook.readings import shadows
from medcheck.rulebook.requirement import Requirement
from medcheck.rulebook.rule import Rule
from medcheck.stated import DOCUMENT_PREFIX
from medcheck.verdict import VERDICT_WORDS

STATUS_WORDS = {
    "automated": "由数据自动判定",
    "inspection": "由现场勘验判定",
    "reviewer": "由评审人员判定",
    "agency": "由经办机构核查",
    "procedure": "办理程序，不是申请条件",
    "alias": "与另一条款相同，只判一次",
    "conclusion": "即评估结论本身",
    "heading": "总括性表述",
    "not_applicable": "不适用",
    "planned": "规则尚未编写",
    "open": "未核实，没有编码",
}
IDLE_WORDS = {"draft": "草案，只试评，不计入结论", "deprecated": "已停用，不再判定"}
_SOURCE_WORDS = {
    "form": "申请表",
    "roster": "人员花名册",
    "departments": "科室材料",
    "documents": "证照和材料",
    "equipment": "设备材料",
    "drugs": "药品材料",
    "register": "登记信息",
    "case": "案件文件",
    "inspection": "现场勘验",
    "catalogue": "医保目录",
}


class RuleLine(NamedTuple):
    """One thing to say of a rule: what it is, and the text."""

    label: str
    text: str


def rule_rows(pack: RulePack, rule: Rule, origins: Mapping[str, Sequence[str]]) -> Iterator[RuleLine]:
    """Yield clause, scope, requirement, bound, who decides, consequence, remedy, readings, facts, and where it stands."""
    if rule.status != "active":
        yield RuleLine("状态", IDLE_WORDS[rule.status])
    for clause in (pack.clauses[name] for name in rule.clauses):
        yield RuleLine("条款", f"{clause.cite}：{clause.title}")
    if rule.applies_to:
        yield RuleLine("适用于", _conditions(rule))
    if rule.requires:
        yield RuleLine("要求", rule.requires.wording())
        yield RuleLine("界限", rule.requires.bound)
    else:
        yield RuleLine("要求", "由人作出判断，没有可计算的数值")
    yield from (RuleLine("否则待认定", other.wording()) for other in rule.otherwise_judge)
    if rule.excepts:
        general = pack.rules[rule.excepts.rule].title.zh if rule.excepts.rule in pack.rules else rule.excepts.rule
        yield RuleLine(
            "例外", f"适用时代替“{general}”（{rule.excepts.rule}）；{rule.excepts.authority}，{rule.excepts.cite}"
        )
    yield RuleLine("由谁判定", DECIDER_WORDS[rule.decided_by])
    yield RuleLine("不符合时", SEVERITY_WORDS[rule.severity])
    if rule.remedy:
        yield RuleLine("如何整改", rule.remedy)
    yield from _readings(pack, rule)
    yield from _facts(pack, rule, origins)
    yield RuleLine("写在", f"rules/{pack.id}/{rule.place}")


def case_rows(cases: Sequence[RuleCase]) -> Iterator[RuleLine]:
    """Yield the cases beside a rule: name, verdict, and the line it stands on."""
    for case in cases:
        yield RuleLine(
            "用例", f"{case.name}——{VERDICT_WORDS[case.verdict]}（cases/{str(case.node.place).removeprefix('cases/')}）"
        )


def clause_text(name: str, clause: Clause) -> str:
    """Return a clause that has no rule of its own: id, citation, what it asks, and the reason there is none."""
    see = f"见 {'、'.join(clause.rules)}" if clause.rules else ""
    why = "；".join(filter(None, (see, clause.reason)))
    return f"{name} {clause.cite}：{clause.title}{f'（{why}）' if why else ''}"


def clauses_without_rule(pack: RulePack) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each status with the clauses of it that no rule is written for, in the order of the regulation."""
    ruled = {name for rule in pack.rules.values() for name in rule.clauses}
    for status in STATUS_WORDS:
        names = tuple(name for name, clause in pack.clauses.items() if clause.status == status and name not in ruled)
        if names:
            yield status, names


def _readings(pack: RulePack, rule: Rule) -> Iterator[RuleLine]:
    effects = {
        (shadow.reading, shadow.option): _effect(rule, shadow.rule)
        for shadow in shadows(rule, pack.readings, {}, Language(pack.vocabulary))
    }
    for name in rule.readings:
        reading = pack.readings[name]
        reason = f"理由：{reading.reason}" if reading.reason else ""
        by = f"（{reading.decision}）" if reading.decision else ""
        default = f"默认“{reading.label(reading.default)}”（{reading.default}）"
        yield RuleLine("解释口径", f"{reading.title}（{name}）：{default}。{reason}{by}")
        for option in reading.options:
            if (name, option) in effects:
                yield RuleLine("另一口径", f"{reading.label(option)}（{name}={option}）：{effects[name, option]}")


def _effect(rule: Rule, other: Rule | None) -> str:
    """Return in words what another reading makes of a rule."""
    if other is None:
        return "不设此项要求"
    changed = [] if rule.title.zh == other.title.zh else [f"要求改为“{other.title.zh}”"]
    if _wordings(rule.applies_to) != _wordings(other.applies_to):
        changed.append(f"适用于{_conditions(other) or '所有申请单位'}")
    if other.requires and rule.source.mapping.get("requires") is not other.source.mapping.get("requires"):
        changed.append(other.requires.wording())
    if _wordings(rule.otherwise_judge) != _wordings(other.otherwise_judge):
        judged = "；".join(_wordings(other.otherwise_judge))
        changed.append(f"否则待认定：{judged}" if judged else "不符合的不再待认定")
    if rule.decided_by != other.decided_by:
        changed.append(f"由{DECIDER_WORDS[other.decided_by]}判定")
    if rule.severity != other.severity:
        changed.append(f"不符合时：{SEVERITY_WORDS[other.severity]}")
    return "；".join(changed) or "判定不变"


def _wordings(requirements: Sequence[Requirement]) -> tuple[str, ...]:
    return tuple(requirement.wording() for requirement in requirements)


def _conditions(rule: Rule) -> str:
    return "；".join(part.wording().replace("应为", "为") for part in rule.applies_to)


def _facts(pack: RulePack, rule: Rule, origins: Mapping[str, Sequence[str]]) -> Iterator[RuleLine]:
    for name in rule.facts:
        places = _grouped(_places(rule, name, origins)) or "由经办机构提供"
        if name.startswith(DOCUMENT_PREFIX):
            code = name.removeprefix(DOCUMENT_PREFIX)
            yield RuleLine(
                "事实", f"{pack.vocabulary.documents[code]}（{name}）：{places}（{_SOURCE_WORDS['documents']}）"
            )
            continue
        definition = pack.vocabulary.facts[name]
        if definition.profile:
            continue
        unit = f"，单位{definition.unit}" if definition.unit else ""
        note = f"。{definition.note}" if definition.note else ""
        about = f"{places}（{_SOURCE_WORDS[definition.source]}{unit}）{note}"
        yield RuleLine("事实", f"{definition.label}（{name}）：{about}")


def _places(rule: Rule, name: str, origins: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return where a fact is filled from: of a list or a document only what the rule reads of it."""
    read = [field for part in rule.requirements if name in part.facts for field in _fields(part)]
    cells = [place for field in dict.fromkeys(read) for place in origins.get(f"{name}.{field}", ())]
    return list(dict.fromkeys(cells)) or origins.get(name, ())


def _fields(part: Requirement) -> Sequence[str]:
    if isinstance(part, DocumentRequirement):
        return part.parts
    if not isinstance(part, ListRequirement):
        return ()
    day = (part.field,) if isinstance(part, NoneWithin) else ()
    whose = part.distinct if isinstance(part, PersonCount) else ()
    return (*part.fields, *day, *whose)


def _grouped(places: Sequence[str]) -> str:
    """Return places sheet by sheet: 《材料清单》是否提交、原件；《基本信息》开业日期."""
    parts = [place.partition("》") for place in places]
    sheets = groupby(parts, key=lambda part: part[0])
    return "；".join(f"{sheet}》{'、'.join(cell for _, _, cell in cells)}" for sheet, cells in sheets)
