"""The stocking rate: matched by code, approval number or generic name and dosage class, by every denominator, never guessed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from medcheck.errors import WorkbookError
from medcheck.intake.catalogue import Catalogue, CatalogueEntry, read_catalogue
from medcheck.measure.pharmacy.drug_names import generic
from medcheck.measure.pharmacy.stock_rate import Matching, match, stock_rate
from medcheck.rulebook.shelf import shipped_pack
from tests.stated_rows import pharmacy
from tests.work import calls

FORMS = shipped_pack("liaocheng-2019").tables.dosage_forms
assert FORMS is not None


def catalogue(*entries: tuple[str, str, str, str]) -> Catalogue:
    """Return a catalogue of entries: code, approval number, name, dosage form."""
    return Catalogue("目录.csv", "0", tuple(CatalogueEntry(*entry, row) for row, entry in enumerate(entries, 2)))


def drugs(*rows: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "generic_name": name,
            "dosage_form": form,
            "kind": "处方药",
            "approval_no": f"国药准字H{number:08}",
            "spec": "1",
            "stock_qty": 10,
        }
        for number, (name, form) in enumerate(rows, 1)
    ]


def matched(rows: list[dict[str, Any]], of: Catalogue) -> Matching:
    assert FORMS is not None
    return match(pharmacy(drugs=rows), of, FORMS)


NAMES = [
    (("硝苯地平缓释片", ""), ("硝苯地平", "缓释控释剂型")),
    (("硝苯地平片", ""), ("硝苯地平", "口服常释剂型")),
    (("硝苯地平缓释片", "片剂"), ("硝苯地平", "缓释控释剂型")),
    (("阿莫西林", "胶囊剂"), ("阿莫西林", "口服常释剂型")),
    (("阿莫西林 胶囊（安必仙）", ""), ("阿莫西林", "口服常释剂型")),
    (("注射用头孢呋辛钠", ""), ("头孢呋辛钠", "注射剂")),
    (("头孢呋辛", "口服常释剂型"), ("头孢呋辛", "口服常释剂型")),
    (("板蓝根颗粒", ""), ("板蓝根", "颗粒剂")),
    (("维生素C", ""), ("维生素C", "")),
    (("维生素Ｃ", "片剂"), ("维生素C", "口服常释剂型")),
    (("★阿莫西林胶囊", ""), ("阿莫西林", "口服常释剂型")),
    (("（阿莫西林胶囊）", ""), ("阿莫西林", "口服常释剂型")),
    (("某乳膏", "霜剂"), ("某", "软膏剂")),
]


@pytest.mark.parametrize(("written", "expected"), NAMES)
def test_a_name_and_its_dosage_form_as_people_write_them(written: tuple[str, str], expected: tuple[str, str]) -> None:
    assert FORMS is not None
    assert generic(*written, FORMS) == expected


def test_the_same_name_in_another_dosage_class_is_another_drug() -> None:
    found = matched(drugs(("硝苯地平缓释片", "")), catalogue(("", "", "硝苯地平", "口服常释剂型")))
    assert (len(found.stocked), len(found.in_catalogue)) == (1, 0)
    assert [(one.name, one.nearest) for one in found.loose] == [("硝苯地平缓释片", "硝苯地平")]


def test_a_code_or_an_approval_number_matches_whatever_the_name() -> None:
    rows = drugs(("别名甲", "片剂"), ("别名乙", "片剂"), ("丙", "片剂"))
    rows[0]["national_code"] = "xa01abc"
    of = catalogue(("XA01ABC", "", "甲", "口服常释剂型"), ("", "国药准字H00000002", "乙", "口服常释剂型"))
    assert len(matched(rows, of).in_catalogue) == 2


def test_signs_for_no_number_and_serial_numbers_match_nothing() -> None:
    rows = drugs(("别名甲", "片剂"), ("别名乙", "片剂"), ("别名丙", "片剂"))
    rows[0] |= {"approval_no": "无"}
    rows[1] |= {"national_code": "/"}
    rows[2] |= {"national_code": "1001"}
    of = catalogue(("/", "无", "甲", "片剂"), ("1001", "—", "乙", "片剂"))
    assert len(matched(rows, of).in_catalogue) == 0


def test_an_approval_number_matches_with_and_without_its_prefix() -> None:
    rows = drugs(("别名", "片剂"))
    assert len(matched(rows, catalogue(("", "h00000001", "甲", "片剂"))).in_catalogue) == 1


def test_what_is_out_of_stock_is_in_neither_number() -> None:
    rows = drugs(("甲", "片剂"), ("乙", "片剂"))
    rows[1]["stock_qty"] = 0
    found = matched(rows, catalogue(("", "", "甲", "片剂"), ("", "", "乙", "片剂")))
    assert (len(found.stocked), len(found.entries_found)) == (1, 1)


UNCLEAR = [("kind", "L5“类别”"), ("generic_name", "A5“通用名”"), ("stock_qty", "J5“库存数量”")]


@pytest.mark.parametrize(("column", "where"), UNCLEAR)
def test_a_row_that_may_belong_or_not_leaves_the_rate_open(column: str, where: str) -> None:
    rows = drugs(("甲", "片剂"), ("乙", "片剂"))
    rows[1][column] = None
    found = matched(rows, catalogue(("", "", "甲", "片剂")))
    facts = list(stock_rate(pharmacy(drugs=rows), found))
    assert len(facts) == 11
    assert {fact.reason for fact in facts} == {f"《药品清单》{where}未填写或无法识别"}


@pytest.mark.parametrize("form", ["口服常释剂型、颗粒剂", "口服常释剂型/颗粒剂", "口服常释剂型，颗粒剂"])
def test_an_entry_for_several_forms_is_several_entries(form: str) -> None:
    found = matched(drugs(("甲", "颗粒剂")), catalogue(("", "", "甲", form)))
    assert (len(found.entries), len(found.entries_found)) == (2, 1)


def test_pieces_devices_and_food_are_in_neither_number() -> None:
    rows = drugs(("甲", "片剂"), ("黄芪", ""), ("血压计", ""))
    rows[1]["kind"], rows[2]["kind"] = "中药饮片", "医疗器械"
    assert len(matched(rows, catalogue(("", "", "甲", "片剂"))).stocked) == 1


def numbered(count: int) -> list[tuple[str, str]]:
    return [(f"药{number:04}", "片剂") for number in range(count)]


BOTH = [
    (1200, 1900, Fraction(1200, 2000), Fraction(1200, 1900)),
    (1199, 1900, Fraction(1199, 2000), Fraction(1199, 1900)),
    (1200, 2600, Fraction(1200, 2600), Fraction(1200, 2000)),
    (1199, 2600, Fraction(1199, 2600), Fraction(1199, 2000)),
]


@pytest.mark.parametrize(("common", "size", "lower", "higher"), BOTH)
def test_both_denominators(common: int, size: int, lower: Fraction, higher: Fraction) -> None:
    """2,000 generics in store, of which some stand in a catalogue of 1,900 or 2,600."""
    of = catalogue(*(("", "", name, form) for name, form in numbered(common)))
    rest = tuple(CatalogueEntry("", "", f"别{number:04}", "片剂", number) for number in range(size - common))
    of = of._replace(entries=(*of.entries, *rest))
    store = drugs(*numbered(2000))
    facts = {fact.name: fact.value for fact in stock_rate(pharmacy(drugs=store), matched(store, of))}
    assert (facts["stock_rate_lower"], facts["stock_rate_higher"]) == (lower, higher)
    assert (facts["generics_in_catalogue"], facts["catalogue_entries_stocked"]) == (common, common)


def test_without_a_catalogue_the_rate_is_unknown_and_says_so() -> None:
    found = list(stock_rate(pharmacy(drugs=drugs(("甲", "片剂"))), None))
    assert {fact.reason for fact in found} == {"评估时没有提供医保药品目录，备药率无法计算"}


def test_ten_times_the_rows_are_ten_times_the_work() -> None:
    """Counted in calls, not in seconds: a matching that compares everything with everything would need a hundred."""
    few, many = (calls(lambda size=size: matching_of(size)) for size in (300, 3000))
    assert many < 12 * few


def matching_of(size: int) -> None:
    of = catalogue(*(("", "", f"克瑞洛{number}平", "口服常释剂型") for number in range(size)))
    store = drugs(*((f"克瑞洛{number * 2}平片", "片剂") for number in range(size)))
    assert len(matched(store, of).loose) == size // 2


CSV = "序号,药品名称,剂型,医保编码\n1,甲,口服常释剂型,XA01\n,,,\n2,乙,颗粒剂,\n3,,片剂,XA03\n合计,合计,,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_catalogue_as_csv(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "目录.csv"
    path.write_bytes(CSV.encode(encoding))
    found = read_catalogue(path)
    assert [(entry.name, entry.form, entry.code, entry.row) for entry in found.entries] == [
        ("甲", "口服常释剂型", "XA01", 2),
        ("乙", "颗粒剂", "", 4),
    ]
    assert [str(problem) for problem in found.problems] == [
        "提示：目录.csv第 5 行：没有药品名称，未计入目录\n  处理：补填药品名称，或删去该行"
    ]


def test_a_catalogue_as_a_workbook_with_a_title_above(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["国家医保目录（虚构）"], ["药品分类", "剂型", "药品名称"], ["X", "口服常释剂型", "甲"]):
        sheet.append(row)
    book.save(tmp_path / "目录.xlsx")
    assert [(entry.name, entry.form) for entry in read_catalogue(tmp_path / "目录.xlsx").entries] == [
        ("甲", "口服常释剂型")
    ]


def test_all_sheets_of_a_catalogue_belong_to_it_and_drugs_at_own_cost_do_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet, name in ((book.worksheets[0], "甲"), (book.create_sheet("中成药"), "乙")):
        sheet.append(["注册名称", "药品名称", "剂型", "甲乙类"])
        sheet.append([f"{name}商品", name, "片剂", "甲"])
        sheet.append(["丙商品", "丙", "片剂", "丙"])
    book.save(tmp_path / "目录.xlsx")
    found = read_catalogue(tmp_path / "目录.xlsx")
    assert [entry.name for entry in found.entries] == ["甲", "乙"]
    assert [problem.text for problem in found.problems] == ["有 1 行为丙类或自费药品，未计入目录"] * 2


WRONG = [
    (b'\xe8\x8d\xaf,\xe5\x89\x82\n"' + b"a" * 200_000 + b'",1\n', "引号不成对，或有一格过长，读不出 CSV 的行和列"),
    (b"a,b\n1,2\n", "没有找到医保目录的表头：至少应有“药品名称”和“剂型”两列，并有药品"),
    (b"\xff\xfe\x00\x01", "不是 UTF-8 或 GB18030 编码的 CSV 文件"),
]


@pytest.mark.parametrize(("content", "text"), WRONG, ids=["field", "headings", "encoding"])
def test_what_is_no_catalogue_is_refused(tmp_path: Path, content: bytes, text: str) -> None:
    path = tmp_path / "目录.csv"
    path.write_bytes(content)
    with pytest.raises(WorkbookError) as raised:
        read_catalogue(path)
    assert [problem.text for problem in raised.value.problems] == [text]


def test_an_entry_that_names_further_forms_in_brackets() -> None:
    found = matched(drugs(("小柴胡颗粒", ""), ("小柴胡片", "")), catalogue(("", "", "小柴胡丸（片、颗粒）", "")))
    assert (len(found.entries), len(found.in_catalogue)) == (3, 2)
