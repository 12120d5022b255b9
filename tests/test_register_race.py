"""Several processes at one register, some of them killed: no write lost, none twice, no gap, nothing half.

The suite runs a small number, `make prove` (--thorough) 8 processes with 200 writes each and 100 kills, on each database at hand.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.registers import ENGINES, HEAD, Office, new_office, opened


@pytest.fixture(params=ENGINES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """Return an office with cases that were just received."""
    made = new_office(tmp_path, request.param)
    with opened(made):
        from medcheck.register.officers import colleague
        from medcheck.register.record import record
        from tests.register_writer import received

        for number in range(sizes(request, 5, 200)):
            record([received(f"{number:064x}")], f"start-{number}", colleague(HEAD))
    return made


def start(office: Office, kind: str, count: int, seed: int) -> subprocess.Popen[str]:
    """Start a writer; what it prints goes into a file, which a kill leaves behind."""
    words = [
        sys.executable,
        "-m",
        "tests.register_writer",
        office.url,
        office.env["MEDCHECK_FILES"],
        kind,
        str(count),
        str(seed),
    ]
    with (office.folder / f"{seed}.txt").open("w") as told:
        return subprocess.Popen(words, stdout=told, stderr=subprocess.PIPE, text=True)


def finish(writers: Sequence[subprocess.Popen[str]]) -> None:
    for writer in writers:
        _, errors = writer.communicate()
        assert writer.returncode == 0, errors


def acknowledged(office: Office) -> list[str]:
    return [line for path in office.folder.glob("*.txt") for line in path.read_text().split()]


def standing(office: Office) -> tuple[list[str], set[str]]:
    """Return what does not stand but for the files, which the writers do not bring, and the keys that are recorded."""
    with opened(office):
        from medcheck.register.models import StoredEvent
        from medcheck.register.register_check import check_register

        problems = [str(problem) for problem in check_register().problems if "的文件" not in str(problem.place)]
        return problems, set(StoredEvent.objects.values_list("key", flat=True))


def sizes(request: pytest.FixtureRequest, small: int, large: int) -> int:
    return large if request.config.getoption("--thorough") else small


def test_writers_side_by_side_lose_nothing_and_leave_no_gap(office: Office, request: pytest.FixtureRequest) -> None:
    writers, count = sizes(request, 3, 8), sizes(request, 20, 200)
    _, before = standing(office)
    finish([start(office, "mixed", count, seed) for seed in range(writers)])
    problems, keys = standing(office)
    assert problems == []
    assert (
        keys - before == set(acknowledged(office)) == {f"w{seed}-{n}" for seed in range(writers) for n in range(count)}
    )


def test_writers_on_one_case_see_what_the_others_wrote(office: Office, request: pytest.FixtureRequest) -> None:
    writers, count = sizes(request, 3, 8), sizes(request, 10, 50)
    finish([start(office, "one", count, seed) for seed in range(writers)])
    with opened(office):
        from medcheck.register.record import events_of

        assert [event.seq for event in events_of(1)] == list(range(1, 2 + writers * count))
    assert standing(office)[0] == []


def test_the_same_key_from_many_writers_is_one_event(office: Office, request: pytest.FixtureRequest) -> None:
    finish([start(office, "same", 2, seed) for seed in range(sizes(request, 3, 8))])
    with opened(office):
        from medcheck.register.record import events_of

        assert len(events_of(1)) == 2


def test_a_kill_in_mid_transaction_leaves_nothing_half(office: Office, request: pytest.FixtureRequest) -> None:
    chance, kills = random.Random(5), sizes(request, 4, 100)
    killed = 0
    for round_of_kills in range(kills // 2):
        writers = [start(office, "mixed", 10_000, 1000 + 2 * round_of_kills + number) for number in range(2)]
        for writer in writers:
            told = office.folder / f"{1000 + 2 * round_of_kills + writers.index(writer)}.txt"
            while not told.read_text() and writer.poll() is None:  # it writes before it is killed
                time.sleep(0.01)
            time.sleep(chance.random() * 0.2)
            writer.send_signal(signal.SIGKILL)
            killed += writer.wait() == -signal.SIGKILL
    problems, keys = standing(office)
    told_keys = acknowledged(office)
    assert (problems, killed) == ([], kills)
    assert set(told_keys) <= keys
    written = {key for key in keys if key.startswith("w")}
    assert len(written - set(told_keys)) <= kills  # at most the one write that was under way
    sys.stdout.write(
        f"{kills} kills, {len(written)} writes, {len(written - set(told_keys))} of them not acknowledged\n"
    )
