"""Finds cases by what stands in their rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Q, QuerySet

from medcheck.errors import suggest
from medcheck.register.connect import refuse
from medcheck.register.led_by import procedure_names, required_procedure
from medcheck.register.models import CaseRow
from medcheck.rulebook.shelf import current_shelf


class Search(NamedTuple):
    """What a person looks for; what is empty is not asked. `ended` lists those too that have ended."""

    state: str = ""
    procedure: str = ""
    kind: str = ""
    county: str = ""
    officer: str = ""
    batch: str = ""
    text: str = ""
    ended: bool = False


def search_cases(asked: Search) -> QuerySet[CaseRow]:
    """Return the cases, in the order of their numbers; raise RegisterError for a state that there is not."""
    rows = CaseRow.objects.order_by("number")
    if asked.state:
        rows = rows.filter(Q(state=asked.state) | Q(state_title=asked.state))
        if not rows.exists():
            _refuse_unknown_state(asked.state)
    elif not asked.ended:
        rows = rows.filter(final=False)
    equal = {
        "procedure": asked.procedure,
        "kind": asked.kind,
        "county": asked.county,
        "officer": asked.officer,
        "round": asked.batch,
    }
    rows = rows.filter(**{field: value for field, value in equal.items() if value})
    if asked.text:
        text = asked.text
        rows = rows.filter(Q(name__contains=text) | Q(uscc__contains=text.upper()) | Q(site__contains=text))
    return rows


def _refuse_unknown_state(state: str) -> None:
    rows = CaseRow.objects.order_by("state").values_list("state_title", flat=True).distinct()
    known = dict.fromkeys([*rows, *_titles()])
    if state not in known:
        raise refuse("--state", f"没有“{state}”这个状态{suggest(state, known)}", f"可用的状态：{'、'.join(known)}")


def _titles() -> Iterator[str]:
    """Yield every state that a case can be in, by its id and by its title."""
    for pack in current_shelf().packs():
        for name in procedure_names(pack.id):
            procedure = required_procedure(pack.id, name)
            yield from (definition.title for definition in procedure.source.states.values())
            yield from procedure.source.states
