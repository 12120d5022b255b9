"""The draws of sample applications at their ends: days of the week, ends of ranges, what is shared and by whom."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from medcheck.errors import FormError
from medcheck.samples import across, generate
from medcheck.samples.chance import Chance
from medcheck.samples.clinic.clinics import clinic
from medcheck.samples.generate import kinds_of
from medcheck.samples.world import world_of

MONDAY = date(2019, 11, 18)
WORLD = world_of(generate.FIRST_PACK, generate.shipped_samples)


def chance(seed: str = "1") -> Chance:
    return Chance(seed, {})


@pytest.mark.parametrize(("days", "drawn"), [(0, 0), (1, 1), (4, 4), (5, 7), (6, 7), (7, 7)])
def test_a_workday_is_no_day_of_the_weekend(days: int, drawn: int) -> None:
    day = MONDAY + timedelta(days=days)
    assert chance().workday(day, day) == MONDAY + timedelta(days=drawn)


def test_both_ends_of_a_range_are_drawn_and_nothing_beyond() -> None:
    one = chance()
    assert {one.whole(1, 3) for _ in range(99)} == {1, 2, 3}
    assert {one.part("0.1", "0.3") for _ in range(99)} == {Decimal("0.1"), Decimal("0.2"), Decimal("0.3")}
    assert {one.day(MONDAY, MONDAY + timedelta(days=2)) for _ in range(99)} == {
        MONDAY + timedelta(days=number) for number in range(3)
    }
    assert one.day(MONDAY, MONDAY - timedelta(days=1)) == MONDAY
    assert {one.pick("甲乙丙") for _ in range(99)} == set("甲乙丙")
    assert (one.some("甲乙丙", 2) != [], len(one.some("甲乙丙", 2)), sorted(one.some("甲乙丙", 9))) == (
        True,
        2,
        sorted("甲乙丙"),
    )
    assert {len(one.digits(5)) for _ in range(9)} == {5}
    assert {one.often(0.0) for _ in range(99)} == {False}
    assert {one.often(1.0) for _ in range(99)} == {True}
    assert {one.weighted({"甲": 1, "乙": 0}) for _ in range(99)} == {"甲"}


def test_the_same_number_is_never_drawn_twice_in_a_batch() -> None:
    taken: dict[str, set[str]] = {}
    first, second = Chance("1", taken), Chance("2", taken)
    drawn = [each.once("phone", lambda each=each: each.digits(1)) for each in (first, second) for _ in range(5)]  # type: ignore[misc]  # bound by default
    assert sorted(drawn) == list("0123456789")
    with pytest.raises(FormError, match="没有不重复"):
        first.once("phone", lambda: "1")
    assert first.once("other", lambda: "1") == "1"


def test_how_often_each_kind_and_number_of_defects_comes() -> None:
    assert kinds_of(generate.DEFAULT_MIX) == {
        "clinic": 6000,
        "hospital-1": 825,
        "hospital-2": 525,
        "hospital-3": 150,
        "pharmacy-single": 875,
        "pharmacy-rural": 750,
        "pharmacy-chain": 875,
    }
    assert kinds_of({"clinic": 0, "hospital-2": 1}) == {"hospital-2": 100}
    assert generate._DEFECTS_A_FILE == {1: 55, 2: 30, 3: 15}
    assert (generate._USUAL_DRUGS, generate._ENOUGH_DRUGS, generate._REMEMBERED) == ((2060, 2380), 2000, 60)


@pytest.mark.parametrize("same", [True, False])
def test_an_address_is_shared_within_a_division_only(same: bool) -> None:
    kinds: Counter[str] = Counter()
    for number in range(60):
        one = chance(str(number))
        seen, draft = clinic("clinic", one, WORLD), clinic("clinic", one, WORLD)
        person = across.offers(seen)["shared_id"].row
        division = draft.county.division if same else "000000"
        where = dict.fromkeys(across.offers(seen))
        offered = across.Seen("甲.xlsx", "clinic", division, dict(seen.fields), dict(person or {}), where)  # type: ignore[arg-type]  # nothing looks at where
        made = across.share(draft, offered, one)
        assert made is not None
        kinds[made.kind] += 1
        name = {"shared_address": "application_site_address", "shared_phone": "contact_phone"}.get(made.kind)
        if name:
            assert draft.fields[name] == seen.fields[name]
    assert ("shared_address" in kinds) is same
    assert kinds["shared_phone"] > 0
