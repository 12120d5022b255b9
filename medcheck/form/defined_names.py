"""The defined names by which the cells of a form are found, and the sheets of a form that hold no answers.

Knows nothing of workbooks: whoever writes a form sets the names, whoever reads it asks for them.
"""

from __future__ import annotations

HIDDEN_SHEET = "_medcheck"
INSTRUCTIONS = "填表说明"
RESULTS = "评估结果（medcheck）"  # in front of a workbook given back; nobody's own sheet has this name
CHANGES = "改这些格子（medcheck）"  # in front of that: what the applicant changes
OUR_SHEETS = frozenset({RESULTS, CHANGES})
NOT_READ = frozenset({HIDDEN_SHEET, INSTRUCTIONS}) | OUR_SHEETS


def field_name(field_id: str) -> str:
    """Return the defined name of a cover field."""
    return f"field__{field_id}"


def column_name(table_id: str, column_id: str) -> str:
    """Return the defined name of a column's header cell."""
    return f"column__{table_id}__{column_id}"


def none_name(table_id: str) -> str:
    """Return the defined name of a table's 「无」 tick."""
    return f"none__{table_id}"
