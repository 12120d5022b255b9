"""A thousand single-cell edits, made and re-saved by LibreOffice: does every finding that changes cite the edited cell?

    python -m tests.single_cell_edits [--count 1000] [--seed 1] [--folder DIR] [--python PYTHON-WITH-UNO]

Needs LibreOffice and a python that imports its bridge `uno`; not part of `make test`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.engine.session import Engine
from medcheck.errors import MedcheckError
from medcheck.intake.read_application import read_application

SAMPLES = Path(__file__).parents[1] / "forms" / "samples"
NAMES = ("clinic-eligible", "hospital-2-eligible", "pharmacy-single-eligible")
STRUCTURES = ("none", "row-above", "column-before", "sheet-renamed", "block-moved", "two-rows-and-renamed")
FORMATS = ("xlsx", "xls", "ods")
VALUES = (
    "",
    "约20",
    "0",
    "1",
    "20",
    "无",
    "否",
    "是",
    "2010-01-01",
    "2030-12-31",
    "其他",
    "不清楚",
    "37150219780101123X",
    "＃",
)


def plan(count: int, seed: int, folder: Path) -> list[dict[str, object]]:
    """Return the edits: which cell of which sample gets which text, what else happens to it, and how it is saved."""
    chosen = random.Random(seed)
    cells = {name: list(cells_of(SAMPLES / f"{name}.xlsx")) for name in NAMES}
    edits = []
    for number in range(count):
        name = NAMES[number % len(NAMES)]
        sheet, cell = chosen.choice(cells[name])
        edits.append(
            {
                "number": number,
                "source": str(SAMPLES / f"{name}.xlsx"),
                "sheet": sheet,
                "cell": cell,
                "text": chosen.choice(VALUES),
                "structure": STRUCTURES[number % len(STRUCTURES)],
                "target": str(folder / f"{number:04}.{FORMATS[(number // len(NAMES)) % len(FORMATS)]}"),
            }
        )
    return edits


def cells_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every cell the reader takes something from; of a long list, its first forty rows."""
    application = read_application(path)
    for entry in application.fields.values():
        if entry.ref:
            yield entry.ref.sheet, entry.ref.cell
    for table in application.tables.values():
        for row in table.rows[:40]:
            yield from ((entry.ref.sheet, entry.ref.cell) for entry in row.cells.values() if entry.ref)


def states(assessment: Assessment) -> dict[str, tuple[object, ...]]:
    """Return what each finding says, without where it says it from."""
    return {f.rule: (f.verdict, f.value, f.gap, f.reasons, f.unsure) for f in assessment.findings}


def cites(assessment: Assessment, rule: str, sheet: str, cell: str) -> bool:
    """Return whether a finding names a cell in its evidence, alone or in a range."""
    finding = next(one for one in assessment.findings if one.rule == rule)
    cited = [*(item.source for item in finding.evidence), finding.listed]
    found = [source for source in cited if source and source.cell]
    return any(source.sheet == sheet and holds(source.cell, cell) for source in found)


def holds(where: str, cell: str) -> bool:
    row, column = coordinate_to_tuple(cell)
    left, top, right, bottom = range_boundaries(where)
    return left <= column <= right and top <= row <= bottom


def main() -> None:
    """Make the edits, assess every file, print what failed to cite its cell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--python", default="python3")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    edits, job = plan(given.count, given.seed, folder), folder / "plan.json"
    job.write_text(json.dumps(edits), "utf-8")
    script = Path(__file__).parent / "libreoffice_cells.py"
    subprocess.run([given.python, str(script), str(job)], check=True)
    where = json.loads((folder / "done.json").read_text("utf-8"))
    engine, counts = Engine(), Counter[str]()
    before = {str(SAMPLES / f"{name}.xlsx"): assess(SAMPLES / f"{name}.xlsx", Options(), engine) for name in NAMES}
    for edit in edits:
        told = judge_one(edit, where[str(edit["number"])], before[str(edit["source"])], engine, counts)
        for line in told:
            sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{dict(counts)}\n")
    sys.exit(1 if counts["silent"] or counts["refused"] else 0)


def judge_one(
    edit: dict[str, object], at: list[str], before: Assessment, engine: Engine, counts: Counter[str]
) -> Iterator[str]:
    """Yield what one edited file gets wrong: a finding that changed without citing the cell."""
    sheet, cell = at
    try:
        after = assess(Path(str(edit["target"])), Options(), engine)
    except MedcheckError as error:
        counts["refused"] += 1
        yield f"{edit}: {error}"
        return
    old, new = states(before), states(after)
    changed = [rule for rule in new if new[rule] != old.get(rule)]
    at_cell = [problem for problem in after.problems if (problem.sheet, problem.cell) == (sheet, cell)]
    counts["changed" if changed else "told" if at_cell else "unchanged"] += 1
    silent = [rule for rule in changed if not cites(after, rule, sheet, cell)]
    if silent and not at_cell:
        counts["silent"] += 1
        yield f"{edit['number']} {Path(str(edit['source'])).stem} {edit['structure']} {sheet}!{cell}={edit['text']!r}: {silent}"
    elif silent:
        counts["only a problem at the cell"] += 1


if __name__ == "__main__":
    main()
