"""What a real office meets over the years: versions of the program, files past their time, cases taken out, lists published."""

from __future__ import annotations

import csv
import os
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.registers import ENGINES, HEAD, Office, new_office, opened


@pytest.fixture(params=ENGINES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """Return an office on each database at hand."""
    return new_office(tmp_path, request.param)


def withdrawn(office: Office) -> int:
    """Return a case that was withdrawn on 2019-11-20."""
    case = office.receive()
    office.told("case", "assess", case)
    office.do(case, "withdraw", "--request", office.scan())
    return case


def test_files_past_their_time_are_erased_and_the_chain_still_verifies(office: Office) -> None:
    case, other = withdrawn(office), office.receive("clinic-half")
    office.told("case", "archive", case, "-o", office.folder / "前.zip")
    assert "没有在2019-11-20以前办结" in office.told(
        "register", "erase", "--before", "2019-11-20", "--reason", "期限", code=3
    )
    # The workbook, the result and the request of the withdrawn case; the rules are of no person, the other case is open.
    told = office.told("register", "erase", "--before", "2019-11-21", "--reason", "保管期限")
    assert "已清除 1 个案件的 3 个文件" in told
    assert "【成立】" in office.told("register", "verify")
    office.told("case", "archive", case, "-o", office.folder / "后.zip")
    shown = office.told("verify", office.folder / "后.zip", code=1)
    assert "【未核对】" in shown
    assert "3 个文件已过保存期限，已经删去，只留校验值" in shown
    assert "【成立】" in office.told("verify", office.folder / "前.zip")
    office.told("case", "assess", other)
    office.told("register", "export", "-o", office.folder / "备份.zip")


def test_files_that_no_event_names_are_swept_after_a_day(office: Office) -> None:
    office.receive()
    with opened(office):
        from medcheck.register.file_store import keep_file, path_of

        fresh, old = keep_file(b"fresh"), keep_file(b"old")
        os.utime(path_of(old), (0, 0))
    assert "已清理 1 个文件" in office.told("register", "sweep")
    with opened(office):
        assert (path_of(fresh).is_file(), path_of(old).is_file()) == (True, False)
    assert "【成立】" in office.told("register", "verify")


def test_an_older_program_refuses_a_newer_register(office: Office) -> None:
    office.receive()
    with opened(office):
        from django.db.migrations.recorder import MigrationRecorder

        recorder = MigrationRecorder.Migration
        recorder.objects.create(app="register", name="0099_later")
    for words in (("case", "list"), ("register", "init")):
        told = office.told(*words, code=3)
        assert "登记册由更新版本的程序写成（register.0099_later）" in told
        assert "没有改动任何内容" in told


def test_an_upgrade_is_asked_for_and_backs_up_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = new_office(tmp_path)
    office.receive()
    # What an earlier version left: the program knows a migration more than the database has made.
    monkeypatch.setattr("medcheck.register.connect._plan", lambda: (("register.0002_later",), ()), raising=True)
    monkeypatch.setattr("medcheck.register.migrate.migrate", lambda: None)
    assert "较早版本的程序建立的" in office.told("case", "list", code=3)
    assert "升级之前已备份" in office.told("register", "init")
    monkeypatch.undo()
    [backup] = tmp_path.glob("升级前备份-*.zip")
    other = Office(str(tmp_path / "恢复.sqlite3"), tmp_path / "恢复")
    other.told("register", "init")
    other.told("register", "import", backup)
    assert other.told("case", "list") == office.told("case", "list")


def test_a_case_is_taken_out_as_files_that_the_command_line_reads(office: Office) -> None:
    case = office.receive()
    office.settle(case)
    folder = office.folder / "案件"
    office.told("case", "export", case, "-o", folder)
    workbook = folder / "案件1-第1次提交.xlsx"
    told = office.told(
        "assess",
        workbook,
        "--case",
        folder / "case.yaml",
        "--stage",
        "acceptance",
        "--pack",
        "liaocheng-2019",
        "--format",
        "json",
    )
    [result] = folder.glob("*-acceptance.json")
    assert told == result.read_text(encoding="utf-8")


def test_the_list_is_published_as_csv_workbook_and_page(office: Office) -> None:
    office.signed()
    for end in ("csv", "xlsx", "html"):
        office.told("designated", "list", "--on", "2020-06-01", "-o", office.folder / f"名单.{end}")
    rows = list(csv.reader((office.folder / "名单.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1][:8] == [
        "聊城康宁综合门诊部", "52371502MJE00123XJ", "聊城市东昌府区柳园南路 88 号", "定点门诊", "", "东昌府区", "2020-02-01", "2021-01-31",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(office.folder / "名单.xlsx").active
    assert sheet is not None
    assert [str(cell.value or "") for cell in sheet[2]] == rows[1]
    page = (office.folder / "名单.html").read_text("utf-8")
    assert "聊城康宁综合门诊部" in page
    assert "<script" not in page


def test_figures_count_each_step_by_county_and_month(office: Office) -> None:
    withdrawn(office)
    told = [line.split() for line in office.told("designated", "figures").splitlines()]
    assert ["申请定点", "收件", "东昌府区", "2019-11", "1", "0.0"] in told
    assert ["申请定点", "申请单位撤回", "东昌府区", "2019-11", "1", "2.0"] in told


def test_a_damaged_backup_is_refused_whole(office: Office, tmp_path: Path) -> None:
    office.receive()
    office.told("register", "export", "-o", tmp_path / "备份.zip")
    with zipfile.ZipFile(tmp_path / "备份.zip") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["events.jsonl"] = parts["events.jsonl"].replace(HEAD.encode(), "张三".encode(), 1)
    with zipfile.ZipFile(tmp_path / "坏.zip", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    other = Office(str(tmp_path / "恢复.sqlite3"), tmp_path / "恢复")
    other.told("register", "init")
    assert "内容或者顺序与登记时不同" in other.told("register", "import", tmp_path / "坏.zip", code=3)
    assert "没有这样的案件" in other.told("case", "list")
    (tmp_path / "不是.zip").write_bytes(b"no")
    assert "不是登记册的导出文件" in other.told("register", "import", tmp_path / "不是.zip", code=3)


def test_a_foreign_file_and_a_locked_register_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = new_office(tmp_path)
    (tmp_path / "x.sqlite3").write_bytes(b"this is no database at all, but a text" * 100)
    told = office.told("case", "list", "--database", tmp_path / "x.sqlite3", code=3)
    assert "不是登记册，或者文件已经损坏" in told
    empty = tmp_path / "空.sqlite3"
    sqlite3.connect(empty).close()
    assert "还不是登记册" in office.told("case", "list", "--database", empty, code=3)
    assert "没有这个登记册" in office.told("case", "list", "--database", tmp_path / "没有.sqlite3", code=3)
    monkeypatch.setattr("medcheck.register.connect._SQLITE_SECONDS", 0)
    holder = sqlite3.connect(office.url, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    told = office.told("case", "receive", Path("forms/samples/clinic-eligible.xlsx"), "--on", "2019-11-18", code=1)
    holder.execute("ROLLBACK")
    assert "登记册被占用" in told
    office.receive()
