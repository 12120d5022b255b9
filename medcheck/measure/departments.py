"""Departments against the approved subjects (诊疗科目), their heads and licences, and who answers for what."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from medcheck.fact import Fact, Members, Record, Scalar, conflict, known
from medcheck.intake.application import Application
from medcheck.intake.table import Row
from medcheck.measure.department_rows import canonical, held
from medcheck.measure.entry import (
    day_at,
    given,
    head,
    label,
    listed,
    record,
    scalar_at,
    sources,
    span,
    table,
    text_at,
    unfilled,
)
from medcheck.measure.tables import DepartmentNames, Departments, Titles, lacking

_COLUMNS = {
    "asks_licence": "name",
    "licence_valid": "special_licence_valid_to",
    "head_named": "head_name",
    "head_phone_given": "head_phone",
    "rank_group": "tier",
}
_CLINICAL = "临床科室"
_TECHNICAL = "医技及其他业务科室"
_FIRST = "一级"


def departments_list(
    application: Application,
    names: Departments | None,
    titles: Titles | None,
    rank: Callable[[Row], str | None],
    assessed: date | None,
) -> Fact:
    """Return the departments: special or not, whether the licence asked for is valid, head, telephone, title, rank.

    `names.ask_licence` are the words by which a department that needs a licence of its own is known (A-12).
    """
    if names is None:
        return lacking("departments_list")

    def department(row: Row) -> Record:
        name, until = text_at(row, "name"), day_at(row, "special_licence_valid_to")
        number = given(row, "special_licence_no")
        valid: bool | None = None if until is None or assessed is None else until >= assessed
        values: dict[str, Scalar | None] = {
            "special": scalar_at(row, "special"),
            "asks_licence": any(word in name for word in names.ask_licence) if name else None,
            "licence_valid": False if number is False or valid is False else (number and valid),
            "head_named": given(row, "head_name"),
            "head_phone_given": given(row, "head_phone"),
            "rank_group": rank(row),
            "head_title": titles.level(text_at(row, "head_title")) if titles else None,
        }
        columns = {key: _COLUMNS.get(key, key) for key in values}
        return record(label(row), row, values, columns)

    of = table(application, "departments")
    return listed("departments_list", of, "科室设置表", map(department, of.rows))


def ranks(
    application: Application, names: DepartmentNames | None, members: Sequence[str]
) -> Callable[[Row], str | None]:
    """Return what ranks a department: first-level or key clinical, other second-level clinical, technical, other.

    What is first-level and clinical by its name is so whatever its row says, and what is declared a key specialty is key.
    """
    declared = {text_at(row, "name") for row in table(application, "key_specialties").rows}

    def rank(row: Row) -> str | None:
        group, tier, key = text_at(row, "group"), text_at(row, "tier"), scalar_at(row, "is_key")
        named = canonical(text_at(row, "name"), names, members) if names else ()
        key = True if text_at(row, "name") in declared else key
        if names and any(name in names.clinical for name in named):
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


def key_specialties(application: Application, titles: Titles | None) -> Fact:
    """Return the declared key specialties: the leader's title, beds, whether approval, plan and leader are there.

    A leader is there who stands on the roster (reading A-52).
    """
    if titles is None:
        return lacking("key_specialties")
    roster = {text_at(row, "name") for row in table(application, "staff").rows}

    def specialty(row: Row) -> Record:
        values: dict[str, Scalar | None] = {
            "leader_title": titles.level(text_at(row, "leader_title")),
            "leader_on_roster": (text_at(row, "leader_name") in roster)
            if text_at(row, "leader_name") and roster
            else None,
            "beds": scalar_at(row, "beds"),
            "approval_given": given(row, "approval_no"),
            "plan_given": scalar_at(row, "plan_given"),
        }
        columns = {key: key for key in values} | {"approval_given": "approval_no", "leader_on_roster": "leader_name"}
        return record(label(row), row, values, columns)

    of = table(application, "key_specialties")
    return listed("key_specialties", of, "重点专科表", map(specialty, of.rows))


def departments_without_subject(
    application: Application, names: Departments | None, standard: Callable[[str], tuple[str, ...]]
) -> Fact:
    """Return the clinical departments whose name answers to no approved subject: a conflict of two papers (A-16).

    Names are compared by their `standard` names and without 科, 室, 专业, 门诊 and 医疗; what treats nobody is left
    out, and so are groups, which belong to the subject of their upper department.
    """

    answers = names.answers_to if names else {}

    def keys(written: str) -> frozenset[str]:
        subject = answers.get(written, written)
        return frozenset({*standard(subject), _stem(subject)})

    return _compared(application, "departments_without_subject", names, keys)


def departments_not_literally_approved(application: Application, names: Departments | None) -> Fact:
    """Return the clinical departments whose name is not, letter for letter, an approved subject."""
    return _compared(application, "departments_not_literally_approved", names, lambda written: frozenset({written}))


def managers(application: Application) -> Fact:
    """Return who leads and handles insurance, and who maintains the computers, with whether a telephone is given."""

    def person(row: Row) -> Record:
        values: dict[str, Scalar | None] = {
            "role": text_at(row, "role") or None,
            "phone_given": given(row, "phone"),
        }
        return record(label(row), row, values, {"role": "role", "phone_given": "phone"})

    of = table(application, "managers")
    return listed("managers", of, "医保与信息人员表", map(person, of.rows))


def _compared(
    application: Application, name: str, names: Departments | None, keys: Callable[[str], frozenset[str]]
) -> Fact:
    if names is None:
        return lacking(name)
    departments, subjects = table(application, "departments"), table(application, "subjects")
    for of, what in ((departments, "科室设置表"), (subjects, "诊疗科目表")):
        if fact := unfilled(name, of, what, Members()):
            return fact
    approved = frozenset(key for row in subjects.rows for key in keys(text_at(row, "name")))
    loose = [row for row in departments.rows if _needs_subject(row, names) and not _approved(row, keys, approved)]
    if not loose:
        return known(name, Members(), (*head(departments), *head(subjects)))
    cells = [ref for row in loose for ref in sources(row.cells["name"])]
    cells += (*span(subjects.rows, "name"), *head(departments))
    written_as = "、".join(text_at(row, "name") for row in loose)
    return conflict(name, f"科室“{written_as}”不在核定的诊疗科目之中", cells)


def _needs_subject(row: Row, names: Departments) -> bool:
    written, group, tier = (text_at(row, column) for column in ("name", "group", "tier"))
    return bool(written) and written not in names.not_clinical and group in ("", _CLINICAL) and tier in ("", _FIRST)


def _approved(row: Row, keys: Callable[[str], frozenset[str]], approved: frozenset[str]) -> bool:
    """Return whether a department, or everything that it says it holds, is approved."""
    holds = held(row)
    return bool(keys(text_at(row, "name")) & approved) or bool(holds and all(keys(one) & approved for one in holds))


def _stem(name: str) -> str:
    return re.sub(r"(医疗)?(专业|门诊|诊疗)?[科室]?$", "", name)
