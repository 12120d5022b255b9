"""Two results of one facility: a resubmission, a change of reading, what is refused; the faces of a comparison."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result

from medcheck.assess import Options, assess
from medcheck.assessment.compare.compare_runs import compare
from medcheck.assessment.compare.comparison import Change, Comparison
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.cli import main
from medcheck.errors import MedcheckError
from medcheck.report.compare.comparison_file import comparison_schema, comparison_to_json
from medcheck.report.compare.comparison_lines import comparison_text
from medcheck.report.page.render_page import comparison_to_html
from medcheck.report.wrapping import width
from medcheck.verdict import Stage, Verdict
from tests.applications import ENGINE, SAMPLES
from tests.report_faces import PageText

SCHEMA = Path(__file__).parent.parent / "docs" / "schemas" / "compare.schema.json"
# Area, steriliser and roster are mended, the fee schedule is not; the list of computers is new, the drug share changed.
FIRST = {
    ("基本信息", "B27"): 59.96,
    ("设备清单", "D19"): 0,
    ("材料清单", "C12"): "否",
    ("材料清单", "C19"): "否",
}
SECOND = {("材料清单", "C19"): "否", ("材料清单", "C25"): "否", ("基本信息", "B41"): 0.41}


@cache
def result(name: str, **options: object) -> Assessment:
    return assess(SAMPLES / f"{name}.xlsx", Options(**options), ENGINE)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assessment, Assessment]:
    """Return a first submission with three gaps more, and the resubmission without them but with a new one."""
    folder = tmp_path_factory.mktemp("pair")
    made = []
    for name, cells in (("首次", FIRST), ("再次", SECOND)):
        book = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")
        for (sheet, cell), value in cells.items():
            book[sheet][cell] = value
        book.save(folder / f"{name}.xlsx")
        made.append(assess(folder / f"{name}.xlsx", Options(), ENGINE))
    return made[0], made[1]


def sides(changes: tuple[Change, ...]) -> list[tuple[str, str, str, str, str]]:
    """Return by rule both verdicts and both values."""
    pairs = [(one.rule, one.first, one.second) for one in changes]
    return [(rule, a.verdict, a.value, b.verdict, b.value) for rule, a, b in pairs if a and b]


def test_a_resubmission_with_three_gaps_mended_and_one_new(pair: tuple[Assessment, Assessment]) -> None:
    found = compare(*pair)
    whole = "已提交、内容完整清晰"
    assert sides(found.mended) == [
        ("doc-staff-roster-medical", "fail", "未提交", "pass", whole),
        ("opd-area-min", "fail", "59.96㎡", "pass", "186.5㎡"),
        ("opd-equipment-set-steriliser", "fail", "已有 0 项，共需 1 项", "pass", "已有 1 项，共需 1 项"),
    ]
    assert sides(found.new) == [("doc-it-equipment-list-medical", "pass", whole, "fail", "未提交")]
    assert sides(found.remaining) == [("doc-fee-schedule", "fail", "未提交", "fail", "未提交")]
    assert sides(found.changed) == [("doc-cost-indicators-outpatient-drug-pct", "pass", "42.5%", "pass", "41%")]
    assert (found.only_first, found.only_second, len(found.unchanged)) == ((), (), 82)
    assert (found.kind, found.found) == ("resubmission", True)
    assert found.sentence == "新出现 1 项，已解决 3 项，仍未解决 1 项，其他变化 1 项，无变化 82 项。"
    assert [(one.word, one.first.split("，")[0], one.second.split("，")[0]) for one in found.differing] == [
        ("申请表", "首次.xlsx", "再次.xlsx")
    ]
    area = found.mended[1]
    assert area.first is not None
    assert (area.first.bound, area.first.gap, area.first.cells) == ("60㎡", "差 0.04 ㎡", ("《基本信息》B27",))


def test_the_other_way_round_what_was_new_is_mended(pair: tuple[Assessment, Assessment]) -> None:
    found = compare(pair[1], pair[0])
    assert [one.rule for one in found.mended] == ["doc-it-equipment-list-medical"]
    assert len(found.new) == 3


def test_a_change_of_reading_names_the_reading_and_what_it_turned() -> None:
    found = compare(result("clinic-defects"), assess(SAMPLES / "clinic-defects.xlsx", APPARATUS, ENGINE))
    assert [(one.kind, one.word, one.first, one.second) for one in found.differing] == [
        ("rules", "口径：电动吸尘器是否可为电动吸引器", "两者之一即可", "仅认电动吸引器")
    ]
    assert [one.rule for one in found.new] == ["opd-equipment-set-suction"]
    assert (found.kind, found.found, len(found.remaining), len(found.unchanged)) == ("rules", True, 20, 67)


APPARATUS = Options(readings={"suction": "apparatus"})


def test_the_same_result_twice_has_nothing_new() -> None:
    found = compare(result("clinic-defects"), result("clinic-defects"))
    assert (found.kind, found.found, found.differing) == ("same", False, ())
    assert {one.group: one.count for one in found.counts if one.count} == {"remaining": 20, "unchanged": 68}


def test_a_rule_of_one_pack_only_and_another_hash_are_told() -> None:
    first = result("clinic-defects")
    gone = [one for one in first.findings if one.rule not in ("opd-area-min", "opd-rooms-set")]
    rules = first.regulation.model_copy(update={"sha256": "0" * 64})
    second = first.model_copy(update={"findings": tuple(gone), "regulation": rules})
    found = compare(first, second)
    assert [one.rule for one in found.only_first] == ["opd-area-min", "opd-rooms-set"]
    assert [(one.kind, one.word) for one in found.differing] == [("rules", "规则包")]
    back = compare(second, first)
    assert {one.rule for one in (*back.new, *back.only_second)} == {"opd-area-min", "opd-rooms-set"}
    assert all(one.second and one.second.verdict is Verdict.PASS for one in back.only_second)


@pytest.mark.parametrize("names", [("clinic-defects", "clinic-defects"), ("hospital-2-defects", "hospital-2-defects")])
def test_every_rule_stands_in_one_group(names: tuple[str, str]) -> None:
    first = result(names[0])
    found = compare(first, result(names[1], stage=Stage.ACCEPTANCE))
    assert Counter(rules_of(found)) == Counter(one.rule for one in first.findings)
    assert sum(one.count for one in found.counts) == first.total
    assert found.notices == (
        "两次评估的阶段不同（自评、受理），影响结论的事项不能直接比较：不符合、资料不足、数据矛盾和不能判定的都算作未解决。",
    )


def rules_of(found: Comparison) -> list[str]:
    changes = (*found.new, *found.mended, *found.remaining, *found.changed, *found.only_first, *found.only_second)
    return [one.rule for one in (*changes, *found.unchanged)]


def test_another_facility_is_refused() -> None:
    with pytest.raises(MedcheckError) as refused:
        compare(result("clinic-defects"), result("clinic-half"))
    assert "两份结果不是同一机构" in str(refused.value.problems[0])


def test_the_faces_say_the_same(pair: tuple[Assessment, Assessment]) -> None:
    found = compare(*pair)
    text, page = comparison_text(found), comparison_to_html(found)
    assert max(width(line) for line in text.splitlines()) <= 80
    words = PageText(page).words
    flat = "".join(text.split())
    for change in (*found.new, *found.mended, *found.remaining, *found.changed):
        assert change.title in words
        assert change.title in flat
    assert all(one.title in words for one in found.unchanged)
    for head in (found.first, found.second):
        assert head.digest in words
        assert head.digest in text
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "http://" not in page + text
    jsonschema.validate(json.loads(comparison_to_json(found)), json.loads(comparison_schema()))
    assert SCHEMA.read_text(encoding="utf-8") == comparison_schema()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["compare", *map(str, arguments)], prog_name="medcheck")


def test_at_the_door(pair: tuple[Assessment, Assessment], tmp_path: Path) -> None:
    paths = [tmp_path / "首次.json", tmp_path / "再次.json", tmp_path / "别家.json"]
    for path, made in zip(paths, (*pair, result("clinic-half")), strict=True):
        path.write_text(to_json(made), encoding="utf-8")
    printed = run(paths[0], paths[1])
    assert (printed.exit_code, printed.stdout) == (1, comparison_text(compare(*pair)))
    assert run(paths[0], paths[0]).exit_code == 0
    assert run(paths[0], paths[2]).exit_code == 3
    assert run(paths[0], tmp_path / "没有.json").exit_code == 2
    written = run(paths[0], paths[1], "-o", tmp_path / "比较.html")
    assert written.stdout.startswith(f"比较：{tmp_path / '比较.html'}（新出现 1 项，")
    assert (tmp_path / "比较.html").read_text(encoding="utf-8") == comparison_to_html(compare(*pair))
    assert json.loads(run(paths[0], paths[1], "--format", "json").stdout)["format"] == "medcheck-comparison"
