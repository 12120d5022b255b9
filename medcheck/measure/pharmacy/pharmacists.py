"""Reads the roster of a pharmacy person by person: posts, qualification, who counts as a pharmacist (A-73 to A-78)."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from medcheck.fact import Fact, Scalar
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.kleene import all_of, any_of
from medcheck.measure.entry import cell, day_at, field, given, scalar_at, table, text_at, unspaced
from medcheck.measure.headcount import NOT_STAFF, insured_here
from medcheck.measure.measure_tables import Posts
from medcheck.measure.pharmacy.duty import uncovered
from medcheck.measure.presence import NOBODY, Absences
from medcheck.measure.title_table import NONE, Titles

_TCM = "中药"
_SIX_COLUMNS = ("name", "gender", "id_number", "education", "post", "title")
_SHI = ("师级", "中级", "副高", "正高")

# The column a field of a person is cited from, where it is not the column of the same name.
COLUMNS = {
    "is_head": "post",
    "is_quality_head": "post",
    "trained_post": "post",
    "counts_as_tcm_pharmacist": "licence_kind",
    "pharmacist_or_above": "title",
    "technical": "title",
    "checkup_fit": "checkup_result",
}


class NamedHeads(NamedTuple):
    """Whom the cover names as in charge of the store and of quality, and who stands on the roster."""

    store: str
    quality: str
    roster: frozenset[str]


def heads_of(application: Application) -> NamedHeads:
    """Return the persons in charge as the cover names them."""
    store, quality = (unspaced(field(application, name)) for name in ("enterprise_head", "quality_head"))
    return NamedHeads(
        store, quality, frozenset(unspaced(cell(row, "name")) for row in table(application, "staff").rows)
    )


def of_person(
    row: Row,
    heads: NamedHeads,
    posts: Posts | None,
    titles: Titles | None,
    applied: date | None,
    assessed: date | None,
) -> dict[str, Scalar | None]:
    """Return the fields of a person that only a pharmacy is asked for; what the form does not ask is unknown.

    `heads` are the persons in charge of the store and of quality as the cover names them (reading A-73).
    """
    licensed = _flag(row, "licensed_pharmacist")
    ranked = _ranked(row, titles)
    return {
        "is_head": _is(row, heads.store, heads.roster, posts.head if posts else None),
        "is_quality_head": _is(row, heads.quality, heads.roster, posts.quality_head if posts else None),
        "trained_post": holds(row, posts.trained if posts else None),
        "licensed_pharmacist": licensed,
        "counts_as_licensed": all_of([licensed, *(answer for _, answer in _registration(row, applied, assessed))]),
        "counts_as_tcm_pharmacist": any_of([all_of([licensed, _tcm_licence(row)]), all_of([ranked, _tcm_title(row)])]),
        "pharmacist_or_above": is_pharmacist(row, titles),
        "technical": any_of([licensed, _titled(row, titles)]),
        "roster_complete": _complete(row, titles),
        "direct_contact": _contact(row, posts),
        "last_checkup_date": _past(day_at(row, "last_checkup_date"), assessed),
        "checkup_fit": {"合格": True, "不合格": False}.get(text_at(row, "checkup_result")),
        "last_training_date": _past(day_at(row, "last_training_date"), assessed),
    }


def is_pharmacist(row: Row, titles: Titles | None) -> bool | None:
    """Return whether somebody is licensed, or has a title of 药师 or above."""
    return any_of([_ranked(row, titles), _flag(row, "licensed_pharmacist")])


def uncovered_hours(application: Application, titles: Titles | None, absent: Absences = NOBODY) -> tuple[Fact, Fact]:
    """Return the posted hours without a pharmacist on duty: of a title or licensed, and licensed only (A-65)."""

    def here(row: Row) -> bool | None:
        return None if row.number in absent else _on_staff(row)

    def pharmacist(row: Row) -> bool | None:
        return all_of([here(row), is_pharmacist(row, titles)])

    def licensed(row: Row) -> bool | None:
        return all_of([here(row), _flag(row, "licensed_pharmacist")])

    return (
        uncovered(application, "pharmacist_uncovered_hours", pharmacist),
        uncovered(application, "licensed_uncovered_hours", licensed),
    )


def _on_staff(row: Row) -> bool:
    return text_at(row, "employment") not in NOT_STAFF


def _is(row: Row, named: str, roster: frozenset[str], posts: tuple[str, ...] | None) -> bool | None:
    """Return whether a person is the one the cover names, else by the post; one who is not on the roster may be anybody."""
    if not named:
        return holds(row, posts)
    return unspaced(cell(row, "name")) == named if named in roster else None


def holds(row: Row, posts: tuple[str, ...] | None) -> bool | None:
    """Return whether somebody holds one of these posts."""
    written = text_at(row, "post")
    if posts is None or not written:
        return None
    return any(word in posts for word in re.split(r"[、,，;；/\s]+|兼", written))


def _contact(row: Row, posts: Posts | None) -> bool | None:
    """Return whether somebody touches drugs; one whose post does and who says no is for a person to ask."""
    flag = _flag(row, "direct_contact")
    return None if flag is False and holds(row, posts.touching if posts else None) else flag


def _past(day: date | None, assessed: date | None) -> date | None:
    """Return a day that is over on the day of the assessment; what is still to come has not happened."""
    return None if day and assessed and day > assessed else day


def _complete(row: Row, titles: Titles | None) -> bool | None:
    """Return whether all that is asked of a person is filled in; a title nobody can place is for a person to clear up."""
    if any(row.value(column) is None for column in _SIX_COLUMNS):
        return False
    return None if titles and titles.level(text_at(row, "title")) is None else True


def _flag(row: Row, column: str) -> bool | None:
    value = scalar_at(row, column)
    return value if isinstance(value, bool) else None


def _ranked(row: Row, titles: Titles | None) -> bool | None:
    """Return whether the title is one of pharmacists, 药师 or above."""
    title = titles.read(text_at(row, "title")) if titles else None
    if title is None or title.level is None:
        return None
    in_series = title.series in titles.held_by.pharmacist if titles and title.series else None
    return all_of([title.level in _SHI, in_series])


def _titled(row: Row, titles: Titles | None) -> bool | None:
    """Return whether somebody has a title; without a table only 无 says that there is none."""
    title = text_at(row, "title")
    if titles is None:
        return title != NONE if title else None
    return None if (level := titles.level(title)) is None else level != NONE


def _tcm_title(row: Row) -> bool | None:
    title = text_at(row, "title")
    return _TCM in title if title else None


def _tcm_licence(row: Row) -> bool | None:
    kind = text_at(row, "licence_kind")
    return _TCM in kind if kind else None


def _registration(row: Row, applied: date | None, assessed: date | None) -> list[tuple[str, bool | None]]:
    """Return by column what a licence must have to count here: registered here, numbered, in force, insured (A-75)."""
    until = day_at(row, "licence_valid_to")
    in_force = None if until is None or assessed is None else until >= assessed
    return [
        ("registered_here", _flag(row, "registered_here")),
        ("licence_reg_no", given(row, "licence_reg_no")),
        ("licence_valid_to", in_force),
        ("insured_since", _works_insured(row, applied)),
    ]


def columns_of(row: Row, applied: date | None, assessed: date | None) -> dict[str, str]:
    """Return the column a field is cited from where that depends on the row: what excludes a licence, what is blank."""
    blank = next((column for column in _SIX_COLUMNS if row.value(column) is None), "name")
    parts = [("licensed_pharmacist", _flag(row, "licensed_pharmacist")), *_registration(row, applied, assessed)]
    deciding = next(
        (c for c, answer in parts if answer is False), next((c for c, answer in parts if answer is None), "")
    )
    return {"roster_complete": blank, "counts_as_licensed": deciding or "licensed_pharmacist"}


def _works_insured(row: Row, applied: date | None) -> bool | None:
    """Return whether a person works here and is insured here, or exempt with a reason that fits (A-75)."""
    if not _on_staff(row):
        return False
    if text_at(row, "employment") == "返聘" and text_at(row, "insured_exempt_reason") == "退休返聘":
        return True
    return insured_here(day_at(row, "insured_since"), text_at(row, "insured_exempt_reason"), applied)
