"""A Comparison → its JSON text, and the schema of that text."""

from __future__ import annotations

import json
from typing import Any

from medcheck.assessment.compare.comparison import FORMAT, FORMAT_VERSION, Comparison


def comparison_to_json(comparison: Comparison) -> str:
    """Return the comparison as JSON: fields in the order of the model, two spaces, a last newline."""
    return comparison.model_dump_json(indent=2) + "\n"


def comparison_schema() -> str:
    """Return the JSON Schema of the text; docs/schemas/compare.schema.json holds the same."""
    document: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    document |= Comparison.model_json_schema(mode="serialization")
    document["properties"]["format"]["const"] = FORMAT
    document["properties"]["format_version"]["const"] = FORMAT_VERSION
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
