"""A batch against its floor and against the plain way; two workers against one; memory. `python -m benchmarks.bench_batch`.

The mix: 60 % clinics, 15 % hospitals of 600 people, 25 % pharmacies of 3,000 drugs. The floor is what nobody can save: every
value of a workbook read with calamine, and one page of 150 findings drawn. The plain way is openpyxl, the engine's own loop
and the page, one workbook after the other. Of each the fastest of some rounds taken in turns, CPU time of one process; then
the whole mix and the two workers by the clock.

    --files 300        how many clinics the pools and the one worker assess; `long_batch --memory` has many more
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl

from benchmarks.bench_read import SAMPLES, bare, enlarged
from benchmarks.rivals import LibraryLoop
from benchmarks.timing import fastest
from medcheck.assess import Options, assess_application
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.batch.run_batch import BatchLimits, conclude, plan, run
from medcheck.batch.scan import Job
from medcheck.batch.store import BatchStore
from medcheck.batch.worker import WorkerTask, work
from medcheck.case.case_file import NO_CASE
from medcheck.engine.session import Engine
from medcheck.fact import Facts
from medcheck.intake.read_application import read_application
from medcheck.measure.case_dates import case_dates
from medcheck.measure.derive import derive
from medcheck.report.page.render_page import to_html
from medcheck.rulebook.shelf import shipped_pack

MIX = {"clinic": 12, "hospital": 3, "pharmacy": 5}
ROUNDS, BATCHES = 9, 5


def files(folder: Path) -> dict[str, Path]:
    """Write one workbook of each kind and return them by kind."""
    clinic = folder / "clinic.xlsx"
    shutil.copy(SAMPLES / "clinic-eligible.xlsx", clinic)
    return {
        "clinic": clinic,
        "hospital": enlarged("hospital-2-eligible", "staff", "name", 600, folder / "hospital.xlsx"),
        "pharmacy": enlarged("pharmacy-single-eligible", "drugs", "generic_name", 3000, folder / "pharmacy.xlsx"),
    }


def plainly(path: Path) -> None:
    """Read every row with openpyxl as people do, and keep nothing."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book:
        for _ in sheet.iter_rows(values_only=True):
            pass


def judged_plainly(path: Path) -> Callable[[], object]:
    """Return the engine's own loop over an application's rules, its facts worked out beforehand."""
    pack, engine, application = shipped_pack("liaocheng-2019"), Engine(), read_application(path)
    facts = derive(application, NO_CASE, case_dates(application, NO_CASE, None), pack.tables, pack.vocabulary)
    choosing = Facts([facts[name] for name in ("facility_type", "hospital_level")])
    session = engine.session_for(pack, pack.profile(choosing, {}))
    loop, numbers = LibraryLoop(session), session.measure(facts).numbers
    return lambda: loop(numbers)


def page_of_150() -> Assessment:
    """Return a real assessment of about 150 findings: a second-level hospital with defects."""
    application = read_application(SAMPLES / "hospital-2-defects.xlsx")
    return assess_application(application, Options(), Engine())


def ratios(kinds: dict[str, Path]) -> None:
    """Print the milliseconds of floor, plain way and ours for each kind, and the ratios of the mix."""
    draw = partial(to_html, page_of_150())
    totals = [0.0, 0.0, 0.0]
    print(f"{'':12}{'floor':>10}{'plain':>10}{'ours':>10}  CPU milliseconds of one process")
    for kind, path in kinds.items():
        task = WorkerTask(Job(path, path.name, path.stem, "0"), Options(), ("html", "json"), b"salt", "key")
        works = (partial(bare, path), draw, partial(plainly, path), judged_plainly(path), partial(work, task))
        read, page, plain, loop, ours = fastest(*works, rounds=ROUNDS)
        floor, plain = read + page, plain + loop + page
        print(f"{kind:12}{floor:10.1f}{plain:10.1f}{ours:10.1f}  {ours / floor:5.2f} x the floor")
        totals = [total + MIX[kind] * one for total, one in zip(totals, (floor, plain, ours), strict=True)]
    floor, plain, ours = totals
    print(
        f"the mix: {ours / floor:.2f} x the floor (goal 2.0), {plain / ours:.2f} x faster than the plain way, both one process"
    )


def whole_mix(kinds: dict[str, Path], folder: Path) -> None:
    """Print by the clock how long the mix takes as a batch with all cores, and the plain way, which has one process."""
    source = folder / "mix"
    source.mkdir()
    numbered = [(kind, number) for kind, often in MIX.items() for number in range(often * BATCHES)]
    for kind, number in numbered:
        shutil.copy(kinds[kind], source / f"{kind}-{number:03}.xlsx")
    draw = partial(to_html, page_of_150())
    plain = [(partial(plainly, kinds[kind]), judged_plainly(kinds[kind])) for kind, _ in numbered]

    def plain_way() -> None:
        for read, loop in plain:
            read()
            loop()
            draw()

    def batch() -> None:
        with tempfile.TemporaryDirectory() as output, BatchStore(Path(output)) as store:
            todo = plan(source, store, Options(), ("html", "json"), None)
            run(todo, store, BatchLimits(workers=os.cpu_count() or 1), lambda row, left: None)
            conclude(todo, store, "mix")

    slow, ours = fastest(plain_way, batch, rounds=2, clock=time.perf_counter)
    print(
        f"{len(numbered)} files of the mix by the clock, workers started and index written: {ours / 1000:.1f} s with "
        f"{os.cpu_count()} workers, plain way {slow / 1000:.1f} s, {slow / ours:.2f} x faster (goal 6)"
    )


def pooled(folder: Path, count: int, workers: int) -> float:
    """Return the seconds a pool takes for copies of a clinic."""
    source = folder / f"in-{count}"
    if not source.is_dir():
        source.mkdir()
        content = (SAMPLES / "clinic-eligible.xlsx").read_bytes()
        for number in range(count):
            (source / f"{number:05}.xlsx").write_bytes(content)
    with BatchStore(folder / f"out-{count}-{workers}") as store:
        todo = plan(source, store, Options(), ("json",), None)
        start = time.perf_counter()
        run(todo, store, BatchLimits(workers=workers), lambda row, left: None)
        return time.perf_counter() - start


def worker_memory(count: int) -> None:
    """Print the memory of one process after every tenth of many workbooks."""
    code = f"""
import sys
from pathlib import Path
from medcheck.assess import Options
from medcheck.batch.scan import Job
from medcheck.batch.worker import Task, work
path = Path(sys.argv[1])
task = Task(Job(path, path.name, path.stem, "0"), Options(), ("html", "json"), b"salt", "key")
for number in range({count}):
    work(task)
    if (number + 1) % max({count} // 10, 1) == 0:
        print(int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // (1 << 20), end=" ")
"""
    alone = subprocess.run(
        [sys.executable, "-c", code, SAMPLES / "clinic-eligible.xlsx"], capture_output=True, check=True
    )
    print(f"a worker after each tenth of {count} files: {alone.stdout.decode()}MB (goal: flat, under 250)")


def main() -> None:
    """Print the ratios, the two workers against one, and the memory."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=300)
    count = parser.parse_args().files
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kinds = files(folder)
        ratios(kinds)
        whole_mix(kinds, folder)
        one, two = (pooled(folder, count, workers) for workers in (1, 2))
        print(f"{count} clinics: one worker {one:.1f} s, two {two:.1f} s, {one / two:.2f} x (goal 1.8)")
        worker_memory(count)


if __name__ == "__main__":
    main()
