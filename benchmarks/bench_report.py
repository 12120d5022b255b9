"""The faces of a report: how large, and how long beside a measure. `python -m benchmarks.bench_report`; ratios of one run.

Asked for: a page of 150 findings under 250 KB, drawn in less time than the smallest workbook takes to be read; the
annotated workbook of a roster of 600 at most twice what openpyxl takes to load and save it; a PDF of ten pages at most
a fifth of what headless Chromium takes to print the same page (left out where there is no Chromium).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from functools import partial
from io import BytesIO
from pathlib import Path

import openpyxl

from benchmarks.timing import fastest
from medcheck.assess import Options, assess
from medcheck.assessment.result_text import to_json
from medcheck.engine.session import Engine
from medcheck.intake.read_application import read_application
from medcheck.report.page.render_page import to_html
from medcheck.report.paper.pdf import to_pdf
from medcheck.report.workbook.annotated import to_xlsx
from medcheck.samples.generate import SampleOptions as SampleOptions
from medcheck.samples.generate import generate

SAMPLES = Path(__file__).parents[1] / "forms" / "samples"
SMALLEST = "clinic-half"
NAMES = ("clinic-eligible", "clinic-half", "hospital-2-defects", "hospital-3-eligible", "pharmacy-chain-defects")
CATALOGUE = SAMPLES / "catalogue-synthetic.csv"
ROUNDS, SLOW_ROUNDS = 15, 5
STAFF = 600


def main() -> None:
    """Print size and time of each sample's page, as shares of reading the smallest workbook."""
    read = partial(read_application, SAMPLES / f"{SMALLEST}.xlsx")
    engine, options = Engine(), Options(catalogue=CATALOGUE)
    print(f"beside reading {SMALLEST}.xlsx; the fastest of {ROUNDS} rounds taken in turns, CPU time")
    for name in NAMES:
        assessment = assess(SAMPLES / f"{name}.xlsx", options, engine)
        size, data = (len(text(assessment).encode()) / 1000 for text in (to_html, to_json))
        reading, drawing = fastest(read, partial(to_html, assessment), rounds=ROUNDS)
        print(
            f"{name:24}{assessment.total:4} findings  page {size:5.0f} KB = {size / assessment.total * 150:4.0f} KB a 150"
            f"  JSON {data:4.0f} KB  drawn in {drawing:5.1f} ms = {drawing / reading:4.2f} of reading"
        )
    with tempfile.TemporaryDirectory() as folder:
        roster(Path(folder), engine)
        paper(Path(folder), engine)


def roster(folder: Path, engine: Engine) -> None:
    """Print the time of the annotated workbook of a roster, as a ratio to loading and saving it."""
    generate(SampleOptions(7, 1, {"hospital-2": 1}, 0.0, 0.0, STAFF, 0), folder, lambda done: None)
    path = next(folder.glob("*.xlsx"))
    content, assessment = path.read_bytes(), assess(path, Options(), engine)

    def plainly() -> None:
        openpyxl.load_workbook(BytesIO(content)).save(BytesIO())

    plain, ours = fastest(plainly, partial(to_xlsx, assessment, content), rounds=SLOW_ROUNDS)
    print(f"annotated workbook, roster of {STAFF}: {ours:.0f} ms = {ours / plain:.2f} of openpyxl's load and save")


def paper(folder: Path, engine: Engine) -> None:
    """Print the time of the PDF of a hospital, as a ratio to Chromium's for its page."""
    assessment = assess(SAMPLES / "hospital-2-defects.xlsx", Options(), engine)
    size = len(to_pdf(assessment)) / 1000
    browser = shutil.which("chromium")
    if browser is None:
        print(f"PDF of {assessment.total} findings: {size:.0f} KB; no Chromium to compare with")
        return
    page = folder / "page.html"
    page.write_text(to_html(assessment), encoding="utf-8")
    command = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += [f"--print-to-pdf={folder / 'page.pdf'}", page.as_uri()]
    printing = partial(subprocess.run, command, check=True, capture_output=True)
    # By the clock: Chromium works in processes of its own.
    ours, theirs = fastest(partial(to_pdf, assessment), printing, rounds=SLOW_ROUNDS, clock=time.perf_counter)
    print(f"PDF of {assessment.total} findings: {size:.0f} KB, {ours:.0f} ms = {ours / theirs:.2f} of Chromium's time")


if __name__ == "__main__":
    main()
