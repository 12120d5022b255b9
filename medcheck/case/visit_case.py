"""A filled site-visit sheet put into the case file, where the visit it tells of has its place. Knows nothing of rules."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.case.case_file import CaseFile
from medcheck.case.inspection import Inspection
from medcheck.case.visit_sheet import VisitSheet
from medcheck.errors import Place, Problem, WorkbookError


def require_belongs(sheet: VisitSheet, application: tuple[str, str], pack: tuple[str, str]) -> None:
    """Refuse a sheet made for another application or another rule pack; each is (name, sha256)."""
    problems = []
    mend = "核对文件；申请表确已更正的，用 medcheck inspect 按它重新生成勘验表，把已填内容誊过去并再次核对"
    if sheet.application != application[1]:
        text = (
            f"勘验表属于另一份申请表：应为“{application[0]}”（{application[1][:12]}…），"
            f"现为“{sheet.application_file}”（{sheet.application[:12]}…）"
        )
        problems.append(Problem(Place(sheet.file), text, mend))
    if sheet.pack_sha256 != pack[1]:
        text = f"勘验表按另一版规则生成：应为“{pack[0]}”（{pack[1][:12]}…），现为“{sheet.pack}”（{sheet.pack_sha256[:12]}…）"
        problems.append(
            Problem(Place(sheet.file), text, "用 medcheck inspect 重新生成勘验表，把已填内容誊过去并再次核对")
        )
    if problems:
        raise WorkbookError(problems)


def with_visit(case: CaseFile, sheet: VisitSheet) -> CaseFile:
    """Return the case with the visit of the sheet; raise WorkbookError where the case file tells of it otherwise."""
    visit = sheet.inspection
    case = case._replace(visit_sha256=sheet.sha256)
    if visit is None:
        return case
    own = case.source.inspection
    if own is not None:
        if problems := list(_contradictions(case, own, sheet, visit)):
            raise WorkbookError(problems)
        visit = _joined(own, visit)
    stated = {fact.name for fact in sheet.measurements}
    measurements = (*sheet.measurements, *(fact for fact in case.measurements if fact.name not in stated))
    source = case.source.model_copy(update={"inspection": visit})
    places = {**case.places, **sheet.places}
    # What the case file measured or answered is not open, whatever cell of the sheet is blank.
    elsewhere = {fact.name for fact in case.measurements}
    answered = {item.rule for item in own.answers} if own is not None else set()
    doubts = tuple(
        doubt
        for doubt in sheet.doubts
        if doubt.refuted or not ({*doubt.facts, *doubt.rules} and {*doubt.facts, *doubt.rules} <= elsewhere | answered)
    )
    return case._replace(
        source=source,
        measurements=measurements,
        places=places,
        visit_sheet=sheet.file,
        visit_cells=sheet.cells,
        doubts=doubts,
        told=sheet.told,
    )


def _contradictions(case: CaseFile, own: Inspection, sheet: VisitSheet, visit: Inspection) -> Iterator[Problem]:
    pairs = [("勘验日期", str(own.on), str(visit.on))]
    pairs += [("勘验人员", "、".join(sorted(set(own.inspectors))), "、".join(sorted(set(visit.inspectors))))]
    measured = {fact.name: fact for fact in case.measurements}
    both = [(measured[fact.name], fact) for fact in sheet.measurements if fact.name in measured]
    pairs += [
        (f"“{mine.sources[0].label}”", theirs.sources[0].raw, mine.sources[0].raw)
        for theirs, mine in both
        if theirs.value != mine.value
    ]
    answers = {item.rule: item.answer for item in own.answers}
    pairs += [
        (f"“{item.rule}”的结论", answers[item.rule], item.answer)
        for item in visit.answers
        if answers.get(item.rule, item.answer) != item.answer
    ]
    for what, in_case, in_sheet in pairs:
        if in_case != in_sheet:
            text = f"{what}：案件文件 {case.file} 写“{in_case}”，勘验表写“{in_sheet}”"
            yield Problem(Place(sheet.file), text, "以现场记录为准改正其一；只用勘验表的，删去案件文件中的 inspection")


def _joined(own: Inspection, visit: Inspection) -> Inspection:
    """Return one visit of two records that agree: what either says."""
    facts, rules = {item.fact for item in visit.measurements}, {item.rule for item in visit.answers}
    return visit.model_copy(
        update={
            "start": visit.start or own.start,
            "end": visit.end or own.end,
            "present": visit.present or own.present,
            "measurements": [*visit.measurements, *(item for item in own.measurements if item.fact not in facts)],
            "remarks": [*visit.remarks, *own.remarks],
            "answers": [*visit.answers, *(item for item in own.answers if item.rule not in rules)],
        }
    )
