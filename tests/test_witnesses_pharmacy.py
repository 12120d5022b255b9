"""The eligible pharmacies meet what the desk can decide; each required thing taken away turns the rules that ask for it."""

from __future__ import annotations

from functools import cache

import pytest

from medcheck.assess import Options
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.fact import Facts, known
from medcheck.intake.application import Application
from medcheck.verdict import Conclusion, Verdict
from tests.applications import SAMPLES, assessed_under
from tests.test_witnesses import PACK, Change, both, field, is_, sample, with_cell, without

SINGLE, RURAL, CHAIN = "pharmacy-single-eligible", "pharmacy-rural-eligible", "pharmacy-chain-defects"
CATALOGUE = SAMPLES / "catalogue-synthetic.csv"


def judged(application: Application) -> Assessment:
    return assessed_under(PACK, application, Options(catalogue=CATALOGUE))


@cache
def verdicts(name: str) -> dict[str, Verdict]:
    return {one.rule: one.verdict for one in judged(sample(name)).findings}


@pytest.mark.parametrize("name", [SINGLE, RURAL])
def test_the_sample_meets_everything_the_desk_can_decide(name: str) -> None:
    assessment = judged(sample(name))
    assert [problem for problem in assessment.problems if not problem.hint] == []
    assert assessment.conclusion is Conclusion.INSPECT


def test_the_counts_sum_to_the_rules_that_bind_a_pharmacy() -> None:
    binding = [rule for rule in PACK.rules.values() if rule.binds(Facts([known("facility_type", "pharmacy")]))]
    assert judged(sample(SINGLE)).total == len(binding) == 84


def test_the_chain_between_the_two_denominators_goes_to_a_person() -> None:
    assert verdicts(CHAIN)["ph-catalogue-stock-ratio"] is Verdict.JUDGE


def test_every_way_of_counting_is_shown_with_its_numbers() -> None:
    stock = judged(sample(SINGLE)).stock
    assert stock is not None
    assert [(share.stocked, share.of, share.share) for share in stock.shares] == [
        (887, 1037, "约85.54%"),
        (880, 1443, "约60.98%"),
        (1582, 1856, "约85.24%"),
    ]
    assert stock.loose[0].place.startswith("《药品清单》")


STAFF: list[tuple[str, str, Change, set[str]]] = [
    (
        SINGLE,
        "企业负责人不是执业药师",
        with_cell("staff", "licensed_pharmacist", value=False, where=is_("name", "陆景明")),
        {"ph-head-licensed-pharmacist"},
    ),
    (
        SINGLE,
        "没有注册在本店的执业药师",
        with_cell("staff", "registered_here", value=False),
        {"ph-licensed-pharmacist-min"},
    ),
    (
        SINGLE,
        "执业药师注册已过期",
        with_cell("staff", "licence_valid_to", sample(SINGLE).fields["operation_start_date"].value),
        {"ph-licensed-pharmacist-min"},
    ),
    (
        SINGLE,
        "没有中药师",
        both(
            with_cell("staff", "licence_kind", "药学"),
            with_cell("staff", "title", "药师", is_("title", "中药师", "主管中药师")),
        ),
        {"ph-tcm-pharmacist"},
    ),
    (
        SINGLE,
        "没有质量负责人",
        both(field("quality_head", None), with_cell("staff", "post", "处方审核", is_("name", "苗素云"))),
        {"ph-quality-head-title"},
    ),
    (SINGLE, "一人没有培训", with_cell("staff", "last_training_date", None, is_("name", "燕晓彤")), set()),
    (
        SINGLE,
        "一人去年培训",
        with_cell(
            "staff", "last_training_date", sample(SINGLE).fields["licence_issue_date"].value, is_("name", "燕晓彤")
        ),
        {"ph-training"},
    ),
    (
        SINGLE,
        "一人体检过期",
        with_cell(
            "staff", "last_checkup_date", sample(SINGLE).fields["licence_issue_date"].value, is_("name", "燕晓彤")
        ),
        {"ph-annual-checkup"},
    ),
    (
        SINGLE,
        "一人体检不合格",
        with_cell("staff", "checkup_result", "不合格", is_("name", "燕晓彤")),
        {"ph-no-disqualifying-illness"},
    ),
    (
        SINGLE,
        "花名册缺学历",
        with_cell("staff", "education", None, is_("name", "燕晓彤")),
        {"doc-staff-roster-pharmacy-each"},
    ),
    (SINGLE, "周日没有药师", without("shifts", "days", ("周日",)), {"cond-pharmacy-pharmacist-on-duty"}),
]
COVER: list[tuple[str, str, Change, set[str]]] = [
    (SINGLE, "99.9㎡", field("business_area_m2", 99), {"ph-area-urban-single"}),
    (RURAL, "39㎡", field("business_area_m2", 39), {"ph-area-rural"}),
    (SINGLE, "药监检查不合格", field("drug_inspection_result", "不合格"), {"cond-pharmacy-inspection-pass"}),
    (SINGLE, "没有夜间服务", field("service_24h_mode", "无"), {"cond-pharmacy-24h-service"}),
    (SINGLE, "不能联网", field("network_ready", value=False), {"ph-network-ready"}),
    (
        SINGLE,
        "收支情况只有近一月",
        field("accounts_from", sample(SINGLE).fields["accounts_to"].value),
        {"doc-three-month-accounts-from"},
    ),
]
THINGS: list[tuple[str, str, Change, set[str]]] = [
    (SINGLE, "没有打印机", without("devices", "kind", "打印机"), {"doc-pos-equipment-printer"}),
    (
        SINGLE,
        "没有阴凉设备",
        with_cell("equipment", "count", 0, is_("name", "阴凉设备")),
        {"ph-cold-storage-equipment"},
    ),
    (
        SINGLE,
        "没有冷藏设备",
        with_cell("equipment", "count", 0, is_("name", "冷藏设备")),
        {"ph-cold-storage-equipment-refrigerated"},
    ),
    (
        SINGLE,
        "没有煎药设备",
        with_cell("equipment", "count", 0, is_("name", "煎药设备")),
        {"ph-crushing-decoction-equipment-decoction"},
    ),
    (
        SINGLE,
        "没有处方药库存",
        with_cell("drugs", "stock_qty", 0, is_("kind", "处方药")),
        {"ph-supply-categories-stock", "ph-stock-value-min", "ph-catalogue-stock-ratio"},
    ),
    (
        SINGLE,
        "一种药没有售价",
        with_cell("drugs", "sale_price", None, lambda row: row.number == 10),
        {"doc-drug-price-list-pharmacy-each"},
    ),
    (
        RURAL,
        "没有非处方药",
        without("drugs", "kind", "非处方药"),
        {"ph-supply-categories-stock", "ph-stock-value-min", "ph-sku-count-min", "ph-catalogue-stock-ratio"},
    ),
]
CASES = [*STAFF, *COVER, *THINGS]


@pytest.mark.parametrize(("name", "what", "change", "rules"), CASES, ids=[f"{n}: {w}" for n, w, _, _ in CASES])
def test_what_is_taken_away_turns_the_rules_that_ask_for_it(
    name: str, what: str, change: Change, rules: set[str]
) -> None:
    after = {one.rule: one.verdict for one in judged(change(sample(name))).findings}
    assert {rule for rule, verdict in after.items() if verdict is not verdicts(name)[rule]} == rules
