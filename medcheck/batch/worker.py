"""Assesses one workbook of a batch: its row, its reports as bytes, its marks. It is a plain function any executor can call."""

from __future__ import annotations

import gc
import hashlib
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from medcheck.assess import Options, assess_application
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.batch.batch_readings import ComparedReadings, compared_with, readings_of
from medcheck.batch.batch_row import BatchRow, Blocker
from medcheck.batch.marks import ValueMark, marks
from medcheck.batch.scan import Job
from medcheck.context import keep
from medcheck.disk import file_hash
from medcheck.engine.session import Engine
from medcheck.errors import MedcheckError, Problem
from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application
from medcheck.report.faces import FACES, render

BUG = "这是 medcheck 的缺陷"


class WorkerTask(NamedTuple):
    """What a worker is given: the job, how to assess, the formats wanted, the salt of the marks, the key of the result.

    `content` is the workbook itself where the worker does not see the folder; a case file or catalogue named in the options
    must stand at the same path for every worker. `compared` are further options of the readings, each to be judged beside;
    `notes` are what was found of this workbook before it was assessed.
    """

    job: Job
    options: Options
    formats: tuple[str, ...]
    salt: bytes
    key: str
    content: bytes | None = None
    compared: ComparedReadings = ()
    notes: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What a worker returns: the row, the reports by file name below the output folder, and the marks."""

    row: BatchRow
    reports: tuple[tuple[str, bytes], ...] = ()
    marks: tuple[ValueMark, ...] = ()


def work(task: WorkerTask) -> Outcome:
    """Return the outcome of one workbook; what cannot be assessed is refused with its reasons and costs itself only."""
    try:
        outcome = _looked_at(task)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  # our bug, or a panic of a library: it costs this workbook and no other
        return failed(task, error)
    _settle(outcome.row.facility_type)
    return outcome


def _looked_at(task: WorkerTask) -> Outcome:
    if task.content is None:
        return _assessed(task, task.job.path)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / task.job.path.name
        path.write_bytes(task.content)
        return _assessed(task, path)


def refused(task: WorkerTask, reasons: tuple[str, ...]) -> Outcome:
    """Return the outcome of a workbook that could not be assessed."""
    return Outcome(BatchRow(name=task.job.name, key=task.key, status="refused", reasons=reasons))


def failed(task: WorkerTask, error: BaseException) -> Outcome:
    """Return the outcome of a workbook on which the program itself failed: told as our bug, with where it was."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"，{Path(frames[-1].filename).name} 第 {frames[-1].lineno} 行" if frames else ""
    return refused(task, (f"{BUG}（{type(error).__name__}{where}），不是申请材料的问题。请将本行发给维护人员",))


def key_of(
    name: str, sha256: str, case: Path | None, common: str, inspection: Path | None = None, notes: tuple[str, ...] = ()
) -> str:
    """Return the hash of everything the result of a workbook depends on: its name and its own hash, its own files.

    `common` is the fingerprint of its batch.
    """
    hashes = (file_hash(path) if path else "" for path in (case, inspection))
    return hashlib.sha256("\0".join((name, sha256, *hashes, *notes, common)).encode()).hexdigest()


@keep()
def _engine() -> Engine:
    """Return the engine of this process: rules are compiled once and the same sessions judge every workbook."""
    return Engine()


@keep()
def _settle(kind: str) -> None:
    """Freeze the objects that the first workbook of a kind loaded (rules, forms, templates), so that gc skips them; done once.

    Long lists are many objects: each made the search go through all of that again.
    """
    gc.collect()
    gc.freeze()


def _assessed(task: WorkerTask, path: Path) -> Outcome:
    try:
        application = read_application(path, headings=task.options.headings)
        assessment = assess_application(application, task.options, _engine(), where_bound=True)
        compared = tuple(compared_with(assessment, application, task.options, task.compared, _engine()))
    except MedcheckError as error:
        return refused(task, tuple(_reason(problem, task.options) for problem in error.problems))
    except MemoryError:
        return refused(task, ("读取时内存超过上限。核对文件内容，或用 --memory 调高上限",))
    job = task.job
    reports = tuple(
        (f"报告/{job.folder}/{job.stem}{FACES[name].end}", render(name, assessment, path)) for name in task.formats
    )
    row = _row(task, application, assessment, reports)
    row = row.model_copy(
        update={
            "readings": readings_of(assessment, task.options.readings),
            "compared": compared,
            "notes": task.notes,
        }
    )
    return Outcome(row, reports, tuple(marks(application, task.salt)))


def _reason(problem: Problem, options: Options) -> str:
    """Return a problem as the reason of a row; one of another file than the workbook with its file and line or cell."""
    is_of_sheet = options.inspection is not None and problem.place.file == options.inspection.name
    where = f"{problem.place}：" if is_of_sheet or problem.place.line else ""
    return f"{where}{problem.text}。{problem.mend}"


def _row(
    task: WorkerTask, application: Application, assessment: Assessment, reports: Sequence[tuple[str, bytes]]
) -> BatchRow:
    findings = {finding.rule: finding for finding in assessment.findings}
    division = application.fields.get("admin_division_code")
    return BatchRow(
        name=task.job.name,
        key=task.key,
        sha256=application.sha256,
        status="assessed",
        applicant=assessment.applicant.name,
        uscc=assessment.applicant.uscc,
        facility_type=assessment.applicant.facility_type,
        facility_type_word=assessment.applicant.facility_type_word,
        division=str(division.value) if division and division.value is not None else "",
        application_date=str(assessment.application_date or ""),
        conclusion=assessment.conclusion,
        conclusion_word=assessment.conclusion_word,
        clear=assessment.clear,
        sentence=assessment.sentence,
        total=assessment.total,
        counts={count.word: count.count for count in assessment.counts if count.count},
        blocking=tuple(
            Blocker(rule=rule, title=one.title, verdict_word=one.verdict_word, gap=one.gap)
            for rule in assessment.blocking
            for one in [findings[rule]]
        ),
        problems=sum(not problem.hint for problem in assessment.problems),
        reports=tuple(report for report, _ in reports),
        reports_sha256=tuple(hashlib.sha256(content).hexdigest() for _, content in reports),
    )
