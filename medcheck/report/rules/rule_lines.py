"""The rules on the terminal: the list, one rule in full, and the coverage of the clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from medcheck.assessment.finding import DECIDER_WORDS, SEVERITY_WORDS
from medcheck.report.rules.rule_text import STATUS_WORDS, RuleLine, case_rows, clause_text, rule_rows
from medcheck.report.wrapping import width, wrap
from medcheck.rulebook.cases import RuleCase
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.rule import Rule

_COLUMNS = 80
_LABEL = 12


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
    pack: RulePack, rule: Rule, cases: Sequence[RuleCase], origins: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Yield one rule in full, its cases last."""
    yield f"{rule.title.zh}（{rule.id}）"
    for row in (*rule_rows(pack, rule, origins), *case_rows(cases)):
        yield from _lines(row)


def coverage_lines(pack: RulePack, counts: Mapping[str, int]) -> Iterator[str]:
    """Yield how many clauses have each status, and which are still planned."""
    yield f"{pack.source.document.title}（{pack.source.document.number}）共 {len(pack.clauses)} 个条款："
    for status, words in STATUS_WORDS.items():
        if counts.get(status):
            yield f"  {counts[status]:>4}  {words}"
    yield from _shared_lines(pack)
    planned = [name for name, clause in pack.clauses.items() if clause.status == "planned"]
    if planned:
        yield ""
        yield "尚未编写规则的条款："
        for name in planned:
            yield from _lines(RuleLine("", clause_text(name, pack.clauses[name])), indent=2)


def _shared_lines(pack: RulePack) -> Iterator[str]:
    """Yield the rules that are written once for several clauses: the items of a table the levels share."""
    shared = Counter(rule.clauses for rule in pack.rules.values() if len(rule.clauses) > 1)
    for names, items in shared.items():
        cites = "；".join(pack.clauses[name].cite for name in names)
        yield f"其中 {len(names)} 个条款（{cites}）共用 {items} 项规则"


def _lines(row: RuleLine, indent: int = _LABEL) -> Iterator[str]:
    lines = wrap(row.text, _COLUMNS - indent)
    yield row.label + " " * max(indent - width(row.label), 0) + lines[0]
    yield from (" " * indent + line for line in lines[1:])
