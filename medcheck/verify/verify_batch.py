"""The files of a whole batch (index, summary, comparison) against the batch run again on the applications of then."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pydantic import ValidationError

from medcheck import __version__
from medcheck.assess import Options
from medcheck.assessment.compare.comparison import Differing
from medcheck.batch.batch_asked import BatchAsked
from medcheck.batch.batch_row import Batch, BatchRow
from medcheck.batch.manifest import INDEX, NAME, PAIRS, RESULTS, SUMMARY, BatchManifest, is_of_index, read_manifest
from medcheck.batch.run_batch import BatchLimits, VisitFolder, batch_files, conclude, plan, rows_of, run
from medcheck.batch.store import BatchStore
from medcheck.disk import file_hash, is_within
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.evaluation.evaluation_files import BOOK, MINUTES, PAGE, evaluation_files
from medcheck.evaluation.gather import gather
from medcheck.evaluation.review import review
from medcheck.report.page.same_page import same_page
from medcheck.shown import file_name, shown_name
from medcheck.verdict import STAGE_WORDS
from medcheck.verify.verified import Verified
from medcheck.verify.verify_face import FaceCompared, compare_books, compare_documents
from medcheck.verify.verify_report import OTHER_BYTES, PAGE_ALTERED

_MOST = 8


class BatchFiles(NamedTuple):
    """What a batch is run again on: the folders of applications, case files, visits, the catalogue; the answers to its pairs."""

    applications: Path
    cases: Path | None = None
    inspection: Path | None = None
    catalogue: Path | None = None
    answers: Path | None = None


def verify_batch(path: Path, files: BatchFiles) -> Verified:
    """Return whether a file of a batch stands, with every report, row and pair that it rests on.

    Raises MedcheckError where the file does not stand in the folder of its batch, or the batch cannot be run again.
    """
    folder = path.resolve().parent
    manifest = read_manifest(folder)
    _require_files(manifest.asked, files)
    with TemporaryDirectory() as made:
        again = _run_again(Path(made), folder, manifest, files)
        differing = tuple(_differing(manifest, files))
        altered = list(_altered(folder, Path(made), manifest))
        compared = _compared(path, Path(made), files)
    return Verified(
        head=None,
        total=len(again.rows),
        altered=(*compared.altered, *altered),
        differing=differing,
        unchecked=(*compared.unchecked, *_unchecked(manifest, files)),
        told=(*compared.told, *_told(manifest)),
        lines=tuple(_lines(manifest)),
    )


def _require_files(asked: BatchAsked, files: BatchFiles) -> None:
    """Raise MedcheckError where the batch used case files or a catalogue and they are not given, or the other way round."""
    problems = []
    for option, word, used, given in (
        ("--case", "案件文件夹", asked.cases, files.cases),
        ("--inspection", "勘验表文件夹", asked.visits_until, files.inspection),
        ("--catalogue", "药品目录", asked.catalogue, files.catalogue),
    ):
        if used and not given:
            problems.append(
                Problem(Place(option), f"批量评估使用了{word}，核验时没有给出", f"用 {option} 指定当时的{word}")
            )
        if given and not used:
            problems.append(Problem(Place(option), f"批量评估没有使用{word}，核验时给出了", f"去掉 {option}"))
    if problems:
        raise MedcheckError(problems)


def _run_again(made: Path, folder: Path, manifest: BatchManifest, files: BatchFiles) -> Batch:
    """Run the batch of a folder again, with the title and the earlier versions of then; what was open then stays open."""
    asked = manifest.asked
    options = Options(
        asked.stage,
        asked.as_of,
        asked.pack,
        asked.readings,
        None,
        _named(made, files.catalogue, asked.catalogue),
        headings=asked.headings,
    )
    with BatchStore(made / "again") as store:
        until = asked.visits_until
        visits = VisitFolder(files.inspection, until) if files.inspection and until else None
        todo = plan(
            files.applications, store, options, asked.formats, files.cases, compared=asked.compared, visits=visits
        )
        finished = _finished(folder) if manifest.open else todo.keys
        run(
            todo._replace(open=tuple(task for task in todo.open if task.job.name in finished)),
            store,
            BatchLimits(),
            lambda row, left: None,
        )
        batch = conclude(todo, store, manifest.title)
    batch = batch.model_copy(update={"earlier": manifest.earlier})
    for name, content in batch_files(batch, todo.asked).items():
        (made / "again" / name).write_bytes(content)
    return batch


def _finished(folder: Path) -> Container[str]:
    """Return the names of the applications that an interrupted batch had finished."""
    try:
        return {row.name for row in rows_of(folder)}
    except (MedcheckError, ValidationError, UnicodeDecodeError):
        return ()  # told where the rows are compared


def _named(made: Path, catalogue: Path | None, name: str) -> Path | None:
    """Return the catalogue under the name it had, which stands in every result, where its ending is the same."""
    if catalogue is None or catalogue.name == name or catalogue.suffix.lower() != Path(name).suffix.lower():
        return catalogue
    (made / "catalogue").mkdir()
    target = made / "catalogue" / Path(name).name
    target.write_bytes(catalogue.read_bytes())
    return target


def _differing(manifest: BatchManifest, files: BatchFiles) -> Iterator[Differing]:
    used = manifest.asked.catalogue_sha256
    now = file_hash(files.catalogue) if files.catalogue else ""
    if used != now and files.catalogue:
        texts = (f"{manifest.asked.catalogue}，SHA-256 {used}", f"{file_name(files.catalogue)}，SHA-256 {now}")
        yield Differing(kind="procedure", word="医保药品目录", first=texts[0], second=texts[1])


def _altered(folder: Path, made: Path, manifest: BatchManifest) -> Iterator[str]:
    """Yield every file of the batch that is not as running it again makes it: rows, pairs, reports, list, index, summary."""
    again = made / "again"
    for name, what in ((RESULTS, "各行结果"), (PAIRS, "相同的内容"), (NAME, "核对清单")):
        if _content(folder, name) != (again / name).read_bytes():
            yield f"{name}（{what}）与重新生成的不同"
    yield from _rows(folder, again)
    reports = {name for row in rows_of(again) for name in row.reports}
    wrong = sorted(name for name in reports if _content(folder, name) != (again / name).read_bytes())
    if wrong:
        yield f"报告与重新生成的不同，或已不在：{_named_few(wrong)}"
    moved = sorted(name for name, sha256 in manifest.earlier_hashes.items() if file_hash(folder / name) != sha256)
    if moved:
        yield f"早先版本的报告被改动过，或已不在：{_named_few(moved)}"
    if not (folder / INDEX).is_file():
        yield f"{INDEX} 已不在"
    elif not is_of_index(folder):
        yield f"{INDEX} 所载的校验值与核对清单不符"


def _rows(folder: Path, again: Path) -> Iterator[str]:
    """Yield the applications whose rows were changed, put in or taken out."""
    try:
        old, new = ({row.name: row for row in rows_of(where)} for where in (folder, again))
    except (MedcheckError, ValidationError, UnicodeDecodeError):
        yield f"{RESULTS} 不能读取"
        return
    changed = [name for name in dict.fromkeys([*old, *new]) if _judged(old.get(name)) != _judged(new.get(name))]
    if changed:
        yield f"结果与重新评估的不同：{_named_few(changed)}"
    elif list(old) != list(new):
        yield "各行的次序不同"


def _judged(row: BatchRow | None) -> dict[str, object] | None:
    return row.model_dump(exclude={"key", "reports_sha256"}) if row else None


def _compared(path: Path, made: Path, files: BatchFiles) -> FaceCompared:
    """Return how the file itself compares with the one made again."""
    content, fresh = path.read_bytes(), made / "again"
    if path.name in (INDEX, SUMMARY):
        other = (fresh / path.name).read_bytes()
    else:
        made_again = evaluation_files(review(gather(fresh, files.answers)))
        kinds = {".html": PAGE, ".xlsx": BOOK, ".docx": MINUTES}
        if kinds[path.suffix.lower()] not in made_again:
            return FaceCompared(unchecked=("会议记录：没有安装 Word 组件，没有逐字核对",))
        other = made_again[kinds[path.suffix.lower()]]
    if path.suffix.lower() == ".xlsx":
        return compare_books(content, other)
    if path.suffix.lower() == ".docx":
        return compare_documents(content, other)
    text = content.decode("utf-8", "replace")
    if not same_page(text, other.decode("utf-8")):
        return FaceCompared(altered=(PAGE_ALTERED,))
    return FaceCompared() if content == other else FaceCompared(told=(OTHER_BYTES,))


def _unchecked(manifest: BatchManifest, files: BatchFiles) -> Iterator[str]:
    if manifest.medcheck != __version__:
        yield f"程序版本：批量评估为 medcheck {manifest.medcheck}，现为 {__version__}"
    if manifest.open:
        yield f"还没有评估的申请：批量评估中途停止，{manifest.open} 份没有结果；再次运行同一命令做完后核验"
    now = shown_name(files.applications.resolve().name)
    if manifest.title != now:
        yield f"标题：结果所载为“{manifest.title}”，申请文件夹现名为“{now}”"


def _told(manifest: BatchManifest) -> Iterator[str]:
    if manifest.earlier:
        yield f"早先版本 {len(manifest.earlier)} 份只核对了报告的校验值，没有重新评估；须核验的，逐份用 medcheck verify"


def _lines(manifest: BatchManifest) -> Iterator[tuple[str, str]]:
    asked = manifest.asked
    readings = "、".join(f"{name}={option}" for name, option in asked.readings.items()) or "均为默认"
    yield "申请", f"{manifest.title}，报告 {len(manifest.reports)} 份"
    yield "阶段", STAGE_WORDS[asked.stage]
    yield "口径", readings
    yield "规则包", asked.pack or "按申请日期选择"
    yield "日期", f"评估 {asked.as_of}" if asked.as_of else "按申请日期或案件文件"
    yield "程序", f"medcheck {manifest.medcheck}"


def _content(folder: Path, name: str) -> bytes | None:
    path = folder / name
    return path.read_bytes() if is_within(path, folder) and path.is_file() else None


def _named_few(names: list[str]) -> str:
    more = f" 等 {len(names)} 个" if len(names) > _MOST else ""
    return f"{'、'.join(map(shown_name, names[:_MOST]))}{more}"
