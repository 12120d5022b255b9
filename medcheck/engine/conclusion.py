"""Asks the engine for the conclusion of a stage, given how many findings have each consequence.

It knows nothing of rules. The order of the conclusions stands in `medcheck.verdict`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from medcheck.engine.judges import Judges
from medcheck.engine.ruleset import failure
from medcheck.engine.scaling import IntegerCondition, Pattern
from medcheck.verdict import CONCLUSIONS, Conclusion, Consequence, Stage

_STAGES = list(Stage)
_COUNTED = [consequence for consequence in Consequence if consequence is not Consequence.NONE]


@cache
def _concluder() -> Judges[Conclusion]:
    """Return the network that knows the conclusion for every stage and all counts; it is made once in a process."""
    return Judges("conclusion", ("stage", *_COUNTED), _patterns, slots=1)


def _patterns(slot: str) -> Iterator[tuple[Conclusion, Pattern]]:
    """Yield one pattern for each conclusion of a stage, or one for each consequence that calls for it.

    Each pattern asks that no earlier consequence was counted, so that exactly one of them matches.
    """
    for number, stage in enumerate(_STAGES):
        none_yet: Pattern = (IntegerCondition(f"stage{slot}", "$eq", number),)
        for conclusion, consequences in CONCLUSIONS[stage]:
            for consequence in [name for name in _COUNTED if name in consequences]:
                yield conclusion, (*none_yet, IntegerCondition(f"{consequence}{slot}", "$gte", 1))
                none_yet = (*none_yet, IntegerCondition(f"{consequence}{slot}", "$eq", 0))
            if not consequences:
                yield conclusion, none_yet


def conclude(stage: Stage, counts: Mapping[Consequence, int]) -> Conclusion:
    """Return the first conclusion of the stage that the counts call for.

    Raises EngineError for a negative count, and where the engine does not give exactly one conclusion.
    """
    if any(count < 0 for count in counts.values()):
        raise failure(f"后果的计数不能为负：{dict(counts)}")
    row = (_STAGES.index(stage), *[counts.get(consequence, 0) for consequence in _COUNTED])
    conclusion = _concluder().answers([row])[0]
    if conclusion is None:
        raise failure(f"没有得到结论：{stage} {dict(counts)}")
    return conclusion
