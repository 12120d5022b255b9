"""A workbook and what is certain in it → a copy in which that is written, and the list of what was changed and what was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.book.write_cells import with_texts
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.form.replacements import CertainFix
from medcheck.package.guard import open_package
from medcheck.report.changing import change_cells, change_text


class FixedCopy(NamedTuple):
    """The bytes of the copy, the replacements written in it, and the lines of the list of both."""

    content: bytes
    written: tuple[CertainFix, ...]
    lines: tuple[str, ...]


def fixed_copy(path: Path, fixes: Sequence[CertainFix], assessment: Assessment) -> FixedCopy:
    """Return the copy of a workbook with these replacements; raise MedcheckError for one that is no .xlsx."""
    package = open_package(path)
    if package.kind != "xlsx":
        problem = Problem(Place(package.file), f"是 .{package.kind} 文件，不能写入改好的副本", "另存为 .xlsx 后重试")
        raise MedcheckError([problem])
    texts: dict[str, dict[str, str]] = {}
    for fix in fixes:
        texts.setdefault(fix.sheet, {})[fix.cell] = fix.now
    content, cells = with_texts(package, texts)
    written = tuple(fix for fix in fixes if (fix.sheet, fix.cell) in cells)
    return FixedCopy(content, written, tuple(_lines(written, fixes, assessment)))


def _lines(written: Sequence[CertainFix], fixes: Sequence[CertainFix], assessment: Assessment) -> Iterator[str]:
    yield f"已改 {len(written)} 格："
    yield from (f"  《{fix.sheet}》{fix.cell} {fix.label}：“{fix.was}” → “{fix.now}”" for fix in written)
    left = [fix for fix in fixes if fix not in written]
    rest = [change for change in assessment.changes if not change.write]
    yield f"没有改，须由您核实后填写的 {len(rest) + len(left)} 项："
    yield from (f"  《{fix.sheet}》{fix.cell} {fix.label}：现为“{fix.was}”，应为“{fix.now}”" for fix in left)
    yield from (f"  {change_cells(change)} {change_text(change)}" for change in rest)
