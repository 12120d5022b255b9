"""Random rules over the small vocabulary of tests/data/engine-facts.yaml, and facts drawn at their bounds.

One generator serves twice: fed with `random.Random` it is fast and repeatable, fed by hypothesis it shrinks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from medcheck import yaml_source
from medcheck.fact import Facts
from medcheck.rulebook.language import Language
from medcheck.rulebook.rule import Rule, read_rule
from medcheck.verdict import Settled
from medcheck.vocabulary import load_vocabulary
from tests.strategies_facts import (
    BOUNDS,
    DAYS,
    DEPARTMENTS,
    GRADES,
    NUMBERS,
    ORDERED,
    PERIODS,
    PLACES,
    RATIOS,
    TITLES,
    exact,
    facts,
)

VOCABULARY_FILE = Path(__file__).parent / "data" / "engine-facts.yaml"
PLAIN_VOCABULARY: dict[str, Any] = yaml_source.read(VOCABULARY_FILE).plain()
LANGUAGE = Language(load_vocabulary(VOCABULARY_FILE))

OF_PEOPLE = ("staff_count", "nurses")
Application = tuple[list[Rule], Facts, dict[str, Settled]]


def rules(random: Random, count: int) -> list[Rule]:
    """Return so many rules of every shape the language has."""
    return [read(rule_source(random, f"r-{number}")) for number in range(count)]


def read(source: dict[str, Any]) -> Rule:
    """Return a rule from what its YAML states (JSON is YAML)."""
    node = yaml_source.parse(json.dumps(source, ensure_ascii=False), "random.yaml")
    return read_rule(node, "random", {}, LANGUAGE)


def rule_source(random: Random, name: str) -> dict[str, Any]:
    """Return a random rule as its YAML states it."""
    decider = random.choice(("data", "data", "inspection", "reviewer", "agency"))
    source: dict[str, Any] = {"id": name, "title": {"zh": name}, "severity": "hard", "decided_by": decider}
    if random.random() < 0.1:
        source["valid_from"] = random.choice(DAYS).isoformat()
    if random.random() < 0.1:
        source["valid_to"] = (random.choice(DAYS) + timedelta(days=1000)).isoformat()
    if random.random() < 0.5:
        conditions = [requirement(random) for _ in range(random.choice((1, 1, 2, 3)))]
        source["applies_to"] = {c.pop("fact"): c for c in conditions if "fact" in c}
        source["applies_to"] |= next((c for c in conditions if "any_of" in c), {})
        if random.random() < 0.5:
            source["applies_to"]["kind_of_place"] = random.choice(PLACES)
    if decider == "data" or random.random() < 0.8:
        source["requires"] = requirement(random)
        if random.random() < 0.4:
            others = [requirement(random) for _ in range(random.choice((1, 1, 2, 3)))]
            source["otherwise_judge"] = others if len(others) > 1 else others[0]
    return source


def requirement(random: Random) -> dict[str, Any]:
    """Return a random requirement of any kind."""
    if random.random() < 0.15:
        parts = [requirement_alone(random) for _ in range(random.choice((2, 2, 3)))]
        return {"any_of": parts}
    return requirement_alone(random)


def requirement_alone(random: Random) -> dict[str, Any]:
    """Return a random requirement that is not made of others."""
    kinds = (number_requirement, number_requirement, ratio_requirement, plain_requirement, date_requirement)
    return random.choice((*kinds, set_requirement, set_requirement, list_requirement, list_requirement, document))(
        random
    )


def number_requirement(random: Random) -> dict[str, Any]:
    fact, stated = random.choice(NUMBERS), comparison(random, BOUNDS)
    if random.random() < 0.3:  # the unit may stand behind the number
        unit = PLAIN_VOCABULARY["facts"][fact]["unit"]
        stated = {
            name: [f"{each}{unit}" for each in bound] if isinstance(bound, list) else f"{bound} {unit}"
            for name, bound in stated.items()
        }
    return {"fact": fact, **stated}


def ratio_requirement(random: Random) -> dict[str, Any]:
    word = random.choice(("per", "share_of"))
    fact, by = random.sample(NUMBERS if word == "per" else OF_PEOPLE, 2)
    how = {"fact": fact, word: by}
    if random.random() < 0.2:
        near = {"target": random.choice(RATIOS), "within": random.choice(RATIOS)}
        return {**how, "near": near if random.random() < 0.5 else {**near, "or_units": "1"}}
    return {**how, **comparison(random, RATIOS)}


def comparison(random: Random, bounds: Sequence[str]) -> dict[str, Any]:
    """Return an operator on numbers with its bound."""
    name = random.choice((*ORDERED, "between", "one_of"))
    if name == "between":
        return {"between": sorted(random.choices(bounds, k=2), key=exact)}
    return {name: random.choices(bounds, k=random.randint(1, 3)) if name == "one_of" else random.choice(bounds)}


def plain_requirement(random: Random) -> dict[str, Any]:
    return random.choice(
        (
            {"fact": "kind_of_place", "one_of": random.sample(PLACES, random.randint(1, 3))},
            {"fact": "kind_of_place", "equals": random.choice(PLACES)},
            {"fact": "chain", "equals": random.choice(("是", "否"))},
            {"fact": "grade", random.choice(ORDERED): random.choice(GRADES)},
            {"fact": "grade", "one_of": random.sample(GRADES, 2)},
            {"fact": "grade", "between": ["一级", "二级"]},
        )
    )


def date_requirement(random: Random) -> dict[str, Any]:
    if random.random() < 0.2:
        return {"fact": "opened", **lasting(random, "assessment_date")}
    dated = dated_operator(random)
    start = (
        {"from": "assessment_date"} if set(dated) & {"ago_at_least", "ago_at_most"} and random.random() < 0.5 else {}
    )
    return {"fact": "opened", **dated, **start}


def lasting(random: Random, until: str) -> dict[str, Any]:
    return {random.choice(("lasts_at_least", "lasts_at_most")): random.choice(PERIODS), "until": until}


def dated_operator(random: Random) -> dict[str, Any]:
    return random.choice(
        (
            {random.choice(("ago_at_least", "ago_at_most")): random.choice(PERIODS)},
            {"not_before": "application_date"},
            {random.choice(ORDERED): random.choice(DAYS).isoformat()},
            {"between": [day.isoformat() for day in sorted(random.choices(DAYS, k=2))]},
        )
    )


def set_requirement(random: Random) -> dict[str, Any]:
    if random.random() < 0.2:
        return {"fact": random.choice(("gaps", "departments")), "none": "true"}
    names = random.sample(DEPARTMENTS, random.randint(1, 4))
    hosts = random.choice((None, None, ["内科", "外科"], ["any"]))
    inside = {} if hosts is None else {"inside": hosts}
    name = random.choice(("includes", "includes_any", "includes_at_least"))
    if name == "includes_at_least":
        return {"fact": "departments", name: str(random.randint(1, len(names))), "of": names, **inside}
    return {"fact": "departments", name: names, **inside}


def list_requirement(random: Random) -> dict[str, Any]:
    where = {"where": field_conditions(random)} if random.random() < 0.6 else {}
    how = random.choice(
        (
            {"every": field_conditions(random)},
            {"none": "true"},
            {"none_within": random.choice(PERIODS), "date": "checkup"},
            {random.choice(("at_least", "at_most", "equals")): str(random.randint(0, 3))},
            {"at_least": str(random.randint(0, 3)), "distinct": ["number", "name"]},
        )
    )
    return {"fact": "staff", **where, **how}


def field_conditions(random: Random) -> dict[str, Any]:
    possible = {
        "title": {random.choice(ORDERED): random.choice(TITLES)},
        "direct": {"equals": random.choice(("是", "否"))},
        "months": {random.choice(ORDERED): random.choice(("3", "1.5"))},
        "checkup": lasting(random, "left") if random.random() < 0.4 else dated_operator(random),
    }
    return {name: possible[name] for name in random.sample(sorted(possible), random.randint(1, 2))}


def document(random: Random) -> dict[str, Any]:
    has = {"has": random.sample(("original", "copy", "signed", "valid"), 2)} if random.random() < 0.7 else {}
    return {"document": random.choice(("licence", "lease")), **has}


def settled(random: Random, keys: Sequence[str]) -> dict[str, Settled]:
    """Return what people have done about some of the rules."""
    return {key: random.choice(list(Settled)) for key in keys if random.random() < 0.6}


@st.composite
def applications(draw: st.DrawFn) -> Application:
    """Draw a few rules with facts at their bounds and what was settled."""
    random = draw(st.randoms(use_true_random=False))
    made = rules(random, draw(st.integers(1, 6)))
    return made, facts(random), settled(random, [rule.id for rule in made])
