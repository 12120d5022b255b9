"""Read the tables of a pack's folder, each by its own model. Knows nothing of the rules beside them."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import BaseModel

from medcheck import yaml_source
from medcheck.errors import MedcheckError, Place, Problem, suggest
from medcheck.measure.measure_tables import (
    Agencies,
    Aliases,
    DepartmentNames,
    Departments,
    DosageForms,
    Posts,
    Specialised,
    Tables,
    Visit,
)
from medcheck.measure.pharmacy.drug_marks import DrugLists
from medcheck.measure.pharmacy.drug_notes import CatalogueNotes
from medcheck.measure.title_table import Titles
from medcheck.measure.written_names import NameWords
from medcheck.yaml_source import Node

_MODELS: dict[str, type[BaseModel]] = {
    "agencies.yaml": Agencies,
    "aliases.yaml": Aliases,
    "name_words.yaml": NameWords,
    "departments.yaml": Departments,
    "department_names.yaml": DepartmentNames,
    "dosage_forms.yaml": DosageForms,
    "catalogue_editions.yaml": CatalogueNotes,
    "drug_lists.yaml": DrugLists,
    "posts.yaml": Posts,
    "titles.yaml": Titles,
    "specialised.yaml": Specialised,
    "visit.yaml": Visit,
}


def read_tables(folder: Path | Traversable) -> tuple[Tables, dict[str, Node], list[Problem]]:
    """Return the tables of a pack, their YAML by file (`tables/agencies.yaml`), and everything wrong with them."""
    made: dict[str, BaseModel] = {}
    nodes: dict[str, Node] = {}
    problems: list[Problem] = []
    here = folder / "tables"
    for file in sorted(here.iterdir(), key=lambda f: f.name) if here.is_dir() else ():
        name = f"tables/{file.name}"
        if file.name not in _MODELS:
            text = f"没有“{file.name}”这种表{suggest(file.name, _MODELS)}"
            problems.append(Problem(Place(name), text, f"改名或删去；可用的表：{'、'.join(_MODELS)}"))
            continue
        try:
            nodes[name], made[file.name.removesuffix(".yaml")] = _read(file, name)
        except MedcheckError as error:
            problems += error.problems
    return Tables.model_validate(made), nodes, problems


def _read(file: Path | Traversable, name: str) -> tuple[Node, BaseModel]:
    node = yaml_source.read(file, name)
    return node, yaml_source.validate(_MODELS[name.removeprefix("tables/")], node)
