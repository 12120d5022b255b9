"""Reading an application against an earlier commit, on the same files. `python -m benchmarks.bench_before [COMMIT]`.

Each tree reads in a process of its own; the two take turns, file by file, and each measures its own CPU time. The median of the
paired ratios is what counts: whatever slows the machine for a while slows both. With `--whole` each round is a new process
that assesses one workbook, imports and rules included.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.bench_read import SAMPLES, enlarged

ROOT = Path(__file__).parents[1]
GOAL = 1.15
BEFORE = "11671b8"  # the last commit before cells were looked at more closely: fonts, formats, rows at fault
READER = """
import importlib, sys, time
from pathlib import Path
try:
    module = importlib.import_module("medcheck.intake.read_application")
except ModuleNotFoundError:
    module = importlib.import_module("medcheck.intake.read")
root = str(Path.cwd())
strangers = [name for name, loaded in sys.modules.items()
             if name.startswith("medcheck.") and loaded.__file__ and not loaded.__file__.startswith(root)]
assert not strangers, strangers
for line in sys.stdin:
    path, count = line.rstrip("\\n").rsplit("\\t", 1)
    start = time.process_time()
    for _ in range(int(count)):
        application = module.read_application(Path(path))
    print((time.process_time() - start) / int(count), len(application.problems), flush=True)
"""


class Tree:
    """A checkout whose reader runs in a process of its own and reads a workbook whenever it is asked."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [sys.executable, "-c", READER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
            env=_environment(root),
        )

    def read(self, path: Path, count: int) -> tuple[float, int]:
        """Return the CPU seconds of one reading out of `count` in a row, and how many problems were seen."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{path}\t{count}\n")
        self.process.stdin.flush()
        seconds, problems = self.process.stdout.readline().split()
        return float(seconds), int(problems)

    def assess(self, path: Path) -> float:
        """Return the CPU seconds of a new process that assesses one workbook as a page."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with tempfile.TemporaryDirectory() as target:
            command = [sys.executable, "-m", "medcheck", "assess", str(path), "--format", "html", "-o", target]
            ended = subprocess.run(command, cwd=self.root, env=_environment(self.root), capture_output=True)
        if ended.returncode > 1:
            raise SystemExit(ended.stderr.decode())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


class Pairs(NamedTuple):
    """The times of the earlier and of this tree, taken in turns."""

    before: list[float]
    now: list[float]

    def __str__(self) -> str:
        ratios = [now / before for before, now in zip(self.before, self.now, strict=True)]
        return (
            f"{min(self.before) * 1000:7.1f} ms before {min(self.now) * 1000:7.1f} ms now"
            f"   ratio of minima {min(self.now) / min(self.before):5.2f}"
            f"   median of pairs {statistics.median(ratios):5.2f}  (goal {GOAL})"
        )


def checked_out(commit: str, folder: Path) -> Path:
    """Write the tree of a commit into a folder, with its data where the package looks for it, and return the folder."""
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    for name in ("rules", "forms", "reports"):
        (folder / "medcheck" / name).symlink_to(folder / name)
    return folder


def _environment(root: Path) -> dict[str, str]:
    """Return the environment in which a tree finds itself before any installed one, and hashes alike."""
    return {**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": "0"}


def read_in_turns(before: Tree, now: Tree, path: Path, rounds: int, count: int) -> Pairs:
    """Return the times of reading one workbook in turns, the first round aside; each tree starts every other round."""
    pairs = Pairs([], [])
    for number in range(rounds + 1):
        if number % 2:
            earlier, later = before.read(path, count), now.read(path, count)
        else:
            later, earlier = now.read(path, count), before.read(path, count)
        if earlier[1] != later[1]:
            raise SystemExit(f"{path.name}: {earlier[1]} problems before, {later[1]} now: not the same work")
        if number:
            pairs.before.append(earlier[0])
            pairs.now.append(later[0])
    return pairs


def main() -> None:
    """Print the times of both trees and their ratio, kind by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit", nargs="?", default=BEFORE)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--whole", action="store_true", help="whole processes that assess one workbook")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as target:
        before, now = Tree(checked_out(arguments.commit, Path(folder))), Tree(ROOT)
        clinic = SAMPLES / "clinic-eligible.xlsx"
        if arguments.whole:
            whole = [(before.assess(clinic), now.assess(clinic)) for _ in range(arguments.rounds)]
            print("clinic, whole process  ", Pairs([pair[0] for pair in whole], [pair[1] for pair in whole]))
        else:
            staff = enlarged("hospital-3-eligible", "staff", "name", 600, Path(target) / "h.xlsx")
            drugs = enlarged("pharmacy-single-eligible", "drugs", "generic_name", 3000, Path(target) / "p.xlsx")
            print("clinic                 ", read_in_turns(before, now, clinic, arguments.rounds, 5))
            print("hospital, 600 people   ", read_in_turns(before, now, staff, arguments.rounds, 1))
            print("pharmacy, 3,000 drugs  ", read_in_turns(before, now, drugs, arguments.rounds, 1))
        before.close()
        now.close()


if __name__ == "__main__":
    main()
