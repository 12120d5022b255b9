"""Compares departments with the approved subjects (诊疗科目), and measures their heads and licences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from medcheck.fact import Fact, Members, Record, Scalar, conflict, known, unknown
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.entry import (
    day_at,
    given,
    label,
    list_citation,
    listed,
    nameless_in,
    person_name,
    record,
    scalar_at,
    sources,
    span,
    table,
    text_at,
    unfilled,
)
from medcheck.measure.hospital.department_book import DepartmentBook
from medcheck.measure.hospital.department_rows import DepartmentRow, read_rows
from medcheck.measure.hospital.heads import fits
from medcheck.measure.measure_tables import Departments, lacking
from medcheck.measure.presence import NOBODY, Absences, rows_by_person, works_here
from medcheck.measure.title_table import Titles
from medcheck.measure.written_names import Lexicon, fold, plain

_COLUMNS = {
    "asks_licence": "name",
    "licence_valid": "special_licence_valid_to",
    "head_named": "head_name",
    "head_phone_given": "head_phone",
    "rank_group": "tier",
    "head_title_fits": "head_title",
}
_CLINICAL = "临床科室"
_TECHNICAL = "医技及其他业务科室"
_FIRST = "一级"
_ASKS = "asks"


def departments_list(
    application: Application,
    names: Departments | None,
    titles: Titles | None,
    rank: Callable[[Row], str | None],
    assessed: date | None,
    book: DepartmentBook,
    absent: Absences = NOBODY,
) -> Fact:
    """Return the departments: special or not, whether the licence asked for is valid, list_citation, telephone, title, rank.

    `names.ask_licence` are the words by which a department that needs a licence of its own is known (A-12). A title
    counts of a head who stands on the roster and works here (A-52).
    """
    if names is None:
        return lacking("departments_list")
    lexicon = Lexicon({**dict.fromkeys(names.ask_no_licence, ""), **dict.fromkeys(names.ask_licence, _ASKS)})

    def asks(name: str) -> bool:
        """Return whether a department needs a licence: by a word of its name, or of a standard name it stands for."""
        known_as = (name, *book.canonical(name))
        return any(kind == _ASKS for known_name in known_as for _, kind in lexicon.tokens(fold(known_name)))

    def department(row: Row) -> Record:
        name, until = text_at(row, "name"), day_at(row, "special_licence_valid_to")
        number = given(row, "special_licence_no")
        valid: bool | None = None if until is None or assessed is None else until >= assessed
        values: dict[str, Scalar | None] = {
            "special": scalar_at(row, "special"),
            "asks_licence": asks(name) if name else None,
            "licence_valid": False if number is False or valid is False else (number and valid),
            "head_named": given(row, "head_name"),
            "head_phone_given": given(row, "head_phone"),
            "rank_group": rank(row),
            "head_title": titles.level(text_at(row, "head_title")) if titles else None,
            "head_title_fits": fits(titles, text_at(row, "head_title"), _asked_of(rank(row), titles)),
        }
        columns = {key: _COLUMNS.get(key, key) for key in values}
        head_name = person_name(text_at(row, "head_name"))
        if not roster or not head_name or works_here(roster.get(head_name, ()), absent):
            return record(label(row), row, values, columns)
        why = "在花名册中注明或表明可能不在岗" if head_name in roster else "不在人员花名册中，不能核对职称"
        columns["head_title_fits"] = "head_name"
        return record(label(row), row, {**values, "head_title_fits": None}, columns, {"head_title_fits": why})

    roster = rows_by_person(application)
    listing = table(application, "departments")
    return listed("departments_list", listing, "科室设置表", map(department, listing.rows))


def _asked_of(rank: str | None, titles: Titles | None) -> Sequence[str]:
    """Return the series of title asked of the head of a department of a rank; of an unknown rank the narrowest one."""
    if titles is None or rank == "其他":
        return ()
    return titles.heads.technical if rank == "医技" else titles.heads.clinical


def ranks(application: Application, book: DepartmentBook) -> Callable[[Row], str | None]:
    """Return what ranks a department: first-level or key clinical, other second-level clinical, technical, other.

    What is first-level and clinical by its name is so whatever its row says, and what is declared a key specialty is key.
    """

    def identity(typed: str) -> object:
        return book.canonical(typed) or plain(typed)

    declared = {identity(text_at(row, "name")) for row in table(application, "key_specialties").rows}

    def rank(row: Row) -> str | None:
        group, tier, key = text_at(row, "group"), text_at(row, "tier"), scalar_at(row, "is_key")
        named = book.canonical(text_at(row, "name"))
        key = True if identity(text_at(row, "name")) in declared else key
        if any(name in book.names.clinical for name in named):
            group = _CLINICAL
            tier = tier if tier in (_FIRST, "二级") else _FIRST
        if group == _TECHNICAL:
            return "医技"
        if group and group != _CLINICAL:
            return "其他"
        if not group or not tier or (tier == "二级" and key is None):
            return None
        if tier == _FIRST or (tier == "二级" and key is True):
            return "一级或重点"
        return "一般二级" if tier == "二级" else "其他"

    return rank


def departments_without_subject(application: Application, names: Departments | None, book: DepartmentBook) -> Fact:
    """Return the clinical departments whose name answers to no approved subject: a conflict of two papers (A-16).

    Names are compared by their standard names and without 科, 室, 专业, 门诊 and 医疗; what treats nobody is left
    out, and so are groups, which belong to the subject of their upper department.
    """
    answers = {fold(name): subject for name, subject in names.answers_to.items()} if names else {}

    def keys(written: str) -> frozenset[str]:
        subject = answers.get(plain(written), plain(written))
        return frozenset({*book.canonical(subject), _stem(subject)})

    return _compared(application, "departments_without_subject", names, keys, book)


def departments_not_literally_approved(
    application: Application, names: Departments | None, book: DepartmentBook
) -> Fact:
    """Return the clinical departments whose name is not, letter for letter, an approved subject."""
    return _compared(
        application, "departments_not_literally_approved", names, lambda written: frozenset({written}), book
    )


def _compared(
    application: Application,
    name: str,
    names: Departments | None,
    keys: Callable[[str], frozenset[str]],
    book: DepartmentBook,
) -> Fact:
    if names is None:
        return lacking(name)
    departments, subjects = table(application, "departments"), table(application, "subjects")
    for listing, what in ((departments, "科室设置表"), (subjects, "诊疗科目表")):
        if fact := unfilled(name, listing, what, Members()):
            return fact
    exempt = frozenset(map(fold, names.not_clinical))
    approved = frozenset(key for row in subjects.rows if text_at(row, "name") for key in keys(text_at(row, "name")))
    to_approve = [
        department_row for department_row in read_rows(departments, book) if _needs_subject(department_row, exempt)
    ]
    loose = [department_row.row for department_row in to_approve if not _approved(department_row, keys, approved)]
    nameless = [*(nameless_in(subjects) if loose else ()), *(() if loose else nameless_in(departments))]
    if nameless:
        refs = [ref for row in nameless for ref in sources(row.cells["name"])]
        return unknown(name, f"{'、'.join(map(str, refs))} 没有写明名称，无法核对科室与诊疗科目", refs)
    if not loose:
        return known(name, Members(), (*list_citation(departments), *list_citation(subjects)))
    cells = [ref for row in loose for ref in sources(row.cells["name"])]
    cells += (*span(subjects.rows, "name"), *list_citation(departments))
    written_as = "、".join(text_at(row, "name") for row in loose)
    return conflict(name, f"科室“{written_as}”不在核定的诊疗科目之中", cells)


def _needs_subject(row: DepartmentRow, exempt: frozenset[str]) -> bool:
    """Return whether a department must have an approved subject; one that only may be there need not have it yet."""
    group, tier = (text_at(row.row, column) for column in ("group", "tier"))
    return plain(row.written) not in exempt and not row.doubt and group in ("", _CLINICAL) and tier in ("", _FIRST)


def _approved(row: DepartmentRow, keys: Callable[[str], frozenset[str]], approved: frozenset[str]) -> bool:
    """Return whether a department, or everything that it holds, is approved."""
    holds = [duty.word for duty in row.duties] or row.holds
    return bool(keys(row.written) & approved) or bool(holds and all(keys(name) & approved for name in holds))


def _stem(name: str) -> str:
    return re.sub(r"(医疗)?(专业|门诊|诊疗)?[科室]?$", "", name)
