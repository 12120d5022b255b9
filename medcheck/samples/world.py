"""Where and when the samples of a rule pack are made (samples/world.yaml beside the pack): its places, days and rules.

Knows no pack: it is handed a way to find a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import Field

from medcheck import yaml_source
from medcheck.errors import FormError
from medcheck.limits import Day
from medcheck.strict_model import StrictModel

WORLD_FILE = "world.yaml"
# Returns the folder `samples` of a pack by its id.
FindSamples = Callable[[str], Path | Traversable]


class County(StrictModel):
    """A county: its option on the form, its code, how its places are written, its agency."""

    division: str
    code: str
    short: str
    exchange: str
    places: str
    agency: str


class City(StrictModel):
    """A city as names begin with it, in full and short, and the option of the form for what lies outside of it."""

    name: str
    short: str
    outside: str


class FoundBy(StrictModel):
    """By which rule of the pack a planted defect is found, and what that comes to."""

    rule: str
    verdict: str = ""


class World(StrictModel):
    """Places, days and rules. `managers` are the insurance managers an applicant has; `rules` says by form which rule of
    this pack stands for a rule of the defects, None where every rule is there under its own name.
    """

    days: tuple[Day, Day]
    city: City
    other_counties: tuple[str, ...]
    counties: tuple[County, ...]
    born_as: dict[str, str] = {}
    managers: int = 1
    rules: dict[str, dict[str, FoundBy]] | None = None

    def found_by(self, rule: str, form: str) -> FoundBy | None:
        """Return by what a defect of a rule is found here on a form, or None where nothing here finds it."""
        return FoundBy(rule=rule) if self.rules is None or not rule else self.rules.get(form, {}).get(rule)


class _WorldSource(StrictModel):
    days: tuple[Day, Day]
    places: str = ""
    city: City | None = None
    other_counties: tuple[str, ...] = ()
    counties: tuple[County, ...] = ()
    born_as: dict[str, str] = {}
    managers: int = Field(default=1, ge=1)
    rules: dict[str, dict[str, FoundBy]] | None = None


def world_of(pack: str, find: FindSamples) -> World:
    """Return the world of a pack's samples, its places perhaps those of another pack; raise FormError where it is wrong."""
    stated = _source(pack, find)
    placed: Mapping[str, object] = (_source(stated.places, find) if stated.places else stated).model_dump()
    own = stated.model_dump(exclude={"places", "city", "other_counties", "counties", "born_as"})
    places = {name: placed[name] for name in ("city", "other_counties", "counties", "born_as")}
    return World.model_validate({**own, **places})


def _source(pack: str, find: FindSamples) -> _WorldSource:
    return yaml_source.validate(_WorldSource, yaml_source.read(find(pack) / WORLD_FILE), FormError)
