"""Reads what people have settled: which rules the case file answers, by whom, and whether they may be answered at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from medcheck.assessment.model.finding_model import Answer
from medcheck.case.case_file import CaseFile, Decision
from medcheck.errors import Problem, WorkbookError, suggest
from medcheck.rulebook.measured import MeasuredRule
from medcheck.rulebook.rule import Rule
from medcheck.verdict import VERDICT_WORDS, Settled, Verdict
from medcheck.vocabulary import AGENCY_SOURCES, Vocabulary

_DECIDERS = {"data": "申请材料的数据", "inspection": "现场勘验", "reviewer": "评审人员", "agency": "经办机构"}
_DAYS_OF_THE_CASE = frozenset({"application_date", "assessment_date"})
_PERSONS = ("reviewer", "agency")


class Settlement(NamedTuple):
    """For each rule somebody answered: how far it is settled, and the answer with who and when."""

    settled: Mapping[str, Settled]
    answers: Mapping[str, Answer]


def settle(case: CaseFile, rules: Mapping[str, Rule], vocabulary: Vocabulary) -> Settlement:
    """Return what the case file settles; raise WorkbookError for answers to rules that nobody may answer that way.

    A decision settles a rule of the reviewer or the agency; an answer of the site visit settles an item of inspection,
    a bare 符合 only where the value holds too; a register that answered every fact of a rule lets the value decide.
    """
    problems = list(_wrong_answers(case, rules))
    if problems:
        raise WorkbookError(problems)
    answers = {rule.id: answer for rule in rules.values() if (answer := settled_by(case, rule, vocabulary))}
    return Settlement(
        {name: state for name, (state, _) in answers.items()}, {name: by for name, (_, by) in answers.items()}
    )


def settled_by(case: CaseFile, rule: Rule, vocabulary: Vocabulary) -> tuple[Settled, Answer] | None:
    """Return how far the case file settles one rule and by whom, or None where nobody answered it."""
    return _by_register(case, rule, vocabulary) or _by_visit(case, rule) or _by_person(case, rule)


def require_applicable(
    case: CaseFile, rules: Mapping[str, Rule], outcomes: Mapping[str, Verdict], measured: Mapping[str, MeasuredRule]
) -> None:
    """Refuse a person's answer to a rule that does not apply: it would be lost without a word."""
    problems = []
    for name in [decision.rule for decision in case.source.decisions]:
        if outcomes[name] is Verdict.NOT_APPLICABLE:
            why = "；".join(
                f"只适用于“{part.requirement.wording()}”，现为{part.explain().value}"
                for part in measured[name].applies_to
            )
            place = case.place(name)
            text = f"规则“{name}”不适用于本次申请（{why}），对它的决定不起作用"
            mend = "补正后再次提交的，在案件文件中写明 resubmission: 是；否则删去该项决定"
            problems.append(Problem(place, text, mend))
    if problems:
        raise WorkbookError(problems)


def reviewed(
    case: CaseFile, rules: Mapping[str, Rule], outcomes: Mapping[str, Verdict]
) -> dict[str, tuple[Verdict, Answer]]:
    """Return what a person decided of rules that data or the visit leave to one; refuse a decision on any other.

    A rule that could not be computed is left to a person too.
    """
    decided, problems = {}, []
    for decision in (one for one in case.source.decisions if rules[one.rule].decided_by not in _PERSONS):
        rule, verdict = rules[decision.rule], outcomes[decision.rule]
        if verdict in (Verdict.JUDGE, Verdict.ERROR):
            made = Verdict.PASS if decision.answer == "符合" else Verdict.FAIL
            decided[rule.id] = made, _answer(decision)
        elif verdict is not Verdict.NOT_APPLICABLE:
            text = f"规则“{rule.id}”由{_DECIDERS[rule.decided_by]}判定，现为{VERDICT_WORDS[verdict]}，不待评审，不能在此处作答"
            mend = "删去该答复；现场勘验的答复写在 inspection 之下"
            problems.append(Problem(case.place(rule.id), text, mend))
    if problems:
        raise WorkbookError(problems)
    return decided


def _by_person(case: CaseFile, rule: Rule) -> tuple[Settled, Answer] | None:
    for decision in case.source.decisions:
        if decision.rule == rule.id and rule.decided_by in _PERSONS:
            state = Settled.YES if decision.answer == "符合" else Settled.NO
            return state, _answer(decision)
    return None


def _answer(decision: Decision) -> Answer:
    return Answer(answer=decision.answer, by=decision.by, on=decision.on, note=decision.note)


def _by_visit(case: CaseFile, rule: Rule) -> tuple[Settled, Answer] | None:
    visit = case.source.inspection
    if visit is None or rule.decided_by != "inspection":
        return None
    by = "、".join(visit.inspectors)
    for item in visit.answers:
        if item.rule == rule.id:
            yes = Settled.EVIDENCE if rule.requires else Settled.YES
            state = yes if item.answer == "符合" else Settled.NO
            return state, Answer(answer=item.answer, by=by, on=visit.on, note=item.note)
    measured = {measurement.fact for measurement in visit.measurements}
    if rule.requires and set(rule.requires.facts) & measured:
        return Settled.EVIDENCE, Answer(answer="已现场测量", by=by, on=visit.on, note="")
    return None


def _by_register(case: CaseFile, rule: Rule, vocabulary: Vocabulary) -> tuple[Settled, Answer] | None:
    if rule.decided_by != "agency" or rule.requires is None or _by_person(case, rule):
        return None
    needed = [name for name in rule.requires.facts if _is_asked(name, vocabulary)]
    answers = {answer.fact: answer for answer in case.source.registers}
    if not needed or not all(name in answers for name in needed):
        return None
    first = answers[needed[0]]
    where = f"已查{first.register_name}" if first.register_name else "已查登记信息"
    return Settled.EVIDENCE, Answer(answer=where, by=first.by, on=first.on, note=first.note)


def _is_asked(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether a register has to be asked for a fact: for no day from which a period is only counted."""
    definition = vocabulary.facts[name]
    return definition.kind != "date" or (definition.source in AGENCY_SOURCES and name not in _DAYS_OF_THE_CASE)


def _wrong_answers(case: CaseFile, rules: Mapping[str, Rule]) -> Iterator[Problem]:
    answered: list[tuple[str, tuple[str, ...]]] = [
        (decision.rule, tuple(_DECIDERS)) for decision in case.source.decisions
    ]
    answered += [
        (item.rule, ("inspection",)) for item in (case.source.inspection.answers if case.source.inspection else ())
    ]
    seen = set()
    for name, deciders in answered:
        place = case.place(name)
        if name not in rules:
            text = f"本次评估没有规则“{name}”{suggest(name, rules)}"
            yield Problem(place, text, "改正规则编号；可用 medcheck rules list 查看全部规则")
        elif rules[name].decided_by not in deciders:
            text = f"规则“{name}”由{_DECIDERS[rules[name].decided_by]}判定，不能在此处作答"
            yield Problem(
                place, text, "删去该答复；现场勘验的答复写在 inspection 之下，评审和核查的写在 decisions 之下"
            )
        elif name in seen:
            yield Problem(place, f"规则“{name}”有两个答复", "保留一个答复")
        seen.add(name)
