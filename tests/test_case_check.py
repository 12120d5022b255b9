"""A changed rule is told by its cases: file, line, what was expected, what comes out now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from medcheck.assessment.case_check import failed_cases
from medcheck.rulebook.cases import read_cases
from medcheck.rulebook.pack import load_pack

PACK = Path(__file__).parent.parent / "rules" / "liaocheng-2019"

CHANGES = [
    (
        "clinic.yaml",
        "{fact: usable_area_m2, at_least: 60}",
        "{fact: usable_area_m2, at_least: 80}",
        [
            "规则“opd-area-min”的用例“恰好60平方米”应为符合，按现在的规则为不符合",
            "规则“opd-area-min”的用例“60.01平方米”应为符合，按现在的规则为不符合",
        ],
    ),
    (
        "clinic.yaml",
        "{fact: usable_area_m2, at_least: 60}",
        "{fact: usable_area_m2, more_than: 60}",
        ["规则“opd-area-min”的用例“恰好60平方米”应为符合，按现在的规则为不符合"],
    ),
    (
        "application.yaml",
        "{fact: receiving_agency_is_competent, equals: 是}\n    severity: redirect",
        "{fact: receiving_agency_is_competent, equals: 是}\n    severity: hard",
        ["规则“jurisdiction-match”的用例“所报经办机构无管辖权”后果应为 redirect，按现在的规则为 not_met"],
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "texts"), CHANGES, ids=[new for _, _, new, _ in CHANGES])
def test_a_changed_rule_is_told_by_its_cases(tmp_path: Path, file: str, old: str, new: str, texts: list[str]) -> None:
    folder = tmp_path / "liaocheng-2019"
    shutil.copytree(PACK, folder)
    section = folder / file
    text = section.read_text(encoding="utf-8")
    assert text.count(old) == 1
    section.write_text(text.replace(old, new), encoding="utf-8")
    pack = load_pack(folder)
    found = list(failed_cases(pack, read_cases(folder, pack)))
    assert [problem.text for problem in found] == texts
    assert all(problem.place.file == f"cases/{file}" and problem.place.line for problem in found)
