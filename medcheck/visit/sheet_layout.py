"""Where everything of a site-visit sheet stands: instructions, head, items by point, signatures, the hidden list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from medcheck.address import address
from medcheck.blank.layout import cover_plan
from medcheck.blank.plan import Check, FormData, PlannedCell, SheetPlan, text_height
from medcheck.case.visit_form import (
    ANSWER_FIELD,
    BLANK,
    BY_NUMBER,
    FORMAT,
    HEAD,
    ITEMS_SHEET,
    OFFERED_COLUMN,
    OTHER,
    VERSION,
    OfferedName,
    item_name,
)
from medcheck.form.defined_names import HIDDEN_SHEET, INSTRUCTIONS
from medcheck.form.form import FormField
from medcheck.visit.items import Point
from medcheck.visit.printed_item import PrintedItem

_NUMERALS = "一二三四五六七八九十"
_HEADS = (
    "序号",
    "核实事项和要求",
    "申报情况",
    "申报单元格",
    "实测值或现场情况",
    "单位",
    "符合／不符合",
    "备注",
    "照片编号",
)
_WIDTHS = (6, 46, 26, 19, 17, 6, 13, 24, 11)
_NAMED, _MEASURED, _ANSWER, _NOTE, _PHOTO = 3, 5, 7, 8, 9
_NUMBER = FormField(id="measured", label="实测值", kind="number", help="只填数字，单位见右格")
_TEXT = FormField(id="note", label="备注")
_OFFERED = FormField(
    id="named",
    label="事实或规则",
    kind="choice",
    open_choice=True,
    choices=("见列表",),
    help="从列表选择事实或规则，也可直接写中文名称",
)
_HEADER = 3
_PAGE = 590.0  # points of rows on an A4 page laid across, at the scale that fits the columns in
_HELP = "以现场核实为准，逐项填写；没有核实的留空，评估时仍为待现场勘验。"
_SIGNATURES = (
    ("勘验人员（签字，两人以上）：", "        年    月    日"),
    ("机构意见（对上述情况有无异议）：", "□ 无异议    □ 有异议："),
    ("机构在场负责人（签字、盖章）：", "        年    月    日"),
    ("拒绝签字的，由勘验人员注明情况：", ""),
)
_RULES = (
    "本表由程序按一份申请表生成，只用于该申请表。申请表更正后，请重新生成。",
    "可先打印，在现场手写，回来后录入电子表；也可直接在电子表中填写。录入的内容应与签字的纸质表一致。",
    "《勘验情况》填写日期、时间和勘验人员。勘验应由两人以上进行；少于两人的，测量和结论都不计入评估。",
    "《勘验项目》按{cite}的重点分组。有单位的，在“实测值”中只填数字；没有单位的，可写现场看到的情况。",
    f"“符合／不符合”从下拉列表中选择。印有“{BY_NUMBER}”的不填，由程序按实测值对照标准判定。",
    "既有实测值、又选“符合”的，以实测值为准：数值达不到标准的，仍为不符合。与申报不同的，报告中写明差额。",
    "没有核实到的项目留空，评估时仍列为待现场勘验；应测量的没有实测值，其余都选“符合”也是如此。不要增删、移动、排序各行。",
    "“不符合”的，在备注中写明现场看到的情况。实测值是申报的 100 倍以上或不到 100 分之一的，先核对小数点；确实如此的，写明备注。",
    "人员、用房、设备、科室、排班、药品各行与申请表逐一对照；“抽查”各行由勘验人员写明所抽的内容。抽查的药品对同一申请表总是相同。",
    "《其他发现》可写任何事实（实测值）或规则（结论），从列表选择或写中文名称；其他情况写在备注中。",
    "填好后运行：medcheck assess 申请.xlsx --inspection 勘验表.xlsx --case 案件.yaml --stage evaluation",
)


def plans(
    data: FormData,
    points: Sequence[Point],
    origin: Sequence[tuple[str, str]],
    offered: Sequence[OfferedName],
    cite: str,
) -> tuple[SheetPlan, ...]:
    """Return the sheets in order; `data` fills the head, `origin` is what the hidden sheet keeps, name and value.

    `offered` are the names that 其他发现 may choose from; `cite` is where the points of the visit are written.
    """
    head = cover_plan(HEAD, data, {})
    letter = address(1, OFFERED_COLUMN)[:-1]
    choices_at = f"{HIDDEN_SHEET}!${letter}$1:${letter}${max(1, len(offered))}"
    items = _items(points, str(data.fields["facility"]), choices_at)
    return _instructions(cite), head, items, _hidden(points, origin, offered)


def _instructions(cite: str) -> SheetPlan:
    cells = [
        PlannedCell(1, 1, HEAD.title, "title"),
        PlannedCell(2, 1, INSTRUCTIONS, "heading"),
        PlannedCell(2, 2, None, "heading"),
    ]
    heights: dict[int, float] = {1: 40, 2: 24}
    of_points = f"{cite} " if cite else "规则包所列"  # a blank, as before Chinese text that follows a number
    for row, text in enumerate((rule.replace("{cite}", of_points) for rule in _RULES), 3):
        cells += [PlannedCell(row, 1, f"{row - 2}.", "ordinal_plain"), PlannedCell(row, 2, text, "paragraph")]
        heights[row] = 8 + text_height(text, 98)
    return SheetPlan(INSTRUCTIONS, tuple(cells), (5, 98), heights, ("A1:B1", "A2:B2"))


def _items(points: Sequence[Point], facility: str, choices_at: str) -> SheetPlan:
    end = len(_WIDTHS)
    cells = [PlannedCell(1, 1, f"现场勘验项目（{facility}）", "title"), PlannedCell(2, 1, _HELP, "help")]
    cells += [PlannedCell(_HEADER, number, text, "header") for number, text in enumerate(_HEADS, 1)]
    merges = [f"A1:{address(1, end)}", f"A2:{address(2, end)}"]
    heights: dict[int, float] = {1: 34, 2: 22, _HEADER: 34}
    checks: list[Check] = []
    names = {
        "visit__named": (_HEADER, _NAMED),
        "visit__measured": (_HEADER, _MEASURED),
        "visit__answer": (_HEADER, _ANSWER),
        "visit__note": (_HEADER, _NOTE),
        "visit__photo": (_HEADER, _PHOTO),
    }
    starts: list[int] = []
    row = _HEADER
    for order, point in enumerate(points):
        row += 1
        starts.append(row)
        title = f"{_NUMERALS[order] if order < len(_NUMERALS) else '附'}、{point.title}"
        none = "" if point.lines else "（没有需要核实的事项）"
        cells += [
            PlannedCell(row, 1, title + none, "heading"),
            *(PlannedCell(row, n, None, "heading") for n in range(2, end + 1)),
        ]
        merges.append(f"A{row}:{address(row, end)}")
        heights[row] = 22
        for line in point.lines:
            row += 1
            cells += _row(row, line)
            heights[row] = _height(line)
            names[item_name(line.item.number)] = (row, 1)
            checks += _checks(row, line, choices_at)
    count = sum(len(point.lines) for point in points)
    # Said again beside the signatures, which may come to stand on a page of their own.
    total = f"{facility}现场勘验，以上共 {count} 项。"
    cells += [
        PlannedCell(row + 1, 1, total, "note"),
        *(PlannedCell(row + 1, n, None, "note") for n in range(2, end + 1)),
    ]
    merges.append(f"A{row + 1}:{address(row + 1, end)}")
    heights[row + 1] = 22
    last = _sign(row + 2, cells, merges, heights)
    return SheetPlan(
        ITEMS_SHEET,
        tuple(cells),
        _WIDTHS,
        heights,
        tuple(merges),
        tuple(checks),
        names=names,
        header_row=_HEADER,
        print_last_row=last,
        breaks=page_breaks(heights, tuple(starts), last),
    )


def page_breaks(heights: Mapping[int, float], starts: Sequence[int], last: int) -> tuple[int, ...]:
    """Return the rows after which a page ends.

    A heading (at `starts`) is never the last of its page, and the last point stands with the signatures (to row `last`):
    nobody signs a page without an item.
    """
    breaks: list[int] = []
    used = sum(heights[row] for row in range(1, starts[0]))
    row = starts[0]
    while row <= last:
        until = last if row == starts[-1] else min(row + 1, last) if row in starts and row + 1 not in starts else row
        needed = sum(heights[number] for number in range(row, until + 1))
        if used + needed > _PAGE:
            breaks.append(row - 1)
            used = heights[_HEADER]  # printed again on every page
        used += needed
        row = until + 1
    return tuple(breaks)


def _row(row: int, line: PrintedItem) -> Iterable[PlannedCell]:
    fact, rule = line.item.fact, line.item.rule or line.item.kind
    yield PlannedCell(row, 1, line.item.number, "ordinal")
    yield PlannedCell(row, 2, line.asked, "printed")
    if line.item.kind in (BLANK, OTHER):
        yield PlannedCell(row, _NAMED, None, "input", _TEXT)
    else:
        yield PlannedCell(row, _NAMED, line.declared, "printed")
    yield PlannedCell(row, 4, line.cells, "printed")
    yield PlannedCell(row, _MEASURED, None, "input_centred" if fact else "input", _NUMBER if fact else _TEXT)
    yield PlannedCell(row, 6, line.unit or None, "ordinal")
    yield PlannedCell(row, _ANSWER, None if rule else BY_NUMBER, "input_centred" if rule else "ordinal", _TEXT)
    yield PlannedCell(row, _NOTE, None, "input", _TEXT)
    yield PlannedCell(row, _PHOTO, None, "input_centred", _TEXT)


def _height(line: PrintedItem) -> float:
    texts = ((line.asked, _WIDTHS[1]), (line.declared, _WIDTHS[2]), (line.cells, _WIDTHS[3]))
    return max(32.0, *(8 + text_height(text, width - 1) for text, width in texts))


def _checks(row: int, line: PrintedItem, choices_at: str) -> Iterable[Check]:
    if line.item.fact:
        yield Check((row, _MEASURED), row, _NUMBER)
    if line.item.kind == OTHER:
        yield Check((row, _NAMED), row, _OFFERED, choices_at)
    if line.item.rule or line.item.kind:
        yield Check((row, _ANSWER), row, ANSWER_FIELD)


def _sign(first: int, cells: list[PlannedCell], merges: list[str], heights: dict[int, float]) -> int:
    """Add the lines to sign on paper, and return the last row."""
    for row, (label, room) in enumerate(_SIGNATURES, first):
        cells += [
            PlannedCell(row, 1, label, "label"),
            PlannedCell(row, 2, None, "label"),
            PlannedCell(row, 3, room or None, "answer"),
        ]
        cells += [PlannedCell(row, number, None, "answer") for number in range(4, len(_WIDTHS) + 1)]
        merges += [f"A{row}:B{row}", f"C{row}:{address(row, len(_WIDTHS))}"]
        heights[row] = 36
    return first + len(_SIGNATURES) - 1


def _hidden(points: Sequence[Point], origin: Sequence[tuple[str, str]], offered: Sequence[OfferedName]) -> SheetPlan:
    """Return the hidden sheet: format, version, where the sheet belongs, each item, and what 其他发现 may name."""
    lines = [("format", FORMAT), ("version", VERSION), *origin]
    cells = [
        PlannedCell(row, column, text, "plain")
        for row, pair in enumerate(lines, 1)
        for column, text in enumerate(pair, 1)
    ]
    items = [line.item for point in points for line in point.lines]
    for row, item in enumerate(items, len(lines) + 2):
        cells += [PlannedCell(row, column, text or None, "plain") for column, text in enumerate(item.cells(), 1)]
    for row, name in enumerate(offered, 1):
        cells += [PlannedCell(row, column, text, "plain") for column, text in enumerate(name, OFFERED_COLUMN)]
    return SheetPlan(HIDDEN_SHEET, tuple(cells), (12, 40, 40), {}, hidden=True)
