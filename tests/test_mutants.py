"""The tool that breaks rules: what it breaks, and that it tells a rule half tested from one well tested."""

from __future__ import annotations

from importlib.resources import files

from medcheck import yaml_source
from medcheck.fact import Facts, known
from medcheck.rulebook.cases import read_cases
from medcheck.rulebook.shelf import pack_folder, shipped_pack
from tests.mutants.__main__ import main, run
from tests.mutants.rules import Mutants

MUTANTS = Mutants(yaml_source.read(files("medcheck.rules") / "facts.yaml").plain())
PACK = shipped_pack("liaocheng-2019")


def test_what_is_broken_of_a_number() -> None:
    made = [(kind, change) for kind, change, _ in MUTANTS.of_requirement({"fact": "usable_area_m2", "at_least": "60"})]
    assert made == [
        ("fact", "usable_area_m2 → sites_applied_for"),
        ("fact", "usable_area_m2 → business_area_m2"),
        ("operator", "at_least 60 → more_than 60"),
        ("operator", "at_least 60 → less_than 60"),
        ("bound", "at_least 60 → at_least 59.99"),
        ("bound", "at_least 60 → at_least 60.01"),
    ]


def test_what_is_broken_of_a_list() -> None:
    stated = {
        "fact": "safety_events",
        "where": {"grade": {"at_least": "重大"}},
        "none_within": {"years": "3"},
        "date": "date",
    }
    made = [(kind, change) for kind, change, _ in MUTANTS.of_requirement(stated)]
    assert made == [
        ("condition dropped", "where: grade"),
        ("operator", "where: grade at_least 重大 → more_than 重大"),
        ("operator", "where: grade at_least 重大 → less_than 重大"),
        ("bound", "where: grade at_least 重大 → at_least 较大"),
        ("bound", "where: grade at_least 重大 → at_least 特大"),
        ("bound", "none_within {years: 2}"),
        ("bound", "none_within {years: 4}"),
        ("bound", "none_within {years: 3, days: 1}"),
        ("operator", "none_within → none"),
    ]


def test_a_rule_without_the_case_at_its_bound_has_a_survivor() -> None:
    alone = PACK._replace(rules={"opd-area-min": PACK.rules["opd-area-min"]._replace(readings=())})
    cases = [case for case in read_cases(pack_folder(PACK.id), PACK) if case.rule == "opd-area-min"]
    plain = tuple(case for case in cases if not case.readings)
    assert run(alone, plain)[1] == []
    off_the_bound = tuple(case for case in plain if case.name != "恰好60平方米")
    assert run(alone, off_the_bound)[1] == [
        "opd-area-min: operator: requires: at_least 60 → more_than 60",
        "opd-area-min: bound: requires: at_least 60 → at_least 60.01",
    ]


def test_which_options_drop_a_rule() -> None:
    dropped = {
        (name, option, rule)
        for name, reading in PACK.readings.items()
        for option, changes in reading.changes.items()
        for rule, change in changes.items()
        if change is None
    }
    mix = ("physician", "nursing", "laboratory", "imaging", "pharmacy", "other")
    assert dropped == {
        ("bar-subject", "institution-only", "na-terminated-within-3y-related"),
        *(("home-bed", "skip", f"h{level}-dept-home-bed") for level in (1, 2, 3)),
        *(("staff-mix", option, f"h1-mix-{kind}-pct-min") for option in ("exact", "rounded") for kind in mix),
        ("key-specialty-planning", "declared", "h2-key-specialty-planning"),
        ("tcm-supply", "in-scope", "ph-supply-tcm-pieces"),
    }
    profile = PACK.profile(Facts([known("facility_type", "clinic")]), {"bar-subject": "institution-only"})
    assert "na-terminated-within-3y-related" not in {rule.id for rule in profile.rules}


def test_the_cases_of_every_shipped_rule_bite() -> None:
    assert main() == 0
