"""Drug names by the notes of the national catalogue: salts, merged and unmerged forms, second names, ★ numbers, open ones."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from medcheck.assess import Options, assess_application
from medcheck.assessment.model.assessment_model import Finding
from medcheck.intake.catalogue import Catalogue, read_catalogue
from medcheck.measure.pharmacy.drug_index import Index, edition_of
from medcheck.measure.pharmacy.stock_rate import match, stock_rate
from medcheck.report.text.stock_lines import stock_lines
from medcheck.rulebook.shelf import shipped_pack
from medcheck.verdict import Verdict
from tests.applications import ENGINE
from tests.stated_rows import pharmacy
from tests.test_witnesses import sample

TABLES = shipped_pack("liaocheng-2019").tables
TITLE = "国家基本医疗保险、工伤保险和生育保险药品目录（2024年）"
# Invented numbers; the names are such as the catalogue lists.
LISTED = """药品分类代码,甲乙类,编号,药品名称,剂型,备注
,,,西药部分,,
XA02BC,,,消化性溃疡病和胃食道反流病药物,,
XA02BC,乙,★(1),埃索美拉唑(艾司奥美拉唑),注射剂,
XA02BC,乙,1,埃索美拉唑(艾司奥美拉唑),口服常释剂型,
XA02A,乙,2,铝碳酸镁,口服常释剂型,
XA02A,乙,★(2),铝碳酸镁,咀嚼片,
XA10,甲,3,二甲双胍,口服常释剂型,
XA10,乙,★(3),盐酸二甲双胍缓释片(Ⅲ),,
XR01AD,乙,4,布地奈德,吸入剂,
XN03AG,甲,5,丙戊酸钠,口服常释剂型,
XJ01C,甲,6,氨苄西林舒巴坦,注射剂,
XB05,甲,7,复方氨基酸(18AA-Ⅶ),注射剂,
XC01D,甲,8,硝酸甘油,口服常释剂型,
XA06,甲,9,甘油,栓剂,
XD01,甲,10,咪康唑,软膏剂,
XD11,乙,11,多塞平,乳膏剂,
XV01,乙,12,蒙脱石,口服散剂,
XM01,乙,13,双氯芬酸,口服常释剂型,
XS01,乙,14,双氯芬酸钠,滴眼剂,
XG04,乙,15,包醛氧淀粉,口服散剂,
XC07,甲,16,美托洛尔,缓释控释剂型,
XN02,乙,17,复方对乙酰氨基酚,口服常释剂型,
,,,中成药部分,,
ZA01,甲,1,六味地黄丸(片、胶囊、颗粒),,
ZA01,乙,2,血塞通注射液,,
ZA01,乙,★(2),注射用血塞通(冻干),,
ZA01,乙,3,藿香正气水,,
ZA01,乙,4,阿胶,,
ZA01,乙,5,小儿金丹(小儿金丹片),,
药品分类代码,甲乙类,编号,药品名称,剂型,备注
,,,协议期内谈判药品部分,,
XL01,乙,1,甲磺酸奥希替尼片,,
ZA02,乙,1,蛭蛇通络胶囊,,
"""


def catalogue(tmp_path: Path, name: str = "目录.csv", title: str = TITLE, listed: str = LISTED) -> Catalogue:
    path = tmp_path / name
    path.write_text(f"{title},,,,,\n{listed}", encoding="utf-8")
    return read_catalogue(path)


def index_of(of: Catalogue) -> Index:
    assert TABLES.dosage_forms is not None
    return Index(of, TABLES.dosage_forms, TABLES.catalogue_editions, TABLES.drug_lists)


def said(of: Catalogue, name: str, form: str = "") -> str:
    """Return what a product is to a catalogue: `listed`, `person` or `none`."""
    answer = index_of(of).answer(name, form, "", "")
    return "none" if answer.variety is None else "person" if answer.why else "listed"


BELONG = [
    ("盐酸二甲双胍片", ""),
    ("二甲双胍肠溶胶囊", ""),
    ("盐酸二甲双胍", "薄膜衣片"),
    ("盐酸二甲双胍缓释片（Ⅲ）", ""),
    ("艾司奥美拉唑镁肠溶片", ""),
    ("注射用艾司奥美拉唑钠", ""),
    ("埃索美拉唑镁肠溶片", ""),
    ("铝碳酸镁咀嚼片", ""),
    ("铝碳酸镁片", ""),
    ("布地奈德鼻喷雾剂", ""),
    ("吸入用布地奈德混悬液", ""),
    ("布地奈德吸入气雾剂", ""),
    ("丙戊酸钠片", ""),
    ("丙戊酸钠片(Ⅰ)", ""),
    ("注射用氨苄西林钠舒巴坦钠", ""),
    ("复方氨基酸注射液(18AA-Ⅶ)", ""),
    ("硝酸甘油片", ""),
    ("硝酸咪康唑乳膏", ""),
    ("盐酸多塞平乳膏", ""),
    ("双氯芬酸钠肠溶片", ""),
    ("双氯芬酸钠滴眼液", ""),
    ("包醛氧淀粉散", ""),
    ("酒石酸美托洛尔缓释片", ""),
    ("酒石酸美托洛尔", "缓释片"),
    ("美托洛尔缓释片(25mg)", ""),
    ("六味地黄丸", "浓缩丸"),
    ("六味地黄丸（浓缩丸）", ""),
    ("六味地黄颗粒", ""),
    ("注射用血塞通（冻干）", ""),
    ("藿香正气水", "酊剂"),
    ("阿胶", "胶剂"),
    ("小儿金丹片", ""),
    ("甲磺酸奥希替尼片", "薄膜衣片"),
    ("蛭蛇通络胶囊", ""),
    ("盐酸二甲双胍片0.25g*48片", ""),
    ("盐酸二甲双胍", "片剂（薄膜衣）"),
]


@pytest.mark.parametrize(("name", "form"), BELONG)
def test_what_the_notes_put_together_is_listed(tmp_path: Path, name: str, form: str) -> None:
    assert said(catalogue(tmp_path), name, form) == "listed"


DO_NOT_BELONG = [
    ("二甲双胍咀嚼片", ""),
    ("盐酸二甲双胍口崩片", ""),
    ("二甲双胍泡腾片", ""),
    ("酒石酸美托洛尔片", ""),
    ("注射用硝酸甘油", ""),
    ("硝酸甘油栓", ""),
    ("复方二甲双胍片", ""),
    ("小儿鞣酸二甲双胍片", ""),
    ("二甲双胍格列本脲片", ""),
    ("左旋布地奈德吸入气雾剂", ""),
    ("多塞平软膏", ""),
    ("六味地黄软胶囊", ""),
    ("六味地黄分散片", ""),
    ("六味地黄滴丸", ""),
    ("血塞通片", ""),
    ("藿香正气口服液", ""),
    ("氯化钠注射液", ""),
    ("碳酸钙片", ""),
]


@pytest.mark.parametrize(("name", "form"), DO_NOT_BELONG)
def test_what_the_notes_keep_apart_and_other_substances_are_not(tmp_path: Path, name: str, form: str) -> None:
    assert said(catalogue(tmp_path), name, form) == "none"


FOR_A_PERSON = [
    ("糠酸二甲双胍片", ""),  # an acid no table knows
    ("丙戊酸镁片", ""),  # the entry names another base
    ("丙戊酸片", ""),
    ("奥希替尼片", ""),
    ("二甲双胍", ""),  # no form stated
    ("二甲双胍", "异形剂"),  # a form nobody knows
    ("复方氨基酸注射液(18AA-Ⅱ)", ""),
    ("复方氨基酸注射液", ""),
    ("复方对乙酰氨基酚片(Ⅱ)", ""),  # another mixture
    ("盐酸二甲双胍片(Ⅱ)", ""),  # the catalogue tells such numbers apart
    ("盐酸二甲双胍片", "泡腾片"),  # name and column speak of two forms
]


@pytest.mark.parametrize(("name", "form"), FOR_A_PERSON)
def test_what_differs_by_what_no_table_knows_is_a_persons(tmp_path: Path, name: str, form: str) -> None:
    assert said(catalogue(tmp_path), name, form) == "person"


def test_without_a_known_edition_names_match_exactly_and_the_rest_is_a_persons(tmp_path: Path) -> None:
    of = catalogue(tmp_path, title="本市药品目录")
    assert [said(of, name) for name in ("二甲双胍片", "盐酸二甲双胍片", "布地奈德鼻喷雾剂", "氯化钠注射液")] == [
        "listed",
        "person",
        "person",
        "none",
    ]


def test_a_variety_is_a_number_and_is_counted_once_however_often_it_is_listed(tmp_path: Path) -> None:
    """17 Western ones, 5 Chinese ones, two negotiated ones that are both number 1; ★ is no further one."""
    of = catalogue(tmp_path)
    assert (len(of.entries), len(index_of(of).entries)) == (28, 24)
    assert of.problems == ()


EDITIONS = [
    ("国家医保药品目录2024年版.csv", "", "2024"),
    ("catalogue-2024.csv", "", "2024"),
    ("目录.csv", TITLE, "2024"),
    ("目录.csv", "国家基本医疗保险药品目录（2019年）", "2019"),
    ("目录.csv", "国家基本医疗保险药品目录（2017年版）", ""),
    ("2024年药品价格表.csv", "", ""),
    ("药品目录2019与2024对照.csv", "", ""),
    ("目录20240.csv", "药品目录20240", ""),
]


@pytest.mark.parametrize(("name", "title", "year"), EDITIONS)
def test_an_edition_is_known_by_a_title_with_its_year(tmp_path: Path, name: str, title: str, year: str) -> None:
    assert TABLES.catalogue_editions is not None
    found = edition_of(catalogue(tmp_path, name, title), TABLES.catalogue_editions)
    assert (found.year if found else "") == year


def test_an_edition_is_known_by_a_column_that_says_the_same_in_every_row(tmp_path: Path) -> None:
    path, notes = tmp_path / "目录.csv", TABLES.catalogue_editions
    assert notes is not None
    path.write_text("药品名称,剂型,目录版本\n甲,片剂,2024年\n乙,片剂,2024年\n", encoding="utf-8")
    found = edition_of(read_catalogue(path), notes)
    assert found
    assert found.id == "national-2024"
    path.write_text("药品名称,剂型,目录版本\n甲,片剂,2024年\n乙,片剂,2019年\n", encoding="utf-8")
    assert edition_of(read_catalogue(path), notes) is None


@pytest.mark.parametrize(("count", "known"), [(3159, True), (3097, True), (3095, False)])
def test_an_edition_is_known_by_how_many_varieties_it_has(tmp_path: Path, count: int, known: bool) -> None:
    lines = "".join(f"{number},克瑞洛{number}平,口服常释剂型\n" for number in range(1, count + 1))
    path = tmp_path / "目录.csv"
    path.write_text(f"编号,药品名称,剂型\n{lines}★(1),克瑞洛1平,颗粒剂\n", encoding="utf-8")
    assert TABLES.catalogue_editions is not None
    assert (edition_of(read_catalogue(path), TABLES.catalogue_editions) is not None) == known


HEADINGS = [
    "国标代码,药品通用名称,医保剂型,备注",
    "国家医保药品代码,通用名,剂型,限定支付范围",
    "医保药品编码,医保通用名,剂型名称,医保等级",
    "国家药品代码,目录药品名称,目录剂型,支付类别",
]


@pytest.mark.parametrize("headings", HEADINGS)
def test_the_headings_of_insurers_are_known(tmp_path: Path, headings: str) -> None:
    path = tmp_path / "目录.csv"
    path.write_text(f"某市医保药品\n\n{headings}\nXA10BAE074A001010100483,二甲双胍,口服常释剂型,\n", encoding="utf-8")
    (entry,) = read_catalogue(path).entries
    assert (entry.code, entry.name, entry.form) == ("XA10BAE074A001010100483", "二甲双胍", "口服常释剂型")


def test_the_printed_catalogue_with_its_sheets_and_its_merged_titles(tmp_path: Path) -> None:
    """A cover, a sheet a part, the code of a class above its drugs, and Chinese medicines without a column of forms."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["国家药品目录（2024年）凡例"])
    sheets: list[tuple[str, list[list[str]]]] = [
        (
            "西药",
            [
                ["西药部分"],
                ["药品分类代码", "药品分类", "编号", "药品名称", "剂型", "备注"],
                ["XA10", "糖尿病用药"],
                ["XA10A", "", "1", "二甲双胍", "口服常释剂型"],
                ["", "", "★(1)", "二甲双胍", "缓释控释剂型"],
            ],
        ),
        ("中成药", [["编号", "药品名称", "备注"], ["1", "六味地黄丸(片)", ""], ["★(1)", "六味地黄胶囊", ""]]),
        ("谈判", [["编号", "药品名称", "医保支付标准"], ["1", "甲磺酸奥希替尼片", "*"]]),
    ]
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.worksheets[1].merge_cells("A1:F1")
    book.save(tmp_path / "目录.xlsx")
    of = read_catalogue(tmp_path / "目录.xlsx")
    index = index_of(of)
    assert [entry.name for entry in of.entries] == [
        "二甲双胍",
        "二甲双胍",
        "六味地黄丸(片)",
        "六味地黄胶囊",
        "甲磺酸奥希替尼片",
    ]
    assert (of.problems, len(index.entries)) == ((), 3)
    assert index.edition is not None
    assert index.edition.id == "national-2024"


def drugs(*names: str) -> list[dict[str, Any]]:
    return [
        {"generic_name": name, "kind": "处方药", "approval_no": f"国药准字H{number:08}", "spec": "1", "stock_qty": 10}
        for number, name in enumerate(names, 1)
    ]


def stock_finding(tmp_path: Path, *names: str, readings: dict[str, str] | None = None) -> Finding:
    base = sample("pharmacy-single-eligible")
    tables = {**base.tables, "drugs": pharmacy(drugs=drugs(*names)).tables["drugs"]}
    csv = "药品名称,剂型\n二甲双胍,口服常释剂型\n氨氯地平,口服常释剂型\n缬沙坦,口服常释剂型\n布地奈德,吸入剂\n甲,片剂\n"
    path = tmp_path / "本市目录.csv"
    path.write_text(csv, encoding="utf-8")
    options = Options(catalogue=path, readings=readings or {})
    found = assess_application(base._replace(tables=tables), options, ENGINE)
    return next(one for one in found.findings if one.rule == "ph-catalogue-stock-ratio")


SALTS = ("盐酸二甲双胍片", "苯磺酸氨氯地平片", "布地奈德鼻喷雾剂", "甲片")


def test_a_miss_by_a_salt_is_for_a_person_and_says_so(tmp_path: Path) -> None:
    found = stock_finding(tmp_path, *SALTS)
    assert found.verdict is Verdict.JUDGE
    assert found.remarks == (
        "店内药品 4 个品种中有 1 个在目录内；目录 5 个品种中店内备有 1 个；"
        "另有 3 个店内品种与目录名称相近，是否在目录内须由人核对，较高的备药率已将其计入",
    )


@pytest.mark.parametrize("option", ["whole-catalogue", "own-stock", "products"])
def test_a_miss_by_a_salt_fails_under_no_reading(tmp_path: Path, option: str) -> None:
    assert stock_finding(tmp_path, *SALTS, readings={"stock-rate": option}).verdict is Verdict.JUDGE


def test_where_even_the_open_ones_would_not_do_it_fails(tmp_path: Path) -> None:
    """One of seven sure and one open: 2/7 at most of the store, 2/5 of the catalogue."""
    others = ("氯化钠注射液", "碳酸钙片", "六味地黄丸", "阿胶", "藿香正气水")
    assert stock_finding(tmp_path, "甲片", "盐酸二甲双胍片", *others).verdict is Verdict.FAIL


def test_what_is_sure_is_the_lower_rate_and_what_may_be_the_higher(tmp_path: Path) -> None:
    assert TABLES.dosage_forms is not None
    of = catalogue(tmp_path)
    application = pharmacy(drugs=drugs("盐酸二甲双胍片", "二甲双胍胶囊", "丙戊酸镁片", "氯化钠注射液"))
    found = match(application, of, TABLES.dosage_forms, TABLES.catalogue_editions, TABLES.drug_lists)
    facts = {fact.name: fact.value for fact in stock_rate(application, found)}
    assert (facts["generics_stocked"], facts["generics_in_catalogue"]) == (3, 1)  # the first two are one
    assert facts["generics_perhaps_in_catalogue"] == 2
    assert (facts["products_stocked"], facts["products_in_catalogue"]) == (4, 2)
    assert facts["products_perhaps_in_catalogue"] == 3
    assert (facts["stock_rate_lower"], facts["stock_rate_higher"]) == (Fraction(1, 24), Fraction(2, 3))


def test_a_drug_listed_at_own_cost_is_not_for_a_person(tmp_path: Path) -> None:
    path = tmp_path / "目录.csv"
    rows = "XA10BAE074A001010100483,商品,片剂,自费\n,盐酸二甲双胍片,片剂,丙\n,二甲双胍,口服常释剂型,甲\n"
    path.write_text(f"医保编码,药品名称,剂型,类别\n{rows}", encoding="utf-8")
    index = index_of(read_catalogue(path))
    assert index.answer("马来酸二甲双胍片", "", "XA10BAE074A001010100483", "").variety is None
    assert index.answer("盐酸二甲双胍片", "片剂", "", "").variety is None
    assert index.answer("马来酸二甲双胍片", "", "", "").why


def test_the_screen_names_what_a_person_should_look_at_first(tmp_path: Path) -> None:
    base = sample("pharmacy-single-eligible")
    tables = {**base.tables, "drugs": pharmacy(drugs=drugs("氯化钠注射液", "丙戊酸镁片")).tables["drugs"]}
    catalogue(tmp_path)
    found = assess_application(base._replace(tables=tables), Options(catalogue=tmp_path / "目录.csv"), ENGINE)
    assert found.stock is not None
    lines = [text for label, text in stock_lines(found.stock) if label in ("待核对", "未对应")]
    assert lines == [
        "丙戊酸镁片 《药品清单》A5，目录中相近的名称：丙戊酸钠（名称相近，只差盐基、酸根、酯等字）",
        "氯化钠注射液 《药品清单》A4",
    ]
