"""A long batch with bad files in it, undisturbed and killed three times: `python -m benchmarks.long_batch [--count 500]`.

Five files go bad: a bomb, a cut-off file, one with a password, and two that a worker reads without end and without
measure (played by the worker: no workbook we know does that to the reader any more). Printed are how many reports and
reasons there are, whether the batch that was killed ends in the same bytes, and where it differs from its ledger.

    --memory 10000     instead, assess that many copies of the smallest clinic; print a worker's and the parent's memory
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from medcheck.assess import Options
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.batch import pool
from medcheck.batch.run_batch import BatchLimits, conclude, plan, rows_of, run
from medcheck.batch.store import BatchStore
from tests.packages import SAMPLE, compound, sample
from tests.test_batch import misbehaving, written
from tests.test_samples import differences, ledger

SHARES = (0.15, 0.45, 0.75)
MEGABYTE = 1 << 20


def filled(folder: Path, count: int, seed: int) -> None:
    """Generate applications, and put five bad files among them."""
    options = ["--count", str(count - 5), "--seed", str(seed), "--defects", "30%", "--shared", "5%"]
    subprocess.run([sys.executable, "-m", "medcheck", "samples", *options, "-o", str(folder)], check=True)
    for name in ("不结束", "吃内存"):
        shutil.copy(SAMPLE, folder / f"{name}.xlsx")
    (folder / "炸弹.xlsx").write_bytes(sample({"xl/bomb.xml": bytes(25 * MEGABYTE)}))
    (folder / "残缺.xlsx").write_bytes(SAMPLE.read_bytes()[:9000])
    (folder / "密码.xlsx").write_bytes(compound("EncryptedPackage"))


def one_run(folder: Path, output: Path) -> None:
    """Run the batch to its end, in this process, with a worker that misbehaves."""
    pool.work = misbehaving  # type: ignore[attr-defined]  # the pool calls what it imported
    with BatchStore(output) as store:
        todo = plan(folder, store, Options(catalogue=folder / "目录.csv"), ("html", "json"), None)
        run(todo, store, BatchLimits(workers=2, seconds=5, megabytes=700), lambda row, left: None)
        conclude(todo, store, folder.name)


def started(folder: Path, output: Path) -> subprocess.Popen[bytes]:
    """Start the batch in a process group of its own."""
    command = [sys.executable, "-m", "benchmarks.long_batch", "--run", str(folder), str(output)]
    return subprocess.Popen(command, start_new_session=True)


def long(folder: Path, count: int, seed: int) -> None:
    """Print what becomes of a long batch, undisturbed and killed."""
    source, whole, torn = folder / "申请", folder / "整批", folder / "断续"
    filled(source, count, seed)
    start = time.perf_counter()
    assert started(source, whole).wait() == 0
    print(f"{count} files in {time.perf_counter() - start:.0f} s with two workers")
    for share in SHARES:
        running = started(source, torn)
        while running.poll() is None and len(list(torn.glob("报告/*/*.html"))) < share * count:
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert started(source, torn).wait() == 0
    rows = {row.name: row for row in rows_of(whole)}
    counts = Counter(row.status for row in rows.values())
    print(f"{counts['assessed']} reports, {counts['refused']} refused; after three kills the same bytes:", end=" ")
    print(written(whole) == written(torn))
    for row in rows.values():
        if row.status == "refused":
            print(f"    {row.name}: {row.reasons[0]}")
    print_differences(source, whole)


def print_differences(source: Path, output: Path) -> None:
    """Print where a report says something else than the ledger: a defect that was not found, or something that is none."""
    reports = map(Path.read_text, output.glob("报告/*/*.json"))
    made = {one.workbook.file: one for one in map(Assessment.model_validate_json, reports)}
    lines = ledger(source)
    wrong = {file: found for file, told in lines.items() if (found := list(differences(told, made[file])))}
    defects = sum(line["status"] == "defect" for told in lines.values() for line in told)
    print(f"{len(lines)} applications with {defects} defects; reports that differ from the ledger: {len(wrong)}")
    for file, found in wrong.items():
        print(f"    {file}: {'；'.join(found)}")


def memory(folder: Path, count: int) -> None:
    """Print the memory of the parent and of its largest worker after each tenth of a batch of small files."""
    source = folder / "申请"
    source.mkdir()
    content = SAMPLE.read_bytes()
    for number in range(count):
        (source / f"{number:05}.xlsx").write_bytes(content)
    command = [sys.executable, "-m", "medcheck", "batch", str(source), "-o", str(folder / "报告"), "--format", "json"]
    start = time.perf_counter()
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    told = 0
    while running.poll() is None:
        time.sleep(0.5)
        done = len(list((folder / "报告").glob("报告/*/*.json")))
        if done >= (told + 1) * count // 10 and (sizes := resident(running.pid)):
            told += 1
            print(f"{done:6} done, {time.perf_counter() - start:5.0f} s: parent {sizes[0]} MB, workers {sizes[1:]} MB")
    print(f"{count} files in {time.perf_counter() - start:.0f} s, exit code {running.returncode}")


def resident(parent: int) -> list[int]:
    """Return the memory of a process and of its children, in MB."""
    sizes = []
    threads = Path(f"/proc/{parent}/task").glob("*/children")
    for process in (str(parent), *(child for thread in threads for child in thread.read_text().split())):
        try:
            pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except OSError:
            continue
        sizes.append(pages * 4096 // MEGABYTE)
    return sizes


def main() -> None:
    """Run what is asked for in a folder of its own, which is removed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", type=int)
    parser.add_argument("--run", type=Path, nargs=2)
    given = parser.parse_args()
    if given.run:
        one_run(*given.run)
        return
    with tempfile.TemporaryDirectory() as folder:
        if given.memory:
            memory(Path(folder), given.memory)
        else:
            long(Path(folder), given.count, given.seed)


if __name__ == "__main__":
    main()
