"""Asks durable-rules many questions of one kind at a time, and returns exactly one answer to each.

A question is a row of integers. It knows nothing of what the questions are about. The network of one kind of question
is made once and kept for the life of the process: the library never gives back the memory of a network that is dropped
(tests/test_engine_memory.py says why).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Generic, TypeVar

from medcheck.engine.network import MOST_PENDING, MOST_PROPERTIES, worst_pending
from medcheck.engine.ruleset import FactRuleset, failure
from medcheck.engine.scaling import Pattern
from medcheck.errors import EngineError

AnswerT = TypeVar("AnswerT")

# Rows per asserted fact. With more of them each firing matches and prints more; with fewer there are more facts to
# assert. Every pattern of every slot takes about 10 KB of the library's memory, whether the slot is used or not.
SLOTS = 8
# What the properties of an unused slot hold: no pattern matches these values.
UNUSED_CODE = 99
UNUSED_NUMBER = -(2**62) - 99

Table = Callable[[str], Iterable[tuple[AnswerT, Pattern]]]


class Judges(Generic[AnswerT]):
    """A network that answers rows of integers.

    `table` yields the answers with their patterns for one slot, `parts` names the properties of a slot in the order in
    which a row gives their values. Raises EngineError where the patterns are more than the library can bear.
    """

    def __init__(self, name: str, parts: Sequence[str], table: Table[AnswerT], slots: int = SLOTS) -> None:
        self.slots, self.parts = slots, tuple(parts)
        self.meaning: dict[str, tuple[int, AnswerT]] = {}
        patterns = dict(self._named(table))
        properties = [f"{part}{slot}" for slot in range(slots) for part in parts]
        if worst_pending(list(patterns.values())) > MOST_PENDING or len(properties) > MOST_PROPERTIES:
            raise failure(f"“{name}”超出引擎的容量")
        self.ruleset = FactRuleset(name, properties, patterns)
        self.unused = tuple(UNUSED_NUMBER if part == "n" else UNUSED_CODE for part in parts)

    def _named(self, table: Table[AnswerT]) -> Iterator[tuple[str, Pattern]]:
        """Yield every pattern under a name of its own, and remember which slot and answer the name means."""
        # The first pattern of every slot comes first, then the second of every slot, and so on: at each firing the
        # library looks through all patterns in this order, and the likely ones should be found early.
        tables = [tuple(table(str(slot))) for slot in range(self.slots)]
        for patterns_of_slots in zip_longest(*tables):
            for slot, answer_and_pattern in enumerate(patterns_of_slots):
                if answer_and_pattern is not None:
                    answer, pattern = answer_and_pattern
                    name = f"q{len(self.meaning)}"
                    self.meaning[name] = slot, answer
                    yield name, pattern

    def answers(self, rows: Sequence[tuple[int, ...]]) -> list[AnswerT | None]:
        """Return the answer to every row in order, None for a row to which there is no answer or more than one."""
        answers: list[AnswerT | None] = []
        for start in range(0, len(rows), self.slots):
            answers += self._answers(rows[start : start + self.slots])
        return answers

    def _answers(self, rows: Sequence[tuple[int, ...]]) -> list[AnswerT | None]:
        """Return the answers to the rows of one fact; where the engine fails, each row is asked once more by itself."""
        try:
            return self._fired(rows)
        except EngineError:
            return [self._alone(row) for row in rows]

    def _alone(self, row: tuple[int, ...]) -> AnswerT | None:
        """Return the answer to one row, None where the engine fails again: then only this row has no answer."""
        try:
            return self._fired((row,))[0]
        except EngineError:
            return None

    def _fired(self, rows: Sequence[tuple[int, ...]]) -> list[AnswerT | None]:
        """Return the answers to the rows of one fact; raise EngineError where the engine fails."""
        unused = [self.unused] * (self.slots - len(rows))
        try:
            fired = self.ruleset.fire(tuple(chain(*rows, *unused)))
        except BaseException:  # whatever happened, the ruleset may still hold the fact: it is emptied before it is used
            self.ruleset.reset()
            raise
        answers: list[list[AnswerT]] = [[] for _ in range(self.slots)]
        for name in fired:
            slot, answer = self.meaning[name]
            answers[slot].append(answer)
        return [given[0] if len(given) == 1 else None for given in answers[: len(rows)]]
