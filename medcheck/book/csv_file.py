"""Reads a .csv file as rows of texts, in either of the two encodings in use. It knows nothing of what they mean."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from io import StringIO
from pathlib import Path

from medcheck.disk import read_file
from medcheck.package.counts import MAX_CELLS
from medcheck.package.guard import MAX_FILE
from medcheck.package.refusals import refusal, too_many_cells
from medcheck.shown import file_name

_DELIMITERS, _LOOKED_AT = (",", "\t", ";"), 50
_SEPARATOR = re.compile(
    r"\s*\"?sep=(.)\"?[^\S\n]*(?:\r?\n|\Z)", re.IGNORECASE
)  # how Excel is told; nothing of the list
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)  # how exports keep a long number from becoming one


def read_csv(path: Path) -> tuple[list[list[str]], str]:
    """Return the rows of a file in UTF-8 (with or without BOM) or GB18030, and its SHA-256; raise WorkbookError."""
    missing = ("文件不存在", "核对文件名和所在文件夹")
    content = read_file(path, MAX_FILE, missing=missing, too_large="只保留需要的各列后重试")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return _rows(path, text), hashlib.sha256(content).hexdigest()
    raise refusal(file_name(path), "不是 UTF-8 或 GB18030 编码的 CSV 文件", "另存为 .xlsx 后重试")


def _rows(path: Path, text: str) -> list[list[str]]:
    if text.count(",") + text.count("\t") + text.count("\n") > MAX_CELLS:
        raise too_many_cells(file_name(path), MAX_CELLS)
    text, delimiter = _delimited(text)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        problem = "引号不成对，或有一格过长，读不出 CSV 的行和列"
        raise refusal(file_name(path), problem, "用表格软件打开，另存为 .xlsx 后重试") from error
    return [[_FORMULA.sub(r"\1", cell) for cell in row] for row in rows]


def _delimited(text: str) -> tuple[str, str]:
    """Return the text of the list itself, and what stands between its cells: what most of the first lines have equally often.

    A title above the list has none of it, or a comma of its own.
    """
    if declared := _SEPARATOR.match(text):
        return text[declared.end() :], declared[1]
    lines = [line for line in text.split("\n", _LOOKED_AT)[:_LOOKED_AT] if line.strip()]

    def weight(delimiter: str) -> int:
        counts = Counter(line.count(delimiter) for line in lines)
        return max((often * count for count, often in counts.items()), default=0)

    return text, max(_DELIMITERS, key=weight)
