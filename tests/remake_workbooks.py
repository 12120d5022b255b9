"""Remake the sample workbooks and the story workbooks that are committed; needs LibreOffice and a python with UNO.

python -m tests.remake_workbooks [PYTHON-WITH-UNO]        (default: python3). The tests themselves need neither.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from medcheck.blank.fill import fill_file
from tests.looks import write_looks

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "forms" / "samples"
WORKBOOKS = ROOT / "tests" / "workbooks"
STORIES = ("row-inserted", "sheet-renamed", "cell-cut", "columns-reordered", "names-gone")


def resave(source: Path, target: Path) -> None:
    """Have LibreOffice open a workbook and save it again."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, source]
        subprocess.run(command, check=True)
        target.write_bytes((Path(folder) / source.name).read_bytes())


def save_looks() -> None:
    """Write the workbook of odd looks, and have LibreOffice save it in the two older formats."""
    path = WORKBOOKS / "looks.xlsx"
    write_looks(path)
    for form in ("xls:MS Excel 97", "ods:calc8"):
        command = ["soffice", "--headless", "--convert-to", form, "--outdir", WORKBOOKS, path]
        subprocess.run(command, check=True)


def main(python: str) -> None:
    """Write every committed workbook anew."""
    for data in sorted(SAMPLES.glob("*.yaml")):
        fill_file(data, data.with_suffix(".xlsx"))
        resave(data.with_suffix(".xlsx"), data.with_suffix(".libreoffice.xlsx"))
    for story in STORIES:
        source, target = SAMPLES / "clinic-eligible.xlsx", WORKBOOKS / f"{story}.xlsx"
        subprocess.run([python, Path(__file__).with_name("libreoffice_edits.py"), story, source, target], check=True)
    save_looks()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "python3")
