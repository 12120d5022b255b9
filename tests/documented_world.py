"""The folder in which the examples of the documents are run: every file they name, made from the shipped samples."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import openpyxl
from click.testing import CliRunner

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.cli import main
from medcheck.form.form import load_form
from medcheck.report.report_files import write_reports
from medcheck.verdict import Stage
from tests.applications import ENGINE, SAMPLES, workbook
from tests.papers import CASE, FULL, issued, result
from tests.registers import CLERK, new_office
from tests.visits import blank, fill

ROOT = Path(__file__).parent.parent
APPLIED = "application_date: 2019-11-18\n"


def build(folder: Path) -> None:
    """Write every file that an example names."""
    _applications(folder)
    _catalogues(folder)
    _roster(folder)
    (folder / "案件.yaml").write_text(f"{CASE}{APPLIED}", encoding="utf-8")
    (folder / "案件" / "甲.yaml").write_text(f"{CASE}{APPLIED}", encoding="utf-8")
    shutil.copy(ROOT / "reports" / "notices" / "correction.docx", folder / "模板.docx")
    fill(blank(folder / "申请.xlsx"))
    shutil.copytree(ROOT / "rules" / "liaocheng-2019", folder / "当时的规则" / "liaocheng-2019")
    shutil.copytree(ROOT / "tests" / "packs" / "yunxi-2031", folder / "我的规则" / "yunxi-2031")
    (folder / "核对.yaml").write_text("pairs: []\n", encoding="utf-8")
    (folder / "勘验表").mkdir()
    shutil.copy(folder / "勘验表.xlsx", folder / "勘验表" / "甲-勘验表.xlsx")
    _results(folder)
    _register(folder)


def _applications(folder: Path) -> None:
    for name in ("申请", "案件", "样例", "文书"):
        (folder / name).mkdir()
    names = {"申请": "clinic-eligible", "有缺陷": "clinic-half", "药店": "pharmacy-single-eligible"}
    for name, sample in names.items():
        shutil.copy(SAMPLES / f"{sample}.xlsx", folder / f"{name}.xlsx")
    for name in ("申请/甲.xlsx", "样例/01-甲.xlsx", "样例/02-乙.xlsx"):
        shutil.copy(folder / "申请.xlsx", folder / name)
    for name in ("数据.yaml", "申请.yaml"):
        shutil.copy(SAMPLES / "clinic-eligible.yaml", folder / name)


def _catalogues(folder: Path) -> None:
    source = SAMPLES / "catalogue-synthetic.csv"
    for name in ("医保目录.csv", "样例/目录.csv"):
        shutil.copy(source, folder / name)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    with source.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.reader(stream):
            sheet.append(row)
    book.save(folder / "医保目录.xlsx")


def _roster(folder: Path) -> None:
    """Write the roster of the eligible clinic as a .csv file, as another system would export it."""
    sheet = next(sheet for sheet in load_form("clinic").tables() if sheet.id == "staff")
    rows = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()["tables"]["staff"]
    with (folder / "名册.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(column.label for column in sheet.columns)
        writer.writerows([row.get(column.id, "") for column in sheet.columns] for row in rows)


def _results(folder: Path) -> None:
    """Write the reports that later commands read: of a first and a second submission, a batch's folder, a visit, a list."""
    here = folder / "申请.xlsx"
    assessed = {
        "首次.json": _first(folder),
        **dict.fromkeys(("再次.json", "默认口径.json"), assess(here, Options(), ENGINE)),
        "另一口径.json": assess(here, Options(readings={"three-months": "next-day"}), ENGINE),
        "案件评估.json": assess(
            here,
            Options(Stage.EVALUATION, case=folder / "案件.yaml", inspection=folder / "勘验表.xlsx"),
            ENGINE,
        ),
        "名册评估.json": assess(here, Options(lists={"人员花名册": folder / "名册.csv"}), ENGINE),
    }
    for name, made in assessed.items():
        (folder / name).write_text(to_json(made), encoding="utf-8")
    batch = ["batch", str(folder / "申请"), "-o", str(folder / "报告"), "--workers", "1"]
    assert CliRunner().invoke(main, batch).exit_code == 0
    list(write_reports(assess(here, Options(), ENGINE), folder / "报告", "申请", ("html", "json")))
    correction = to_json(result("pharmacy-chain-defects", Stage.ACCEPTANCE))
    (folder / "补正.json").write_text(correction, encoding="utf-8")
    blank = "case: 东2019-16\n"
    for name, kind, stage in (
        ("补正告知书.docx", "correction", Stage.ACCEPTANCE),
        ("评估告知书.docx", "desk-result", Stage.ASSESSMENT),
    ):
        paper = issued(kind, result("hospital-2-defects", stage, blank), blank)
        (folder / name).write_bytes(paper.document)


def _first(folder: Path) -> Assessment:
    """Return the assessment of a first submission: the same clinic with too small an area."""
    inside = folder / "首次"
    inside.mkdir()
    small = workbook(inside, {"usable_area_m2": "50"})
    made = assess(small, Options(), ENGINE)
    small.rename(folder / "首次.xlsx")
    shutil.copy(folder / "申请.xlsx", folder / "再次.xlsx")
    inside.rmdir()
    return made


def _register(folder: Path) -> None:
    """Make a register of two people: a case that can be accepted, one just received, a facility of before the register."""
    office = new_office(folder)
    office.told("register", "people", "add", "李明", "--role", "clerk")
    case = office.receive()
    office.settle(case)
    office.told("case", "receive", folder / "有缺陷.xlsx", "--on", "2019-11-18", "--as", CLERK)
    office.told("case", "assess", 2, "--as", CLERK)
    office.scan()
    head = "机构名称,统一社会信用代码,地址,类型,协议编号,协议起始日,协议终止日,县区\n"
    rows = {
        "原有名单": "聊城仁和门诊部,52371502MJE0999990,柳园北路1号",
        "又一批": "聊城安康门诊部,52371502MJE0888881,花园路2号",
    }
    for name, row in rows.items():
        text = f"{head}{row},定点门诊,东医保协1号,2019-01-01,2019-12-31,东昌府区\n"
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    office.told("designated", "import", folder / "原有名单.csv")
    office.told("case", "sheet", "require-documents", "-o", folder / "答复.xlsx")
    book = openpyxl.load_workbook(folder / "答复.xlsx")
    for sheet in book:
        sheet.cell(2, 5).value, sheet.cell(2, 6).value = "2019-11-20", "无"
    book.save(folder / "答复.xlsx")
    office.told("register", "export", "-o", folder / "备份.zip")
    office.told("register", "key", "-o", folder / "机构私钥.pem")
    office.told("case", "archive", 1, "-o", folder / "案件1.zip", "--key", folder / "机构私钥.pem")
    office.told("register", "init", "--database", folder / "空.sqlite3", "--files", folder / "空.files")


def suit(folder: Path, line: str) -> None:
    """Put the result that an example needs where it names one: no result suits every paper and every check."""
    if " notice " in line:
        correction = (folder / "补正.json").read_text(encoding="utf-8")
        accepted = to_json(result("clinic-eligible", Stage.ACCEPTANCE, FULL))
        for name in ("首次.json", "第二次.json", "报告/申请.json"):
            text = accepted if "受理" in line or "acceptance" in line else correction
            (folder / name).write_text(text, encoding="utf-8")
    if " verify 报告/" in line and "--case" in line:
        made = assess(folder / "申请.xlsx", Options(case=folder / "案件.yaml"), ENGINE)
        list(write_reports(made, folder / "报告", "申请", ("html", "json")))
    if " verify 告知书" in line:
        _paper(folder)
    if " verify 报告/综合评定" in line:
        evaluated = CliRunner().invoke(main, ["evaluate", str(folder / "报告"), "--pairs", str(folder / "核对.yaml")])
        assert evaluated.exit_code == 0, evaluated.output
    if " verify 药店" in line:
        _pharmacy(folder, "医保目录.csv" if "医保目录.csv" in line else "医保目录.xlsx")


def _paper(folder: Path) -> None:
    """Write a notice of correction made with a previous result and a template of the agency's own."""
    made = assess(folder / "有缺陷.xlsx", Options(Stage.ACCEPTANCE), ENGINE)
    (folder / "首次.json").write_text(to_json(made), encoding="utf-8")
    files = ["--previous", str(folder / "首次.json"), "--template", str(folder / "模板.docx")]
    words = ["notice", "correction", str(folder / "首次.json"), *files, "-o", str(folder / "告知书.docx")]
    written = CliRunner().invoke(main, words)
    assert written.exit_code == 0, written.output


def _pharmacy(folder: Path, catalogue: str) -> None:
    made = assess(folder / "药店.xlsx", Options(catalogue=folder / catalogue), ENGINE)
    list(write_reports(made, folder, "药店", ("html",)))
