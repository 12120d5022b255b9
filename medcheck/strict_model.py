"""The base of every value with named fields that comes from a file or goes into one. Knows no field."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """A model that cannot be changed and takes no field beyond those it names."""

    model_config = ConfigDict(extra="forbid", frozen=True)
