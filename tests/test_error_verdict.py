"""A rule that cannot be computed is 不能判定 for itself: seen everywhere, never a pass, in the way of every good end (D1)."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from medcheck.assess import Options
from medcheck.assessment.compare.compare_runs import compare
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.batch.batch_row import Batch
from medcheck.batch.index_page import index_page
from medcheck.batch.scan import Job
from medcheck.batch.summary import summary
from medcheck.batch.worker import WorkerTask, _row
from medcheck.case.case_file import NO_CASE, CaseFile, read_case
from medcheck.engine.session import Engine
from medcheck.evaluation.gather import Result
from medcheck.evaluation.review import _entry
from medcheck.intake.read_application import read_application
from medcheck.measure import premises
from medcheck.notice.fit import remarks
from medcheck.notice.paper_kinds import KINDS
from medcheck.report.page.render_page import to_html
from medcheck.report.paper.pdf import to_pdf
from medcheck.report.record.json_file import from_json
from medcheck.report.workbook.annotated import to_xlsx
from medcheck.rulebook.pack import RulePack, load_pack
from medcheck.rulebook.shelf import pack_folder, shipped_pack
from medcheck.verdict import Conclusion, Consequence, Stage, Verdict
from tests.applications import SAMPLES, SETTLED_CASE, assessed_under, case_file, finding
from tests.report_faces import PageText, printed

RULE, TITLE = "opd-area-min", "实际使用面积不少于60平方米"
SAMPLE = SAMPLES / "clinic-eligible.xlsx"
ENGINE = Engine()
TODO = f"由经办机构人工判定“{TITLE}”，并将本份文件反馈给维护人员"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> RulePack:
    """Return the shipped pack with one bound beyond all numbers."""
    folder = tmp_path_factory.mktemp("规则") / "liaocheng-2019"
    shutil.copytree(Path(str(pack_folder("liaocheng-2019"))), folder)
    file = folder / "clinic.yaml"
    text = file.read_text(encoding="utf-8")
    bound = "requires: {fact: usable_area_m2, at_least: 60}"
    assert bound in text
    file.write_text(text.replace(bound, bound.replace("60", "6" + "0" * 19)), encoding="utf-8")
    return load_pack(folder)


def assessed(pack: RulePack, stage: Stage = Stage.PRECHECK, case: CaseFile = NO_CASE) -> Assessment:
    return assessed_under(pack, read_application(SAMPLE), Options(stage=stage), case, ENGINE)


def test_the_rule_is_not_decided_and_every_other_one_is(broken: RulePack) -> None:
    whole, found = assessed(shipped_pack("liaocheng-2019")), assessed(broken)
    one = finding(found, RULE)
    assert (one.verdict, one.verdict_word, one.consequence) == (Verdict.ERROR, "不能判定", Consequence.ERROR)
    assert (one.actor, one.blocks, one.title) == ("agency", True, TITLE)
    assert one.todo.startswith(TODO)
    assert one.reasons[0].startswith(
        "程序计算规则“opd-area-min”时出错（OverflowError: a bound leaves the range of the engine"
    )
    assert "medcheck.engine.scaling 第" in one.reasons[0]
    before = {f.rule: f.verdict for f in whole.findings}
    assert {f.rule for f in found.findings if f.verdict is not before[f.rule]} == {RULE}
    assert {count.verdict: count.count for count in found.counts}[Verdict.ERROR] == 1
    assert sum(count.count for count in found.counts) == found.total == whole.total


@pytest.mark.parametrize("stage", list(Stage))
def test_it_keeps_every_good_end_away(broken: RulePack, stage: Stage, tmp_path: Path) -> None:
    case = read_case(case_file(tmp_path, SETTLED_CASE), broken.vocabulary)
    good = assessed(shipped_pack("liaocheng-2019"), stage, case)
    found = assessed(broken, stage, case)
    assert good.clear
    assert (found.conclusion, found.clear) == (Conclusion.AGENCY_CHECK, False)
    assert found.sentence.startswith("有1项程序不能判定，须由经办机构人工判定。")
    assert found.blocking == (RULE,)


@pytest.mark.parametrize(("answer", "verdict"), [("符合", Verdict.PASS), ("不符合", Verdict.FAIL)])
def test_a_named_person_of_the_agency_decides_it(
    broken: RulePack, tmp_path: Path, answer: str, verdict: Verdict
) -> None:
    decision = f"decisions:\n  - {{rule: {RULE}, answer: {answer}, by: 李明, on: 2019-11-20, note: 现场核对}}\n"
    case = read_case(case_file(tmp_path, SETTLED_CASE.replace("decisions:\n", decision)), broken.vocabulary)
    one = finding(assessed(broken, Stage.EVALUATION, case), RULE)
    assert one.answer is not None
    assert (one.verdict, one.answer.by) == (verdict, "李明")


def test_a_measure_that_fails_costs_the_rules_that_read_its_fact_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("一处缺陷")

    pack = shipped_pack("liaocheng-2019")
    whole = assessed(pack)
    monkeypatch.setattr(premises, "usable_area_m2", fails)
    found = assessed(pack)
    errors = {one.rule for one in found.findings if one.verdict is Verdict.ERROR}
    assert errors == {rule.id for rule in pack.rules.values() if "usable_area_m2" in rule.facts} & {
        one.rule for one in whole.findings
    }
    assert "ZeroDivisionError: 一处缺陷" in finding(found, RULE).reasons[0]
    assert found.conclusion is Conclusion.AGENCY_CHECK
    before = {one.rule: one.verdict for one in whole.findings}
    assert {one.rule for one in found.findings if one.verdict is not before[one.rule]} == errors


def test_every_face_shows_it(broken: RulePack, tmp_path: Path) -> None:
    found = assessed(broken)
    words = " ".join(PageText(to_html(found)).words)
    assert "不能判定" in words
    assert TODO in words
    flat = "".join(printed(found).split())
    assert f"【不能判定】{TITLE}" in flat
    assert TODO in flat
    data = json.loads(to_json(found))
    assert [one["verdict"] for one in data["findings"] if one["rule"] == RULE] == ["error"]
    assert from_json(to_json(found)) == found
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(found, SAMPLE.read_bytes())))
    cells = Counter(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert cells["不能判定"] >= 1
    file = tmp_path / "报告.pdf"
    file.write_bytes(to_pdf(found))
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
        assert "不能判定" in text


def test_batch_evaluation_comparison_and_papers_show_it(broken: RulePack) -> None:
    whole, found = assessed(shipped_pack("liaocheng-2019")), assessed(broken)
    task = WorkerTask(Job(SAMPLE, "甲.xlsx", "甲", ""), Options(), (), b"", "key")
    row = _row(task, read_application(SAMPLE), found, ())
    assert (row.clear, row.counts["不能判定"]) == (False, 1)
    assert [(one.title, one.verdict_word) for one in row.blocking] == [(TITLE, "不能判定")]
    batch = Batch(title="批", rows=(row,), pairs=(), others=(), skipped=0, open=0)
    assert "不能判定" in index_page(batch, "")
    sheet = openpyxl.load_workbook(io.BytesIO(summary(batch, "")))["评估结果"]
    shown = dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[2]], strict=True))
    assert shown["不能判定"] == 1
    assert "（不能判定）" in str(shown["影响结论的条款"])
    assert RULE in [one.rule for one in _entry(Result(row, found), (), ()).check]
    assert [change.rule for change in compare(whole, found).new] == [RULE]
    told = [one.text for one in remarks(KINDS["acceptance"], found, NO_CASE.source)]
    assert f"有 1 项程序不能判定：{TITLE}" in told
