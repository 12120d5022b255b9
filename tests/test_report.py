"""The three faces of an assessment, whole, and with names that try to be markup."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import Cell
from medcheck.assessment.result_text import to_json
from medcheck.report.arrange import Source, arrange, cells, short, sources, stated
from medcheck.report.page.render_page import to_html
from medcheck.report.record.json_file import from_json
from tests.report_faces import HOSTILE, named, page_of, printed
from tests.report_sample import sample
from tests.report_sample_build import FILE, item


@pytest.mark.parametrize(
    ("name", "face"),
    [("report.html", to_html), ("report.txt", printed), ("report.json", to_json)],
    ids=["html", "txt", "json"],
)
def test_whole_report(name: str, face: Callable[[Assessment], str], snapshot: Callable[[str, str], None]) -> None:
    text = face(sample())
    assert face(sample()) == text
    snapshot(name, text)


def test_arrange_groups_without_losing_anything() -> None:
    assessment = sample()
    arranged = arrange(assessment)
    assert tuple(f for _, findings in arranged.sections for f in findings) == assessment.findings
    assert [f.rule for f in arranged.blocking] == list(assessment.blocking)
    assert [(word, len(findings)) for word, findings in arranged.open] == [
        ("资料不足", 1),
        ("数据矛盾", 1),
        ("待现场勘验", 3),
        ("待评审", 2),
        ("待经办机构核查", 1),
    ]
    assert [(sheet, [p.cell for p in problems]) for sheet, problems in arranged.sheets] == [
        ("人员", ["K7", "K5", "C6", "H6"]),
        ("设备", ["A18"]),
        ("费用指标", ["C9"]),
        ("", [""]),
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_literally(name: str) -> None:
    page = page_of(named(name))
    assert name in page.words
    assert page.tags == [
        (tag, attrs | ({"aria-label": page.tags[i][1]["aria-label"]} if "aria-label" in attrs else {}))
        for i, (tag, attrs) in enumerate(page_of(named("甲")).tags)
    ]
    assert from_json(to_json(named(name))) == named(name)
    assert name.replace(" ", "") in re.sub(r"\s", "", printed(named(name)))


def test_cells_of_one_sheet_stand_together() -> None:
    def cell(address: str, raw: str) -> Cell:
        return Cell(file=FILE, sheet="设备", cell=address, raw=raw)

    evidence = (item("设备", "1 台", "设备", "D4", "1"), item("房间", "1"), item("设备", "未填", "设备", "D5"))
    found = sample().findings[0].model_copy(update={"evidence": evidence})
    assert sources(found, FILE) == (
        Source("设备", "", "《设备》", (cell("D4", "1"), cell("D5", ""))),
        Source("房间", "1", "", ()),
    )
    assert sources(found, "另一份.xlsx")[0].place == f"{FILE} 《设备》"
    assert stated(found, FILE) == (("《设备》", (evidence[0], evidence[2])), ("", (evidence[1],)))
    assert cells(found.model_copy(update={"evidence": (*evidence, *evidence)}), FILE) == ("《设备》D4、D5",)
    assert short(("《设备》D4", "《人员》C7", "《设备》D5", "case.yaml")) == (
        "《设备》D4、D5",
        "《人员》C7",
        "case.yaml",
    )
