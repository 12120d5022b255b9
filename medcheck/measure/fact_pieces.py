"""Makes facts piece by piece, so that a piece that fails costs its own facts only. It knows nothing of topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from medcheck.errors import FormError, Place, Problem, RuleError, fault_of
from medcheck.fact import Fact, failed
from medcheck.form.form import Form
from medcheck.stated import DOCUMENT_PREFIX
from medcheck.vocabulary import AGENCY_SOURCES, Vocabulary

Piece = Callable[[], Fact | Iterable[Fact]]


def gathered(pieces: Iterable[Piece], vocabulary: Vocabulary) -> list[Fact]:
    """Return the facts of all pieces; one that a failed piece did not give is ERROR, with what went wrong.

    Which facts those are nobody can ask a piece that failed: every fact of the applicant's papers that none gave.
    What two pieces gave is there twice: `require_one_supplier` refuses it.
    """
    made: list[Fact] = []
    faults: list[str] = []
    for piece in pieces:
        try:
            given = piece()
            for fact in (given,) if isinstance(given, Fact) else given:
                made.append(fact)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, the other facts stand
            faults.append(fault_of(error))
    if not faults:
        return made
    names = [name for name, definition in vocabulary.facts.items() if definition.source not in AGENCY_SOURCES]
    names += [f"{DOCUMENT_PREFIX}{code}" for code in vocabulary.documents]
    reason = "；".join(dict.fromkeys(faults))
    given_names = {fact.name for fact in made}
    return made + [failed(name, reason) for name in names if name not in given_names]


def require_one_supplier(facts: Iterable[Fact], form: Form, vocabulary: Vocabulary) -> None:
    """Refuse a fact that is made twice, since nothing but their order would tell which one counts.

    Raises FormError where a field of the form is among its suppliers, RuleError where only measures are.
    """
    made = Counter(fact.name for fact in facts)
    twice = [name for name, count in made.items() if count > 1]
    if not twice:
        return
    labels: dict[str, list[str]] = {}
    for _, column in form.fields():
        labels.setdefault(column.fact, []).append(f"“{column.label}”")
    problems = [_clash(name, labels.get(name, []), form, vocabulary) for name in twice]
    raise FormError(problems) if any(name in labels for name in twice) else RuleError(problems)


def _clash(name: str, labels: Sequence[str], form: Form, vocabulary: Vocabulary) -> Problem:
    """Return that a fact is made twice: by the fields with these labels, by a field and a measure, or by two measures."""
    if len(labels) > 1:
        text = f"事实“{name}”由多栏填写：{'、'.join(labels)}，一个事实只能有一个来源"
        return Problem(Place(f"{form.form}.yaml"), text, "只在其中一栏写明 fact")
    if labels:
        text = f"事实“{name}”既由{labels[0]}填写，又由指标计算，一个事实只能有一个来源"
        return Problem(Place(f"{form.form}.yaml"), text, "删去该栏的 fact，或删去 medcheck/measure/ 中的指标")
    text = f"事实“{name}”由两个指标计算，一个事实只能有一个来源"
    return Problem(vocabulary.place("facts", name), text, "只保留 medcheck/measure/ 中的一个指标")
