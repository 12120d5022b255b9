"""Papers complete after a correction: where nothing is lacking the program says so; where something is, a person decides."""

from __future__ import annotations

import shutil
from pathlib import Path

from medcheck.assess import Options, assess
from medcheck.assessment.compare.compare_runs import compare
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.rulebook.check.check_tables import check_tables
from medcheck.rulebook.pack import load_pack
from medcheck.verdict import Stage, Verdict
from tests.applications import ENGINE, SETTLED_CASE, case_file, finding, workbook

RULE = "na-materials-incomplete"
FIRST = SETTLED_CASE
AGAIN = f"{SETTLED_CASE}resubmission: 是\n"


def made(folder: Path, case: str, **fields: object) -> Assessment:
    folder.mkdir()
    return assess(workbook(folder, fields), Options(Stage.ACCEPTANCE, case=case_file(folder, case)), ENGINE)


def test_a_complete_application_asks_nobody_whether_it_is_complete(tmp_path: Path) -> None:
    first, second = made(tmp_path / "首次", FIRST, legal_representative=None), made(tmp_path / "再次", AGAIN)
    found = finding(second, RULE)
    assert (found.verdict, found.blocks, found.todo) == (Verdict.PASS, False, "")
    assert found.remarks == ("申请表和材料经程序逐项核对，没有需要补充、更正的",)
    assert second.conclusion_word == "予以受理"
    compared = compare(first, second)
    assert (compared.new, compared.found) == ((), False)


def test_what_is_still_lacking_is_left_to_a_person(tmp_path: Path) -> None:
    second = made(tmp_path / "再次", AGAIN, legal_representative=None)
    assert finding(second, RULE).verdict is Verdict.CHECK
    decided = f"{AGAIN}".replace(
        "decisions:\n", f"decisions:\n  - {{rule: {RULE}, answer: 不符合, by: 李明, on: 2019-11-20}}\n"
    )
    assert finding(made(tmp_path / "决定", decided), RULE).verdict is Verdict.FAIL


def test_of_a_first_submission_it_says_nothing_whatever_the_reading(tmp_path: Path) -> None:
    """Another reading binds a first submission too: what its report shows beside is what it would really find."""
    folder = tmp_path / "首次"
    folder.mkdir()
    path, case = workbook(folder), case_file(folder, FIRST)
    default = assess(path, Options(Stage.ACCEPTANCE, case=case), ENGINE)
    other = assess(path, Options(Stage.ACCEPTANCE, case=case, readings={"correction": "at-once"}), ENGINE)
    assert finding(default, RULE).verdict is Verdict.NOT_APPLICABLE
    assert finding(other, RULE).verdict is Verdict.CHECK


def test_a_rule_nobody_knows_is_found(tmp_path: Path) -> None:
    source = Path(__file__).parent.parent / "rules" / "liaocheng-2019"
    folder = Path(shutil.copytree(source, tmp_path / "liaocheng-2019"))
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    (folder / "pack.yaml").write_text(text.replace(": na-materials-incomplete", ": na-material"), encoding="utf-8")
    assert [problem.text.split("；")[0] for problem in check_tables(load_pack(folder), ())] == ["没有规则“na-material”"]
