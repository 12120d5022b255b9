"""Adds to a finding the pieces of the sheet with its cells, where somebody has to find them to do something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medcheck.assessment.model.figures import Piece, PieceRow, Unmatched
from medcheck.assessment.model.finding_model import Finding
from medcheck.fact import Facts, Members
from medcheck.intake.application import Application
from medcheck.rulebook.rule import Rule
from medcheck.verdict import Verdict
from medcheck.vocabulary import Vocabulary

_SHOWN = frozenset({Verdict.FAIL, Verdict.UNKNOWN, Verdict.CONFLICT, Verdict.JUDGE, Verdict.WAIVED})
_MOST = 3


def with_pieces(finding: Finding, application: Application) -> Finding:
    """Return the finding with a piece of each sheet its cells stand in, of the first three sheets."""
    if finding.verdict not in _SHOWN or application.excerpts is None:
        return finding
    sheets: dict[str, dict[str, str]] = {}
    for item in finding.evidence:
        if item.source and item.source.sheet and item.source.file == application.file:
            sheets.setdefault(item.source.sheet, {})[item.source.cell] = item.source.raw
    cut = (application.excerpts.around(sheet, cells) for sheet, cells in sheets.items())
    pieces = tuple(
        Piece(
            sheet=piece.sheet,
            columns=piece.columns,
            rows=tuple(PieceRow(number=number, cells=cells) for number, cells in piece.rows),
            marked=piece.marked,
        )
        for piece in cut
        if piece
    )
    return finding.model_copy(update={"pieces": pieces[:_MOST]})


def unmatched(rules: Iterable[Rule], facts: Facts, vocabulary: Vocabulary) -> Iterator[Unmatched]:
    """Yield the names that answer to nothing the regulation names, of every set the rules read."""
    read = dict.fromkeys(name for rule in rules for name in rule.facts)
    for name in read:
        value = facts[name].value if name in facts else None
        if isinstance(value, Members):
            for other in value.unmatched:
                ref = value.cells.get(other)
                yield Unmatched(about=vocabulary.facts[name].label, name=other, place=str(ref) if ref else "")
