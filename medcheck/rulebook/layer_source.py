"""What layer.yaml states: what a pack drops and refines of the packs it builds on, each with a reason and a citation."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import Field

from medcheck import yaml_source
from medcheck.errors import Place
from medcheck.limits import Day
from medcheck.strict_model import StrictModel
from medcheck.yaml_source import Node

LAYER_FILE = "layer.yaml"
_NOTHING = Node("", Place(LAYER_FILE))


class Dropped(StrictModel):
    """Why something of a lower or higher level does not count here; `by` is the rule that decides in its place."""

    reason: str = Field(min_length=1)
    cite: str = Field(min_length=1)
    by: str = ""


class Drops(StrictModel):
    """What a layer drops, by id."""

    rules: dict[str, Dropped] = {}
    readings: dict[str, Dropped] = {}
    clauses: dict[str, Dropped] = {}


class RefinedReading(StrictModel):
    """What a layer makes of a reading: another default among its options, further options, who decided."""

    reason: str = Field(min_length=1)
    cite: str = Field(min_length=1)
    default: str = ""
    decided_by: str = ""
    decided_on: Day | None = None
    paper: str = ""
    labels: dict[str, str] = {}
    options: dict[str, dict[str, object]] = {}


class RefinedClause(StrictModel):
    """What a layer says of a clause that differs from the level it comes from."""

    reason: str = Field(min_length=1)
    cite: str = Field(min_length=1)
    title: str = ""
    status: str = ""


class Refinements(StrictModel):
    """What a layer refines, by id. Rules are refined where they stand, in the section files."""

    readings: dict[str, RefinedReading] = {}
    clauses: dict[str, RefinedClause] = {}


class LayerSource(StrictModel):
    """layer.yaml: what the pack drops and refines of the packs it builds on.

    `without` names by reading and option a pack whose rules all do not count under that option.
    """

    drops: Drops = Drops()
    refines: Refinements = Refinements()
    without: dict[str, dict[str, str]] = {}


def read_layer(folder: Path | Traversable, layered: bool) -> tuple[LayerSource, Node]:
    """Return what layer.yaml states, empty where there is none; refuse one in a pack that builds on nothing."""
    file = folder / LAYER_FILE
    if not file.is_file():
        return LayerSource(), _NOTHING
    node = yaml_source.read(file)
    if not layered:
        raise node.error("本规则包没有 base，不需要 layer.yaml", "在 pack.yaml 中写明 base，或删去本文件")
    return yaml_source.validate(LayerSource, node), node
