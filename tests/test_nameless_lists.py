"""A list without the column that names its entries is unknown, never empty; a row without a name may be anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from openpyxl.workbook import Workbook

from medcheck.intake.application import Application
from medcheck.intake.table import Entry, Row
from medcheck.verdict import Verdict
from tests.applications import finding
from tests.test_witnesses import Change, is_, judged, sample, with_cell

ONE, TWO, CLINIC, PHARMACY = "hospital-1-eligible", "hospital-2-eligible", "clinic-eligible", "pharmacy-single-eligible"


def without_column(table: str, column: str, label: str) -> Change:
    """Return the change after which a column was found nowhere, as the reader says it."""

    def edit(row: Row) -> Row:
        return row.replaced({column: Entry(None, None, f"未找到“{label}”一列")})

    def change(application: Application) -> Application:
        of = application.tables[table]
        made = replace(
            of, rows=tuple(map(edit, of.rows)), located_by={k: v for k, v in of.located_by.items() if k != column}
        )
        return application._replace(tables={**application.tables, table: made})

    return change


LOST = [
    (TWO, "departments", "name", "科室名称", "h2-dept-internal-medicine", "科室：科室设置表未找到“科室名称”一列"),
    (TWO, "departments", "name", "科室名称", "h2-ccu-min", "科室：科室设置表未找到“科室名称”一列"),
    (
        ONE,
        "departments",
        "name",
        "科室名称",
        "h1-admin-office-functions",
        "已落实到科室的管理职能：科室设置表未找到“科室名称”一列",
    ),
    (
        CLINIC,
        "departments",
        "name",
        "科室名称",
        "doc-special-dept-qualification",
        "科室：科室设置表未找到“科室名称”一列",
    ),
    (CLINIC, "rooms", "name", "房间名称", "opd-rooms-set", "独立设置的业务用房：业务用房表未找到“房间名称”一列"),
    (CLINIC, "equipment", "name", "设备名称", "opd-equipment-set", "设备：设备清单未找到“设备名称”一列"),
    (TWO, "key_specialties", "name", "专科名称", "h2-key-specialty-min", "重点专科：重点专科表未找到“专科名称”一列"),
    (TWO, "managers", "role", "职责", "doc-it-maintainers-list", "医保与信息人员：医保与信息人员表未找到“职责”一列"),
    (PHARMACY, "drugs", "kind", "类别", "ph-supply-categories-stock", "有库存的药品：药品清单未找到“类别”一列"),
    (PHARMACY, "drugs", "generic_name", "通用名", "ph-sku-count-min", "药品经营品种数：药品清单未找到“通用名”一列"),
    (PHARMACY, "drugs", "kind", "类别", "doc-drug-price-list-pharmacy-each", "药品清单：药品清单未找到“类别”一列"),
    (
        PHARMACY,
        "devices",
        "kind",
        "种类",
        "doc-pos-equipment-computer",
        "计算机和打印机：设备清单（计算机与打印机）未找到“种类”一列",
    ),
]


@pytest.mark.parametrize(("name", "table", "column", "label", "rule", "reason"), LOST)
def test_a_list_without_the_column_that_names_its_entries(
    name: str, table: str, column: str, label: str, rule: str, reason: str
) -> None:
    one = finding(judged(without_column(table, column, label)(sample(name))), rule)
    assert (one.verdict, one.reasons) == (Verdict.UNKNOWN, (f"{reason}，不能当作没有；请补上该列并逐行填写",))


def test_a_workbook_whose_column_was_deleted(edited: Callable[[Callable[[Workbook], None]], Application]) -> None:
    def edit(book: Workbook) -> None:
        for name in list(book.defined_names):
            del book.defined_names[name]
        sheet = book["业务用房"]
        header = next(cell for row in sheet.iter_rows() for cell in row if "房间名称" in str(cell.value))
        sheet.delete_cols(header.column)

    one = finding(judged(edited(edit)), "opd-rooms-set")
    assert one.verdict is Verdict.UNKNOWN
    assert one.reasons == ("独立设置的业务用房：业务用房表未找到“房间名称”一列，不能当作没有；请补上该列并逐行填写",)


NAMELESS = [
    (CLINIC, "rooms", "治疗室", "opd-rooms-set"),
    (CLINIC, "equipment", "血压计", "opd-equipment-set"),
    (TWO, "departments", "感染性疾病科", "h2-dept-infectious"),
    (TWO, "departments", "财务科", "h2-admin-finance"),
    (ONE, "departments", "医院办公室", "h1-admin-office-functions"),
]


@pytest.mark.parametrize(("name", "table", "old", "rule"), NAMELESS)
def test_a_row_whose_name_cannot_be_read_may_be_what_is_missing(name: str, table: str, old: str, rule: str) -> None:
    change = with_cell(table, "name", None, is_("name", old))
    assert finding(judged(change(sample(name))), rule).verdict is Verdict.UNKNOWN


def test_a_row_without_a_name_does_not_put_in_doubt_what_is_there() -> None:
    change = with_cell("departments", "name", None, is_("name", "感染性疾病科"))
    assert finding(judged(change(sample(TWO))), "h2-dept-internal-medicine").verdict is Verdict.PASS


def test_subjects_without_a_name_leave_open_what_is_not_approved() -> None:
    fields = judged(with_cell("subjects", "name", None, is_("name", "内科"))(sample(TWO)))
    assert finding(fields, "dept-subject-consistency").verdict is Verdict.INSPECT
