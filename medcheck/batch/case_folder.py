"""The case files of a batch: which belong to no workbook, and which say the same of two. Each is told with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from medcheck import yaml_source
from medcheck.batch.batch_row import Other
from medcheck.disk import read_file
from medcheck.errors import MedcheckError, Place, suggest
from medcheck.shown import file_name, shown_name
from medcheck.yaml_source import Node

CASE = "案件文件 "  # begins the name of what is told of a case file
_ENDINGS = (".yaml", ".yml")
# What two case files cannot have in common: each is one institution's, and one case.
_OWN = {"case": "案件编号", "uscc": "统一社会信用代码", "facility_name": "机构名称"}


def case_files_told(cases: Path, used: Mapping[str, Path | None]) -> Iterator[Other]:
    """Yield every case file of a folder that belongs to no workbook, and every one that says the same as another.

    `used` is the case file of each workbook, by the name of it without its ending.
    """
    files = [path for path in used.values() if path]
    known = {path.resolve() for path in files}
    for path in sorted(cases.rglob("*")):
        if path.suffix.lower() in _ENDINGS and path.is_file() and path.resolve() not in known:
            yield Other(name=f"{CASE}{_named(path, cases)}", why=_orphan(path, used))
    seen: dict[tuple[str, str], Place] = {}
    for path in sorted(dict.fromkeys(files)):
        for key, node in _stated(path):
            place = Place(_named(path, cases), line=node.place.line)
            before = seen.setdefault((key, node.text.strip()), place)
            if before is not place:
                why = f"{_OWN[key]}“{node.text}”与案件文件 {before} 相同；一家机构、一个案件用一个案件文件，核对是否放错或写错"
                yield Other(name=f"{CASE}{place}", why=why)


def _orphan(path: Path, used: Mapping[str, Path | None]) -> str:
    if path.suffix != _ENDINGS[0] and path.stem in used:
        return "没有用到：文件名应以 .yaml 结尾"
    near = suggest(path.stem, [name for name, file in used.items() if file is None])
    return f"没有对应的申请表，没有用到{near}；案件文件与申请表同名，甲.xlsx 为 甲.yaml"


def _stated(path: Path) -> Iterator[tuple[str, Node]]:
    """Yield what a case file says of whose it is; one that cannot be read is told where its workbook is assessed."""
    try:
        root = yaml_source.of_bytes(read_file(path, yaml_source.LARGEST), file_name(path))
        mapping = root.mapping
    except MedcheckError:
        return
    for key in _OWN:
        if key in mapping and isinstance(mapping[key].value, str) and mapping[key].text.strip():
            yield key, mapping[key]


def _named(path: Path, cases: Path) -> str:
    return shown_name(path.relative_to(cases).as_posix()) if path.is_relative_to(cases) else file_name(path)
