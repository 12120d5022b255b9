"""A report and the workbook it was made of → whether every finding still stands, by doing the assessment again.

Start with `verify`. What is the same and what is not is told; nothing here is printed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from medcheck.assess import Options, assess
from medcheck.assessment.compare.compare_runs import change_of
from medcheck.assessment.compare.comparison import Change, Differing, Head
from medcheck.assessment.compare.differing import differing
from medcheck.assessment.compare.rule_states import run_of
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.source_model import OptionsUsed
from medcheck.engine.session import Engine
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.report.page.render_page import to_html
from medcheck.report.record.page_record import bare
from medcheck.report.record.recorded import Recorded
from medcheck.report.seal_lines import FILE_WORDS

_FILE_OPTIONS = {"case": "--case", "catalogue": "--catalogue", "list": "--list", "inspection": "--inspection"}
_ALTERED = "报告的内容与其摘要不符：生成后被改动过"
_PAGE_ALTERED = "页面与重新生成的页面不一致：页面生成后被改动过"
_OTHERWISE = "证据或措辞"
_PARTS = {
    "applicant": "申请单位",
    "workbook": "申请表的读取情况",
    "regulation": "规则包的说明",
    "conclusion": "结论",
    "sentence": "结论的说明",
    "counts": "判定合计",
    "blocking": "影响结论的事项",
    "tasks": "待办事项",
    "problems": "申请表中的问题",
    "notices": "须知",
    "stock": "备药率",
    "deadlines": "期限",
    "materials": "材料",
    "charts": "图表",
    "unmatched": "没有对应的名称",
}


class Files(NamedTuple):
    """The files to assess again: the workbook, and what was used beside it; lists by table or by the name of the sheet."""

    workbook: Path
    case: Path | None = None
    catalogue: Path | None = None
    lists: Mapping[str, Path] = {}
    inspection: Path | None = None


class Verified(NamedTuple):
    """What was found: `altered` the report itself, `differing` what it rests on, `changes` findings that do not stand.

    `others` are further parts of the result that came out differently, `told` remarks that cost nothing, `total` the
    number of rules of the report.
    """

    altered: tuple[str, ...]
    differing: tuple[Differing, ...]
    changes: tuple[Change, ...]
    others: tuple[str, ...]
    told: tuple[str, ...]
    total: int

    @property
    def stands(self) -> bool:
        """Return whether the report is whole, of this workbook and these rules, and every finding stands."""
        return not (self.altered or self.differing or self.changes or self.others)


def verify(recorded: Recorded, files: Files, engine: Engine) -> Verified:
    """Return whether a report stands; raise MedcheckError where it cannot be made again."""
    head = recorded.run.head
    again = _again(head, files, engine)
    second = run_of(again)
    differs = tuple(differing(head, second.head))
    other_program = head.medcheck != again.medcheck
    altered = [_ALTERED] if recorded.altered else []
    notes = [
        f"{difference.word}不同：报告为 {difference.first}，现为 {difference.second}"
        for difference in differs
        if difference.kind == "program"
    ]
    if recorded.page and head.digest == again.digest and not other_program and recorded.page != to_html(again):
        altered.append(_PAGE_ALTERED)
    if recorded.page and head.digest != again.digest:
        notes.append("重新计算的结果与报告所载的摘要不同，页面上的其他文字没有逐字核对")
    return Verified(
        altered=tuple(altered),
        differing=tuple(difference for difference in differs if difference.kind != "program"),
        changes=tuple(_changes(recorded, again, by_word=not other_program)),
        others=() if other_program else tuple(_others(recorded, again)),
        told=tuple(notes),
        total=len(recorded.run.states),
    )


def _changes(recorded: Recorded, again: Assessment, *, by_word: bool) -> Iterator[Change]:
    """Yield the findings that came out differently; another program may put a reason in other words."""
    second = run_of(again)
    old = {state.rule: state for state in bare(recorded.run).states}
    new = {state.rule: state for state in bare(second).states}
    named = {state.rule: state for state in (*recorded.run.states, *second.states)}
    whole = {finding.rule: finding for finding in recorded.whole.findings} if recorded.whole else {}
    now = {finding.rule: finding for finding in again.findings}
    for rule in dict.fromkeys([*old, *new]):
        change = change_of(old.get(rule), new.get(rule))
        same = whole.get(rule) == now.get(rule) if recorded.whole else change.first == change.second
        gone = change.first is None or change.second is None
        if same or not (gone or by_word or set(change.parts) - {"原因"}):
            continue
        words = {"title": named[rule].title or rule, "cite": named[rule].cite}
        yield change.model_copy(update={"parts": change.parts or (() if gone else (_OTHERWISE,)), **words})


def _others(recorded: Recorded, again: Assessment) -> Iterator[str]:
    """Yield the parts of the result beside its findings that came out differently."""
    if recorded.whole:
        first = recorded.whole
        yield from (word for name, word in _PARTS.items() if getattr(first, name) != getattr(again, name))
        return
    head = recorded.run.head
    if (head.conclusion_word, head.sentence) != (again.conclusion_word, again.sentence):
        yield _PARTS["conclusion"]
    if head.digest != again.digest:
        yield "结果的摘要"


def _again(head: Head, files: Files, engine: Engine) -> Assessment:
    """Return the assessment made again with the options of the report, each file under the name it had then."""
    if head.options is None:
        problem = Problem(
            Place("报告"), "报告没有记录评估时的选项，不能重新计算", "用同一版本的 medcheck 重新评估后比较"
        )
        raise MedcheckError([problem])
    _require_files(head.options, files)
    names = {(used_file.what, used_file.name): used_file.file for used_file in head.options.files}
    with TemporaryDirectory() as folder:
        staged = _Staged(Path(folder))
        options = Options(
            head.options.stage,
            head.options.as_of,
            head.options.pack,
            dict(reading.split("=", 1) for reading in head.options.readings),
            staged.named(files.case, names.get(("case", ""), "")) if files.case else None,
            staged.named(files.catalogue, names.get(("catalogue", ""), "")) if files.catalogue else None,
            {name: staged.named(path, names.get(("list", name), "")) for name, path in files.lists.items()},
            staged.named(files.inspection, names.get(("inspection", ""), "")) if files.inspection else None,
            dict(heading.rsplit("=", 1) for heading in head.options.headings),
        )
        return assess(staged.named(files.workbook, head.workbook), options, engine)


class _Staged(NamedTuple):
    """A folder in which a file can stand under the name it had: every cell of a result carries the file's name."""

    folder: Path

    def named(self, path: Path, name: str) -> Path:
        """Return the file under that name; as it is where it has the name, or the name is none."""
        if path.name == name or not name or Path(name).name != name or "*" in name or not path.is_file():
            return path
        place = Path(self.folder, str(len(list(self.folder.iterdir()))))
        place.mkdir()
        return Path(shutil.copyfile(path, place / name))


def _require_files(options: OptionsUsed, files: Files) -> None:
    """Raise MedcheckError where a file was used and is not given, or is given and was not used."""
    given = {"case": files.case, "catalogue": files.catalogue, "list": files.lists, "inspection": files.inspection}
    used = {used_file.what: used_file.file for used_file in options.files}
    problems = []
    for what, option in _FILE_OPTIONS.items():
        word = FILE_WORDS[what]
        if what in used and not given[what]:
            text = f"报告使用了{word}“{used[what]}”，核验时没有给出"
            problems.append(Problem(Place(option), text, f"用 {option} 指定当时的{word}"))
        if given[what] and what not in used:
            text = f"报告没有使用{word}，核验时给出了"
            problems.append(Problem(Place(option), text, f"去掉 {option}"))
    if problems:
        raise MedcheckError(problems)
