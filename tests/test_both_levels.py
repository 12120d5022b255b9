"""From 2021-02-01 to 2022-08-31 the city's rules and the nation's hold together, the nation's where they conflict (A-02)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.engine.session import Engine
from medcheck.rulebook.choice import Site, choose
from medcheck.rulebook.shelf import pack_names, shipped_pack
from tests.applications import workbook

PACKS = [shipped_pack(name) for name in pack_names()]
# The city's rules that conflict with the orders: the same address, its own grounds of refusal.
CONFLICT = {
    "operating-months-min",
    "na-terminated-within-3y",
    "na-terminated-within-3y-related",
    "na-under-investigation",
    "na-closed-or-suspended",
    "na-major-safety-event-3y",
}


def assessed(folder: Path, **readings: str) -> Assessment:
    """Return a clinic's assessment of 2021: opened in 2015, at its present address for a month."""
    fields = {"application_date": "2021-06-01", "site_since_date": "2021-05-01"}
    return assess(workbook(folder, fields), Options(readings=readings), Engine())


@pytest.mark.parametrize(
    ("day", "pack"),
    [
        (date(2021, 1, 31), "liaocheng-2019"),
        (date(2021, 2, 1), "liaocheng-2021"),
        (date(2022, 8, 31), "liaocheng-2021"),
        (date(2022, 9, 1), "national-2021"),
        (date(2026, 11, 30), "national-2021"),
    ],
)
def test_the_day_chooses_the_levels(day: date, pack: str) -> None:
    assert choose(PACKS, Site("371502", "东昌府区"), day, "clinic").pack.id == pack


def test_both_are_judged_but_where_they_conflict(tmp_path: Path) -> None:
    made = assessed(tmp_path)
    assert made.regulation.pack == "liaocheng-2021"
    assert [level.pack for level in made.regulation.levels] == ["liaocheng-2021", "national-2021", "liaocheng-2019"]
    assert {finding.level for finding in made.findings} == {"national-2021", "liaocheng-2019"}
    assert {rule.rule for rule in made.regulation.not_counted} == CONFLICT
    assert {rule.reason_cite for rule in made.regulation.not_counted} == {"第二十三条"}
    assert not CONFLICT & {finding.rule for finding in made.findings}
    area = next(finding for finding in made.findings if finding.rule == "opd-area-min")
    assert area.cite.startswith("聊医保发〔2019〕47号 ")
    assert "correction" not in {clock.name for clock in made.deadlines}


def test_a_clinic_that_moved_passes_by_the_order_that_names_no_address(tmp_path: Path) -> None:
    verdicts = {finding.rule: finding.verdict_word for finding in assessed(tmp_path).findings}
    assert verdicts["n2-6-1-operating"] == "符合"


def test_a_reading_offers_the_nation_alone(tmp_path: Path) -> None:
    made = assessed(tmp_path, **{"national-orders": "replaced"})
    assert {finding.level for finding in made.findings} == {"national-2021"}
