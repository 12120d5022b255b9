"""What two packs ask differently: rules added and dropped, and what changed of those about the same matter.

A statement about rules alone: it knows no application.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from medcheck.assessment.finding import DECIDER_WORDS, SEVERITY_WORDS
from medcheck.rulebook.aligned import AlignedRules, aligned_rules
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.rule import Rule
from medcheck.strict_model import StrictModel

DiffKind = Literal["added", "dropped", "changed", "several", "same"]
DIFF_WORDS: dict[DiffKind, str] = {
    "changed": "有改动",
    "several": "条数不同，须对照阅读",
    "dropped": "只有前者有",
    "added": "只有后者有",
    "same": "没有改动",
}
# What of a rule is compared, in the order in which it is told.
PARTS = {
    "requirement": "要求",
    "scope": "适用范围",
    "severity": "不符合的后果",
    "decided_by": "由谁判定",
    "otherwise_judge": "否则待认定",
}


class StatedRule(StrictModel):
    """A rule of a pack in words, under the default readings."""

    rule: str
    title: str
    cite: str
    requirement: str
    scope: str
    severity: str
    decided_by: str
    otherwise_judge: str


class RuleDifference(StrictModel):
    """The rules of both packs about one matter, and in which parts they differ."""

    kind: DiffKind
    first: tuple[StatedRule, ...]
    second: tuple[StatedRule, ...]
    parts: tuple[str, ...] = ()


class ReadingDifference(StrictModel):
    """A reading of which the packs have another default; empty where a pack does not have the reading."""

    reading: str
    title: str
    first: str
    second: str


class ComparedPack(StrictModel):
    """A pack that is compared."""

    pack: str
    title: str
    number: str
    valid_from: date
    valid_to: date | None
    verified: bool
    rules: int
    sha256: str


class PackDiff(StrictModel):
    """What two packs ask differently, in the order of the first; `counts` are by kind of difference.

    Readings are told for themselves, not again for each rule that rests on them.
    """

    format: str = "medcheck-rules-diff"
    format_version: int = 1
    first: ComparedPack
    second: ComparedPack
    counts: dict[DiffKind, int]
    readings: tuple[ReadingDifference, ...]
    differences: tuple[RuleDifference, ...]

    @property
    def found(self) -> bool:
        """Return whether anything differs."""
        return bool(self.readings) or any(count for kind, count in self.counts.items() if kind != "same")


def pack_diff(first: RulePack, second: RulePack) -> PackDiff:
    """Return what two packs ask differently."""
    differences = tuple(_difference(group, first, second) for group in aligned_rules(first, second))
    return PackDiff(
        first=_compared(first),
        second=_compared(second),
        counts={kind: sum(each.kind == kind for each in differences) for kind in DIFF_WORDS},
        readings=tuple(_readings(first, second)),
        differences=differences,
    )


def _compared(pack: RulePack) -> ComparedPack:
    source = pack.source
    return ComparedPack(
        pack=pack.id,
        title=source.document.title,
        number=source.document.number,
        valid_from=source.valid_from,
        valid_to=source.valid_to,
        verified=source.verified,
        rules=len(pack.rules),
        sha256=pack.sha256,
    )


def _difference(group: AlignedRules, first: RulePack, second: RulePack) -> RuleDifference:
    before = tuple(_stated(rule, first) for rule in group.first)
    after = tuple(_stated(rule, second) for rule in group.second)
    parts: tuple[str, ...] = ()
    if len(before) == len(after) == 1:
        parts = tuple(word for name, word in PARTS.items() if getattr(before[0], name) != getattr(after[0], name))
    return RuleDifference(kind=_kind(before, after, parts), first=before, second=after, parts=parts)


def _kind(before: Sequence[StatedRule], after: Sequence[StatedRule], parts: Sequence[str]) -> DiffKind:
    if not before:
        return "added"
    if not after:
        return "dropped"
    if len(before) > 1 or len(after) > 1:
        return "same" if tuple(before) == tuple(after) else "several"
    return "changed" if parts else "same"


def _readings(first: RulePack, second: RulePack) -> Iterator[ReadingDifference]:
    for name in dict.fromkeys((*first.readings, *second.readings)):
        options = [
            pack.readings[name].label(pack.readings[name].default) if name in pack.readings else ""
            for pack in (first, second)
        ]
        if options[0] != options[1]:
            title = (second if name in second.readings else first).readings[name].title
            yield ReadingDifference(reading=name, title=title, first=options[0], second=options[1])


def _stated(rule: Rule, pack: RulePack) -> StatedRule:
    conditions = "；".join(part.wording().replace("应为", "为") for part in rule.applies_to)
    return StatedRule(
        rule=rule.id,
        title=rule.title.zh,
        cite="；".join(pack.clauses[name].cite for name in rule.clauses),
        requirement=rule.requires.wording() if rule.requires else "由人作出判断",
        scope=conditions or "所有申请单位",
        severity=SEVERITY_WORDS[rule.severity],
        decided_by=DECIDER_WORDS[rule.decided_by],
        otherwise_judge="；".join(other.wording() for other in rule.otherwise_judge),
    )
