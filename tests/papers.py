"""Papers for the tests: results of the shipped samples, a case file with everything on it, and documents read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document
from docx.table import Table

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.case.case_file import CaseSource
from medcheck.notice.make_paper import Issued, issue
from medcheck.notice.paper_kinds import KINDS
from medcheck.verdict import Stage
from tests.applications import ENGINE, SAMPLES, SETTLED_CASE, case_file

CASE = """
case: 东医保案2019-16
receiving_agency: 东昌府区医疗保险经办机构
officer: 王芳
contact: 李明
phone: 0635-4212345
office: 聊城市东昌府区政务服务中心二楼
notice_served: 2020-01-20
agreement: {number: 东医保协7号, signed: 2020-01-20, starts: 2020-02-01, ends: 2021-01-31, filed: 2020-02-03}
papers:
  acceptance: {number: 东医保受12号, issued: 2019-11-20}
  correction: {number: 东医保补3号, issued: 2020-01-20}
  refusal: {number: 东医保不受1号, issued: 2019-11-20}
  desk-result: {number: 东医保评5号, issued: 2019-11-26, due: 2019-12-20}
  not-selected: {number: 东医保评9号, issued: 2019-12-30, reasons: [同类机构的布局已满足参保人员需要。]}
  withdrawn: {number: 东医保撤2号, issued: 2020-02-05}
  filing: {number: 东医保备1号}
"""
TERMINATED = """
registers:
  - fact: prior_terminations
    value: [{end_date: 2018-03-01, for_violation: 是}]
    by: 王芳
    on: 2019-11-19
    register: 协议管理系统
"""
FULL = CASE + SETTLED_CASE.replace("\ncase: 2019-001", "")


def source(text: str = CASE) -> CaseSource:
    """Return the case file of this text."""
    return yaml_source.validate(CaseSource, yaml_source.parse(text, "案件.yaml"))


def agency_of(sample: str) -> str:
    """Return the agency a sample names, so that it is competent."""
    fields = yaml_source.read(SAMPLES / f"{sample}.yaml").mapping["fields"].mapping
    return fields["receiving_agency"].text


@cache
def result(sample: str, stage: Stage, case: str = CASE) -> Assessment:
    """Return the assessment of a shipped sample with a case file of this text, at its own agency."""
    with TemporaryDirectory() as folder:
        file = case_file(Path(folder), case.replace("东昌府区医疗保险经办机构", agency_of(sample)))
        return assess(SAMPLES / f"{sample}.xlsx", Options(stage=stage, case=file), ENGINE)


def issued(kind: str, assessment: Assessment, case: str = CASE) -> Issued:
    """Return a paper."""
    return issue(KINDS[kind], assessment, source(case))


def lines(document: bytes) -> list[str]:
    """Return every paragraph of a document in order, cells of tables and the footer included."""
    return list(_lines(Document(BytesIO(document))))


def tables(document: bytes) -> list[list[list[str]]]:
    """Return the tables of a document, as rows of the texts of their cells."""
    made = Document(BytesIO(document)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in made]


def numbers(text: str) -> set[str]:
    """Return the days (as ISO) and numbers of a text, those inside words of letters and figures included."""
    text = re.sub(r"(\d{4})年(\d{1,2})月(\d{1,2})日", lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", text)
    return set(re.findall(r"\d{4}-\d\d-\d\d|\d+(?:\.\d+)?", text))


def _lines(document: Document) -> Iterator[str]:  # type: ignore[valid-type]
    for part in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(part, Table):
            cells = {cell._tc: cell for row in part.rows for cell in row.cells}  # a merged cell once
            yield from (paragraph.text for cell in cells.values() for paragraph in cell.paragraphs)
        else:
            yield part.text
    for section in document.sections:  # type: ignore[attr-defined]
        yield from (paragraph.text for paragraph in section.footer.paragraphs)
