"""The rules in words, for the terminal: the list, one rule in full, and the coverage of the clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from medcheck.assessment.finding import DECIDER_WORDS, SEVERITY_WORDS
from medcheck.report.wrapping import width, wrap
from medcheck.rulebook.cases import RuleCase
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.rule import Rule
from medcheck.verdict import VERDICT_WORDS

_COLUMNS = 80
_LABEL = 12
_STATUS_WORDS = {
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
}


def list_lines(pack: RulePack, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the rules section by section: id, title, consequence, who decides."""
    for section in pack.sections:
        listed = [rule for rule in rules if rule.section == section.name]
        if not listed:
            continue
        yield ""
        yield section.title.zh
        for rule in listed:
            yield f"  {rule.id}"
            what = f"{rule.title.zh}【{SEVERITY_WORDS[rule.severity]}·{DECIDER_WORDS[rule.decided_by]}】"
            yield from (f"      {line}" for line in wrap(what, _COLUMNS - 6))
    yield ""
    yield f"共 {len(rules)} 条规则（{pack.source.document.number}）。查看一条：medcheck rules show 规则编号"


def rule_lines(
    pack: RulePack, rule: Rule, cases: Sequence[RuleCase], origins: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Yield one rule in full: clause, requirement, consequence, readings, where its facts come from, its cases."""
    clause = pack.clauses[rule.clause]
    yield f"{rule.title.zh}（{rule.id}）"
    yield from _row("条款", f"{clause.cite}：{clause.title}")
    if rule.applies_to:
        yield from _row("适用于", "；".join(part.wording().replace("应为", "为") for part in rule.applies_to))
    yield from _row("要求", rule.requires.wording() if rule.requires else "由人作出判断，没有可计算的数值")
    for other in rule.otherwise_judge:
        yield from _row("否则待认定", other.wording())
    yield from _row("由谁判定", DECIDER_WORDS[rule.decided_by])
    yield from _row("不符合时", SEVERITY_WORDS[rule.severity])
    if rule.remedy:
        yield from _row("如何整改", rule.remedy)
    yield from _readings(pack, rule)
    for name in rule.facts:
        definition = pack.vocabulary.facts[name]
        if definition.profile:
            continue
        places = "、".join(origins.get(name, ())) or "由经办机构提供"
        yield from _row("事实", f"{definition.label}（{name}）：{places}")
    yield from _row("写在", f"rules/{pack.id}/{rule.place}")
    for case in cases:
        places = f"cases/{case.node.place}"
        yield from _row("用例", f"{case.name}——{VERDICT_WORDS[case.verdict]}（{places}）")


def _readings(pack: RulePack, rule: Rule) -> Iterator[str]:
    for name in rule.readings:
        reading = pack.readings[name]
        options = "；".join(
            f"{reading.label(option)}（{option}{'，默认' if option == reading.default else ''}）"
            for option in reading.options
        )
        yield from _row("解释口径", f"{reading.title}（{name}）：{options}。理由：{reading.reason}")


def coverage_lines(pack: RulePack, counts: Mapping[str, int]) -> Iterator[str]:
    """Yield how many clauses have each status, and which are still planned."""
    yield f"{pack.source.document.title}（{pack.source.document.number}）共 {len(pack.clauses)} 个条款："
    for status, words in _STATUS_WORDS.items():
        if counts.get(status):
            yield f"  {counts[status]:>4}  {words}"
    planned = [name for name, clause in pack.clauses.items() if clause.status == "planned"]
    if planned:
        yield ""
        yield "尚未编写规则的条款："
        for name in planned:
            yield from _row("", f"{name} {pack.clauses[name].cite}：{pack.clauses[name].title}", indent=2)


def _row(label: str, text: str, indent: int = _LABEL) -> Iterator[str]:
    lines = wrap(text, _COLUMNS - indent)
    yield label + " " * max(indent - width(label), 0) + lines[0]
    yield from (" " * indent + line for line in lines[1:])
