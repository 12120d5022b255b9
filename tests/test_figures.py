"""Gauges, pieces, charts and kinds of tasks of real samples: the numbers drawn are those judged, no number of a person."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from openpyxl.workbook import Workbook

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.figures import Gauge
from medcheck.assessment.model.finding_model import Finding
from medcheck.assessment.result_text import to_json
from medcheck.intake.application import Application, Excerpt
from medcheck.intake.read_application import read_application
from medcheck.report.page.render_page import to_html
from medcheck.verdict import Verdict
from tests.applications import SAMPLES
from tests.test_witnesses import judged, sample
from tests.test_witnesses_pharmacy import CHAIN
from tests.test_witnesses_pharmacy import judged as judged_with_catalogue

HOSPITAL = "hospital-2-defects"


@pytest.fixture(scope="module")
def hospital() -> Assessment:
    return judged(sample(HOSPITAL))


def _of(assessment: Assessment, rule: str) -> Finding:
    return next(f for f in assessment.findings if f.rule == rule)


@pytest.mark.parametrize(
    ("rule", "gauge"),
    [
        ("h2-ward-net-area-per-bed", Gauge(number="4.986", low="5", high="", unit="", margin="")),
        ("h2-nurse-title-pct", Gauge(number="11/57", low="0.2", high="", unit="%", margin="")),
        ("h2-title-pyramid-chief", Gauge(number="1/15", low="1/15", high="", unit="%", margin="正好达到")),
        ("h2-title-pyramid-attending", Gauge(number="17/30", low="7/15", high="", unit="%", margin="高 10 个百分点")),
        ("h2-dept-rehab-physio", Gauge(number="1", low="2", high="2", unit="项", margin="")),
        ("doc-social-insurance-all-staff", Gauge(number="128", low="129", high="129", unit="人", margin="")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_gauge_has_the_number_judged(hospital: Assessment, rule: str, gauge: Gauge) -> None:
    assert _of(hospital, rule).gauge == gauge


def test_a_piece_shows_the_header_the_name_and_the_next_cells(hospital: Assessment) -> None:
    piece = _of(hospital, "doc-social-insurance-all-staff").pieces[0]
    assert (piece.sheet, piece.columns, piece.marked) == ("人员花名册", ("B", "P", "Q", "R"), ("Q128",))
    assert [(row.number, row.cells) for row in piece.rows] == [
        (3, ("* 姓名", "* 入职日期", "本单位参保起始日期", "未在本单位参保的原因")),
        (127, ("翟春梅", "2011-12-01", "2011-12-01", "")),
        (128, ("欧金凤", "2019-03-04", "2019-10-01", "")),
        (129, ("柳丽", "2011-12-26", "2011-12-01", "")),
    ]


def test_what_is_met_or_waits_has_no_piece(hospital: Assessment) -> None:
    shown = {f.verdict for f in hospital.findings if f.pieces}
    assert shown <= {Verdict.FAIL, Verdict.UNKNOWN, Verdict.CONFLICT, Verdict.JUDGE}
    assert _of(hospital, "h2-ccu-min").pieces == ()  # what is cited is the whole list, not a cell


@pytest.mark.parametrize("name", ["clinic-defects", "clinic-half", HOSPITAL, CHAIN])
def test_no_number_of_a_person_leaves_the_workbook(name: str) -> None:
    text = to_json(judged(sample(name)))
    assert not re.findall(r"(?<![0-9a-f])(?:[1-9]\d{16}[\dX]|1[3-9]\d{9})(?![0-9a-f])", text)
    application = read_application(SAMPLES / f"{name}.xlsx")
    assert application.excerpts is not None
    piece = application.excerpts.around("人员花名册", {"C4": ""})
    assert piece is not None
    assert [row[1][piece.columns.index("D")][3:-4] for row in piece.rows[1:]] == ["*" * 11] * (len(piece.rows) - 1)


def test_a_number_of_a_person_in_a_remark_is_masked_too(
    edited: Callable[[Callable[[Workbook], None]], Application],
) -> None:
    def edit(book: Workbook) -> None:
        book["设备清单"]["F4"] = "找13706350001，批号20190820001"

    excerpts = edited(edit).excerpts
    assert excerpts is not None
    piece = excerpts.around("设备清单", {"E4": "2019-08-20"})
    assert isinstance(piece, Excerpt)
    assert piece.rows[1] == (4, ("诊察床", "3", "2019-08-20", "找137****0001，批号201908200…"))


def test_excerpts_of_one_content_are_equal() -> None:
    first, second = (read_application(SAMPLES / "clinic-half.xlsx").excerpts for _ in range(2))
    assert first == second
    assert first is not None
    assert first.around("没有这张表", {"A1": ""}) is None
    assert first.around("人员花名册", {"B4:B9": "", "B3": "姓名"}) is None


@pytest.mark.parametrize("name", [HOSPITAL, "hospital-3-eligible"])
def test_a_page_of_150_findings_stays_under_250_kilobytes(name: str) -> None:
    assessment = judged(sample(name))
    assert len(to_html(assessment).encode()) / assessment.total * 150 < 250_000


def test_titles_are_drawn_against_the_standard(hospital: Assessment) -> None:
    titles, staff = hospital.charts
    assert [(b.label, b.number, b.low, b.text, b.rule) for b in titles.bars] == [
        ("主任医师", "1/15", "1/15", "约6.67%（2/30）", "h2-title-pyramid-chief"),
        ("副主任医师及以上", "7/30", "0.2", "约23.33%（7/30）", "h2-title-pyramid-associate"),
        ("主治医师及以上", "17/30", "7/15", "约56.67%（17/30）", "h2-title-pyramid-attending"),
        ("护师及以上护士", "11/57", "0.2", "约19.30%（11/57）", "h2-nurse-title-pct"),
    ]
    assert [b.number for b in staff.bars] == ["31", "57", "7", "5", "6", "6", "21"]


def test_the_stocking_rate_is_drawn_at_the_denominator_it_was_judged_by() -> None:
    (stock,) = judged_with_catalogue(sample(CHAIN)).charts
    assert [(b.number, b.low, b.rule) for b in stock.bars] == [
        ("192/257", "", ""),
        ("760/1443", "0.6", "ph-catalogue-stock-ratio"),
        ("347/468", "", ""),
    ]


def test_a_mix_with_a_part_unknown_is_not_drawn() -> None:
    assert judged(sample("clinic-half")).charts == ()


def test_tasks_say_whether_to_hand_in_to_fill_in_or_to_change(hospital: Assessment) -> None:
    kinds = {task.rule: task.kind_word for task in hospital.tasks[0].tasks}
    assert kinds["doc-large-equipment-list"] == "补交材料"
    assert kinds[""] == "补填、更正、补办"
    assert kinds["h2-ward-net-area-per-bed"] == "整改后达到标准"
    assert {task.kind for party in hospital.tasks[1:] for task in party.tasks} == {""}


def test_names_that_answer_to_nothing_are_listed_with_their_cell(
    edited: Callable[[Callable[[Workbook], None]], Application],
) -> None:
    def edit(book: Workbook) -> None:
        book["业务用房"]["B4"] = "星光阁"

    found = judged(edited(edit)).unmatched
    assert [(one.about, one.name, one.place) for one in found] == [("独立设置的业务用房", "星光阁", "《业务用房》B4")]
