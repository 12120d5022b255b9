"""What happens when nothing is said: the default of every option, exit codes, how cells and problems are shown."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import click
import pytest

from medcheck.assess import Options
from medcheck.assessment.model.assessment_model import ProblemItem
from medcheck.batch import worker_limits
from medcheck.batch.run_batch import BatchLimits
from medcheck.batch.worker_limits import limited
from medcheck.cli import main
from medcheck.report import arrange
from medcheck.report.faces import DEFAULT_FACES
from medcheck.samples import generate
from medcheck.verdict import Stage

STAGES = {"stage": "precheck"}
SAMPLES = {
    "pack": "liaocheng-2019",
    "count": 20,
    "seed": 1,
    "mix": "60/15/25",
    "defects": "0.3",
    "shared": "0",
    "staff": 0,
    "drugs": 0,
}
# By command, every option that has another default than nothing.
DEFAULTS: dict[str, dict[str, Any]] = {
    "assess": STAGES,
    "batch": {**STAGES, "timeout": 60.0, "memory": 1024},
    "case receive": {"channel": "窗口"},
    "compare": STAGES,
    "samples": SAMPLES,
    "rules coverage": {"pack": "liaocheng-2019"},
    "rules docs": {"pack": "liaocheng-2019"},
    "rules hash": {"pack": "liaocheng-2019"},
    "rules list": {"pack": "liaocheng-2019"},
    "rules procedures": {"pack": "liaocheng-2019"},
    "rules new": {"tables": "liaocheng-2019"},
    "rules show": {"pack": "liaocheng-2019"},
}
RANGES = {
    ("batch", "workers"): (1, 256),
    ("batch", "timeout"): (1, None),
    ("batch", "memory"): (64, None),
    ("samples", "count"): (1, None),
    ("samples", "staff"): (0, 5000),
    ("samples", "drugs"): (0, 6000),
}


def commands(group: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{each} ")
        else:
            yield f"{name}{each}", command


def test_the_default_of_every_option() -> None:
    made = {
        name: {
            one.name: one.default
            for one in command.params
            if isinstance(one.default, str | int | float) and one.default != ""
        }
        for name, command in commands(main)
    }
    assert {name: defaults for name, defaults in made.items() if defaults} == DEFAULTS


def test_the_range_of_every_number() -> None:
    made = {
        (name, one.name): (one.type.min, one.type.max)
        for name, command in commands(main)
        for one in command.params
        if isinstance(one.type, click.IntRange | click.FloatRange)
    }
    assert made == RANGES


def test_what_a_function_takes_when_it_is_not_told() -> None:
    assert Options() == Options(Stage.PRECHECK, None, "", {}, None, None, {}, None, {})
    assert BatchLimits() == (1, 60.0, 1024, "")
    assert (worker_limits.SECONDS, worker_limits.MEGABYTES) == (60.0, 1024)
    assert limited.__wrapped__.__defaults__ == (60.0, 1024)  # type: ignore[attr-defined]  # of contextmanager
    assert DEFAULT_FACES == ("html", "json")
    assert arrange.MOST_LOOSE == 50
    assert generate.SampleOptions(1, 2) == (1, 2, {"clinic": 60, "hospital": 15, "pharmacy": 25}, 0.3, 0.0, 0, 0)


EXITS = [
    ("medcheck.cli.base", "EXIT_FOUND", 1),
    ("medcheck.cli.base", "EXIT_USAGE", 2),
    ("medcheck.cli.base", "EXIT_BUG", 4),
]


@pytest.mark.parametrize(("module", "name", "code"), EXITS)
def test_exit_codes(module: str, name: str, code: int) -> None:
    assert getattr(importlib.import_module(module), name) == code


KINDS = [
    ({"hint": True, "required": False, "conflict": False}, "提示"),
    ({"hint": False, "required": True, "conflict": False}, "必填"),
    ({"hint": False, "required": False, "conflict": True}, "矛盾"),
    ({"hint": False, "required": False, "conflict": False}, "错误"),
]


@pytest.mark.parametrize(("parts", "word"), KINDS)
def test_kinds_of_problems(parts: dict[str, bool], word: str) -> None:
    one = ProblemItem(place="", sheet="", cell="", text="", mend="", **parts)
    assert arrange.kind(one) == word
    assert arrange.KINDS == ("必填", "矛盾", "错误", "提示")


CELLS = [
    (["《甲》A1"], ("《甲》A1",)),
    (["《甲》A1", "《甲》A2"], ("《甲》A1、A2",)),
    (["《甲》A1", "《甲》A2", "《甲》A3"], ("《甲》A1–A3",)),
    (["《甲》A1", "《甲》A2", "《甲》A3", "《甲》A5"], ("《甲》A1–A3、A5",)),
    (["《甲》A1", "《乙》A2", "《甲》A3"], ("《甲》A1、A3", "《乙》A2")),
    (["《甲》A9", "《甲》A10", "《甲》A11"], ("《甲》A9–A11",)),
    (["《甲》A1", "《甲》B2", "《甲》C3"], ("《甲》A1、B2、C3",)),
]


@pytest.mark.parametrize(("cells", "shown"), CELLS)
def test_cells_are_shown_as_runs_of_three_or_more(cells: list[str], shown: tuple[str, ...]) -> None:
    assert arrange.short(cells) == shown
