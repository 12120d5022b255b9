"""A .csv file as rows of texts, whichever of the two encodings in use it came in. Knows nothing of what they mean."""

from __future__ import annotations

import csv
import hashlib
import re
from io import StringIO
from pathlib import Path

from medcheck.disk import read_file
from medcheck.intake.counts import MAX_CELLS
from medcheck.intake.guard import MAX_FILE
from medcheck.intake.refusals import refusal, too_many_cells
from medcheck.shown import file_name

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
    head = text.split("\n", 1)[0]
    delimiter = max(",", "\t", ";", key=head.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        told = "引号不成对，或有一格过长，读不出 CSV 的行和列"
        raise refusal(file_name(path), told, "用表格软件打开，另存为 .xlsx 后重试") from error
    return [[_FORMULA.sub(r"\1", cell) for cell in row] for row in rows]
