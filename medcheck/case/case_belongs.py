"""Whether a case file belongs to the application it is used with: by the institution's code or name. Knows no rules."""

from __future__ import annotations

import difflib
import unicodedata

from medcheck.case.case_file import CaseFile, CaseSource
from medcheck.errors import Place, Problem, WorkbookError

NOT_BOUND = "案件文件没有写明机构（facility_name 或 uscc），不能核对是不是本机构的案件文件"
_ALIKE = 0.7


def require_own(case: CaseFile, name: str, uscc: str) -> None:
    """Raise WorkbookError with file and line where a case file names another institution than the application."""
    key, text = another(case.source, name, uscc)
    if text:
        raise WorkbookError([Problem(Place(case.file, line=case.lines.get(key, 1)), text, _mend(case.source, name))])


def another(source: CaseSource, name: str, uscc: str) -> tuple[str, str]:
    """Return under which key a case names another institution, and that in words; two empty strings where it does not.

    The code decides where both state one: of the same code a name in other words is no other institution.
    """
    if source.uscc and _plain(uscc):
        if _plain(source.uscc).upper() == _plain(uscc).upper():
            return "", ""
        return "uscc", f"案件文件属于另一家机构：统一社会信用代码为“{source.uscc}”，申请表为“{uscc}”"
    if source.facility_name and _plain(name) and _plain(source.facility_name) != _plain(name):
        return "facility_name", f"案件文件属于另一家机构：机构名称为“{source.facility_name}”，申请表为“{name}”"
    return "", ""


def is_bound(source: CaseSource) -> bool:
    """Return whether a case names its institution at all."""
    return bool(source.uscc or source.facility_name)


def _plain(text: str) -> str:
    """Return a text as it is compared: without blanks, full-width signs as half-width ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _mend(source: CaseSource, name: str) -> str:
    alike = difflib.SequenceMatcher(None, _plain(source.facility_name), _plain(name)).ratio() >= _ALIKE
    slip = "名称或代码写错的，更正案件文件；" if alike or not source.facility_name else ""
    return f"{slip}不是本机构的，核对 --case 指定的文件"
