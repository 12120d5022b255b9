"""A recorded result, of a JSON file or a page, against the one made again → what stands and what does not."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.assessment.compare.compare_runs import change_of
from medcheck.assessment.compare.comparison import Change, Head
from medcheck.assessment.compare.differing import differing
from medcheck.assessment.compare.rule_states import run_of
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.engine.session import Engine
from medcheck.report.page.render_page import to_html
from medcheck.report.page.same_page import same_page
from medcheck.report.record.page_record import bare
from medcheck.report.record.recorded import Recorded
from medcheck.report.record.seal import Fit, sealed
from medcheck.verify.make_again import Files, make_again
from medcheck.verify.verified import Verified

ALTERED = "内容不同：报告与其摘要不符，生成后被改动过"
PAGE_ALTERED = "内容不同：页面与重新生成的页面不一致，生成后被改动过"
OTHER_BYTES = "同样内容、字节不同：文件由其他程序重新保存过（换行、排版等），内容没有改动"
_OTHERWISE = "证据或措辞"
_PARTS = {
    "format": "格式名称",
    "format_version": "格式版本",
    "applicant": "申请单位",
    "workbook": "申请表的读取情况",
    "regulation": "规则包的说明",
    "application_date": "申请日期",
    "assessment_date": "评估日期",
    "stage": "阶段",
    "stage_word": "阶段的名称",
    "conclusion": "结论",
    "conclusion_word": "结论的名称",
    "sentence": "结论的说明",
    "clear": "是否没有妨碍",
    "counts": "判定合计",
    "total": "规则总数",
    "blocking": "影响结论的事项",
    "tasks": "待办事项",
    "problems": "申请表中的问题",
    "readings": "解释口径",
    "notices": "须知",
    "stock": "备药率",
    "case": "案件编号",
    "deadlines": "期限",
    "materials": "材料",
    "charts": "图表",
    "unmatched": "没有对应的名称",
    "stated": "填报内容的记录",
    "options": "评估选项",
}
# Across versions of the program: what a verdict is made of, and no wording.
_SUBSTANCE = ("conclusion", "clear", "total", "counts", "blocking", "application_date", "assessment_date", "stage")
_COMPARED_OTHERWISE = frozenset({"medcheck", "findings", "digest"})


def verify_report(recorded: Recorded, files: Files, engine: Engine) -> Verified:
    """Return whether a result or a page stands; raise MedcheckError where it cannot be made again."""
    head = recorded.run.head
    again = make_again(head, files, engine)
    found = against(head, recorded.run.states, again)
    changes = tuple(_changes(recorded, again, by_word=head.medcheck == again.medcheck))
    others = tuple(_others(recorded, again))
    altered = [ALTERED] if recorded.fit is Fit.NOT else []
    told = [OTHER_BYTES] if recorded.fit is Fit.CONTENT else []
    unchecked = list(found.unchecked)
    if head.medcheck != again.medcheck and recorded.whole:
        unchecked += _worded_otherwise(recorded.whole, again)
    if recorded.page:
        page = page_of(head, again)
        if page is None:
            unchecked.append("页面的文字：重新计算的结果与报告所载的摘要不同，没有逐字核对")
        elif not same_page(recorded.page, page):
            altered.append(PAGE_ALTERED)
        elif recorded.page != page:
            told.append(OTHER_BYTES)
    return found._replace(
        altered=tuple(altered), changes=changes, others=others, unchecked=tuple(unchecked), told=tuple(told)
    )


def against(head: Head, states: tuple[object, ...], again: Assessment) -> Verified:
    """Return what a recorded head says of the assessment made again: what it rests on, and the version that cannot be proved."""
    differs = differing(head, run_of(again).head)
    unchecked = []
    if head.medcheck != again.medcheck:
        word = "内容与重新计算的相同" if as_then(head, again).digest == head.digest else "措辞、证据和版面没有逐字核对"
        unchecked.append(f"程序版本：报告为 medcheck {head.medcheck}，现为 {again.medcheck}，{word}")
    return Verified(
        head=head,
        total=len(states),
        differing=tuple(difference for difference in differs if difference.kind != "program"),
        unchecked=tuple(unchecked),
    )


def as_then(head: Head, again: Assessment) -> Assessment:
    """Return the assessment made again as the program of the report would have signed it."""
    return again if head.medcheck == again.medcheck else sealed(again.model_copy(update={"medcheck": head.medcheck}))


def page_of(head: Head, again: Assessment) -> str | None:
    """Return the page of the result that was recorded, or None where what was made again is another result."""
    then = as_then(head, again)
    return to_html(then) if then.digest == head.digest else None


def _changes(recorded: Recorded, again: Assessment, *, by_word: bool) -> Iterator[Change]:
    """Yield the findings that came out differently; another program may put a reason in other words."""
    second = run_of(again)
    old = {state.rule: state for state in bare(recorded.run).states}
    new = {state.rule: state for state in bare(second).states}
    named = {state.rule: state for state in (*recorded.run.states, *second.states)}
    whole = {finding.rule: finding for finding in recorded.whole.findings} if recorded.whole else {}
    now = {finding.rule: finding for finding in again.findings}
    for rule in dict.fromkeys([*old, *new]):
        change = change_of(old.get(rule), new.get(rule))
        same = whole.get(rule) == now.get(rule) if recorded.whole else change.first == change.second
        gone = change.first is None or change.second is None
        if same or not (gone or by_word or set(change.parts) - {"原因"}):
            continue
        words = {"title": named[rule].title or rule, "cite": named[rule].cite}
        yield change.model_copy(update={"parts": change.parts or (() if gone else (_OTHERWISE,)), **words})


def _others(recorded: Recorded, again: Assessment) -> Iterator[str]:
    """Yield the parts of the result beside its findings that came out differently."""
    head = recorded.run.head
    same_program = head.medcheck == again.medcheck
    if recorded.whole:
        names = [name for name in Assessment.model_fields if name not in _COMPARED_OTHERWISE]
        for name in names if same_program else _SUBSTANCE:
            if getattr(recorded.whole, name) != getattr(again, name):
                yield _PARTS.get(name, name)
        if [f.rule for f in recorded.whole.findings] != [f.rule for f in again.findings]:
            yield "认定的次序或项数"
        return
    if (head.conclusion_word, head.clear) != (again.conclusion_word, again.clear):
        yield _PARTS["conclusion"]
    if [state.rule for state in recorded.run.states] != [finding.rule for finding in again.findings]:
        yield "认定的次序或项数"
    if same_program and head.digest != again.digest:
        yield "结果的摘要"


def _worded_otherwise(whole: Assessment, again: Assessment) -> Iterator[str]:
    """Yield what another program put in other words: it was compared and differs, and which of the two is right is open."""
    names = [name for name in Assessment.model_fields if name not in {*_COMPARED_OTHERWISE, *_SUBSTANCE}]
    parts = [_PARTS.get(name, name) for name in names if getattr(whole, name) != getattr(again, name)]
    if whole.findings != again.findings:
        parts.append("认定的证据或措辞")
    if parts:
        yield f"两个版本写法不同、不能断定是否改动过的部分：{'、'.join(parts)}"
