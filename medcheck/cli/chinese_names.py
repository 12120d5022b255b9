"""The Chinese names that stand beside the English ones on the command line: 门诊 is clinic, 受理 is acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from medcheck.verdict import STAGE_WORDS

KIND_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("门诊", "定点门诊", "诊所"), "clinic"),
    **dict.fromkeys(("医院", "定点医院"), "hospital"),
    **dict.fromkeys(("药店", "零售药店", "定点零售药店"), "pharmacy"),
    **{"一级医院": "hospital-1", "二级医院": "hospital-2", "三级医院": "hospital-3"},
    **{"单体药店": "pharmacy-single", "乡村药店": "pharmacy-rural", "连锁药店": "pharmacy-chain"},
}
STAGES: Mapping[str, str] = {word: stage.value for stage, word in STAGE_WORDS.items()}


class NamedChoice(click.Choice[str]):
    """A choice that may be given by its English or its Chinese name; the English one is what the program gets."""

    def __init__(self, names: list[str], chinese: Mapping[str, str]) -> None:
        super().__init__(names)
        self.chinese = chinese

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the English name."""
        return super().convert(self.chinese.get(value, value), param, ctx)


def kind_name(typed: str) -> str:
    """Return the English name of a kind of facility; a word that is no name of one is returned as it stands."""
    return KIND_WORDS.get(typed, typed)
