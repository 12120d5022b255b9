"""The final pass over a result: it masks the numbers of persons in every text, wherever a number was typed.

The cells that are meant for such numbers are masked where they are read; this finds the number in a remark, in a name, in
a cell for a date, and in the message about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.form.entry_values import EntryValue
from medcheck.form.form import load_form
from medcheck.form.private import PRIVATE, has_number, masked, masked_text
from medcheck.intake.application import Application
from medcheck.intake.identifiers import uscc_fault

_SHORTEST = 7
_DIGIT = re.compile(r"\d")
# From the first digit of a word on. Whatever begins with a digit is found four times as fast as any word; digits of any
# script may follow, since half a number may be typed full width.
_RUN = re.compile(r"[0-9][\dA-Za-z]{3,}")
_WORD = re.compile(r"[0-9A-Za-z]+")
_TAIL = re.compile(r"[0-9][0-9A-Za-z]{3,}")
_ESCAPE = re.compile(r"(\\(?:u[0-9a-fA-F]{4}|.))")  # of JSON: the n of a line break is no letter before a number


def without_numbers(assessment: Assessment, application: Application) -> Assessment:
    """Return the assessment with every identity card and telephone number masked; the facility's own code, if it is one, stays."""
    text = to_json(assessment)
    plain = _ESCAPE.sub(" ", text)
    runs = set(_RUN.findall(plain))  # a roster has thousands of numbers, of which a result names a handful
    tails = {tail for run in runs for tail in _TAIL.findall(run)}
    numbers = set(_numbers(application))
    known = sorted((number for number in numbers if _stands_in(number, tails, plain)), key=len, reverse=True)
    if not known and not any(map(has_number, runs)):
        return assessment
    clean = "".join(part if _ESCAPE.fullmatch(part) else _masked(part, known) for part in _ESCAPE.split(text))
    if clean == text:
        return assessment
    made = Assessment.model_validate_json(clean)
    code = assessment.applicant.uscc
    if uscc_fault(code):
        return made
    return made.model_copy(update={"applicant": made.applicant.model_copy(update={"uscc": code})})


def _masked(text: str, known: Sequence[str]) -> str:
    """Return a text with every number of a person masked, the known ones too."""
    clean = masked_text(text)
    if not known:
        return clean
    numbers = set(known)
    shapes: dict[str, set[tuple[int, int]]] = {}  # by its first word: how far before it a number begins, how long it is
    for number in known:
        first = _WORD.search(number)
        assert first is not None, "each has a digit"
        shapes.setdefault(first[0], set()).add((-first.start(), len(number)))
    pieces, end = [], 0
    for word in _WORD.finditer(clean):
        for before, length in sorted(shapes.get(word[0], ()), reverse=True):
            start = word.start() + before
            after = start + length
            if start >= end and clean[start:after] in numbers and not _is_word(clean[after : after + 1]):
                pieces += [clean[end:start], masked(clean[start:after])]
                end = after
                break
    return "".join((*pieces, clean[end:]))


def _is_word(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _stands_in(number: str, tails: Set[str], text: str) -> bool:
    """Return whether a number is written in a text whose words end in these; one with a dash is looked for by its first part."""
    tail = _TAIL.search(number)
    return (tail is None or tail[0] in tails) and number in text


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
