"""Checks what dangles in a pack: facts nothing fills or nobody reads, readings nobody uses, clauses and rules out of step.

What cannot even be read is refused on loading; here stands what loads and is still wrong. Rules that can never pass or
never fail are found in `check_possible`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from medcheck.errors import Place, Problem
from medcheck.form.form import Form
from medcheck.rulebook.aligned import strange_correspondences
from medcheck.rulebook.cases import RuleCase
from medcheck.rulebook.check.check_clauses import check_clauses
from medcheck.rulebook.check.check_excluding import check_excluding
from medcheck.rulebook.check.check_names import check_names
from medcheck.rulebook.check.check_possible import check_possible
from medcheck.rulebook.check.check_tables import check_tables
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.rule import Rule
from medcheck.stated import DOCUMENT_PREFIX
from medcheck.verdict import Verdict

_STATUS_OF = {"data": "automated", "inspection": "inspection", "reviewer": "reviewer", "agency": "agency"}
_BY_RULES = frozenset(_STATUS_OF.values())
_DATES = frozenset({"application_date", "assessment_date"})


def check_pack(
    pack: RulePack, cases: Sequence[RuleCase], forms: Sequence[Form], filled: frozenset[str]
) -> tuple[Problem, ...]:
    """Return everything that dangles; `filled` are the facts some form, measure or the case file can fill."""
    return (
        *_facts(pack, forms, filled),
        *_form_facts(pack, forms),
        *_readings(pack),
        *_coverage(pack),
        *_tested(pack, cases),
        *_remedies(pack),
        *check_possible(pack),
        *check_excluding(pack),
        *check_clauses(pack),
        *check_tables(pack, forms),
        *check_names(pack),
    )


def check_packs(packs: Sequence[RulePack]) -> Iterator[Problem]:
    """Yield a problem for every two packs in force for one region on one day, and for what no pack reads at all."""
    yield from _unused(packs)
    by_id = {pack.id: pack for pack in packs}
    yield from (problem for pack in packs for problem in strange_correspondences(pack, by_id))
    for index, pack in enumerate(packs):
        for other in packs[index + 1 :]:
            mine, theirs = pack.source, other.source
            overlap = mine.valid_from <= theirs.last_day and theirs.valid_from <= mine.last_day
            if pack.id in (level.id for level in other.above) or other.id in (level.id for level in pack.above):
                continue  # the one that builds on the other is the one in force
            if overlap and set(mine.region) & set(theirs.region):
                text = f"规则包“{pack.id}”与“{other.id}”在同一地区同时施行"
                yield Problem(Place("pack.yaml"), text, "改正 valid_from、valid_to 或 region")


def _facts(pack: RulePack, forms: Sequence[Form], filled: frozenset[str]) -> Iterator[Problem]:
    """Yield each fact and document that a rule reads, under any reading, and nothing can fill."""
    printed = {row.get("code") for form in forms for sheet in form.tables() for row in sheet.prefilled}
    for rule in pack.rules.values():
        read = dict.fromkeys(name for version in (rule, *pack.variants(rule)) if version for name in version.facts)
        for name in read:
            code = name.removeprefix(DOCUMENT_PREFIX)
            if name == code and name not in filled:
                text = f"没有任何申请表、指标或案件文件能提供事实“{name}”"
                yield Problem(rule.place, text, "在 forms/ 中映射单元格，或写一个指标")
            elif name != code and code not in printed:
                text = f"没有任何申请表的材料清单列有材料“{code}”（{pack.vocabulary.documents[code]}）"
                yield Problem(rule.place, text, "在 forms/ 的材料清单中加一行，或改正代码")


def _unused(packs: Sequence[RulePack]) -> Iterator[Problem]:
    """Yield each fact and document of the packs' vocabularies that no rule of any pack reads."""
    read = {name for pack in packs for rule in _all_rules(pack) for name in rule.facts}
    facts = {
        name: (definition_of_fact, pack.vocabulary)
        for pack in packs
        for name, definition_of_fact in pack.vocabulary.facts.items()
    }
    for name, (definition, vocabulary) in facts.items():
        if name not in read and name not in _DATES and not definition.profile:
            text = f"事实“{name}”（{definition.label}）没有任何规则使用"
            yield Problem(vocabulary.place("facts", name), text, "删去，或在规则中使用")
    documents = {code: (label, pack.vocabulary) for pack in packs for code, label in pack.vocabulary.documents.items()}
    for code, (label, vocabulary) in documents.items():
        if f"{DOCUMENT_PREFIX}{code}" not in read:
            yield Problem(
                vocabulary.place("documents", code), f"材料“{code}”（{label}）没有任何规则使用", "删去，或在规则中使用"
            )


def _form_facts(pack: RulePack, forms: Sequence[Form]) -> Iterator[Problem]:
    for form in forms:
        for _, field in form.fields():
            definition = pack.vocabulary.facts.get(field.fact)
            if field.fact and definition is None:
                text = f"“{field.label}”填写的事实“{field.fact}”不在词汇表中"
                yield Problem(Place(f"{form.form}.yaml"), text, "改正 fact，或在 rules/facts.yaml 中登记")
            elif definition and definition.unit != field.unit:
                text = f"“{field.label}”的单位“{field.unit}”与词汇表的“{definition.unit}”不一致"
                yield Problem(Place(f"{form.form}.yaml"), text, "统一单位")
            elif definition and field.choices and not set(field.choices) <= set(definition.options):
                odd = "、".join(choice for choice in field.choices if choice not in definition.options)
                text = f"“{field.label}”的选项“{odd}”不在词汇表“{field.fact}”的选项之中"
                yield Problem(Place(f"{form.form}.yaml"), text, "统一选项")


def _readings(pack: RulePack) -> Iterator[Problem]:
    used = {name for rule in pack.rules.values() for name in rule.readings}
    for name, reading in pack.readings.items():
        if name not in used and not (pack.above and _of_rules_set_aside(name, pack)):
            yield Problem(reading.place, f"解释口径“{name}”没有任何规则使用", "删去，或在规则中写明 reading")
        changed = {rule for changes in reading.changes.values() for rule in changes}
        for rule in pack.own_rules.values():
            if name in rule.readings and not changed & {rule.id, rule.section}:
                text = f"规则“{rule.id}”写明口径“{name}”，但没有任何选项改动它"
                yield Problem(rule.place, text, "删去 reading，或补充选项")


def _of_rules_set_aside(name: str, pack: RulePack) -> bool:
    return any(name in aside.rule.readings for aside in pack.set_aside)


def _coverage(pack: RulePack) -> Iterator[Problem]:
    deciders: dict[str, set[str]] = {}
    for rule in pack.rules.values():
        for name in rule.clauses:
            deciders.setdefault(name, set()).add(_STATUS_OF[rule.decided_by])
    own = pack.files["clauses.yaml"].mapping
    for name, clause in pack.clauses.items():
        if name not in own:
            continue  # checked with the pack it stands in
        place = pack.files["clauses.yaml"].at([name]).place
        decided = deciders.get(name, set())
        if clause.status in _BY_RULES and clause.status not in decided:
            yield Problem(place, f"条款“{name}”标为 {clause.status}，但没有这样判定的规则", "补写规则，或改正 status")
        elif clause.status not in _BY_RULES and decided:
            yield Problem(place, f"条款“{name}”标为 {clause.status}，但已有规则", "改正 status")
        elif clause.status in ("alias", "not_applicable", "heading", "conclusion", "open") and not (
            clause.rules or clause.reason
        ):
            yield Problem(place, f"条款“{name}”标为 {clause.status}，但没有写明规则或理由", "写明 rules 或 reason")
        for alias in clause.rules:
            if alias not in pack.clauses:
                yield Problem(place, f"条款“{name}”所指的“{alias}”不存在", "改正 rules")


def _tested(pack: RulePack, cases: Sequence[RuleCase]) -> Iterator[Problem]:
    """Yield each rule without a case of either kind, and each option and otherwise_judge no case was written for.

    The rules of the packs it builds on are tested there.
    """
    for rule in pack.own_rules.values():
        of_rule = [case for case in cases if case.rule == rule.id]
        verdicts = {case.verdict for case in of_rule}
        good = {Verdict.PASS} if rule.requires else {Verdict.PASS, Verdict.INSPECT, Verdict.JUDGE, Verdict.CHECK}
        bad = {Verdict.FAIL, Verdict.JUDGE} if rule.decided_by == "reviewer" else {Verdict.FAIL}
        mend = f"在 cases/{rule.section}.yaml 中补写"
        if not verdicts & good or not verdicts & bad:
            yield Problem(rule.place, f"规则“{rule.id}”缺少符合或不符合的用例", mend)
        elif not _as_written(rule, of_rule, pack) & good or not _as_written(rule, of_rule, pack) & bad:
            text = f"规则“{rule.id}”缺少默认口径下符合或不符合的用例"
            yield Problem(rule.place, text, f"{mend}，不写 reading")
        if rule.otherwise_judge and Verdict.JUDGE not in verdicts:
            yield Problem(rule.place, f"规则“{rule.id}”有 otherwise_judge，但没有待评审的用例", mend)
        for name in rule.readings:
            tried = {case.readings.get(name) for case in of_rule}
            for option, changes in pack.readings[name].changes.items():
                if changes.get(rule.id) and option not in tried:
                    yield Problem(rule.place, f"规则“{rule.id}”没有口径 {name}={option} 的用例", mend)


def _as_written(rule: Rule, cases: Sequence[RuleCase], pack: RulePack) -> set[Verdict]:
    """Return the verdicts of the cases in which every reading of the rule has its default."""
    defaults = {name: pack.readings[name].default for name in rule.readings}
    return {case.verdict for case in cases if case.readings.items() <= defaults.items()}


def _remedies(pack: RulePack) -> Iterator[Problem]:
    for rule in pack.own_rules.values():
        if not rule.remedy:
            text = f"规则“{rule.id}”没有写明如何整改（remedy）"
            yield Problem(rule.place, text, "写明申请单位怎样做才能符合；补正告知书和报告都引用它")


def _all_rules(pack: RulePack) -> Iterator[Rule]:
    """Yield every rule as written and as any single option of its readings makes it."""
    for rule in pack.rules.values():
        yield rule
        yield from (variant for variant in pack.variants(rule) if variant is not None)


def coverage_counts(pack: RulePack) -> Mapping[str, int]:
    """Return how many clauses have each status."""
    return Counter(clause.status for clause in pack.clauses.values())
