"""The register: what is recorded stays, nothing is lost, and everything else can be made from it again."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.registers import CLERK, ENGINES, HEAD, Office, new_office, opened


@pytest.fixture(params=ENGINES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """Return an office on each database at hand."""
    return new_office(tmp_path, request.param)


def test_an_application_goes_from_its_receipt_to_publication_by_commands_alone(office: Office) -> None:
    case = office.signed()
    assert "【已签订】" in office.told("case", "show", case)
    # Signed on Monday 2020-01-20: the Spring Festival ran from 01-24 to 02-02, so that the tenth working day is 02-11.
    shown = office.told("case", "show", case)
    assert "待办：向同级医疗保障行政部门备案（期限已满，没有办理的记录，最后一日2020-02-11）" in shown
    office.do(case, "file", "--receipt", office.scan(), on="2020-02-10")
    office.do(case, "publish", "--place", "市医保局网站", on="2020-02-12")
    listed = office.told("designated", "list", "--on", "2020-06-01")
    assert "聊城康宁综合门诊部" in listed
    assert "2020-02-01  2021-01-31" in listed
    assert "共 0 家" in office.told("designated", "list", "--on", "2021-02-01")
    assert "【成立】" in office.told("register", "verify")


def test_papers_are_numbered_by_kind_and_year_without_gap(office: Office) -> None:
    first, second = office.receive(), office.receive("clinic-half")
    third = office.receive("hospital-2-eligible", on="2020-01-06")
    papers = [office.told("case", "show", case) for case in (first, second, third)]
    assert ["〔2019〕1号" in papers[0], "〔2019〕2号" in papers[1], "〔2020〕1号" in papers[2]] == [True, True, True]


def test_the_same_workbook_is_received_once(office: Office) -> None:
    office.receive()
    told = office.told("case", "receive", Path("forms/samples/clinic-eligible.xlsx"), "--on", "2019-11-18", code=1)
    assert "这份工作簿已经收件：案件 1（聊城康宁综合门诊部）" in told


def test_a_folder_is_received_whole_and_a_foreign_file_costs_itself_only(office: Office) -> None:
    folder = office.folder / "申请"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(Path("forms/samples/clinic-eligible.xlsx").read_bytes())
    (folder / "乙.xlsx").write_bytes(b"no workbook at all")
    told = office.told("case", "receive", folder, "--on", "2019-11-18", code=1)
    assert "案件 1：聊城康宁综合门诊部" in told
    assert "乙.xlsx" in told


REFUSED = [
    (("case", "show", 9), "没有这个案件", "现有 1 至 1 号"),
    (("case", "do", 1, "acept"), "没有步骤“acept”；您是否想写“accept”？", "可用的步骤"),
    (("case", "do", 1, "accept"), "缺少“受理日期”（accepted_on）", "日期（例如 2019-11-18"),
    (("case", "do", 1, "accept", "--on", "2019-11-20"), "还没有评估", "现在可以办理：申请单位撤回"),
    (("case", "do", 1, "accept", "--accepted_on", "20.11.2019"), "应为日期", "改正后重试"),
    (("case", "do", 1, "accept", "--day", "2019-11-20"), "没有“--day”这一项", "可填：--accepted_on（受理日期）"),
    (
        (
            "case",
            "do",
            1,
            "refuse",
            "--on",
            "2019-11-20",
            "--as",
            CLERK,
            "--item",
            "2",
            "--facts",
            "x",
            "--source",
            "y",
        ),
        "由负责人记录，王芳是经办人员",
        "现在可以办理",
    ),
    (
        ("case", "do", 1, "withdraw", "--on", "2019-11-17", "--request", "setup.cfg"),
        "日期2019-11-17早于案件成为“已收件”的2019-11-18",
        "核对日期",
    ),
    (("case", "do", 1, "withdraw", "--on", "2019-11-19", "--request", "没有.pdf"), "文件不存在", "检查文件名"),
    (("case", "do", 1, "record-answers", "--on", "2019-11-19", "--answers", "no_fact=否"), "no_fact", "处理"),
    (("case", "do", 1, "accept", "--on", "2019-11-20", "--as", "张三"), "登记册里没有“张三”", "可用的姓名：王芳、赵敏"),
    (
        ("case", "do", 1, "accept", "--on", "2019-11-20", "--seen", 7),
        "您看到的是第 7 条事件时的案件，现在已有第 1 条",
        "重新查看案件",
    ),
    (
        ("case", "do", 1, "void", "--event", 9, "--reason", "x"),
        "只能撤销最后一条有效的事件：第 1 条（收件）",
        "从最后一条起逐条撤销",
    ),
    (("case", "list", "--state", "补正种"), "没有“补正种”这个状态；您是否想写“补正中”？", "可用的状态：已收件"),
    (("case", "open", "exit", "notify", "--of", "371502"), "定点名单中没有“371502”", "medcheck designated import"),
    (("register", "people", "add", "李明", "--role", "boss"), "没有角色“boss”", "clerk（经办人员）"),
    (("register", "people", "leave", HEAD), "还有 1 个未办结的案件", "用 --to 写明移交给谁"),
]


@pytest.mark.parametrize(("words", "found", "mend"), REFUSED, ids=[found for _, found, _ in REFUSED])
def test_every_refusal_says_what_is_right(office: Office, words: tuple[object, ...], found: str, mend: str) -> None:
    office.receive()
    told = office.told(*words, code=3)
    assert found in told
    assert mend in told


def test_what_was_recorded_can_be_corrected_and_taken_back_and_stays_readable(office: Office) -> None:
    case = office.receive()
    office.told("case", "do", case, "correct", "--event", 1, "--received_on", "2019-11-15", "--reason", "录入有误")
    assert "values：received_on=2019-11-15" in office.told("case", "show", case)
    office.told("case", "assess", case)
    office.told("case", "do", case, "void", "--event", 3, "--reason", "评估时材料拿错了")
    shown = office.told("case", "show", case)
    assert "登记评估" not in shown
    assert "记录评估（已撤销）" in shown
    with opened(office):
        from medcheck.register.record import events_of

        assert [event.action for event in events_of(case)] == ["receive", "correct", "assess", "void"]
    assert "【成立】" in office.told("register", "verify")


def test_somebody_leaves_and_the_cases_are_handed_over(office: Office) -> None:
    case = office.receive()
    office.told("register", "people", "leave", HEAD, "--to", CLERK)
    assert f"经办人：{CLERK}" in office.told("case", "show", case, "--as", CLERK)
    assert "已经离开，不能再办理" in office.told("case", "do", case, "accept", "--on", "2019-11-20", code=3)
    assert f"{HEAD}  负责人、勘验人员、经办人员（已离开）" in office.told("register", "people", "list")


def test_a_facility_of_before_the_register_can_change_and_leave(office: Office) -> None:
    path = office.folder / "原有名单.csv"
    head = "机构名称,统一社会信用代码,地址,类型,协议编号,协议起始日,协议终止日,县区\n"
    path.write_text(
        f"{head}聊城仁和门诊部,52371502MJE0999990,柳园北路1号,定点门诊,东医保协1号,2019-01-01,2019-12-31,东昌府区\n",
        "utf-8",
    )
    assert "已登记 1 家" in office.told("designated", "import", path)
    assert "已经在定点名单中" in office.told("designated", "import", path, code=3)
    told = office.told(
        "case", "open", "exit", "wish", "--of", "聊城仁和门诊部", "--on", "2019-06-03", "--request", path
    )
    assert "案件 2 第 1 条：机构自愿退出" in told
    needs = ("--how", "双方终止", "--clause", "第八条", "--settlement", "已结清", "--for_violation", "否")
    office.do(2, "dissolve", *needs, on="2019-06-28")
    assert "共 0 家" in office.told("designated", "list", "--on", "2019-07-01")
    assert "协议终止" in office.told("designated", "list", "--on", "2019-07-01", "--all")


def test_events_can_neither_be_changed_nor_deleted(office: Office) -> None:
    office.receive()
    with opened(office):
        from django.db import DatabaseError, connection, transaction

        statements = ["UPDATE event SET body = 'x'", "DELETE FROM event"]
        if connection.vendor == "sqlite":
            statements.append("REPLACE INTO event SELECT * FROM event")
        else:
            statements.append("TRUNCATE event")
        for statement in statements:
            with pytest.raises(DatabaseError, match="只能增加"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_rows_are_made_again_from_the_events_alone(office: Office) -> None:
    office.signed()
    office.receive("clinic-half")
    with opened(office):
        from medcheck.register.models import CaseRow, DesignatedRow, PaperRow
        from medcheck.register.register_check import check_register

        def row_text(row: dict[str, object]) -> str:
            return str({name: value for name, value in row.items() if name != "id"})

        tables = (CaseRow, PaperRow, DesignatedRow)
        before = [sorted(map(row_text, model.objects.values())) for model in tables]
        CaseRow.objects.filter(number=2).update(officer="别人")
        PaperRow.objects.all().delete()
        assert {str(problem.place) for problem in check_register().problems} >= {"案件 2", "文书编号 收件回执"}
    office.told("register", "rebuild")
    assert "【成立】" in office.told("register", "verify")
    with opened(office):
        after = [sorted(map(row_text, model.objects.values())) for model in tables]
    assert after == before


def test_an_export_is_restored_elsewhere_and_stands(office: Office, tmp_path: Path) -> None:
    office.signed()
    backup = tmp_path / "备份.zip"
    office.told("register", "export", "-o", backup)
    other = Office(str(tmp_path / "恢复.sqlite3"), tmp_path / "恢复")
    other.told("register", "init")
    other.told("register", "import", backup)
    assert "【成立】" in other.told("register", "verify")
    assert other.told("case", "show", 1) == office.told("case", "show", 1)
    assert other.told("register", "people", "list") == office.told("register", "people", "list")
    assert "登记册里已有事件，不能导入" in other.told("register", "import", backup, code=3)


def test_today_tells_what_is_due(office: Office) -> None:
    case = office.receive("clinic-half")
    office.told("case", "assess", case)
    office.do(case, "issue-correction", "--items", "营业执照复印件；人员花名册")
    office.do(case, "serve-correction", "--served_how", "直接送达", "--proof", office.scan())
    # Served on Wednesday 2019-11-20: the fifth working day is Wednesday 11-27.
    assert "2个工作日内期满（至2019-11-28）】1 个" in office.told("today", "--on", "2019-11-26")
    assert "期限已满】1 个" in office.told("today", "--on", "2019-11-28")
    assert "期限已满" not in office.told("today", "--on", "2019-11-27")
    link = office.told("register", "verify").split("末尾校验值 ")[1].split()[0]
    assert f"登记册至第 6 条，末尾校验值 {link}" in office.told("today", "--on", "2019-11-27")
    with opened(office):
        from medcheck.register.models import CaseRow

        assert CaseRow.objects.get(number=case).last_day == date(2019, 11, 27)


def test_help_and_assess_load_no_django() -> None:
    code = (
        "import sys; from medcheck.cli import main\n"
        "try: main({words})\n"
        "except SystemExit: pass\n"
        "print([name for name in ('django', 'psycopg', 'cryptography', 'medcheck.register') if name in sys.modules])"
    )
    for words in (["--help"], ["assess", "forms/samples/clinic-eligible.xlsx"], ["case", "do", "--help"]):
        told = subprocess.run(
            [sys.executable, "-c", code.format(words=words)], capture_output=True, text=True, check=True
        )
        assert told.stdout.splitlines()[-1] == "[]"


def test_the_component_that_is_missing_is_named(tmp_path: Path) -> None:
    code = "import sys; sys.modules['django'] = None\nfrom medcheck.cli import main\nmain(['register', 'init'])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (told.returncode, "pip install 'medcheck[office]'" in told.stderr) == (3, True)
