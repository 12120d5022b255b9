"""A session: a set of rules made ready once, then one verdict a rule for each application. Start reading here.

Knows nothing of workbooks, reports, or where a number comes from. A session holds nothing of the library: its rules are
rows of the networks that all sessions of a process share, one for each shape of rule.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from medcheck.engine import conclusion
from medcheck.engine.judges import Judges
from medcheck.engine.patterns import Applies, EngineAnswer, Otherwise, Shape, answers, outcomes
from medcheck.engine.ruleset import failure
from medcheck.engine.scaling import NOT_KNOWN, MarginScale
from medcheck.fact import Facts, Status
from medcheck.rulebook.measured import MeasuredRequirement, MeasuredRule, measure_requirement
from medcheck.rulebook.pack import Profile, RulePack
from medcheck.rulebook.readings import Shadow
from medcheck.rulebook.requirement import Requirement
from medcheck.rulebook.rule import Decider, Rule
from medcheck.verdict import Conclusion, Consequence, Settled, Stage, Verdict

T = TypeVar("T")

# How many sets of rules a process keeps ready; another one takes the place of the one not asked for longest.
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
    """Rules, real and shadow, each known by a key of the caller's."""

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
        self._by_key = {asked.key: asked for of_shape in self._asked.values() for asked in of_shape}
        groups = [names for one in self._by_key.values() for names in (one.applies, one.otherwise, one.doubtful)]
        self._conditions = tuple(dict.fromkeys(name for names in groups for name in names))

    def _ask(self, key: str, rule: Rule) -> Asked:
        return Asked(
            key=key,
            number=self._name(rule.requires) if rule.requires else None,
            applies=tuple(map(self._name, rule.applies_to)),
            otherwise=tuple(map(self._name, rule.otherwise_judge)),
            doubtful=tuple(map(self._name, rule.doubtful)),
        )

    def _name(self, requirement: Requirement) -> str:
        """Return the name of a requirement's number; equal requirements share one (equal bytes are equal requirements)."""
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
        asked, parts = self._by_key[key], measurements.parts
        return MeasuredRule(
            applies_to=tuple(parts[name] for name in asked.applies),
            requires=parts[asked.number] if asked.number else None,
            otherwise_judge=tuple(parts[name] for name in asked.otherwise),
            doubtful=tuple(parts[name] for name in asked.doubtful),
        )

    def decide(self, numbers: Mapping[str, int], settled: Mapping[str, Settled]) -> dict[str, Verdict]:
        """Return one verdict for each key from what `measure` returned: all comparing is done here, by durable-rules."""
        found: dict[str, Verdict] = {}
        for shape, rows in self.rows(numbers, settled).items():
            verdicts = judges(shape).answers(rows)
            keys = (one.key for one in self._asked[shape])
            found |= {key: verdict or Verdict.ERROR for key, verdict in zip(keys, verdicts, strict=True)}
        return found

    def rows(self, numbers: Mapping[str, int], settled: Mapping[str, Settled]) -> dict[Shape, list[tuple[int, ...]]]:
        """Return the integers of every rule by shape, in the order of `Shape.parts`."""
        found = condition_judges().answers([(numbers[name],) for name in self._conditions])
        of = {name: answer or _ERROR for name, answer in zip(self._conditions, found, strict=True)}

        def row(one: Asked, decided_by: Decider) -> Iterator[int]:
            yield max((int(of[name].applies) for name in one.applies), default=int(Applies.YES))
            if one.number:
                yield numbers[one.number]
                alternatives = (*one.otherwise, *one.doubtful)
                yield max((int(of[name].otherwise) for name in alternatives), default=int(Otherwise.NO))
            if decided_by != "data":
                yield int(settled.get(one.key, Settled.OPEN))

        return {shape: [tuple(row(one, shape.decided_by)) for one in several] for shape, several in self._asked.items()}

    def keys(self) -> Mapping[Shape, list[str]]:
        """Return the keys of the rules by shape, in the order of `rows`."""
        return {shape: [one.key for one in asked] for shape, asked in self._asked.items()}

    def conclude(self, stage: Stage, counts: Mapping[Consequence, int]) -> Conclusion:
        """Return the conclusion of a stage from how many findings have each consequence."""
        return conclusion.conclude(stage, counts)


_ERROR = EngineAnswer(Applies.ERROR, Otherwise.ERROR)


def shape_of(rule: Rule) -> Shape:
    """Return what tells the patterns of a rule from those of another."""
    return Shape(rule.decided_by, rule.requires is not None)


@cache
def judges(shape: Shape) -> Judges[Verdict]:
    """Return the network that knows the verdicts of all rules of a shape, made once a process."""
    return Judges("".join((shape.decided_by, *shape.parts)), shape.parts, lambda slot: outcomes(shape, slot))


@cache
def condition_judges() -> Judges[EngineAnswer]:
    """Return the network that knows what a condition comes to, made once a process."""
    return Judges("condition", ("n",), answers)


def _scale(requirement: Requirement) -> MarginScale | None:
    """Return the scale of a requirement, or None where its bound is beyond what the engine can compare."""
    try:
        return MarginScale(requirement.limits)
    except OverflowError:
        return None


def shadow_key(shadow: Shadow) -> str:
    """Return the key of a shadow rule: the rule it stands beside, the reading and its option."""
    return f"{shadow.of}~{shadow.reading}={shadow.option}"


class _Lately(Generic[T]):
    """What was worked out for a key, kept for the few keys asked for last."""

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
    """The sessions of one process, one for each set of rules it met lately, and the profiles it was asked for."""

    def __init__(self) -> None:
        self._sessions: _Lately[Session] = _Lately()
        self._profiles: _Lately[Profile] = _Lately()

    def profile_of(self, pack: RulePack, choosing: Facts, chosen: Mapping[str, str]) -> Profile:
        """Return the rules that bind a facility, worked out once for each kind of facility and choice of readings."""
        facts = tuple((fact.name, fact.status, fact.value) for fact in choosing.values())
        content = pack.sha256, facts, tuple(sorted(chosen.items()))
        return self._profiles.get(content, lambda: pack.profile(choosing, chosen))

    def session_for(self, pack: RulePack, profile: Profile) -> Session:
        """Return the session of a profile: rules under their ids, shadow rules under `shadow_key`."""
        rules = [(rule.id, rule) for rule in profile.rules]
        rules += [(shadow_key(shadow), shadow.rule) for shadow in profile.shadows if shadow.rule]
        content = pack.sha256, tuple(profile.readings.items()), tuple(key for key, _ in rules)
        return self._sessions.get(content, lambda: Session(rules))
