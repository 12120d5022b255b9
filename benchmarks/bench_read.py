"""Reading an application against bare calamine on the same files. `python -m benchmarks.bench_read`.

Three kinds: a clinic as shipped, a hospital of 600 people, a pharmacy of 3,000 drugs; of each the fastest of some rounds, CPU
time, ratios of one run.
"""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path

import python_calamine

from benchmarks.timing import fastest
from medcheck import yaml_source
from medcheck.blank.fill import fill
from medcheck.intake.read_application import read_application
from medcheck.samples.codes import id_checked

SAMPLES = Path(__file__).parents[1] / "forms" / "samples"
NUMBERS = ("id_number", "qualification_cert_no", "practice_cert_no", "licence_reg_no")
ROUNDS = 15
GOAL = 2.2


def enlarged(sample: str, table: str, key: str, count: int, path: Path) -> Path:
    """Write a sample with one of its lists repeated to `count` rows, each with numbers of its own; return the path."""
    data = yaml_source.read(SAMPLES / f"{sample}.yaml").plain()
    rows = data["tables"][table]
    numbered = {key, *NUMBERS}
    data["tables"][table] = [
        {name: _numbered(name, value, n) if name in numbered else value for name, value in rows[n % len(rows)].items()}
        for n in range(count)
    ]
    fill(yaml_source.parse(json.dumps(data, ensure_ascii=False), path.name), path)
    return path


def _numbered(name: str, written: str, number: int) -> str:
    """Return a name or number of a row as that of the row of a number: no roster has two people of one certificate."""
    if written == "无":
        return written
    if name == "id_number":
        serial = number // 10 * 2 % 1000 + int(written[16]) % 2
        born = f"{1960 + number % 35}{written[10:14]}"
        return id_checked(f"{written[:6]}{born}{serial:03}")
    return f"{written[:-4]}{number:04}" if name in NUMBERS else f"{written}{number}"


def bare(path: Path) -> None:
    """Read every value of a workbook with calamine and keep nothing."""
    book = python_calamine.load_workbook(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def main() -> None:
    """Print the milliseconds of both and their ratio, kind by kind."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        files = {
            "clinic": SAMPLES / "clinic-eligible.xlsx",
            "hospital, 600 people": enlarged("hospital-3-eligible", "staff", "name", 600, target / "h.xlsx"),
            "pharmacy, 3,000 drugs": enlarged(
                "pharmacy-single-eligible", "drugs", "generic_name", 3000, target / "p.xlsx"
            ),
        }
        for kind, path in files.items():
            floor, ours = fastest(partial(bare, path), partial(read_application, path), rounds=ROUNDS)
            print(f"{kind:24}{floor:7.1f} ms calamine {ours:7.1f} ms read {ours / floor:6.2f} x", end="")
            print(f"  (goal {GOAL})")


if __name__ == "__main__":
    main()
