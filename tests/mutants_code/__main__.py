"""Break the code of the rooms and count what the tests notice: `python -m tests.mutants_code [--seed N] [--count N]`.

A sample of small changes, spread evenly over the rooms, each in a copy of the source tree, against the tests that cover
the changed lines. Ends 1 below 95 %, or where an entry of equivalent.yaml matches nothing. Writes outside the worktree.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import NamedTuple

import click

from tests.mutants_code.changes import Mutant, mutants
from tests.mutants_code.covering import Covering, file_of, record
from tests.mutants_code.equivalent import Equivalent, is_declared, read_equivalent, stale
from tests.mutants_code.trees import copy_of_worktree, copy_with

GOAL = 95
# A room that does not exist (yet, or any more) has no modules and costs nothing.
ROOMS = (
    *("measure", "intake", "package", "form", "book", "blank", "case", "assessment", "batch", "verify", "notice"),
    *("visit", "evaluation", "rulebook", "engine"),
)
_PROCESSES = 2
_FIRST_FILES = 6
_STARTING, _SLOWER = 60, 6  # a limit of seconds: what it takes to collect, and how much slower than recorded
_MEMORY = 6 << 30


class Result(NamedTuple):
    """What became of a mutant: `killed`, `time` where it ran out of it, or `survived`; and how many tests there were."""

    mutant: Mutant
    outcome: str
    tests: int


def sample(package: Path, rooms: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """Return mutants spread evenly over the rooms, a module of a room as often as it is long."""
    present = [room for room in rooms if list(modules(package, room))]
    chosen: list[Mutant] = []
    for number, room in enumerate(present):
        random = Random(f"{seed} {room}")
        paths = list(modules(package, room))
        lengths = [len(path.read_bytes()) for path in paths]
        streams = {path: mutants(package, path, Random(f"{seed} {path.name}")) for path in paths}
        wanted = count // len(present) + (number < count % len(present))
        for _ in range(wanted * 20):
            if not wanted:
                break
            mutant = next(streams[random.choices(paths, lengths)[0]], None)
            if mutant is not None:
                chosen.append(mutant)
                wanted -= 1
    return chosen


def modules(package: Path, room: str) -> Iterator[Path]:
    """Yield the modules of a room: a folder, or a single module."""
    yield from sorted((package / room).rglob("*.py"))
    if (package / f"{room}.py").is_file():
        yield package / f"{room}.py"


def outcome(mutant: Mutant, base: Path, covering: Covering, budget: float) -> Result:
    """Return what becomes of one mutant."""
    tests = covering.tests(mutant.path, mutant.line, mutant.last_line, budget)
    with tempfile.TemporaryDirectory() as folder:
        tree = copy_with(base, Path(folder) / "tree", mutant.path, mutant.source)
        for part in parts(tests):
            seconds = _STARTING + _SLOWER * sum(covering.seconds[test] for test in part)
            if ending := run(tree, part, seconds):
                return Result(mutant, ending, len(tests))
    return Result(mutant, "survived", len(tests))


def parts(tests: Sequence[str]) -> Iterator[list[str]]:
    """Yield the tests of the first few files, then the others: collecting tests of many files takes longer than most run."""
    files = list(dict.fromkeys(map(file_of, tests)))
    first = set(files[:_FIRST_FILES])
    for part in (
        [test for test in tests if file_of(test) in first],
        [test for test in tests if file_of(test) not in first],
    ):
        if part:
            yield part


def run(tree: Path, tests: Sequence[str], seconds: float) -> str:
    """Return `killed` where a test fails, `time` where they do not end, and an empty string where all pass."""
    listed = tree.parent / "tests.txt"
    listed.write_text("\n".join(tests), encoding="utf-8")
    environment = os.environ | {
        "MUTANTS_TESTS": str(listed),
        "PYTHONPATH": str(tree),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(tree.parent),
    }
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.mutants_code.chosen"]
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *options, *dict.fromkeys(map(file_of, tests))],
        cwd=tree,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1])),
    )
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        return "time"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # its own group: what its tests started goes with it
            process.wait()
    return "" if code in (0, 5) else "killed"


def table(results: Sequence[Result], equivalent: Sequence[Equivalent]) -> tuple[list[str], list[Result], float]:
    """Return the lines of the table, the survivors nobody declared, and how many of a hundred were killed."""
    counts: Counter[tuple[str, str]] = Counter()
    left = []
    for result in results:
        ending = result.outcome
        if ending == "survived" and is_declared(result.mutant, equivalent):
            ending = "equivalent"
        elif ending == "survived":
            left.append(result)
        counts[room_of(result.mutant), ending] += 1
    lines = [f"{'room':<14}{'mutants':>8}{'killed':>8}{'by time':>9}{'survived':>10}{'equivalent':>12}{'%':>7}"]
    rooms = sorted({room_of(result.mutant) for result in results})
    for room in [*rooms, "all"]:
        killed, time, survived, same = (
            sum(number for (name, end), number in counts.items() if end == ending and room in (name, "all"))
            for ending in ("killed", "time", "survived", "equivalent")
        )
        total = killed + time + survived
        rate = 100 * (killed + time) / total if total else 100.0
        lines.append(f"{room:<14}{total + same:>8}{killed:>8}{time:>9}{survived:>10}{same:>12}{rate:>7.1f}")
    return lines, left, rate


def room_of(mutant: Mutant) -> str:
    """Return the room of a mutant."""
    return mutant.path.partition("/")[0].removesuffix(".py")


@click.command()
@click.option("--seed", default=1, show_default=True)
@click.option("--count", default=300, show_default=True)
@click.option("--rooms", default=",".join(ROOMS), help="rooms, with commas between")
@click.option("--budget", default=60.0, show_default=True, help="seconds of tests for each mutant")
@click.option(
    "--work", type=click.Path(path_type=Path), help="folder with the copy and the record, kept and used again"
)
def main(seed: int, count: int, rooms: str, budget: float, work: Path | None) -> None:
    """Break the code and count what the tests notice."""
    folder = work or Path(tempfile.mkdtemp(prefix="mutants-"))
    base, noted = folder / "base", folder / "record"
    if not base.exists():
        copy_of_worktree(base)
    if not noted.exists():
        click.echo("recording which test runs which line")
        record(base, noted, _PROCESSES)
    covering = Covering(noted)
    for test in sorted(covering.failed):
        click.echo(f"NOT USED    {test}: fails on the code as it is")
    chosen = sample(base / "medcheck", rooms.split(","), count, seed)
    Random(seed).shuffle(chosen)  # whoever stops it early has seen a bit of every room
    results = []
    with ThreadPoolExecutor(_PROCESSES) as pool:
        for done in as_completed(pool.submit(outcome, mutant, base, covering, budget) for mutant in chosen):
            result = done.result()
            results.append(result)
            told = line(result) if result.outcome == "survived" else f"{result.outcome:<12}{result.mutant.path}"
            click.echo(told, err=True)
    equivalent = read_equivalent()
    lines, left, rate = table(results, equivalent)
    click.echo("\n".join(lines))
    for result in left:
        click.echo(line(result))
    dangling = stale(equivalent, base / "medcheck")
    for entry in dangling:
        click.echo(f"STALE       {entry.module} {entry.function}: {entry.before}: no such code")
    if not work:
        rmtree(folder)
    sys.exit(int(rate < GOAL or bool(dangling)))


def line(result: Result) -> str:
    """Return a survivor as a line: where, in which function, by which operator, what stood there and stands there now."""
    one = result.mutant
    where = f"{one.path}:{one.line} {one.function}"
    return f"SURVIVED    {where} [{one.operator}, {result.tests} tests]\n    - {one.before}\n    + {one.after}"


if __name__ == "__main__":
    main()
