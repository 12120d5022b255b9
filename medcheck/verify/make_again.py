"""A recorded head and the files of then → the assessment made once more. Compares nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from medcheck.assess import Options, assess_under, choose_pack, unread_case
from medcheck.assessment.compare.comparison import Head
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.source_model import FileUsed, OptionsUsed
from medcheck.case.case_file import NO_CASE, read_case
from medcheck.disk import file_hash
from medcheck.engine.session import Engine
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application
from medcheck.measure.case_dates import CaseDates, case_dates
from medcheck.pack_folders import add_folders, folders_kept
from medcheck.report.seal_lines import FILE_WORDS
from medcheck.rulebook.choice import Choice, how_chosen, site_of
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.shelf import pack_at

_OPTIONS = {"case": "--case", "catalogue": "--catalogue", "list": "--list", "inspection": "--inspection"}


class Files(NamedTuple):
    """The files to make a report again: the workbook, what was used beside it (lists by table or by the name of the sheet).

    `cases` are the case files: of a paper there may be two. `pack` is the folder of the rules as they were; `previous` and
    `template` belong to a paper.
    """

    workbook: Path
    cases: tuple[Path, ...] = ()
    catalogue: Path | None = None
    lists: Mapping[str, Path] = {}
    inspection: Path | None = None
    pack: Path | None = None
    previous: Path | None = None
    template: Path | None = None


def make_again(head: Head, files: Files, engine: Engine, *, beside: Set[str] = frozenset()) -> Assessment:
    """Return the assessment made again with the options of the report, each file under the name it had then.

    `beside` are the hashes of case files that the report used beside its assessment. Raises MedcheckError where it cannot
    be made again: no options recorded, a file missing or too many, no such rule pack.
    """
    if head.options is None:
        problem = Problem(
            Place("报告"), "报告没有记录评估时的选项，不能重新计算", "用同一版本的 medcheck 重新评估后比较"
        )
        raise MedcheckError([problem])
    used = {(file.what, file.name): file for file in head.options.files}
    case = _case(files, used.get(("case", "")), beside)
    _require_files(head.options, files, case)
    with TemporaryDirectory() as folder:
        staged = _Staged(Path(folder))
        options = Options(
            head.options.stage,
            head.options.as_of,
            head.options.pack,
            dict(reading.split("=", 1) for reading in head.options.readings),
            staged.named(case, used.get(("case", ""))) if case else None,
            staged.named(files.catalogue, used.get(("catalogue", ""))) if files.catalogue else None,
            {name: staged.named(path, used.get(("list", name))) for name, path in files.lists.items()},
            staged.named(files.inspection, used.get(("inspection", ""))) if files.inspection else None,
            dict(heading.rsplit("=", 1) for heading in head.options.headings),
        )
        its_own = FileUsed(what="workbook", name="", file=head.workbook, sha256=head.workbook_sha256)
        return _assessed(staged.named(files.workbook, its_own), options, files.pack, engine)


def _assessed(workbook: Path, options: Options, folder: Path | None, engine: Engine) -> Assessment:
    """Return the assessment made again; while it is made the rules as they were are at hand, with their forms."""
    with folders_kept():
        if folder is not None:
            add_folders([folder])
        return _assessed_by(pack_at(folder) if folder else None, workbook, options, engine)


def _assessed_by(pack: RulePack | None, workbook: Path, options: Options, engine: Engine) -> Assessment:
    application = read_application(workbook, options.lists, options.headings)
    dates = case_dates(application, unread_case(options.case), options.as_of)
    choice = _chosen(pack, application, options.pack, dates) if pack else choose_pack(application, dates, options.pack)
    case = read_case(options.case, choice.pack.vocabulary) if options.case else NO_CASE
    return assess_under(choice, application, case=case, dates=dates, options=options, engine=engine).assessment


def _chosen(pack: RulePack, application: Application, named: str, dates: CaseDates) -> Choice:
    """Return the pack with how the report's pack was chosen then, though its folder is given now."""
    site = site_of(application, [pack])
    return Choice(pack, "by_option" if named else how_chosen(pack, site, dates.applied.day), site)


class _Staged(NamedTuple):
    """A folder in which a file can stand under the name it had: every cell of a result carries the file's name."""

    folder: Path

    def named(self, path: Path, used: FileUsed | None) -> Path:
        """Return the file under that name; as it is where it has the name, is of another kind, or the name is none.

        Under the ending of another kind it could not even be read; that it is not the same file is told later.
        """
        name = used.file if used else ""
        if path.name == name or not name or Path(name).name != name or "*" in name or not path.is_file():
            return path
        if used and path.suffix.lower() != Path(name).suffix.lower() and file_hash(path) != used.sha256:
            return path
        place = Path(self.folder, str(len(list(self.folder.iterdir()))))
        place.mkdir()
        return Path(shutil.copyfile(path, place / name))


def _case(files: Files, used: FileUsed | None, beside: Set[str]) -> Path | None:
    """Return the case file of the assessment among those given: the one of the same content, else one not used otherwise."""
    hashes = {path: file_hash(path) for path in files.cases}
    same = (path for path, sha256 in hashes.items() if used and sha256 == used.sha256)
    other = (path for path, sha256 in hashes.items() if sha256 not in beside)
    return next(same, next(other, None))


def _require_files(options: OptionsUsed, files: Files, case: Path | None) -> None:
    """Raise MedcheckError where a file was used and is not given, or is given and was not used."""
    given = {"case": case, "catalogue": files.catalogue, "list": files.lists, "inspection": files.inspection}
    problems = list(_unlike(options, given))
    if problems:
        raise MedcheckError(problems)


def _unlike(options: OptionsUsed, given: Mapping[str, object]) -> Iterator[Problem]:
    used = {used_file.what: used_file.file for used_file in options.files}
    for what, option in _OPTIONS.items():
        word = FILE_WORDS[what]
        if what in used and not given[what]:
            text = f"报告使用了{word}“{used[what]}”，核验时没有给出"
            yield Problem(Place(option), text, f"用 {option} 指定当时的{word}")
        if given[what] and what not in used:
            yield Problem(Place(option), f"报告没有使用{word}，核验时给出了", f"去掉 {option}")
