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
from medcheck.assessment.model import Assessment, OtherReading
from medcheck.assessment.settle import Settlement, settle
from medcheck.engine.session import Engine, shadow_key
from medcheck.fact import Facts, Status
from medcheck.intake.application import Application
from medcheck.intake.case import NO_CASE, CaseFile, read_case
from medcheck.intake.read import read_application
from medcheck.measure.derive import dates, derive
from medcheck.rulebook.pack import Profile, RulePack
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
    facts = derive(application, case, pack.tables, pack.vocabulary, options.as_of)
    profile = pack.profile(_profile_facts(facts, pack), options.readings)
    settlement = settle(case, {rule.id: rule for rule in profile.rules}, pack.vocabulary)
    session = engine.session_for(pack, profile)
    outcomes = session.judge(facts, _settled(settlement, profile))
    judged = tuple(_judged(pack, profile, outcomes, settlement))
    return conclude(Basis(application, facts, pack, chosen, profile.readings, options.stage), judged, session.conclude)


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


def _judged(
    pack: RulePack, profile: Profile, outcomes: Mapping[str, Verdict], settlement: Settlement
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
        yield Judged(rule, verdict, tuple(others), settlement.answers.get(rule.id))
