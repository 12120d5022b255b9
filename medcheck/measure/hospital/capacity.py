"""Measures beds, space and visits of a hospital, its level and grade, and its stock of bed units (表1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from medcheck.fact import Fact, conflict, known, unknown
from medcheck.intake.application import Application
from medcheck.intake.table import Entry
from medcheck.measure.documents import rows_by_code
from medcheck.measure.entry import cell, day, field, list_citation, sources, span, stated, table, text, why

_LEVELS = {"一级": "1", "二级": "2", "三级": "3"}
_UNGRADED = ("无", "已过期")
# Square metres of building a bed that cannot be right (reading A-35).
_LEAST, _MOST = 5, 500
# Beds licensed and open that differ by more than a tenth are shown (reading A-31).
_APART = Fraction(1, 10)
_BED_UNIT = (
    "bed",
    "mattress",
    "quilt",
    "sheet",
    "pillow",
    "pillowcase",
    "bedside_cabinet",
    "thermos",
    "basin",
    "spittoon",
    "signal_lamp",
    "patient_gown",
    "patient_coat",
)


def hospital_level(application: Application) -> Fact:
    """Return the level a hospital is assessed at: that of its licence or approval, as declared (reading A-92)."""
    entry, grade = field(application, "hospital_level"), field(application, "grade_on_record")
    if text(entry) not in _LEVELS:
        return unknown("hospital_level", why(entry), sources(entry))
    if text(grade) in _LEVELS and _LEVELS[text(grade)] > _LEVELS[text(entry)]:
        reason = f"医院级别填为“{text(entry)}”，评审等级填为“{text(grade)}”"
        return conflict("hospital_level", reason, sources(entry, grade))
    return known("hospital_level", _LEVELS[text(entry)], sources(entry))


def grade_on_record(application: Application, assessed: date | None) -> Fact:
    """Return the grade a certificate shows; expired on the assessment date it is 已过期 (reading A-44).

    A grade whose certificate is said not to be handed in is a conflict of two papers.
    """
    name, entry = "grade_on_record", field(application, "grade_on_record")
    row = rows_by_code(table(application, "documents")).get("grade_certificate")
    if not text(entry) or row is None:
        return stated(name, entry)
    filed, until = row.cells["present"], row.cells["valid_to"]
    last = day(until)
    valid = last is None or assessed is None or last >= assessed
    if text(entry) in _UNGRADED:
        if filed.value is not True or not valid:
            return stated(name, entry)
        reason = f"评审等级填为“{text(entry)}”，材料清单中等级证书填为已提交"
        return conflict(name, reason, sources(entry, filed))
    if filed.value is False:
        reason = f"评审等级填为“{text(entry)}”，材料清单中等级证书填为未提交"
        return conflict(name, reason, sources(entry, filed))
    if filed.value is None:
        return unknown(name, f"等级证书是否提交{filed.reason}", sources(entry, filed))
    if not valid:
        return known(name, "已过期", sources(entry, until), f"等级证书有效期至 {last}，在评估日期已过期")
    return known(name, text(entry), sources(entry, filed))


def bed_count_open(application: Application) -> Fact:
    """Return the beds in use, with a remark where they are more than a tenth away from the licensed ones.

    None at all is a conflict, nothing could be judged by the bed; so are departments with more than a tenth more beds.
    """
    open_, licensed = field(application, "bed_count_open"), field(application, "bed_count_licensed")
    if not isinstance(open_.value, int) or not isinstance(licensed.value, int):
        return stated("bed_count_open", open_)
    if not open_.value:
        reason = f"实际开放床位填为 0 张（核定床位 {licensed.value} 张），无法按床位评估"
        return conflict("bed_count_open", reason, sources(open_, licensed))
    listing = table(application, "departments")
    beds = [entry.value for row in listing.rows if isinstance((entry := cell(row, "beds")).value, int)]
    if sum(beds) > (1 + _APART) * open_.value:
        reason = f"实际开放床位填为 {open_.value} 张，科室设置表各科室床位合计 {sum(beds)} 张"
        return conflict("bed_count_open", reason, (*sources(open_), *span(listing.rows, "beds")))
    apart = abs(open_.value - licensed.value) > _APART * licensed.value
    remark = f"核定床位 {licensed.value} 张（{licensed.ref}）与实际开放床位 {open_.value} 张（{open_.ref}）相差超过10%，请核对"
    return known("bed_count_open", open_.value, sources(open_), remark if apart else "")


def building_area_m2(application: Application) -> Fact:
    """Return the building area; a conflict where it is under 5 or over 500 ㎡ a bed in use."""
    name = "building_area_m2"
    area, beds = field(application, name), field(application, "bed_count_open")
    if not isinstance(area.value, int | Decimal) or not isinstance(beds.value, int) or not beds.value:
        return stated(name, area)
    if not _LEAST <= Fraction(area.value) / beds.value <= _MOST:
        reason = f"建筑面积 {area.value}㎡、实际开放床位 {beds.value} 张，每床面积不在 {_LEAST} 至 {_MOST}㎡ 之间，应有一处填错"
        return conflict(name, reason, sources(area, beds))
    return known(name, area.value, sources(area))


def ward_smallest_net_area_per_bed_m2(application: Application) -> Fact:
    """Return the net area a bed of the smallest ward; a conflict where it is above the mean of all wards."""
    name = "ward_smallest_net_area_per_bed_m2"
    smallest, wards, beds = (field(application, each) for each in (name, "ward_net_area_m2", "bed_count_open"))
    least, whole, count = smallest.value, wards.value, beds.value
    if not isinstance(least, int | Decimal) or not isinstance(whole, int | Decimal) or not isinstance(count, int):
        return stated(name, smallest)
    if count and least * count > whole:
        reason = f"最小病室每床 {least}㎡，大于全部病室每床的平均值"
        return conflict(name, reason, sources(smallest, wards, beds))
    return stated(name, smallest)


def visits(application: Application) -> Iterator[Fact]:
    """Yield the average outpatient visits a day: by days open, by 365 and by 251 days (reading A-46)."""
    year, open_ = field(application, "outpatient_visits_year"), field(application, "outpatient_days_open")
    yield _a_day("outpatient_visits_per_day", year, open_.value, (year, open_))
    yield _a_day("outpatient_visits_per_calendar_day", year, 365, (year,))
    yield _a_day("outpatient_visits_per_working_day", year, 251, (year,))


def bed_unit(application: Application) -> Iterator[Fact]:
    """Yield the hospital-wide stock of each thing a bed is fitted out with."""
    listing = table(application, "bed_unit")
    rows = rows_by_code(listing)
    for item in _BED_UNIT:
        if item in rows:
            yield stated(f"bed_unit_{item}", rows[item].cells["count"])
        else:
            yield unknown(f"bed_unit_{item}", "每床单元设施表中没有这一行", list_citation(listing))


def _a_day(name: str, year: Entry, days: object, entries: tuple[Entry, ...]) -> Fact:
    if not isinstance(year.value, int) or not isinstance(days, int):
        return unknown(name, why(*entries), sources(*entries))
    if not year.value:
        return unknown(name, "上一年度门诊人次填为 0，无法计算日平均门诊人次", sources(*entries))
    if not 0 < days <= 366:
        return unknown(name, f"开诊天数 {days} 天不在 1 至 366 之间", sources(*entries))
    return known(name, Fraction(year.value, days), sources(*entries))
