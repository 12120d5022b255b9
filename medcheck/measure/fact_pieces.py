"""Facts made piece by piece: what one piece cannot work out costs its own facts only. Knows nothing of topics."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from medcheck.errors import fault_of
from medcheck.fact import Fact, failed
from medcheck.stated import DOCUMENT_PREFIX
from medcheck.vocabulary import AGENCY_SOURCES, Vocabulary

Piece = Callable[[], Fact | Iterable[Fact]]


def gathered(pieces: Iterable[Piece], vocabulary: Vocabulary) -> list[Fact]:
    """Return the facts of all pieces; one that a failed piece did not give is ERROR, with what went wrong.

    Which facts those are nobody can ask a piece that failed: every fact of the applicant's papers that none gave.
    """
    made: dict[str, Fact] = {}
    faults: list[str] = []
    for piece in pieces:
        try:
            given = piece()
            made |= {given.name: given} if isinstance(given, Fact) else {}
            for fact in () if isinstance(given, Fact) else given:
                made[fact.name] = fact
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, the other facts stand
            faults.append(fault_of(error))
    if not faults:
        return list(made.values())
    names = [name for name, one in vocabulary.facts.items() if one.source not in AGENCY_SOURCES]
    names += [f"{DOCUMENT_PREFIX}{code}" for code in vocabulary.documents]
    reason = "；".join(dict.fromkeys(faults))
    return [*made.values(), *(failed(name, reason) for name in names if name not in made)]
