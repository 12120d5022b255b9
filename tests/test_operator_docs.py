"""Every operator's docstring shows what holds and what fails, and both do, by engine and by reference."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from medcheck import yaml_source
from medcheck.engine.session import Session
from medcheck.fact import Facts
from medcheck.rulebook.language import Language
from medcheck.rulebook.operators import (
    alternatives,
    bound_operators,
    document,
    every,
    lasting,
    members,
    none,
    persons,
    time_operators,
)
from medcheck.rulebook.read_operator import LIST_OPERATORS, SET_OPERATORS, VALUE_OPERATORS
from medcheck.rulebook.rule import read_rule
from medcheck.stated import read_fact
from medcheck.vocabulary import load_vocabulary
from medcheck.yaml_source import Node
from tests.reference import Reference

VOCABULARY = load_vocabulary()
REFERENCE = Reference(yaml_source.read(files("medcheck.rules") / "facts.yaml").plain())
_RULE = re.compile(r"^ *rule: (.+)$", re.M)
_EXAMPLE = re.compile(r"^ *(holds|fails): (.+)$", re.M)


def operators() -> Iterator[type]:
    """Yield every class that a rule can name: those that make a requirement by themselves or judge a value."""
    for module in (bound_operators, time_operators, lasting, members, every, none, persons, alternatives, document):
        for name, found in vars(module).items():
            own = inspect.isclass(found) and found.__module__ == module.__name__ and not inspect.isabstract(found)
            if own and not name.startswith("_"):
                yield found


CLASSES = list(operators())
EXAMPLES = [
    pytest.param(rule, word, text, id=f"{found.__name__} {word}")
    for found in CLASSES
    for rule in _RULE.findall(found.__doc__ or "")
    for word, text in _EXAMPLE.findall(found.__doc__ or "")
]


@pytest.mark.parametrize("found", CLASSES, ids=lambda found: found.__name__)
def test_every_operator_shows_what_holds_and_what_fails(found: type) -> None:
    assert {word for word, _ in _EXAMPLE.findall(found.__doc__ or "")} == {"holds", "fails"}


def test_every_name_of_the_language_is_shown() -> None:
    rules = [rule for found in CLASSES for rule in _RULE.findall(found.__doc__ or "")]
    shown = {key for rule in rules for key in re.findall(r"\w+", rule)}
    assert {*VALUE_OPERATORS, *SET_OPERATORS, *LIST_OPERATORS} - shown == set()


@pytest.mark.parametrize(("rule", "word", "text"), EXAMPLES)
def test_the_example_is_true(rule: str, word: str, text: str) -> None:
    requires, stated = (yaml_source.parse(source, "docstring") for source in (rule, text))
    place = requires.place
    named = {"id": Node("r", place), "title": Node({"zh": Node("r", place)}, place), "severity": Node("hard", place)}
    made = read_rule(Node({**named, "requires": requires}, place), "docstring", {}, Language(VOCABULARY))
    facts = Facts(read_fact(name, value, VOCABULARY) for name, value in stated.mapping.items())
    verdicts = {Session([("r", made)]).judge(facts, {})["r"], REFERENCE.verdict(made.source.plain(), facts, 0)}
    assert verdicts == {"pass" if word == "holds" else "fail"}
