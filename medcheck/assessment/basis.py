"""Collects what an assessment rests on, and makes its head: who applied, under which regulation, what must be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from medcheck.assessment.deadline_words import deadline_sentences, hand_in_day_is_missing
from medcheck.assessment.deadlines import deadlines
from medcheck.assessment.model.source_model import (
    Applicant,
    Deadline,
    InstrumentUsed,
    NotCounted,
    OptionsUsed,
    Regulation,
    RuleLevel,
)
from medcheck.case.case_file import NO_CASE, CaseSource
from medcheck.fact import Facts, Status
from medcheck.intake.application import Application
from medcheck.measure.pharmacy.stock_rate import Matching
from medcheck.rulebook.choice import Choice, covers
from medcheck.rulebook.layers import SetAside
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.pack_source import PackSource
from medcheck.verdict import Stage


class Basis(NamedTuple):
    """What an assessment rests on, as gathered by the pipeline; `files` are the names of its files by their roles."""

    application: Application
    facts: Facts
    choice: Choice
    readings: Mapping[str, str]
    stage: Stage
    case: CaseSource = NO_CASE.source
    case_remarks: tuple[str, ...] = ()
    undecided: frozenset[str] = frozenset()
    matching: Matching | None = None
    options: OptionsUsed | None = None
    files: Mapping[str, str] = {}

    @property
    def pack(self) -> RulePack:
        """Return the pack it was judged by."""
        return self.choice.pack


def applicant(basis: Basis) -> Applicant:
    """Return who applied: name, credit code, type and, of a hospital, level."""

    def text(name: str) -> str:
        entry = basis.application.fields.get(name)
        return entry.value if entry and isinstance(entry.value, str) else ""

    kind = basis.application.facility_type
    facts = basis.pack.vocabulary.facts
    level = basis.facts["hospital_level"]
    word = facts["facility_type"].word(kind)
    if level.status is Status.KNOWN:
        word += f"（{facts['hospital_level'].word(level.value)}）"
    return Applicant(
        name=text("facility_name") or "（未填写机构名称）",
        uscc=text("uscc"),
        facility_type=kind,
        facility_type_word=word,
        address=text("application_site_address"),
        legal_representative=text("legal_representative"),
    )


def regulation(choice: Choice, facts: Facts) -> Regulation:
    """Return the regulation and how it was chosen, with every level of rules and what does not count beside them."""
    pack, source = choice.pack, choice.pack.source
    return Regulation(
        pack=pack.id,
        title=source.document.title,
        number=source.document.number,
        issuer=source.document.issuer,
        valid_from=source.valid_from,
        valid_to=source.valid_to,
        verified=source.verified,
        sha256=pack.sha256,
        chosen=choice.chosen,
        place=choice.site.code,
        papers={str(kind): cite for kind, cite in source.papers.items()},
        caution="".join(dict.fromkeys(each.caution for each in (source, *pack.above))),
        levels=tuple(_level(each) for each in (source, *pack.above)) if pack.above else (),
        instruments=tuple(_instruments(pack, facts)),
        not_counted=tuple(_not_counted(aside, pack) for aside in pack.set_aside if aside.rule.binds(facts)),
    )


def _level(source: PackSource) -> RuleLevel:
    document = source.document
    return RuleLevel(
        pack=source.id,
        title=document.title,
        number=document.number,
        issuer=document.issuer,
        verified=source.verified,
    )


def _instruments(pack: RulePack, facts: Facts) -> Iterator[InstrumentUsed]:
    """Yield each instrument that rules for such a facility stand in, with their clauses."""
    clauses: dict[tuple[str, str], dict[str, None]] = {}
    for rule in pack.rules.values():
        if rule.binds(facts):
            for name in rule.clauses:
                clauses.setdefault((rule.pack, pack.clauses[name].instrument), {})[name] = None
    for (level, key), names in clauses.items():
        if key:
            instrument = pack.level(level).instruments[key]
            yield InstrumentUsed(**instrument.model_dump(), clauses=tuple(names))


def _not_counted(aside: SetAside, pack: RulePack) -> NotCounted:
    rule = aside.rule
    cite = "；".join(pack.clauses[name].cite for name in rule.clauses if name in pack.clauses)
    return NotCounted(
        rule=rule.id,
        level=rule.pack,
        title=rule.title.zh,
        cite=f"{pack.level(rule.pack).document.number} {cite}".rstrip(),
        by=aside.by,
        by_title=pack.rules[aside.by].title.zh if aside.by in pack.rules else "",
        reason=aside.reason,
        reason_cite=aside.cite,
    )


def deadlines_of(basis: Basis) -> tuple[Deadline, ...]:
    """Return the deadlines of the procedure as they stand on the assessment date."""
    applied, assessed = basis.facts["application_date"].day, basis.facts["assessment_date"].day
    return tuple(deadlines(basis.pack.source.deadlines, basis.case, applied=applied, assessed=assessed))


def notices(basis: Basis, rules: Regulation, clocks: tuple[Deadline, ...], *, is_blank: bool) -> Iterator[str]:
    """Yield the sentences the report must carry: of the pack from their day on, of its clocks, and how it was chosen.

    `rules` is the regulation as the report states it; `is_blank` is whether nothing is filled in.
    """
    yield from filter(None, [rules.caution])
    day = basis.facts["assessment_date"].day
    if is_blank:
        yield "这是空白申请表，还没有填写任何内容；填写后再评估。"
    for start, text in sorted(basis.pack.source.notices.items()):
        if day is not None and day >= start:
            yield text
    yield from _levels(rules)
    yield from _ungraded(basis)
    yield from basis.case_remarks
    yield from deadline_sentences(clocks, basis.case, basis.pack.source.deadlines, basis.facts["application_date"].day)
    if hand_in_day_is_missing(clocks, basis.case):
        yield (
            "案件文件写明本次为补正后再次提交，没有写明收到补正材料之日（correction_received）或者交邮之日"
            "（correction_posted），不能核对是否逾期；写明后重新评估。"
        )
    yield from _chosen(basis.choice)
    if not basis.pack.source.verified:
        yield f"规则包“{basis.pack.id}”尚未与正式文本核对，结果仅供参考。"


def _chosen(choice: Choice) -> Iterator[str]:
    """Yield what must be known of how the pack was chosen: named by a person, or place or day assumed."""
    source, site = choice.pack.source, choice.site
    number = source.document.number
    if choice.chosen == "by_option":
        yield f"规则包“{source.id}”（{number}）由 --pack 指定，未按申请日期选择。"
        if not covers(source, site):
            yield f"规则包“{source.id}”不适用于所在地{site.words}，其适用地区为 {'、'.join(source.region)}。"
    for broken in choice.passed_over:
        yield f"规则包“{broken.id}”有错误，没有使用；用 medcheck rules check 查看并改正后重新评估。"
    if choice.chosen in ("assumed", "both_assumed"):
        yield f"申请日期未填写或无法识别，暂按{number}评估；补填后应重新评估。"
    if choice.chosen in ("place_assumed", "both_assumed"):
        yield f"所在地{site.words}，不能据以选择规则包，暂按{number}评估；补填后应重新评估。"


def _levels(rules: Regulation) -> Iterator[str]:
    """Yield the levels and instruments it was judged by, and each rule for such a facility that does not count here."""
    if rules.levels:
        named = "；".join(f"《{level.title}》（{level.number}）" for level in rules.levels)
        yield f"本次评估适用几级规定，每项认定的条款前写明文号：{named}。"
    if rules.instruments:
        named = "；".join(
            f"{each.cited_as}即《{each.title}》（{each.number}，{each.in_force}起施行）" for each in rules.instruments
        )
        yield f"条款前写明所在的文件：{named}。"
    for rule in rules.not_counted:
        instead = f"，由“{rule.by_title}”代替" if rule.by else ""
        where = f"（{rule.reason_cite}）" if rule.reason_cite else ""
        judged = f"；按该条判定为“{rule.verdict_word}”" if rule.verdict_word else ""
        yield f"“{rule.title}”（{rule.cite}）不计入{instead}：{rule.reason}{where}{judged}。"


def _ungraded(basis: Basis) -> Iterator[str]:
    """Yield that a hospital without a grade was assessed at the level it declares, which a person confirms (A-92)."""
    level, grade = basis.facts["hospital_level"], basis.facts["grade_on_record"]
    if level.status is Status.KNOWN and grade.value in ("无", "已过期"):
        word = basis.pack.vocabulary.facts["hospital_level"].word(level.value)
        yield f"本院没有有效的评审等级，按填报的级别“{word}”评估；级别由评审人员对照执业许可证或设置批准书确认。"
