"""Runs a batch: from a folder of workbooks to a report each, an index, a summary, and results as data. Start reading here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from medcheck.assess import Options
from medcheck.batch.batch_asked import BatchAsked, asked_for
from medcheck.batch.batch_readings import ComparedReadings, require_readings
from medcheck.batch.batch_row import Batch, BatchRow, Other
from medcheck.batch.binding import binding_of
from medcheck.batch.case_folder import case_files_told
from medcheck.batch.cluster import on_cluster
from medcheck.batch.index_page import index_page
from medcheck.batch.manifest import INDEX, PAIRS, RESULTS, SUMMARY, manifest_text
from medcheck.batch.manifest import NAME as MANIFEST
from medcheck.batch.pool import in_processes
from medcheck.batch.scan import FolderListing, Job, scan
from medcheck.batch.store import BatchStore
from medcheck.batch.summary import summary
from medcheck.batch.visit_sheets import NO_SHEETS, matched_sheets
from medcheck.batch.worker import WorkerTask, key_of
from medcheck.case.case_folder_file import case_file_for
from medcheck.disk import LARGEST_RESULT, file_hash, read_file, write_whole
from medcheck.rulebook.shelf import vocabulary_of

Seen = Callable[[BatchRow, int], None]


class BatchLimits(NamedTuple):
    """How a batch is run: worker processes, seconds and megabytes for each workbook, or the address of a cluster."""

    workers: int = 1
    seconds: float = 60.0
    megabytes: int = 1024
    scheduler: str = ""


class VisitFolder(NamedTuple):
    """A folder of filled site-visit sheets, and the day after which there can have been no visit yet."""

    folder: Path
    today: date


class Plan(NamedTuple):
    """What is to be done: the workbooks found, those still open, the key of each result, and how it is asked for."""

    listing: FolderListing
    open: tuple[WorkerTask, ...]
    keys: Mapping[str, str]
    asked: BatchAsked

    @property
    def finished(self) -> int:
        """Return how many workbooks are finished already."""
        return len(self.keys) - len(self.open)


def plan(
    folder: Path,
    store: BatchStore,
    options: Options,
    formats: tuple[str, ...],
    cases: Path | None,
    *,
    compared: ComparedReadings = (),
    visits: VisitFolder | None = None,
    renew: bool = False,
) -> Plan:
    """Return what is to be done of a folder, to which the store belongs from now on.

    Raises WorkbookError where the folder holds no workbook, and MedcheckError where the store belongs to another folder or
    to other options, unless it is to be renewed; RuleError for a reading that no rule pack has. `compared` are further
    options of the readings, to be judged beside those of the options.
    """
    require_readings(options, compared)
    listing = scan(folder, store.folder)
    hashes = {job.name: file_hash(job.path) for job in listing.jobs}
    sheets = matched_sheets(visits.folder, store.folder, hashes, vocabulary_of, visits.today) if visits else NO_SHEETS
    until = visits.today if visits else None
    asked = asked_for(options, formats, cases=cases is not None, compared=compared, visits_until=until)
    store.bind(binding_of(folder, asked, cases, visits.folder if visits else None), hashes.keys(), renew=renew)
    common, salt = asked.fingerprint, store.salt()
    tasks = []
    for job in listing.jobs:
        sheet, notes = sheets.of_job(job)
        own = with_case(options, cases, job, folder)._replace(inspection=sheet)
        key = key_of(job.name, hashes[job.name], own.case, common, sheet, notes)
        tasks.append(WorkerTask(job, own, formats, salt, key, compared=compared, notes=notes))
    listing = listing._replace(others=(*listing.others, *sheets.others))
    listing = _with_case_files(listing, cases, {task.job.path.stem: task.options.case for task in tasks})
    finished = store.finished()
    open_ = tuple(task for task in tasks if finished.get(task.job.name) != task.key)
    return Plan(listing, open_, {task.job.name: task.key for task in tasks}, asked)


def run(todo: Plan, store: BatchStore, limits: BatchLimits, seen: Seen) -> None:
    """Assess what is open and keep each outcome as it comes; `seen` is told of every row and how many are still open."""
    left = len(todo.open)
    runner = (
        partial(on_cluster, address=limits.scheduler)
        if limits.scheduler
        else partial(in_processes, workers=limits.workers, seconds=limits.seconds, megabytes=limits.megabytes)
    )
    for outcome in runner(iter(todo.open)):
        store.keep(outcome)
        left -= 1
        seen(outcome.row, left)


def conclude(todo: Plan, store: BatchStore, title: str) -> Batch:
    """Write index, summary and results of everything that is finished, with what proves them, and return the batch.

    A row that another workbook, case file or visit was assessed for is not finished: it is left out until that is done.
    """
    store.forget_others(todo.keys)
    rows = [row for row in store.rows() if row.key == todo.keys[row.name]]
    batch = Batch(
        title=title,
        rows=tuple(sorted((*rows, *map(_not_read, todo.listing.refused)), key=lambda row: row.name)),
        pairs=store.pairs({row.name for row in rows}),
        others=todo.listing.others,
        skipped=todo.listing.skipped,
        open=len(todo.keys) - len(rows),
        earlier=store.earlier(),
    )
    for name, content in batch_files(batch, todo.asked).items():
        write_whole(store.folder / name, content, "汇总表" if name == SUMMARY else "报告")
    return batch


def batch_files(batch: Batch, asked: BatchAsked) -> dict[str, bytes]:
    """Return by name what a batch writes beside its reports, each the same for the same batch; the index comes last."""
    results = "".join(f"{row.model_dump_json()}\n" for row in batch.rows).encode()
    pairs = "".join(f"{pair.model_dump_json()}\n" for pair in batch.pairs).encode()
    manifest = manifest_text(batch, asked, results, pairs)
    mark = hashlib.sha256(manifest).hexdigest()
    return {
        RESULTS: results,
        PAIRS: pairs,
        SUMMARY: summary(batch, mark),
        MANIFEST: manifest,
        INDEX: index_page(batch, mark).encode(),
    }


def _not_read(other: Other) -> BatchRow:
    return BatchRow(name=other.name, key="", status="refused", reasons=(other.why,))


def _with_case_files(listing: FolderListing, cases: Path | None, used: Mapping[str, Path | None]) -> FolderListing:
    """Return the listing with what is to be told of the folder of case files."""
    if cases is None:
        return listing
    return listing._replace(others=(*listing.others, *case_files_told(cases, used)))


def with_case(options: Options, cases: Path | None, job: Job, folder: Path) -> Options:
    """Return the options with the case file of a workbook, if there is one in the folder of case files."""
    if cases is None:
        return options
    return options._replace(case=case_file_for(cases, job.path.name, job.path.relative_to(folder).parent))


def rows_of(folder: Path) -> Iterator[BatchRow]:
    """Yield the rows of a batch that was written to a folder, in the order of names."""
    text = read_file(folder / "results.jsonl", LARGEST_RESULT).decode("utf-8")
    yield from (BatchRow.model_validate_json(line) for line in text.split("\n") if line)
