"""The conclusion as a question on ONE fact of counts: how many findings call for each consequence, at which stage.

Knows nothing of rules. The order of the conclusions stands in `medcheck.verdict`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from medcheck.engine.judges import Judges, Question
from medcheck.engine.numbers import Condition, Pattern
from medcheck.engine.ruleset import failure
from medcheck.verdict import CONCLUSIONS, Conclusion, Consequence, Stage

_STAGES = list(Stage)
_COUNTED = [consequence for consequence in Consequence if consequence is not Consequence.NONE]


def concluder() -> Judges[Conclusion]:
    """Return the rulesets that know the conclusion of every stage and every count."""
    patterns = tuple(_patterns())
    return Judges("conclusion", [Question("结论", ("stage", *(str(name) for name in _COUNTED)), patterns)])


def _patterns() -> Iterator[tuple[Conclusion, Pattern]]:
    """Yield one rule a conclusion and stage (two where either of two consequences calls for it), all exclusive."""
    for number, stage in enumerate(_STAGES):
        none_yet: Pattern = (Condition("stage", "$eq", number),)
        for conclusion, consequences in CONCLUSIONS[stage]:
            for consequence in [name for name in _COUNTED if name in consequences]:
                yield conclusion, (*none_yet, Condition(consequence, "$gte", 1))
                none_yet = (*none_yet, Condition(consequence, "$eq", 0))
            if not consequences:
                yield conclusion, none_yet


def conclude(rules: Judges[Conclusion], stage: Stage, counts: Mapping[Consequence, int]) -> Conclusion:
    """Return the first conclusion of the stage that the counts call for; exactly one, or EngineError."""
    if any(count < 0 for count in counts.values()):
        raise failure(f"后果的计数不能为负：{dict(counts)}")
    values = {str(name): counts.get(name, 0) for name in _COUNTED}
    return rules.answers({"stage": _STAGES.index(stage), **values})["结论"]
