"""The pack of another city, with its own region, days, readings and tables: nothing is tied to the one we ship."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from medcheck import yaml_source
from medcheck.assessment.consequence import consequence
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.engine.session import Session
from medcheck.errors import RuleError
from medcheck.form.form import form_names, load_form
from medcheck.intake.read_application import read_application
from medcheck.measure.measure_tables import Aliases, Tables
from medcheck.report.rules.rule_book import rule_book
from medcheck.rulebook.cases import RuleCase, read_cases
from medcheck.rulebook.check.check_pack import check_pack, check_packs
from medcheck.rulebook.choice import Site, choose
from medcheck.rulebook.language import Language
from medcheck.rulebook.origin import origins
from medcheck.rulebook.pack import load_pack
from medcheck.rulebook.readings import select
from medcheck.rulebook.shelf import shipped_pack
from tests.applications import assessed_under, workbook
from tests.reference import Reference

FOLDER = Path(__file__).parent / "packs" / "yunxi-2031"
YUNXI = load_pack(FOLDER)
LIAOCHENG = shipped_pack("liaocheng-2019")
NATIONAL = shipped_pack("national-2021")
CASES = read_cases(FOLDER, YUNXI)
FORMS = [load_form(name) for name in form_names()]
TABLES = Tables(aliases=Aliases(rooms={"候诊区": ("云汐候诊厅",)}))
ORIGINS = {fact: places for form in FORMS for fact, places in origins(form, YUNXI).items()}
REFERENCE = Reference(yaml_source.read(files("medcheck.rules") / "facts.yaml").plain())


def test_it_loads_and_nothing_dangles() -> None:
    assert (YUNXI.id, len(YUNXI.rules), YUNXI.tables) == ("yunxi-2031", 6, TABLES)
    assert [str(one) for one in check_pack(YUNXI, CASES, FORMS, frozenset(ORIGINS))] == []
    assert list(check_packs([LIAOCHENG, NATIONAL, YUNXI])) == []


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: RuleCase) -> None:
    rule = select(YUNXI.rules[case.rule], YUNXI.readings, case.readings, Language(YUNXI.vocabulary))
    assert rule is not None
    verdict = Session([(case.rule, rule)]).judge(case.facts, {case.rule: case.settled})[case.rule]
    assert verdict == case.verdict == REFERENCE.verdict(rule.source.plain(), case.facts, case.settled)
    assert (
        case.leads_to is None
        or consequence(rule, verdict, rule.measure(case.facts), YUNXI.vocabulary, looked=bool(case.settled))
        == case.leads_to
    )


def assessed(folder: Path, **fields: str) -> Assessment:
    application = read_application(workbook(folder, {"application_date": "2031-06-02", **fields}))
    return assessed_under(YUNXI, application)


def test_a_clinic_is_assessed_under_it_from_the_workbook_on(tmp_path: Path) -> None:
    made = assessed(tmp_path)
    assert {one.rule: one.verdict for one in made.findings} == {
        "y-term": "pass",
        "y-licence": "pass",
        "y-bar": "check",
        "y-physicians": "pass",
        "y-area": "pass",
        "y-rooms": "inspect",
    }
    regulation = made.regulation
    assert (regulation.pack, regulation.number, regulation.issuer) == (
        "yunxi-2031",
        "云医保发〔2031〕6号",
        "云汐市医疗保障局",
    )
    assert [(reading.name, reading.option) for reading in made.readings] == [("y-area-kind", "usable")]
    area = next(one for one in made.findings if one.rule == "y-area")
    assert (area.value, area.bound, area.evidence[0].source and area.evidence[0].source.sheet) == (
        "186.5㎡",
        "120㎡至400㎡",
        "基本信息",
    )


def test_another_reading_of_it_is_told(tmp_path: Path) -> None:
    made = assessed(tmp_path, building_area_m2="400.01")
    area = next(one for one in made.findings if one.rule == "y-area")
    assert (area.verdict, [(one.name, one.verdict) for one in area.other_readings]) == (
        "pass",
        [("y-area-kind", "fail")],
    )


def test_its_document_names_no_other_city() -> None:
    book = rule_book(YUNXI, ORIGINS)
    assert book.startswith("# 云汐市医保定点门诊准入规定（云医保发〔2031〕6号）规则\n")
    assert "聊" not in book


def test_two_packs_for_one_region_and_day_are_refused() -> None:
    twin = YUNXI._replace(source=YUNXI.source.model_copy(update={"id": "yunxi-2033", "valid_from": date(2033, 1, 1)}))
    assert [str(one) for one in check_packs([LIAOCHENG, NATIONAL, YUNXI, twin])] == [
        "错误：pack.yaml：规则包“yunxi-2031”与“yunxi-2033”在同一地区同时施行\n"
        "  处理：改正 valid_from、valid_to 或 region"
    ]
    here = Site("990102", "990102")
    with pytest.raises(RuleError) as refused:
        choose([YUNXI, twin], here, date(2033, 1, 1), "clinic")
    assert str(refused.value) == (
        "错误：规则包：申请日期 2033-01-01 有 2 个规则包同时施行（所在地990102，定点门诊）："
        "yunxi-2031（云医保发〔2031〕6号，地区 990100，2031-03-01至2034-02-28）；"
        "yunxi-2033（云医保发〔2031〕6号，地区 990100，2033-01-01至2034-02-28）\n"
        "  处理：核对所在地和申请日期。确需按某个规则包评估时，用 --pack 指定，报告会注明；"
        "规则包在别的文件夹的，用 --rules 指定该文件夹"
    )
    assert choose([YUNXI, twin], here, date(2032, 12, 31), "clinic").pack.id == "yunxi-2031"
