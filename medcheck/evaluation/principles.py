"""The principles of a regulation as headings, and what the results say under each. What they do not say people write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from medcheck.evaluation.dashboard import NO_DIVISION
from medcheck.evaluation.evaluation_model import EvaluatedApplicant, FacilityGroup, Principle
from medcheck.evaluation.gather import Gathered, Result
from medcheck.rulebook.pack_source import Evaluation
from medcheck.rulebook.shelf import pack_names, shipped_pack

_Says = Callable[[Sequence[FacilityGroup], Gathered], Iterator[str]]


def evaluations_of(entries: Sequence[EvaluatedApplicant]) -> dict[str, Evaluation]:
    """Return how the packs that judged these applicants have them compared, by the title of each regulation."""
    at_hand = pack_names()
    used = {entry.assessment.regulation.title: entry.assessment.regulation.pack for entry in entries}
    return {title: shipped_pack(name).source.evaluation for title, name in used.items() if name in at_hand}


def principles(groups: Sequence[FacilityGroup], gathered: Gathered) -> tuple[Principle, ...]:
    """Return the principles of the packs in use, once each; `says` is empty where the results say nothing."""
    stated = evaluations_of([entry for group in groups for entry in group.entries]).values()
    named = dict.fromkeys(principle for evaluation in stated for principle in evaluation.principles)
    return tuple(
        Principle(each.cite, each.title, tuple(_SAYS[each.says](groups, gathered)) if each.says else ())
        for each in named
    )


def _entries(groups: Sequence[FacilityGroup]) -> list[EvaluatedApplicant]:
    return [entry for group in groups for entry in group.entries]


def _openly(entries: Sequence[EvaluatedApplicant], gathered: Gathered) -> Iterator[str]:
    packs = Counter((e.assessment.regulation.title, e.assessment.regulation.sha256) for e in entries)
    for (title, sha256), count in packs.items():
        yield f"{count} 份申请按《{title}》的同一规则包评估（SHA-256 {sha256[:16]}…）。"
    for entry in entries:
        for finding in entry.assessment.findings:
            if finding.waiver:
                used = finding.waiver
                yield f"{_name(entry)}：{finding.title}放宽为{used.granted}（{used.decision}）。"
    if gathered.refused:
        yield f"{len(gathered.refused)} 份申请表未能评估，原因见“未能评估的文件”。"


def _spread(entries: Sequence[EvaluatedApplicant]) -> Iterator[str]:
    counts = Counter((e.row.division or NO_DIVISION, e.assessment.applicant.facility_type_word) for e in entries)
    proposed = Counter(
        (e.row.division or NO_DIVISION, e.assessment.applicant.facility_type_word) for e in entries if e.proposed
    )
    for (division, kind), count in sorted(counts.items()):
        yield f"{division} {kind}：申请 {count} 家，建议进入协商谈判 {proposed[division, kind]} 家。"


def _kinds(groups: Sequence[FacilityGroup]) -> Iterator[str]:
    for group in groups:
        yield f"{group.word}：申请 {len(group.entries)} 家，建议进入协商谈判 {len(group.proposed)} 家。"


def _alike(gathered: Gathered) -> Iterator[str]:
    """Yield what different facilities have in common, what people found out about it, and who applied twice."""
    found = gathered.checks.pairs
    open_ = sum(checked.answer is None for checked in found)
    if open_:
        yield f"多份申请中相同的内容 {open_} 处尚待核对，核对前涉及的机构不列入建议名单。"
    for checked in found:
        if checked.answer:
            pair = checked.pair
            yield f"{pair.first.applicant}与{pair.second.applicant}：{pair.word} {pair.shown}，{checked.word}。"
    for result in gathered.results:
        for row in result.replaced:
            yield f"{_applicant(result)}提交了两份以上的申请，以“{result.row.name}”为准，“{row.name}”不计。"


def _applicant(result: Result) -> str:
    return result.assessment.applicant.name or result.row.name


def _stock(entries: Sequence[EvaluatedApplicant]) -> Iterator[str]:
    for entry in entries:
        if entry.assessment.stock:
            for share in entry.assessment.stock.shares:
                yield f"{_name(entry)}：备药率（{share.label}）{share.share}，{share.stocked} / {share.of}。"


def _name(entry: EvaluatedApplicant) -> str:
    return entry.assessment.applicant.name or entry.row.name


# What the results say, by the name a pack gives it.
_SAYS: Mapping[str, _Says] = {
    "openly": lambda groups, gathered: _openly(_entries(groups), gathered),
    "spread": lambda groups, gathered: _spread(_entries(groups)),
    "kinds": lambda groups, gathered: _kinds(groups),
    "alike": lambda groups, gathered: _alike(gathered),
    "stock": lambda groups, gathered: _stock(_entries(groups)),
}
