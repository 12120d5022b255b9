"""Lets an exception that applies decide in the place of the general rule, and keeps both verdicts to be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medcheck.assessment.finding import Judged, cite_at_level
from medcheck.assessment.model.source_model import NotCounted
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.rule import Rule
from medcheck.verdict import VERDICT_WORDS, Verdict

_DOES_NOT_DECIDE = frozenset({Verdict.NOT_APPLICABLE, Verdict.ERROR})


def with_exceptions(judged: Iterable[Judged], pack: RulePack) -> Iterator[Judged]:
    """Yield each judged rule; one of which an exception applies does not count, and both say what the other came to.

    An exception of which it is not known whether it applies takes the place of nothing: then both count.
    """
    all_of_them = tuple(judged)
    by_id = {each.rule.id: each for each in all_of_them}
    deciding: dict[str, Judged] = {}
    for each in all_of_them:
        if each.rule.excepts is not None and _decides(each):
            deciding.setdefault(each.rule.excepts.rule, each)
    for each in all_of_them:
        made = each
        if exception := deciding.get(each.rule.id):
            made = made._replace(excepted=_set_aside(exception))
        if each in deciding.values() and (general := by_id.get(each.rule.excepts.rule if each.rule.excepts else "")):
            made = made._replace(note="；".join(filter(None, (made.note, _in_place_of(each, general, pack)))))
        yield made


def _decides(judged: Judged) -> bool:
    """Return whether an exception certainly applies and could be judged."""
    return judged.verdict not in _DOES_NOT_DECIDE and all(part.holds for part in judged.measured.applies_to)


def _set_aside(exception: Judged) -> str:
    excepts = exception.rule.excepts
    assert excepts is not None
    word = VERDICT_WORDS[exception.verdict]
    return f"不计入：例外“{exception.rule.title.zh}”适用（{excepts.authority}，{excepts.cite}），例外的判定为“{word}”"


def _in_place_of(exception: Judged, general: Judged, pack: RulePack) -> str:
    excepts = exception.rule.excepts
    assert excepts is not None
    rule, word = general.rule, VERDICT_WORDS[general.verdict]
    granted = f"依据 {excepts.cite}（{excepts.authority}）"
    return f"{granted}，本条是“{rule.title.zh}”（{_cite(rule, pack)}）的例外，代替该条；按该条判定为“{word}”，不计入"


def not_counted_here(judged: Iterable[Judged], drafts: Iterable[Judged], pack: RulePack) -> Iterator[NotCounted]:
    """Yield each rule in whose place an exception decided, and each draft, with what it came to."""
    all_of_them = tuple(judged)
    for general in all_of_them:
        by = [each.rule for each in all_of_them if general.excepted and _is_exception_of(each, general.rule)]
        for rule in by:
            assert rule.excepts is not None
            yield _not_counted(general, pack, f"例外适用（{rule.excepts.authority}）", rule.excepts.cite, rule)
    for draft in drafts:
        yield _not_counted(draft, pack, "草案，只试评", "")


def _is_exception_of(judged: Judged, rule: Rule) -> bool:
    return judged.rule.excepts is not None and judged.rule.excepts.rule == rule.id and _decides(judged)


def _not_counted(judged: Judged, pack: RulePack, reason: str, cite: str, by: Rule | None = None) -> NotCounted:
    rule = judged.rule
    return NotCounted(
        rule=rule.id,
        level=rule.pack,
        title=rule.title.zh,
        cite=_cite(rule, pack),
        by=by.id if by else "",
        by_title=by.title.zh if by else "",
        reason=reason,
        reason_cite=cite,
        verdict_word=VERDICT_WORDS[judged.verdict],
    )


def _cite(rule: Rule, pack: RulePack) -> str:
    return cite_at_level(rule.pack, "；".join(pack.clauses[name].cite for name in rule.clauses), pack)
