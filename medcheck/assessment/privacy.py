"""No full number of a person in a result: the last look at every text of it, wherever a number was typed.

The cells that are meant for such numbers are masked where they are read; this finds the number in a remark, in a name, in
a cell for a date, and in the message about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from medcheck.assessment.model import Assessment
from medcheck.intake.application import Application, EntryValue
from medcheck.intake.form import load_form
from medcheck.intake.identifiers import uscc_fault
from medcheck.intake.private import PRIVATE, is_number, masked, masked_text

_SHORTEST = 7
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[0-9A-Za-z]+")
_LONG_WORD = re.compile(rf"[0-9A-Za-z]{{{_SHORTEST},}}")


def without_numbers(assessment: Assessment, application: Application) -> Assessment:
    """Return the assessment with every identity card and telephone number masked; the facility's own code, if it is one, stays."""
    text = assessment.model_dump_json()
    words = set(_LONG_WORD.findall(text))  # a roster has thousands of numbers, of which a result names a handful
    numbers = set(_numbers(application))
    known = sorted((number for number in numbers if _stands_in(number, words, text)), key=len, reverse=True)
    clean = masked_text(text) if any(map(is_number, words)) else text
    if known:
        pattern = re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(map(re.escape, known))})(?![0-9A-Za-z])")
        clean = pattern.sub(lambda found: masked(found[0]), clean)
    if clean == text:
        return assessment
    made = Assessment.model_validate_json(clean)
    code = assessment.applicant.uscc
    if uscc_fault(code):
        return made
    return made.model_copy(update={"applicant": made.applicant.model_copy(update={"uscc": code})})


def _stands_in(number: str, words: Set[str], text: str) -> bool:
    """Return whether a number is written in a text of these longer words; one with a dash is looked for by its parts."""
    longest = max(_WORD.findall(number), key=len, default="")
    return (len(longest) < _SHORTEST or longest in words) and (longest == number or number in text)


def _numbers(application: Application) -> Iterator[str]:
    """Yield what stands in the cells for numbers of persons, as read."""
    form = load_form(application.form)
    for _, field in form.fields():
        if field.identifier in PRIVATE and field.id in application.fields:
            yield from _of(application.fields[field.id].value)
    for sheet in form.tables():
        private = [column.id for column in sheet.columns if column.identifier in PRIVATE]
        table = application.tables.get(sheet.id)
        for column in private:
            yield from _of(*(table.column(column) if table else ()))


def _of(*values: EntryValue | None) -> Iterator[str]:
    return (value for value in values if isinstance(value, str) and len(value) > _SHORTEST and _DIGIT.search(value))
