"""A table of exclusive answers, put to durable-rules for many rows at a time; exactly one answer each.

Knows nothing of what the table is about. The network of a table is made once for the life of a process, whatever rows it
is asked about: dropped ones never come back from the library (tests/test_engine_memory.py says why).
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

# Rows a fact: more cost more to match and to print at every firing, fewer more to assert. Every pattern of every slot
# takes about 10 KB of the library's memory, used or not.
SLOTS = 8
# What the properties of a slot hold that no row is in: no pattern matches it, be it a number, an answer or a decision.
UNUSED = 99, -(2**62) - 99

Table = Callable[[str], Iterable[tuple[AnswerT, Pattern]]]


class Judges(Generic[AnswerT]):
    """A network that answers rows of integers. `table` gives its patterns, `parts` the properties, for one slot."""

    def __init__(self, name: str, parts: Sequence[str], table: Table[AnswerT], slots: int = SLOTS) -> None:
        self.slots, self.parts = slots, tuple(parts)
        self.meaning: dict[str, tuple[int, AnswerT]] = {}
        patterns = dict(self._named(table))
        properties = [f"{part}{slot}" for slot in range(slots) for part in parts]
        if worst_pending(list(patterns.values())) > MOST_PENDING or len(properties) > MOST_PROPERTIES:
            raise failure(f"“{name}”超出引擎的容量")
        self.ruleset = FactRuleset(name, properties, patterns)
        # A number (n) is read from below, everything else from above.
        self.unused = tuple(UNUSED[1] if part == "n" else UNUSED[0] for part in parts)

    def _named(self, table: Table[AnswerT]) -> Iterator[tuple[str, Pattern]]:
        # The first pattern of every slot, then the second: at each firing the library looks through all of them in this
        # order for one that matched.
        for row in zip_longest(*(tuple(table(str(slot))) for slot in range(self.slots))):
            for slot, outcome in enumerate(row):
                if outcome:
                    name = f"q{len(self.meaning):05}"
                    self.meaning[name] = slot, outcome[0]
                    yield name, outcome[1]

    def answers(self, rows: Sequence[tuple[int, ...]]) -> list[AnswerT | None]:
        """Return the answer of every row in order; None for one that has none or two, whatever the others have."""
        found: list[AnswerT | None] = []
        for start in range(0, len(rows), self.slots):
            found += self._answers(rows[start : start + self.slots])
        return found

    def _answers(self, rows: Sequence[tuple[int, ...]]) -> list[AnswerT | None]:
        """Return the answers of the rows of one fact; where the engine fails, each row is asked once more by itself."""
        try:
            return self._fired(rows)
        except EngineError:
            return [self._alone(row) for row in rows]

    def _alone(self, row: tuple[int, ...]) -> AnswerT | None:
        try:
            return self._fired((row,))[0]
        except EngineError:
            return None

    def _fired(self, rows: Sequence[tuple[int, ...]]) -> list[AnswerT | None]:
        unused = (self.unused,) * (self.slots - len(rows))
        try:
            fired = self.ruleset.fire(tuple(chain.from_iterable((*rows, *unused))))
        except BaseException:  # whatever happened, a ruleset that may hold facts is never used again as it is
            self.ruleset.reset()
            raise
        answers: list[list[AnswerT]] = [[] for _ in range(self.slots)]
        for slot, answer in map(self.meaning.__getitem__, fired):
            answers[slot].append(answer)
        return [one[0] if len(one) == 1 else None for one in answers[: len(rows)]]
