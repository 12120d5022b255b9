"""A register of 10,000 cases: how long a day's list and one case take. `python -m benchmarks.bench_register`; ratios of one run.

Asked for: `today` within 0.3 s and `case show` within 0.1 s beyond start-up at 10,000 cases, growth linear: ten times the
cases cost at most ten times as long to check and to make the rows again.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from medcheck.casework.case_event import CaseEvent, body_of, event_hash, register_link
from medcheck.register.case_lines import case_lines, due_lines
from medcheck.register.connect import connect
from medcheck.register.due import due_on
from medcheck.register.migrate import migrate
from medcheck.register.models import RegisterHead, StoredEvent
from medcheck.register.officers import ADD, KEEPER, colleague, person_values
from medcheck.register.record import events_of, of_register, rebuild_all, record, record_plain
from medcheck.register.register_check import check_register
from tests.register_writer import answered, received

SMALL, LARGE = 1_000, 10_000
DAY = date(2019, 11, 26)
AT = "2019-11-18T09:00:00+08:00"
ROUNDS = 5
TODAY, SHOW = 0.3, 0.1
_MANY = 2_000


def main() -> None:
    """Print what each costs at both sizes, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (measured(Path(folder) / f"{count}.sqlite3", count) for count in (SMALL, LARGE))
    print(f"{'':24}{SMALL:>10,}{LARGE:>10,} cases   ratio")
    for name, seconds in small.items():
        print(f"{name:24}{seconds:9.3f}s{large[name]:9.3f}s{large[name] / seconds:13.1f}")
    assert large["today"] <= TODAY, large
    assert large["case show"] <= SHOW, large


def measured(path: Path, count: int) -> dict[str, float]:
    """Return by its name what each costs in a register of so many cases, in seconds of the clock."""
    connect(str(path), make=True)
    migrate()
    who = of_register(ADD, person_values("王芳", ["clerk"]), KEEPER, AT, title="登记人员")
    record_plain(who, "people")
    record([received("a" * 64)], "one", colleague("王芳"))
    for number in range(5):
        record([answered(1)], f"more-{number}", colleague("王芳"))
    fill(events_of(1), count)
    took = {
        "rebuild": once(rebuild_all),
        "verify without files": once(check_register),
        "today": fastest(lambda: list(due_lines(due_on(DAY)))),
        "case show": fastest(lambda: list(case_lines(count // 2, None, DAY))),
    }
    return took


def fill(life: tuple[CaseEvent, ...], count: int) -> None:
    """Give every further case the life of the first one."""
    head = RegisterHead.objects.get(pk=1)
    rows: list[StoredEvent] = []
    for case in range(2, count + 1):
        previous = ""
        for event in life:
            numbered = event.numbered and event.numbered.model_copy(update={"number": case})
            body = body_of(event.model_copy(update={"case": case, "numbered": numbered}))
            digest = event_hash(previous, body)
            head.number, head.link = head.number + 1, register_link(head.link, digest)
            row = StoredEvent(
                number=head.number,
                case=case,
                seq=event.seq,
                key=f"{case}/{event.seq}",
                body=body,
                previous=previous,
                hash=digest,
                link=head.link,
            )
            rows.append(row)
            previous = digest
    StoredEvent.objects.bulk_create(rows, batch_size=_MANY)
    head.save()


def once(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def fastest(work: Callable[[], object]) -> float:
    """Return how long something takes at its fastest."""
    return min(once(work) for _ in range(ROUNDS))


if __name__ == "__main__":
    main()
