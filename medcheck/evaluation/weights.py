"""Optional weights of a rule pack → an order of the list. An order decides nothing: nobody is let in or left out by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from medcheck.evaluation.dashboard import share_over
from medcheck.evaluation.evaluation_model import EvaluatedApplicant
from medcheck.rulebook.shelf import pack_names, shipped_pack


def weights_of(entries: Sequence[EvaluatedApplicant]) -> Mapping[str, int]:
    """Return the weights of the pack that judged these applicants; none where it has none, or where packs differ."""
    packs = {entry.assessment.regulation.pack for entry in entries}
    if len(packs) != 1 or not packs <= set(pack_names()):
        return {}
    return shipped_pack(packs.pop()).source.evaluation.weights


def scored(entries: Sequence[EvaluatedApplicant], weights: Mapping[str, int]) -> list[EvaluatedApplicant]:
    """Return the applicants with their scores, the highest first.

    A score is the sum over the weighted clauses of weight × the part of the bound by which the number clears it, at
    most one bound either way. A clause without a number adds nothing and is named.
    """
    with_shares = [(_shares(entry), entry) for entry in entries]
    ranked = [
        (sum((weight * shares[rule] for rule, weight in weights.items() if rule in shares), Fraction(0)), shares, entry)
        for shares, entry in with_shares
    ]
    ranked.sort(key=lambda scored_entry: (-scored_entry[0], scored_entry[2].row.name))
    return [
        entry._replace(score=f"{float(score):.3f}", unscored=tuple(rule for rule in weights if rule not in shares))
        for score, shares, entry in ranked
    ]


def _shares(entry: EvaluatedApplicant) -> Mapping[str, Fraction]:
    measured = ((number.finding.rule, number.finding.gauge) for number in entry.numbers if number)
    shares = ((rule, share_over(gauge)) for rule, gauge in measured if gauge)
    return {rule: max(Fraction(-1), min(Fraction(1), share)) for rule, share in shares if share is not None}
