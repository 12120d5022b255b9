"""A process is asked whatever there is to ask and stays as large as it was: packs, readings, waivers, kinds and levels.

durable-rules gives no network back. Its Python half never deletes a ruleset that was dropped, and its `deleteRuleset`
frees the network but none of the states that stand on it: about 10 KB for every pattern that ever was in a state. So the
engine room makes a fixed number of networks a process, and everything that differs comes in as a number.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")

QUESTIONS = """
import gc, itertools
from pathlib import Path
from medcheck.assess import Options, assess_under
from medcheck.engine.session import Engine
from medcheck.errors import MedcheckError
from medcheck.case.case_file import NO_CASE, read_case
from medcheck.intake.read_application import read_application
from medcheck.measure.case_dates import case_dates
from medcheck.rulebook.choice import Choice, Site
from medcheck.rulebook.pack import load_pack
from medcheck.rulebook.shelf import shipped_pack
from medcheck.verdict import Stage

SAMPLES = "clinic-eligible pharmacy-rural-eligible hospital-1-eligible hospital-2-eligible hospital-3-eligible".split()
PACK = shipped_pack("liaocheng-2019")
OTHER = load_pack(Path("tests/packs/yunxi-2031"))
read = {name: read_application(Path("forms/samples") / f"{name}.xlsx") for name in SAMPLES}
engine, stages, folder = Engine(), itertools.cycle(Stage), Path(FOLDER)

def megabytes():
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

def ask(name, pack=PACK, readings={}, case=NO_CASE):
    options = Options(stage=next(stages), readings=readings)
    dates = case_dates(read[name], case, None)
    choice = Choice(pack, "in_force", Site("", ""))
    assess_under(choice, read[name], case=case, dates=dates, options=options, engine=engine)

def waived(number):
    path = folder / "case.yaml"
    granted = f"{{rule: opd-area-min, granted: {number}, decision: a, reason: b, by: c, on: 2019-11-18}}"
    path.write_text(f"waivers: [{granted}]", encoding="utf-8")
    return read_case(path, PACK.vocabulary)

def questions():
    yield from ((name, PACK, {}, NO_CASE) for name in SAMPLES)
    yield "clinic-eligible", OTHER, {}, NO_CASE
    for reading in PACK.readings.values():
        for option in reading.options[1:]:
            yield from ((name, PACK, {reading.name: option}, NO_CASE) for name in SAMPLES)
    yield from (("clinic-eligible", PACK, {}, waived(59 - number / 4)) for number in range(60))

asked = 0
for question in questions():
    try:
        ask(*question)
    except MedcheckError:  # a reading that does not bind this kind
        continue
    asked += 1
    if asked == 12:
        before = megabytes()
print(asked, megabytes() - before)
"""


def test_two_hundred_different_questions_leave_a_process_as_large_as_it_was(tmp_path) -> None:
    code = QUESTIONS.replace("FOLDER", repr(str(tmp_path)))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    asked, grown = done.stdout.split()
    assert int(asked) >= 212
    assert float(grown) < 40


DROPPED = """
import gc, json
from pathlib import Path
import durable_rules_engine as native

def megabytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

RULES = {f"q{number}": {"all": [{"m": {f"p{number}": 1}}]} for number in range(100)}
before = megabytes()
for number in range(40):
    handle = native.create_ruleset(f"r{number}", json.dumps(RULES))
    native.assert_fact(handle, '{"id":"f","sid":"s","p1":1}')
    DELETE
gc.collect()
print(megabytes() - before)
"""


@pytest.mark.parametrize("delete", ["pass", "native.delete_ruleset(handle)"])
def test_the_library_gives_no_network_back(delete: str) -> None:
    code = DROPPED.replace("DELETE", delete)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) > 20
