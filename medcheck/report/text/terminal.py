"""An Assessment, or the problems of a workbook, on a terminal. The only door to rich.

Everything stands in words, colour only adds: marks such as 【不符合】, no drawn boxes, so that an old GBK console, a pipe
and a screen reader show the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console as Console
from rich.text import Text

from medcheck.assessment.model.assessment_model import Assessment, ProblemItem
from medcheck.assessment.model.finding_model import Finding
from medcheck.errors import Problem
from medcheck.report.arrange import CHOSEN_WORDS, Source, arrange, day, kind, lacking, short, sources
from medcheck.report.read_lines import read_lines
from medcheck.report.seal_lines import seal_lines
from medcheck.report.text.stock_lines import stock_lines
from medcheck.report.wrapping import width, wrap
from medcheck.verdict import Verdict

_COLOURS = {
    Verdict.PASS: "green",
    Verdict.FAIL: "bold red",
    Verdict.UNKNOWN: "yellow",
    Verdict.CONFLICT: "magenta",
    Verdict.ERROR: "bold red",
    Verdict.INSPECT: "blue",
    Verdict.JUDGE: "blue",
    Verdict.CHECK: "cyan",
    Verdict.WAIVED: "green",
    Verdict.NOT_APPLICABLE: "dim",
}
_KIND_COLOURS = {"必填": "bold red", "矛盾": "magenta", "错误": "red", "提示": "yellow"}
_WIDEST = 100


def console() -> Console:
    """Return a console on standard output: as wide as the terminal but still readable, 80 columns in a pipe."""
    screen = Console(highlight=False, emoji=False, markup=False)
    screen.width = min(screen.width, _WIDEST)
    return screen


def print_assessment(assessment: Assessment, console: Console) -> None:
    """Print what a reader needs first: who, the conclusion, what blocks and why, what to do; then every finding."""
    arranged = arrange(assessment)
    _head(assessment, console)
    if assessment.notices:
        _title("须知", console)
    for notice in assessment.notices:
        labelled("·", notice, console, indent=0, label=3)
    if arranged.blocking:
        _title("影响结论的事项", console)
    for number, finding in enumerate(arranged.blocking, 1):
        _blocker(number, finding, assessment.workbook.file, console)
    for party in assessment.tasks:
        if party.tasks:
            _title(f"下一步：{party.actor_word}", console)
        for number, task in enumerate(party.tasks, 1):
            labelled(f"{number}.", " ".join((task.text, *short(task.cells))), console, indent=0, label=4)
    if assessment.stock:
        _title("备药率", console)
        for label, text in stock_lines(assessment.stock):
            labelled(label, text, console, indent=0)
    for sheet, problems in arranged.sheets:
        _title(f"申请表中的问题：{f'《{sheet}》' if sheet else '整个文件'}", console)
        for problem in problems:
            _problem(problem, console)
    for section, findings in arranged.sections:
        _title(section, console)
        for finding in findings:
            _row(finding, console)
    _foot(assessment, arranged.waived, console)


def print_problems(problems: Iterable[Problem], console: Console) -> None:
    """Print problems, each where it is, what is wrong, and how to mend it."""
    for problem in problems:
        word, colour = ("提示：", "yellow") if problem.hint else ("错误：", "bold red")
        labelled(word, f"{problem.place}：{problem.text}", console, indent=0, label=6, mark=colour)
        labelled("处理：", problem.mend, console, indent=2, label=6)


def _head(assessment: Assessment, console: Console) -> None:
    rule = assessment.regulation
    _line("=" * console.width, console)
    lines(assessment.applicant.name, console, "bold")
    what = f"{assessment.applicant.facility_type_word}，{assessment.stage_word}"
    labelled("类型", what, console, indent=0)
    labelled("申请表", assessment.workbook.file, console, indent=0)
    dates = f"申请 {day(assessment.application_date)}，评估 {day(assessment.assessment_date)}"
    labelled("日期", dates, console, indent=0)
    unsure = "" if rule.chosen == "in_force" else f"，{CHOSEN_WORDS[rule.chosen]}"
    unsure += "" if rule.verified else "，规则包尚未核定"
    labelled("依据", f"《{rule.title}》{rule.number}{unsure}", console, indent=0)
    labelled("注意", rule.caution, console, indent=0, style="bold")
    _line("=" * console.width, console)
    colour = "bold green" if assessment.clear else "bold red"
    labelled("结论", f"【{assessment.conclusion_word}】", console, indent=0, style=colour)
    labelled("", assessment.sentence, console, indent=0)
    counts = "，".join(f"{count.word} {count.count}" for count in assessment.counts if count.count)
    labelled("判定", f"共 {assessment.total} 项：{counts}", console, indent=0)


def _blocker(number: int, finding: Finding, workbook: str, console: Console) -> None:
    labelled(f"{number}.", f"【{finding.verdict_word}】{finding.title}", console, indent=0, label=4, style="bold")
    labelled("实际", finding.value if finding.value != finding.gap else "", console)
    if finding.requirement == finding.title:
        labelled("要求", finding.bound, console)
    else:
        labelled("要求", finding.requirement, console, style="dim")
    labelled("差距", finding.gap, console, style="bold red")
    labelled("缺少", "、".join(lacking(finding)), console)
    labelled("未定", "、".join(finding.unsure), console)
    labelled("原因", "；".join(finding.reasons), console)
    for number, source in enumerate(sources(finding, workbook)):
        labelled("" if number else "出处", _cells(source), console)
    labelled("备注", "；".join(finding.remarks), console)
    todo = f"{finding.actor_word}：{finding.todo}" if finding.actor_word and finding.todo else finding.todo
    labelled("处理", todo, console, style="bold")
    labelled("条款", f"{finding.cite}；由{finding.decided_by_word}判定；不满足时：{finding.severity_word}", console)


def _cells(source: Source) -> str:
    typed = [f"「{cell.raw}」" if cell.raw else "（空）" for cell in source.cells]
    if [cell.raw or "（空）" for cell in source.cells] == [source.value]:
        typed = [""]  # what was typed is the value, told once
    stated = "、".join(f"{cell.cell}{raw}" for cell, raw in zip(source.cells, typed, strict=True))
    named = f"{source.label} {source.value}".rstrip()
    return f"{source.place}{stated}：{named}" if stated else named


def _problem(problem: ProblemItem, console: Console) -> None:
    text = f"{problem.cell}：{problem.text}" if problem.cell else problem.text
    word = kind(problem)
    labelled(f"【{word}】", text, console, indent=0, label=10, mark=_KIND_COLOURS[word])
    labelled("处理", problem.mend, console, indent=2)


def _row(finding: Finding, console: Console) -> None:
    measured = "，".join(dict.fromkeys(part for part in (finding.value, finding.gap) if part))
    text = f"{finding.title}：{measured}" if measured else finding.title
    mark = f"【{finding.verdict_word}】"
    labelled(mark, text, console, indent=0, label=18, mark=_COLOURS[finding.verdict])
    if finding.waiver:
        unrelaxed = f"已放宽（批准的界限：{finding.waiver.granted}）；未放宽时：【{finding.waiver.unrelaxed_word}】"
        labelled("", unrelaxed, console, indent=0, label=18)
    for other in finding.other_readings:
        labelled("", f"按“{other.label}”口径：{other.verdict_word}", console, indent=0, label=18)


def _foot(assessment: Assessment, waived: Iterable[Finding], console: Console) -> None:
    _title("说明", console)
    for reading in assessment.readings:
        labelled(
            "口径",
            f"{reading.title}：{reading.label}（{'默认' if reading.default else '另行指定'}）",
            console,
            indent=0,
        )
    for finding in waived:
        if finding.waiver:
            given = finding.waiver
            signed = f"依据{given.decision}，{given.by}，{day(given.on)}，理由：{given.reason}"
            labelled("放宽", f"{finding.title}（{finding.cite}）：{given.granted}（{signed}）", console, indent=0)
    for line in read_lines(assessment):
        labelled("读取", line, console, indent=0)
    labelled("规则包", assessment.regulation.pack, console, indent=0)
    labelled("程序", f"medcheck {assessment.medcheck}", console, indent=0)
    _title("校验（SHA-256）", console)
    for name, digest in seal_lines(assessment):
        labelled(name, digest, console, indent=0, label=10)


def _title(text: str, console: Console) -> None:
    _line("", console)
    lines(text, console, "bold")
    _line("-" * console.width, console)


def labelled(
    name: str, text: str, console: Console, *, indent: int = 4, label: int = 8, style: str = "", mark: str = ""
) -> None:
    """Print a label and, beside it, a text that wraps under itself; nothing for an empty text.

    `style` colours the text, `mark` the label.
    """
    if not text:
        return
    for number, line in enumerate(wrap(text, max(console.width - indent - label, 10))):
        head = name if number == 0 else ""
        gap = " " * (label - width(head))
        _print(Text.assemble(" " * indent, (head, mark), gap, (line, style)), console)


def lines(text: str, console: Console, style: str) -> None:
    """Print a text over the whole width."""
    for line in wrap(text, console.width):
        _line(line, console, style)


def _line(line: str, console: Console, style: str = "") -> None:
    _print(Text(line, style=style), console)


def _print(text: Text, console: Console) -> None:
    # A Text, so that [brackets] and :words: of a name are no markup; soft_wrap, because it is wrapped already.
    console.print(text, soft_wrap=True, highlight=False)
