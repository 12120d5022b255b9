"""Counts people from the roster row by row, never from a declared total: the total is only compared.

A person whose category, employment or title is not known leaves every count open that it could change, by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import NamedTuple

from medcheck.fact import Fact, conflict, known, unknown
from medcheck.intake.application import Application
from medcheck.intake.table import Row, Table
from medcheck.kleene import all_of, any_of
from medcheck.measure.entry import (
    cell,
    days_of,
    field,
    givens,
    label,
    sources,
    span,
    table,
    unfilled,
    why,
)
from medcheck.measure.measure_tables import NEEDED, lacking
from medcheck.measure.presence import NOBODY, Absences
from medcheck.measure.title_table import Titles

# Interns and visitors do not count as staff of this hospital (reading A-37).
NOT_STAFF = frozenset({"进修", "实习"})
_FORMAL = frozenset({"在编", "合同"})
_PHYSICIANS = frozenset({"执业医师"})
_NURSES = frozenset({"注册护士"})
_ENGINEERS = frozenset({"工程技术人员"})
_HEALTH_TECH = frozenset(
    {"执业医师", "执业助理医师", "乡村医生", "注册护士", "药剂人员", "检验人员", "影像人员", "其他卫生技术人员"}
)
# The totals an applicant declares on the cover, by the count they must be the same as.
_DECLARED = {
    "staff_total_count": "declared_staff_total",
    "formal_staff_count": "declared_formal_staff",
    "health_tech_count": "declared_health_tech",
    "physician_count": "declared_physicians",
    "nurse_count": "declared_nurses",
}
_SHOWN = 5


class _Count(NamedTuple):
    """The people a count includes: categories (none: any), employment, a lowest and a highest title, a tick, a certificate."""

    categories: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    employment: frozenset[str] = frozenset()
    insured: bool = False
    levels: frozenset[str] = frozenset()
    tick: str = ""
    certified: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of the roster the count rests on."""
        return (
            "employment",
            *(("category",) if self.categories or self.but else ()),
            *(("title",) if self.levels else ()),
            *(("insured_since",) if self.insured else ()),
            *((self.tick,) if self.tick else ()),
            *(("qualification_cert_no", "practice_cert_no") if self.certified else ()),
        )


_SHI = frozenset({"师级", "中级", "副高", "正高"})
_COUNTS: Mapping[str, _Count] = {
    "staff_total_count": _Count(),
    "formal_staff_count": _Count(employment=_FORMAL, insured=True),
    "establishment_staff_count": _Count(employment=frozenset({"在编"})),
    "health_tech_count": _Count(_HEALTH_TECH),
    "health_tech_qualified_count": _Count(_HEALTH_TECH, certified=True),
    "admin_support_count": _Count(but=_HEALTH_TECH),
    "physician_count": _Count(_PHYSICIANS),
    "physician_incl_assistant_count": _Count(_PHYSICIANS | {"执业助理医师"}),
    "nurse_count": _Count(_NURSES),
    "nursing_with_caregivers_count": _Count(_NURSES | {"护理员"}),
    "nurses_shi_or_above": _Count(_NURSES, levels=_SHI),
    "lab_staff_count": _Count(frozenset({"检验人员"})),
    "imaging_staff_count": _Count(frozenset({"影像人员"})),
    "pharmacy_staff_count": _Count(frozenset({"药剂人员"})),
    "other_health_tech_count": _Count(frozenset({"其他卫生技术人员", "乡村医生"})),
    "preventive_staff_count": _Count(_HEALTH_TECH, tick="preventive_duty"),
    "engineer_count": _Count(_ENGINEERS, levels=_SHI),
    "physicians_chief": _Count(_PHYSICIANS, levels=frozenset({"正高"})),
    "physicians_associate": _Count(_PHYSICIANS, levels=frozenset({"副高"})),
    "physicians_attending": _Count(_PHYSICIANS, levels=frozenset({"中级"})),
    "physicians_associate_or_above": _Count(_PHYSICIANS, levels=frozenset({"副高", "正高"})),
    "physicians_attending_or_above": _Count(_PHYSICIANS, levels=frozenset({"中级", "副高", "正高"})),
}


_TICKS = tuple(dict.fromkeys(count.tick for count in _COUNTS.values() if count.tick))


class _Kind(NamedTuple):
    """What a row states of a person, read once for all counts; None is not known. Many people are of one kind."""

    here: bool | None
    employment: str
    category: str
    level: str | None
    insured: bool | None
    certified: bool | None
    ticks: tuple[bool | None, ...]


class _Roster(NamedTuple):
    """The rows of the roster with the kind of person each states, and how many there are of each kind."""

    rows: Sequence[Row]
    kinds: Sequence[_Kind]
    often: Mapping[_Kind, int]
    absent: Absences


def headcounts(
    application: Application, titles: Titles | None, applied: date | None, absent: Absences = NOBODY
) -> Iterator[Fact]:
    """Yield every count of people, each with the columns of the roster it rests on.

    Who is there only perhaps (`absent`) leaves every count open that he could change.
    """
    listing = table(application, "staff")
    kinds = list(_kinds(listing, titles, applied, absent))
    roster = _Roster(listing.rows, kinds, Counter(kinds), absent)
    for name, count in _COUNTS.items():
        if titles is None and name in NEEDED:
            yield lacking(name)
        else:
            yield unfilled(name, listing, "花名册", 0) or _counted(application, name, count, roster)


def _kinds(listing: Table, titles: Titles | None, applied: date | None, absent: Absences) -> Iterator[_Kind]:
    """Yield row by row what is said of somebody."""
    insured = map(
        insured_here, days_of(listing, "insured_since"), listing.texts("insured_exempt_reason"), repeat(applied)
    )
    ticks = ([given if isinstance(given, bool) else None for given in listing.column(tick)] for tick in _TICKS)
    person_kinds = zip(
        listing.texts("employment"),
        listing.texts("category"),
        title_levels(listing, titles),
        insured,
        certified(listing),
        strict=True,
    )
    rows = zip(listing.rows, person_kinds, zip(*ticks, strict=True), strict=True)
    for row, (employment, category, level, here, holds), ticked in rows:
        works = employment not in NOT_STAFF if employment else None
        works = None if works and row.number in absent else works
        yield _Kind(works, employment, category, level, here, holds, ticked)


def title_levels(listing: Table, titles: Titles | None) -> list[str | None]:
    """Return row by row the level of the title; None where it is not known or not one a person of that category can hold."""
    titled = list(zip(listing.texts("title"), listing.texts("category"), strict=True))
    levels = {(title, category): title_level(title, category, titles) for title, category in set(titled)}
    return [levels[person] for person in titled]


def title_level(title: str, category: str, titles: Titles | None) -> str | None:
    """Return the level of a title; None where it is not known or not one a person of that category can hold."""
    if titles is None or not title:
        return None
    read, own = titles.read(title), titles.usual(category)
    return None if own and read.series and read.series not in own else read.level


def certified(listing: Table) -> list[bool | None]:
    """Return row by row whether a person holds a qualification or a practice certificate."""
    return list(
        map(any_of, zip(givens(listing, "qualification_cert_no"), givens(listing, "practice_cert_no"), strict=True))
    )


def _counted(application: Application, name: str, count: _Count, roster: _Roster) -> Fact:
    cells = tuple(ref for column in count.columns for ref in span(roster.rows, column))
    answers = {kind: all_of([kind.here, *_parts(kind, count)]) for kind in roster.often}
    if None in answers.values():
        open_ = [row for row, kind in zip(roster.rows, roster.kinds, strict=True) if answers[kind] is None]
        who = "；".join(f"{label(row)}：{_why_open(row, count, roster.absent)}" for row in open_[:_SHOWN])
        more = f"等 {len(open_)} 人" if len(open_) > _SHOWN else ""
        refs = [
            ref for row in open_ for ref in sources(*(cell(row, c) for c in _open_columns(row, count, roster.absent)))
        ]
        return unknown(name, f"以下人员填写不清，暂未计入：{who}{more}", refs or cells)
    number = sum(often for kind, often in roster.often.items() if answers[kind])
    declared = field(application, _DECLARED.get(name, ""))
    if isinstance(declared.value, int) and declared.value != number:
        reason = f"“{declared.ref.label if declared.ref else ''}”填报 {declared.value} 人，花名册逐行统计为 {number} 人"
        return conflict(name, reason, (*sources(declared), *cells))
    return known(name, number, (*sources(declared), *cells))


def _parts(kind: _Kind, count: _Count) -> Iterator[bool | None]:
    """Yield what a count asks of a person besides working here, each yes, no or not known."""
    category = kind.category
    if count.categories:
        yield category in count.categories if category else None
    if count.but:
        yield category not in count.but if category else None
    if count.employment:
        yield kind.employment in count.employment if kind.employment else None
    if count.insured:
        yield kind.insured
    if count.levels:
        yield None if kind.level is None else kind.level in count.levels
    if count.tick:
        yield kind.ticks[_TICKS.index(count.tick)]
    if count.certified:
        yield kind.certified


def insured_here(since: date | None, exempt_reason: str, applied: date | None) -> bool | None:
    """Return whether a person is insured through this employer on the day; a reason for exemption says no."""
    if since is None:
        return False if exempt_reason else None
    return None if applied is None else since <= applied


def _blank(row: Row, column: str) -> bool:
    return row.value(column) is None


def _open_columns(row: Row, count: _Count, absent: Absences) -> list[str]:
    """Return the columns whose cells leave it open whether somebody counts."""
    doubt = [absent[row.number].column] if row.number in absent else []
    return doubt + [column for column in count.columns if _blank(row, column)]


def _why_open(row: Row, count: _Count, absent: Absences) -> str:
    if row.number in absent:
        return f"{row.place(absent[row.number].column)}{absent[row.number].why}"
    if reasons := [why(cell(row, column)) for column in count.columns if _blank(row, column)]:
        return "、".join(reasons)
    return "职称与人员类别不符" if count.levels else "申请日期不明"
