"""A folder of filled site-visit sheets, each matched with the applications of a batch by the hash it carries.

Strangers, doubles and what is no sheet are told; nothing of them is guessed. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from medcheck.batch.batch_row import USED, WITHOUT, Other
from medcheck.batch.scan import Job, scan
from medcheck.case.visit_sheet import VisitSheet, read_origin, visit_and_problems
from medcheck.errors import WorkbookError
from medcheck.vocabulary import Vocabulary

SHEET = "勘验表/"  # begins the name of what is told of a site-visit sheet
_BLANK = "没有填写的勘验表，未使用"


class MatchedSheet(NamedTuple):
    """A sheet of the folder: its name there, its file, and what it says; None where a cell of it cannot be read."""

    name: str
    path: Path
    application: str
    application_file: str
    said: VisitSheet | None

    @property
    def is_blank(self) -> bool:
        """Return whether nobody filled anything in."""
        return self.said is not None and self.said.inspection is None

    def says_the_same(self, other: MatchedSheet) -> bool:
        """Return whether both tell of the same visit: day, people, values and answers."""
        if self.said is None or other.said is None:
            return False
        return _substance(self.said) == _substance(other.said)


class MatchedSheets(NamedTuple):
    """By the name of an application the sheet that is used, if any, and what is said of it; the files not used, with why."""

    used: Mapping[str, Path]
    notes: Mapping[str, tuple[str, ...]]
    others: tuple[Other, ...]

    def of_job(self, job: Job) -> tuple[Path | None, tuple[str, ...]]:
        """Return the sheet of a workbook, if any, and what is said of it."""
        return self.used.get(job.name), self.notes.get(job.name, ())


NO_SHEETS = MatchedSheets({}, {}, ())


def matched_sheets(
    folder: Path, output: Path, applications: Mapping[str, str], vocabulary_of: Callable[[str], Vocabulary], today: date
) -> MatchedSheets:
    """Return which sheet of a folder is of which application; `applications` are the hashes of a batch by name.

    `vocabulary_of` returns the vocabulary of a pack by its id.

    Of two that say the same the first is used; of two that differ neither, and a visit in the future is none. Raises
    WorkbookError where the folder holds no workbook.
    """
    listing = scan(folder, output)
    told: list[tuple[str, str]] = [(other.name, other.why) for other in (*listing.others, *listing.refused)]
    by_application: dict[str, list[MatchedSheet]] = {}
    for job in listing.jobs:
        try:
            sheet = _read(job.name, job.path, vocabulary_of)
        except WorkbookError as error:
            told.append((job.name, f"{error.problems[0].text}，没有使用"))
            continue
        by_application.setdefault(sheet.application, []).append(sheet)
    used: dict[str, Path] = {}
    notes: dict[str, tuple[str, ...]] = dict.fromkeys(applications, (WITHOUT,))
    for application, sheets in by_application.items():
        names = [name for name, sha256 in applications.items() if sha256 == application]
        if not names:
            told += [(sheet.name, _stranger(sheet, applications)) for sheet in sheets]
            continue
        chosen, said, left = _chosen(sheets, "、".join(names), today)
        notes |= dict.fromkeys(names, said)
        if chosen:
            used |= dict.fromkeys(names, chosen.path)
        told += left
    return MatchedSheets(used, notes, tuple(Other(name=f"{SHEET}{name}", why=why) for name, why in sorted(told)))


def _read(name: str, path: Path, vocabulary_of: Callable[[str], Vocabulary]) -> MatchedSheet:
    """Return a sheet; what of it cannot be read is told with each cell where the application is assessed with it."""
    sheet, problems = visit_and_problems(path, vocabulary_of(read_origin(path).pack))
    return MatchedSheet(name, path, sheet.application, sheet.application_file, None if problems else sheet)


def _chosen(
    sheets: Sequence[MatchedSheet], application: str, today: date
) -> tuple[MatchedSheet | None, tuple[str, ...], list[tuple[str, str]]]:
    """Return the sheet used for an application, what is said beside it, and the sheets that are not used, with why."""
    left = [(sheet.name, _BLANK) for sheet in sheets if sheet.is_blank]
    filled = [sheet for sheet in sheets if not sheet.is_blank]
    if not filled:
        return None, (f"勘验表 {sheets[0].name} 没有填写",), left
    first, *doubles = filled
    names = "、".join(sheet.name for sheet in filled)
    if not all(first.says_the_same(double) for double in doubles):
        why = f"“{application}”有 {len(filled)} 份内容不同的勘验表（{names}），都没有使用；核对后只留一份"
        return None, (why,), [*left, *((sheet.name, why) for sheet in filled)]
    left += [(double.name, f"与 {first.name} 内容相同，没有重复使用") for double in doubles]
    visit = first.said.inspection if first.said else None
    if visit is not None and visit.on > today:
        why = f"勘验日期 {visit.on} 在今天（{today}）之后，没有使用；改正勘验表 {first.name} 的勘验日期后再评估"
        return None, (why,), [*left, (first.name, why)]
    return first, (f"{USED}{first.name}",), left


def _stranger(sheet: MatchedSheet, names: Iterable[str]) -> str:
    near = next((name for name in names if Path(name).name == sheet.application_file), "")
    changed = f"；文件夹中的“{near}”同名而内容不同，申请表更正过的，应重新生成勘验表" if near else ""
    return f"不属于本批任何一份申请（按“{sheet.application_file}”生成），没有使用{changed}"


def _substance(sheet: VisitSheet) -> object:
    visit = sheet.inspection
    if visit is None:
        return None
    return (
        visit.on,
        frozenset("".join(name.split()) for name in visit.inspectors),
        sorted((one.fact, str(one.value)) for one in visit.measurements),
        sorted((one.rule, one.answer) for one in visit.answers),
        sorted(doubt.text for doubt in sheet.doubts),
    )
