"""The six principles of 第十三条 as headings, and what the results say under each. What they do not say people write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from medcheck.evaluation.dashboard import NO_DIVISION
from medcheck.evaluation.evaluation_model import EvaluatedApplicant, FacilityGroup, Principle
from medcheck.evaluation.gather import Gathered, Result

# In our own words.
_TITLES = (
    "条件和程序公开，宽严适度，结果公正",
    "控制总量，布局合理，择优确定",
    "方便参保人员，便于管理",
    "专科与综合、中医与西医兼顾",
    "优化资源配置和利用，促进合理竞争",
    "保障医保服务和用药，控制成本，提高质量",
)


def principles(groups: Sequence[FacilityGroup], gathered: Gathered) -> tuple[Principle, ...]:
    """Return the six; `says` is empty where the results say nothing."""
    entries = [entry for group in groups for entry in group.entries]
    says = (_openly(entries, gathered), _spread(entries), (), _kinds(groups), _alike(gathered), _stock(entries))
    return tuple(
        Principle(f"第十三条{number}", title, tuple(sentences))
        for number, (title, sentences) in enumerate(zip(_TITLES, says, strict=True), 1)
    )


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
