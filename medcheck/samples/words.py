"""The words samples are made of, from words.yaml; knows nothing of forms."""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

from pydantic import BaseModel

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.errors import FormError
from medcheck.strict_model import StrictModel

ModelT = TypeVar("ModelT", bound=BaseModel)


class Words(StrictModel):
    """Names, places and makers to draw from; a surname written twice is drawn twice as often."""

    surnames: str
    men: tuple[str, ...]
    women: tuple[str, ...]
    mobiles: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[str, ...]
    villages: tuple[str, ...]
    brand_heads: str
    brand_tails: str
    maker_heads: tuple[str, ...]
    maker_tails: tuple[str, ...]


@keep()
def words() -> Words:
    """Return the words of people and places."""
    return load("words.yaml", Words)


def load(name: str, model: type[ModelT]) -> ModelT:
    """Return a data file of this package as a model; raise FormError where it is wrong."""
    return yaml_source.validate(model, yaml_source.read(files("medcheck.samples") / name), FormError)
