"""A folder of applications → a site-visit sheet each; one that cannot be made costs itself only. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from medcheck.assess import Options
from medcheck.disk import is_within
from medcheck.engine.session import Engine
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.visit.make_sheet import write_visit

_END = "-勘验表.xlsx"


class SheetMade(NamedTuple):
    """What became of one application: its name, the sheet and how many items it has, or the problems."""

    name: str
    output: Path
    items: int
    problems: tuple[Problem, ...] = ()


class SheetWanted(NamedTuple):
    """One application of a folder: its name there, its file, and how it is assessed."""

    name: str
    path: Path
    options: Options


def write_sheets(wanted: list[SheetWanted], folder: Path, engine: Engine, *, force: bool) -> Iterator[SheetMade]:
    """Yield what became of each application, in order; a sheet that is there is written over only by `force`."""
    taken: set[Path] = set()
    for each in wanted:
        output = _name(folder, each.name, taken)
        taken.add(output)
        try:
            items = _write(each, output, folder, engine, force=force)
        except MedcheckError as error:
            yield SheetMade(each.name, output, 0, error.problems)
            continue
        yield SheetMade(each.name, output, items)


def _write(wanted: SheetWanted, output: Path, folder: Path, engine: Engine, *, force: bool) -> int:
    """Write the sheet of an application and return how many items it has; raise MedcheckError where it cannot be made."""
    if output.exists() and not force:
        mend = "核对是否已经填写；确要覆盖的，加上 --force，或用 -o 换一个文件夹"
        raise MedcheckError([Problem(Place(output.name), "勘验表已存在，没有写入", mend)])
    if not is_within(output, folder):
        raise MedcheckError([Problem(Place(output.name), "结果文件夹里有通向别处的链接，没有写入", "删去该链接")])
    output.parent.mkdir(parents=True, exist_ok=True)
    points = write_visit(wanted.path, wanted.options, engine, output)
    return sum(len(point.lines) for point in points)


def _name(folder: Path, name: str, taken: set[Path]) -> Path:
    """Return where the sheet of an application goes: beside one another as the applications are, no two in one place."""
    path = folder / name
    plain = path.with_name(f"{path.stem}{_END}")
    return plain if plain not in taken else path.with_name(f"{path.name}{_END}")
