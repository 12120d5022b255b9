"""Form definitions, blank workbooks, filled workbooks, and the schema of the data that fills them."""

import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from medcheck import yaml_source
from medcheck.address import address
from medcheck.blank.blank import write_blank
from medcheck.blank.fill import data_schema, fill, fill_file, read_data
from medcheck.errors import FormError
from medcheck.form.defined_names import column_name, field_name, none_name
from medcheck.form.form import FieldGroup, FormField, Sheet, form_names, load_form
from medcheck.form.labels import labels_of
from medcheck.intake.catalogue import read_catalogue
from medcheck.intake.read_application import read_application
from medcheck.measure.pharmacy.stock_rate import match
from medcheck.rulebook.shelf import shipped_pack

SAMPLES = Path(__file__).parents[1] / "forms" / "samples"
CLINIC, HOSPITAL, PHARMACY = load_form("clinic"), load_form("hospital"), load_form("pharmacy")
FORMS = [load_form(name) for name in form_names()]
CLINICS = ["clinic-eligible", "clinic-defects", "clinic-half"]
HOSPITALS = ["hospital-1-eligible", "hospital-2-eligible", "hospital-3-eligible", "hospital-2-defects"]
PHARMACIES = ["pharmacy-single-eligible", "pharmacy-rural-eligible", "pharmacy-chain-defects"]


@pytest.fixture
def blank(tmp_path):
    write_blank(CLINIC, tmp_path / "blank.xlsx")
    return openpyxl.load_workbook(tmp_path / "blank.xlsx")


@pytest.fixture(params=FORMS, ids=lambda form: form.form)
def blank_of(request, tmp_path):
    """Each form with its blank workbook."""
    write_blank(request.param, tmp_path / "blank.xlsx")
    return request.param, openpyxl.load_workbook(tmp_path / "blank.xlsx")


@pytest.fixture(scope="module", params=HOSPITALS)
def hospital(request):
    """The name of a hospital sample and what is read of it."""
    return request.param, read_application(SAMPLES / f"{request.param}.xlsx")


@pytest.fixture(scope="module", params=PHARMACIES)
def pharmacy(request):
    """The name of a pharmacy sample and what is read of it."""
    return request.param, read_application(SAMPLES / f"{request.param}.xlsx")


def data(text: str):
    return yaml_source.parse(text, "data.yaml")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_no_two_fields_of_a_sheet_share_a_label(form):
    for sheet in form.sheets:
        labels = [label for field in (*sheet.fields, *sheet.columns) for label in labels_of(field)]
        assert sorted(labels) == sorted(set(labels)), sheet.name


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_every_spelling_leads_to_a_choice(form):
    for sheet in form.sheets:
        for field in (*sheet.fields, *sheet.columns):
            assert set(field.spellings.values()) <= set(field.choices or ("是", "否")), field.id


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_every_prefilled_row_has_its_key_and_known_columns(form):
    for sheet in form.tables():
        for row in sheet.prefilled:
            assert sheet.key in row
            assert set(row) <= {column.id for column in sheet.columns}


def test_the_clinic_form_lists_the_17_items_of_the_regulation():
    (equipment,) = (sheet for sheet in CLINIC.sheets if sheet.id == "equipment")
    text = (
        "诊察床、诊察桌、电冰箱、听诊器、身高体重计、急救箱、血压计、电动吸尘器、出诊箱、污物桶、药品柜、"
        "处置台、注射器、纱布罐、治疗盘、高压灭菌设备、紫外线灯"
    )
    assert [row["name"] for row in equipment.prefilled] == text.split("、")


def sheet_of(form, name):
    return next(sheet for sheet in form.sheets if sheet.id == name)


def test_the_hospital_form_has_its_sheets_in_order():
    names = [
        "基本信息",
        "材料清单",
        "人员花名册",
        "科室设置",
        "重点专科",
        "设备清单",
        "每床单元设施",
        "诊疗科目",
        "医保与信息人员",
        "既往记录",
    ]
    assert [sheet.name for sheet in HOSPITAL.sheets] == names


def test_the_hospital_form_lists_the_13_items_of_table_1():
    text = (
        "床 张、床垫 条、被褥 条、床单 块、枕头 个、枕套 个、床头柜 个、暖水瓶 个、面盆 个、痰盂 个、床头信号灯 个、"
        "病号服（单衣） 套、病号服（大衣） 件"
    )
    rows = sheet_of(HOSPITAL, "bed_unit").prefilled
    assert [f"{row['item']} {row['unit']}" for row in rows] == text.split("、")
    # How many a bed needs is a rule's to say.
    assert not any(character.isdigit() for row in rows for character in row["item"] + row["unit"])


def test_the_hospital_form_asks_for_the_11_indicators_of_the_regulation():
    text = (
        "门诊诊疗人次、次均门诊医药费用、住院人次、平均住院日、人均住院费用、门诊收入占医疗收入比重、住院收入占医疗收入比重、"
        "检查化验收入占医疗收入比重、卫生材料占医疗收入比重、药占比、资产负债率"
    )
    fields = [field for _, field in HOSPITAL.fields() if field.id.startswith("indicator_")]
    assert [name in labels_of(field) for name, field in zip(text.split("、"), fields, strict=True)] == [True] * 11


def test_the_hospital_form_asks_for_every_material_of_a_hospital():
    codes = [row["code"] for row in sheet_of(HOSPITAL, "documents").prefilled]
    clinic = [row["code"] for row in sheet_of(CLINIC, "documents").prefilled]
    assert set(clinic) - set(codes) == {"practice_filing"}  # a filing stands in for the licence of a clinic only
    assert set(codes) - set(clinic) == {"large_equipment_list", "grade_certificate", "large_equipment_improvement"}


def test_a_head_and_a_leader_have_the_titles_of_the_roster():
    columns = [
        next(column for column in sheet_of(HOSPITAL, sheet).columns if column.id == name)
        for sheet, name in (("staff", "title"), ("departments", "head_title"), ("key_specialties", "leader_title"))
    ]
    assert [column.choices for column in columns] == [columns[0].choices] * 3
    assert [column.spellings for column in columns] == [columns[0].spellings] * 3


def test_both_forms_call_the_same_field_the_same():
    clinic = {field.id: field for _, field in CLINIC.fields()}
    same = [(field, clinic[field.id]) for _, field in HOSPITAL.fields() if field.id in clinic]
    assert len(same) > 25
    for ours, theirs in same:
        if ours.id != "building_area_m2":  # of a clinic the whole building, of a hospital what serves medicine
            assert (ours.label, ours.kind, ours.unit, ours.fact) == (
                theirs.label,
                theirs.kind,
                theirs.unit,
                theirs.fact,
            )
    tables = {sheet.id: sheet for sheet in CLINIC.tables()}
    for sheet in HOSPITAL.tables():
        known = {column.id: column for column in tables[sheet.id].columns} if sheet.id in tables else {}
        for column in sheet.columns:
            if column.id in known:
                assert column.label == known[column.id].label


def test_the_pharmacy_form_has_its_sheets_in_order():
    names = [
        "基本信息",
        "材料清单",
        "人员花名册",
        "营业时间",
        "药师排班",
        "药品清单",
        "设备清单",
        "计算机与打印机",
        "医保与信息人员",
        "既往记录",
    ]
    assert [sheet.name for sheet in PHARMACY.sheets] == names


def test_the_pharmacy_form_asks_for_every_material_of_a_pharmacy():
    text = (
        "application_form drug_licence gsp_certificate registration legal_rep_id legal_rep_resume staff_roster "
        "technical_certs commitment social_insurance_proof drug_price_list accounts_last_3_months premises_right "
        "it_equipment_list insurance_policies_index health_records other"
    )
    assert [row["code"] for row in sheet_of(PHARMACY, "documents").prefilled] == text.split()


def test_the_roster_of_a_pharmacy_asks_for_the_columns_of_the_regulation():
    """Age is read from the identity number; a title may be 无, but not blank."""
    columns = {column.label: column for column in sheet_of(PHARMACY, "staff").columns}
    asked = [columns[name] for name in ["姓名", "性别", "身份证号", "学历", "岗位职务", "专业技术职称"]]
    assert all(column.required for column in asked)
    assert [column.id for column in columns.values() if column.unique] == ["id_number", "licence_reg_no"]
    assert "无" in columns["专业技术职称"].choices


def test_the_pharmacy_form_knows_every_title_of_the_clinic_form():
    titles = [
        column for sheet in (CLINIC, PHARMACY) for column in sheet_of(sheet, "staff").columns if column.id == "title"
    ]
    assert set(titles[0].choices) == set(titles[1].choices)
    assert titles[0].spellings.items() <= titles[1].spellings.items()


def test_the_week_and_the_equipment_of_a_pharmacy_are_printed():
    assert [row["day"] for row in sheet_of(PHARMACY, "hours").prefilled] == [
        "周一",
        "周二",
        "周三",
        "周四",
        "周五",
        "周六",
        "周日",
    ]
    equipment = sheet_of(PHARMACY, "equipment").prefilled
    assert [row["name"] for row in equipment] == ["阴凉设备", "冷藏设备", "粉碎设备", "煎药设备"]


def test_the_pharmacy_form_calls_a_field_as_the_clinic_form_does():
    clinic = {field.id: field for _, field in CLINIC.fields()}
    same = [(field, clinic[field.id]) for _, field in PHARMACY.fields() if field.id in clinic]
    worded_for_a_pharmacy = {
        "practice_site_addresses": "许可证载明的经营地址",
        "is_city_level_institution": "是否市属医药机构",
        "licence_issue_date": "药品经营许可证首次发证日期",
        "site_since_date": "在现址营业起始日期",
    }
    assert len(same) > 20
    for ours, theirs in same:
        assert ours.label == worded_for_a_pharmacy.get(ours.id, theirs.label)
        assert (ours.kind, ours.unit, ours.fact) == (theirs.kind, theirs.unit, theirs.fact)
    tables = {sheet.id: sheet for sheet in CLINIC.tables()}
    for sheet in PHARMACY.tables():
        known = {column.id: column.label for column in tables[sheet.id].columns} if sheet.id in tables else {}
        worded = {"post": "岗位职务", "qualification_cert_no": "专业技术资格证书编号"} if sheet.id == "staff" else {}
        for column in sheet.columns:
            assert column.label == worded.get(column.id, known.get(column.id, column.label))


def test_the_statistical_codes_of_a_place_start_with_the_code():
    (field,) = (field for _, field in PHARMACY.fields() if field.id == "area_code")
    assert [choice[:3] for choice in field.choices] == ["111", "112", "121", "122", "123", "210", "220"]
    assert field.spellings == {choice[:3]: choice for choice in field.choices}


def test_the_drug_list_is_light_and_prints_landscape(tmp_path):
    assert {sheet.id: sheet.ready_rows for sheet in PHARMACY.tables() if sheet.ready_rows} == {
        "staff": 200,
        "drugs": 6000,
        "equipment": 200,
        "devices": 100,
    }
    write_blank(PHARMACY, tmp_path / "blank.xlsx")
    assert (tmp_path / "blank.xlsx").stat().st_size < 40 * 1024
    drugs = openpyxl.load_workbook(tmp_path / "blank.xlsx")["药品清单"]
    assert (drugs.max_row, drugs.page_setup.orientation, drugs.print_title_rows) == (28, "landscape", "$3:$3")
    assert {str(check.sqref).split(":")[1][1:] for check in drugs.data_validations.dataValidation} == {"6003"}
    header = [cell.value for cell in drugs[3]]
    text = "序号 * 通用名 批准文号 商品名 剂型 规格 单位 生产厂家 进价（元） 销价（元） 库存数量 国家医保药品代码 * 类别 医保类别"
    assert " ".join(header) == text
    # Below the ruled rows, too, numbers stay text and prices stay numbers.
    assert [drugs.column_dimensions[letter].number_format for letter in "CIL"] == ["@", "General", "@"]


def test_a_long_list_is_ready_below_its_ruled_rows(tmp_path):
    write_blank(HOSPITAL, tmp_path / "blank.xlsx")
    staff = openpyxl.load_workbook(tmp_path / "blank.xlsx")["人员花名册"]
    assert (staff.max_row, staff["A43"].value, staff.print_area) == (43, 40, "")
    assert {str(check.sqref).split(":")[1][1:] for check in staff.data_validations.dataValidation} == {"2003"}
    assert {str(cells.sqref).split(":")[1][1:] for cells in staff.conditional_formatting} == {"2003"}
    assert [staff.column_dimensions[letter].number_format for letter in "DP"] == ["@", "yyyy-mm-dd"]


def test_unknown_form_is_refused_with_the_nearest_name():
    with pytest.raises(FormError) as caught:
        load_form("clinics")
    expected = (
        f"错误：forms：没有“clinics”这种申请表；是否应为“clinic”？\n  处理：可用的类型：{'、'.join(form_names())}"
    )
    assert str(caught.value) == expected


def test_blank_has_the_sheets_in_order_and_the_last_is_hidden(blank):
    assert [(sheet.title, sheet.sheet_state) for sheet in blank.worksheets] == [
        ("填表说明", "visible"),
        ("基本信息", "visible"),
        ("材料清单", "visible"),
        ("人员花名册", "visible"),
        ("科室设置", "visible"),
        ("业务用房", "visible"),
        ("设备清单", "visible"),
        ("诊疗科目", "visible"),
        ("医保与信息人员", "visible"),
        ("既往记录", "visible"),
        ("_medcheck", "hidden"),
    ]
    hidden = blank["_medcheck"]
    assert [(hidden["A1"].value, hidden["B1"].value), (hidden["A2"].value, hidden["B2"].value)] == [
        ("form", "clinic"),
        ("version", 1),
    ]


def test_blank_has_no_formula(blank_of):
    _, blank = blank_of
    assert [cell.coordinate for sheet in blank for row in sheet for cell in row if cell.data_type == "f"] == []


def test_blank_names_every_field_column_and_tick(blank_of):
    form, blank = blank_of
    expected = {field_name(field.id) for _, field in form.fields()} | {"medcheck_form", "medcheck_version"}
    for sheet in form.tables():
        expected |= {column_name(sheet.id, column.id) for column in sheet.columns}
        expected |= {none_name(sheet.id)} if sheet.none_label else set()
    assert set(blank.defined_names) == expected


def test_a_name_points_at_its_cell(blank):
    assert blank.defined_names["field__usable_area_m2"].attr_text == "'基本信息'!$B$27"


def test_blank_checks_what_is_typed_and_says_so_in_chinese(blank):
    checks = {
        str(check.sqref): (check.type, check.operator, check.formula1, check.error)
        for check in blank["基本信息"].data_validations.dataValidation
        if str(check.sqref) in ("B5", "B10", "B17", "B26", "B27", "B33", "B41")
    }
    assert checks == {
        "B5": ("textLength", "equal", "18", "统一社会信用代码：将单元格设为文本格式，按证件原文重新填写后提交。"),
        "B10": ("list", None, '"定点医院,定点门诊,定点零售药店"', "申请定点类别：从下拉列表中选择一项。"),
        "B17": ("list", None, '"是,否"', "是否正在接受调查处理：从下拉列表中选择“是”或“否”。"),
        "B26": ("whole", "greaterThanOrEqual", "0", "本次申请定点的地点数：只填一个整数（单位：个）。"),
        "B27": ("decimal", "greaterThanOrEqual", "0", "业务用房使用面积：只填一个数字（单位：㎡）。"),
        "B33": ("date", "between", "1", "申请日期：按 2019-09-01 的写法填写。"),
        "B41": ("decimal", "greaterThanOrEqual", "0", "药占比：填写一个百分数（例如 38.5%）。"),
    }


def test_no_list_or_message_is_longer_than_excel_allows(blank_of):
    _, blank = blank_of
    for sheet in blank.worksheets:
        for check in sheet.data_validations.dataValidation:
            assert len(check.formula1 or "") <= 255
            assert len(check.error or "") <= 255
            assert len(check.prompt or "") <= 255
            assert len(check.promptTitle or "") <= 32


def test_a_list_of_choices_too_long_for_excel_stands_in_the_hidden_sheet(tmp_path):
    choices = tuple(f"第{number}个很长的选项" for number in range(40))
    long = FormField(id="long", label="长列表", kind="choice", choices=choices)
    cover = Sheet(id="cover", name="封面", title="封面", groups=(FieldGroup(title="一", fields=(long,)),))
    listed = Sheet(id="list", name="清单", title="清单", columns=(long,), blank_rows=2)
    form = CLINIC.model_copy(update={"sheets": (cover, listed)})
    write_blank(form, tmp_path / "long.xlsx")
    book = openpyxl.load_workbook(tmp_path / "long.xlsx")
    hidden = book["_medcheck"]
    assert [cell.value for cell in hidden["D"][:41]] == ["cover.long", *choices]
    assert [cell.value for cell in hidden["E"][:41]] == ["list.long", *choices]
    checks = [book[name].data_validations.dataValidation[0] for name in ("封面", "清单")]
    assert [(str(check.sqref), check.formula1) for check in checks] == [
        ("B4", "_medcheck!$D$2:$D$41"),
        ("B4:B5", "_medcheck!$E$2:$E$41"),
    ]


def test_blank_marks_required_cells_until_filled(blank):
    marks = {
        str(cells.sqref): rule.formula for cells in blank["既往记录"].conditional_formatting for rule in cells.rules
    }
    assert marks == {
        "D3": ["AND(LEN(TRIM($D$3))=0,COUNTA($B$5:$H$12)=0)"],
        "B5:B12": ["AND(COUNTA($B5:$H5)>0,LEN(TRIM(B5))=0)"],
        "C5:C12": ["AND(COUNTA($B5:$H5)>0,LEN(TRIM(C5))=0)"],
    }
    cover = {
        str(cells.sqref): rule.formula for cells in blank["基本信息"].conditional_formatting for rule in cells.rules
    }
    assert cover["B27"] == ["LEN(TRIM(B27))=0"]
    assert "B28" not in cover  # 建筑面积 is not required


def test_blank_is_ready_to_print_and_to_scroll(blank_of):
    _, blank = blank_of
    for sheet in blank.worksheets[1:-1]:
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes


def test_wide_lists_print_landscape_and_repeat_their_header(blank):
    staff = blank["人员花名册"]
    assert (staff.page_setup.orientation, staff.freeze_panes, staff.print_title_rows) == ("landscape", "C4", "$3:$3")
    assert [pagebreak.id for pagebreak in blank["基本信息"].row_breaks.brk] == [36]


def test_long_numbers_are_text_and_dates_are_dates(blank):
    cover, staff = blank["基本信息"], blank["人员花名册"]
    formats = [cover["B5"], cover["B15"], cover["B33"], cover["B41"], staff["D4"], staff["N33"]]
    assert [cell.number_format for cell in formats] == ["@", "@", "yyyy-mm-dd", "0.00%", "@", "yyyy-mm-dd"]


def test_same_form_same_bytes(tmp_path):
    write_blank(CLINIC, tmp_path / "a.xlsx")
    write_blank(CLINIC, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("name", CLINICS + HOSPITALS + PHARMACIES)
def test_committed_sample_is_what_its_data_gives(tmp_path, name):
    fill_file(SAMPLES / f"{name}.yaml", tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (SAMPLES / f"{name}.xlsx").read_bytes()


@pytest.mark.parametrize("name", CLINICS + HOSPITALS + PHARMACIES)
def test_sample_data_follows_the_schema(name):
    schema = data_schema(load_form(name.partition("-")[0]))
    jsonschema.Draft202012Validator.check_schema(schema)
    content = yaml_source.read(SAMPLES / f"{name}.yaml").plain()
    for table in content["tables"].values():
        for row in table if isinstance(table, list) else []:
            assert isinstance(row, dict)
    jsonschema.validate(content, schema)


def values(name):
    """What is read of a sample: fields, and rows of tables, without where each value stands."""
    application = read_application(SAMPLES / f"{name}.xlsx")
    fields = {key: entry.value for key, entry in application.fields.items()}
    tables = {
        key: [{column: entry.value for column, entry in row.cells.items()} for row in table.rows]
        for key, table in application.tables.items()
    }
    return fields, tables


@pytest.mark.parametrize("name", HOSPITALS)
def test_a_hospital_sample_saved_by_libreoffice_states_the_same(name):
    assert values(name) == values(f"{name}.libreoffice")


def test_a_hospital_sample_is_small(hospital):
    name, _ = hospital
    for file in (f"{name}.xlsx", f"{name}.libreoffice.xlsx"):
        assert (SAMPLES / file).stat().st_size < 150 * 1024


def test_a_hospital_sample_is_read_without_a_problem(hospital):
    name, application = hospital
    problems = [problem.text for problem in application.problems]
    if name == "hospital-2-defects":
        assert problems == [
            "“上一年度开诊天数”应填写一个确定的数字，现为“约300天”",
            "“泌尿外科”的“负责人电话”必填，现为空",
        ]
    else:
        assert problems == []


def test_the_roster_of_a_hospital_sample_bears_out_the_rest_of_it(hospital):
    name, application = hospital
    people = [{key: entry.value for key, entry in row.cells.items()} for row in application.tables["staff"].rows]
    titles = {person["name"]: person["title"] for person in people}
    assert len(titles) == len(people)
    for table, who, title in (
        ("departments", "head_name", "head_title"),
        ("key_specialties", "leader_name", "leader_title"),
    ):
        for row in application.tables[table].rows:
            assert titles[row.cells[who].value] == row.cells[title].value
    counted = {
        "declared_staff_total": len(people),
        "declared_formal_staff": sum(
            one["employment"] in ("在编", "合同") and bool(one["insured_since"]) for one in people
        ),
        "declared_health_tech": sum(one["category"] in HEALTH_TECH for one in people),
        "declared_physicians": sum(one["category"] == "执业医师" for one in people),
        "declared_nurses": sum(one["category"] == "注册护士" for one in people),
    }
    declared = {key: application.fields[key].value for key in counted}
    assert counted == (declared | {"declared_formal_staff": 129} if name == "hospital-2-defects" else declared)


HEALTH_TECH = ["执业医师", "执业助理医师", "注册护士", "药剂人员", "检验人员", "影像人员", "其他卫生技术人员"]


@pytest.mark.parametrize(
    ("name", "beds", "fewest", "most"),
    [
        ("hospital-1-eligible", 24, "1.0", "1.4"),
        ("hospital-2-eligible", 100, "1.3", "1.5"),
        ("hospital-3-eligible", 500, "1.5", "1.7"),
    ],
)
def test_an_eligible_hospital_has_the_people_its_beds_ask_for(name, beds, fewest, most):
    fields, _ = values(name)
    assert [fields[f"bed_count_{kind}"] for kind in ("licensed", "established", "open")] == [beds] * 3
    assert Decimal(fewest) <= Decimal(fields["declared_formal_staff"]) / beds <= Decimal(most)


@pytest.mark.parametrize("name", PHARMACIES)
def test_a_pharmacy_sample_saved_by_libreoffice_states_the_same(name):
    assert values(name) == values(f"{name}.libreoffice")


def test_a_pharmacy_sample_is_small_and_its_data_can_be_read(pharmacy):
    name, _ = pharmacy
    for file in (f"{name}.xlsx", f"{name}.libreoffice.xlsx"):
        assert (SAMPLES / file).stat().st_size < 250 * 1024
    lines = (SAMPLES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= 200


def test_a_pharmacy_sample_is_read_without_a_problem(pharmacy):
    name, application = pharmacy
    problems = [problem.text for problem in application.problems]
    if name == "pharmacy-chain-defects":
        assert problems == [
            "“储梦洁”的“学历”必填，现为空",
            "“血糖仪”的“库存数量”应填写一个确定的数字，现为“约10台”",
        ]
    else:
        assert problems == []


def test_the_roster_of_a_pharmacy_bears_out_the_rest_of_it(pharmacy):
    _, application = pharmacy
    people = {row.cells["name"].value: row.cells["post"].value for row in application.tables["staff"].rows}
    assert len(people) == application.fields["declared_staff_total"].value
    assert "企业负责人" in people[application.fields["enterprise_head"].value]
    assert "质量负责人" in people[application.fields["quality_head"].value]
    assert {row.cells["name"].value for row in application.tables["shifts"].rows} <= people.keys()


def test_every_defect_of_the_chain_is_marked_where_it_stands():
    text = (SAMPLES / "pharmacy-chain-defects.yaml").read_text(encoding="utf-8")
    header, _, content = text.partition("form: pharmacy")
    listed = re.findall(r"(?:^# {1,2}| {2,})(\d{1,2}) ", header, re.MULTILINE)
    marks = re.findall(r"  #( \d.*)$", content, re.MULTILINE)
    stand = [number for mark in marks for number in re.findall(r"(?:^|[,;]) (\d{1,2})\b", mark)]
    assert [int(number) for number in listed] == list(range(1, 23))
    assert set(stand) == set(listed)


@pytest.mark.parametrize("name", PHARMACIES)
def test_the_synthetic_catalogue_gives_each_pharmacy_its_stocking_rate(name, catalogue):
    forms = shipped_pack("liaocheng-2019").tables.dosage_forms
    found = match(read_application(SAMPLES / f"{name}.xlsx"), catalogue, forms)
    own = len(found.in_catalogue) / len(found.stocked)
    whole = len(found.entries_found) / len(found.entries)
    if name == "pharmacy-chain-defects":
        assert own > 0.6 > whole
    else:
        assert own > 0.6 < whole


@pytest.fixture(scope="module")
def catalogue():
    """The synthetic catalogue that ships with the samples."""
    return read_catalogue(SAMPLES / "catalogue-synthetic.csv")


def test_the_synthetic_catalogue_is_read_whole(catalogue):
    content = (SAMPLES / "catalogue-synthetic.csv").read_bytes()
    assert content.startswith("\ufeff国家医保药品代码,药品名称,剂型,甲乙类,批准文号\n".encode())
    assert 1200 <= len(catalogue.entries) == content.count(b"\n") - 1 <= 1600
    assert catalogue.problems == ()
    # Each way of matching has its entries: by code, by approval number, by name and dosage form alone.
    ways = [(bool(entry.code), bool(entry.approval_no)) for entry in catalogue.entries]
    assert min(ways.count(way) for way in ((True, False), (False, True), (False, False))) > 100


def test_schema_refuses_what_fill_refuses():
    schema = data_schema(CLINIC)
    wrong = {"form": "clinic", "fields": {"usable_area": "60", "area_class": "郊区"}, "tables": {"staff": "无"}}
    errors = sorted(error.json_path for error in jsonschema.Draft202012Validator(schema).iter_errors(wrong))
    assert errors == ["$.fields", "$.fields.area_class", "$.tables.staff"]


def test_filled_values_stand_as_their_kind(tmp_path):
    text = """
    form: clinic
    fields:
      facility_name: =1+1
      usable_area_m2: 59.96㎡
      application_date: 2019.11.18
      under_investigation: 无
      indicator_drug_income_pct: 42.5%
      building_area_m2: 约72
      practice_site_addresses: [一号, 二号]
    tables:
      documents: [{code: registration, valid_to: 长期}]
      equipment: [{name: 心电图机, count: 1台}, {name: 诊察床, count: 二}]
      events: 无
    """
    fill(data(text), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cover = book["基本信息"]
    cells = [cover[cell] for cell in ("B4", "B27", "B33", "B17", "B41", "B28", "B25")]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("=1+1", "s"),
        (59.96, "n"),
        (cover["B33"].value, "d"),
        ("否", "s"),
        (0.425, "n"),
        ("约72", "s"),
        ("一号\n二号", "s"),
    ]
    assert cover["B33"].value.date() == date(2019, 11, 18)
    assert cover["B4"].quotePrefix
    assert book["材料清单"]["I8"].value == "长期"
    assert [book["设备清单"][cell].value for cell in ("B4", "D4", "B21", "D21")] == ["诊察床", 2, "心电图机", 1]
    assert book["既往记录"]["D3"].value == "√"


def test_hostile_text_comes_back_as_it_went_in(tmp_path):
    text = "<A&B>{{ name }}'\"=@"
    fill(data(f"form: clinic\nfields: {{facility_name: {json.dumps(text)}, declared_by: '-2+3'}}"), tmp_path / "a.xlsx")
    fields = read_application(tmp_path / "a.xlsx").fields
    assert [fields[name].ref.raw for name in ("facility_name", "declared_by") if fields[name].ref] == [text, "-2+3"]


def test_more_rows_than_the_blank_offers(tmp_path):
    rows = ", ".join(f"{{name: 科目{number}}}" for number in range(40))
    fill(data(f"form: clinic\ntables: {{subjects: [{rows}]}}"), tmp_path / "a.xlsx")
    table = read_application(tmp_path / "a.xlsx").tables["subjects"]
    assert [row.cells["name"].value for row in table.rows] == [f"科目{number}" for number in range(40)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "fields: {}",
            f"错误：data.yaml 第 1 行：缺少必填的键“form”\n  处理：补写“form”：{'、'.join(form_names())}之一",
        ),
        (
            "form: clinic\nfield: {}",
            "错误：data.yaml 第 2 行：数据文件中没有“field”；是否应为“fields”？\n  处理：可用的名称：form、fields、tables",
        ),
        (
            "form: clinic\ntables:\n  rooms:\n    - {name: 药房, area: 20}",
            "错误：data.yaml 第 4 行：“业务用房”的列中没有“area”；是否应为“area_m2”？\n"
            "  处理：可用的名称：name、separate、shared_with、area_m2",
        ),
        (
            "form: clinic\nfields:\n  area_class: 城郊区",
            "错误：data.yaml 第 3 行：“area_class”应为城区、农村之一，现为“城郊区”\n  处理：可用的值：城区、农村",
        ),
        (
            "form: clinic\nfields:\n  offers_outpatient: 也许",
            "错误：data.yaml 第 3 行：“offers_outpatient”应为“是”或“否”，现为“也许”\n  处理：可用的值：是、否",
        ),
        (
            "form: clinic\ntables:\n  staff: 无",
            "错误：data.yaml 第 3 行：“人员花名册”不能填“无”\n  处理：逐行填写，或删去这个键",
        ),
    ],
)
def test_wrong_data_is_refused_with_its_line(text, message):
    with pytest.raises(FormError) as caught:
        read_data(data(text))
    assert str(caught.value) == message


def test_unknown_document_code_is_refused_with_the_nearest_name():
    with pytest.raises(FormError) as caught:
        read_data(data("form: clinic\ntables:\n  documents: [{code: nurse_cert, present: 是}]"))
    (problem,) = caught.value.problems
    assert problem.text == "“材料清单”中没有“nurse_cert”这一行；是否应为“nurse_certs”？"


def test_all_problems_of_the_data_come_at_once():
    text = "form: clinic\nfields: {facility: a, area_class: b}\ntables: {staf: []}"
    with pytest.raises(FormError) as caught:
        read_data(data(text))
    assert [problem.text for problem in caught.value.problems] == [
        "申请表“clinic”的字段中没有“facility”；是否应为“facility_name”？",
        "“area_class”应为城区、农村之一，现为“b”",
        "申请表“clinic”的清单中没有“staf”；是否应为“staff”？",
    ]


def test_bad_yaml_is_a_form_error(tmp_path):
    (tmp_path / "data.yaml").write_text("form: [clinic", encoding="utf-8")
    with pytest.raises(FormError, match=r"^错误：data.yaml 第 1 行：不是合法的 YAML"):
        fill_file(tmp_path / "data.yaml", tmp_path / "a.xlsx")


def test_addresses():
    assert [address(1, 1), address(7, 26), address(7, 27), address(9, 703)] == ["A1", "Z7", "AA7", "AAA9"]


def test_importing_the_room_imports_no_library():
    code = "import sys, medcheck.intake; print({'openpyxl', 'python_calamine', 'defusedxml'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"
