"""What a row names but brackets, its name or its note make doubtful: only a person counts it, and the cell is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from medcheck.intake.read_application import read_application
from medcheck.intake.table import Row
from medcheck.measure.equipment import large_equipment
from medcheck.measure.pharmacy.store_cover import devices
from medcheck.rulebook.shelf import shipped_pack
from medcheck.verdict import Verdict
from tests.applications import SAMPLES, finding
from tests.stated_rows import hospital, pharmacy
from tests.test_witnesses import Change, both, is_, judged, rows, sample, with_cell

TABLES = shipped_pack("liaocheng-2019").tables
CLINIC, TWO, THREE = "clinic-eligible", "hospital-2-eligible", "hospital-3-eligible"


def verdict(name: str, rule: str, change: Change) -> Verdict:
    return finding(judged(change(sample(name))), rule).verdict


def named(table: str, old: str, new: str) -> Change:
    return with_cell(table, "name", new, is_("name", old))


EQUIPMENT = [
    ("血压计（水银）", Verdict.PASS),
    ("血压计（电子）", Verdict.PASS),
    ("血压计（XJ-300）", Verdict.PASS),
    ("血压计（2台）", Verdict.PASS),
    ("血压计（血压表）", Verdict.PASS),
    ("血压计1", Verdict.PASS),
    ("血压计（待购）", Verdict.JUDGE),
    ("血压计[在途]", Verdict.JUDGE),
    ("血压计（与药房共用）", Verdict.JUDGE),
    ("血压计（送修中）", Verdict.JUDGE),
    ("血压计（量子）", Verdict.JUDGE),
    ("待购血压计", Verdict.JUDGE),
    ("血压计未购", Verdict.JUDGE),
    ("无血压计", Verdict.JUDGE),
    ("血压测量", Verdict.UNKNOWN),
    (None, Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("typed", "expected"), EQUIPMENT)
def test_equipment(typed: str | None, expected: Verdict) -> None:
    change = with_cell("equipment", "name", typed, is_("name", "血压计"))
    assert verdict(CLINIC, "opd-equipment-set", change) is expected


def test_a_doubtful_piece_is_told_with_what_makes_it_so() -> None:
    one = finding(judged(named("equipment", "血压计", "血压计（待购）")(sample(CLINIC))), "opd-equipment-set")
    assert one.reasons == ("血压计是否已设置，须由人核实（填有“血压计（待购）：括号中注明“待购””）",)
    assert [item.source.cell for item in one.evidence if item.source] == ["D10"]


def test_a_model_that_says_it_is_still_to_come_makes_the_thing_doubtful(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")
    book["设备清单"]["C6"] = "待购"
    book.save(tmp_path / "申请表.xlsx")
    one = finding(judged(read_application(tmp_path / "申请表.xlsx")), "opd-equipment-set")
    assert one.verdict is Verdict.JUDGE
    assert one.reasons == ("电冰箱是否已设置，须由人核实（填有“电冰箱：规格型号“待购””）",)


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        (("人事、宣教、安全保卫",), Verdict.PASS),
        (None, Verdict.PASS),
        (("人事、宣教（不含保卫）",), Verdict.JUDGE),
        (("人事、宣教、保卫（外包）",), Verdict.JUDGE),
        (("人事、宣教，保卫拟设",), Verdict.JUDGE),
    ],
)
def test_a_department_that_denies_a_part_of_it_is_for_a_person(
    covers: tuple[str, ...] | None, expected: Verdict
) -> None:
    change = with_cell("departments", "covers", covers, is_("name", "政工科"))
    assert verdict(TWO, "h2-admin-political-personnel", change) is expected


@pytest.mark.parametrize("note", ["已吊销", "暂扣在卫健局", "作废", "仅有复印件", "原件抵押在银行"])
def test_a_paper_whose_note_says_it_is_not_there_is_not_taken_as_handed_in(tmp_path: Path, note: str) -> None:
    book = openpyxl.load_workbook(SAMPLES / "clinic-eligible.xlsx")
    book["材料清单"]["K5"] = note
    book.save(tmp_path / "申请表.xlsx")
    papers = judged(read_application(tmp_path / "申请表.xlsx"))
    assert finding(papers, "doc-practice-licence-original").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("待购", Verdict.JUDGE),
        ("已坏", Verdict.JUDGE),
        ("借用", Verdict.JUDGE),
        ("租用", Verdict.JUDGE),
        ("与隔壁诊所共用", Verdict.JUDGE),
        ("已订货，未到", Verdict.JUDGE),
        *((note, Verdict.JUDGE) for note in ("在总院", "送检", "12月到货", "已下单", "没发货", "私人物品", "实物没有")),
        ("2018年购入", Verdict.PASS),
        ("完好", Verdict.PASS),
        ("无", Verdict.PASS),
        ("无故障", Verdict.PASS),
    ],
)
def test_the_note_beside_it(note: str, expected: Verdict) -> None:
    change = with_cell("equipment", "note", note, is_("name", "血压计"))
    assert verdict(CLINIC, "opd-equipment-set", change) is expected


ROOMS = [
    ("治疗室（二楼）", Verdict.PASS),
    ("治疗室（20㎡）", Verdict.PASS),
    ("治疗室（租赁）", Verdict.PASS),
    ("治疗室1", Verdict.PASS),
    ("治疗室（与处置室合用）", Verdict.JUDGE),
    ("治疗室（兼注射室）", Verdict.JUDGE),
    ("治疗室（拟设）", Verdict.JUDGE),
    ("拟建治疗室", Verdict.JUDGE),
    ("治疗室（借用）", Verdict.JUDGE),
]


@pytest.mark.parametrize(("typed", "expected"), ROOMS)
def test_rooms(typed: str, expected: Verdict) -> None:
    assert verdict(CLINIC, "opd-rooms-set", named("rooms", "治疗室", typed)) is expected


def noted(code: str, note: str) -> Change:
    """Return the change that writes a note beside a document, as it would be read from its cell."""

    def edit(row: Row) -> Row:
        entry = row.cells["note"]
        assert entry.ref is not None
        return row.replaced({"note": entry._replace(value=note, ref=entry.ref._replace(raw=note), reason="")})

    return rows("documents", lambda row: edit(row) if row.value("code") == code else row)


PAPERS = [
    ("待补", "《医疗机构执业许可证》正本：K5“备注”填写的“待补”说明尚不能认定"),
    ("复印件后补", "《医疗机构执业许可证》正本：K5“备注”填写的“复印件后补”说明尚不能认定"),
    ("尚未办理", "《医疗机构执业许可证》正本：K5“备注”填写的“尚未办理”说明尚不能认定"),
]


@pytest.mark.parametrize(("note", "reason"), PAPERS)
def test_a_paper_whose_note_says_it_is_still_to_come_is_not_handed_in(note: str, reason: str) -> None:
    one = finding(judged(noted("practice_licence_main", note)(sample(CLINIC))), "doc-practice-licence-original")
    assert (one.verdict, one.reasons) == (Verdict.UNKNOWN, (reason,))
    assert [item.source.cell for item in one.evidence if item.source] == ["K5"]


@pytest.mark.parametrize(
    "note", ["已提交", "见附件", "长期有效", "由市卫健委核发", "复印件加盖公章", "尚在有效期内", "无编号", "无"]
)
def test_an_ordinary_note_on_a_paper_says_nothing(note: str) -> None:
    change = with_cell("documents", "note", note, is_("code", "practice_licence_main"))
    assert verdict(CLINIC, "doc-practice-licence-original", change) is Verdict.PASS
    assert verdict(CLINIC, "cond-medical-licences", change) is Verdict.PASS


def test_a_licence_still_to_come_has_no_last_day() -> None:
    change = with_cell("documents", "note", "换证中", is_("code", "practice_licence_main"))
    assert verdict(CLINIC, "cond-medical-licences", change) is Verdict.UNKNOWN


SPECIALTIES = [
    ("骨科", "省级", Verdict.PASS),
    ("骨科（市级）", None, Verdict.PASS),
    ("骨科（拟建）", None, Verdict.UNKNOWN),
    ("拟建骨科", None, Verdict.UNKNOWN),
    ("骨科", "申报中", Verdict.UNKNOWN),
    (None, None, Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("typed", "note", "expected"), SPECIALTIES)
def test_key_specialties(typed: str | None, note: str | None, expected: Verdict) -> None:
    change = with_cell("key_specialties", "note", note or "无")
    change = both(change, with_cell("key_specialties", "name", typed)) if typed != "骨科" else change
    for rule in ("h2-key-specialty-min", "h2-key-specialty-leader-title"):
        assert verdict(TWO, rule, change) is expected


@pytest.mark.parametrize("other", ["心血管内科", "心内科", "心血管内科（省级）", "心 血 管 内 科"])
def test_a_specialty_listed_twice_under_whatever_name_is_one(other: str) -> None:
    first = sample(THREE).tables["key_specialties"].rows[0]
    assert first.value("name") == "心血管内科"
    twice = rows(
        "key_specialties",
        lambda row: row if row == first else first.replaced({"name": first.cells["name"]._replace(value=other)}),
    )
    one = finding(judged(twice(sample(THREE))), "h3-key-specialty-min")
    assert (one.verdict, one.gap) == (Verdict.FAIL, "缺 1 个")


@pytest.mark.parametrize("typed", ["叶 丽", "叶　丽", " 叶丽 "])
def test_a_leader_is_found_on_the_roster_whatever_blanks_are_in_the_name(typed: str) -> None:
    change = with_cell("key_specialties", "leader_name", typed)
    assert verdict(TWO, "h2-key-specialty-leader-title", change) is Verdict.PASS


def devices_of(*stated: dict[str, Any]) -> Any:
    return devices(pharmacy(devices=list(stated)), TABLES.name_words).value


def device(**changes: Any) -> dict[str, Any]:
    return {"name": "收银计算机", "kind": "计算机", "make": "联想", "model": "M4", "count": 2, **changes}


def test_a_device_that_is_doubtful_has_no_make_and_model_yet_and_a_count_of_nought_is_none() -> None:
    assert [one.values["make_model_given"] for one in devices_of(device(), device(name="计算机（待购）"))] == [
        True,
        None,
    ]
    assert devices_of(device(count=0), device(count=0)) == ()
    assert len(devices_of(device(count=None))) == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("以下设备拟购：", Verdict.JUDGE),
        ("托管设备", Verdict.JUDGE),
        ("批注：尚未到货", Verdict.JUDGE),
        ("部分文字划有删除线，不能确定填写的是什么", Verdict.JUDGE),
        ("一楼设备", Verdict.PASS),
        ("批注：2018年购入", Verdict.PASS),
    ],
)
def test_what_is_said_beside_the_cells_of_a_row(said: str, expected: Verdict) -> None:
    change = rows("equipment", lambda row: row.remarked(said) if row.value("name") == "血压计" else row)
    assert verdict(CLINIC, "opd-equipment-set", change) is expected


LARGE = [
    ("64排CT", True),
    ("ＣＴ机", True),
    ("PET-CT", True),
    ("OCT", False),
    ("CT胶片打印机", False),
    ("口腔CT", False),
]


@pytest.mark.parametrize(("typed", "large"), LARGE)
def test_large_equipment_is_known_by_whole_words(typed: str, large: bool) -> None:
    rows_of = [{"name": typed, "count": 1, "is_large": False, "cost_benefit": None}]
    value = large_equipment(hospital(equipment=rows_of), TABLES.aliases, TABLES.name_words).value
    assert isinstance(value, tuple)
    assert bool(value) is large


@pytest.mark.parametrize("typed", ["叶 丽", "叶　丽"])
def test_blanks_in_a_name_hide_no_lower_title_of_the_roster(typed: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "hospital-2-eligible.xlsx")
    cell = next(c for row in book["重点专科"].iter_rows() for c in row if c.value == "叶丽")
    cell.value = typed
    other = next(c for row in book["人员花名册"].iter_rows() for c in row if c.value == "叶丽")
    title = next(c for c in book["人员花名册"][other.row] if c.value == "主任医师")
    title.value = "主治医师"
    book.save(tmp_path / "申请.xlsx")
    told = [str(one) for one in read_application(tmp_path / "申请.xlsx").problems if one.conflict]
    assert any(f"“{typed}”的职称填为“主任医师”" in text for text in told)


def test_all_pieces_counted_as_nought_are_none() -> None:
    change = with_cell("equipment", "count", 0)
    one = finding(judged(change(sample(CLINIC))), "opd-equipment-set")
    assert (one.verdict, one.gap.startswith("缺 15 项")) == (Verdict.FAIL, True)


NOT_YET = ["病理科（筹备）", "病理科（外送）", "病理科（2020年启用）", "病理科（未挂牌）", "病理科（与市医院共享）"]


@pytest.mark.parametrize("typed", NOT_YET)
def test_a_hospital_whose_department_is_only_doubtful_does_not_come_out_clear(typed: str) -> None:
    whole = judged(named("departments", "病理科", typed)(sample(TWO)))
    found = finding(whole, "h2-medtech-pathology")
    assert (found.verdict, found.consequence, whole.conclusion) == ("judge", "doubt", "agency_check")


def test_a_department_within_another_is_for_the_evaluation_and_stops_nobody_before() -> None:
    inside = with_cell("departments", "covers", "病理科", is_("name", "检验科"))
    whole = judged(both(named("departments", "病理科", "采血室"), inside)(sample(TWO)))
    found = finding(whole, "h2-medtech-pathology")
    assert (found.verdict, found.consequence, whole.conclusion) == ("judge", "review", "inspect")
