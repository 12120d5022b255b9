"""A process that writes into a register as fast as it can, for tests: `python -m tests.register_writer URL FILES KIND COUNT SEED`.

It prints the key of each write once that is acknowledged, so that whoever kills it knows what must be there.
"""

from __future__ import annotations

import random
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from medcheck.casework.case_event import CaseSubject
from medcheck.casework.decide import CaseCommand
from medcheck.register.connect import connect
from medcheck.register.models import StoredEvent
from medcheck.register.officers import colleague
from medcheck.register.record import Act, StaleCaseError, events_of, record

PACK = "liaocheng-2019"
RECEIVED = {"received_on": "2019-11-18", "channel": "窗口", "site": "柳园南路88号", "agency": "聊城市医疗保险经办机构"}
ANSWER = [{"fact": "under_investigation", "value": "否", "register": "协议管理系统"}]


def received(submission: str) -> Act:
    """Return the receipt of an application, which numbers a paper; `submission` is the SHA-256 of its workbook."""
    command = CaseCommand("receive", RECEIVED, _now(), {"submission": submission})
    return Act(
        command, pack=PACK, procedure="application", subject=CaseSubject(name="某门诊部", uscc="5237", site="88号")
    )


def answered(case: int, version: int | None = None) -> Act:
    """Return an answer of a register recorded in a case."""
    values = {"answered_on": "2019-11-20", "answers": ANSWER}
    return Act(CaseCommand("record-answers", values, _now()), case, version)


def _now() -> str:
    return datetime.now(ZoneInfo("Asia/Shanghai")).isoformat()


def write_one(kind: str, key: str, chance: random.Random, cases: int) -> None:
    """Write once: `mixed` into any of the first cases or a new one, `one` into case 1 as it was last seen, `same` always the same."""
    who = colleague("王芳")
    if kind == "mixed" and chance.random() < 0.3:
        record([received(f"{chance.getrandbits(256):064x}")], key, who)
    elif kind == "mixed":
        record([answered(chance.randint(1, cases))], key, who)
    elif kind == "same":
        record([answered(1)], "the-same-key", who)
    else:
        while True:
            try:
                record([answered(1, events_of(1)[-1].seq)], key, who)
            except StaleCaseError:
                continue
            return


def main(url: str, files: str, kind: str, count: int, seed: int) -> None:
    """Write so many times."""
    connect(url, files=files)
    chance = random.Random(seed)
    cases = StoredEvent.objects.filter(key__startswith="start-").count()
    for number in range(count):
        key = f"w{seed}-{number}"
        write_one(kind, key, chance, cases)
        sys.stdout.write(f"{key}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5]))
