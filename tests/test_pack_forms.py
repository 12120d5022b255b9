"""A pack that asks on the form what no other pack asks: from the blank form to every face of the result, by YAML alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.blank.fill import data_schema, read_data
from medcheck.cli import main
from medcheck.errors import FormError, MedcheckError
from medcheck.form.form import load_form
from medcheck.intake.read_application import read_application
from medcheck.rulebook.pack import load_pack
from tests import qinglan
from tests.applications import ENGINE, finding
from tests.qinglan import CASE, FORM, PACK, PACKS, data, workbook


@pytest.fixture(autouse=True)
def at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDCHECK_RULES", str(PACKS))


def assessed(
    folder: Path, change: Callable[[dict[str, Any]], None] = lambda stated: None, **options: Any
) -> Assessment:
    stated = data()
    change(stated)
    return assess(workbook(folder, stated), Options(pack=PACK, **options), ENGINE)


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code in (0, 1), result.output
    return result.output


def test_the_form_of_a_pack_is_the_shared_one_with_what_the_pack_brings():
    shared, made = load_form("clinic"), load_form(FORM)
    assert (shared.name, made.name, made.packs) == ("clinic", FORM, (PACK,))
    assert {field.id for _, field in made.fields()} - {field.id for _, field in shared.fields()} == {
        "households_served"
    }
    assert {field.id for _, field in shared.fields()} - {field.id for _, field in made.fields()} == {
        "legal_representative_id"
    }
    mine, theirs = ({sheet.id: sheet for sheet in form.tables()} for form in (made, shared))
    assert (mine.keys() - theirs.keys(), theirs.keys() - mine.keys()) == ({"contracts"}, {"events"})
    assert [column.id for column in mine["staff"].columns if column not in theirs["staff"].columns] == ["night_shift"]
    assert [row for row in mine["documents"].prefilled if row not in theirs["documents"].prefilled] == [
        {"document": "医保基金使用预测报告", "code": "fund_forecast"}
    ]
    category, verified = (
        next(field for _, field in made.fields() if field.id == name)
        for name in ("licence_category", "licence_verified_until")
    )
    assert (category.choices[-1], category.spellings["卫生点"], verified.required) == (
        "山区卫生点",
        "山区卫生点",
        False,
    )
    place = next(field for _, field in made.fields() if field.id == "admin_division_code")
    assert (place.choices, place.spellings) == (("青岚县", "青岚县以外"), {})
    # What cross-checked the left-out list and field is gone with them; the rest stays.
    assert {order.earlier for order in shared.orders} - {order.earlier for order in made.orders} == {
        "events.date",
        "events.decision_date",
    }
    assert "legal_representative_id" not in {agreement.field for agreement in made.agreements}


def test_each_way_of_taking_a_fact_from_the_form_is_judged(tmp_path: Path):
    made = assessed(tmp_path)
    assert (made.workbook.form, made.conclusion, made.problems) == (FORM, "inspect", ())
    assert {each.rule: each.verdict for each in made.findings} == {
        "q-contracts": "pass",
        "q-kinds": "pass",
        "q-night": "pass",
        "q-managers": "pass",
        "q-households": "inspect",
        "q-moved-in": "pass",
        "q-category": "pass",
        "q-forecast": "pass",
        "q-dishonest": "check",
        "q-accepted": "check",
    }
    cells = {
        each.rule: [f"{e.source.sheet}!{e.source.cell}" for e in each.evidence if e.source] for each in made.findings
    }
    assert (cells["q-households"], cells["q-kinds"]) == (["基本信息!B31"], ["劳动合同!C5"])


def test_the_pack_is_chosen_by_a_place_that_only_its_form_has(tmp_path: Path):
    made = assess(workbook(tmp_path, data()), Options(), ENGINE)
    assert (made.regulation.pack, made.regulation.chosen, made.regulation.place) == (PACK, "in_force", "990123")


def test_what_the_list_says_otherwise_fails(tmp_path: Path):
    def change(stated: dict[str, Any]) -> None:
        stated["tables"]["contracts"] = [{"name": "林晓燕", "kind": "固定期限", "valid_to": "2032-06-01"}]
        stated["tables"]["staff"][0]["night_shift"] = "否"
        managers = stated["tables"]["managers"]
        stated["tables"]["managers"] = [managers[1], managers[3] | {"name": "林 晓燕"}]  # one person, two duties

    made = assessed(tmp_path, change)
    told = {name: finding(made, name) for name in ("q-contracts", "q-kinds", "q-night", "q-managers")}
    assert {name: each.verdict for name, each in told.items()} == dict.fromkeys(told, "fail")
    assert [(e.source.cell, e.value) for e in told["q-contracts"].evidence if e.source] == [("D5", "2032-06-01")]


def test_a_row_that_leaves_open_whether_it_counts_leaves_the_number_unknown(tmp_path: Path):
    def change(stated: dict[str, Any]) -> None:
        for person in stated["tables"]["staff"]:
            person.pop("night_shift")

    told = finding(assessed(tmp_path, change), "q-night")
    assert told.verdict == "unknown"
    assert told.reasons[0].startswith("上夜班的人员数：S4“是否上夜班”未填写、S5“是否上夜班”未填写")


def test_a_list_nobody_filled_is_unknown_and_an_explicit_none_is_empty(tmp_path: Path):
    blank = assessed(tmp_path, lambda stated: stated["tables"].pop("contracts"))
    assert {name: finding(blank, name).verdict for name in ("q-contracts", "q-kinds")} == {
        "q-contracts": "unknown",
        "q-kinds": "unknown",
    }
    none = assessed(tmp_path, lambda stated: stated["tables"].update(contracts="无"))
    assert {name: finding(none, name).verdict for name in ("q-contracts", "q-kinds")} == {
        "q-contracts": "not_applicable",
        "q-kinds": "fail",
    }


def test_the_agency_answers_what_only_it_knows(tmp_path: Path):
    case = tmp_path / "案件.yaml"
    case.write_text(CASE, encoding="utf-8")
    made = assessed(tmp_path, case=case)
    assert {name: finding(made, name).verdict for name in ("q-dishonest", "q-accepted")} == {
        "q-dishonest": "pass",
        "q-accepted": "pass",
    }
    case.write_text(
        CASE.replace("value: 否", "value: 是").replace("2032-06-04, by", "2035-01-01, by"), encoding="utf-8"
    )
    made = assessed(tmp_path, case=case)
    assert {name: finding(made, name).verdict for name in ("q-dishonest", "q-accepted")} == {
        "q-dishonest": "fail",
        "q-accepted": "fail",
    }
    case.write_text(CASE.replace("on_dishonest_list", "on_dishonest"), encoding="utf-8")
    with pytest.raises(MedcheckError) as refused:
        assessed(tmp_path, case=case)
    assert "词汇表中没有事实“on_dishonest”；是否应为“on_dishonest_list”" in str(refused.value.problems[0])


def test_every_command_and_face_knows_what_the_pack_brings(tmp_path: Path):
    blank, filled, stated = tmp_path / "空白.xlsx", tmp_path / "申请.xlsx", tmp_path / "申请.yaml"
    assert "为规则包 qinglan-2032 制作" in run("form", "clinic", "--pack", PACK, "-o", blank)
    assert openpyxl.load_workbook(blank)["_medcheck"]["B3"].value == PACK
    application = read_application(blank)
    assert (application.form, [str(each) for each in application.problems if not each.required]) == (FORM, [])
    stated.write_text(json.dumps(data(), ensure_ascii=False), encoding="utf-8")
    run("fill", stated, "-o", filled)
    run("assess", filled, "--pack", PACK, "-o", tmp_path, "--format", "json,html,xlsx")
    page = (tmp_path / "申请.html").read_text(encoding="utf-8")
    assert all(word in page for word in ("劳动合同", "签约服务户数", "医保基金使用预测报告", "列入失信名单"))
    notes = openpyxl.load_workbook(tmp_path / "申请-批注.xlsx")
    told = {str(cell.value) for sheet in notes for row in sheet.iter_rows() for cell in row if cell.value}
    assert {"有无固定期限的劳动合同", "上夜班的人员两名以上"} <= told
    assert (notes["劳动合同"]["C5"].comment, notes["人员花名册"]["B3"].comment) == (None, None)  # nothing to change
    sheet = tmp_path / "勘验表.xlsx"
    run("inspect", filled, "--pack", PACK, "-o", sheet)
    shown = [str(cell.value) for page in openpyxl.load_workbook(sheet) for row in page for cell in row if cell.value]
    assert any("签约服务一百户以上" in text for text in shown)


def test_the_schema_of_the_data_knows_what_the_pack_brings():
    schema = data_schema(load_form(FORM))["properties"]
    assert (schema["form"], "households_served" in schema["fields"]["properties"]) == ({"const": FORM}, True)
    assert schema["tables"]["properties"]["contracts"]["anyOf"][1] == {"const": "无"}
    assert json.loads(run("schema", "clinic", "--pack", PACK))["properties"] == schema
    rules = json.loads(run("schema", "rules", "--pack", PACK))["$defs"]["Requirement"]["properties"]
    assert ("night_staff" in rules["fact"]["enum"], "fund_forecast" in rules["document"]["enum"]) == (True, True)
    assert CliRunner().invoke(main, ["schema", "result", "--pack", PACK]).exit_code == 2


def without_marks(path: Path, *, names: bool = True) -> Path:
    """Take the hidden sheet and all defined names out of a workbook, as a copy into another program does."""
    book = openpyxl.load_workbook(path)
    del book["_medcheck"]
    if names:
        for name in list(book.defined_names):
            del book.defined_names[name]
    book.save(path)
    return path


def test_a_workbook_that_lost_its_marks_is_known_by_what_it_shows(tmp_path: Path):
    application = read_application(without_marks(workbook(tmp_path, data())))
    assert application.form == FORM
    assert str(application.problems[0]) == (
        "提示：申请.xlsx：缺少申请表标记，按内容识别为“青岚县基本医疗保险定点门诊申请表”（为规则包“qinglan-2032”制作）\n"
        "  处理：尽量使用原空白申请表填写"
    )
    assert [row.value("kind") for row in application.tables["contracts"].rows] == ["无固定期限", "固定期限"]
    assert [row.value("night_shift") for row in application.tables["staff"].rows][:3] == [True, True, False]
    assert application.fields["households_served"].value == 100
    shared = read_application(without_marks(workbook(tmp_path, data("clinic"))))
    assert shared.form == "clinic"


def test_a_column_is_known_by_the_headings_the_pack_gives(tmp_path: Path):
    path = without_marks(workbook(tmp_path, data()))
    book = openpyxl.load_workbook(path)
    book["劳动合同"]["C4"] = "合同类型"
    book.save(path)
    assert [row.value("kind") for row in read_application(path).tables["contracts"].rows] == ["无固定期限", "固定期限"]


def test_somebody_may_explain_the_heading_of_a_column_of_the_pack(tmp_path: Path):
    path = without_marks(workbook(tmp_path, data()))
    book = openpyxl.load_workbook(path)
    book["人员花名册"]["S3"] = "排班"
    book.save(path)
    assert read_application(path).tables["staff"].rows[0].value("night_shift") is None
    explained = read_application(path, headings={"排班": "是否上夜班"})
    assert explained.tables["staff"].rows[0].value("night_shift") is True


def test_a_shared_form_gives_no_pass_for_what_it_does_not_ask(tmp_path: Path):
    made = assess(workbook(tmp_path, data("clinic")), Options(pack=PACK), ENGINE)
    assert {each.rule: each.verdict for each in made.findings} == {
        "q-contracts": "unknown",
        "q-kinds": "unknown",
        "q-night": "unknown",
        "q-managers": "pass",
        "q-households": "inspect",
        "q-moved-in": "pass",
        "q-category": "pass",
        "q-forecast": "unknown",
        "q-dishonest": "check",
        "q-accepted": "check",
    }
    for rule, word in (("q-night", "上夜班的人员数"), ("q-households", "签约服务户数")):
        assert finding(made, rule).reasons == (
            f"{word}：所用的申请表没有填写“{word}”的地方，应改用为本规则包制作的申请表",
        )
    assert [(each.text, each.mend, each.required) for each in made.problems] == [
        (
            "这份申请表是共用的，没有规则包“qinglan-2032”要求填写的：清单《劳动合同》、《基本信息》的“签约服务户数”、"
            "《人员花名册》的“是否上夜班”、材料“医保基金使用预测报告”；有关要求都按资料不足处理",
            "用 medcheck form clinic --pack qinglan-2032 生成空白申请表，填好后重新提交",
            True,
        )
    ]


def test_a_form_made_for_another_pack_is_read_and_what_it_lacks_is_told(tmp_path: Path):
    made = assess(workbook(tmp_path, data()), Options(pack="liaocheng-2019"), ENGINE)
    assert made.workbook.form == FORM
    assert [each.text for each in made.problems if "申请表" in each.text] == [
        "这份申请表是为规则包“qinglan-2032”制作的，没有规则包“liaocheng-2019”要求填写的：清单《既往记录》、"
        "《基本信息》的“法定代表人身份证号”；有关要求都按资料不足处理"
    ]
    events = [each for each in made.findings if each.rule in ("na-medical-accident-3m", "na-terminated-within-3y")]
    assert "pass" not in {each.verdict for each in events}
    assert "error" not in {each.verdict for each in made.findings}


def test_a_form_of_a_pack_that_is_not_here_is_read_as_the_shared_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = workbook(tmp_path, data())
    monkeypatch.delenv("MEDCHECK_RULES")
    application = read_application(path)
    assert (application.form, str(application.problems[0])) == (
        "clinic",
        "提示：申请.xlsx：申请表是为规则包“qinglan-2032”制作的，这里没有该规则包或它有错误，按共用的栏目读取\n"
        "  处理：用 --rules 指定该规则包所在的文件夹；其他规则包不需要它增加的栏目",
    )


def test_a_pack_that_is_not_for_a_type_makes_no_form_of_it(tmp_path: Path):
    result = CliRunner().invoke(main, ["form", "hospital", "--pack", PACK, "-o", str(tmp_path / "a.xlsx")])
    assert (result.exit_code, "只适用于 clinic" in result.output) == (3, True)
    with pytest.raises(FormError) as refused:
        load_form("clinic@qinglan-2033")
    assert "没有规则包“qinglan-2033”；是否应为“qinglan-2032”" in str(refused.value.problems[0])


# What is written otherwise in a file of the pack, and what is said of it.
WRONG = [
    pytest.param(
        "facts.yaml",
        "source: {list: contracts}",
        "source: {list: contract}",
        "qinglan-2032/facts.yaml 第 11 行：没有任何申请表有“contract”这张清单；是否应为“contracts”？",
        id="unknown list",
    ),
    pytest.param(
        "facts.yaml",
        "valid_to: {label: 期满日, kind: date}",
        "until: {label: 期满日, kind: date}",
        "qinglan-2032/facts.yaml 第 14 行：清单“contracts”没有“until”这一列",
        id="unknown column",
    ),
    pytest.param(
        "facts.yaml",
        "where: {night_shift: 是}",
        "where: {night_shifts: 是}",
        "qinglan-2032/facts.yaml 第 18 行：清单“staff”没有“night_shifts”这一列；是否应为“night_shift”？",
        id="unknown column of a condition",
    ),
    pytest.param(
        "facts.yaml",
        "valid_to: {label: 期满日, kind: date}",
        "valid_to: {label: 期满日, kind: number}",
        "qinglan-2032/facts.yaml 第 14 行：“期满日”是 number，而“期满日”一栏是 date",
        id="another kind",
    ),
    pytest.param(
        "facts.yaml",
        "label: 劳动合同\n    kind: list",
        "label: 劳动合同\n    kind: set",
        "qinglan-2032/facts.yaml 第 9 行：“contracts”取自 list，kind 应为 list，现为 set",
        id="a set of rows",
    ),
    pytest.param(
        "facts.yaml",
        "  on_dishonest_list:",
        "  under_investigation: {label: 甲, kind: flag}\n  on_dishonest_list:",
        "事实“under_investigation”已有登记（facts.yaml 第",
        id="a fact that is there",
    ),
    pytest.param(
        "facts.yaml",
        "  licence_category: {options",
        "  licence_categori: {options",
        "要增加选项的事实“licence_categori”没有登记；是否应为“licence_category”？",
        id="options of no fact",
    ),
    pytest.param(
        "facts.yaml",
        "[山区卫生点]",
        "[诊所]",
        "事实“licence_category”的 options 中已有“诊所”",
        id="an option that is there",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "- {id: night_shift,",
        "- {id: phone,",
        "qinglan-2032/forms/clinic.yaml 第 23 行：“phone”已是“staff”中的列（clinic.yaml 第",
        id="a column that is there",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "id: households_served",
        "id: uscc",
        "qinglan-2032/forms/clinic.yaml 第 20 行：“uscc”已是封面中的栏目（clinic.yaml 第",
        id="a field that is there",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "label: 签约服务户数",
        "label: 联系人",
        "“联系人”既是“households_served”的名称，又是“contact_name”的，填好的表会认错",
        id="a label that is there",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "- id: contracts\n",
        "- id: staff\n",
        "“staff”已是申请表中的工作表",
        id="a list that is there",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "三、服务场所与服务内容:",
        "三、服务场所:",
        "“cover”没有“三、服务场所”这一组；是否应为“三、服务场所与服务内容”？",
        id="unknown group",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "code: fund_forecast",
        "code: commitment",
        "“documents”中已印有“commitment”这一行",
        id="a paper that is there",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "cover.licence_verified_until: {",
        "cover.licence_verified: {",
        "申请表中没有“cover.licence_verified”这一栏；是否应为“cover.licence_verified_until”？",
        id="a change of nothing",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "events]",
        "event]",
        "申请表中没有“event”这一栏或这张清单；是否应为“events”？",
        id="without nothing",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "  staff:\n    columns:",
        "  staffs:\n    columns:",
        "申请表中没有工作表“staffs”；是否应为“staff”？",
        id="unknown sheet",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "title: 青岚县基本医疗保险定点门诊申请表\ninstr",
        "titles: 甲\ninstr",
        "没有“titles”这个键；是否应为“title”？",
        id="unknown key",
    ),
    pytest.param(
        "forms/clinic.yaml",
        "label: 是否上夜班, kind: flag",
        "label: 是否上夜班, kind: bool",
        "qinglan-2032/forms/clinic.yaml 第 23 行：“kind”应为",
        id="unknown kind of column",
    ),
    pytest.param(
        "forms/_shared.yaml",
        "contracts.valid_to:",
        "staff.name:",
        "共用的“staff.name”已有登记",
        id="a shared piece that is there",
    ),
]


@pytest.mark.parametrize(("file", "own", "other", "told"), WRONG)
def test_a_pack_that_does_not_fit_is_refused_with_its_line(tmp_path: Path, file: str, own: str, other: str, told: str):
    folder = tmp_path / PACK
    shutil.copytree(PACKS / PACK, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert own in text
    (folder / file).write_text(text.replace(own, other, 1), encoding="utf-8")
    with pytest.raises(MedcheckError) as refused:
        load_pack(folder)
    assert any(told in str(problem) for problem in refused.value.problems), [str(p) for p in refused.value.problems]
    assert all(problem.mend for problem in refused.value.problems)


def test_a_file_that_is_no_form_is_refused(tmp_path: Path):
    folder = tmp_path / PACK
    shutil.copytree(PACKS / PACK, folder)
    (folder / "forms" / "clinics.yaml").write_text("title: 甲", encoding="utf-8")
    with pytest.raises(MedcheckError) as refused:
        load_pack(folder)
    assert "没有“clinics.yaml”这种申请表；是否应为“clinic.yaml”？" in str(refused.value.problems[0])


def test_whatever_the_pack_brings_is_part_of_its_hash(tmp_path: Path):
    folder = tmp_path / PACK
    shutil.copytree(PACKS / PACK, folder)
    names = [part.name for part in load_pack(folder).parts]
    assert [name for name in names if name.startswith(f"{PACK}/f")] == [
        f"{PACK}/facts.yaml",
        f"{PACK}/forms/_shared.yaml",
        f"{PACK}/forms/clinic.yaml",
    ]


def test_a_layer_has_what_the_packs_it_builds_on_bring(tmp_path: Path):
    shutil.copytree(PACKS / PACK, tmp_path / PACK)
    layer = tmp_path / "town-2033"
    layer.mkdir()
    source = (tmp_path / PACK / "pack.yaml").read_text(encoding="utf-8")
    source = source.replace(f"id: {PACK}", f"id: town-2033\nbase: {PACK}").replace(
        "sections: [qinglan]", "sections: []"
    )
    (layer / "pack.yaml").write_text(source, encoding="utf-8")
    (layer / "clauses.yaml").write_text("t: {cite: 第一条, title: 目的, status: heading, reason: 无}", encoding="utf-8")
    (layer / "readings.yaml").write_text("", encoding="utf-8")
    (layer / "facts.yaml").write_text(
        "facts:\n  dogs: {label: 犬只数, kind: number, unit: 户, source: {field: dogs}}\n", encoding="utf-8"
    )
    (layer / "forms").mkdir()
    (layer / "forms" / "clinic.yaml").write_text(
        "adds: {cover: {groups: [{title: 九、其他, fields: [{id: dogs, label: 犬只数, kind: number, unit: 户}]}]}}\n"
        "changes: {contracts.name: {help: 与身份证一致}}\n",
        encoding="utf-8",
    )
    made = load_pack(layer)
    assert {"contracts", "night_staff", "dogs"} <= made.vocabulary.brought
    form = next(form for form in made.forms if form.form == "clinic")
    assert (form.name, form.packs) == ("clinic@town-2033", (PACK, "town-2033"))
    assert {"contracts"} <= {sheet.id for sheet in form.tables()}
    assert "dogs" in {field.id for _, field in form.fields()}


def test_data_for_a_pack_that_is_not_there_is_refused():
    with pytest.raises(FormError) as refused:
        read_data(qinglan.node(data("clinic") | {"form": "clinic@nowhere"}))
    assert "没有规则包“nowhere”" in str(refused.value.problems[0])
