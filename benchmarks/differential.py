"""Engine against reference on as many random applications as asked for, on every core."""

from __future__ import annotations

import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from random import Random
from time import perf_counter

from tests.test_engine_differential import differences

# One set of rules, so many applications. Seeds differ from those of the test run.
RULES, APPLICATIONS, FIRST_SEED = 12, 500, 1_000_000


def differential(count: int) -> int:
    """Print progress and the verdicts seen; the first difference ends it with what is needed to see it again."""
    seen: Counter[str] = Counter()
    start, sets = perf_counter(), -(-count // APPLICATIONS)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for done, verdicts in enumerate(pool.map(_one_set, range(FIRST_SEED, FIRST_SEED + sets)), start=1):
            seen += verdicts
            print(f"\r{done * APPLICATIONS:,} of {sets * APPLICATIONS:,} applications", end="", file=sys.stderr)
    print("\r", end="", file=sys.stderr)
    print(
        f"{sets * APPLICATIONS:,} applications, {seen.total():,} verdicts, no difference, {perf_counter() - start:.0f} s"
    )
    print(", ".join(f"{verdict} {number:,}" for verdict, number in seen.most_common()))
    return 0


def _one_set(seed: int) -> Counter[str]:
    return differences(Random(seed), RULES, APPLICATIONS)
