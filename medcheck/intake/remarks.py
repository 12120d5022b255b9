"""Hints about the workbook as a whole: its kind of file, and sheets that are hidden or not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from medcheck.address import address
from medcheck.book.grid import Workbook
from medcheck.errors import Place, Problem
from medcheck.form.defined_names import NOT_READ
from medcheck.intake.table import Entry, Table
from medcheck.package.guard import Package

_FEW, _SHOWN = 3, 20  # comments a hint quotes, and the letters of each
_KINDS = {
    "xlsx": (" .xlsx 工作簿", (".xlsx", ".xlsm", ".xltx", ".xltm")),
    "xls": ("旧版 Excel 工作簿（.xls）或 WPS 表格（.et）", (".xls", ".et", ".xlt", ".ett")),
    "ods": (" OpenDocument 表格（.ods）", (".ods", ".ots")),
}


def remarks(
    workbook: Workbook, package: Package, fields: Mapping[str, Entry], tables: Mapping[str, Table]
) -> Iterator[Problem]:
    """Yield hints on the file, and on sheets that are hidden or that nobody reads."""
    yield from _of_file(package)
    read = {entry.ref.sheet for entry in fields.values() if entry.ref}
    read |= {table.source.sheet for table in tables.values() if table.source}
    for name, grid in workbook.grids.items():
        if name in NOT_READ or not grid.height:
            continue
        place = Place(package.file, name)
        if grid.hidden:
            text = "工作表是隐藏的，但有内容" + ("，已照常读取" if name in read else "，未读取")
            yield Problem(place, text, "取消隐藏并核对内容", hint=True)
        elif name not in read:
            yield Problem(
                place, "不是申请表的工作表，未读取", "无需处理；需要的内容请填入申请表已有的工作表", hint=True
            )
        if name in read and (comments := grid.comments):
            first = "、".join(f"{address(*spot)}“{comments[spot][:_SHOWN]}”" for spot in sorted(comments)[:_FEW])
            more = f"等 {len(comments)} 处" if len(comments) > _FEW else ""
            text = f"{first}{more}有批注，批注不是填写的内容"
            yield Problem(place, text, "要说明的请填入备注栏；批注由经办人员阅看", hint=True)
        if name in read and grid.has_hidden_lines:
            yield Problem(place, "有隐藏的行或列，其中的内容已照常读取", "取消隐藏并核对内容", hint=True)


def _of_file(package: Package) -> Iterator[Problem]:
    place, suffix = Place(package.file), PurePath(package.file).suffix.lower()
    word, suffixes = _KINDS[package.kind]
    if suffix not in suffixes:
        named = f"文件名以“{suffix}”结尾" if suffix else "文件名没有扩展名"
        mend = f"把扩展名改为 {suffixes[0]} 后提交"
        yield Problem(place, f"{named}，内容却是{word}，已按内容读取", mend, hint=True)
    elif package.kind != "xlsx":
        yield Problem(place, f"是{word}，已照常读取", "今后请另存为 .xlsx 后提交", hint=True)
    if package.macros:
        yield Problem(place, "含有宏，没有运行；表中的内容已照常读取", "今后请另存为不含宏的 .xlsx", hint=True)
