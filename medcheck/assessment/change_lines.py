"""Words a line of what the applicant changes: from a problem of the form, from blank cells, from a finding. It orders nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from medcheck.assessment.alike import ranges
from medcheck.assessment.finding import STEP_WORDS
from medcheck.assessment.model.assessment_model import FormChange
from medcheck.assessment.model.finding_model import Cell, EvidenceItem, Finding
from medcheck.errors import Problem
from medcheck.verdict import Verdict

DONE = "，备齐后改为“是”"  # ends a line about a paper: what is typed once it is there
_NAMED = 5  # so many blank cells of a sheet are named, of more the first ones and their number
_NAME = 24  # characters of what a fact is called
_SHOWN = 40  # characters of what stands in a cell
_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}")
_LABELS = re.compile(r"“[^”]{1,80}”")
_AGAIN = re.compile("后?重新(提交|评估)$")


def line_of_problem(problem: Problem) -> FormChange:
    """Return the line of a problem, or of many that say the same: what it is, and how it is mended."""
    mend = _AGAIN.sub("", problem.mend).rstrip("，")
    text = f"{problem.text}{'' if problem.text.endswith('？') else '；'}{mend}" if mend else problem.text
    if problem.write:
        text = f"{problem.text.partition('”应')[0]}”应改为“{problem.write}”"
    return FormChange(
        sheet=problem.place.sheet,
        cells=problem.cells or ((problem.place.cell,) if problem.place.cell else ()),
        text=text,
        step="fill",
        step_word=STEP_WORDS["fill"],
        stands=_short(problem.typed),
        write=problem.write,
        beside=tuple(f"《{place.sheet}》{place.cell}" for place in problem.others),
    )


def line_of_blanks(sheet: str, cells: Mapping[str, str]) -> Iterator[FormChange]:
    """Yield the blank cells of a sheet: a few with their names, many as one line with the first names and the number."""
    columns = list(dict.fromkeys(labels[-1] for label in cells.values() if (labels := _LABELS.findall(label))))
    if len(cells) <= _NAMED:
        texts = [(ranges([cell]), f"{label}未填写") for cell, label in cells.items()]
    elif len(columns) == 1:
        texts = [(ranges(cells), f"{len(cells)}格{columns[0]}未填写")]
    else:
        more = "等" if len(columns) > _NAMED else ""
        texts = [(ranges(cells), f"{len(cells)}格未填写：{''.join(columns[:_NAMED])}{more}")]
    for areas, text in texts:
        yield FormChange(sheet=sheet, cells=areas, text=text, step="fill", step_word=STEP_WORDS["fill"])


def line_of_finding(finding: Finding) -> FormChange:
    """Return the line of a finding: its next step, at the cells of the first sheet it rests on.

    A list it rests on as a whole (nobody in it is a nurse) names no cell: none of those there is wrong.
    """
    wrong = [item for item in finding.evidence if not _is_counted(item, finding)]
    places = [item.source for item in (wrong or finding.evidence) if item.source and item.source.sheet]
    single = [cell for cell in places if wrong and _CELL.fullmatch(cell.cell)]
    sheet = (single or places)[0].sheet if places else ""
    here = [cell for cell in single if cell.sheet == sheet]
    beside = dict.fromkeys(f"《{cell.sheet}》{cell.cell}" for cell in single if cell.sheet != sheet)
    stands, todo = _stands(here, finding.step), finding.todo
    if finding.verdict is Verdict.CONFLICT:
        todo = f"核对并改正：{'；'.join(map(_contradiction, finding.reasons))}"
    return FormChange(
        sheet=sheet,
        cells=ranges(cell.cell for cell in here),
        text=f"{todo}{DONE}" if finding.step == "hand_in" and stands == "否" else todo,
        step=finding.step,
        step_word=STEP_WORDS[finding.step],
        consequence=finding.consequence,
        stands=stands,
        beside=tuple(beside),
        rule=finding.rule,
        title=finding.title,
    )


def _contradiction(reason: str) -> str:
    """Return a reason without the name of what is in conflict before it: the two cells say it themselves."""
    name, _, said = reason.partition("：")
    return said if said and len(name) <= _NAME and not _LABELS.search(name) and "《" not in name else reason


def _is_counted(item: EvidenceItem, finding: Finding) -> bool:
    """Return whether an entry of a list was only counted: of those that fail one by one, the names are lacking."""
    return finding.verdict is Verdict.FAIL and bool(item.entry) and item.entry not in finding.missing


def _stands(cells: Sequence[Cell], step: str) -> str:
    """Return what cells say, where all say the same; beside a real change only a number or a date says anything."""
    said = {cell.raw for cell in cells}
    raw = said.pop() if len(said) == 1 else ""
    return _short(raw) if step != "change" or raw[:1].isdigit() else ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
