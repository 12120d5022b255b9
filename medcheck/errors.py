"""What can go wrong, said in four parts: where, what was expected, what was found, how to mend it.

Knows nothing of workbooks, rules or the engine.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple

_LONGEST_WORD = 100  # nothing longer is a slip of a known name, and comparing costs its square


class Place(NamedTuple):
    """Where a problem stands: a cell of a workbook, or a line of a YAML file. Only file names, never paths."""

    file: str
    sheet: str = ""
    cell: str = ""
    line: int = 0

    def __str__(self) -> str:
        """Return `申请表.xlsx《人员》C7` or `clinic.yaml 第 12 行`."""
        if self.line:
            return f"{self.file} 第 {self.line} 行"
        return f"{self.file}{f'《{self.sheet}》' if self.sheet else ''}{self.cell}"


class Problem(NamedTuple):
    """One thing a person can mend.

    `text` says what was expected and what was found, `mend` how to put it right. `field` is the form field it
    belongs to, if any; `required` marks a required field that is empty, `conflict` values that cannot all be right: both
    must be mended before acceptance. A `hint` never stands in the way. Of a conflict `others` are the further cells that
    state the same as `place` and differ; `doubled` says that its row states anew what another row states already. What
    rests on such cells is in conflict too (medcheck.measure.contrary). `typed` is what stands in the cell, `write` the text that
    is certain to be meant instead. `general` is the text without the name of the row,
    by which equal ones of a column are found; `cells` are their ranges once they are told as one.
    """

    place: Place
    text: str
    mend: str
    field: str = ""
    required: bool = False
    hint: bool = False
    conflict: bool = False
    others: tuple[Place, ...] = ()
    doubled: bool = False
    general: str = ""
    cells: tuple[str, ...] = ()
    typed: str = ""
    write: str = ""

    @property
    def blocks(self) -> bool:
        """Return whether it must be mended before the application can be accepted."""
        return self.required or self.conflict

    def __str__(self) -> str:
        """Return the two lines a user reads."""
        return f"{'提示' if self.hint else '错误'}：{self.place}：{self.text}\n  处理：{self.mend}"


class MedcheckError(Exception):
    """The one base class: it carries every problem found, not the first."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class WorkbookError(MedcheckError):
    """A workbook or a case file that cannot be read at all; whoever filed it can mend it."""


class FormError(MedcheckError):
    """A form definition, or data meant to fill it, that its author can mend."""


class RuleError(MedcheckError):
    """A rule, vocabulary or reading that its author can mend."""


class EngineError(MedcheckError):
    """Our bug: an application must never get a verdict after it."""

    exit_code = 4


_LONGEST = 200


def fault_of(error: Exception) -> str:
    """Return what went wrong inside the program, as a maintainer needs it: the error, and our line it came from."""
    place, trace = "", error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] == "medcheck":
            place = f"，{module} 第 {trace.tb_lineno} 行"
        trace = trace.tb_next
    return f"{type(error).__name__}: {' '.join(str(error).split())[:_LONGEST]}{place}"


def suggest(word: str, known: Iterable[str]) -> str:
    """Return `；是否应为“…”？` with the nearest known name, or an empty string when nothing is near."""
    if len(word) > _LONGEST_WORD:
        return ""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"；是否应为“{near[0]}”？" if near else ""


# Pydantic's English, keyed by its error type: what was expected.
EXPECTED = {
    "missing": "缺少必填的键",
    "int_parsing": "应为整数",
    "int_parsing_size": "应为不超过 15 位的整数",
    "decimal_parsing": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "date_from_datetime_parsing": "应为日期，例如 2019-09-01",
    "date_from_datetime_inexact": "应为日期，例如 2019-09-01",
    "date_parsing": "应为日期，例如 2019-09-01",
    "string_type": "应为文字",
    "dict_type": "应为映射（键: 值）",
    "model_type": "应为映射（键: 值）",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "frozen_set_type": "应为列表",
    "greater_than_equal": "应不小于 {ge}",
    "string_pattern_mismatch": "写法不符合规定",
    "too_short": "不能为空",
    "string_too_short": "不能为空",
}
