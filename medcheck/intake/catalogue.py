"""A drug catalogue (医保目录) from an .xlsx or .csv file: its entries, as the agency keeps it. Knows nothing of drugs.

The columns are found by their headings in any order; a row that cannot be read is told, and the rest goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from medcheck.book.csv_file import read_csv
from medcheck.book.read_book import read_workbook
from medcheck.errors import Place, Problem, WorkbookError
from medcheck.fact import Role
from medcheck.form.labels import normalise
from medcheck.package.guard import open_package
from medcheck.shown import file_name

_HEADINGS = {
    "code": (
        *(
            "国家医保药品代码",
            "医保药品代码",
            "国家药品代码",
            "国家医保代码",
            "国标代码",
            "国标码",
            "国家编码",
            "国家代码",
        ),
        *("医保编码", "医保代码", "医保药品编码", "国家医保药品编码", "国家医保编码", "药品代码", "药品编码", "编码"),
    ),
    "approval_no": ("批准文号", "国药准字", "批准文号注册证号", "药品批准文号", "批准文号或注册证号", "注册证号"),
    "name": (
        *(
            "药品名称",
            "通用名",
            "药品通用名",
            "通用名称",
            "药品通用名称",
            "医保药品名称",
            "医保目录名称",
            "目录药品名称",
        ),
        *("医保通用名", "医保通用名称", "注册名称", "目录名称", "中文名称", "药名", "品名", "名称"),
    ),
    "form": (
        "剂型",
        "医保剂型",
        "目录剂型",
        "剂型类别",
        "药品剂型",
        "剂型名称",
        "医保剂型名称",
        "注册剂型",
        "实际剂型",
    ),
    "kind": (
        "甲乙类",
        "甲乙类别",
        "类别",
        "医保类别",
        "甲乙",
        "目录类别",
        "医保等级",
        "费用类别",
        "支付类别",
        "医保支付类别",
    ),
    "number": ("编号", "药品编号", "目录编号", "品种编号"),
    "class_code": ("药品分类代码", "分类代码", "分类编码", "药品分类编码"),
    "part": ("部分", "目录部分", "所属部分"),
    "edition": ("目录版本", "版本", "目录年份", "目录年版", "版本号"),
}
_OWN_COST = {"丙", "丙类", "自费", "非医保", "目录外"}
_LOOKED_AT = 30


# Chapters of the printed catalogue; what stands below one has numbers of its own.
_CHAPTER = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]+[)）、.]?)?(?:西药|中成药|民族药|协议期内谈判药品|谈判药品|竞价药品)(?:部分)?"
)


class CatalogueEntry(NamedTuple):
    """One entry as written: national code, approval number, generic name, dosage form; and the row it stands in.

    `number` is its number in its `part` of the catalogue (★(8) where entry 8 is listed again); `chinese` are the Chinese
    patent medicines, whose names say their form.
    """

    code: str
    approval_no: str
    name: str
    form: str
    row: int
    number: str = ""
    part: str = ""
    chinese: bool = False


class Catalogue(NamedTuple):
    """A catalogue: the file's name, its hash, its entries, and what could not be read.

    `own_cost` are drugs that it lists as not paid for, `titles` what it calls itself: the names of file and sheets, the
    lines above the headings, a column of editions.
    """

    file: str
    sha256: str
    entries: tuple[CatalogueEntry, ...]
    problems: tuple[Problem, ...] = ()
    own_cost: tuple[CatalogueEntry, ...] = ()
    titles: tuple[str, ...] = ()


def read_catalogue(path: Path) -> Catalogue:
    """Return the catalogue of a file; raise WorkbookError where it is none."""
    if path.suffix.lower() == ".csv":
        rows, digest = read_csv(path)
        sheets = [("", rows)]
    else:
        package = open_package(path)
        book = read_workbook(package, Role.CATALOGUE)
        digest = package.sha256
        sheets = [
            (
                name,
                [[grid.text(row, column) for column in range(1, grid.width + 1)] for row in range(1, grid.height + 1)],
            )
            for name, grid in book.grids.items()
        ]
    name = file_name(path)
    whole = Catalogue(name, digest, (), titles=(name.rpartition(".")[0],))
    for sheet, rows in sheets:
        if header := _header(rows):
            entries_read = _read(name, sheet, rows, *header)
            whole = whole._replace(
                entries=whole.entries + entries_read.entries,
                problems=whole.problems + entries_read.problems,
                own_cost=whole.own_cost + entries_read.own_cost,
                titles=whole.titles + entries_read.titles,
            )
        else:  # a cover or the notes
            first = [text for row in rows[:_LOOKED_AT] for text in row if text.strip()]
            whole = whole._replace(titles=(*whole.titles, *first[:_LOOKED_AT]))
    if whole.entries:
        return whole
    text = "没有找到医保目录的表头：至少应有“药品名称”和“剂型”两列，并有药品"
    raise WorkbookError([Problem(Place(name), text, "核对表头后重试；可用 .xlsx 或 .csv 文件")])


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headings and the column of each, or None."""
    for number, row in enumerate(rows[:_LOOKED_AT]):
        written = {normalise(text): index for index, text in reversed(list(enumerate(row)))}
        columns = {
            key: written[alias]
            for key, aliases in _HEADINGS.items()
            if (alias := next((a for a in map(normalise, aliases) if a in written), None))
        }
        if "name" in columns and columns.keys() & {"form", "code", "number"}:
            return number, columns
    return None


def _read(file: str, sheet: str, rows: Sequence[Sequence[str]], header: int, columns: dict[str, int]) -> Catalogue:
    """Return what one sheet lists; lines between the drugs (chapters, classes, headings again) are passed over."""
    entries: list[CatalogueEntry] = []
    own_cost: list[CatalogueEntry] = []
    problems: list[Problem] = []
    editions: set[str] = set()
    chapter = of_class = ""
    for number, row in enumerate(rows[header + 1 :], header + 2):
        cells = {key: row[index].strip() if index < len(row) else "" for key, index in columns.items()}
        # The code of a class stands once, above its drugs, or beside each of them.
        of_class = cells.get("class_code", "") or of_class
        if found := _chapter(row):
            chapter, of_class = found, ""
        elif _is_line_between(cells):
            continue
        elif not cells["name"]:
            place = Place(file, sheet, f"第 {number} 行")
            problems.append(Problem(place, "没有药品名称，未计入目录", "补填药品名称，或删去该行", hint=True))
        else:
            editions.add(cells.get("edition", ""))
            listed = own_cost if cells.get("kind") in _OWN_COST else entries
            listed.append(_entry(cells, number, chapter or sheet, of_class))
    if own_cost:
        text = f"有 {len(own_cost)} 行为丙类或自费药品，未计入目录"
        problems.append(Problem(Place(file, sheet), text, "填错的更正后重试", hint=True))
    above = [text for row in rows[:header] for text in row if text.strip()]
    # A column of editions speaks of the whole only where it says the same in every row.
    edition = [f"药品目录{text}" for text in editions if text] if len(editions) == 1 else []
    return Catalogue(file, "", tuple(entries), tuple(problems), tuple(own_cost), (sheet, *above, *edition))


def _entry(cells: dict[str, str], row: int, chapter: str, class_code: str) -> CatalogueEntry:
    part, of_class = cells.get("part", "") or chapter, class_code[:1].upper()
    return CatalogueEntry(
        cells.get("code", ""),
        cells.get("approval_no", ""),
        cells["name"],
        cells.get("form", ""),
        row,
        cells.get("number", ""),
        # Negotiated drugs are numbered apart for Western and for Chinese medicines: X and Z are the classes of the two.
        f"{part} {of_class}",
        of_class == "Z" or any(word in part for word in ("中成药", "民族药")),
    )


def _chapter(row: Sequence[str]) -> str:
    """Return the chapter a row opens, or an empty string."""
    texts = {re.sub(r"\s", "", text) for text in row[:_LOOKED_AT] if text.strip()}
    return next(iter(texts)) if len(texts) == 1 and _CHAPTER.fullmatch(next(iter(texts))) else ""


def _is_line_between(cells: dict[str, str]) -> bool:
    """Return whether a row lists no drug: a blank one, a total, the name of a class, the headings again."""
    if not any(cells.values()) or re.fullmatch(r"合\s*计|总\s*计|小\s*计", cells["name"]):
        return True
    if cells.get("class_code") and not any(cells.get(key) for key in ("number", "form", "kind", "code")):
        # The name of a class stands beside its code; a drug of such a catalogue has a number.
        return not cells["name"] or "number" in cells
    return normalise(cells["name"]) in map(normalise, _HEADINGS["name"]) and (
        normalise(cells.get("form", "")) in ("", *map(normalise, _HEADINGS["form"]))
    )
