"""Questions with exclusive answers, put to durable-rules in facts of about twenty numbers; exactly one answer each.

Knows nothing of what the questions are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Generic, NamedTuple, TypeVar

from medcheck.engine.network import MOST_PENDING, MOST_PROPERTIES, worst_pending
from medcheck.engine.numbers import Pattern
from medcheck.engine.ruleset import FactRuleset, failure

AnswerT = TypeVar("AnswerT")

# Questions a fact, about one and a half numbers each: larger facts cost more to match and to print at every firing,
# smaller ones more to assert.
_QUESTIONS = 14


class Question(NamedTuple, Generic[AnswerT]):
    """What is asked, the properties its patterns read, and the patterns with the answer each stands for."""

    key: str
    properties: tuple[str, ...]
    patterns: tuple[tuple[AnswerT, Pattern], ...]


class Judges(Generic[AnswerT]):
    """The rulesets that answer a list of questions. A question is never split over two facts."""

    def __init__(self, name: str, questions: Sequence[Question[AnswerT]]) -> None:
        self.questions = tuple(questions)
        self.meaning: dict[str, tuple[str, AnswerT]] = {}
        self.rulesets: list[tuple[FactRuleset, tuple[str, ...]]] = []
        for part in _parts(questions):
            patterns = dict(self._named(part))
            properties = _properties(part)
            ruleset = FactRuleset(f"{name}{len(self.rulesets)}", properties, patterns)
            self.rulesets.append((ruleset, properties))

    def _named(self, questions: Sequence[Question[AnswerT]]) -> Iterator[tuple[str, Pattern]]:
        # The first pattern of every question, then the second: at each firing the library looks through all of them in
        # this order for one that matched.
        for row in zip_longest(*(question.patterns for question in questions)):
            for question, outcome in zip(questions, row, strict=True):
                if outcome:
                    name = f"q{len(self.meaning):05}"
                    self.meaning[name] = question.key, outcome[0]
                    yield name, outcome[1]

    def answers(self, values: Mapping[str, int]) -> dict[str, AnswerT]:
        """Return one answer a question; raise EngineError naming each that has none or two."""
        try:
            return self._answers(values)
        except BaseException:  # whatever happened, a ruleset that may hold facts is never used again as it is
            for ruleset, _ in self.rulesets:
                ruleset.reset()
            raise

    def _answers(self, values: Mapping[str, int]) -> dict[str, AnswerT]:
        fired: list[str] = []
        for ruleset, properties in self.rulesets:
            fired += ruleset.fire(tuple(map(values.__getitem__, properties)))
        answers = dict(map(self.meaning.__getitem__, fired))
        if len(answers) != len(self.questions) or len(fired) != len(answers):
            raise failure("；".join(self._miscounted([self.meaning[name] for name in fired])))
        return answers

    def _miscounted(self, found: Sequence[tuple[str, AnswerT]]) -> Iterator[str]:
        for question in self.questions:
            answers = [str(answer) for key, answer in found if key == question.key]
            if len(answers) != 1:
                what = f"得到多个判定：{'、'.join(answers)}" if answers else "没有得到判定"
                yield f"“{question.key}”{what}"


def _properties(questions: Sequence[Question[AnswerT]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for question in questions for name in question.properties))


def _parts(questions: Sequence[Question[AnswerT]]) -> Iterator[Sequence[Question[AnswerT]]]:
    """Yield slices whose facts are small enough for the library, whatever their values."""
    for start in range(0, len(questions), _QUESTIONS):
        yield from _halved(questions[start : start + _QUESTIONS])


def _halved(questions: Sequence[Question[AnswerT]]) -> Iterator[Sequence[Question[AnswerT]]]:
    pending = worst_pending([pattern for question in questions for _, pattern in question.patterns])
    if pending <= MOST_PENDING and len(_properties(questions)) <= MOST_PROPERTIES:
        yield questions
    elif len(questions) == 1:
        raise failure(f"“{questions[0].key}”超出引擎的容量")
    else:
        middle = len(questions) // 2
        yield from _halved(questions[:middle])
        yield from _halved(questions[middle:])
