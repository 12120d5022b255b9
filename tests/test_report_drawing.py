"""Where gauges and bars are drawn: exact, never on the wrong side of a bound. And the tables of lists."""

from __future__ import annotations

import pytest

from medcheck.assessment.model.figures import Bar, Chart, Gauge
from medcheck.report.page.drawing import Drawn, DrawnBar, bars, gauge
from medcheck.report.page.lists import ListedEntry, lacking_names, listings, tally
from medcheck.report.page.render_page import to_html
from medcheck.verdict import Verdict
from tests.report_faces import part
from tests.report_sample import sample
from tests.report_sample_build import item


@pytest.mark.parametrize(
    ("number", "low", "high", "drawn"),
    [
        ("120", "60", "", Drawn("80", "40", "60", ("40",))),
        ("60", "60", "", Drawn("80", "80", "20", ("80",))),
        ("59.96", "60", "", Drawn("78", "80", "20", ("80",))),
        ("30", "", "31", Drawn("77.4", "0", "80", ("80",))),
        ("31.01", "", "31", Drawn("82", "0", "80", ("80",))),
        ("17/100", "0", "1", Drawn("13.6", "0", "80", ("0", "80"))),
        ("128", "129", "129", Drawn("78", "80", "20", ("80",))),
        ("0", "0", "", Drawn("0", "0", "100", ("0",))),
    ],
    ids=["enough", "just", "a hair short", "below", "a hair over", "between", "of all", "nought"],
)
def test_a_number_stands_on_its_own_side_of_the_bound(number: str, low: str, high: str, drawn: Drawn) -> None:
    assert gauge(Gauge(number=number, low=low, high=high, unit="", margin="")) == drawn


def test_titles_stand_in_the_middle_and_staff_fills_the_line() -> None:
    titles = Chart(kind="titles", title="", note="", bars=(Bar(label="", number="1/15", text="", low="0.2"),))
    assert bars(titles) == [DrawnBar(titles.bars[0], "46.7", "6.7", "40", "20")]
    staff = titles.model_copy(
        update={"kind": "staff", "bars": tuple(Bar(label="", number=n, text="") for n in ("31", "62"))}
    )
    assert [(d.x, d.width, d.low_width) for d in bars(staff)] == [("0", "50", ""), ("0", "100", "")]


def test_entries_of_a_list_are_rows_and_two_of_one_name_stay_two() -> None:
    found = next(one for one in listings(sample()) if one.finding.rule == "doc-social-insurance-all-staff")
    assert (found.fields, [entry.name for entry in found.entries], found.more) == (
        ("参保起始月",),
        ["王某某", "李某某"],
        0,
    )
    evidence = tuple(item("甲·月", str(n), "人员", f"K{n}", entry="甲") for n in range(1, 33))
    again = found.finding.model_copy(update={"evidence": evidence})
    listing = listings(sample().model_copy(update={"findings": (again,)}))[0]
    assert (listing.entries[1], len(listing.entries), listing.more) == (ListedEntry("甲", (evidence[1],)), 30, 2)


def test_what_is_lacking_is_listed_by_what_it_is() -> None:
    assert [(about, [f.rule for f in found]) for about, found in lacking_names(sample())] == [
        ("设备", ["opd-equipment-set"])
    ]
    words = part(to_html(sample()), '<section id="lists">', "</section>")
    assert words[2:9] == [
        "缺少的设备",
        "缺少",
        "要求",
        "条款",
        "缺 1 种，另有 1 种未定",
        "十六种基本设备齐全",
        "附件 医疗机构标准一（三）",
    ]
    assert words[words.index("蒸锅") : words.index("蒸锅") + 3] == ["蒸锅", "设备", "《设备》A18"]


def test_a_tally_counts_the_verdicts_that_occur() -> None:
    assert [(t.verdict, t.number) for t in tally(sample().findings[:4])] == [
        (Verdict.PASS, 3),
        (Verdict.NOT_APPLICABLE, 1),
    ]


def test_the_page_redraws_the_piece_of_the_sheet_and_marks_the_cell() -> None:
    page = to_html(sample())
    words = part(page, '<table class="piece">', "</table>")
    assert words[:9] == ["《基本信息》", "行", "A", "B", "C", "16", "房屋权属", "租赁", "17"]
    assert "<td><mark>62平方米</mark>" in page
    assert "137****0001" in words
