"""The tables a rule pack brings along (tables/*.yaml), by which names on paper are matched. Knows no rule."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from medcheck.fact import Fact, unknown


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Agencies(_Strict):
    """The agency of the city's own institutions, the agency of each division, and the divisions outside the city."""

    city: str = Field(min_length=1)
    divisions: dict[str, str] = Field(min_length=1)
    outside: tuple[str, ...] = ()


class Aliases(_Strict):
    """What people write for each standard name of a room or a piece of equipment, and what counts for nothing."""

    rooms: dict[str, tuple[str, ...]] = {}
    equipment: dict[str, tuple[str, ...]] = {}
    other_rooms: tuple[str, ...] = ()
    other_equipment: tuple[str, ...] = ()


class Departments(_Strict):
    """Words by which a department that needs a licence of its own is known, and departments that treat nobody."""

    ask_licence: tuple[str, ...]
    not_clinical: tuple[str, ...]


class Specialised(_Strict):
    """The licence categories of specialised facilities and those of Chinese medicine."""

    licence_categories: tuple[str, ...]


class Tables(_Strict):
    """All tables of a pack. One it lacks leaves the facts that need it unknown."""

    agencies: Agencies | None = None
    aliases: Aliases = Aliases()
    departments: Departments | None = None
    specialised: Specialised | None = None


# The table without which a fact cannot be measured.
NEEDED = {
    "receiving_agency_is_competent": "agencies",
    "is_specialised": "specialised",
    "departments_list": "departments",
    "departments_without_subject": "departments",
    "departments_not_literally_approved": "departments",
}


def lacking(fact: str) -> Fact:
    """Return the fact as unknown, because the pack lacks the table it needs."""
    return unknown(fact, f"规则包没有 tables/{NEEDED[fact]}.yaml")


def plain(name: str) -> str:
    """Return a name without spaces and without what stands in brackets at its end: 血 压 计（水银） is 血压计."""
    return re.sub(r"[（(][^（()）]*[)）]$", "", re.sub(r"\s", "", name))
