"""One workbook → its assessment. Start reading here.

application ──► facts ──► outcomes ──► assessment
  (intake)    (measure)   (engine)    (assessment)
                             ▲
                          rulebook
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from medcheck.assessment.conclude import Basis, conclude
from medcheck.assessment.finding import Judged
from medcheck.assessment.model import Assessment, OtherReading, WaiverUsed
from medcheck.assessment.settle import Settlement, settle
from medcheck.assessment.waive import granted_rules
from medcheck.engine.session import Engine, Session, shadow_key
from medcheck.fact import Facts, Status
from medcheck.intake.application import Application
from medcheck.intake.case import NO_CASE, CaseFile, read_case
from medcheck.intake.read import read_application
from medcheck.measure.derive import dates, derive
from medcheck.rulebook.pack import Profile, RulePack
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.shelf import pack_in_force, pack_names, shipped_pack
from medcheck.verdict import VERDICT_WORDS, Settled, Stage, Verdict
from medcheck.vocabulary import load_vocabulary


class Options(NamedTuple):
    """How an application is to be assessed: stage, dates, rule pack, readings, and the agency's case file.

    Without `as_of` the assessment date is the case file's, else the application date; without `pack` the application
    date chooses the regulation.
    """

    stage: Stage = Stage.PRECHECK
    as_of: date | None = None
    pack: str = ""
    readings: Mapping[str, str] = {}
    case: Path | None = None


def assess(path: Path, options: Options, engine: Engine) -> Assessment:
    """Return the assessment of one workbook; raise WorkbookError or RuleError where there can be none."""
    application = read_application(path)
    case = read_case(options.case, load_vocabulary()) if options.case else NO_CASE
    pack, chosen = choose_pack(application, case, options)
    return assess_under(pack, application, case=case, chosen=chosen, options=options, engine=engine)


def assess_under(
    pack: RulePack, application: Application, *, case: CaseFile, chosen: str, options: Options, engine: Engine
) -> Assessment:
    """Return the assessment of an application under a given pack; `chosen` says how the pack was chosen."""
    facts = derive(application, case, pack.tables, pack.vocabulary, options.as_of)
    profile = pack.profile(_profile_facts(facts, pack), options.readings)
    rules = {rule.id: rule for rule in profile.rules}
    settlement = settle(case, rules, pack.vocabulary)
    session = engine.session_for(pack, profile)
    outcomes = session.judge(facts, _settled(settlement, profile))
    waived = _waived(case, rules, pack, facts, outcomes)
    judged = tuple(_judged(pack, profile, outcomes, settlement, waived))
    return conclude(
        Basis(application, facts, pack, chosen, profile.readings, options.stage, case.source.notice_served),
        judged,
        session.conclude,
    )


def choose_pack(application: Application, case: CaseFile, options: Options) -> tuple[RulePack, str]:
    """Return the rule pack and how it was chosen: by option, in force on the application date, or assumed.

    An application without a readable date is assessed under the latest pack, and the report says so.
    """
    if options.pack:
        return shipped_pack(options.pack), "by_option"
    packs = [shipped_pack(name) for name in pack_names()]
    applied, _ = dates(application, case, options.as_of)
    if applied.status is Status.KNOWN and isinstance(applied.value, date):
        return pack_in_force(packs, applied.value), "in_force"
    return max(packs, key=lambda pack: pack.source.valid_from), "assumed"


def _profile_facts(facts: Facts, pack: RulePack) -> Facts:
    """Return the facts that choose the rules: facility type and level."""
    return Facts(facts[name] for name, definition in pack.vocabulary.facts.items() if definition.profile)


def _settled(settlement: Settlement, profile: Profile) -> dict[str, Settled]:
    """Return what is settled by session key: a shadow rule is settled as the rule it stands beside."""
    shadows = {
        shadow_key(shadow): settlement.settled[shadow.of]
        for shadow in profile.shadows
        if shadow.of in settlement.settled
    }
    return {**settlement.settled, **shadows}


def _waived(
    case: CaseFile, rules: Mapping[str, Rule], pack: RulePack, facts: Facts, outcomes: Mapping[str, Verdict]
) -> dict[str, WaiverUsed]:
    """Return the waivers that let a failing rule pass: each is judged again, by the engine, with the granted bound."""
    granted = granted_rules(case, rules, pack, facts)
    again = Session(granted.items()).judge(facts, {}) if granted else {}
    return {
        waiver.rule: WaiverUsed(
            granted=granted[waiver.rule].requires.bound,  # type: ignore[union-attr]  # a waived rule has a bound
            decision=waiver.decision,
            reason=waiver.reason,
            by=waiver.by,
            on=waiver.on,
            unrelaxed=outcomes[waiver.rule],
            unrelaxed_word=VERDICT_WORDS[outcomes[waiver.rule]],
        )
        for waiver in case.source.waivers
        if outcomes[waiver.rule] is Verdict.FAIL and again[waiver.rule] is Verdict.PASS
    }


def _judged(
    pack: RulePack,
    profile: Profile,
    outcomes: Mapping[str, Verdict],
    settlement: Settlement,
    waived: Mapping[str, WaiverUsed],
) -> Iterator[Judged]:
    """Yield each rule with its verdict and the other readings that would decide otherwise."""
    for rule in profile.rules:
        verdict, others = outcomes[rule.id], []
        for shadow in profile.shadows:
            if shadow.of == rule.id:
                other = outcomes[shadow_key(shadow)] if shadow.rule else Verdict.NOT_APPLICABLE
                reading = pack.readings[shadow.reading]
                if other is not verdict:
                    word = VERDICT_WORDS[other] if shadow.rule else "不设此项要求"
                    label = reading.label(shadow.option)
                    others.append(
                        OtherReading(
                            name=shadow.reading, title=reading.title, label=label, verdict=other, verdict_word=word
                        )
                    )
        waiver = waived.get(rule.id)
        verdict = Verdict.WAIVED if waiver else verdict
        yield Judged(rule, verdict, tuple(others), settlement.answers.get(rule.id), waiver)
