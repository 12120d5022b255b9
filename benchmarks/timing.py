"""Times of several pieces of work in one run, taken in turns: whatever else the machine does only ever adds to them."""

from __future__ import annotations

import time
from collections.abc import Callable

Work = Callable[[], object]


def fastest(*works: Work, rounds: int, clock: Callable[[], float] = time.process_time) -> list[float]:
    """Return the fewest milliseconds each piece of work took, one after the other in every round; CPU time by default."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for at, work in enumerate(works):
            start = clock()
            work()
            best[at] = min(best[at], clock() - start)
    return [seconds * 1000 for seconds in best]
