"""The staffing table of level-1 hospitals: which bed counts can comply at all, by the pack's own rules.

Under the exact reading the six shares hold only for 50 or 100 health-technical staff. By hand: of 59 to 62 staff 50 are
within 80 to 85 %, of 118 to 125 staff 100 are; so that 43 to 62 beds and 85 to 99 can comply, 35 bed counts of 80.
"""

from __future__ import annotations

from functools import cache

import pytest

from medcheck.fact import Facts, known
from medcheck.rulebook.language import Language
from medcheck.rulebook.readings import select
from medcheck.rulebook.requirement import Requirement
from medcheck.rulebook.shelf import shipped_pack

PACK = shipped_pack("liaocheng-2019")
BEDS = range(20, 100)
TABLE = ("h1-staff-per-bed-range", "h1-admin-support-pct", "h1-health-tech-pct", "h1-mix")
SIX = (
    "physician_incl_assistant_count",
    "nurse_count",
    "lab_staff_count",
    "imaging_staff_count",
    "pharmacy_staff_count",
    "other_health_tech_count",
)


@cache
def requirements(mix: str, read: frozenset[str]) -> tuple[Requirement, ...]:
    """Return what the table requires of exactly these facts, both ends of every range."""
    return tuple(one for one in table(mix) if frozenset(one.facts) <= read)


@cache
def table(mix: str) -> tuple[Requirement, ...]:
    """Return what the table requires under a reading of the six shares."""
    chosen = {"support-split": "strict", "staff-per-bed": "strict", "staff-mix": mix}
    rules = [rule for rule in PACK.rules.values() if rule.id.startswith(TABLE)]
    selected = [select(rule, PACK.readings, chosen, Language(PACK.vocabulary)) for rule in rules]
    return tuple(rule.requires for rule in selected if rule is not None and rule.requires is not None)


def complies(mix: str, **counts: int) -> bool:
    """Return whether every requirement of the table on these counts holds."""
    facts = Facts(known(name, count) for name, count in counts.items())
    for one in requirements(mix, frozenset(counts)):
        number = one.measure(facts).number
        if number is None or not one.limits.holds(number):
            return False
    return True


@cache
def health_staffs(staff: int) -> tuple[int, ...]:
    """Return how many of a hospital's staff can be health-technical, which no reading of the six shares changes."""
    splits = ((health, staff - health) for health in range(1, staff))
    return tuple(
        health
        for health, support in splits
        if complies("exact", staff_total_count=staff, health_tech_count=health, admin_support_count=support)
    )


@cache
def staffs(beds: int) -> tuple[int, ...]:
    """Return how many staff suit the beds, all of them formal staff."""
    return tuple(n for n in range(1, 2 * beds) if complies("exact", formal_staff_count=n, bed_count_open=beds))


@cache
def adds_up(mix: str, health: int) -> bool:
    """Return whether six head-counts that comply, each with its share, add up to the health-technical staff."""
    sums = {0}
    for category in SIX:
        counts = [n for n in range(health + 1) if complies(mix, **{category: n, "health_tech_count": health})]
        sums = {total + n for total in sums for n in counts if total + n <= health}
    return health in sums


def possible(mix: str) -> list[int]:
    """Return the bed counts that some staff of some composition suits."""
    return [beds for beds in BEDS if any(adds_up(mix, h) for staff in staffs(beds) for h in health_staffs(staff))]


@pytest.mark.parametrize(("mix", "how_many", "smallest"), [("exact", 35, 43), ("rounded", 71, 21)])
def test_how_many_bed_counts_can_comply(mix: str, how_many: int, smallest: int) -> None:
    found = possible(mix)
    assert (len(found), found[0]) == (how_many, smallest)


def test_the_beds_that_can_comply_exactly() -> None:
    assert possible("exact") == [*range(43, 63), *range(85, 100)]


def test_as_a_target_every_bed_count_can_comply() -> None:
    assert possible("target") == list(BEDS)


def test_every_requirement_of_the_table_is_asked() -> None:
    groups = [
        {"formal_staff_count", "bed_count_open"},
        {"staff_total_count", "health_tech_count", "admin_support_count"},
    ]
    groups += [{category, "health_tech_count"} for category in SIX]
    asked = [one for group in groups for one in requirements("target", frozenset(group))]
    assert len(asked) == len(table("target")) == 17
