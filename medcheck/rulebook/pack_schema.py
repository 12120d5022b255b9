"""The JSON Schema of a rule file, for editors that complete and check while a person types."""

from __future__ import annotations

from typing import Any

from medcheck.rulebook.read_operator import OPERATORS, VALUE_OPERATORS
from medcheck.rulebook.rule_source import SectionSource
from medcheck.vocabulary import PARTS, Vocabulary

_BOUND = {"type": ["string", "number", "integer", "boolean"]}
_PERIOD = {
    "type": "object",
    "properties": {unit: {"type": ["integer", "string"]} for unit in ("years", "months", "days")},
    "additionalProperties": False,
    "minProperties": 1,
}
_NAMES = {"type": "array", "items": _BOUND, "minItems": 1}
_FIELDS = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Condition"}}
_SHAPES: dict[str, Any] = {
    "between": {"type": "array", "items": _BOUND, "minItems": 2, "maxItems": 2},
    "one_of": _NAMES,
    "near": {
        "type": "object",
        "properties": dict.fromkeys(("target", "within", "or_units"), _BOUND),
        "required": ["target", "within"],
        "additionalProperties": False,
    },
    "ago_at_least": _PERIOD,
    "ago_at_most": _PERIOD,
    "lasts_at_least": _PERIOD,
    "lasts_at_most": _PERIOD,
    "none_within": _PERIOD,
    "includes": _NAMES,
    "includes_any": _NAMES,
    "every": _FIELDS,
    "none": {"enum": [True, "true"]},
}


def rule_file_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the schema: pydantic's of the file, with the language's own under `requires` and its kin."""
    schema = SectionSource.model_json_schema()
    facts = list(vocabulary.facts)
    operators = {name: _SHAPES.get(name, _BOUND) for name in OPERATORS}
    modifiers = {
        "fact": {"enum": facts},
        "per": {"enum": facts},
        "share_of": {"enum": facts},
        "from": {"enum": facts},
        "until": {"type": "string"},
        "any_of": {"type": "array", "items": {"$ref": "#/$defs/Requirement"}, "minItems": 2},
        "inside": {"anyOf": [_BOUND, _NAMES]},
        "of": _NAMES,
        "where": _FIELDS,
        "date": {"type": "string"},
        "document": {"enum": list(vocabulary.documents)},
        "distinct": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "has": {"type": "array", "items": {"enum": list(PARTS)}},
    }
    on_value = {name: _SHAPES.get(name, _BOUND) for name in VALUE_OPERATORS}
    schema["$defs"]["Condition"] = {
        "type": "object",
        "properties": {**on_value, "from": {"enum": facts}, "until": {"type": "string"}},
        "additionalProperties": False,
        "minProperties": 1,
    }
    schema["$defs"]["Requirement"] = {
        "type": "object",
        "properties": {**modifiers, **operators},
        "additionalProperties": False,
        "oneOf": [{"required": ["fact"]}, {"required": ["document"]}, {"required": ["any_of"]}],
    }
    requirement = {"$ref": "#/$defs/Requirement"}
    applies_to = {
        "type": "object",
        "propertyNames": {"enum": [*facts, "any_of"]},
        "additionalProperties": {"anyOf": [_BOUND, {"type": ["object", "array"]}]},
    }
    rule = schema["$defs"]["RuleSource"]["properties"]
    rule["requires"] = requirement
    rule["otherwise_judge"] = {"anyOf": [requirement, {"type": "array", "items": requirement, "minItems": 1}]}
    rule["applies_to"] = schema["properties"]["applies_to"] = applies_to
    schema["properties"]["otherwise_judge"] = requirement
    return schema
