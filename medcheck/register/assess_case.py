"""Assesses a case by its events: the workbook that counts and the case file they come to, as the command line would."""

from __future__ import annotations

from typing import NamedTuple

from medcheck.archive.rules_bundle import rules_bundle
from medcheck.archive.submission import laid_out
from medcheck.archive.verify_archive import RESULT, RULES, SUBMISSION
from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.batch.worker_limits import limited
from medcheck.casework.case_event import CaseEvent, Value
from medcheck.casework.case_text import case_sha256
from medcheck.casework.conditions import RulesNow, counting_assessment
from medcheck.casework.decide import CaseCommand
from medcheck.casework.fold import ASSESS, CaseState, state_of
from medcheck.engine.session import Engine
from medcheck.register.acts import Moment
from medcheck.register.connect import refuse
from medcheck.register.file_store import file_content, keep_file
from medcheck.register.led_by import procedure_of
from medcheck.register.models import CaseRow
from medcheck.register.record import Act, events_of, record
from medcheck.rulebook.shelf import current_shelf
from medcheck.verdict import STAGE_WORDS, Stage

_VISITED = frozenset({"visited", "unmet"})  # what waits for the evaluation of a whole batch


class AssessedCase(NamedTuple):
    """An assessment of a case, and the event that records it."""

    event: CaseEvent
    assessment: Assessment


def assess_case(case: int, stage: str, moment: Moment, engine: Engine) -> AssessedCase:
    """Assess a case at a stage, the one its state waits for where none is named, and record it.

    Raises RegisterError for a case without a workbook, WorkbookError and RuleError where it cannot be assessed.
    """
    state = state_of(events_of(case))
    if not state.submission:
        raise refuse(f"案件 {case}", "没有申请工作簿可以评估", "评估只用于申请定点的案件")
    asked = Stage(stage) if stage else stage_of(state)
    with laid_out(state, file_content(state.submission)) as (workbook, case_file), limited(workbook.name):
        options = Options(asked, pack=state.pack, case=case_file)
        assessment = assess(workbook, options, engine)
    values: dict[str, Value] = {
        "stage": asked.value,
        "conclusion": assessment.conclusion.value,
        "case_sha256": case_sha256(state),
        "pack_sha256": assessment.regulation.sha256,
        "digest": assessment.digest,
    }
    rules = keep_file(rules_bundle(current_shelf().pack(state.pack)))
    files = {SUBMISSION: state.submission, RESULT: keep_file(to_json(assessment).encode()), RULES: rules}
    command = CaseCommand(ASSESS, values, moment.stamp, files, moment.via)
    event = record([Act(command, case, state.version)], moment.one_time_key, moment.who)[0]
    return AssessedCase(event, assessment)


def stage_of(state: CaseState) -> Stage:
    """Return the stage of which a case waits for an assessment; raise RegisterError where it waits for none."""
    procedure = procedure_of(state.pack, state.procedure)
    definition = procedure.source.states.get(state.state) if procedure else None
    if definition and definition.awaits:
        return definition.awaits
    if state.state in _VISITED:
        return Stage.EVALUATION
    stages = "、".join(f"{stage}（{word}）" for stage, word in STAGE_WORDS.items())
    raise refuse(f"案件 {state.case}", f"“{state.title}”时不需要评估", f"确要评估的，用 --stage 写明阶段：{stages}")


def waiting_cases() -> list[int]:
    """Return the cases that wait for an assessment: in a state that asks for one, and none counts there yet."""
    found = []
    for number in (
        CaseRow.objects.filter(final=False).exclude(submission="").order_by("number").values_list("number", flat=True)
    ):
        state = state_of(events_of(number))
        procedure = procedure_of(state.pack, state.procedure)
        definition = procedure.source.states.get(state.state) if procedure else None
        if definition and definition.awaits:
            rules = RulesNow(current_shelf().pack(state.pack).sha256, ())
            event, changed = counting_assessment(state, definition.awaits, rules)
            if event is None or changed:
                found.append(number)
    return found
