"""Generated applications go from their receipt to publication by commands alone: sheets written, filled in, read back.

The suite leads two of them, `make prove` (--thorough) sixty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from medcheck import yaml_source
from tests.registers import CLERK, ENGINES, Office, new_office

GOOD = {"business_status": "正常营业"}
QUESTIONS = ("record-answers", "record-decisions")


@pytest.fixture(params=ENGINES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """Return an office on each database at hand."""
    return new_office(tmp_path, request.param)


def lead(office: Office, action: str, cells: Mapping[str, object], count: int) -> None:
    """Write the sheet of a step, fill the same cells of every row, and read it back."""
    path = office.folder / f"{action}.xlsx"
    assert f"已写出 {count} 行" in office.told("case", "sheet", action, "-o", path)
    book = openpyxl.load_workbook(path)
    sheet = book[action]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for head, value in cells.items():
            sheet.cell(row, columns[head]).value = value
    book.save(path)
    assert office.told("case", "do", "--from", path).count("\n") >= count


def answer(office: Office) -> None:
    """Answer every open question of every case well."""
    path = office.folder / "答复.xlsx"
    office.told("case", "sheet", *QUESTIONS, "-o", path)
    book = openpyxl.load_workbook(path)
    for action in QUESTIONS:
        sheet = book[action]
        columns = {cell.value: cell.column for cell in sheet[1]}
        offered = {
            str(cells): check.formula1
            for check in sheet.data_validations.dataValidation
            for cells in check.sqref.ranges
        }
        for row in range(2, sheet.max_row + 1):
            about = sheet.cell(row, columns["编号"]).value
            cell = sheet.cell(row, columns["答复"])
            few = offered.get(cell.coordinate, "")
            cell.value = GOOD.get(about) or ("符合" if "符合" in few else "否" if "否" in few else "无")
            sheet.cell(row, columns["登记系统或说明"]).value = "协议管理系统" if action == QUESTIONS[0] else None
            sheet.cell(row, columns["日期"]).value = "2019-11-19"
    book.save(path)
    office.told("case", "do", "--from", path)


def rounds(office: Office) -> None:
    """Lead the accepted cases of each agency through a round of its own."""
    from medcheck.register.models import CaseRow
    from medcheck.register.record import events_of

    office.told("case", "list")
    members: dict[str, list[int]] = {}
    for case in CaseRow.objects.filter(state="accepted").values_list("number", flat=True):
        members.setdefault(str(events_of(case)[0].values["agency"]), []).append(case)
    visit = office.folder / "勘验.yaml"
    visit.write_text(yaml_source.write({"on": "2019-11-28", "inspectors": ["李明", "王芳"]}), encoding="utf-8")
    opened = {}
    for agency, cases in members.items():
        told = office.told(
            "case", "open", "round", "open-round", "--on", "2019-11-21", "--name", f"{agency}第四批", "--agency", agency
        )
        opened[agency] = int(told.split()[1])
        office.do(opened[agency], "admit", "--members", "、".join(map(str, cases)), on="2019-11-21")
    count = sum(len(cases) for cases in members.values())
    office.told("case", "assess")
    lead(office, "desk-pass", {"评估日期": "2019-11-26"}, count)
    done = [
        "场所",
        "设施",
        "设备",
        "备药率",
        "科室和人员配置",
        "收费标准",
        "药品材料质量及价格",
        "管理制度",
        "信息管理系统",
        "服务承诺书或协议书",
    ]
    seen = {"勘验日期": "2019-11-28", "勘验结果": visit.name, "核实的各项": "、".join(done), "机构签字": "已签字"}
    lead(office, "visit", seen, count)
    for agency, cases in members.items():
        office.do(opened[agency], "begin-comparison", on="2019-12-09")
        compared = ("--comparison", office.scan(), "--standards", "评估规则", "--as", CLERK)
        office.do(opened[agency], "compare", *compared, on="2019-12-09")
        chosen = ("--compared", "是", "--list", office.scan(), "--selected", "、".join(map(str, cases)))
        office.do(opened[agency], "conclude", *chosen, on="2019-12-10")


def test_generated_applications_go_from_receipt_to_publication(office: Office, request: pytest.FixtureRequest) -> None:
    count = 60 if request.config.getoption("--thorough") else 2
    samples = office.folder / "样例"
    office.told("samples", "--count", count, "--seed", 7, "--defects", "0", "-o", samples)
    told = office.told("case", "receive", samples, "--on", "2019-11-18")
    assert len(re.findall("收件回执〔2019〕", told)) == count
    office.told("case", "assess")
    answer(office)
    lead(office, "require-documents", {"要求日期": "2019-11-19", "其他材料": "无"}, count)
    office.told("case", "assess")
    lead(office, "accept", {"受理日期": "2019-11-20"}, count)
    rounds(office)
    lead(
        office, "negotiate", {"达成一致的日期": "2019-12-20", "统筹考虑的因素": "全部", "谈判结果": "按统一文本"}, count
    )
    days = ("双方中较晚一方的签订日期", "经办机构签订日期", "医药机构签订日期")
    text = {"协议文本版本（文本按第十四条核对，见程序 agreement-text）": "2020年版", "协议编号": "协〔2020〕号"}
    lead(
        office,
        "sign",
        {**dict.fromkeys(days, "2020-01-20"), **text, "协议起始日": "2020-02-01", "协议终止日": "2021-01-31"},
        count,
    )
    lead(office, "file", {"备案日期": "2020-02-10", "备案回执": office.scan().name}, count)
    lead(office, "publish", {"公布日期": "2020-02-12", "公布的地方": "市医保局网站"}, count)
    assert f"共 {count} 家" in office.told("designated", "list", "--on", "2020-06-01")
    assert "【成立】" in office.told("register", "verify")


def test_a_cell_that_cannot_be_read_stops_the_whole_sheet_and_is_named(office: Office) -> None:
    first, second = office.receive(), office.receive("clinic-half")
    path = office.folder / "其他材料.xlsx"
    office.told("case", "sheet", "require-documents", "-o", path)
    book = openpyxl.load_workbook(path)
    sheet = book["require-documents"]
    for row in (2, 3):
        sheet.cell(row, 5).value, sheet.cell(row, 6).value = "2019-11-19", "无"
    sheet["E3"].value = "十九号"
    book.save(path)
    told = office.told("case", "do", "--from", path, code=3)
    assert "其他材料.xlsx《require-documents》E3" in told
    assert "已有 1 条事件" in office.told("case", "show", first)
    sheet["E3"].value = "2019-11-19"
    book.save(path)
    assert office.told("case", "do", "--from", path).count("书面要求提供其他材料") == 2
    office.told("case", "do", "--from", path)  # the same rows again are the same events
    assert "已有 2 条事件" in office.told("case", "show", second)


def test_a_row_of_a_case_that_moved_on_is_refused_and_the_others_are_done(office: Office) -> None:
    first, second = office.receive(), office.receive("clinic-half")
    path = office.folder / "撤回.xlsx"
    office.told("case", "sheet", "withdraw", "-o", path)
    office.told("case", "assess", first)
    book = openpyxl.load_workbook(path)
    for row in (2, 3):
        book["withdraw"].cell(row, 5).value, book["withdraw"].cell(row, 6).value = "2019-11-20", office.scan().name
    book.save(path)
    told = office.told("case", "do", "--from", path, code=1)
    assert "您看到的是第 1 条事件时的案件，现在已有第 2 条" in told
    assert "【已撤回】" in office.told("case", "show", second)
    assert "【已收件】" in office.told("case", "show", first)
