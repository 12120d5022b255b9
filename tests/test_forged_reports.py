"""From the forger's side: every way of altering a report is told with what it is, and no honest one is accused."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from copy import copy
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Color, Font, GradientFill, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.cli import main
from medcheck.report.page.render_page import to_html
from medcheck.report.paper.pdf import to_pdf
from medcheck.report.record.seal import sealed
from medcheck.report.workbook.annotated import to_xlsx
from medcheck.verdict import Stage
from tests.applications import ENGINE, SAMPLES, SETTLED_CASE

WORKBOOK = SAMPLES / "clinic-defects.xlsx"
CASE = SETTLED_CASE.replace(
    "  measurements: [{fact: usable_area_m2, value: 186.5}]\n", ""
)  # the area is the declared one
ALTERED = "内容不同：报告与其摘要不符，生成后被改动过"
PAGE_ALTERED = "内容不同：页面与重新生成的页面不一致，生成后被改动过"
OTHER_BYTES = "同样内容、字节不同：文件由其他程序重新保存过（换行、排版等），内容没有改动"


@cache
def case() -> Path:
    from tempfile import mkdtemp

    path = Path(mkdtemp()) / "案件.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


@cache
def made() -> Assessment:
    """Return the result that is forged: of an evaluation with a case file, decisions and a visit in it."""
    return assess(WORKBOOK, Options(Stage.EVALUATION, case=case()), ENGINE)


@cache
def text() -> str:
    return to_json(made())


@cache
def page() -> str:
    return to_html(made())


def verify(path: Path, *more: object) -> Result:
    return CliRunner().invoke(main, ["verify", str(path), *map(str, more)])


def answer(folder: Path, name: str, content: str | bytes, workbook: Path = WORKBOOK) -> tuple[int, str]:
    """Return exit code and what is said of a file with some content, blanks and line breaks aside."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    ended = verify(path, "--workbook", workbook, "--case", case())
    return ended.exit_code, "".join(f"{ended.stdout}{ended.stderr}".split())


def says(found: tuple[int, str], code: int, *words: str) -> None:
    """Check exit code and words; whoever does not stand is never called unaltered."""
    assert found[0] == code, found[1]
    assert [word for word in words if "".join(word.split()) not in found[1]] == [], found[1]
    assert ("【成立】" in found[1]) is (code == 0)
    if code:
        assert "没有被改动。" not in found[1]


# JSON: each way of altering it, as it is and sealed again as a forger would.


def edited(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text())
    change(value)
    assert value != json.loads(text())
    return value


def resealed(value: Mapping[str, Any]) -> str:
    """Return the text with the digest that fits it."""
    plain = json.dumps({**value, "digest": ""}, ensure_ascii=False, indent=2) + "\n"
    digest = sha256(plain.encode()).hexdigest()
    return plain.removesuffix('"digest": ""\n}\n') + f'"digest": "{digest}"\n}}\n'


def finding(value: dict[str, Any], rule: str) -> dict[str, Any]:
    return next(one for one in value["findings"] if one["rule"] == rule)


def officer(value: dict[str, Any]) -> None:
    one = next(one for one in value["findings"] if one["answer"] and one["answer"]["by"] == "王芳")
    one["answer"]["by"] = "李明"


def verdict_word(value: dict[str, Any]) -> None:
    finding(value, "opd-area-min")["verdict_word"] = "符合"


def dropped(value: dict[str, Any]) -> None:
    value["findings"] = [one for one in value["findings"] if one["rule"] != "opd-area-min"]


def swapped(value: dict[str, Any]) -> None:
    value["findings"][:2] = value["findings"][1::-1]


def chart(value: dict[str, Any]) -> None:
    bar = value["charts"][0]["bars"][0]
    bar["number"] = "999"


def option_hash(value: dict[str, Any]) -> None:
    value["options"]["sha256"] = "0" * 64


JSON_FORGERIES: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "a value": (lambda v: finding(v, "opd-area-min").update(value="68.5㎡"), "实际使用面积不少于60平方米"),
    "a verdict": (lambda v: finding(v, "opd-area-min").update(verdict="pass"), "不同判定"),
    "a verdict's word": (verdict_word, "证据或措辞"),
    "a finding dropped": (dropped, "认定的次序或项数"),
    "two findings swapped": (swapped, "认定的次序或项数"),
    "an officer's name": (officer, "证据或措辞"),
    "a problem removed": (lambda v: v["problems"].pop(0), "申请表中的问题"),
    "a task removed": (lambda v: v["tasks"].pop(0), "待办事项"),
    "a chart's number": (chart, "图表"),
    "the conclusion": (lambda v: v.update(conclusion="ready"), "结论"),
    "the conclusion's word": (lambda v: v.update(conclusion_word="提交综合评定"), "结论的名称"),
    "whether it is clear": (lambda v: v.update(clear=True), "是否没有妨碍"),
    "a count": (lambda v: v["counts"][0].update(count=80), "判定合计"),
    "a notice": (lambda v: v["notices"].append("已核。"), "须知"),
    "the applicant": (lambda v: v["applicant"].update(name="另一诊所"), "申请单位"),
    "the hash of the workbook": (lambda v: v["workbook"].update(sha256="0" * 64), "申请表不是当时的"),
    "the hash of the rules": (lambda v: v["regulation"].update(sha256="0" * 64), "规则包不是当时的"),
    "the hash of the case file": (lambda v: v["options"]["files"][0].update(sha256="0" * 64), "案件文件不是当时的"),
    "the hash of the options": (option_hash, "评估选项"),
    "the assessment date": (lambda v: v.update(assessment_date="2019-11-26"), "评估日期不是当时的"),
    "a reading's label": (lambda v: v["readings"][0].update(label="另一选项"), "解释口径"),
}


@pytest.mark.parametrize(("change", "told"), JSON_FORGERIES.values(), ids=JSON_FORGERIES)
def test_a_result_altered_or_sealed_again_is_found_by_what_was_changed(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], told: str
) -> None:
    value = edited(change)
    plain = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    says(answer(tmp_path, "报告.json", plain), 1, "【不成立】", ALTERED, told)
    found = answer(tmp_path, "报告.json", resealed(value))
    says(found, 1, "【不成立】", told)
    assert "内容不同" not in found[1]


def test_a_digest_moved_in_from_another_result_does_not_fit(tmp_path: Path) -> None:
    other = assess(WORKBOOK, Options(), ENGINE).digest
    says(answer(tmp_path, "报告.json", text().replace(made().digest, other)), 1, ALTERED)
    says(answer(tmp_path, "报告.html", page().replace(made().digest, other)), 1, PAGE_ALTERED)


def test_a_key_that_stands_twice_says_two_things(tmp_path: Path) -> None:
    doubled = text().replace('"clear": false', '"clear": true,\n  "clear": false', 1)
    says(answer(tmp_path, "报告.json", doubled), 1, ALTERED)


def test_a_result_sealed_again_under_another_version_is_not_called_unaltered(tmp_path: Path) -> None:
    """What another program would have written cannot be compared; what decides is compared all the same."""
    plain = edited(lambda v: v.update(medcheck="0.0.9"))
    same = "程序版本：报告为 medcheck 0.0.9，现为 0.1.0，内容与重新计算的相同"
    says(answer(tmp_path, "报告.json", resealed(plain)), 1, "【未核对】", same)
    officer(plain)
    words = "两个版本写法不同、不能断定是否改动过的部分：认定的证据或措辞"
    says(answer(tmp_path, "报告.json", resealed(plain)), 1, "【未核对】", words)
    finding(plain, "opd-area-min").update(verdict="pass")
    says(answer(tmp_path, "报告.json", resealed(plain)), 1, "【不成立】", "1 项认定与重新计算的不同")


SAME_JSON = {
    "Windows line ends": lambda: text().replace("\n", "\r\n"),
    "a mark in front": lambda: "\ufeff" + text(),
    "written in one line": lambda: json.dumps(json.loads(text())),
    "keys in another order": lambda: json.dumps(json.loads(text()), indent=1, sort_keys=True, ensure_ascii=False),
}


@pytest.mark.parametrize("rewritten", SAME_JSON.values(), ids=SAME_JSON)
def test_the_same_result_in_other_bytes_stands_and_is_told(tmp_path: Path, rewritten: Callable[[], str]) -> None:
    says(answer(tmp_path, "报告.json", rewritten()), 0, "【成立】", OTHER_BYTES, "内容没有被改动")


def test_an_unaltered_report_is_named_with_everything_it_rests_on(tmp_path: Path) -> None:
    rules = made().regulation.sha256
    lines = (
        f"【成立】报告.json：{made().total}项认定全部成立，文件没有被改动。",
        "申请单位茌平惠民诊所（92371502MA3C1234XE）",
        "申请表clinic-defects.xlsx",
        f"阶段综合评定，结论“{made().conclusion_word}”",
        "口径均为默认",
        f"规则包liaocheng-2019（聊医保发〔2019〕47号），SHA-256{rules}",
        "日期申请2019-11-18，评估2019-11-25",
        "程序medcheck0.1.0",
    )
    assert answer(tmp_path, "报告.json", text()) == (0, "".join(lines))
    chosen = assess(WORKBOOK, Options(readings={"suction": "apparatus"}), ENGINE)
    (tmp_path / "口径.json").write_text(to_json(chosen), encoding="utf-8")
    ended = verify(tmp_path / "口径.json", "--workbook", WORKBOOK)
    assert "口径      电动吸尘器是否可为电动吸引器：仅认电动吸引器\n" in ended.stdout
    assert "阶段      自评，结论“不属本机构管辖”\n" in ended.stdout


# The page.


def record_changed(change: Callable[[dict[str, Any]], None]) -> str:
    """Return the page with another record in it, its checksum made anew."""
    found = re.search(r'(id="result">)([0-9a-f]{64}) ([^<]*)<', page())
    assert found
    value = json.loads(zlib.decompress(b64decode(found[3])))
    change(value)
    payload = b64encode(zlib.compress(json.dumps(value, ensure_ascii=False).encode())).decode()
    return page().replace(f"{found[2]} {found[3]}", f"{sha256(payload.encode()).hexdigest()} {payload}")


def replaced(old: str, new: str) -> Callable[[], str]:
    def change() -> str:
        assert old in page(), old
        return page().replace(old, new, 1)

    return change


PAGE_FORGERIES: dict[str, Callable[[], str]] = {
    "a value": replaced("59.96㎡", "69.96㎡"),
    "a verdict's word": replaced(">不符合<", ">符合<"),
    "a verdict's class": replaced("v-fail", "v-pass"),
    "an officer's name": replaced("王芳", "李明"),
    "a colour": lambda: re.sub(r"#[0-9a-f]{6}", "#ffffff", page(), count=1),
    "a link": replaced('href="#', 'href="https://example.org/#'),
    "a comment": replaced("</header>", "<!-- 已核 --></header>"),
    "the policy": replaced("default-src 'none'", "default-src *"),
    "a finding hidden": lambda: re.sub(r'(<article id="f-[^>]*)>', r"\1 hidden>", page(), count=1),
    "a number of a picture": lambda: re.sub(r'(<rect[^>]* width=")[^"]*"', r'\g<1>1"', page(), count=1),
    "the script": replaced('"use strict"', '"use  strict"'),
    "a blank inside a word": replaced("59.96㎡", "59 .96㎡"),
    "the digest printed": lambda: page().replace(f"SHA-256 {made().digest}", f"SHA-256 {'0' * 64}"),
    "the hash of the workbook printed": lambda: page().replace(made().workbook.sha256, "0" * 64),
    "a paragraph behind the end": lambda: page() + "<p>以上已复核</p>",
    "a letter put in by number": replaced("59.96㎡", "&#54;9.96㎡"),
}


@pytest.mark.parametrize("forge", PAGE_FORGERIES.values(), ids=PAGE_FORGERIES)
def test_a_page_altered_anywhere_is_found(tmp_path: Path, forge: Callable[[], str]) -> None:
    forged = forge()
    assert forged != page()
    says(answer(tmp_path, "报告.html", forged), 1, "【不成立】", PAGE_ALTERED)


def test_a_record_set_to_another_version_beside_an_altered_page(tmp_path: Path) -> None:
    older = record_changed(lambda v: v["head"].update(medcheck="0.0.9"))
    found = answer(tmp_path, "报告.html", older.replace("59.96㎡", "69.96㎡"))
    says(found, 1, "【未核对】", "程序版本：报告为 medcheck 0.0.9，现为 0.1.0，措辞、证据和版面没有逐字核对")
    says(found, 1, "页面的文字：重新计算的结果与报告所载的摘要不同，没有逐字核对")
    whole = to_html(sealed(made().model_copy(update={"medcheck": "0.0.9"})))
    says(answer(tmp_path, "报告.html", whole), 1, "【未核对】", "内容与重新计算的相同")
    says(answer(tmp_path, "报告.html", whole.replace("59.96㎡", "69.96㎡")), 1, "【不成立】", PAGE_ALTERED)


def test_a_record_that_was_made_anew_is_found(tmp_path: Path) -> None:
    def passed(value: dict[str, Any]) -> None:
        next(one for one in value["states"] if one["rule"] == "opd-area-min")["verdict"] = "pass"

    says(
        answer(tmp_path, "报告.html", record_changed(passed)), 1, "【不成立】", "1 项认定与重新计算的不同", PAGE_ALTERED
    )
    other = record_changed(lambda v: v["head"].update(digest="0" * 64))
    says(answer(tmp_path, "报告.html", other), 1, "结果的摘要", "没有逐字核对")
    forged = to_html(sealed(made().model_copy(update={"conclusion_word": "提交综合评定"})))
    says(answer(tmp_path, "报告.html", forged), 1, "【不成立】", "结论", "结果的摘要")
    missing = re.sub(r'<script type="application/x-medcheck-record".*?</script>', "", page(), flags=re.S)
    says(answer(tmp_path, "报告.html", missing), 3, "页面中没有评估记录")
    twice = page().replace("</body>", re.search(r"<script type=\"application.*?</script>", page())[0] + "</body>")  # type: ignore[index]
    says(answer(tmp_path, "报告.html", twice), 3, "记录已被改动")


def saved_by_a_browser() -> str:
    """Return the page as a browser writes down what it shows: end tags, quotes, its own remark, the form shown."""
    written = page().replace("<html", "<!-- saved from url=(0014)about:internet -->\n<html", 1)
    written = re.sub(r'(<form id="find"[^>]*?) hidden', r"\1", written)
    written = re.sub(r'(id="shown"[^>]*>)', r"\g<1>显示 88 项，共 88 项", written)
    written = written.replace("<details>", '<details open="">', 1)
    return re.sub(r"(<dd[^>]*>[^<]*)(<dt)", r"\1</dd>\2", written)


SAME_PAGE: dict[str, Callable[[], str]] = {
    "Windows line ends": lambda: page().replace("\n", "\r\n"),
    "a mark in front": lambda: "\ufeff" + page(),
    "saved by a browser": saved_by_a_browser,
    "a letter written by number": replaced("59.96㎡", "&#53;9.96㎡"),
    "blank lines at the end": lambda: page() + "\n\n",
}


@pytest.mark.parametrize("rewritten", SAME_PAGE.values(), ids=SAME_PAGE)
def test_the_same_page_in_other_bytes_stands_and_is_told(tmp_path: Path, rewritten: Callable[[], str]) -> None:
    assert rewritten() != page()
    says(answer(tmp_path, "报告.html", rewritten()), 0, "【成立】", OTHER_BYTES)


# PDF and the workbook given back.


@cache
def pdf() -> bytes:
    return to_pdf(made())


@cache
def given_back() -> bytes:
    return to_xlsx(made(), WORKBOOK.read_bytes())


def test_an_unaltered_pdf_and_workbook_stand(tmp_path: Path) -> None:
    for name, content in (("报告.pdf", pdf()), ("报告-批注.xlsx", given_back()), ("报告.html", page().encode())):
        says(answer(tmp_path, name, content), 0, "【成立】", "文件没有被改动。", "茌平惠民诊所", "综合评定")


PDF_FORGERIES: dict[str, Callable[[], bytes]] = {
    "a comment": lambda: pdf() + b"% approved\n",
    "an update behind the end": lambda: pdf() + b"1 0 obj <</Type/Annot>> endobj\n%%EOF\n",
    "a byte": lambda: pdf()[:5000] + bytes([pdf()[5000] ^ 1]) + pdf()[5001:],
    "cut off": lambda: pdf()[:-10],
}


@pytest.mark.parametrize("forge", PDF_FORGERIES.values(), ids=PDF_FORGERIES)
def test_an_altered_pdf_is_found(tmp_path: Path, forge: Callable[[], bytes]) -> None:
    told = "内容不同：PDF 与其校验值不符，生成后被改动过"
    says(answer(tmp_path, "报告.pdf", forge()), 1, "【不成立】", told)


def test_a_pdf_sealed_again_is_not_called_unaltered(tmp_path: Path) -> None:
    """The seal can be made anew by anyone; the paper made again is then another one."""
    seal = re.search(rb"medcheck-seal:([0-9a-f]{64})", pdf())
    assert seal
    empty = (pdf() + b"% approved\n").replace(seal[1], b"0" * 64)
    forged = empty.replace(b"0" * 64, sha256(empty).hexdigest().encode())
    says(answer(tmp_path, "报告.pdf", forged), 1, "【未核对】", "PDF 的版面和文字：与重新生成的不同")


def book(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    opened = openpyxl.load_workbook(BytesIO(given_back()), rich_text=True)
    change(opened)
    written = BytesIO()
    opened.save(written)
    return written.getvalue()


def cell(sheet: str, name: str, **changes: object) -> Callable[[openpyxl.Workbook], None]:
    def change(opened: openpyxl.Workbook) -> None:
        for what, value in changes.items():
            setattr(opened[sheet][name], what, value)

    return change


def hidden_row(opened: openpyxl.Workbook) -> None:
    opened["基本信息"].row_dimensions[27].hidden = True


RESULTS = "评估结果（medcheck）"


def in_letters(**look: object) -> Callable[[openpyxl.Workbook], None]:
    """Return a change of how the letters of the first cell look, all else of them kept."""

    def change(opened: openpyxl.Workbook) -> None:
        font = copy(opened[RESULTS]["A1"].font)
        kept = {"name": font.name, "sz": font.sz, "b": font.b, "color": font.color}
        opened[RESULTS]["A1"].font = Font(**{**kept, **look})

    return change


def header(opened: openpyxl.Workbook) -> None:
    opened[RESULTS].oddHeader.center.text = "已复核，符合"


def prompt(opened: openpyxl.Workbook) -> None:
    rule = DataValidation(type="custom", formula1="TRUE", promptTitle="已核", prompt="符合", showInputMessage=True)
    rule.add("B27")
    opened["基本信息"].add_data_validation(rule)


def conditional(sheet: str, area: str) -> Callable[[openpyxl.Workbook], None]:
    def change(opened: openpyxl.Workbook) -> None:
        rule = FormulaRule(formula=["TRUE"], font=Font(color="FFFFFFFF"))
        opened[sheet].conditional_formatting.add(area, rule)

    return change


def low_row(opened: openpyxl.Workbook) -> None:
    opened[RESULTS].row_dimensions[1].height = 0.2


def narrow_column(opened: openpyxl.Workbook) -> None:
    opened[RESULTS].column_dimensions["A"].width = 0.05


BOOK_FORGERIES: dict[str, tuple[Callable[[openpyxl.Workbook], None], str]] = {
    "a cell": (cell("基本信息", "B27", value=68.5), "《基本信息》B27"),
    "a colour": (cell("基本信息", "B27", fill=PatternFill("solid", fgColor="FFC6EFCE")), "《基本信息》B27"),
    "a comment": (cell("基本信息", "B27", comment=Comment("已核", "medcheck")), "《基本信息》B27"),
    "a comment taken away": (cell("基本信息", "B27", comment=None), "《基本信息》B27"),
    "how a number is printed": (cell("基本信息", "B27", number_format='"60"'), "《基本信息》B27"),
    "the result": (cell(RESULTS, "A1", value="符合标准"), f"《{RESULTS}》A1"),
    "a sheet taken away": (lambda opened: opened.remove(opened[RESULTS]), "工作表的次序和显示"),
    "a row hidden": (hidden_row, "《基本信息》的隐藏、合并和条件格式"),
    "a row too low to see": (low_row, f"《{RESULTS}》的隐藏、合并和条件格式"),
    "a column too narrow to see": (narrow_column, f"《{RESULTS}》的隐藏、合并和条件格式"),
    "tiny letters": (in_letters(sz=1), f"《{RESULTS}》A1"),
    "letters in the theme's white": (in_letters(color=Color(theme=0)), f"《{RESULTS}》A1"),
    "a ground in the theme's black": (
        cell(RESULTS, "A1", fill=PatternFill("solid", fgColor=Color(theme=1))),
        f"《{RESULTS}》A1",
    ),
    "a ground of two colours": (
        cell(RESULTS, "A1", fill=GradientFill(stop=("000000", "000000"))),
        f"《{RESULTS}》A1",
    ),
    "what is printed above": (header, f"《{RESULTS}》的页眉、页脚和输入提示"),
    "what is said of a cell when it is chosen": (prompt, "《基本信息》的页眉、页脚和输入提示"),
    "a rule that whitens": (conditional(RESULTS, "A1:A3"), f"《{RESULTS}》的隐藏、合并和条件格式"),
    "a rule where one stands already": (conditional("材料清单", "C4:C30"), "《材料清单》的隐藏、合并和条件格式"),
    "what is printed": (lambda opened: setattr(opened[RESULTS], "print_area", "A1:A1"), f"《{RESULTS}》的打印区域"),
    "its record": (lambda opened: setattr(opened.properties, "keywords", "别的"), "属性中的记录"),
}


@pytest.mark.parametrize(("change", "place"), BOOK_FORGERIES.values(), ids=BOOK_FORGERIES)
def test_an_altered_workbook_given_back_is_found_by_its_cell(
    tmp_path: Path, change: Callable[[openpyxl.Workbook], None], place: str
) -> None:
    told = f"内容不同：与重新生成的工作簿不一致，生成后被改动过：{place}"
    says(answer(tmp_path, "报告-批注.xlsx", book(change)), 1, "【不成立】", told)


def test_a_workbook_saved_again_or_zipped_otherwise_is_not_accused(tmp_path: Path) -> None:
    stored = BytesIO()
    with ZipFile(BytesIO(given_back())) as source, ZipFile(stored, "w", ZIP_STORED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    for content in (stored.getvalue(), book(lambda opened: None)):
        assert content != given_back()
        says(answer(tmp_path, "报告-批注.xlsx", content), 0, "【成立】", OTHER_BYTES)


def test_files_without_a_record_are_refused(tmp_path: Path) -> None:
    told = "文件中没有评估记录，不是 medcheck 生成的，或记录已被改动"
    says(answer(tmp_path, "报告-批注.xlsx", WORKBOOK.read_bytes()), 3, told)
    says(answer(tmp_path, "报告.pdf", b"%PDF-1.7\n%%EOF\n"), 3, told)
    says(answer(tmp_path, "报告-批注.xlsx", given_back()[:-300]), 3, "文件不能打开，已损坏或被改动过")


# What a report rests on.


def test_another_catalogue_is_told_whatever_its_kind(tmp_path: Path) -> None:
    catalogue, store = SAMPLES / "catalogue-synthetic.csv", SAMPLES / "pharmacy-single-eligible.xlsx"
    (tmp_path / "药店.html").write_bytes(to_html(assess(store, Options(catalogue=catalogue), ENGINE)).encode())
    other = openpyxl.Workbook()
    sheet = other.active
    assert sheet is not None
    for row in (["药品编码", "药品名称", "剂型"], ["1", "阿莫西林", "胶囊剂"], ["2", "布洛芬", "片剂"]):
        sheet.append(row)
    other.save(tmp_path / "目录.xlsx")
    ended = verify(tmp_path / "药店.html", "--workbook", store, "--catalogue", tmp_path / "目录.xlsx")
    assert (ended.exit_code, ended.stderr) == (1, "")
    assert "依据    医保药品目录不是当时的：" in ended.stdout
    renamed = Path(shutil.copyfile(catalogue, tmp_path / "改名.txt"))
    assert verify(tmp_path / "药店.html", "--workbook", store, "--catalogue", renamed).exit_code == 0


def test_the_rules_as_they_were_can_be_given(tmp_path: Path) -> None:
    """A report under rules that were changed since stands under the rules as they were."""
    rules = Path(__file__).parent.parent / "rules"
    (tmp_path / "当时.json").write_text(text(), encoding="utf-8")

    def ended(name: str, changed: str = "") -> Result:
        """Return what is found with the rules of a folder of their own, after a file of them was changed."""
        folder = tmp_path / name
        shutil.copytree(rules / "liaocheng-2019", folder / "liaocheng-2019")
        if changed == "facts.yaml":
            shutil.copy(rules / "facts.yaml", folder)
        if changed:
            with (folder / changed).open("a", encoding="utf-8") as stream:
                stream.write("# 改过\n")
        given = folder / "liaocheng-2019"
        return verify(tmp_path / "当时.json", "--workbook", WORKBOOK, "--case", case(), "--pack", given)

    assert ended("same").exit_code == 0
    for number, changed in enumerate(("liaocheng-2019/clinic.yaml", "facts.yaml")):
        found = ended(str(number), changed)
        assert found.exit_code == 1
        assert "依据    规则包不是当时的：" in found.stdout


@pytest.mark.skipif(shutil.which("soffice") is None, reason="another office program saves the workbook again")
def test_a_workbook_that_another_program_saved_again_is_not_accused(tmp_path: Path) -> None:
    """Rich text, formats and names are written otherwise by it; what is shown is the same."""
    (tmp_path / "报告-批注.xlsx").write_bytes(given_back())
    out = tmp_path / "另存"
    words = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*words, "--outdir", str(out), str(tmp_path / "报告-批注.xlsx")], check=True, capture_output=True)
    content = (out / "报告-批注.xlsx").read_bytes()
    assert content != given_back()
    says(answer(tmp_path, "报告-批注.xlsx", content), 0, "【成立】", OTHER_BYTES)
