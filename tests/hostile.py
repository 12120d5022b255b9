"""Hostile and broken files, made on the spot: each kind with what must come of it.

`outcome` is a piece of the refusal, or READ where the file is odd but harmless.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.packages import MAIN, SAMPLE, archive, compound, ods, ods_table, parts_of, records, sample, sheet, xls

READ = ""
MEGABYTE = 1024 * 1024
COVER, STAFF = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml"
TOO_MUCH, DAMAGED, UNSAFE = "压缩包内的内容过多", "文件已损坏或不完整", "不应出现的实体声明或编码"
FAR, CELLS, MERGES, SHEETS = "相距过远", "单元格超过", "合并单元格超过", "工作表应不超过 60 张"
BROKEN, UNREADABLE, PASSWORD = "内部结构已损坏", "工作簿无法读取", "文件设有打开密码"
NO_FORM = "没有 medcheck 申请表"


class Hostile(NamedTuple):
    """A kind of file: its name with the ending it comes under, how it is made, and what must come of it."""

    file: str
    make: Callable[[], bytes]
    outcome: str


def kinds() -> Iterator[Hostile]:
    """Yield every kind."""
    for name, make, outcome in (*bombs(), *archives(), *declarations(), *far_cells(), *many(), *structures()):
        yield Hostile(f"{name}.xlsx", make, outcome)
    for name, make, outcome in opendocuments():
        yield Hostile(f"{name}.ods", make, outcome)
    for name, make, outcome in old_workbooks():
        yield Hostile(f"{name}.xls", make, outcome)
    yield from foreign()


Kind = tuple[str, Callable[[], bytes], str]


def with_part(name: str, content: bytes) -> Callable[[], bytes]:
    return lambda: sample({name: content})


def with_sheet(rows: bytes, rest: bytes = b"") -> Callable[[], bytes]:
    return with_part(COVER, sheet(rows, rest))


def changed(name: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    """Return the sample with one text of one part changed; the text must be there."""

    def make() -> bytes:
        part = parts_of()[name]
        assert old in part, (name, old)
        return sample({name: part.replace(old, new, 1)})

    return make


def bombs() -> Iterator[Kind]:
    zeros = bytes(25 * MEGABYTE)
    for name in (
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        COVER,
        "xl/theme/theme1.xml",
        "docProps/core.xml",
    ):
        yield f"bomb-{Path(name).stem}", with_part(name, zeros), TOO_MUCH
    yield "bomb-image", with_part("xl/media/image1.png", zeros), TOO_MUCH
    yield "bomb-relations", with_part("xl/_rels/workbook.xml.rels", zeros), TOO_MUCH
    yield "bomb-of-many-parts", lambda: sample({f"xl/bomb{n}.xml": bytes(3 * MEGABYTE) for n in range(20)}), TOO_MUCH
    yield "bomb-declared", with_part("xl/bomb.xml", bytes(49 * MEGABYTE)), TOO_MUCH
    yield (
        "bomb-of-text",
        with_part("xl/sharedStrings.xml", b"<sst>" + b"<si><t>x</t></si>" * 1_300_000 + b"</sst>"),
        TOO_MUCH,
    )
    yield "bomb-in-bomb", with_part("xl/inner.zip", archive({"a": zeros})), READ
    yield (
        "long-text",
        with_sheet(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"x" * (20 * MEGABYTE) + b"</t></is></c></row>"),
        READ,
    )


def archives() -> Iterator[Kind]:
    content = SAMPLE.read_bytes()
    yield "truncated-half", lambda: content[: len(content) // 2], DAMAGED
    yield "truncated-tail", lambda: content[:-10], DAMAGED
    yield "truncated-head", lambda: content[100:], "不能识别的文件"
    yield "only-magic", lambda: b"PK\x03\x04", DAMAGED
    yield "only-end", lambda: b"PK\x05\x06" + bytes(18), "应为 Excel 工作簿，现为压缩文件"
    yield "bit-rot", lambda: flipped(content, 60), DAMAGED
    yield "rot-in-directory", lambda: content[:-200] + flipped(content[-200:], 40), "现为压缩文件"
    yield "junk-before", lambda: b"\0" * 512 + content, "不能识别的文件"
    yield "junk-behind", lambda: content + bytes(70_000), DAMAGED
    yield "many-entries", lambda: sample({f"xl/media/{n}.png": b"" for n in range(2100)}), TOO_MUCH
    yield "lying-size", lying_size, DAMAGED
    yield "encrypted-flag", encrypted, PASSWORD
    yield "two-of-one-name", two_of_one_name, DAMAGED
    yield "two-names-but-for-case", with_part("XL/Workbook.xml", b"<workbook/>"), DAMAGED
    yield "traversal", with_part("../../../../tmp/medcheck-escaped.xml", b"<x/>"), READ
    yield "absolute-name", with_part("/etc/medcheck-escaped.xml", b"<x/>"), READ
    yield "backslashes", with_part("xl\\worksheets\\sheet99.xml", b"<x/>"), READ
    yield "device-names", with_part("CON", b"x"), READ
    yield "name-with-control-characters", with_part("xl/\x07\x1b[31m.xml", b"<x/>"), READ
    yield "unknown-compression", unknown_compression, DAMAGED
    yield "stored-not-deflated", lambda: archive(parts_of(), stored=tuple(parts_of())), READ
    yield "sheet-under-an-image-name", sheet_under_image_name, FAR


def declarations() -> Iterator[Kind]:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for name in ("xl/workbook.xml", COVER, "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml"):
        stem = Path(name).stem.strip("[]")
        yield f"doctype-{stem}", with_part(name, b'<?xml version="1.0"?>' + laughs + b"<x>&b;</x>"), UNSAFE
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    yield "outside-entity", with_part("xl/sharedStrings.xml", outside), UNSAFE
    late = b"<!--" + b"x" * 9000 + b"-->" + outside
    yield "doctype-behind-a-long-comment", with_part(COVER, late), UNSAFE
    yield "utf-16", with_part(COVER, sheet(b"").decode().encode("utf-16")), UNSAFE
    ebcdic = b'<?xml version="1.0" encoding="cp037"?>' + outside.decode().encode("cp037")
    yield "ebcdic", with_part("xl/workbook.xml", ebcdic), UNSAFE
    yield "declared-gb2312", with_part("docProps/app.xml", b'<?xml version="1.0" encoding="GB2312"?><x/>'), UNSAFE


def far_cells() -> Iterator[Kind]:
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    first = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    yield "far-corner", with_sheet(first + corner), FAR
    yield "far-lower-case", with_sheet(first + corner.lower()), FAR
    yield "far-single-quotes", with_sheet((first + corner).replace(b'"', b"'")), FAR
    yield "far-prefixed", with_part(COVER, prefixed(first + corner)), FAR
    yield "far-attribute-last", with_sheet(first + b'<row r="1048576"><c s="1" r="XFD1048576"><v>1</v></c></row>'), FAR
    yield (
        "far-row-without-cell-reference",
        with_sheet(first + b'<row r="1048576"><c><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>'),
        FAR,
    )
    yield (
        "far-wide-and-high",
        with_sheet(b'<row r="9999"><c r="A9999"><v>1</v></c></row><row r="1"><c r="XFD1"><v>1</v></c></row>'),
        FAR,
    )
    yield (
        "far-without-any-reference",
        with_sheet((b"<row>" + b"<c><v>1</v></c>" * 300 + b"</row>") + b"<row><c><v>1</v></c></row>" * 20_000),
        FAR,
    )
    yield "far-but-blank", with_sheet(first + b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'), READ
    yield (
        "beyond-the-last-column",
        with_sheet(b'<row r="1"><c r="ZZZ1"><v>1</v></c></row><row r="900"><c r="A900"><v>1</v></c></row>'),
        FAR,
    )
    yield "beyond-the-last-row", with_sheet(b'<row r="9999999"><c r="B9999999"><v>1</v></c></row>'), FAR
    for reference in ("A10485760", "ZZZZ99999999", "zzzz99999999", "A" * 12 + "1", "A" + "9" * 20, "XFE1", "A1048577"):
        cell = b'<row r="2"><c r="%s"><v>1</v></c></row>' % reference.encode()
        yield f"reference-{reference}", with_sheet(first + cell), FAR
        yield f"reference-{reference}-otherwise", with_sheet(first + cell.replace(b"<c r", b"<c\ts='>'\nr ")), FAR
    for digits in (b"10485760", b"9" * 5000):
        row = b'<row r="%s"><c><v>1</v></c></row>' % digits
        yield f"row-of-{len(digits)}-digits", with_sheet(first + row), FAR
    for reference in ("R1C1", " A10485760", "A&#49;0485760", "Ａ1"):
        cell = b'<row r="2"><c r="%s"><v>1</v></c></row>' % reference.encode()
        yield f"reference-{reference}", with_sheet(first + cell), BROKEN
    yield (
        "reference-twice",
        with_sheet(first + b'<row r="2"><c r="A2" t="n" r="ZZZZ99999999"><v>1</v></c></row>'),
        BROKEN,
    )
    yield "less-than-in-an-attribute", with_sheet(first + b'<row><c x="<" r="ZZZZ99999999"><v>1</v></c></row>'), BROKEN
    for number, end in enumerate((b":c >", b":c\n>")):
        yield f"far-prefixed-{number}", with_part(COVER, prefixed(first + corner).replace(b":c>", end)), FAR
    yield "row-nought", with_sheet(b'<row r="0"><c r="A0"><v>1</v></c></row>'), UNREADABLE
    yield (
        "absurd-dimension",
        with_part(COVER, sheet(first).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')),
        READ,
    )
    yield "far-name", changed("xl/workbook.xml", b"$B$4", b"$XFD$1048576"), READ


def many() -> Iterator[Kind]:
    yield (
        "million-styled-blanks",
        with_sheet(b"".join(b'<row r="%d">%s</row>' % (r, b'<c s="1"/>' * 100) for r in range(1, 10_001))),
        CELLS,
    )
    yield "half-a-million-cells", with_sheet(rows_of(5_200, 100)), CELLS
    yield "cells-without-blanks-between", with_sheet(b"<row>" + b"<c/>" * 600_000 + b"</row>"), CELLS
    yield "twenty-thousand-merges", with_sheet(b"", b'<mergeCell ref="A1:B1"/>' * 20_001), MERGES
    yield "giant-merge", with_sheet(rows_of(5, 5), b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), READ
    yield (
        "merges-upon-merges",
        with_sheet(rows_of(5, 5), b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 5000 + b"</mergeCells>"),
        READ,
    )
    yield (
        "thousands-of-sheets",
        lambda: sample({f"xl/worksheets/sheet{n}.xml": sheet(b"") for n in range(100, 1900)}),
        SHEETS,
    )
    yield "one-part-listed-thousands-of-times", listed_often, SHEETS
    yield (
        "styles-without-end",
        with_part(
            "xl/styles.xml", b"<styleSheet %s><cellXfs>" % MAIN + b"<xf/>" * 300_000 + b"</cellXfs></styleSheet>"
        ),
        TOO_MUCH,
    )
    yield (
        "names-without-end",
        changed(
            "xl/workbook.xml",
            b"</definedNames>",
            b'<definedName name="a">b!$A$1</definedName>' * 150_000 + b"</definedNames>",
        ),
        TOO_MUCH,
    )
    yield "rows-without-end", with_sheet(b'<row r="1"/>' * 900_000), CELLS
    yield "every-cell-an-error", with_sheet(errors_of(4_000, 20)), READ
    yield "every-cell-an-uncalculated-formula", with_sheet(errors_of(4_000, 20, b"<f>1+1</f>", b"n")), READ
    yield "elements-within-elements", with_sheet(b"<x>" * 100_000 + b"</x>" * 100_000), READ


def structures() -> Iterator[Kind]:
    yield "no-relations", lambda: without("xl/_rels/workbook.xml.rels"), BROKEN
    yield "no-styles", lambda: without("xl/styles.xml"), READ
    yield "no-content-types", lambda: without("[Content_Types].xml"), READ
    yield "no-sheet-part", lambda: without(STAFF), UNREADABLE
    yield "workbook-cut-off", with_part("xl/workbook.xml", b"<workbook>"), BROKEN
    yield "sheet-cut-off", with_part(COVER, b"<worksheet><sheetData><row><c"), UNREADABLE
    yield "styles-crossed", changed("xl/styles.xml", b"</fonts>", b"</fontz>"), BROKEN
    yield "empty-part", with_part("xl/workbook.xml", b""), BROKEN
    yield "bytes-that-are-no-text", with_part("xl/workbook.xml", b"<workbook>\xff\xfe\xfa</workbook>"), BROKEN
    yield "lying-string-index", changed(COVER, b't="inlineStr"', b't="s"'), READ
    yield "letters-as-number", with_sheet(b'<row r="1"><c r="A1" t="n"><v>abc</v></c></row>'), UNREADABLE
    yield "not-a-number", with_sheet(b'<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1e999</v></c></row>'), READ
    yield "style-beyond-the-list", with_sheet(b'<row r="1"><c r="A1" s="99999"><v>1</v></c></row>'), READ
    yield (
        "odd-styles",
        with_part("xl/styles.xml", b"<styleSheet %s><fills><fill/></fills><cellXfs count='9'/></styleSheet>" % MAIN),
        READ,
    )
    yield "shared-formula-without-master", with_sheet(b'<row r="1"><c r="A1"><f t="shared" si="9"/></c></row>'), READ
    yield (
        "control-characters",
        with_sheet(b'<row r="1"><c r="A1" t="inlineStr"><is><t>a_x0007_b&#8238;c</t></is></c></row>'),
        READ,
    )
    yield "other-workbook", lambda: archive(other_workbook()), NO_FORM


def opendocuments() -> Iterator[Kind]:
    cell = b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    row = b"<table:table-row>%s</table:table-row>"
    yield "ods-plain", lambda: ods(ods_table(row % cell)), NO_FORM
    repeated = cell.replace(b"<table:table-cell", b'<table:table-cell table:number-columns-repeated="16384"')
    yield (
        "ods-row-repeated",
        lambda: ods(
            ods_table(
                (row % repeated).replace(b"<table:table-row", b'<table:table-row table:number-rows-repeated="1048576"')
            )
        ),
        FAR,
    )
    yield (
        "ods-far-column",
        lambda: ods(ods_table(row % (b'<table:table-cell table:number-columns-repeated="999999999"/>' + cell))),
        FAR,
    )
    yield (
        "ods-far-row",
        lambda: ods(ods_table(b'<table:table-row table:number-rows-repeated="1048575"/>' + row % cell)),
        FAR,
    )
    yield (
        "ods-blank-tail",
        lambda: ods(ods_table(row % cell + b'<table:table-row table:number-rows-repeated="1048575"/>')),
        NO_FORM,
    )
    yield "ods-doctype", lambda: ods(b"<!DOCTYPE x>" + ods_table(b"")), UNSAFE
    yield "ods-bomb", lambda: ods(bytes(25 * MEGABYTE)), TOO_MUCH
    yield "ods-cut-off", lambda: ods(ods_table(row % cell)[:-40]), BROKEN
    yield (
        "ods-no-content",
        lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, stored=("mimetype",)),
        "现为压缩文件",
    )
    yield (
        "ods-lying-repeat",
        lambda: ods(
            ods_table(
                row % cell.replace(b"<table:table-cell", b'<table:table-cell table:number-columns-repeated="many"')
            )
        ),
        BROKEN,
    )
    yield (
        "ods-lying-date",
        lambda: ods(ods_table(row % b'<table:table-cell office:value-type="date" office:date-value="2019-13-45"/>')),
        BROKEN,
    )
    yield "ods-many-cells", lambda: ods(ods_table(row % (cell * 300_000))), CELLS
    yield (
        "ods-many-tables",
        lambda: ods(
            ods_table(row % cell).replace(
                b"</office:spreadsheet>", b'<table:table table:name="t"></table:table>' * 70 + b"</office:spreadsheet>"
            )
        ),
        SHEETS,
    )
    yield (
        "ods-merge-of-all",
        lambda: ods(
            ods_table(
                row
                % cell.replace(
                    b"<table:table-cell",
                    b'<table:table-cell table:number-columns-spanned="16384" table:number-rows-spanned="1048576"',
                )
            )
        ),
        NO_FORM,
    )
    manifest = b'<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    yield "ods-password", lambda: ods(b"\x8f\x01garbage", {"META-INF/manifest.xml": manifest}), PASSWORD


def old_workbooks() -> Iterator[Kind]:
    number = records((0x203, struct.pack("<HHHd", 0, 0, 0, 7.5)))
    yield "xls-plain", lambda: xls(book(number)), NO_FORM
    yield "xls-far-cell", lambda: xls(book(records((0x203, struct.pack("<HHHd", 65535, 255, 0, 1.0))))), NO_FORM
    yield "xls-many-cells", lambda: xls(book(records((0x203, struct.pack("<HHHd", 0, 0, 0, 1.0))) * 310_000)), CELLS
    yield (
        "xls-many-blanks",
        lambda: xls(book(records((0xBE, struct.pack("<HH", 0, 0) + bytes(512) + struct.pack("<H", 255))) * 3000)),
        CELLS,
    )
    yield "xls-password", lambda: xls(records((0x809, BOF), (0x2F, bytes(54)), (0x0A, b""))), PASSWORD
    yield "xls-cut-off", lambda: xls(book(number))[:2000], UNREADABLE
    yield "xls-without-sheets", lambda: xls(records((0x809, BOF), (0x0A, b""))), NO_FORM
    yield "xls-lying-length", lambda: xls(records((0x809, BOF)) + struct.pack("<HH", 0xFC, 0xFFFF)), UNREADABLE
    yield (
        "xls-lying-offset",
        lambda: xls(records((0x809, BOF), (0x85, struct.pack("<LBB", 0x7FFFFFFF, 0, 0) + b"\x01\x00S"), (0x0A, b""))),
        UNREADABLE,
    )
    yield "xls-only-directory", lambda: compound("Workbook"), UNREADABLE
    yield "xls-looping-chain", looping_chain, UNREADABLE
    yield (
        "xls-of-noise",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(8000),
        "不能识别的旧版 Office 文件",
    )
    yield "xls-large", lambda: xls(records((0x809, BOF)) + bytes(21 * MEGABYTE)), "应不超过 20 MB"


def foreign() -> Iterator[Hostile]:
    plain = {
        "empty.xlsx": (b"", "0 字节"),
        "page.xls": (b"<html><table></table></html>", "网页"),
        "text.xlsx": ("姓名,类别\n张三,医师\n".encode("gbk"), "文本"),
        "xml2003.xls": (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "Excel 2003",
        ),
        "word.xlsx": (archive({"word/document.xml": b"<w/>"}), "Word 文档"),
        "word-old.xls": (compound("WordDocument"), "旧版 Word 文档"),
        "paper.xlsx": (b"%PDF-1.7\n", "PDF"),
        "photo.xlsx": (b"\x89PNG\r\n", "图片"),
        "binary.xlsx": (archive({"xl/workbook.bin": b""}), ".xlsb"),
        "protected.xlsx": (compound("EncryptionInfo", "EncryptedPackage"), "打开密码"),
        "rar.xlsx": (b"Rar!\x1a\x07", "压缩文件"),
        "noise.xlsx": (random.Random(2).randbytes(4000), "不能识别的文件"),
    }
    for name, (content, outcome) in plain.items():
        yield Hostile(name, lambda content=content: content, outcome)
    yield Hostile("large.xlsx", lambda: SAMPLE.read_bytes() + bytes(20 * MEGABYTE), "应不超过 20 MB")


BOF = struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 0)


def book(cells: bytes) -> bytes:
    """Return the records of a workbook with one sheet of these cells."""
    start = len(records((0x809, BOF), (0x85, bytes(9)), (0x0A, b"")))
    top = records((0x809, BOF), (0x85, struct.pack("<LBB", start, 0, 0) + b"\x01\x00S"), (0x0A, b""))
    sheet_start = struct.pack("<HHHHLL", 0x600, 0x10, 0, 0, 0, 0)
    return top + records((0x809, sheet_start)) + cells + records((0x0A, b""))


def rows_of(rows: int, columns: int) -> bytes:
    cells = b"".join(b'<c r="%s"><v>1</v></c>' % name for name in letters(columns))
    return b"".join(b'<row r="%d">%s</row>' % (n, cells.replace(b'"><v>', b'%d"><v>' % n)) for n in range(1, rows + 1))


def errors_of(rows: int, columns: int, inside: bytes = b"<v>#DIV/0!</v>", kind: bytes = b"e") -> bytes:
    cells = b"".join(b'<c r="%s@" t="%s">%s</c>' % (name, kind, inside) for name in letters(columns))
    return b"".join(b'<row r="%d">%s</row>' % (n, cells.replace(b"@", b"%d" % n)) for n in range(1, rows + 1))


def letters(count: int) -> list[bytes]:
    alphabet = [bytes([65 + n]) for n in range(26)]
    return [*alphabet, *(a + b for a in alphabet for b in alphabet)][:count]


def prefixed(rows: bytes) -> bytes:
    part = sheet(rows)
    for name in (b"worksheet", b"sheetData", b"row", b"c", b"v"):
        for end in (b" ", b">", b"/"):
            part = part.replace(b"<" + name + end, b"<x:" + name + end).replace(
                b"</" + name + end, b"</x:" + name + end
            )
    return part.replace(b"xmlns=", b"xmlns:x=")


def flipped(content: bytes, every: int) -> bytes:
    rotten = bytearray(content)
    for at in range(every, len(rotten), every):
        rotten[at] ^= 0x55
    return bytes(rotten)


def lying_size() -> bytes:
    bomb = bytes(25 * MEGABYTE)
    lie, truth = struct.pack("<L", 1), struct.pack("<L", len(bomb))
    return sample({"xl/bomb.xml": bomb}).replace(truth, lie)


def encrypted() -> bytes:
    content = bytearray(SAMPLE.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def two_of_one_name() -> bytes:
    return sample({"xl/workbook.xmX": b"<workbook/>"}).replace(b"xl/workbook.xmX", b"xl/workbook.xml")


def unknown_compression() -> bytes:
    content = bytearray(SAMPLE.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 10 : at + 12] = struct.pack("<H", 77)
    return bytes(content)


def sheet_under_image_name() -> bytes:
    parts = parts_of()
    relations = parts["xl/_rels/workbook.xml.rels"].replace(b"worksheets/sheet2.xml", b"media/image1.png")
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return archive(parts | {"xl/_rels/workbook.xml.rels": relations, "xl/media/image1.png": sheet(far)})


def listed_often() -> bytes:
    part = parts_of()["xl/workbook.xml"]
    start = part.index(b"<sheet ")
    one = part[start : part.index(b"/>", start) + 2]
    return sample({"xl/workbook.xml": part.replace(b"</sheets>", one * 5000 + b"</sheets>")})


def without(name: str) -> bytes:
    return archive({key: content for key, content in parts_of().items() if key != name})


def other_workbook() -> dict[str, bytes]:
    parts = parts_of()
    book = b'<workbook %s xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>' % MAIN
    book += b'<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
    return parts | {"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet(rows_of(3, 3))}


def looping_chain() -> bytes:
    content = bytearray(xls(book(records((0x203, struct.pack("<HHHd", 0, 0, 0, 7.5))))))
    table = 512
    first = struct.unpack_from("<L", content, 512 * 3 + 128 + 116)[0]
    struct.pack_into("<L", content, table + 4 * (first + 1), first)
    return bytes(content)
