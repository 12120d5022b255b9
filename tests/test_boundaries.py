"""The boundary table: every operator just below, at and just above its bound, by engine and by reference.

What is expected is written by hand, from the meaning of the words. Each line is asked in three places: as what a rule
requires, as whom it applies to, and as what sends a failure to a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from medcheck.engine.session import Session
from medcheck.fact import Facts, Member, Members, Record, known
from tests import strategies
from tests.reference import Reference

YES, NO = True, False
NINE = Fraction(1, 10**9)
OTHERS = {  # what the line does not vary
    "staff_count": 45,
    "nurses": 1,
    "application_date": date(2020, 2, 29),
    "assessment_date": date(2020, 2, 29),
}


def day(text: str) -> date:
    return date.fromisoformat(text)


def have(*names: str) -> Members:
    return Members(tuple(Member(*name.split("@")) for name in names))


def people(field: str, *values: Any) -> tuple[Record, ...]:
    return tuple(Record(f"{number}", {field: value}) for number, value in enumerate(values))


def contract(start: str, end: str) -> tuple[Record, ...]:
    return (Record("合同", {"checkup": day(start), "left": day(end)}),)


def papers(**values: bool) -> Record:
    return Record("licence", values)


NUMBERS = [
    (
        {"at_least": "60"},
        [(Decimal("59.99"), NO), (60 - NINE, NO), (60, YES), (60 + NINE, YES), (Decimal("60.01"), YES)],
    ),
    (
        {"at_most": "60"},
        [(Decimal("59.99"), YES), (60 - NINE, YES), (60, YES), (60 + NINE, NO), (Decimal("60.01"), NO)],
    ),
    ({"more_than": "60"}, [(Decimal("59.99"), NO), (60, NO), (60 + NINE, YES), (Decimal("60.01"), YES)]),
    ({"less_than": "60"}, [(Decimal("59.99"), YES), (60 - NINE, YES), (60, NO), (Decimal("60.01"), NO)]),
    ({"equals": "60"}, [(Decimal("59.99"), NO), (60 - NINE, NO), (60, YES), (60 + NINE, NO), (Decimal("60.01"), NO)]),
    ({"equals": "4/3"}, [(Fraction(4, 3), YES), (Fraction(4, 3) - NINE, NO), (Decimal("1.33"), NO)]),
    ({"between": ["20", "60"]}, [(Decimal("19.99"), NO), (20, YES), (Decimal("20.01"), YES)]),
    ({"between": ["20", "60"]}, [(Decimal("59.99"), YES), (60, YES), (60 + NINE, NO), (0, NO)]),
    ({"one_of": ["20", "60"]}, [(Decimal("19.99"), NO), (20, YES), (40, NO), (60, YES), (Decimal("60.01"), NO)]),
    ({"at_least": "0"}, [(0, YES), (NINE, YES)]),
    ({"more_than": "0"}, [(0, NO), (NINE, YES)]),
]
RATIOS = [  # staff by 45 beds, or of 45 people: 1.4 of them are 63
    ({"per": "beds", "at_most": "1.4"}, 45, [(62, YES), (63, YES), (64, NO)]),
    ({"per": "beds", "at_least": "1.4"}, 45, [(62, NO), (63, YES), (64, YES)]),
    ({"share_of": "everybody", "at_least": "1/15"}, 45, [(2, NO), (3, YES), (4, YES)]),
    ({"share_of": "everybody", "more_than": "20%"}, 45, [(8, NO), (9, NO), (10, YES)]),
    ({"share_of": "everybody", "less_than": "20%"}, 45, [(8, YES), (9, NO), (10, NO)]),
    ({"share_of": "everybody", "equals": "20%"}, 45, [(8, NO), (9, YES), (10, NO)]),
    # 4% of 100 within 1%, or one person: the person is 1% as well; of 20 one person is 5%
    (
        {"share_of": "everybody", "near": {"target": "4%", "within": "1%", "or_units": "1"}},
        100,
        [(2, NO), (3, YES), (4, YES)],
    ),
    ({"share_of": "everybody", "near": {"target": "4%", "within": "1%", "or_units": "1"}}, 100, [(5, YES), (6, NO)]),
    (
        {"share_of": "everybody", "near": {"target": "4%", "within": "1%", "or_units": "1"}},
        20,
        [(0, YES), (1, YES), (2, NO)],
    ),
    ({"share_of": "everybody", "near": {"target": "4%", "within": "1%"}}, 20, [(0, NO), (1, YES), (2, NO)]),
]
THREE_MONTHS = {"months": "3"}
UNTIL = {"until": "application_date"}
DATES = [
    ({"at_least": "2020-03-01"}, [("2020-02-29", NO), ("2020-03-01", YES), ("2020-03-02", YES)]),
    ({"at_most": "2020-03-01"}, [("2020-02-29", YES), ("2020-03-01", YES), ("2020-03-02", NO)]),
    ({"more_than": "2020-03-01"}, [("2020-02-29", NO), ("2020-03-01", NO), ("2020-03-02", YES)]),
    ({"less_than": "2020-03-01"}, [("2020-02-29", YES), ("2020-03-01", NO), ("2020-03-02", NO)]),
    ({"equals": "2020-03-01"}, [("2020-02-29", NO), ("2020-03-01", YES), ("2020-03-02", NO)]),
    ({"not_before": "application_date"}, [("2020-02-28", NO), ("2020-02-29", YES), ("2020-03-01", YES)]),
    # Counted to 2020-02-29: three months after 29 and 30 November alike, for February has no 30th.
    ({"ago_at_least": THREE_MONTHS}, [("2019-11-29", YES), ("2019-11-30", YES), ("2019-12-01", NO)]),
    (
        {"ago_at_most": THREE_MONTHS},
        [("2019-11-28", NO), ("2019-11-29", YES), ("2019-11-30", YES), ("2019-12-01", YES)],
    ),
    ({"ago_at_least": {"days": "90"}}, [("2019-11-30", YES), ("2019-12-01", YES), ("2019-12-02", NO)]),
    ({"ago_at_most": {"days": "90"}}, [("2019-11-30", NO), ("2019-12-01", YES), ("2019-12-02", YES)]),
    ({"ago_at_least": {"years": "1"}}, [("2019-02-28", YES), ("2019-03-01", NO)]),
    # Up to and including 2020-02-29: a year begins on 1 March, three months on 30 November or the day before.
    ({"lasts_at_least": {"years": "1"}, **UNTIL}, [("2019-02-28", YES), ("2019-03-01", YES), ("2019-03-02", NO)]),
    ({"lasts_at_most": {"years": "1"}, **UNTIL}, [("2019-02-28", NO), ("2019-03-01", YES), ("2019-03-02", YES)]),
    ({"lasts_at_least": THREE_MONTHS, **UNTIL}, [("2019-11-30", YES), ("2019-12-01", YES), ("2019-12-02", NO)]),
    ({"lasts_at_most": {"days": "5"}, **UNTIL}, [("2020-02-24", NO), ("2020-02-25", YES), ("2020-02-26", YES)]),
]
RANKS = [
    ({"at_least": "一级"}, [("无", NO), ("一级", YES), ("二级", YES)]),
    ({"at_most": "一级"}, [("无", YES), ("一级", YES), ("二级", NO)]),
    ({"more_than": "一级"}, [("无", NO), ("一级", NO), ("二级", YES)]),
    ({"less_than": "一级"}, [("无", YES), ("一级", NO), ("二级", NO)]),
    ({"equals": "一级"}, [("无", NO), ("一级", YES), ("二级", NO)]),
    ({"between": ["一级", "二级"]}, [("无", NO), ("一级", YES), ("二级", YES), ("三级", NO)]),
    ({"one_of": ["无", "二级"]}, [("无", YES), ("一级", NO), ("二级", YES), ("三级", NO)]),
]
THREE = ["内科", "外科", "眼科"]
SETS = [
    ({"includes": THREE}, [(have("内科", "外科"), NO), (have(*THREE), YES), (have(*THREE, "药剂科"), YES)]),
    ({"includes": ["眼科"]}, [(have("眼科@内科"), NO), (have("眼科"), YES)]),
    (
        {"includes": ["眼科"], "inside": ["内科"]},
        [(have("眼科@外科"), NO), (have("眼科@内科"), YES), (have("眼科"), YES)],
    ),
    ({"includes": ["眼科"], "inside": "any"}, [(have(), NO), (have("眼科@药剂科"), YES)]),
    ({"includes_any": THREE}, [(have(), NO), (have("眼科"), YES), (have("内科", "眼科"), YES)]),
    ({"includes_at_least": "2", "of": THREE}, [(have("内科"), NO), (have("内科", "外科"), YES), (have(*THREE), YES)]),
    ({"none": "true"}, [(have(), YES), (have("内科"), NO)]),
]
HALF_YEAR = {"months": {"at_least": "6"}}
LISTS = [
    ({"every": HALF_YEAR}, [(people("months", 6, Decimal("5.5")), NO), (people("months", 6, 6), YES)]),
    ({"none": "true", "where": HALF_YEAR}, [(people("months", 5), YES), (people("months", 6), NO), ((), YES)]),
    ({"at_least": "2", "where": HALF_YEAR}, [(people("months", 6, 5), NO), (people("months", 6, 7), YES)]),
    ({"at_least": "2", "where": HALF_YEAR}, [(people("months", 6, 6, 6), YES), ((), NO)]),
    ({"at_most": "1", "where": HALF_YEAR}, [((), YES), (people("months", 6), YES), (people("months", 6, 6), NO)]),
    ({"equals": "1", "where": HALF_YEAR}, [((), NO), (people("months", 6), YES), (people("months", 6, 6), NO)]),
    # A contract of a year from 1 March runs to the last day of February.
    (
        {"every": {"checkup": {"lasts_at_least": {"years": "1"}, "until": "left"}}},
        [
            (contract("2019-03-01", "2020-02-28"), NO),
            (contract("2019-03-01", "2020-02-29"), YES),
            (contract("2019-03-01", "2020-03-01"), YES),
            (contract("2019-03-01", "9999-12-31"), YES),
        ],
    ),
    (
        {"every": {"checkup": {"lasts_at_most": {"years": "1"}, "until": "left"}}},
        [(contract("2019-03-01", "2020-02-29"), YES), (contract("2019-03-01", "2020-03-01"), NO)],
    ),
    (
        {"at_least": "2", "distinct": ["number", "name"]},
        [
            (people("name", "王芳", "王芳"), NO),
            (people("name", "王芳", "李军"), YES),
            (people("number", "1", "1"), NO),
            (people("number", "1", "2"), YES),
        ],
    ),
    # It counts from its day until the day three months later, which is 29 February for the 29th and 30th alike.
    (
        {"none_within": THREE_MONTHS, "date": "checkup"},
        [
            (people("checkup", day("2019-11-29")), YES),
            (people("checkup", day("2019-11-30")), YES),
            (people("checkup", day("2019-12-01")), NO),
            (people("checkup", day("2020-02-29")), NO),
            (people("checkup", day("2020-03-01")), YES),
        ],
    ),
]
DOCUMENTS = [
    ({}, [(papers(present=False), NO), (papers(present=True), YES)]),
    ({"has": ["copy"]}, [(papers(present=True, copy=False), NO), (papers(present=True, copy=True), YES)]),
]


def lines() -> Iterator[Any]:
    for stated, turns in NUMBERS:
        yield {"fact": "area", **stated}, [({"area": value}, holds) for value, holds in turns]
    for stated, whole, turns in RATIOS:
        yield (
            {"fact": "staff_count", **stated},
            [({"staff_count": v, "beds": whole, "everybody": whole}, holds) for v, holds in turns],
        )
    for stated, turns in DATES:
        yield {"fact": "opened", **stated}, [({"opened": day(value)}, holds) for value, holds in turns]
    for stated, turns in RANKS:
        yield {"fact": "grade", **stated}, [({"grade": value}, holds) for value, holds in turns]
    for stated, turns in SETS:
        yield {"fact": "departments", **stated}, [({"departments": value}, holds) for value, holds in turns]
    for stated, turns in LISTS:
        yield {"fact": "staff", **stated}, [({"staff": value}, holds) for value, holds in turns]
    for stated, turns in DOCUMENTS:
        yield {"document": "licence", **stated}, [({"doc.licence": value}, holds) for value, holds in turns]
    yield (
        {"any_of": [{"fact": "area", "at_least": "60"}, {"fact": "chain", "equals": "是"}]},
        [
            ({"area": Decimal("59.99"), "chain": False}, NO),
            ({"area": 60, "chain": False}, YES),
            ({"area": Decimal("59.99"), "chain": True}, YES),
        ],
    )
    yield {"fact": "chain", "equals": "是"}, [({"chain": True}, YES), ({"chain": False}, NO)]
    yield (
        {"fact": "kind_of_place", "equals": "clinic"},
        [({"kind_of_place": p}, p == "clinic") for p in ("clinic", "pharmacy")],
    )


CERTAIN, IMPOSSIBLE = {"fact": "nurses", "at_least": "1"}, {"fact": "nurses", "at_least": "2"}
PLACES = {
    "requires": (lambda stated: {"requires": stated}, "pass", "fail"),
    "applies_to": (
        lambda stated: {
            "applies_to": {stated["fact"]: {key: value for key, value in stated.items() if key != "fact"}},
            "requires": CERTAIN,
        },
        "pass",
        "not_applicable",
    ),
    "otherwise_judge": (lambda stated: {"requires": IMPOSSIBLE, "otherwise_judge": stated}, "judge", "fail"),
}
TABLE = [
    pytest.param(place, stated, turns, id=f"{place} {' '.join(f'{key}={value}' for key, value in stated.items())}")
    for stated, turns in lines()
    for place in PLACES
    if place != "applies_to" or "fact" in stated
]
REFERENCE = Reference(strategies.PLAIN_VOCABULARY)


@pytest.mark.parametrize(("place", "stated", "turns"), TABLE)
def test_boundary(place: str, stated: dict[str, Any], turns: list[tuple[dict[str, Any], bool]]) -> None:
    build, met, missed = PLACES[place]
    rule = strategies.read({"id": "r", "title": {"zh": "r"}, "severity": "hard", **build(stated)})
    session = Session([("r", rule)])
    for varied, holds in turns:
        facts = Facts(known(name, value) for name, value in {**OTHERS, **varied}.items())
        found = session.judge(facts, {})["r"], REFERENCE.verdict(rule.source.plain(), facts, 0)
        assert found == ((met, met) if holds else (missed, missed)), varied


def test_every_operator_stands_in_the_table() -> None:
    from medcheck.rulebook.read_operator import OPERATORS

    assert {key for stated, _ in lines() for key in stated} >= set(OPERATORS)


OPEN_DATES = [
    {"fact": "opened", "not_before": "application_date"},
    {"fact": "opened", "ago_at_least": THREE_MONTHS, "from": "application_date"},
    {"fact": "opened", "ago_at_most": THREE_MONTHS, "from": "application_date"},
]


@pytest.mark.parametrize("stated", OPEN_DATES, ids=[next(key for key in one if key != "fact") for one in OPEN_DATES])
@pytest.mark.parametrize("left_out", ["opened", "application_date"])
def test_a_date_that_is_not_known_leaves_the_comparison_open(stated: dict[str, Any], left_out: str) -> None:
    rule = strategies.read({"id": "r", "title": {"zh": "r"}, "severity": "hard", "requires": stated})
    facts = Facts(known(name, day("2019-11-18")) for name in ("opened", "application_date") if name != left_out)
    found = Session([("r", rule)]).judge(facts, {})["r"], REFERENCE.verdict(rule.source.plain(), facts, 0)
    assert found == ("unknown", "unknown")
