"""Random facts that stand at the bounds the random rules of tests/strategies.py have, or one step off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from medcheck.fact import CellRef, Fact, Facts, Member, Members, Record, Role, conflict, failed, known, unknown

NUMBERS = ("beds", "area", "staff_count", "nurses")
STEPS = {"beds": Fraction(1), "area": Fraction(1, 100), "staff_count": Fraction(1), "nurses": Fraction(1)}
BOUNDS = ("0", "1", "3", "20", "59.95", "60", "1.4", "0.2", "1/15", "4/3")
RATIOS = ("1", "1.4", "20%", "1/15", "4/3", "60%", "0")
ORDERED = ("at_least", "at_most", "more_than", "less_than", "equals")
PERIODS = ({"months": "3"}, {"years": "1"}, {"days": "90"}, {"months": "3", "days": "1"})
# Month ends and leap days, so that a period after one of them is often exactly another.
DAYS = (
    *(date(2019, 2, 28), date(2019, 3, 1), date(2019, 11, 29), date(2019, 11, 30), date(2019, 12, 1)),
    *(date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2020, 5, 29), date(2020, 5, 31)),
)
GRADES = ("无", "一级", "二级", "三级")
TITLES = ("初级", "中级", "副高", "正高")
PLACES = ("clinic", "hospital", "pharmacy")
DEPARTMENTS = ("内科", "外科", "眼科", "皮肤科", "药剂科")
CELL = CellRef(Role.APPLICATION, "表", "A1", "")


def exact(text: str) -> Fraction:
    """Return 60, 1.4, 20% or 1/15 as an exact number."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def facts(random: Random, missing: float | None = None) -> Facts:
    """Return facts of which numbers, quotients, days and counts often stand exactly at a bound, or one step off."""
    values: dict[str, Any] = {name: number(random, name, random.choice(BOUNDS)) for name in NUMBERS}
    if random.random() < 0.7:  # a quotient at a bound
        fact, by = random.sample(NUMBERS, 2)
        values[by] = Fraction(random.choice((0, 1, 3, 15, 45)))
        values[fact] = exact(random.choice(RATIOS)) * values[by] + random.choice((-1, 0, 0, 1)) * STEPS[fact]
    values = {name: shaped(random, max(value, Fraction(0))) for name, value in values.items()}
    values |= {"kind_of_place": random.choice(PLACES), "grade": random.choice(GRADES), "chain": random.random() < 0.5}
    values |= {name: day(random) for name in ("application_date", "assessment_date")}
    values["opened"] = date.max if random.random() < 0.05 else day(random)
    values |= {name: members(random, names) for name, names in (("departments", DEPARTMENTS), ("gaps", ("夜间",)))}
    values["staff"] = tuple(person(random, number) for number in range(random.choice((0, 1, 2, 3))))
    values |= {f"doc.{code}": Record(code, papers(random)) for code in ("licence", "lease")}
    missing = random.choice((0.0, 0.05, 0.3)) if missing is None else missing
    return Facts(stated(random, name, value, missing) for name, value in values.items())


def stated(random: Random, name: str, value: Any, missing: float) -> Fact:
    if random.random() >= missing:
        return known(name, value)
    kind = random.random()
    if kind < 0.15:
        return failed(name, "OverflowError")
    return unknown(name, "未填写") if kind < 0.65 else conflict(name, "两处不一致", (CELL, CELL))


def number(random: Random, name: str, bound: str) -> Fraction:
    offsets = (0, 0, 0, STEPS[name], -STEPS[name], Fraction(1, 10**9), -Fraction(1, 10**9))
    return max(exact(bound) + random.choice(offsets), Fraction(0))


def shaped(random: Random, value: Fraction) -> int | Decimal | Fraction:
    """Return a number as int or Decimal where it is one, as facts come from cells."""
    if value.denominator == 1:
        return int(value) if random.random() < 0.5 else Decimal(int(value))
    text = Decimal(value.numerator) / Decimal(value.denominator)
    return text if Fraction(text) == value else value


def day(random: Random) -> date:
    return random.choice(DAYS) + timedelta(days=random.choice((-1, 0, 0, 0, 1)))


def members(random: Random, names: Sequence[str]) -> Members:
    found = [name for name in names if random.random() < 0.5]
    rest = [name for name in names if name not in found]
    hosted = tuple(Member(name, random.choice(("", "", "", "内科", "药剂科", "别科（待核实）"))) for name in found)
    unsure = tuple(name for name in rest if random.random() < 0.15)
    absent = tuple(name for name in rest if name not in unsure and random.random() < 0.3)
    return Members(hosted, unsure, ("五官",) if random.random() < 0.15 else (), absent)


def person(random: Random, index: int) -> Record:
    values: dict[str, Any] = {
        "title": random.choice(TITLES),
        "direct": random.random() < 0.5,
        "months": random.choice((Decimal("2.5"), 3, Decimal("3.5"), Decimal("1.5"))),
        "checkup": day(random),
        "left": date.max if random.random() < 0.05 else day(random),
        "name": random.choice(("王芳", "李军")),
        "number": random.choice(("1", "2", None)),
    }
    return Record(f"员工{index}", {name: None if random.random() < 0.1 else value for name, value in values.items()})


def papers(random: Random) -> dict[str, bool | None]:
    return {
        p: random.choice((True, True, True, False, None)) for p in ("present", "original", "copy", "signed", "valid")
    }
