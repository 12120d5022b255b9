"""Hostile and broken files are refused before parsing, by content, with what they are and how to mend it."""

import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from medcheck.errors import WorkbookError
from medcheck.intake.read_application import read_application
from medcheck.package import counts, guard
from medcheck.package.guard import open_package
from tests.packages import SAMPLE, archive, compound, sample, sheet

SAVE_AS = "请在 Excel/WPS 中另存为 .xlsx 后重新提交"


@pytest.fixture
def refused(tmp_path) -> Callable[[bytes], str]:
    """Return a function that gives the message with which content is refused."""

    def message(content: bytes) -> str:
        path = tmp_path / "a.xlsx"
        path.write_bytes(content)
        with pytest.raises(WorkbookError) as caught:
            read_application(path)
        return str(caught.value)

    return message


def said(text: str, mend: str = SAVE_AS) -> str:
    return f"错误：a.xlsx：{text}\n  处理：{mend}"


@pytest.mark.parametrize(
    ("content", "text", "mend"),
    [
        (b"", "文件是空的（0 字节）", "重新复制或下载该文件后提交"),
        (b"<html><body><table></table></body></html>", "应为 .xlsx 工作簿，现为网页（HTML）", SAVE_AS),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "应为 .xlsx 工作簿，现为网页（HTML）", SAVE_AS),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "应为 .xlsx 工作簿，现为XML 表格（Excel 2003）",
            SAVE_AS,
        ),
        (b'<?xml version="1.0"?><root/>', "应为 .xlsx 工作簿，现为XML 文件", SAVE_AS),
        (
            b"%PDF-1.7\n",
            "应为 Excel 工作簿，现为 PDF 文件",
            "提交填写好的电子申请表（.xlsx），不要提交打印件或扫描件",
        ),
        (b"{\\rtf1", "应为 .xlsx 工作簿，现为RTF 文档", SAVE_AS),
        (b"\x89PNG\r\n", "应为 Excel 工作簿，现为图片", "提交填写好的电子申请表（.xlsx），不要提交照片或扫描件"),
        (b"Rar!\x1a\x07", "应为 Excel 工作簿，现为压缩文件", "解压后提交其中的 .xlsx 文件"),
        ("姓名,类别\n张三,医师\n".encode(), "应为 .xlsx 工作簿，现为文本（CSV 等）", SAVE_AS),
        ("姓名,类别\n张三,医师\n".encode("gbk"), "应为 .xlsx 工作簿，现为文本（CSV 等）", SAVE_AS),
        (bytes(range(256)), "不能识别的文件，不是 Excel 工作簿", SAVE_AS),
        (compound("EncryptionInfo", "EncryptedPackage"), "文件设有打开密码", "在 Excel/WPS 中取消密码后重新保存"),
        (compound("WordDocument"), "应为 .xlsx 工作簿，现为旧版 Word 文档（.doc）", SAVE_AS),
        (compound("PowerPoint Document"), "应为 .xlsx 工作簿，现为旧版 PowerPoint 文档（.ppt）", SAVE_AS),
        (compound("Spreadsheet"), "不能识别的旧版 Office 文件，或文件已不完整", SAVE_AS),
        (
            compound("Spreadsheet", body="EncryptedPackage".encode("utf-16-le")),  # the word stands in a cell
            "不能识别的旧版 Office 文件，或文件已不完整",
            SAVE_AS,
        ),
        (archive({"word/document.xml": b"<w/>"}), "应为 .xlsx 工作簿，现为Word 文档", SAVE_AS),
        (archive({"ppt/presentation.xml": b"<p/>"}), "应为 .xlsx 工作簿，现为PowerPoint 文档", SAVE_AS),
        (archive({"xl/workbook.bin": b""}), "应为 .xlsx 工作簿，现为二进制工作簿（.xlsb）", SAVE_AS),
        (archive({"照片.jpg": b""}), "应为 Excel 工作簿，现为压缩文件", "解压后提交其中的 .xlsx 文件"),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",
)
def test_other_kinds_of_file_are_told_by_their_content(refused, content, text, mend):
    assert refused(content) == said(text, mend)


def test_another_document_of_opendocument_is_told(refused):
    text = archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}, ("mimetype",))
    assert refused(text) == said("应为 .xlsx 工作簿，现为OpenDocument 文档")


DAMAGED = said("文件已损坏或不完整，无法打开", f"重新复制或下载该文件；仍打不开的，{SAVE_AS}")


@pytest.mark.parametrize("length", [4, 100, 20_000])
def test_truncated_file_is_refused(refused, length):
    assert refused(SAMPLE.read_bytes()[:length]) == DAMAGED


def test_bit_rot_is_refused(refused):
    content = bytearray(SAMPLE.read_bytes())
    with zipfile.ZipFile(SAMPLE) as source:
        offset = source.getinfo("xl/worksheets/sheet2.xml").header_offset
    content[offset + 200] ^= 0xFF
    assert refused(bytes(content)) == DAMAGED


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(WorkbookError) as caught:
        open_package(tmp_path / "没有.xlsx")
    assert str(caught.value) == "错误：没有.xlsx：文件不存在或无法打开\n  处理：检查文件名和权限后重试"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "~$申请.xlsx",
            "错误：~$申请.xlsx：这是 Excel/WPS 打开文件时的临时文件\n  处理：请选择不带 ~$ 的原文件",
        ),
        (
            ".~申请.xlsx",
            "错误：.~申请.xlsx：这是 WPS/LibreOffice 打开文件时的临时文件\n  处理：请选择不带 .~ 的原文件",
        ),
    ],
)
def test_a_lock_file_is_refused_by_its_name(tmp_path, name, message):
    (tmp_path / name).write_bytes(b"\x05Admin" + bytes(159))
    with pytest.raises(WorkbookError) as caught:
        open_package(tmp_path / name)
    assert str(caught.value) == message


def test_oversized_file_is_refused(refused):
    content = SAMPLE.read_bytes() + bytes(guard.MAX_FILE)
    assert refused(content) == said("文件应不超过 20 MB，现为 20.0 MB", "删去图片和无关的工作表后重新保存")


TOO_MUCH = said("压缩包内的内容过多，不像一份申请表", f"删去图片和无关的工作表，{SAVE_AS}")


def test_zip_bomb_is_refused_by_its_declared_size(refused):
    assert refused(sample({"xl/bomb.xml": bytes(guard.MAX_TOTAL)})) == TOO_MUCH


def test_zip_bomb_that_lies_about_its_size_is_refused(refused):
    """The central directory and the local header declare one byte; the stream holds 33 MB."""
    bomb = bytes(guard.MAX_PART + 1024 * 1024)
    content = sample({"xl/bomb.xml": bomb})
    lie, truth = struct.pack("<L", 1), struct.pack("<L", len(bomb))
    assert content.count(truth) >= 2
    assert refused(content.replace(truth, lie)) in (TOO_MUCH, DAMAGED)


def test_part_over_the_limit_is_refused(refused):
    assert refused(sample({"xl/bomb.xml": bytes(guard.MAX_PART + 1)})) == TOO_MUCH


def test_too_many_entries_are_refused(refused):
    assert refused(sample({f"xl/media/{number}.png": b"" for number in range(guard.MAX_ENTRIES)})) == TOO_MUCH


def test_encrypted_zip_is_refused(refused):
    content = bytearray(SAMPLE.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refused(bytes(content)) == said("文件设有打开密码", "在 Excel/WPS 中取消密码后重新保存")


ENTITY = said("文件中含有不应出现的实体声明或编码，可能不安全", f"不要使用来历不明的文件；{SAVE_AS}")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"])
def test_doctype_is_refused(refused, part):
    attack = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert refused(sample({part: attack})) == ENTITY


def test_utf_16_that_hides_a_doctype_is_refused(refused):
    attack = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16")
    assert refused(sample({"xl/worksheets/sheet2.xml": attack})) == ENTITY


FAR = said("有内容的单元格相距过远，不像一份申请表", f"删去表格区域以外的内容，{SAVE_AS}")


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1'><c r='A1'><v>1</v></c><c s='1' r='xfd1'><v>1</v></c></row><row r='9999'><c r='A9999'><v>1</v></c></row>",
        b'<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
    ],
    ids=["corner", "lower-case", "without-reference"],
)
def test_far_reference_is_refused_before_calamine_allocates_the_box(refused, rows):
    assert refused(sample({"xl/worksheets/sheet2.xml": sheet(rows)})) == FAR


def test_far_cell_without_content_does_no_harm(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(sample({"xl/worksheets/sheet20.xml": sheet(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>')}))
    assert read_application(path).problems == ()


def test_too_many_cells_are_refused(refused):
    part = sheet(b"<row>" + b"<c/>" * (counts.MAX_CELLS + 1) + b"</row>")
    expected = said("单元格超过 50 万个，不像一份申请表", f"删去无关的内容，{SAVE_AS}")
    assert refused(sample({"xl/worksheets/sheet2.xml": part})) == expected


def test_too_many_merges_are_refused(refused):
    part = sheet(b"", b'<mergeCell ref="A1:B1"/>' * (counts.MAX_MERGES + 1))
    expected = said("合并单元格超过 2 万处，不像一份申请表", f"取消多余的合并，{SAVE_AS}")
    assert refused(sample({"xl/worksheets/sheet2.xml": part})) == expected


def test_too_many_sheets_are_refused(refused):
    extra = {f"xl/worksheets/sheet{number}.xml": sheet(b"") for number in range(100, 150)}
    expected = said("工作表应不超过 60 张，现为 61 张", f"删去无关的工作表，{SAVE_AS}")
    assert refused(sample(extra)) == expected


def test_broken_xml_is_refused(refused):
    mend = f"用 Excel/WPS 打开并修复，{SAVE_AS}"
    assert refused(sample({"xl/workbook.xml": b"<workbook>"})) == said("工作簿的内部结构已损坏，无法读取", mend)
    broken = b"<worksheet><sheetData><row><c"
    assert refused(sample({"xl/worksheets/sheet2.xml": broken})) == said("工作簿无法读取，可能已损坏", mend)


def test_xml_that_only_the_second_look_finds_broken_is_refused(refused):
    """Calamine passes over what is no cell; the look for errors and formulas does not."""
    with zipfile.ZipFile(SAMPLE) as source:
        part = source.read("xl/worksheets/sheet2.xml")
    broken = (
        part.replace(b"<formula>", b"<formting>", 1).replace(b"<c ", b"<c t='e' ", 1).replace(b"<v>", b"<f>1</f><v>", 1)
    )
    mend = f"用 Excel/WPS 打开并修复，{SAVE_AS}"
    assert refused(sample({"xl/worksheets/sheet2.xml": broken})) == said("工作簿的内部结构已损坏，无法读取", mend)


def test_a_workbook_under_another_name_is_read(tmp_path):
    path = tmp_path / "申请.xls"
    path.write_bytes(SAMPLE.read_bytes())
    assert [str(problem) for problem in read_application(path).problems] == [
        "提示：申请.xls：文件名以“.xls”结尾，内容却是 .xlsx 工作簿，已按内容读取\n  处理：把扩展名改为 .xlsx 后提交"
    ]


def test_macros_are_told_and_never_run(tmp_path):
    path = tmp_path / "申请.xlsm"
    path.write_bytes(sample({"xl/vbaProject.bin": b"Attribute VB_Name"}))
    assert [str(problem) for problem in read_application(path).problems] == [
        "提示：申请.xlsm：含有宏，没有运行；表中的内容已照常读取\n  处理：今后请另存为不含宏的 .xlsx"
    ]


def test_a_safe_workbook_keeps_its_bytes_and_digest():
    package = open_package(SAMPLE)
    assert (package.file, package.content) == ("clinic-eligible.xlsx", SAMPLE.read_bytes())
    assert zlib.crc32(package.parts["xl/workbook.xml"]) == zipfile.ZipFile(SAMPLE).getinfo("xl/workbook.xml").CRC
