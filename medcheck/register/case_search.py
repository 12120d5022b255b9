"""Finds cases by what stands in their rows."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q, QuerySet

from medcheck.errors import suggest
from medcheck.register.connect import refuse
from medcheck.register.models import CaseRow


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
    """Return the cases, in the order of their numbers; raise RegisterError for a state no case is in."""
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
    titles = list(CaseRow.objects.order_by("state").values_list("state_title", flat=True).distinct())
    known = sorted(set(titles))
    if state not in known:
        text = f"没有案件的状态是“{state}”{suggest(state, known)}"
        raise refuse("--state", text, f"现有的状态：{'、'.join(known) or '还没有案件'}")
