"""The list of designated facilities as rows of texts: for the terminal, as CSV, as workbook, as a page to publish."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from medcheck.register.models import DesignatedRow
from medcheck.report.page.render_page import draw
from medcheck.report.workbook.table_sheets import SheetTable, workbook_of
from medcheck.vocabulary import load_vocabulary

HEADS = (
    "机构名称",
    "统一社会信用代码",
    "地址",
    "类型",
    "等级",
    "县区",
    "定点日期",
    "协议终止日",
    "协议编号",
    "变更",
    "年度审核",
    "终止",
)
_WIDTHS = (30, 22, 36, 12, 8, 12, 12, 12, 18, 24, 24, 16)


def designated_rows(day: date, *, ended: bool) -> list[tuple[str, ...]]:
    """Return the list as it stands on a day, by county and name; those that ended or ran out only where `ended`."""
    rows = DesignatedRow.objects.order_by("county", "name", "uscc", "site")
    if not ended:
        rows = rows.filter(ended="").filter(Q(until__isnull=True) | Q(until__gte=day))
    kinds = load_vocabulary().facts["facility_type"]
    return [
        (
            row.name,
            row.uscc,
            row.site,
            kinds.word(row.kind) if row.kind else "",
            row.level,
            row.county,
            str(row.since or ""),
            str(row.until or ""),
            row.agreement,
            row.changes,
            row.reviews,
            row.ended or ("协议期满" if row.until and row.until < day else ""),
        )
        for row in rows
    ]


def as_csv(rows: list[tuple[str, ...]]) -> bytes:
    """Return the list as CSV that a spreadsheet opens as Chinese; no cell of it acts as a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def as_workbook(rows: list[tuple[str, ...]]) -> bytes:
    """Return the list as a workbook."""
    return workbook_of([SheetTable("定点医药机构名单", HEADS, _WIDTHS, rows)], "designated")


def as_page(rows: list[tuple[str, ...]], day: date) -> bytes:
    """Return the list as a page to publish: nothing from the network, no script."""
    sheets = ("page.css", "parts.css", "index.css", "designated.css")
    return draw("designated.html.j2", sheets, heads=HEADS, rows=rows, day=day).encode()


def brief_rows(rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the columns that a terminal has room for, a head first."""
    shown = (0, 1, 3, 5, 6, 7, 11)
    for row in (HEADS, *rows):
        yield tuple(row[column] for column in shown)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
