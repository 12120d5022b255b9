"""A layer that says `stricter` never passes what the level above fails: random layers, random applications at the bounds.

A hundredth of it here, the whole under `make prove`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from medcheck.engine.session import Session
from medcheck.errors import RuleError
from medcheck.fact import Facts, Record, known, unknown
from medcheck.rulebook.pack import RulePack
from medcheck.verdict import Verdict
from tests.layered import layered

LAYERS = 20
APPLIED = date(2031, 5, 31)
BOUNDS = {
    "a": ("fact: area, at_least: {}", [55, 59, "59.99", 60, "60.01", 61, 75]),
    "b": ("fact: people, at_least: {}", [2, 3, 4]),
    "c": ("fact: opened, ago_at_least: {}", ["{months: 2}", "{days: 89}", "{days: 92}", "{months: 3}", "{months: 4}"]),
}


def layers(folder: Path, chance: Random) -> Iterator[RulePack]:
    """Yield layers of three stricter rules with random bounds; those that are looser somewhere do not load."""
    made = 0
    for attempt in range(100_000):
        if made == LAYERS:
            return
        rules = "section: {zh: 下级规定}\nseverity: hard\nrules:\n"
        for name, (requires, bounds) in BOUNDS.items():
            refines = f"refines: {{rule: {name}, meets: stricter, reason: 从严, cite: 第九条}}"
            stated = requires.format(chance.choice(bounds))
            rules += f"  - {{id: l-{name}, title: {{zh: 更严}}, {refines}, requires: {{{stated}}}}}\n"
        with suppress(RuleError):
            yield layered(folder / str(attempt), rules, clauses="l: {cite: 第九条, title: 从严, status: automated}")
            made += 1


def application(chance: Random) -> Facts:
    """Return facts at, just below and just above each bound; one in twenty is not known."""
    area = Decimal(chance.choice((55, 58, 60, 61, 75))) + chance.choice((-1, 0, 1)) * Decimal("0.01")
    opened = APPLIED - timedelta(days=chance.choice((58, 59, 60, 61, 62, 88, 89, 90, 91, 92, 93, 119, 120, 121)))
    people = tuple(Record(f"第{number}人", {}) for number in range(chance.randrange(1, 6)))
    stated = {"area": area, "opened": opened, "people": people}
    facts = [unknown(name, "未填写") if chance.random() < 0.05 else known(name, each) for name, each in stated.items()]
    return Facts([known("application_date", APPLIED), *facts])


def test_a_stricter_layer_never_passes_what_the_level_above_fails(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    count = (1_000_000 if request.config.getoption("--thorough") else 10_000) // LAYERS
    chance, passed = Random(18), 0
    for pack in layers(tmp_path, chance):
        names = list(BOUNDS)
        session = Session(pack.rules.items())
        for _ in range(count):
            verdicts = session.judge(application(chance), {})
            for name in names:
                # Each alone too: the layer's own rule is no looser anywhere, even where the other were forgotten.
                if verdicts[f"l-{name}"] is Verdict.PASS:
                    assert verdicts[name] is Verdict.PASS, (pack.rules[f"l-{name}"].source.plain(), name)
                    passed += 1
    sys.stdout.write(f"{LAYERS * count} applications under {LAYERS} layers: {passed} passes, none failed above\n")
    assert passed > count
