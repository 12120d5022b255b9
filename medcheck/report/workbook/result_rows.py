"""An Assessment → the rows of a result sheet, with the cells each row links to. Sorts only; knows nothing of Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from types import MappingProxyType
from typing import NamedTuple

from medcheck.assessment.model.assessment_model import Assessment, ProblemItem
from medcheck.assessment.model.finding_model import Cell, Finding
from medcheck.report.arrange import CHOSEN_WORDS, arrange, day, everything, kind, lacking, short, where
from medcheck.report.read_lines import read_lines
from medcheck.report.workbook.cell_notes import HINT, PROBLEM, is_in, spot

# Width in half-width characters and the head of each column of the tables.
COLUMNS = (
    ("序号", 10),
    ("判定", 15),
    ("事项", 28),
    ("实际", 18),
    ("要求", 22),
    ("差距、缺少、原因", 25),
    ("由谁处理、怎样处理", 28),
    ("条款", 20),
    ("单元格", 24),
    ("单元格", 13),
)
_PLACES = 2
_PROBLEM_HEADS = ("序号", "类别", "问题", "", "", "", "怎样处理", "", "单元格", "")
Links = Mapping[int, tuple[str, str]]  # column (0 is the first) → sheet and cell
_NONE: Links = MappingProxyType({})


class ResultRow(NamedTuple):
    """One row: what it is, its texts, its links, its mark.

    `style` is title, pair, clear, stopped, heading, section, header, finding, problem_header or problem.
    A pair has one text beside its label that is as wide as the table. `mark` is a verdict, `problem`
    or `hint`, of the second cell.
    """

    style: str
    cells: tuple[str, ...]
    links: Links = _NONE
    mark: str = ""


def result_rows(assessment: Assessment, notes: Iterable[str]) -> tuple[ResultRow, ...]:
    """Return the rows: who and what, the conclusion, what blocks, what to do, all findings, problems, the method.

    `notes` are sentences about the workbook that holds the sheet.
    """
    return tuple(_rows(assessment, tuple(notes)))


def _rows(a: Assessment, notes: tuple[str, ...]) -> Iterator[ResultRow]:
    arranged = arrange(a)
    yield from _head(a, notes)
    if arranged.blocking:
        yield ResultRow("heading", ("影响结论的事项（最要紧的在前）",))
        yield ResultRow("header", tuple(name for name, _ in COLUMNS))
        for number, finding in enumerate(arranged.blocking, 1):
            yield _finding(number, finding, a)
    for party in a.tasks:
        if party.tasks:
            yield ResultRow("heading", (f"下一步：{party.actor_word}",))
        for number, task in enumerate(party.tasks, 1):
            cells = "；".join(short(task.cells))
            yield ResultRow("pair", (str(number), f"{task.text}{f'（{cells}）' if cells else ''}"))
    if a.problems:
        yield ResultRow("heading", ("申请表中的问题",))
        yield ResultRow("problem_header", _PROBLEM_HEADS)
    for number, problem in enumerate((item for _, problems in arranged.sheets for item in problems), 1):
        yield _problem(number, problem, a)
    yield ResultRow("heading", (f"全部认定（按法规条文顺序，共 {a.total} 项）",))
    yield ResultRow("header", tuple(name for name, _ in COLUMNS))
    numbers = count(1)
    for section, findings in arranged.sections:
        yield ResultRow("section", (section,))
        for finding in findings:
            yield _finding(next(numbers), finding, a)
    yield from _method(a)


def _head(a: Assessment, notes: tuple[str, ...]) -> Iterator[ResultRow]:
    yield ResultRow("title", ("医疗保障定点申请评估结果",))
    yield ResultRow("pair", ("申请单位", a.applicant.name))
    yield ResultRow("pair", ("信用代码", a.applicant.uscc or "未填写"))
    yield ResultRow("pair", ("类型、阶段", f"{a.applicant.facility_type_word}，{a.stage_word}"))
    yield ResultRow("pair", ("日期", f"申请 {day(a.application_date)}，评估 {day(a.assessment_date)}"))
    yield ResultRow("pair", ("申请表", a.workbook.file))
    rules = a.regulation
    unsure = "" if rules.chosen == "in_force" else f"，{CHOSEN_WORDS[rules.chosen]}"
    unsure += "" if rules.verified else "，规则包尚未核定"
    yield ResultRow("pair", ("依据", f"《{rules.title}》（{rules.number}，{rules.issuer}）{unsure}"))
    yield ResultRow("clear" if a.clear else "stopped", ("结论", f"{a.conclusion_word}：{a.sentence}"))
    counts = "，".join(f"{total.word} {total.count}" for total in a.counts if total.count)
    yield ResultRow("pair", ("判定", f"共 {a.total} 项：{counts}"))
    for notice in (*a.notices, *notes):
        yield ResultRow("pair", ("说明", notice))


def _finding(number: int, f: Finding, a: Assessment) -> ResultRow:
    places, links = _places((item.source for item in everything(f) if item.source), a)
    wanted = f.requirement if f.requirement != f.title else f.bound
    others = (f"按“{other.label}”口径：{other.verdict_word}" for other in f.other_readings)
    lack = "、".join(lacking(f))
    unsure = "、".join(f.unsure)
    missing = (f"缺少：{lack}" if lack else "", f"未定：{unsure}" if unsure else "")
    given = f.answer
    decided = f"{given.answer}（{given.by}，{day(given.on)}）{given.note}" if given else ""
    explanation = "\n".join(filter(None, (f.gap, *missing, *f.reasons, *f.remarks, decided, *others)))
    todo = f"{f.actor_word}：{f.todo}" if f.actor_word and f.todo else f.todo
    cells = (str(number), f.verdict_word, f.title, f.value, wanted, explanation, todo, f.cite, *places)
    return ResultRow("finding", cells, links, f.verdict)


def _places(cells: Iterable[Cell], a: Assessment) -> tuple[tuple[str, ...], Links]:
    """Return where a finding's values stand, a text for each sheet, and the first cell of each to link to.

    Sheets for which there is no column stand in the last one.
    """
    first: dict[str, tuple[str, str]] = {}
    stated = dict.fromkeys(cells)
    for cell in stated:
        if is_in(cell, a):
            first.setdefault(f"《{cell.sheet}》", (cell.sheet, spot(cell.cell)))
    texts = short(dict.fromkeys(where(cell, a.workbook.file) for cell in stated))
    shown = (*texts[: _PLACES - 1], "；".join(texts[_PLACES - 1 :]))
    heads = (text.partition("》")[0] + "》" for text in shown)
    at = len(COLUMNS) - _PLACES
    links = {at + number: first[head] for number, head in enumerate(heads) if head in first}
    return (*shown, *("" for _ in range(_PLACES - len(shown)))), links


def _problem(number: int, problem: ProblemItem, a: Assessment) -> ResultRow:
    sheet = f"《{problem.sheet}》" if problem.sheet else "整个文件"
    cells = (str(number), kind(problem), problem.text, "", "", "", problem.mend, "", f"{sheet}{problem.cell}", "")
    here = problem.sheet and problem.place.startswith((f"{a.workbook.file}《", "《")) and spot(problem.cell)
    links = {len(COLUMNS) - _PLACES: (problem.sheet, spot(problem.cell))} if here else {}
    return ResultRow("problem", cells, links, HINT if problem.hint else PROBLEM)


def _method(a: Assessment) -> Iterator[ResultRow]:
    yield ResultRow("heading", ("方法与校验",))
    for reading in a.readings:
        chosen = "默认" if reading.default else "另行指定"
        yield ResultRow("pair", ("口径", f"{reading.title}：{reading.label}（{chosen}）{reading.reason}"))
    for line in read_lines(a):
        yield ResultRow("pair", ("读取", line))
    yield ResultRow("pair", ("申请表", f"SHA-256 {a.workbook.sha256}"))
    yield ResultRow("pair", ("规则包", f"{a.regulation.pack}，SHA-256 {a.regulation.sha256}"))
    yield ResultRow("pair", ("程序", f"medcheck {a.medcheck}，结果格式第 {a.format_version} 版"))
