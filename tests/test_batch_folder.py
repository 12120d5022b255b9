"""Whatever stands in the folder of a batch is assessed or named with the reason, and nothing outside the output is touched."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medcheck.batch import pool, worker
from medcheck.batch.run_batch import rows_of
from medcheck.batch.scan import LINK, SPECIAL, scan
from medcheck.batch.store import BatchStore
from medcheck.batch.worker import Outcome, WorkerTask
from medcheck.cli import main
from medcheck.errors import MedcheckError
from medcheck.package.guard import open_package
from tests.packages import SAMPLE


def put(folder: Path, name: str | bytes) -> None:
    path = os.path.join(os.fsencode(folder), os.fsencode(name))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    shutil.copy(SAMPLE, path)


def batch(folder: Path, output: Path) -> Result:
    return CliRunner().invoke(main, ["batch", str(folder), "-o", str(output), "--workers", "2", "--format", "json"])


def test_every_entry_is_assessed_or_named(tmp_path: Path) -> None:
    folder = tmp_path / "申请"
    for name in ("甲.xlsx", "三月/深/乙.xlsx", ".hidden.xlsx", "旧报告/丙.xlsx"):
        put(folder, name)
    (folder / "旧报告" / ".medcheck").mkdir()
    (folder / "链接.xlsx").symlink_to(SAMPLE)
    (folder / "外面").symlink_to("/etc")
    os.mkfifo(folder / "管道.xlsx")
    (folder / "说明.docx").write_bytes(b"x")
    result = batch(folder, tmp_path / "报告")
    assert result.exit_code == 0
    assert [(row.name, row.status, row.reasons) for row in rows_of(tmp_path / "报告")] == [
        (".hidden.xlsx", "assessed", ()),
        ("三月/深/乙.xlsx", "assessed", ()),
        ("外面", "refused", (LINK,)),
        ("甲.xlsx", "assessed", ()),
        ("管道.xlsx", "refused", (SPECIAL,)),
        ("链接.xlsx", "refused", (LINK,)),
    ]
    page = (tmp_path / "报告" / "index.html").read_text(encoding="utf-8")
    assert "说明.docx：不是工作簿，没有评估" in page
    assert "旧报告：批量评估的结果文件夹，其中的文件没有评估" in page
    assert LINK in page


def test_names_that_are_no_text_are_shown_repaired_and_none_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "申请"
    names = (
        "康宁.xlsx".encode("gbk"),
        "康宁.xlsx",
        b"\xff\xfe\xff.xlsx",
        "a\u202egnp.xlsx",
        "b\x1b[31m.xlsx",
        "a\nb.xlsx",
    )
    for name in names:
        put(folder, name)
    put(folder, os.path.join("三月".encode("gbk"), b"c.xlsx"))
    result = batch(folder, tmp_path / "报告")
    assert (result.exit_code, result.stdout.isprintable() or "\x1b" not in result.stdout) == (0, True)
    rows = list(rows_of(tmp_path / "报告"))
    shown = [row.name for row in rows]
    assert {row.status for row in rows} == {"assessed"}
    assert len(set(shown)) == 7
    assert {"\\xff\\xfe\\xff.xlsx", "a b.xlsx", "agnp.xlsx", "b[31m.xlsx", "三月/c.xlsx", "康宁.xlsx"} <= set(shown)
    assert all((tmp_path / "报告" / name).is_file() and name.isprintable() for row in rows for name in row.reports)


def test_a_workbook_is_assessed_under_its_repaired_name(tmp_path: Path) -> None:
    put(tmp_path, "康宁.xlsx".encode("gbk"))
    path = os.fsdecode(os.path.join(os.fsencode(tmp_path), "康宁.xlsx".encode("gbk")))
    assert open_package(Path(path)).file == "康宁.xlsx"
    result = CliRunner().invoke(main, ["assess", path, "-o", str(tmp_path / "报告")])
    assert result.exit_code == 0
    assert sorted(one.name for one in (tmp_path / "报告").iterdir()) == ["康宁.html", "康宁.json"]


def test_a_bug_of_ours_costs_the_workbook_it_meets_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "申请"
    for name in ("甲.xlsx", "乙.xlsx", "丙.xlsx"):
        put(folder, name)

    def in_this_process(tasks: Iterator[WorkerTask], **limits: object) -> Iterator[Outcome]:
        yield from map(worker.work, tasks)

    read = worker.read_application

    def failing(path: Path, **more: object) -> object:
        if path.name == "乙.xlsx":
            raise RecursionError
        if path.name == "丙.xlsx":
            raise type("PanicException", (BaseException,), {})
        return read(path, **more)

    monkeypatch.setattr("medcheck.batch.run_batch.in_processes", in_this_process)
    monkeypatch.setattr(worker, "read_application", failing)
    result = batch(folder, tmp_path / "报告")
    assert result.exit_code == 4
    told = {row.name: (row.status, row.reasons) for row in rows_of(tmp_path / "报告")}
    assert told["甲.xlsx"] == ("assessed", ())
    assert told["乙.xlsx"][0] == told["丙.xlsx"][0] == "refused"
    assert told["乙.xlsx"][1][0].startswith("这是 medcheck 的缺陷（RecursionError，")
    assert told["丙.xlsx"][1][0].startswith("这是 medcheck 的缺陷（PanicException，")


def test_what_a_worker_cannot_hand_back_is_told_too() -> None:
    task = WorkerTask(scan(SAMPLE.parent, Path("/nowhere")).jobs[0], None, (), b"", "")  # type: ignore[arg-type]
    future: object = type("Future", (), {"result": lambda self: (_ for _ in ()).throw(ValueError("x"))})()
    assert pool._outcome(future, task, 1, 1).row.reasons[0].startswith("这是 medcheck 的缺陷（ValueError")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["../victim.txt", "{outside}/victim.txt", "报告/../../victim.txt"])
def test_a_state_that_names_files_elsewhere_deletes_nothing(tmp_path: Path, name: str) -> None:
    folder, output = tmp_path / "申请", tmp_path / "报告"
    put(folder, "甲.xlsx")
    batch(folder, output)
    (tmp_path / "victim.txt").write_text("victim")
    with sqlite3.connect(output / ".medcheck" / "state.sqlite") as base:
        row = json.loads(base.execute("SELECT json FROM row").fetchone()[0])
        row |= {"name": "走了.xlsx", "reports": [name.format(outside=tmp_path)]}
        base.execute("INSERT INTO row VALUES (?, ?, ?)", ("走了.xlsx", "key", json.dumps(row)))
    assert batch(folder, output).exit_code == 0
    assert (tmp_path / "victim.txt").read_text() == "victim"
    assert [row.name for row in rows_of(output)] == ["甲.xlsx"]


@pytest.mark.parametrize("link", ["报告", ".medcheck", ".medcheck/state.sqlite", ".medcheck/state.sqlite-wal"])
def test_an_output_folder_with_a_link_out_of_it_is_refused(tmp_path: Path, link: str) -> None:
    put(tmp_path / "申请", "甲.xlsx")
    (tmp_path / "别处").mkdir()
    place = tmp_path / "报告" / link
    place.parent.mkdir(parents=True)
    place.symlink_to(tmp_path / "别处" if link in ("报告", ".medcheck") else tmp_path / "别处" / "x")
    result = batch(tmp_path / "申请", tmp_path / "报告")
    assert result.exit_code == 3
    assert "结果文件夹里有通向别处的链接，没有写入" in result.stderr
    assert list((tmp_path / "别处").iterdir()) == []


def test_a_spoilt_state_is_told(tmp_path: Path) -> None:
    put(tmp_path / "申请", "甲.xlsx")
    with BatchStore(tmp_path / "报告"):
        pass
    with sqlite3.connect(tmp_path / "报告" / ".medcheck" / "state.sqlite") as base:
        base.execute("INSERT INTO row VALUES ('a', 'b', '{}')")
    with BatchStore(tmp_path / "报告") as store, pytest.raises(MedcheckError, match="可能已损坏"):
        store.rows()
