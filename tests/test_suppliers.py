"""A fact has one supplier: a field of the form or a measure. Two of them are an error, wherever it is noticed."""

from __future__ import annotations

import pytest

from medcheck.case.case_file import NO_CASE
from medcheck.errors import FormError, RuleError
from medcheck.fact import known
from medcheck.form.form import Form, form_names, load_form
from medcheck.intake.read_application import read_application
from medcheck.measure.case_dates import case_dates
from medcheck.measure.derive import derive
from medcheck.measure.fact_pieces import gathered, require_one_supplier
from medcheck.rulebook.origin import supplier_clashes
from medcheck.rulebook.shelf import shipped_pack
from tests.applications import SAMPLES

PACK = shipped_pack("liaocheng-2019")


def stating(name: str, **facts: str) -> Form:
    """Return a shipped form in which some fields state a fact."""
    form = load_form(name)
    sheets = []
    for sheet in form.sheets:
        groups = [
            group.model_copy(
                update={
                    "fields": tuple(
                        field.model_copy(update={"fact": facts.get(field.id, field.fact)}) for field in group.fields
                    )
                }
            )
            for group in sheet.groups
        ]
        sheets.append(sheet.model_copy(update={"groups": tuple(groups)}))
    return form.model_copy(update={"sheets": tuple(sheets)})


@pytest.mark.parametrize("name", form_names())
def test_no_shipped_form_makes_a_fact_twice(name: str) -> None:
    assert supplier_clashes(load_form(name), PACK) == ()


def test_a_field_and_a_measure() -> None:
    form = stating("clinic", usable_area_m2="usable_area_m2")
    assert [str(one) for one in supplier_clashes(form, PACK)] == [
        "错误：clinic.yaml：事实“usable_area_m2”既由“业务用房使用面积”填写，又由指标计算，一个事实只能有一个来源\n"
        "  处理：删去该栏的 fact，或删去 medcheck/measure/ 中的指标"
    ]


def test_a_field_and_the_date_of_the_case() -> None:
    form = stating("clinic", application_date="application_date")
    assert [one.text for one in supplier_clashes(form, PACK)] == [
        "事实“application_date”既由“申请日期”填写，又由指标计算，一个事实只能有一个来源"
    ]


def test_two_fields() -> None:
    form = stating("clinic", facility_name="business_status")
    assert [str(one) for one in supplier_clashes(form, PACK)] == [
        "错误：clinic.yaml：事实“business_status”由多栏填写：“机构名称”、“营业状态”，一个事实只能有一个来源\n"
        "  处理：只在其中一栏写明 fact"
    ]


def test_two_measures() -> None:
    twice = gathered([lambda: known("bed_count_open", 1), lambda: [known("bed_count_open", 2)]], PACK.vocabulary)
    with pytest.raises(RuleError) as raised:
        require_one_supplier(twice, load_form("hospital"), PACK.vocabulary)
    place = PACK.vocabulary.place("facts", "bed_count_open")
    assert place.line > 0
    assert str(raised.value) == (
        f"错误：facts.yaml 第 {place.line} 行：事实“bed_count_open”由两个指标计算，一个事实只能有一个来源\n"
        "  处理：只保留 medcheck/measure/ 中的一个指标"
    )


def test_no_application_is_measured_by_such_a_form() -> None:
    application = read_application(SAMPLES / "clinic-eligible.xlsx")
    dates = case_dates(application, NO_CASE, None)
    form = stating("clinic", usable_area_m2="usable_area_m2")
    with pytest.raises(FormError) as raised:
        derive(application, NO_CASE, dates, PACK.tables, PACK.vocabulary, form=form)
    assert [one.place.file for one in raised.value.problems] == ["clinic.yaml"]
