"""Puts the rules of a profile to the engine: the real ones, the other readings beside them, and the waived ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from medcheck.assessment.excepted import with_exceptions
from medcheck.assessment.finding import SEVERITY_WORDS, Judged
from medcheck.assessment.model.finding_model import OtherReading, WaiverUsed
from medcheck.assessment.settle import Settlement, require_applicable, reviewed, settle, settled_by
from medcheck.assessment.visit_asked import unmeasured
from medcheck.assessment.visit_doubts import after_visit
from medcheck.assessment.waive import granted_rules
from medcheck.case.case_file import CaseFile
from medcheck.engine.session import Session, draft_key, shadow_key
from medcheck.fact import Facts
from medcheck.rulebook.measured import MeasuredRule
from medcheck.rulebook.pack import Profile, RulePack
from medcheck.rulebook.readings import Shadow
from medcheck.rulebook.rule import Rule
from medcheck.verdict import VERDICT_WORDS, Settled, Verdict


def judge(pack: RulePack, profile: Profile, *, session: Session, facts: Facts, case: CaseFile) -> tuple[Judged, ...]:
    """Return every rule of the profile with its verdict and what was measured of it, in order.

    The engine decides by the numbers; the measurement they were made from is kept to explain the verdict. Raises
    WorkbookError for a case file that errs.
    """
    rules = {rule.id: rule for rule in profile.rules}
    settlement = settle(case, rules, pack.vocabulary)
    measurements = session.measure(facts)
    measured = {name: session.measured_rule(name, measurements) for name in rules}
    outcomes = session.decide(measurements.numbers, {**settlement.settled, **_settled_shadows(case, profile, pack)})
    shadow_rules = [(shadow_key(shadow), shadow.rule) for shadow in profile.shadows if shadow.rule]
    open_ = unmeasured(case, rules, pack.tables.visit, pack.vocabulary.facts)
    visited = after_visit(outcomes, [*rules.items(), *shadow_rules], case, open_)
    outcomes, notes = dict(visited.outcomes), visited.notes
    require_applicable(case, rules, outcomes, measured)
    decided = reviewed(case, rules, outcomes)
    outcomes = {**outcomes, **{name: verdict for name, (verdict, _) in decided.items()}}
    answers = {**settlement.answers, **{name: answer for name, (_, answer) in decided.items()}}
    settlement = settlement._replace(answers=answers)
    waived = _waived(case, rules, pack, facts, outcomes)
    judged = tuple(_judged(pack, profile, measured, outcomes, settlement, waived))
    noted = (_noted(each, notes.get(each.rule.id, "")) for each in judged)
    return tuple(with_exceptions(noted, pack))


def judge_drafts(profile: Profile, *, session: Session, facts: Facts) -> tuple[Judged, ...]:
    """Return every draft that binds the facility with its verdict, for a reader alone: none of them is ever counted."""
    if not profile.drafts:
        return ()
    measurements = session.measure(facts)
    outcomes = session.decide(measurements.numbers, {})
    return tuple(
        Judged(rule, outcomes[draft_key(rule)], session.measured_rule(draft_key(rule), measurements), (), None)
        for rule in profile.drafts
    )


def _noted(judged: Judged, note: str) -> Judged:
    return judged._replace(note="；".join(filter(None, (judged.note, note)))) if note else judged


def _settled_shadows(case: CaseFile, profile: Profile, pack: RulePack) -> dict[str, Settled]:
    """Return how far the case file settles each shadow rule, as it would settle that rule if it were the real one."""
    settled = {}
    for shadow in profile.shadows:
        if shadow.rule and (answer := settled_by(case, shadow.rule, pack.vocabulary)):
            settled[shadow_key(shadow)] = answer[0]
    return settled


def _waived(
    case: CaseFile, rules: Mapping[str, Rule], pack: RulePack, facts: Facts, outcomes: Mapping[str, Verdict]
) -> dict[str, WaiverUsed | str]:
    """Return for each waived rule the waiver that let it pass, or a sentence that says why it changed nothing.

    Each is judged again, by the engine, with the granted bound.
    """
    granted = granted_rules(case, rules, pack, facts)
    again = Session(granted.items()).judge(facts, {}) if granted else {}
    waived: dict[str, WaiverUsed | str] = {}
    for waiver in case.source.waivers:
        name, unrelaxed, relaxed = waiver.rule, outcomes[waiver.rule], again[waiver.rule]
        bound = granted[name].requires.bound  # type: ignore[union-attr]  # a waived rule has a bound
        if unrelaxed is Verdict.FAIL and relaxed is Verdict.PASS:
            waived[name] = WaiverUsed(
                granted=bound,
                decision=waiver.decision,
                reason=waiver.reason,
                by=waiver.by,
                on=waiver.on,
                unrelaxed=unrelaxed,
                unrelaxed_word=VERDICT_WORDS[unrelaxed],
            )
        elif unrelaxed is Verdict.PASS:
            waived[name] = f"已批准放宽为“{bound}”（{waiver.decision}），不放宽也符合，没有用到"
        else:
            waived[name] = f"已批准放宽为“{bound}”（{waiver.decision}），放宽后为{VERDICT_WORDS[relaxed]}"
    return waived


def _judged(
    pack: RulePack,
    profile: Profile,
    measured: Mapping[str, MeasuredRule],
    outcomes: Mapping[str, Verdict],
    settlement: Settlement,
    waived: Mapping[str, WaiverUsed | str],
) -> Iterator[Judged]:
    """Yield each rule with its verdict, what was measured, and the other readings that would decide otherwise."""
    beside: dict[str, list[Shadow]] = {}
    for shadow in profile.shadows:
        beside.setdefault(shadow.of, []).append(shadow)
    for rule in profile.rules:
        verdict = outcomes[rule.id]
        others = tuple(
            made for shadow in beside.get(rule.id, ()) if (made := _other(pack, rule, verdict, shadow, outcomes))
        )
        waiver = waived.get(rule.id)
        waiver_used = waiver if isinstance(waiver, WaiverUsed) else None
        yield Judged(
            rule=rule,
            verdict=Verdict.WAIVED if waiver_used else verdict,
            measured=measured[rule.id],
            others=others,
            answer=settlement.answers.get(rule.id),
            waiver=waiver_used,
            note=waiver if isinstance(waiver, str) else "",
        )


def _other(
    pack: RulePack, rule: Rule, verdict: Verdict, shadow: Shadow, outcomes: Mapping[str, Verdict]
) -> OtherReading | None:
    """Return what another reading makes of a rule where it decides otherwise: the verdict, or what a failure does."""
    other = outcomes[shadow_key(shadow)] if shadow.rule else Verdict.NOT_APPLICABLE
    word = VERDICT_WORDS[other] if shadow.rule else "不设此项要求"
    if other is verdict:
        if verdict is not Verdict.FAIL or shadow.rule is None or shadow.rule.severity == rule.severity:
            return None
        word = f"{word}，后果为{SEVERITY_WORDS[shadow.rule.severity]}"
    reading = pack.readings[shadow.reading]
    label = reading.label(shadow.option)
    return OtherReading(name=shadow.reading, title=reading.title, label=label, verdict=other, verdict_word=word)
