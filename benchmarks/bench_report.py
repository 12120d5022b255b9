"""The page: how large, and how long beside reading a workbook. `python -m benchmarks.bench_report`; ratios of one run.

Asked for: a page of 150 findings under 250 KB, drawn in less time than the smallest workbook takes to be read.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from medcheck.assess import Options, assess
from medcheck.engine.session import Engine
from medcheck.intake.read import read_application
from medcheck.report.json_file import to_json
from medcheck.report.page import to_html

SAMPLES = Path(__file__).parents[1] / "forms" / "samples"
SMALLEST = "clinic-half"
NAMES = ("clinic-eligible", "clinic-half", "hospital-2-defects", "hospital-3-eligible", "pharmacy-chain-defects")
CATALOGUE = SAMPLES / "catalogue-synthetic.csv"
ROUNDS = 15


def timed(work: Callable[[], object]) -> float:
    """Return the median CPU milliseconds of a piece of work, after one round that is not counted."""
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000


def main() -> None:
    """Print size and time of each sample's page, as shares of reading the smallest workbook."""
    reading = timed(lambda: read_application(SAMPLES / f"{SMALLEST}.xlsx"))
    engine, options = Engine(), Options(catalogue=CATALOGUE)
    print(f"reading {SMALLEST}.xlsx {reading:.1f} ms; medians of {ROUNDS} rounds in one run, CPU time")
    for name in NAMES:
        assessment = assess(SAMPLES / f"{name}.xlsx", options, engine)
        size, data = (len(text(assessment).encode()) / 1000 for text in (to_html, to_json))
        drawing = timed(lambda: to_html(assessment))  # noqa: B023 - timed at once
        print(
            f"{name:24}{assessment.total:4} findings  page {size:5.0f} KB = {size / assessment.total * 150:4.0f} KB a 150"
            f"  JSON {data:4.0f} KB  drawn in {drawing:5.1f} ms = {drawing / reading:4.2f} of reading"
        )


if __name__ == "__main__":
    main()
