"""Works out the two dates of a case as facts with their cells, once, before anything is measured or chosen by them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from medcheck.case.case_file import CaseFile
from medcheck.fact import Fact, Status, known
from medcheck.intake.application import Application
from medcheck.measure.entry import field, stated


class When(NamedTuple):
    """The application date and the assessment date as plain days, where they are known."""

    applied: date | None
    assessed: date | None


class CaseDates(NamedTuple):
    """The facts `application_date` and `assessment_date`: by the first a regulation is chosen, by both is measured."""

    applied: Fact
    assessed: Fact

    @property
    def when(self) -> When:
        """Return both as plain days."""
        return When(self.applied.day, self.assessed.day)


def case_dates(application: Application, case: CaseFile, as_of: date | None) -> CaseDates:
    """Return the application date (the case file's, else the cover's) and the assessment date.

    The assessment date is `as_of`, else the case file's, else the application date.
    """
    applied = _application_date(application, case)
    assessed = as_of or case.source.assessment_date
    if assessed is None:
        return CaseDates(applied, applied._replace(name="assessment_date"))
    cells = () if as_of else (case.ref("assessment_date", assessed.isoformat()),)
    return CaseDates(applied, known("assessment_date", assessed, cells))


def _application_date(application: Application, case: CaseFile) -> Fact:
    """Return the day the agency received the application, else the one the cover states; a difference is a remark."""
    on_cover = stated("application_date", field(application, "application_date"))
    received = case.source.application_date
    if received is None:
        return on_cover
    differs = on_cover.status is Status.KNOWN and on_cover.value != received
    remark = f"申请表填报为{on_cover.value}，以经办机构收到申请之日为准" if differs else ""
    return known("application_date", received, (case.ref("application_date", received.isoformat()),), remark)
