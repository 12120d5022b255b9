"""Shows findings about lists as tables: whose entry fails and where, what is lacking by name. It sorts and groups only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import EvidenceItem, Finding
from medcheck.verdict import VERDICT_WORDS, Verdict

_TOLD = frozenset({Verdict.FAIL, Verdict.UNKNOWN, Verdict.CONFLICT, Verdict.JUDGE, Verdict.WAIVED})
MOST_ROWS = 30


class ListedEntry(NamedTuple):
    """One entry of a list: its name, and for each field of the listing what is stated and in which cell."""

    name: str
    values: tuple[EvidenceItem | None, ...]


class Listing(NamedTuple):
    """The entries a finding is about: the fields, the first entries, and how many more there are."""

    finding: Finding
    fields: tuple[str, ...]
    entries: tuple[ListedEntry, ...]
    more: int


class VerdictTally(NamedTuple):
    """How many findings of a chapter have a verdict."""

    verdict: Verdict
    word: str
    number: int


def tally(findings: Iterable[Finding]) -> tuple[VerdictTally, ...]:
    """Return how many findings have each verdict, in the fixed order of verdicts, those that occur only."""
    verdicts = [finding.verdict for finding in findings]
    return tuple(
        VerdictTally(verdict, VERDICT_WORDS[verdict], verdicts.count(verdict))
        for verdict in Verdict
        if verdict in verdicts
    )


def listings(assessment: Assessment) -> tuple[Listing, ...]:
    """Return a table for each finding that fails or is open because of single entries of a list (staff, departments)."""
    return tuple(_listings(assessment.findings))


def lacking_names(assessment: Assessment) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """Return the findings that lack something by name, by what they are about (科室, 设备), in their order."""
    groups: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        entries = any(item.entry for item in finding.evidence)
        if finding.verdict in _TOLD and finding.missing and finding.about not in ("", "材料") and not entries:
            groups.setdefault(finding.about, []).append(finding)
    return tuple((about, tuple(findings)) for about, findings in groups.items())


def _listings(findings: Iterable[Finding]) -> Iterator[Listing]:
    for finding in findings:
        if finding.verdict not in _TOLD:
            continue
        entries = list(_entries(finding.evidence))
        if entries:
            fields = tuple(dict.fromkeys(field for _, values in entries for field in values))
            rows = [ListedEntry(name, tuple(values.get(field) for field in fields)) for name, values in entries]
            yield Listing(finding, fields, tuple(rows[:MOST_ROWS]), max(len(rows) - MOST_ROWS, 0))


def _entries(evidence: Iterable[EvidenceItem]) -> Iterator[tuple[str, dict[str, EvidenceItem]]]:
    """Yield each entry with its items by field; two entries of one name stay two."""
    name, values = "", dict[str, EvidenceItem]()
    for item in evidence:
        field = item.label.removeprefix(f"{item.entry}·")
        if item.entry != name or field in values:
            if values:
                yield name, values
            name, values = item.entry, {}
        if item.entry:
            values[field] = item
    if values:
        yield name, values
