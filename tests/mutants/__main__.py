"""Break every rule of a pack in every way and run its cases: `python -m tests.mutants [PACK]`.

Judged by the reference evaluator, which the tests hold equal to the engine. A mutant is killed when a case beside the
rule gets another verdict or another consequence, or when the table of whom each rule binds (tests/test_rules.py)
notices. Ends 1 below 98 %. Writes nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import click

from medcheck import yaml_source
from medcheck.assessment.consequence import consequence
from medcheck.errors import Place, RuleError
from medcheck.fact import known
from medcheck.rulebook.cases import RuleCase, read_cases
from medcheck.rulebook.language import Language
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.readings import Reading, select
from medcheck.rulebook.rule import Rule, read_rule
from medcheck.rulebook.shelf import pack_folder, shipped_pack
from medcheck.verdict import Verdict
from medcheck.yaml_source import Node
from tests.mutants.rules import Mutants
from tests.reference import Reference
from tests.test_rules import BOUND

GOAL = 98
EQUIVALENT = Path(__file__).parent / "equivalent.yaml"
VOCABULARY = yaml_source.read(files("medcheck.rules") / "facts.yaml").plain()
REFERENCE = Reference(VOCABULARY)
TYPES = ("hospital", "clinic", "pharmacy")


class Broken(NamedTuple):
    """A broken rule, or a rule with one broken option of a reading; `reading` is `name=option` of that option."""

    rule: Rule
    readings: Mapping[str, Reading]
    kind: str
    change: str
    reading: str = ""

    @property
    def name(self) -> str:
        """Return how the file of equivalent mutants calls it."""
        return f"{self.rule.id}{f' [{self.reading}]' if self.reading else ''}: {self.kind}: {self.change}"


def node(value: Any, place: Place) -> Node:
    """Return plain YAML as a node again."""
    if isinstance(value, dict):
        return Node({key: node(item, place) for key, item in value.items()}, place)
    if isinstance(value, list):
        return Node([node(item, place) for item in value], place)
    return Node("" if value is None else str(value), place)


def broken(pack: RulePack, rule: Rule) -> Iterator[Broken]:
    """Yield every broken form of a rule and of its readings that still loads."""
    language, mutants = Language(pack.vocabulary), Mutants(VOCABULARY)
    for kind, change, plain in mutants.of_rule(rule.source.plain()):
        try:
            made = read_rule(node(plain, rule.place), rule.section, {}, language)
        except RuleError:
            continue  # `rules check` refuses it: nobody can commit this mistake
        yield Broken(made._replace(clauses=rule.clauses, shared=rule.shared), pack.readings, kind, change)
    for name in rule.readings:
        reading = pack.readings[name]
        for option, changes in reading.changes.items():
            stated = changes.get(rule.id)
            if stated is None:
                continue  # a rule that an option drops has no verdict a case could state: see tests/test_mutants.py
            versions = [("option without effect", "", {}), *mutants.of_rule(stated.plain())]
            for kind, change, plain in versions:
                changed = {**changes, rule.id: node(plain, rule.place)}
                broken_reading = reading._replace(changes={**reading.changes, option: changed})
                yield Broken(rule, {**pack.readings, name: broken_reading}, kind, change, f"{name}={option}")


def killed(mutant: Broken, cases: list[RuleCase], pack: RulePack) -> str:
    """Return what noticed: `case`, `binds`, `refused` where the option does not load, or an empty string."""
    language, made = Language(pack.vocabulary), {}
    name, _, option = mutant.reading.partition("=")
    for case in cases:
        if mutant.reading and case.readings.get(name) != option:
            continue
        key = tuple(case.readings.items())
        if key not in made:
            try:
                made[key] = select(mutant.rule, mutant.readings, case.readings, language)
            except RuleError:
                return "refused"
        if differs(made[key], case, pack):
            return "case"
    return "" if mutant.reading or binds_as_it_should(mutant.rule, cases) else "binds"


def differs(rule: Rule | None, case: RuleCase, pack: RulePack) -> bool:
    """Return whether a case notices."""
    if rule is None:
        return True
    verdict = Verdict(REFERENCE.verdict(rule.source.plain(), case.facts, case.settled))
    if verdict is not case.verdict:
        return True
    return (
        case.leads_to is not None
        and consequence(rule, verdict, rule.measure(case.facts), pack.vocabulary, looked=bool(case.settled))
        != case.leads_to
    )


def binds_as_it_should(rule: Rule, cases: list[RuleCase]) -> bool:
    """Return whether the rule binds the facility types it should, on the facts of a case to which it applies."""
    facts = next(case.facts for case in cases if case.verdict is not Verdict.NOT_APPLICABLE)
    bound = next(types for prefixes, types in BOUND if rule.id.startswith(prefixes))
    for kind in TYPES:
        of_kind = facts.replaced([known("facility_type", kind)])
        verdict = REFERENCE.verdict(rule.source.plain(), of_kind, 0)
        if (verdict != "not_applicable") != (kind in bound):
            return False
    return True


def run(pack: RulePack, cases: tuple[RuleCase, ...]) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Return how many mutants of each kind ended how, and the names of the survivors."""
    counts: Counter[tuple[str, str]] = Counter()
    survivors = []
    for number, rule in enumerate(pack.rules.values(), 1):
        of_rule = [case for case in cases if case.rule == rule.id]
        if wrong := [case.id for case in of_rule if differs(selected(pack, case), case, pack)]:
            raise SystemExit(f"the cases fail before any mutation: {wrong}")
        for mutant in broken(pack, rule):
            end = killed(mutant, of_rule, pack)
            counts[mutant.kind, end] += 1
            if not end:
                survivors.append(mutant.name)
        click.echo(f"\r{number}/{len(pack.rules)} rules, {len(survivors)} survivors ", nl=False, err=True)
    click.echo(err=True)
    return counts, survivors


def selected(pack: RulePack, case: RuleCase) -> Rule | None:
    """Return the rule a case is about, as it stands."""
    return select(pack.rules[case.rule], pack.readings, case.readings, Language(pack.vocabulary))


def main(name: str = "liaocheng-2019") -> int:
    """Print the table and the survivors; return the exit code."""
    pack = shipped_pack(name)
    counts, survivors = run(pack, read_cases(pack_folder(name), pack))
    declared = (yaml_source.read(EQUIVALENT).plain() or {}) if EQUIVALENT.exists() else {}
    equivalent = [one for one in survivors if one in declared]
    stale = [one for one in declared if one not in survivors]
    left = [one for one in survivors if one not in declared]
    click.echo(f"{'mutation':<26}{'made':>6}{'by case':>9}{'by binding':>12}{'survived':>10}")
    for kind in sorted({kind for kind, _ in counts}):
        case, binds, none = (counts[kind, end] for end in ("case", "binds", ""))
        click.echo(f"{kind:<26}{case + binds + none:>6}{case:>9}{binds:>12}{none:>10}")
    dead = sum(count for (_, end), count in counts.items() if end in ("case", "binds"))
    real = dead + len(left)
    click.echo(f"{dead} of {real} killed: {100 * dead / real:.2f} % ({len(equivalent)} more declared equivalent)")
    for one in equivalent:
        click.echo(f"equivalent  {one}\n            {declared[one]}")
    for one in left:
        click.echo(f"SURVIVED    {one}")
    for one in stale:
        click.echo(f"STALE       {one}: declared equivalent, but it is killed or no longer made")
    return int(100 * dead < GOAL * real or bool(stale))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
