"""The largest hospital: how much of an assessment is judging, how much reading. `python -m benchmarks.bench_hospital`.

The level-3 sample with its roster repeated to 2,000 people, read from a real workbook; ratios of one run.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from medcheck import yaml_source
from medcheck.assess import Options, assess_under
from medcheck.assessment.judge import judge
from medcheck.blank.fill import fill
from medcheck.case.case_file import NO_CASE
from medcheck.engine.session import Engine
from medcheck.fact import Facts
from medcheck.intake.read_application import read_application
from medcheck.measure.case_dates import case_dates
from medcheck.measure.derive import derive
from medcheck.rulebook.choice import Choice, Site
from medcheck.rulebook.shelf import shipped_pack

SAMPLE = Path(__file__).parents[1] / "forms" / "samples" / "hospital-3-eligible.yaml"
PEOPLE, ROUNDS = 2000, 7

Result = TypeVar("Result")


def largest(path: Path) -> Path:
    """Write the level-3 sample with 2,000 people and return the path."""
    data = yaml_source.read(SAMPLE).plain()
    staff = data["tables"]["staff"]
    data["tables"]["staff"] = [
        {**staff[number % len(staff)], "name": f"员工{number}", "id_number": None, "practice_cert_no": f"{number:012}"}
        for number in range(PEOPLE)
    ]
    fill(yaml_source.parse(json.dumps(data, ensure_ascii=False), "大医院.yaml"), path)
    return path


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the median seconds of a piece of work, and what it returned."""
    taken, result = [], work()
    for _ in range(ROUNDS):
        start = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), result


def main() -> None:
    """Print the seconds of reading, of the facts, of judging and of the whole, as shares of reading."""
    pack, engine = shipped_pack("liaocheng-2019"), Engine()
    with tempfile.TemporaryDirectory() as folder:
        path = largest(Path(folder) / "大医院.xlsx")
        reading, application = timed(lambda: read_application(path))
    dates = case_dates(application, NO_CASE, None)
    measuring, facts = timed(lambda: derive(application, NO_CASE, dates, pack.tables, pack.vocabulary))
    profile = pack.profile(Facts([facts["facility_type"], facts["hospital_level"]]), {})
    session = engine.session_for(pack, profile)
    judging, _ = timed(lambda: judge(pack, profile, session=session, facts=facts, case=NO_CASE))
    whole, assessed = timed(
        lambda: assess_under(
            Choice(pack, "in_force", Site("", "")),
            application,
            case=NO_CASE,
            dates=dates,
            options=Options(),
            engine=engine,
        )
    )
    print(f"{PEOPLE} people, {assessed.assessment.total} rules, medians of {ROUNDS} rounds in one run")
    for what, taken in (
        ("reading the workbook", reading),
        ("facts", measuring),
        ("judging", judging),
        ("facts, judging, explaining", whole),
    ):
        print(f"{what:28}{taken * 1000:7.0f} ms {taken / reading:7.1%} of reading")


if __name__ == "__main__":
    main()
