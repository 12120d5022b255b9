"""Finds the administrative functions of a department: by what it is, and by the words for what it holds.

A word counts only where all of it is known: 医疗护理工作 are two functions, 医疗保险 is none, 医疗废物 is for a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.measure.hospital.department_rows import DepartmentRow, Held
from medcheck.measure.measure_tables import DepartmentNames
from medcheck.measure.written_names import SAYS_NOTHING, Lexicon, fold

_SOMETHING_ELSE = "something else"


class Functions:
    """The table of functions of a pack, to look duties up in."""

    def __init__(self, names: DepartmentNames) -> None:
        words = {fold(word): name for name, by in names.functions.items() for word in by}
        nothing = dict.fromkeys((*names.duty_words, *names.all_duties), SAYS_NOTHING)
        self._lexicon = Lexicon({**nothing, **words, **dict.fromkeys(names.other_duties, _SOMETHING_ELSE)})
        self._names = names

    def shown_by(self, row: DepartmentRow) -> Iterator[tuple[str, str]]:
        """Yield each function a department shows with why it is doubtful, or an empty string."""
        for duty in row.duties:
            for name, doubtful in self._of_duty(duty):
                yield name, duty.typed if doubtful or row.doubt else ""
        for name in self._of_departments((*row.all, *row.holds)):
            yield name, row.written if row.doubt else ""
        for name, typed in row.may_hold:
            for function in self._of_departments((name,)):
                yield function, typed

    def _of_departments(self, departments: tuple[str, ...]) -> Iterator[str]:
        for department in departments:
            for name, shown_by in self._names.functions.items():
                if department in shown_by:
                    yield name

    def _of_duty(self, duty: Held) -> list[tuple[str, bool]]:
        """Return the functions a word names, doubtful where it holds something nobody knows; 各项工作 may be any."""
        tokens = list(self._lexicon.tokens(fold(duty.word)))
        names = [kind for _, kind in tokens if kind in self._names.functions]
        if any(token in self._names.all_duties for token, _ in tokens):
            return [(name, True) for name in self._names.functions]
        sure = all(kind and kind != _SOMETHING_ELSE for _, kind in tokens) and not duty.doubtful
        return [(name, not sure) for name in dict.fromkeys(names)]
