"""What hostile files cost whoever waits for them: seconds and memory, the worst first. `python -m benchmarks.bench_hostile`."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.hostile import kinds
from tests.test_hostile import in_child, outcome_of

SHOWN, GOAL_SECONDS, GOAL_MEGABYTES = 8, 0.5, 400


def main() -> None:
    """Print the slowest and the largest kinds; each is read in a process of its own, forked with the reader loaded."""
    costs = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds():
            path = Path(folder) / kind.file
            path.write_bytes(kind.make())
            start = time.perf_counter()
            _, status, most = in_child(lambda path=path: outcome_of(path))
            costs.append((time.perf_counter() - start, most, kind.file, status))
            path.unlink()
    print(f"{len(costs)} kinds, {sum(status != 0 for *_, status in costs)} of them killed the process")
    for title, key in (("slowest", 0), ("largest", 1)):
        print(f"{title} (goal: under {GOAL_SECONDS} s, {GOAL_MEGABYTES} MB)")
        for seconds, most, name, _ in sorted(costs, key=lambda cost: -cost[key])[:SHOWN]:
            print(f"  {name:44}{seconds:7.2f} s{most:6} MB")


if __name__ == "__main__":
    main()
