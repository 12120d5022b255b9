"""People with a name, a sex, an identity card and a telephone that agree with each other."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from medcheck.calendar_months import full_years
from medcheck.samples import codes
from medcheck.samples.chance import Chance
from medcheck.samples.words import words
from medcheck.samples.world import County, World

_FROM_HERE = 0.78


class SamplePerson(NamedTuple):
    """A person; `born` agrees with the number, the number's parity with the sex."""

    name: str
    gender: str
    id_number: str
    born: date
    phone: str

    def age(self, on: date) -> int:
        """Return the full years on a day."""
        return full_years(self.born, on)


class Crowd:
    """The people of one facility: no two of the same name, most from its county."""

    def __init__(self, county: County, applied: date, chance: Chance, world: World) -> None:
        self._county, self._applied, self._chance, self._world = county, applied, chance, world
        self._names: set[str] = set()

    def join(self, youngest: int, oldest: int, women: float = 0.5, *, head: bool = False) -> SamplePerson:
        """Return a further person of that age on the day of application; a head's name is once in the whole batch."""
        chance = self._chance
        gender = "女" if chance.often(women) else "男"
        last = self._applied.replace(year=self._applied.year - youngest, day=1)
        born = chance.day(last.replace(year=self._applied.year - oldest), last)
        name = chance.once("head", lambda: self._new_name(gender)) if head else self._new_name(gender)
        self._names.add(name)
        home = chance.often(_FROM_HERE)
        county = self._birth_code() if home else chance.pick(self._world.other_counties)
        number = codes.id_card(county, born, gender, chance)
        return SamplePerson(name, gender, number, born, codes.mobile(words().mobiles, chance))

    def _birth_code(self) -> str:
        return self._world.born_as.get(self._county.code, self._county.code)

    def _new_name(self, gender: str) -> str:
        chance, given = self._chance, words().men if gender == "男" else words().women
        while (name := chance.pick(words().surnames) + chance.pick(given)) in self._names:
            pass
        return name
