"""A session: rules compiled once, then one outcome a rule for each application, and one conclusion. The only state.

Knows nothing of workbooks, reports, or where a number comes from.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from medcheck.engine.conclusion import conclude, concluder
from medcheck.engine.judges import Judges, Question
from medcheck.engine.numbers import Pattern, Scale
from medcheck.engine.patterns import Applies, Otherwise, Properties, outcomes
from medcheck.engine.ruleset import failure
from medcheck.fact import Facts, Status
from medcheck.rulebook.pack import Profile, RulePack
from medcheck.rulebook.readings import Shadow
from medcheck.rulebook.requirement import Requirement
from medcheck.rulebook.rule import Rule
from medcheck.verdict import Conclusion, Consequence, Settled, Stage, Verdict


class Number(NamedTuple):
    """A requirement whose number goes to the engine, as the property its scale names; `key` is a rule that asks it."""

    requirement: Requirement
    scale: Scale
    key: str


class Answer(NamedTuple):
    """What the engine finds of one requirement: what that means in `applies_to`, and in `otherwise_judge`."""

    applies: Applies
    otherwise: Otherwise


_PLACES = {kind: place for place, kind in enumerate((Applies, Otherwise))}


class Session:
    """Rules, real and shadow, compiled for one process. Each is known by a key of the caller's."""

    def __init__(self, rules: Iterable[tuple[str, Rule]]) -> None:
        self._numbers: dict[bytes, Number] = {}
        self._groups: dict[tuple[int, tuple[str, ...]], str] = {}
        self._settled: dict[str, str] = {}
        self._conditions: dict[str, Question[Answer]] = {}
        asked = [self._question(key, rule) for key, rule in rules]
        if len({question.key for question in asked}) != len(asked):
            raise failure("规则的键重复")
        self._condition_judges = Judges("conditions", list(self._conditions.values()))
        self.rules = Judges("rules", asked)
        self._open = dict.fromkeys(self._settled.values(), int(Settled.OPEN))
        self._concluder = concluder()

    def _question(self, key: str, rule: Rule) -> Question[Verdict]:
        applies = self._group(Applies, [self._condition(key, requirement) for requirement in rule.applies_to])
        otherwise = self._group(
            Otherwise, [self._condition(key, other) for other in (*rule.otherwise_judge, *rule.doubtful)]
        )
        number = self._number(key, rule.requires) if rule.requires else None
        if rule.decided_by != "data":
            self._settled[key] = f"d{len(self._settled)}"
        properties = Properties(applies, number.scale if number else None, otherwise, self._settled.get(key))
        names = (applies, number.scale.name if number else None, otherwise, properties.settled)
        return Question(key, tuple(name for name in names if name), tuple(outcomes(rule, properties)))

    def _number(self, key: str, requirement: Requirement) -> Number:
        """Return the number of a requirement; equal requirements share one (equal bytes are equal requirements)."""
        content = pickle.dumps(requirement)
        if content not in self._numbers:
            try:
                scale = Scale(f"r{len(self._numbers)}", requirement.limits)
            except OverflowError as error:
                raise failure(f"规则“{key}”的界限超出引擎的范围：{requirement.bound}") from error
            self._numbers[content] = Number(requirement, scale, key)
        return self._numbers[content]

    def _condition(self, key: str, requirement: Requirement) -> str:
        scale = self._number(key, requirement).scale
        if scale.name not in self._conditions:
            self._conditions[scale.name] = Question(scale.name, (scale.name,), tuple(_answers(scale)))
        return scale.name

    def _group(self, kind: type[Applies] | type[Otherwise], names: list[str]) -> str | None:
        """Return the property in which several conditions come to together; None where there are none."""
        group = _PLACES[kind], tuple(sorted(set(names)))
        return self._groups.setdefault(group, f"g{len(self._groups)}") if names else None

    def judge(self, facts: Facts, settled: Mapping[str, Settled]) -> dict[str, Verdict]:
        """Return one verdict for each key; raise EngineError naming the rule otherwise.

        `settled` holds by key what people have done about a rule; keys it does not name are open.
        """
        return self.decide(self.measure(facts), settled)

    def measure(self, facts: Facts) -> dict[str, int]:
        """Return the integers the engine compares, by property."""
        return dict(self._measured(facts))

    def decide(self, numbers: Mapping[str, int], settled: Mapping[str, Settled]) -> dict[str, Verdict]:
        """Return one verdict for each key from what `measure` returned: all comparing is done here, by durable-rules."""
        return self.rules.answers(self.combine(numbers, settled))

    def combine(self, numbers: Mapping[str, int], settled: Mapping[str, Settled]) -> dict[str, int]:
        """Return every property the rules read: the numbers, what conditions come to together, what people have done."""
        values = {**numbers, **self._open}
        answers = self._condition_judges.answers(numbers)
        for (place, names), name in self._groups.items():
            values[name] = int(max([answers[condition][place] for condition in names]))
        for key in settled.keys() & self._settled.keys():
            values[self._settled[key]] = int(settled[key])
        return values

    def _measured(self, facts: Facts) -> Iterator[tuple[str, int]]:
        for requirement, scale, key in self._numbers.values():
            try:
                yield scale.name, scale.encode(requirement.measure(facts))
            except (ArithmeticError, LookupError, TypeError, ValueError, AssertionError) as error:
                raise failure(f"规则“{key}”不能计算：{error}") from error

    def conclude(self, stage: Stage, counts: Mapping[Consequence, int]) -> Conclusion:
        """Return the conclusion of a stage from how many findings have each consequence."""
        return conclude(self._concluder, stage, counts)


def _answers(scale: Scale) -> Iterator[tuple[Answer, Pattern]]:
    holds, fails = Answer(Applies.YES, Otherwise.YES), Answer(Applies.NO, Otherwise.NO)
    yield from ((holds, pattern) for pattern in scale.holds())
    yield from ((fails, pattern) for pattern in scale.fails())
    yield Answer(Applies.UNKNOWN, Otherwise.UNKNOWN), scale.missing(Status.UNKNOWN)
    yield Answer(Applies.CONFLICT, Otherwise.CONFLICT), scale.missing(Status.CONFLICT)
    yield fails, scale.missing(Status.EMPTY)


def shadow_key(shadow: Shadow) -> str:
    """Return the key of a shadow rule: the rule it stands beside, the reading and its option."""
    return f"{shadow.of}~{shadow.reading}={shadow.option}"


class Engine:
    """The sessions of one process, one for each set of rules it has met, and the profiles it was asked for."""

    def __init__(self) -> None:
        self._sessions: dict[object, Session] = {}
        self._profiles: dict[object, Profile] = {}

    def profile_of(self, pack: RulePack, choosing: Facts, chosen: Mapping[str, str]) -> Profile:
        """Return the rules that bind a facility, worked out once for each kind of facility and choice of readings."""
        facts = tuple((fact.name, fact.status, fact.value) for fact in choosing.values())
        content = pack.sha256, facts, tuple(sorted(chosen.items()))
        if content not in self._profiles:
            self._profiles[content] = pack.profile(choosing, chosen)
        return self._profiles[content]

    def session_for(self, pack: RulePack, profile: Profile) -> Session:
        """Return the session of a profile: rules under their ids, shadow rules under `shadow_key`."""
        rules = [(rule.id, rule) for rule in profile.rules]
        rules += [(shadow_key(shadow), shadow.rule) for shadow in profile.shadows if shadow.rule]
        content = pack.sha256, tuple(profile.readings.items()), tuple(key for key, _ in rules)
        if content not in self._sessions:
            self._sessions[content] = Session(rules)
        return self._sessions[content]
