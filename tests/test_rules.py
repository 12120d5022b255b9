"""The cases beside the rules, through the engine and the reference; and what every rule must have."""

from __future__ import annotations

import pytest

from medcheck.fact import Facts, known
from medcheck.form.form import form_names, load_form
from medcheck.rulebook.cases import RuleCase, read_cases
from medcheck.rulebook.check.check_pack import check_pack, check_packs
from medcheck.rulebook.origin import origins
from medcheck.rulebook.rule import Rule
from medcheck.rulebook.shelf import pack_folder, pack_names, shipped_pack
from medcheck.verdict import Settled, Verdict
from tests.judged_cases import judged, session

PACK = shipped_pack("liaocheng-2019")
CASES = read_cases(pack_folder("liaocheng-2019"), PACK)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: RuleCase) -> None:
    assert judged(PACK.id, case) == (case.verdict, case.verdict, case.leads_to)


@pytest.mark.parametrize("rule", PACK.rules.values(), ids=list(PACK.rules))
def test_nothing_known_is_never_a_pass(rule: Rule) -> None:
    profile = [fact for fact in _profile_of(rule).values() if fact.name in ("facility_type", "hospital_level")]
    open_ = {
        "data": Verdict.UNKNOWN,
        "reviewer": Verdict.UNKNOWN,
        "inspection": Verdict.INSPECT,
        "agency": Verdict.CHECK,
    }
    if rule.decided_by == "reviewer" and rule.requires is None:
        open_["reviewer"] = Verdict.JUDGE
    if {name for condition in rule.applies_to for name in condition.facts} - {fact.name for fact in profile}:
        open_ = dict.fromkeys(open_, Verdict.UNKNOWN)
    verdict = session(PACK.id, rule.id, ())[1].judge(Facts(profile), {rule.id: Settled.OPEN})[rule.id]
    assert verdict == open_[rule.decided_by]


def _profile_of(rule: Rule) -> Facts:
    """Return the facts of a case of the rule that applies, for its facility type."""
    own = (case for case in CASES if case.rule == rule.id and not case.readings)
    return next(case.facts for case in own if case.verdict is not Verdict.NOT_APPLICABLE)


# Whom the regulation binds by each part of it: the articles on materials and the basic conditions are for hospitals and
# clinics alike, or for pharmacies; the standards for one type each; the rest binds everybody.
OF_ALL = ("doc-other-materials", "doc-social-insurance-", "doc-premises-")
OF_PHARMACIES = (
    "doc-application-form-pharmacy",
    "doc-drug-licence",
    "doc-gsp-",
    "doc-business-licence-",
    "doc-legal-person-id-pharmacy",
    "doc-legal-person-resume-pharmacy",
    "doc-staff-roster-pharmacy",
    "doc-technical-",
    "doc-service-commitment-pharmacy",
    "doc-drug-price-list-pharmacy",
    "doc-three-month-",
    "doc-pos-",
    "facility-type-declared-pharmacy",
)
BOUND = [
    (OF_ALL, {"hospital", "clinic", "pharmacy"}),
    ((*OF_PHARMACIES, "cond-pharmacy-", "ph-", "pharmacy-"), {"pharmacy"}),
    (("facility-type-declared-hospital", "hospital-"), {"hospital"}),
    (("h1-", "h2-", "h3-", "bed-unit-", "doc-large-equipment", "doc-cost-indicators-hospital"), {"hospital"}),
    (("doc-cost-indicators-outpatient", "opd-", "outpatient-", "facility-type-declared"), {"clinic"}),
    (("doc-", "dept-", "cond-", "site-fee", "site-information"), {"hospital", "clinic"}),
    (("",), {"hospital", "clinic", "pharmacy"}),
]


@pytest.mark.parametrize("rule", PACK.rules.values(), ids=list(PACK.rules))
def test_a_rule_binds_whom_the_regulation_says(rule: Rule) -> None:
    bound = next(types for prefixes, types in BOUND if rule.id.startswith(prefixes))
    for kind in ("hospital", "clinic", "pharmacy"):
        facts = _profile_of(rule).replaced([known("facility_type", kind)])
        verdict = session(PACK.id, rule.id, ())[1].judge(facts, {})[rule.id]
        assert (verdict is not Verdict.NOT_APPLICABLE) == (kind in bound)
        assert rule.binds(Facts([known("facility_type", kind)])) == (kind in bound)


def test_nothing_dangles() -> None:
    forms = [load_form(name) for name in form_names()]
    filled = frozenset(fact for form in forms for fact in origins(form, PACK))
    assert [str(problem) for problem in check_pack(PACK, CASES, forms, filled)] == []
    assert list(check_packs([shipped_pack(name) for name in pack_names()])) == []


def test_the_cases_are_those_of_every_shipped_pack() -> None:
    assert pack_names() == ["liaocheng-2019", "liaocheng-2021", "national-2021"]


def test_every_clause_has_a_status() -> None:
    assert len(PACK.clauses) == 306
