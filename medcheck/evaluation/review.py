"""What a batch left → its comparison. Start reading here. Nothing is judged anew: verdicts are those of the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import Finding
from medcheck.evaluation import dashboard
from medcheck.evaluation.evaluation_model import EvaluatedApplicant, FacilityGroup, Number, NumericClause, Review
from medcheck.evaluation.gather import Gathered, Result
from medcheck.evaluation.pair_checks import PairFound
from medcheck.evaluation.principles import evaluations_of, principles
from medcheck.evaluation.weights import scored, weights_of
from medcheck.verdict import Stage, Verdict

_CLASSES = str.maketrans("一二三", "123")


def review(gathered: Gathered) -> Review:
    """Return the comparison: groups by facility type, within them in the order of names, or of weights where set."""
    kinds: dict[str, list[Result]] = {}
    for result in gathered.results:
        kinds.setdefault(result.assessment.applicant.facility_type_word, []).append(result)
    found = gathered.checks.pairs
    groups = tuple(_group(kind, results, found) for kind, results in sorted(kinds.items(), key=_place))
    entries = [entry for group in groups for entry in group.entries]
    stages = dict.fromkeys(entry.assessment.stage for entry in entries)
    compared = evaluations_of(entries)
    titles = dict.fromkeys(entry.assessment.regulation.title for entry in entries)
    words = {entry.assessment.stage: entry.assessment.stage_word for entry in entries}
    return Review(
        title=gathered.title,
        stages=tuple(words[stage] for stage in stages),
        final=set(stages) == {Stage.EVALUATION},
        groups=groups,
        refused=gathered.refused,
        pairs=found,
        conclusions=dashboard.conclusions(groups),
        divisions=dashboard.divisions(entries),
        failing=dashboard.failing(entries),
        missed=dashboard.missed(entries),
        principles=principles(groups, gathered),
        sha256=gathered.sha256,
        checked_by=(gathered.checks.file, gathered.checks.sha256),
        cites=tuple(dict.fromkeys(each.cite for each in compared.values() if each.cite)),
        principles_cites=tuple(
            dict.fromkeys(each.principles_cite for each in compared.values() if each.principles_cite)
        ),
        basis=tuple(f"《{title}》{compared[title].cite if title in compared else ''}" for title in titles),
    )


def _place(kind: tuple[str, list[Result]]) -> str:
    """Return what types are sorted by: the first, second and third class in this order, not in that of the characters."""
    return kind[0].translate(_CLASSES)


def _group(word: str, results: Sequence[Result], pairs: Sequence[PairFound]) -> FacilityGroup:
    clauses = _clauses(results)
    entries = [_entry(result, clauses, pairs) for result in results]
    weights = weights_of(entries)
    if weights:
        entries = scored(entries, weights)
    return FacilityGroup(word or "（未填类别）", clauses, tuple(entries), bool(weights))


def _clauses(results: Sequence[Result]) -> tuple[NumericClause, ...]:
    """Return the clauses of which at least one applicant has a number, in the order of the regulation."""
    numeric = {f.rule for result in results for f in result.assessment.findings if f.gauge}
    every = {f.rule: f for result in results for f in result.assessment.findings if f.rule in numeric}
    return tuple(NumericClause(f.rule, f.title, f.cite) for f in every.values())


def _entry(result: Result, clauses: Sequence[NumericClause], pairs: Sequence[PairFound]) -> EvaluatedApplicant:
    row, assessment, replaced = result
    own = {row.name, *(earlier.name for earlier in replaced)}
    by_rule: Mapping[str, Finding] = {finding.rule: finding for finding in assessment.findings}
    return EvaluatedApplicant(
        row=row,
        assessment=assessment,
        numbers=tuple(Number(by_rule[clause.rule]) if clause.rule in by_rule else None for clause in clauses),
        judge=_open(assessment, Verdict.JUDGE),
        check=_open(assessment, Verdict.CHECK, Verdict.ERROR),
        inspect=_open(assessment, Verdict.INSPECT),
        blocking=tuple(by_rule[rule] for rule in assessment.blocking),
        problems=tuple(
            f"{clause.place}：{clause.text}" for clause in assessment.problems if clause.required and not clause.hint
        ),
        pairs=tuple(found for found in pairs if len(own & {found.pair.first.name, found.pair.second.name}) == 1),
        replaced=replaced,
    )


def _open(assessment: Assessment, *verdicts: Verdict) -> tuple[Finding, ...]:
    return tuple(finding for finding in assessment.findings if finding.verdict in verdicts)
