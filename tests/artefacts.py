"""Every paper and face that can be made of an application, as text to search, and the numbers of persons it must not show.

A new face is one more line of `faces`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from medcheck.assess import Options, assess
from medcheck.assessment.compare.compare_runs import compare
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.book.read_book import read_workbook
from medcheck.case.case_file import CaseSource
from medcheck.errors import MedcheckError
from medcheck.form.form import load_form
from medcheck.form.private import PRIVATE
from medcheck.intake.read_application import read_application
from medcheck.notice.make_paper import issue
from medcheck.notice.paper_kinds import KINDS
from medcheck.package.guard import open_package
from medcheck.report.compare.comparison_file import comparison_to_json
from medcheck.report.compare.comparison_lines import comparison_text
from medcheck.report.page.render_page import comparison_to_html, to_html
from medcheck.report.record.page_record import from_record
from medcheck.verdict import Stage
from tests.applications import ENGINE
from tests.report_faces import printed

_PERSON = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])")


def faces(path: Path, case: CaseSource, catalogue: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of everything that is made of one application, at every stage."""
    for stage in Stage:
        made = assess(path, Options(stage=stage, catalogue=catalogue), ENGINE)
        page = to_html(made)
        compared = compare(made, made.model_copy(update={"findings": made.findings[:40]}))
        yield f"{stage} json", to_json(made)
        yield f"{stage} html", page
        yield f"{stage} record", from_record(page, path.name).model_dump_json()
        yield f"{stage} terminal", printed(made)
        yield f"{stage} comparison html", comparison_to_html(compared)
        yield f"{stage} comparison json", comparison_to_json(compared)
        yield f"{stage} comparison text", comparison_text(compared)
        yield from notices(made, case)


def notices(made: Assessment, case: CaseSource) -> Iterator[tuple[str, str]]:
    """Yield every paper that may be issued on a result, as the text of all its parts."""
    for kind in KINDS.values():
        try:
            issued = issue(kind, made, case)
        except MedcheckError as refused:
            yield f"{made.stage} {kind.id} refused", str(refused)
            continue
        with zipfile.ZipFile(BytesIO(issued.document)) as parts:
            yield f"{made.stage} {kind.id}", re.sub(r"<[^>]+>", "", "".join(_texts(parts)))
        yield f"{made.stage} {kind.id} remarks", "".join(map(str, issued.remarks))


def numbers(path: Path) -> set[str]:
    """Return every identity card and telephone number in a workbook: in the cells for them, and wherever one stands."""
    application = read_application(path)
    form = load_form(application.form)
    found = {application.fields[field.id].value for _, field in form.fields() if field.identifier in PRIVATE}
    for sheet in form.tables():
        columns = [column.id for column in sheet.columns if column.identifier in PRIVATE]
        found |= {row.cells[name].value for row in application.tables[sheet.id].rows for name in columns}
    texts = {value for value in found if isinstance(value, str) and len(value) > 7}
    for grid in read_workbook(open_package(path)).grids.values():
        cells = (grid.text(row, column) for row in range(1, grid.height + 1) for column in range(1, grid.width + 1))
        texts |= {number for cell in cells for number in _PERSON.findall(cell)}
    return texts - {str(application.fields["uscc"].value)}


def leaks(path: Path, case: CaseSource, catalogue: Path | None = None) -> list[tuple[str, str]]:
    """Return which numbers of a workbook stand whole in which of its papers and faces."""
    kept = numbers(path)
    return [(name, number) for name, text in faces(path, case, catalogue) for number in kept if number in text]


def _texts(parts: zipfile.ZipFile) -> Iterator[str]:
    return (parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
