"""A whole batch: every file assessed or refused with its reason, kept as it comes, resumed, compared across."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from medcheck.assess import Options
from medcheck.batch import cluster, pool, worker
from medcheck.batch.run_batch import BatchLimits, conclude, plan, rows_of, run
from medcheck.batch.scan import scan
from medcheck.batch.store import BatchStore
from medcheck.batch.worker import Outcome, WorkerTask
from medcheck.cli import main
from medcheck.errors import WorkbookError
from tests.packages import SAMPLE, compound, sample

SAMPLES = SAMPLE.parent
TWO = BatchLimits(workers=2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a folder of three applications in two folders, with what else lies about there."""
    top = tmp_path_factory.mktemp("申请")
    shutil.copy(SAMPLES / "clinic-eligible.xlsx", top / "康宁门诊.xlsx")
    shutil.copy(SAMPLES / "clinic-half.xlsx", top / "半份.xlsx")
    (top / "三月").mkdir()
    shutil.copy(SAMPLES / "pharmacy-chain-defects.xlsx", top / "三月" / "连锁.xlsx")
    (top / "~$康宁门诊.xlsx").write_bytes(b"\5Admin")
    (top / "Thumbs.db").write_bytes(b"x")
    (top / "说明.docx").write_bytes(b"x")
    return top


def written(output: Path) -> dict[str, bytes]:
    """Return every file of a batch but its state, by name."""
    files = (path for path in output.rglob("*") if path.is_file() and ".medcheck" not in path.parts)
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


def whole(folder: Path, output: Path, limits: BatchLimits = TWO) -> list[str]:
    """Run a batch to its end and return the names that were assessed in it, in order."""
    seen: list[str] = []
    with BatchStore(output) as store:
        todo = plan(folder, store, Options(), ("html", "json"), None)
        run(todo, store, limits, lambda row, left: seen.append(row.name))
        conclude(todo, store, "申请")
    return sorted(seen)


def test_what_a_folder_holds(folder, tmp_path):
    found = scan(folder, tmp_path)
    assert [(job.name, job.path.name) for job in found.jobs] == [
        ("三月/连锁.xlsx", "连锁.xlsx"),
        ("半份.xlsx", "半份.xlsx"),
        ("康宁门诊.xlsx", "康宁门诊.xlsx"),
    ]
    assert [(one.name, one.why) for one in found.others] == [
        ("Thumbs.db", "Excel、WPS 或系统留下的临时文件，已跳过"),
        ("~$康宁门诊.xlsx", "Excel、WPS 或系统留下的临时文件，已跳过"),
        ("说明.docx", "不是工作簿，没有评估"),
    ]
    assert (found.skipped, found.refused) == (2, ())


def test_report_names_are_unique_and_safe(tmp_path):
    names = ["a.xlsx", "a.xls", "A.xlsx", "x/a.xlsx", "CON.xlsx", f"{'长' * 70}.xlsx", "a b.xlsx"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    stems = [job.stem for job in scan(tmp_path, tmp_path / "报告").jobs]
    assert len({stem.lower() for stem in stems}) == len(names)
    assert "a" in stems
    assert not any(re.fullmatch(r"(?i)con", stem) for stem in stems)


def test_an_output_folder_inside_the_input_is_no_input(folder, tmp_path):
    inside = tmp_path / "申请"
    shutil.copytree(folder, inside)
    whole(inside, inside / "报告")
    assert len(scan(inside, inside / "另一处").jobs) == 3


def test_a_folder_without_workbooks_is_told(tmp_path):
    with pytest.raises(WorkbookError, match="文件夹中没有申请表"):
        scan(tmp_path, tmp_path / "报告")


def test_a_batch_writes_reports_index_summary_and_results(folder, tmp_path):
    output = tmp_path / "报告"
    result = CliRunner().invoke(main, ["batch", str(folder), "-o", str(output), "--workers", "2"])
    assert result.exit_code == 0
    assert "【未见妨碍申请的问题】1 份" in result.output
    rows = list(rows_of(output))
    assert [(row.name, row.status, row.conclusion) for row in rows] == [
        ("三月/连锁.xlsx", "assessed", "supplement"),
        ("半份.xlsx", "assessed", "supplement"),
        ("康宁门诊.xlsx", "assessed", "inspect"),
    ]
    assert [row.total for row in rows] == [84, 88, 88]
    files = written(output)
    for row in rows:
        assert sum(row.counts.values()) == row.total
        html, data = (files[name] for name in row.reports)
        assert row.applicant in html.decode()
        assert json.loads(data)["conclusion"] == row.conclusion
    page = files["index.html"].decode()
    assert all(f"{row.name}<small>" in page for row in rows)
    assert "说明.docx" in page
    assert "已跳过 2 个" in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    book = openpyxl.load_workbook(output / "summary.xlsx")
    sheet = book["评估结果"]
    assert [cell.value for cell in sheet[1]][:4] == ["机构名称", "统一社会信用代码", "类别", "所属行政区"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", f"A1:{sheet.cell(1, sheet.max_column).column_letter}4")
    assert book.sheetnames == ["评估结果", "多份申请中相同的内容", "未能评估的文件", "其他文件"]


def test_what_is_finished_is_not_done_again(folder, tmp_path):
    inside, output = tmp_path / "申请", tmp_path / "报告"
    shutil.copytree(folder, inside)
    assert len(whole(inside, output)) == 3
    before = written(output)
    assert whole(inside, output) == []
    assert written(output) == before
    shutil.copy(SAMPLES / "clinic-defects.xlsx", inside / "半份.xlsx")
    (output / next(row for row in rows_of(output) if row.name == "康宁门诊.xlsx").reports[0]).unlink()
    (inside / "三月" / "连锁.xlsx").unlink()
    assert whole(inside, output) == ["半份.xlsx", "康宁门诊.xlsx"]
    assert [row.name for row in rows_of(output)] == ["半份.xlsx", "康宁门诊.xlsx"]
    assert sum(name.startswith("报告/") for name in written(output)) == 4


def misbehaving(task: WorkerTask) -> Outcome:
    """Do what a reader might do of some file: die, eat memory."""
    if "吃内存" in task.job.name:
        return Outcome(worker.refused(task, (str(len(bytearray(4 << 30))),)).row)
    if "中止" in task.job.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return worker.work(task)


def endless(task: WorkerTask) -> Outcome:
    """Never end with one file, and return at once with another."""
    if "不结束" in task.job.name:
        signal.pause()
    return worker.refused(task, ("另一份",))


def test_a_file_that_never_ends_costs_itself_only(folder, tmp_path, monkeypatch):
    inside, output = tmp_path / "申请", tmp_path / "报告"
    shutil.copytree(folder, inside)
    shutil.copy(SAMPLE, inside / "不结束.xlsx")
    monkeypatch.setattr(pool, "work", endless)
    whole(inside, output, BatchLimits(workers=2, seconds=3))
    reasons = {row.name: row.reasons[0] for row in rows_of(output)}
    assert reasons.pop("不结束.xlsx") == "评估超过 3 秒，已停止。核对文件内容，或用 --timeout 调高上限"
    assert set(reasons.values()) == {"另一份"}


def test_a_file_that_kills_or_grows_costs_itself_only(folder, tmp_path, monkeypatch):
    inside, output = tmp_path / "申请", tmp_path / "报告"
    shutil.copytree(folder, inside)
    for name in ("吃内存", "中止"):
        shutil.copy(SAMPLE, inside / f"{name}.xlsx")
    (inside / "炸弹.xlsx").write_bytes(sample({"xl/bomb.xml": bytes(25 << 20)}))
    (inside / "残缺.xlsx").write_bytes(SAMPLE.read_bytes()[:9000])
    (inside / "密码.xlsx").write_bytes(compound("EncryptedPackage"))
    monkeypatch.setattr(pool, "work", misbehaving)
    whole(inside, output, BatchLimits(workers=2, seconds=3600, megabytes=700))
    rows = {row.name: row for row in rows_of(output)}
    assert sum(row.status == "assessed" for row in rows.values()) == 3
    reasons = {name: row.reasons[0] for name, row in rows.items() if row.status == "refused"}
    assert reasons == {
        "中止.xlsx": "读取时进程中止（代码 -9），可能内存超过 700 MB。核对文件内容",
        "吃内存.xlsx": "读取时内存超过 700 MB。核对文件内容，或用 --memory 调高上限",
        "密码.xlsx": "文件设有打开密码。在 Excel/WPS 中取消密码后重新保存",
        "残缺.xlsx": "文件已损坏或不完整，无法打开。重新复制或下载该文件；仍打不开的，请在 Excel/WPS 中另存为 .xlsx 后重新提交",
        "炸弹.xlsx": "压缩包内的内容过多，不像一份申请表。删去图片和无关的工作表，请在 Excel/WPS 中另存为 .xlsx 后重新提交",
    }
    page = (output / "index.html").read_text("utf-8")
    assert all(reason.split("。")[0] in page for reason in reasons.values())


# Stands still at all files but so many, and says of every result that it is kept: a test stops the batch at that point,
# however fast the machine is.
HELD = """
import os, signal, sys
from medcheck.batch import pool, store, worker
from medcheck.cli import main

going, told, keep = set(sys.argv[1].split("|")), int(sys.argv[2]), store.BatchStore.keep

def work(task):
    if task.job.name not in going:
        signal.pause()
    return worker.work(task)

def kept(self, outcome):
    keep(self, outcome)
    os.write(told, b".")

pool.work, store.BatchStore.keep = work, kept
main(sys.argv[3:], prog_name="medcheck")
"""


def command(folder: Path, output: Path) -> list[str]:
    return ["batch", str(folder), "-o", str(output), "--workers", "2", "--timeout", "3600"]


def started(program: Sequence[str], *, told: int | None = None) -> subprocess.Popen[bytes]:
    """Start a batch that hears Ctrl-C, also where the tests run in the background of a shell, which is deaf to it."""
    return subprocess.Popen(
        [sys.executable, *program],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=[] if told is None else [told],
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def standing_still(folder: Path, output: Path, at: int, before: int = 0) -> subprocess.Popen[bytes]:
    """Return a batch that has kept the results of the first so many files and stands still at the next ones."""
    names = sorted(path.name for path in folder.glob("*.xlsx"))[:at]
    heard, told = os.pipe()
    running = started(["-c", HELD, "|".join(names), str(told), *command(folder, output)], told=told)
    os.close(told)
    with open(heard, "rb") as kept:
        assert kept.read(at - before) == b"." * (at - before)
    return running


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """Return a folder of twenty-four clinics of which two share persons and telephones."""
    folder = tmp_path_factory.mktemp("多份")
    command = ["samples", "--count", "24", "--seed", "11", "--kinds", "clinic", "--defects", "30%", "--shared", "20%"]
    result = CliRunner().invoke(main, [*command, "-o", str(folder / "申请")])
    assert result.exit_code == 0, result.output
    return folder / "申请"


def test_killed_three_times_and_started_again_it_writes_the_same_bytes(many, tmp_path):
    whole_output, output = tmp_path / "整批", tmp_path / "断续"
    assert started(["-m", "medcheck", *command(many, whole_output)]).wait() == 0
    for before, share in pairwise((0, 4, 10, 17)):
        running = standing_still(many, output, share, before)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    last = started(["-m", "medcheck", *command(many, output)])
    said = last.communicate()[0].decode()
    assert last.returncode == 0
    assert "已有 17 份的结果，继续评估其余 7 份" in said
    assert written(output) == written(whole_output)
    assert len(list(rows_of(output))) == 24


def test_interrupted_by_hand_it_keeps_what_is_finished(many, tmp_path):
    output = tmp_path / "报告"
    running = standing_still(many, output, 4)
    os.kill(running.pid, signal.SIGINT)
    said = running.communicate()[0].decode()
    assert running.returncode == 1, said
    assert "已中断：完成的都已保存" in said
    assert len(list(rows_of(output))) == 4
    assert "再次运行同一命令即可继续" in (output / "index.html").read_text("utf-8")


def place(line: dict[str, str], of: str) -> str:
    return f"《{line[f'{of}sheet']}》{line[f'{of}cell']}"


def test_what_two_applications_share_is_found_masked_and_nothing_else(many, tmp_path):
    output = tmp_path / "报告"
    whole(many, output)
    ledger = [json.loads(line) for line in (many / "ledger.jsonl").read_text("utf-8").splitlines()]
    planted = {
        tuple(
            sorted(
                (
                    (one["file"], f"《{one['sheet']}》{one['cell']}"),
                    (one["other_file"], f"《{one['other_sheet']}》{one['other_cell']}"),
                )
            )
        )
        for one in ledger
        if one["status"] == "shared"
    }
    pairs = [json.loads(line) for line in (output / "pairs.jsonl").read_text("utf-8").splitlines()]
    found = {
        tuple(
            sorted(((pair["first"]["name"], pair["first"]["cell"]), (pair["second"]["name"], pair["second"]["cell"])))
        )
        for pair in pairs
    }
    assert planted
    assert planted <= found
    assert {frozenset(place[0] for place in pair) for pair in found} == {
        frozenset(p[0] for p in pair) for pair in planted
    }
    page = (output / "index.html").read_text("utf-8")
    assert all(pair["shown"] in page and pair["word"] in page for pair in pairs)
    for name, content in written(output).items():
        if name.endswith(".jsonl") or name == "index.html":
            assert not re.search(rb"(?<!\d)[1-9]\d{5}(19|20)\d{9}[\dX](?!\d)", content), name
    state = (output / ".medcheck" / "state.sqlite").read_bytes()
    assert not re.search(rb"(?<!\d)[1-9]\d{5}(19|20)\d{9}[\dX](?!\d)", state)


def test_a_cluster_writes_the_same_bytes(folder, tmp_path):
    distributed = pytest.importorskip("distributed")
    here, there = tmp_path / "本机", tmp_path / "集群"
    whole(folder, here)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as two:
        whole(folder, there, BatchLimits(scheduler=two.scheduler_address))
    assert written(there) == written(here)


def test_a_cluster_that_does_not_answer_is_told(folder, tmp_path):
    command = ["batch", str(folder), "-o", str(tmp_path / "报告"), "--scheduler", "tcp://127.0.0.1:9"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 3
    assert "连接不上集群 tcp://127.0.0.1:9" in result.output


def test_hostile_names_stand_literally_in_index_and_summary(tmp_path):
    book = openpyxl.load_workbook(SAMPLE)
    name = "=cmd|' /C calc'!A0 <b>&{{7*7}}" + "长" * 60
    book["基本信息"]["B4"] = name
    book["基本信息"]["B4"].data_type = "s"
    (tmp_path / "申请").mkdir()
    book.save(tmp_path / "申请" / "a<b>&.xlsx")
    whole(tmp_path / "申请", tmp_path / "报告")
    cell = openpyxl.load_workbook(tmp_path / "报告" / "summary.xlsx")["评估结果"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)
    page = (tmp_path / "报告" / "index.html").read_text("utf-8")
    assert "&lt;b&gt;&amp;{{7*7}}" in page
    assert "<b>&" not in page


def test_case_files_go_with_their_workbooks(folder, tmp_path):
    cases = tmp_path / "案件"
    (cases / "三月").mkdir(parents=True)
    (cases / "康宁门诊.yaml").write_text("case: 甲-1\n", "utf-8")
    (cases / "三月" / "连锁.yaml").write_text("case: 乙-2\n", "utf-8")
    with BatchStore(tmp_path / "报告") as store:
        todo = plan(folder, store, Options(), ("json",), cases)
    assert [task.options.case and task.options.case.name for task in todo.open] == ["连锁.yaml", None, "康宁门诊.yaml"]


def test_generated_applications_are_all_assessed(tmp_path):
    folder = tmp_path / "申请"
    command = [
        "samples",
        "--count",
        "6",
        "--seed",
        "3",
        "--drugs",
        "40",
        "--staff",
        "31",
        "--defects",
        "0",
        "-o",
        str(folder),
    ]
    assert CliRunner().invoke(main, command).exit_code == 0
    whole(folder, tmp_path / "报告")
    assert {row.status for row in rows_of(tmp_path / "报告")} == {"assessed"}


def test_no_more_files_are_taken_than_three_a_worker(folder, tmp_path, monkeypatch):
    """A folder of a hundred thousand files is not held in memory at once."""
    monkeypatch.setattr(pool, "work", at_once)
    job = scan(folder, tmp_path).jobs[0]
    taken = []

    def tasks():
        for number in range(20):
            taken.append(number)
            yield WorkerTask(job, Options(), (), b"", str(number))

    running = pool.in_processes(tasks(), workers=1, seconds=60, megabytes=1024)
    next(running)
    assert len(taken) == 3
    assert len(list(running)) == 19
    assert len(taken) == 20


def at_once(task: WorkerTask) -> Outcome:
    return worker.refused(task, ("不评估",))


def test_what_a_cluster_cannot_do_costs_the_file_only(folder, tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "work", failing)
    here = tmp_path / "集群"
    with distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=None) as one:
        whole(folder, here, BatchLimits(scheduler=one.scheduler_address))
    rows = {row.name: (row.status, row.reasons) for row in rows_of(here)}
    assert set(rows.values()) == {("refused", ("集群未能完成：一处故障",))}
    assert set(rows) == {"三月/连锁.xlsx", "半份.xlsx", "康宁门诊.xlsx"}


def failing(task: WorkerTask) -> Outcome:
    raise ValueError("一处故障")
