"""What an assessment of a case leaves for people to answer: registers to ask, rules that a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from medcheck.archive.verify_archive import RESULT
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.casework.fold import ASSESS, CaseState
from medcheck.register.file_store import file_content
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.shelf import current_shelf
from medcheck.verdict import Verdict

ANSWERS, DECISIONS = "record-answers", "record-decisions"
_DECIDED = ("符合", "不符合")
_FLAG = ("是", "否")
_OPEN = {ANSWERS: (Verdict.CHECK, Verdict.UNKNOWN), DECISIONS: (Verdict.JUDGE, Verdict.CHECK)}


class OpenQuestion(NamedTuple):
    """A question: the fact or the rule it is about, its words, the clause, and the answers there can be, if they are few."""

    about: str
    words: str
    cite: str
    options: tuple[str, ...]


def open_questions(state: CaseState, action: str) -> tuple[OpenQuestion, ...]:
    """Return what the last assessment of a case leaves open for a step, each question once."""
    made = [event for event in state.events if event.action == ASSESS and RESULT in event.files]
    if not made:
        return ()
    assessment = Assessment.model_validate_json(file_content(made[-1].files[RESULT]))
    pack = current_shelf().pack(state.pack)
    found = _of_registers(assessment, pack) if action == ANSWERS else _of_people(assessment, pack)
    return tuple({question.about: question for question in found}.values())


def _of_registers(assessment: Assessment, pack: RulePack) -> Iterator[OpenQuestion]:
    facts = pack.vocabulary.facts
    for finding in assessment.findings:
        rule = pack.rules.get(finding.rule)
        if rule is None or finding.verdict not in _OPEN[ANSWERS]:
            continue
        for name in rule.facts:
            definition = facts.get(name)  # what is required of papers has no word in the vocabulary
            if definition and definition.source == "register":
                options = _FLAG if definition.kind == "flag" else tuple(definition.options.values())
                yield OpenQuestion(name, definition.label, finding.cite, options)


def _of_people(assessment: Assessment, pack: RulePack) -> Iterator[OpenQuestion]:
    facts = pack.vocabulary.facts
    for finding in assessment.findings:
        rule = pack.rules.get(finding.rule)
        if rule is None or finding.verdict not in _OPEN[DECISIONS]:
            continue
        if finding.verdict is Verdict.CHECK and any(
            name in facts and facts[name].source == "register" for name in rule.facts
        ):
            continue  # a register answers it
        yield OpenQuestion(finding.rule, finding.title, finding.cite, _DECIDED)
