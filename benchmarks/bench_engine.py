"""The engine room at 150 rules against the library's own loop and against ZEN, in turn, as ratios.

`python -m benchmarks.bench_engine` prints medians; `--differential 1000000` compares engine and reference instead.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from random import Random
from time import perf_counter

from benchmarks.differential import differential
from benchmarks.rivals import LibraryLoop, ZenDecisions, ZenExpressions
from medcheck.engine.session import Session
from medcheck.fact import Facts, known
from medcheck.rulebook.rule import Rule
from tests import strategies

RULES, APPLICATIONS, ROUNDS = 150, 20, 15
# Goals as ratios of medians; None is told, not asked for.
GOALS = {"library": 2.5, "zen": 1.0, "expressions": None}


def realistic_rules(random: Random, count: int) -> list[Rule]:
    """Return rules in the proportions of the regulation: numbers, sets, lists, papers, and some only people decide."""
    shapes = [
        *[strategies.number_requirement] * 3,
        strategies.ratio_requirement,
        *[strategies.set_requirement] * 3,
        strategies.list_requirement,
        strategies.document,
    ]
    rules = []
    for number in range(count):
        decider = random.choice(("data", "data", "data", "inspection", "reviewer", "agency"))
        source = {
            **{"id": f"r-{number}", "title": {"zh": "规则"}, "severity": "hard", "decided_by": decider},
            "applies_to": {"kind_of_place": "hospital", "grade": {"at_least": "二级"}},
        }
        if decider == "data" or random.random() < 0.7:
            source["requires"] = random.choice(shapes)(random)
            if random.random() < 0.2:
                source["otherwise_judge"] = strategies.set_requirement(random)
        rules.append(strategies.read(source))
    return rules


def applications(random: Random) -> list[Facts]:
    """Return facts of hospitals the rules bind, a few of them unknown."""
    profile = known("kind_of_place", "hospital"), known("grade", "三级")
    return [strategies.facts(random, missing=0.02).replaced(profile) for _ in range(APPLICATIONS)]


def seconds(run: Callable[[Mapping[str, int]], object], inputs: Sequence[Mapping[str, int]]) -> float:
    """Return the seconds one application takes."""
    start = perf_counter()
    for given in inputs:
        run(given)
    return (perf_counter() - start) / len(inputs)


def main() -> int:
    """Print what was measured; 1 where a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--differential", type=int, metavar="N", help="N random applications, engine against reference")
    if (count := parser.parse_args().differential) is not None:
        return differential(count)
    random = Random(1)
    session = Session([(rule.id, rule) for rule in realistic_rules(random, RULES)])
    facts = applications(random)
    numbers = [session.measure(stated).numbers for stated in facts]
    rivals = {"library": LibraryLoop(session), "zen": ZenDecisions(session), "expressions": ZenExpressions(session)}
    for given in numbers:
        expected = session.decide(given, {})
        for name, rival in rivals.items():
            if rival(given) != expected:
                sys.exit(f"{name} judges differently: nothing was measured")
    return report(session, facts, numbers, rivals)


def report(
    session: Session,
    facts: Sequence[Facts],
    numbers: Sequence[Mapping[str, int]],
    rivals: Mapping[str, Callable[[Mapping[str, int]], object]],
) -> int:
    """Measure every side in turn and print the ratios."""
    ours, measuring = [], []
    theirs: dict[str, list[float]] = {name: [] for name in rivals}
    for round_ in range(ROUNDS):
        ours.append(seconds(lambda given: session.decide(given, {}), numbers))
        measuring.append(seconds(lambda given: session.measure(given), facts))  # type: ignore[arg-type]  # facts here, numbers above
        for name, rival in rivals.items():
            theirs[name].append(seconds(rival, numbers[:4] if name == "zen" else numbers))
        print(f"\r{round_ + 1}/{ROUNDS}", end="", file=sys.stderr)
    print("\r", end="", file=sys.stderr)
    mine, missed = statistics.median(ours), False
    print(f"{RULES} rules, one application, medians of {ROUNDS} rounds")
    print(f"{'medcheck, measure (for every side)':34} {statistics.median(measuring) * 1e3:8.2f} ms")
    print(f"{'medcheck, decide':34} {mine * 1e3:8.2f} ms")
    for name, times in theirs.items():
        ratio, goal = statistics.median(times) / mine, GOALS[name]
        missed = missed or (goal is not None and ratio < goal)
        asked = "" if goal is None else f"  goal {goal}: {'reached' if ratio >= goal else 'MISSED'}"
        print(f"{rivals[name].__doc__:34} {statistics.median(times) * 1e3:8.2f} ms  ratio {ratio:6.2f}{asked}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
