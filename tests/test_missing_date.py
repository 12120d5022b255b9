"""A missing application date is told once; the days that cannot be counted to it are not called unreadable."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.applications import assessed, finding
from tests.test_hospital import after
from tests.test_witnesses import field


def test_the_missing_date_is_what_is_asked_for(tmp_path: Path) -> None:
    found = assessed(tmp_path, {"application_date": None})
    insured = next(one for one in found.findings if one.title == "应参保人员在本单位参保三个月以上")
    assert insured.reasons == ("申请日期（B33）未填写，填好后才能核对在本单位参保月数",)
    asked = [task.text for group in found.tasks if group.actor == "applicant" for task in group.tasks]
    assert not any("无法识别" in text or "application_date" in text for text in asked)


def test_a_lack_of_area_is_told_to_the_hundredth(tmp_path: Path) -> None:
    assert finding(assessed(tmp_path, {"usable_area_m2": 59.99}), "opd-area-min").gap == "差 0.01 ㎡"
    beds = after("hospital-2-eligible", field("building_area_m2", Decimal("4499.99")))
    assert finding(beds, "h2-building-area-per-bed").gap == "差 0.0001；建筑面积缺 0.01 ㎡"
