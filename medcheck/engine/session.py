"""A session makes a set of rules ready once, and then gives one verdict for each rule and application. Start reading here.

It knows nothing of workbooks, reports, or where a number comes from. A session holds nothing of the library: it asks the
networks that all sessions of a process share, one for each shape of rule, and each of its rules is a row of integers.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from medcheck.engine import conclusion
from medcheck.engine.judges import Judges
from medcheck.engine.patterns import Applies, EngineAnswer, Otherwise, Shape, condition_answers, outcomes
from medcheck.engine.ruleset import failure
from medcheck.engine.scaling import NOT_KNOWN, MarginScale
from medcheck.fact import Facts, Status
from medcheck.rulebook.measured import MeasuredRequirement, MeasuredRule, measure_requirement
from medcheck.rulebook.pack import Profile, RulePack
from medcheck.rulebook.readings import Shadow
from medcheck.rulebook.requirement import Requirement
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.rule_source import Decider
from medcheck.verdict import Conclusion, Consequence, Settled, Stage, Verdict

T = TypeVar("T")

# How many sets of rules a process keeps ready; a further one replaces the one that was not used for the longest time.
_KEPT = 16


class Asked(NamedTuple):
    """A rule as it is put to the engine: its key, and the names of the numbers it is judged by.

    `number` is that of its requirement, `applies` are those of its conditions, `otherwise` those of its alternatives,
    and `doubtful` those of its requirement with what only may be there counted too.
    """

    key: str
    number: str | None
    applies: tuple[str, ...]
    otherwise: tuple[str, ...]
    doubtful: tuple[str, ...]


class Measurements(NamedTuple):
    """Every requirement of a session measured on the facts of one application, by the name of its number.

    `numbers` are the integers the engine compares, `parts` what they were made from: findings are explained from it.
    """

    numbers: Mapping[str, int]
    parts: Mapping[str, MeasuredRequirement]


class Session:
    """A set of rules, real and shadow ones, each under a key that the caller chose; a key given twice is an EngineError."""

    def __init__(self, rules: Iterable[tuple[str, Rule]]) -> None:
        self._names: dict[bytes, str] = {}
        self._numbers: dict[str, tuple[Requirement, MarginScale | None]] = {}
        self._asked: dict[Shape, list[Asked]] = {}
        keys: set[str] = set()
        for key, rule in rules:
            if key in keys:
                raise failure(f"规则的键重复：{key}")
            keys.add(key)
            self._asked.setdefault(shape_of(rule), []).append(self._ask(key, rule))
        self._by_key = {question.key: question for of_shape in self._asked.values() for question in of_shape}
        groups = [
            names
            for rule_asked in self._by_key.values()
            for names in (rule_asked.applies, rule_asked.otherwise, rule_asked.doubtful)
        ]
        self._conditions = tuple(dict.fromkeys(name for names in groups for name in names))

    def _ask(self, key: str, rule: Rule) -> Asked:
        """Return a rule as it is put to the engine."""
        return Asked(
            key=key,
            number=self._name(rule.requires) if rule.requires else None,
            applies=tuple(map(self._name, rule.applies_to)),
            otherwise=tuple(map(self._name, rule.otherwise_judge)),
            doubtful=tuple(map(self._name, rule.doubtful)),
        )

    def _name(self, requirement: Requirement) -> str:
        """Return the name of a requirement's number; requirements that are equal byte for byte share one."""
        name = self._names.setdefault(pickle.dumps(requirement), f"r{len(self._names)}")
        if name not in self._numbers:
            self._numbers[name] = requirement, _scale(requirement)
        return name

    def judge(self, facts: Facts, settled: Mapping[str, Settled]) -> dict[str, Verdict]:
        """Return one verdict for each key; a rule that cannot be computed is `ERROR`, and the others are decided.

        `settled` holds by key what people have done about a rule; keys it does not name are open.
        """
        return self.decide(self.measure(facts).numbers, settled)

    def measure(self, facts: Facts) -> Measurements:
        """Return every requirement measured, with the integers the engine compares."""
        numbers: dict[str, int] = {}
        parts: dict[str, MeasuredRequirement] = {}
        for name, (requirement, scale) in self._numbers.items():
            part = parts[name] = measure_requirement(requirement, facts)
            try:
                numbers[name] = (scale or MarginScale(requirement.limits)).encode(part.measured)
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001  # most often a number beyond the range; no other rule may fall
                numbers[name], parts[name] = NOT_KNOWN[Status.ERROR], part._replace(error=error)
        return Measurements(numbers, parts)

    def measured_rule(self, key: str, measurements: Measurements) -> MeasuredRule:
        """Return what was measured of one rule."""
        question, parts = self._by_key[key], measurements.parts
        return MeasuredRule(
            applies_to=tuple(parts[name] for name in question.applies),
            requires=parts[question.number] if question.number else None,
            otherwise_judge=tuple(parts[name] for name in question.otherwise),
            doubtful=tuple(parts[name] for name in question.doubtful),
        )

    def decide(self, numbers: Mapping[str, int], settled: Mapping[str, Settled]) -> dict[str, Verdict]:
        """Return one verdict for each key from what `measure` returned: all comparing is done here, by durable-rules."""
        verdicts: dict[str, Verdict] = {}
        for shape, rows in self.rows(numbers, settled).items():
            answers = judges(shape).answers(rows)
            for question, answer in zip(self._asked[shape], answers, strict=True):
                verdicts[question.key] = Verdict.ERROR if answer is None else answer
        return verdicts

    def rows(self, numbers: Mapping[str, int], settled: Mapping[str, Settled]) -> dict[Shape, list[tuple[int, ...]]]:
        """Return the integers of every rule by shape, in the order of `Shape.parts`."""
        given = condition_judges().answers([(numbers[name],) for name in self._conditions])
        answers = {name: answer or _ERROR for name, answer in zip(self._conditions, given, strict=True)}

        def row(question: Asked, decided_by: Decider) -> Iterator[int]:
            yield max((int(answers[name].applies) for name in question.applies), default=int(Applies.YES))
            if question.number:
                yield numbers[question.number]
                alternatives = (*question.otherwise, *question.doubtful)
                yield max((int(answers[name].otherwise) for name in alternatives), default=int(Otherwise.NO))
            if decided_by != "data":
                yield int(settled.get(question.key, Settled.OPEN))

        return {
            shape: [tuple(row(asked, shape.decided_by)) for asked in of_shape]
            for shape, of_shape in self._asked.items()
        }

    def keys(self) -> Mapping[Shape, list[str]]:
        """Return the keys of the rules by shape, in the order of `rows`."""
        return {shape: [question.key for question in of_shape] for shape, of_shape in self._asked.items()}

    def conclude(self, stage: Stage, counts: Mapping[Consequence, int]) -> Conclusion:
        """Return the conclusion of a stage from how many findings have each consequence."""
        return conclusion.conclude(stage, counts)


_ERROR = EngineAnswer(Applies.ERROR, Otherwise.ERROR)


def shape_of(rule: Rule) -> Shape:
    """Return the shape of a rule, by which its patterns are chosen."""
    return Shape(rule.decided_by, rule.requires is not None)


@cache
def judges(shape: Shape) -> Judges[Verdict]:
    """Return the network that gives the verdicts of all rules of a shape; it is made once in a process."""
    name = shape.decided_by + "".join(shape.parts)
    return Judges(name, shape.parts, lambda slot: outcomes(shape, slot))


@cache
def condition_judges() -> Judges[EngineAnswer]:
    """Return the network that answers conditions and alternatives; it is made once in a process."""
    return Judges("condition", ("n",), condition_answers)


def _scale(requirement: Requirement) -> MarginScale | None:
    """Return the scale of a requirement, or None where its bound is beyond what the engine can compare."""
    try:
        return MarginScale(requirement.limits)
    except OverflowError:
        return None


def shadow_key(shadow: Shadow) -> str:
    """Return the key of a shadow rule: the rule it stands beside, the reading and its option."""
    return f"{shadow.of}~{shadow.reading}={shadow.option}"


def draft_key(rule: Rule) -> str:
    """Return the key of a rule that is a draft: no rule that counts is judged under it."""
    return f"{rule.id}~draft"


class _Lately(Generic[T]):
    """Keeps what was worked out for a key, for the few keys that were used last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, T] = OrderedDict()

    def get(self, key: object, work: Callable[[], T]) -> T:
        """Return what is kept for the key, else what `work` gives."""
        if key not in self._kept:
            self._kept[key] = work()
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]


class Engine:
    """Keeps the sessions of one process, one for each set of rules it met lately, and the profiles it was asked for."""

    def __init__(self) -> None:
        self._sessions: _Lately[Session] = _Lately()
        self._profiles: _Lately[Profile] = _Lately()

    def profile_of(self, pack: RulePack, choosing: Facts, chosen: Mapping[str, str]) -> Profile:
        """Return the rules that bind a facility, worked out once for each kind of facility and choice of readings."""
        facts = tuple((fact.name, fact.status, fact.value) for fact in choosing.values())
        content = pack.sha256, facts, tuple(sorted(chosen.items()))
        return self._profiles.get(content, lambda: pack.profile(choosing, chosen))

    def session_for(self, pack: RulePack, profile: Profile) -> Session:
        """Return the session of a profile: rules under their ids, shadow rules and drafts under keys of their own."""
        rules = [(rule.id, rule) for rule in profile.rules]
        rules += [(shadow_key(shadow), shadow.rule) for shadow in profile.shadows if shadow.rule]
        rules += [(draft_key(rule), rule) for rule in profile.drafts]
        content = pack.sha256, tuple(profile.readings.items()), tuple(key for key, _ in rules)
        return self._sessions.get(content, lambda: Session(rules))
