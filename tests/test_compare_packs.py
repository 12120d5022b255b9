"""`compare --pack A --pack B`: what changes for an applicant under the rules of another pack."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medcheck.assess import Options
from medcheck.assessment.compare.pack_comparison import PackComparison
from medcheck.cli import main
from medcheck.compare_under import compare_under
from tests.applications import ENGINE, SAMPLES

STORE = SAMPLES / "pharmacy-chain-defects.xlsx"
PACKS = Path(__file__).parent / "packs"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def made() -> PackComparison:
    """Return a chain store of 2019 with planted defects under the city's regulation and under the nation's orders."""
    return compare_under(STORE, "liaocheng-2019", "national-2021", Options(), ENGINE)


def rules_of(made: PackComparison, kind: str) -> list[tuple[list[str], list[str]]]:
    return [
        ([state.rule for state in matter.first], [state.rule for state in matter.second])
        for matter in made.matters
        if matter.kind == kind
    ]


def test_what_stands_in_the_way_under_the_other_pack(made: PackComparison) -> None:
    """Order 3, article 5 (3) asks two managers, which the city never asked; the store has one."""
    assert rules_of(made, "new") == [([], ["n3-5-3-managers"])]
    assert made.found
    assert (
        made.sentence
        == "按 liaocheng-2019 为“需补正材料”，按 national-2021 为“需补正材料”，新增妨碍 1 项，不再妨碍 21 项。"
    )


def test_corresponding_clauses_stand_together(made: PackComparison) -> None:
    gone = rules_of(made, "gone")
    assert (["doc-application-form-pharmacy"], ["n3-6-1-form"]) in gone  # the city asks a signature, the order does not
    assert (["ph-stock-value-min"], []) in gone


def test_every_finding_of_both_is_in_one_matter(made: PackComparison) -> None:
    for side, head in (("first", made.first), ("second", made.second)):
        rules = [state.rule for matter in made.matters for state in getattr(matter, side)]
        whole = compare_under(STORE, head.pack, head.pack, Options(), ENGINE)
        assert sorted(rules) == sorted(state.rule for matter in whole.matters for state in matter.first)
        assert whole.found is False
        assert {matter.kind for matter in whole.matters} <= {"same", "remaining"}


def test_the_text_of_one_and_the_data_of_a_folder(tmp_path: Path) -> None:
    ended = run("compare", "--pack", "liaocheng-2019", "--pack", "national-2021", STORE)
    assert ended.exit_code == 1
    assert "新增妨碍 1 项\n" in ended.output
    assert "   前  没有这一项规则\n   后  配备两名以上专职或兼职医保管理人员（令第3号第五条第三项）\n" in ended.output
    folder = tmp_path / "申请"
    folder.mkdir()
    shutil.copy(SAMPLES / "clinic-eligible.xlsx", folder / "甲.xlsx")
    (folder / "乙.xlsx").write_bytes(b"no workbook")
    ended = run("compare", "--pack", "liaocheng-2019", "--pack", "national-2021", folder, "-o", tmp_path / "比较.json")
    assert (ended.exit_code, "没有比较 乙.xlsx" in ended.output) == (1, True)
    told = json.loads((tmp_path / "比较.json").read_text(encoding="utf-8"))
    assert [each["second"]["workbook"] for each in told["applications"]] == ["甲.xlsx"]
    assert [each["workbook"] for each in told["refused"]] == ["乙.xlsx"]


def test_what_cannot_be_compared(tmp_path: Path) -> None:
    assert run("compare", "--pack", "liaocheng-2019", STORE).exit_code == 2
    assert run("compare", STORE).exit_code == 2
    assert run("compare", "--pack", "liaocheng-2019", "--pack", "nowhere", STORE).exit_code == 3
    html = run("compare", "--pack", "liaocheng-2019", "--pack", "national-2021", STORE, "--format", "html")
    assert (html.exit_code, "写成 text 或 json" in html.output) == (2, True)
