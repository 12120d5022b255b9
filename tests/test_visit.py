"""The site-visit sheet there and back: written, filled by hand, read, and what it settles."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import Cell, EvidenceItem
from medcheck.errors import WorkbookError
from medcheck.form.form import form_names, load_form
from medcheck.rulebook.check.check_tables import check_tables
from medcheck.rulebook.shelf import shipped_pack
from medcheck.verdict import Conclusion, Stage, Verdict
from medcheck.visit.items import _evidence
from medcheck.visit.make_sheet import write_visit
from medcheck.visit.sheet_layout import page_breaks
from tests.applications import ENGINE, SAMPLES, case_file, finding, workbook
from tests.test_cli import run
from tests.test_headings import with_headers
from tests.visits import HEAD, blank, case_without_visit, fill, items, number_of, put, spot

RESAVED = Path(__file__).parent / "workbooks" / "visit-clinic.libreoffice.xlsx"
CATALOGUE = SAMPLES / "catalogue-synthetic.csv"


def evaluated(application: Path, sheet: Path, **options: Any) -> Assessment:
    return assess(application, Options(stage=Stage.EVALUATION, inspection=sheet, **options), ENGINE)


def sample(folder: Path, name: str) -> Path:
    return Path(shutil.copy(SAMPLES / f"{name}.xlsx", folder / "申请.xlsx"))


def refused(application: Path, sheet: Path, **options: Any) -> list[str]:
    with pytest.raises(WorkbookError) as raised:
        evaluated(application, sheet, **options)
    return [str(problem) for problem in raised.value.problems]


ROUND = [
    ("clinic-eligible", "clinic", None, 66),
    ("hospital-1-eligible", "hospital", None, 97),
    ("hospital-2-eligible", "hospital", None, 160),
    ("pharmacy-single-eligible", "pharmacy", CATALOGUE, 62),
]


@pytest.mark.parametrize(("name", "kind", "catalogue", "count"), ROUND, ids=[name for name, *_ in ROUND])
def test_from_precheck_to_ready(tmp_path: Path, name: str, kind: str, catalogue: Path | None, count: int) -> None:
    application, case = sample(tmp_path, name), case_without_visit(tmp_path, kind)
    before = assess(application, Options(catalogue=catalogue), ENGINE)
    unvisited = assess(application, Options(stage=Stage.EVALUATION, case=case, catalogue=catalogue), ENGINE)
    sheet = fill(blank(application))
    after = evaluated(application, sheet, case=case, catalogue=catalogue)
    assert (before.conclusion, unvisited.conclusion) == (Conclusion.INSPECT, Conclusion.INSPECT)
    assert (after.conclusion, after.clear) == (Conclusion.READY, True)
    assert len(items(load_workbook(sheet))) == count


def rehomed(sheet: Path, application: Path, path: Path) -> Path:
    """Return the sheet as made today for this application: rules and samples change, what it is kept for does not."""
    hidden = load_workbook(sheet)["_medcheck"]
    digest = hashlib.sha256(application.read_bytes()).hexdigest()
    now = {"B3": digest, "B6": shipped_pack("liaocheng-2019").sha256}
    with ZipFile(sheet) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for cell, value in now.items():
                part = part.replace(str(hidden[cell].value).encode(), value.encode())
            new.writestr(name, part)
    return path


def test_a_sheet_saved_again_by_another_office_program(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    sheet = rehomed(RESAVED, application, tmp_path / "勘验表.xlsx")
    assessment = evaluated(application, sheet, case=case_without_visit(tmp_path, "clinic"))
    assert assessment.conclusion is Conclusion.READY
    assert finding(assessment, "opd-area-min").value == "185.2㎡"


def test_the_sheet_of_a_clinic(tmp_path: Path) -> None:
    book = load_workbook(blank(sample(tmp_path, "clinic-eligible")))
    assert book.sheetnames == ["填表说明", "勘验情况", "勘验项目", "_medcheck"]
    sheet = book["勘验项目"]
    rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert rows[:6] == [
        (
            "序号",
            "核实事项和要求",
            "申报情况",
            "申报单元格",
            "实测值或现场情况",
            "单位",
            "符合／不符合",
            "备注",
            "照片编号",
        ),
        ("一、场所", "", "", "", "", "", "", "", ""),
        (
            1,
            "实际使用面积不少于60㎡（附件医疗机构标准一（二）1）",
            "186.5㎡",
            "《基本信息》B27",
            "",
            "㎡",
            "由实测值判定",
            "",
            "",
        ),
        (2, "全科诊疗室：独立设置、与申报一致", "是否独立：是\n使用面积：32.5㎡", "《业务用房》B4", "", "", "", "", ""),
        (3, "药房：独立设置、与申报一致", "是否独立：是\n使用面积：28㎡", "《业务用房》B5", "", "", "", "", ""),
        (4, "治疗室：独立设置、与申报一致", "是否独立：是\n使用面积：24.8㎡", "《业务用房》B6", "", "", "", "", ""),
    ]
    assert [row[0] for row in rows if str(row[0])[1:2] == "、"] == [
        "一、场所",
        "二、设施",
        "三、设备",
        "四、备药率",
        "五、科室和人员配置",
        "六、诊疗检查检验项目收费标准",
        "七、药品材料质量及价格",
        "八、管理制度",
        "九、信息管理系统",
        "十、服务承诺书或协议书",
        "附、其他发现",
    ]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        "landscape",
        9,
        "$3:$3",
    )
    assert rows[-5][0] == "聊城康宁综合门诊部现场勘验，以上共 66 项。"


def test_a_point_that_a_facility_has_nothing_for_is_said(tmp_path: Path) -> None:
    sheet = load_workbook(blank(sample(tmp_path, "pharmacy-single-eligible")))["勘验项目"]
    column = [str(row[0]) for row in sheet.iter_rows(max_col=1, values_only=True)]
    assert "六、诊疗检查检验项目收费标准（没有需要核实的事项）" in column


def test_a_measured_value_decides_and_the_difference_is_shown(tmp_path: Path) -> None:
    application = workbook(tmp_path, {"usable_area_m2": "60"})
    cells = {(1, "measured"): 59.96, (1, "note"): "东侧隔间不计", (1, "photo"): "3、4"}
    found = finding(evaluated(application, fill(blank(application), cells=cells)), "opd-area-min")
    assert (found.verdict, found.value, found.gap) == (Verdict.FAIL, "59.96㎡", "差 0.04 ㎡")
    by = "李明、王芳 2019-11-28；东侧隔间不计；照片 3、4"
    assert found.remarks == (f"申请材料填报为60㎡，以现场测量（{by}）为准",)
    source = found.evidence[0].source
    assert source is not None
    assert (source.file, source.sheet, source.cell, source.raw) == ("勘验表.xlsx", "勘验项目", "E5", "59.96")


def test_a_number_under_the_bound_fails_whatever_was_answered(tmp_path: Path) -> None:
    application = sample(tmp_path, "hospital-2-eligible")
    sheet = blank(application)
    number = next(number for number, fact, _ in items(load_workbook(sheet)) if fact == "bed_unit_sheet")
    found = finding(evaluated(application, fill(sheet, cells={(number, "measured"): 299})), "bed-unit-sheet")
    assert (found.verdict, found.value) == (Verdict.FAIL, "2.99")


def test_a_refusal_and_its_note_stand_in_the_result(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    sheet = blank(application)
    rate = number_of(sheet, "site-catalogue-stock-rate")
    written = {"answer": "不符合", "measured": "约四成", "note": "缺慢性病用药", "photo": "7"}
    assessment = evaluated(
        application,
        fill(sheet, cells={(rate, column): text for column, text in written.items()}),
        case=case_without_visit(tmp_path, "clinic"),
    )
    found = finding(assessment, "site-catalogue-stock-rate")
    assert (found.verdict, assessment.conclusion) == (Verdict.FAIL, Conclusion.NOT_MET_ON_EVALUATION)
    assert found.answer is not None
    assert (found.answer.by, found.answer.on) == ("李明、王芳", date(2019, 11, 28))
    assert found.answer.note == "约四成；缺慢性病用药；照片 7"


@pytest.mark.parametrize(("tick", "verdict"), [("√", Verdict.PASS), ("×", Verdict.FAIL)])
def test_a_tick_is_an_answer(tmp_path: Path, tick: str, verdict: Verdict) -> None:
    application = sample(tmp_path, "clinic-eligible")
    sheet = blank(application)
    fill(sheet, cells={(number_of(sheet, "site-commitment"), "answer"): tick})
    assert finding(evaluated(application, sheet), "site-commitment").verdict is verdict


def test_what_is_not_filled_in_stays_open(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    sheet = blank(application)
    fill(sheet, cells={(number_of(sheet, "site-commitment"), "answer"): None})
    assessment = evaluated(application, sheet, case=case_without_visit(tmp_path, "clinic"))
    assert finding(assessment, "site-commitment").verdict is Verdict.INSPECT
    assert [one.rule for one in assessment.findings if one.verdict is Verdict.INSPECT] == ["site-commitment"]
    assert assessment.conclusion is Conclusion.INSPECT


def test_a_note_without_an_answer_is_not_lost(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    sheet = blank(application)
    system = number_of(sheet, "site-information-system")
    cells = {(system, "answer"): None, (system, "measured"): "停电，未能演示", (1, "photo"): "5", (1, "measured"): None}
    assessment = evaluated(application, fill(sheet, cells=cells))
    assert finding(assessment, "site-information-system").verdict is Verdict.INSPECT
    assert f"勘验表第 {system} 项没有结论，只写明“停电，未能演示”。" in assessment.notices
    assert "勘验表第 1 项没有实测值，只写明“照片 5”。" in assessment.notices


def test_an_empty_sheet_settles_nothing(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    assessment = evaluated(application, blank(application))
    assert [one.verdict for one in assessment.findings if one.decided_by == "inspection"].count(Verdict.INSPECT) == 11
    assert not [notice for notice in assessment.notices if "现场勘验" in notice]


ONE = "现场勘验应由 2 名以上勘验人员进行，现只写明“李明”，本次勘验的测量和结论都没有计入；补写另一名勘验人员或重新勘验后再评估。"


@pytest.mark.parametrize("second", [None, "李 明"])
def test_a_visit_by_one_does_not_count(tmp_path: Path, second: str | None) -> None:
    application = workbook(tmp_path, {"usable_area_m2": "60"})
    sheet = fill(blank(application), head={**HEAD, "inspector_2": second}, cells={(1, "measured"): 59.96})
    assessment = evaluated(application, sheet)
    assert finding(assessment, "opd-area-min").verdict is Verdict.PASS
    assert finding(assessment, "site-commitment").verdict is Verdict.INSPECT
    named = "李明" if second is None else "李明、李 明"
    assert f"勘验表.xlsx《勘验情况》B14：{ONE.replace('李明', named)}" in assessment.notices


def test_the_visit_is_told_on_the_report(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    assert "现场勘验：2019-11-28 9:30—11:00，勘验人员李明、王芳，机构在场人员赵主任（勘验表.xlsx）。" in (
        evaluated(application, fill(blank(application))).notices
    )


CELLS = [
    (
        (1, "measured"),
        "约60",
        "E5：“第 1 项”的“实际使用面积（实测）”应填写一个确定的数字，现为“约60”\n  处理：只填一个数字（单位：㎡）后重新评估",
    ),
    (
        (1, "measured"),
        "#REF!",
        "E5：“第 1 项”的“实际使用面积（实测）”单元格出错（#REF!）\n  处理：改正公式或直接填写结果后重新评估",
    ),
    (
        (1, "answer"),
        "符合",
        "G5：第 1 项由实测值判定，此处不填结论，现为“符合”\n  处理：把数值填在“实测值”一栏，清空本格；要说明的写在备注中",
    ),
    (
        (12, "answer"),
        "基本符合",
        "G18：“第 12 项”的“结论”应为符合、不符合之一，现为“基本符合”\n  处理：从下拉列表中选择一项后重新评估",
    ),
]


@pytest.mark.parametrize(("cell", "value", "problem"), CELLS, ids=[str(value) for _, value, _ in CELLS])
def test_a_cell_that_cannot_be_read(tmp_path: Path, cell: tuple[int, str], value: str, problem: str) -> None:
    application = sample(tmp_path, "clinic-eligible")
    sheet = fill(blank(application), cells={cell: value})
    assert refused(application, sheet) == [f"错误：勘验表.xlsx《勘验项目》{problem}"]


def test_a_visit_without_a_day_or_anybody(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    assert refused(application, fill(blank(application), head={})) == [
        "错误：勘验表.xlsx《勘验情况》B10：“勘验日期”必填，现为空\n  处理：填写后重新评估",
        "错误：勘验表.xlsx《勘验情况》B13：“勘验人员一”必填，现为空\n  处理：填写后重新评估",
    ]


def test_rows_that_were_sorted_or_deleted_are_told(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    sheet = fill(blank(application))
    book = load_workbook(sheet)
    name, row, column = spot(book, "item__6")
    book[name].cell(row, column).value = 7
    book.save(sheet)
    assert refused(application, sheet) == [
        "错误：勘验表.xlsx《勘验项目》：找不到第 6 项，该行可能被删去、移动或排序\n"
        "  处理：用 medcheck inspect 重新生成勘验表，把已填内容誊过去"
    ]


def test_a_sheet_of_another_application_is_refused(tmp_path: Path) -> None:
    first = sample(tmp_path, "clinic-eligible")
    sheet = fill(blank(first))
    other = workbook(tmp_path, {"usable_area_m2": "61"})
    (problem,) = refused(other, sheet)
    assert problem.startswith("错误：勘验表.xlsx：勘验表属于另一份申请表：应为“申请.xlsx”（")
    assert problem.endswith(
        "处理：核对文件；申请表确已更正的，用 medcheck inspect 按它重新生成勘验表，把已填内容誊过去并再次核对"
    )


def test_a_sheet_of_other_rules_is_refused(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    sheet = fill(blank(application))
    book = load_workbook(sheet)
    book["_medcheck"]["B6"].value = "0" * 64
    book.save(sheet)
    (problem,) = refused(application, sheet)
    assert "勘验表按另一版规则生成：应为“liaocheng-2019”（" in problem
    assert "现为“liaocheng-2019”（000000000000…）" in problem


def test_another_workbook_is_no_sheet(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    assert refused(application, application) == [
        "错误：申请.xlsx：这不是 medcheck inspect 生成的勘验表\n"
        "  处理：核对 --inspection 后的文件；勘验表应用 medcheck inspect 生成"
    ]


VISIT = """
inspection:
  on: DAY
  inspectors: [王芳, 李明]
  measurements: [{fact: usable_area_m2, value: AREA}]
  answers: [{rule: site-commitment, answer: ANSWER}]
"""


def test_the_case_file_and_the_sheet_say_the_same(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    text = VISIT.replace("DAY", "2019-11-28").replace("AREA", "180.50").replace("ANSWER", "符合")
    sheet = fill(blank(application), cells={(1, "measured"): 180.5})
    assessment = evaluated(application, sheet, case=case_file(tmp_path, text))
    assert finding(assessment, "opd-area-min").value == "180.5㎡"
    kept = blank(application)
    fill(kept, cells={(number_of(kept, "site-commitment"), "answer"): None, (1, "measured"): 180.5})
    assert (
        finding(evaluated(application, kept, case=case_file(tmp_path, text)), "site-commitment").verdict is Verdict.PASS
    )


def test_the_case_file_and_the_sheet_contradict_each_other(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    text = VISIT.replace("DAY", "2019-11-27").replace("AREA", "180.50").replace("ANSWER", "不符合")
    sheet = fill(blank(application), cells={(1, "measured"): 179})
    mend = "\n  处理：以现场记录为准改正其一；只用勘验表的，删去案件文件中的 inspection"
    assert refused(application, sheet, case=case_file(tmp_path, text)) == [
        f"错误：勘验表.xlsx：勘验日期：案件文件 案件.yaml 写“2019-11-27”，勘验表写“2019-11-28”{mend}",
        f"错误：勘验表.xlsx：“实际使用面积（实测）”：案件文件 案件.yaml 写“180.50”，勘验表写“179”{mend}",
        f"错误：勘验表.xlsx：“site-commitment”的结论：案件文件 案件.yaml 写“不符合”，勘验表写“符合”{mend}",
    ]


def test_the_same_application_gives_the_same_bytes(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    assert blank(application).read_bytes() == blank(application).read_bytes()


def test_every_rule_of_the_visit_stands_under_a_point() -> None:
    pack = shipped_pack("liaocheng-2019")
    listed = {name for point in pack.tables.visit.points for name in point.rules}
    assert len(pack.tables.visit.points) == 10
    assert listed == {rule.id for rule in pack.rules.values() if rule.decided_by == "inspection"}
    assert list(check_tables(pack, [load_form(name) for name in form_names()])) == []


def test_the_commands(tmp_path: Path) -> None:
    application = sample(tmp_path, "clinic-eligible")
    sheet = tmp_path / "勘验表.xlsx"
    made = run("inspect", str(application), "-o", str(sheet))
    assert (made.exit_code, made.stdout, made.stderr) == (0, f"勘验表：{sheet}（66 项）\n", "")
    again = run("inspect", str(application), "-o", str(sheet))
    assert (again.exit_code, "文件已存在，没有写入" in again.stderr) == (3, True)
    case = str(case_without_visit(tmp_path, "clinic"))
    book = load_workbook(sheet)
    put(book, 1, "measured", "六十")
    book.save(sheet)
    options = ("--case", case, "--stage", "evaluation")
    assert run("assess", str(application), "--inspection", str(sheet), *options).exit_code == 3
    fill(sheet, cells={(1, "measured"): 186.5})
    ready = run("assess", str(application), "--inspection", str(sheet), *options)
    assert (ready.exit_code, "提交综合评定" in ready.stdout) == (0, True)
    assert run("inspect", str(application), "-o", str(tmp_path / "勘验表.pdf")).exit_code == 2
    assert run("assess", str(application), str(application), "--inspection", str(sheet)).exit_code == 2


def test_a_heading_and_the_signatures_never_stand_alone() -> None:
    rows = {
        1: 34.0,
        2: 22.0,
        3: 34.0,
        4: 22.0,
        5: 62.0,
        **dict.fromkeys(range(6, 19), 32.0),
        19: 22.0,
        20: 32.0,
        21: 22.0,
    }
    rows |= dict.fromkeys(range(22, 26), 36.0)
    assert page_breaks(rows, (4, 19), 25) == (18,)  # 590 points are used up to row 18
    assert page_breaks({**rows, 5: 63.0}, (4, 17, 19), 25) == (16,)  # the heading in row 17 goes with row 18
    assert page_breaks({**rows, 5: 63.0}, (4, 19), 25) == (17,)


def test_a_clinic_signs_where_its_last_item_stands(tmp_path: Path) -> None:
    sheet = load_workbook(blank(sample(tmp_path, "clinic-eligible")))["勘验项目"]
    last = max(one.id for one in sheet.row_breaks.brk)
    assert [sheet.cell(row, 1).value for row in (last + 1, last + 2, sheet.max_row)] == [
        "附、其他发现",
        61,
        "拒绝签字的，由勘验人员注明情况：",
    ]


def test_a_heading_that_was_explained_is_read_for_the_sheet_too(tmp_path: Path) -> None:
    path = with_headers(tmp_path, "clinic-eligible", "科室设置", {"科室名称": "处室名"})
    plain, explained = (
        write_visit(path, Options(headings=headings), ENGINE, tmp_path / "勘验表.xlsx")
        for headings in ({}, {"处室名": "科室名称"})
    )
    named = "科室设置"
    rows = [
        [line.asked for point in made for line in point.lines if named in line.cells] for made in (plain, explained)
    ]
    assert (len(rows[0]), len(rows[1])) == (1, 4)  # the rule that reads the list, and now its three departments


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, ""), (5, "\n等 5 处")])
def test_of_five_cells_of_an_item_four_are_printed(count: int, more: str) -> None:
    made = assess(SAMPLES / "clinic-eligible.xlsx", Options(), ENGINE).findings[0]
    evidence = tuple(EvidenceItem(label="科室", value=f"甲{number}", source=None) for number in range(count))
    texts, cells = _evidence(made.model_copy(update={"evidence": evidence}))
    assert (texts, cells) == ("\n".join(f"科室：甲{number}" for number in range(min(count, 4))) + more, "")


def test_only_cells_of_a_sheet_are_printed_beside_an_item() -> None:
    made = assess(SAMPLES / "clinic-eligible.xlsx", Options(), ENGINE).findings[0]
    cells = (
        Cell(file="申请.xlsx", sheet="人员", cell="A4", raw="甲"),
        Cell(file="案件.yaml", sheet="", cell="第 3 行", raw=""),
    )
    evidence = tuple(EvidenceItem(label="科室", value="甲", source=cell) for cell in (*cells, None))
    assert _evidence(made.model_copy(update={"evidence": evidence})) == ("科室：甲", "《人员》A4")
