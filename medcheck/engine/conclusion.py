"""The conclusion as a question on ONE fact of counts: how many findings call for each consequence, at which stage.

Knows nothing of rules. The order of the conclusions stands in `medcheck.verdict`.
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
    """Return the network that knows the conclusion of every stage and every count, made once a process."""
    return Judges("conclusion", ("stage", *_COUNTED), _patterns, slots=1)


def _patterns(slot: str) -> Iterator[tuple[Conclusion, Pattern]]:
    """Yield one rule a conclusion and stage (more where any of several consequences calls for it), all exclusive."""
    for number, stage in enumerate(_STAGES):
        none_yet: Pattern = (IntegerCondition(f"stage{slot}", "$eq", number),)
        for conclusion, consequences in CONCLUSIONS[stage]:
            for consequence in [name for name in _COUNTED if name in consequences]:
                yield conclusion, (*none_yet, IntegerCondition(f"{consequence}{slot}", "$gte", 1))
                none_yet = (*none_yet, IntegerCondition(f"{consequence}{slot}", "$eq", 0))
            if not consequences:
                yield conclusion, none_yet


def conclude(stage: Stage, counts: Mapping[Consequence, int]) -> Conclusion:
    """Return the first conclusion of the stage that the counts call for; exactly one, or EngineError."""
    if any(count < 0 for count in counts.values()):
        raise failure(f"后果的计数不能为负：{dict(counts)}")
    row = (_STAGES.index(stage), *(counts.get(name, 0) for name in _COUNTED))
    (found,) = _concluder().answers([row])
    if found is None:
        raise failure(f"没有得到结论：{stage} {dict(counts)}")
    return found
