"""The shipped procedures hold, and `rules check` finds what would be wrong with one."""

from __future__ import annotations

import pytest

from medcheck.casework.check_procedure import check_procedure
from medcheck.rulebook.procedure_files import procedure_files
from medcheck.rulebook.shelf import pack_folder, shipped_pack
from tests.case_lives import NAMES, PACK


def problems(name: str, *changes: tuple[str, str]) -> list[str]:
    """Return what is wrong with a shipped procedure after some changes of its text."""
    text = procedure_files(pack_folder(PACK))[name].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    pack = shipped_pack(PACK)
    cites = [clause.cite for clause in pack.clauses.values()]
    return [problem.text for problem in check_procedure(text.encode(), f"{name}.yaml", pack.source.deadlines, cites)]


def test_the_procedures_are_shipped_and_hold() -> None:
    assert {name: problems(name) for name in procedure_files(pack_folder(PACK))} == {name: [] for name in NAMES}


def test_a_procedure_is_no_part_of_the_hash_of_the_rules() -> None:
    assert [part.name for part in shipped_pack(PACK).parts if "procedure" in part.name] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "text"),
    [
        (
            "exit",
            "from: [found]\n    to: referred",
            "from: [found]\n    to: found",
            "状态“referred”（转年度审核整改）到不了",
        ),
        ("change", "stop: {change:", "stop: {chance:", "步骤“apply”：没有期限“chance”；您是否想写“change”？"),
        (
            "change",
            "cite: 第十一条\n    note",
            "cite: 第九十条\n    note",
            "步骤“apply”引用的“第九十条”不在本规则包的条款中",
        ),
        ("application", "paper: refusal", "paper: refused", "步骤“refuse”：没有文书“refused”；您是否想写“refusal”？"),
        (
            "application",
            "[not_met, supplement, not_accepted, redirect]",
            "[supplement, not_accepted, redirect]",
            "在状态“desk”（材料评估）评估结论为 not_met 时无路可走",
        ),
    ],
    ids=["unreached", "clock", "citation", "paper", "conclusion"],
)
def test_a_fault_of_a_procedure_is_found(name: str, old: str, new: str, text: str) -> None:
    assert text in problems(name, (old, new))
