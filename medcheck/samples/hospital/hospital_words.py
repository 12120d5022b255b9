"""What hospitals of each level are made of, from hospital.yaml, and how many people of each profession that makes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from medcheck.context import keep
from medcheck.samples.words import load
from medcheck.strict_model import StrictModel

HEALTH = ("执业医师", "注册护士", "药剂人员", "检验人员", "影像人员")
OTHER = "其他卫生技术人员"


class Department(StrictModel):
    """A department: its group and rank, its share of beds, the licence it needs, who leads it and who else works there."""

    name: str
    group: str
    tier: str = "一级"
    parent: str = ""
    covers: str = ""
    beds: int = 0
    key: bool = False
    special: Literal["", "mch", "radiation"] = ""
    lead: str = ""
    led_by: str = ""
    dietitians: bool = False
    more: Mapping[str, int] = {}


class Level(StrictModel):
    """One level: names, sizes and shares with a margin over the regulation's bounds, departments, subjects, equipment."""

    names: tuple[str, ...]
    code: str
    formal_per_bed: tuple[Decimal, Decimal]
    least_staff: int
    least_beds: int
    usual_staff: tuple[int, int]
    area_per_bed: tuple[str, str]
    ward_per_bed: tuple[str, str]
    shares: dict[str, Decimal]
    ranks: dict[str, tuple[Decimal, ...]]
    preventive: Decimal
    assistants: Decimal
    departments: tuple[Department, ...]
    subjects: tuple[str, ...]
    key_specialties: tuple[str, ...]
    dietitians: int
    equipment: tuple[tuple[str, str, int, int, str], ...]


class HospitalWords(StrictModel):
    """All levels, and the outfit of a bed in tenths."""

    levels: dict[int, Level]
    bed_unit: dict[str, int]


@keep()
def hospital_words() -> HospitalWords:
    """Return the words of hospitals."""
    return load("hospital/hospital.yaml", HospitalWords)


def headcounts(level: Level, total: int) -> dict[str, int]:
    """Return how many people of each category a hospital of that many has; never fewer than its leads."""
    led = [department.lead for department in level.departments]
    health = round(level.shares["health"] * total)
    counts = {name: max(round(level.shares[name] * health), led.count(name), 1) for name in HEALTH}
    counts["执业医师"] = max(counts["执业医师"], led.count("执业医师") + 1)  # and the head of the hospital
    others = round(level.shares.get(OTHER, Decimal(0)) * health) or health - sum(counts.values())
    counts[OTHER] = max(others, led.count(OTHER), 1)
    counts["注册护士"] = max(counts["注册护士"] + health - sum(counts.values()), led.count("注册护士"))
    rest = total - sum(counts.values())
    for name in ("工程技术人员", "护理员"):
        counts[name] = max(round(level.shares[name] * total), led.count(name))
    admin = max(led.count("行政管理") + 1, round((rest - counts["工程技术人员"] - counts["护理员"]) * 0.5))
    counts["行政管理"] = admin
    counts["工勤"] = max(rest - counts["工程技术人员"] - counts["护理员"] - admin, 1)
    return counts


def spread(number: int, weights: dict[str, int]) -> dict[str, int]:
    """Return a number shared out by weight: whole parts, the rest to those who are owed most."""
    total = sum(weights.values())
    shares = {name: number * weight // total for name, weight in weights.items()}
    owed = sorted(weights, key=lambda name: -(number * weights[name] % total))
    for name in owed[: number - sum(shares.values())]:
        shares[name] += 1
    return shares
