"""What somebody who wants another outcome would alter, and whether it is noticed: the result that was sealed again.

Every leaf of a result is altered once, made from the result itself, so that a field that is added is altered too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import to_json
from medcheck.errors import MedcheckError
from medcheck.report.page.render_page import to_html
from medcheck.report.record.recorded import read_recorded
from medcheck.report.record.seal import sealed
from medcheck.verify import verify_report as verifying
from medcheck.verify.make_again import Files
from medcheck.verify.verified import Verified
from medcheck.verify.verify_report import verify_report as verify
from tests.applications import ENGINE, SAMPLES, SETTLED_CASE, case_file
from tests.test_fingerprint import OTHER
from tests.test_headings import with_headers

CLINIC, PHARMACY = SAMPLES / "clinic-defects.xlsx", SAMPLES / "pharmacy-chain-defects.xlsx"
# What `verify` takes from the report itself and compares with nothing. It grows no longer: each further one is a hole.
NOT_COMPARED = {"digest"}  # it is made anew when a result is sealed again
# Words of a fixed list: one of them, in place of another.
WORDS = {
    "stage": "acceptance",
    "options.stage": "acceptance",
    "conclusion": "ready",
    "counts.*.verdict": "waived",
    "findings.*.verdict": "waived",
    "findings.*.consequence": "review",
    "changes.*.consequence": "review",
    "findings.*.other_readings.*.verdict": "waived",
    "charts.*.kind": "stock",
    "charts.*.bars.*.verdict": "waived",
}


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield every leaf of JSON with its path; a list that is not empty is a leaf too."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        if value:
            yield path, value
        for number, item in enumerate(value):
            yield from leaves(item, (*path, number))
    elif value is not None:
        yield path, value


def altered(name: str, value: Any) -> Any:
    """Return another value of the same kind; of a list all but the last."""
    if name in WORDS:
        return WORDS[name] if value != WORDS[name] else "pass"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list):
        return value[:-1]
    return "2018-01-01" if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else f"{value}x"


def names(path: tuple[str | int, ...]) -> str:
    return ".".join("*" if isinstance(part, int) else part for part in path)


class Case:
    """A result with the case it was made with, and every leaf of it by name."""

    def __init__(self, folder: Path, workbook: Path, text: str, catalogue: Path | None = None) -> None:
        self.files = Files(workbook, (case_file(folder, text),), catalogue)
        options = Options(case=self.files.cases[0], catalogue=catalogue)
        self.made = assess(workbook, options, ENGINE)
        self.plain = json.loads(to_json(self.made))
        self.first: dict[str, tuple[tuple[str | int, ...], Any]] = {}
        for path, value in leaves(self.plain):
            self.first.setdefault(names(path), (path, value))

    def forged(self, name: str) -> Assessment:
        """Return the result with the first leaf of a name altered, and sealed again."""
        path, value = self.first[name]
        changed = json.loads(json.dumps(self.plain))
        at = changed
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = altered(name, value)
        return sealed(Assessment.model_validate_json(json.dumps(changed)))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """Return a clinic with a case file and a pharmacy with a catalogue."""
    text = SETTLED_CASE + "notice_served: 2020-01-20\n"
    catalogue = SAMPLES / "catalogue-synthetic.csv"
    folders = [tmp_path_factory.mktemp(name) for name in ("clinic", "pharmacy")]
    return [Case(folders[0], CLINIC, text), Case(folders[1], PHARMACY, "case: 2019-002\n", catalogue)]


def test_every_altered_leaf_of_a_result_that_was_sealed_again_is_noticed(
    cases: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again, path = verifying.make_again, tmp_path / "报告.json"
    unnoticed, seen = set(), set()
    for case in cases:

        def made_again(head: Any, files: Files, engine: Any, case: Case = case) -> Assessment:
            # The workbook is assessed anew only where the forger altered how it was: it would come out the same.
            return case.made if head.options == case.made.options else again(head, files, engine)

        monkeypatch.setattr(verifying, "make_again", made_again)
        for name in case.first:
            if name in seen:
                continue
            seen.add(name)
            forged = case.forged(name)
            path.write_text(to_json(forged), encoding="utf-8")
            try:
                found = verify(read_recorded(path), case.files, ENGINE)
            except MedcheckError:
                continue
            if found.stands:
                unnoticed.add(name)
    assert unnoticed == NOT_COMPARED
    assert len(seen) > 150


def test_an_altered_page_is_noticed_wherever_a_text_of_it_is_altered(cases: list[Case], tmp_path: Path) -> None:
    case, path = cases[0], tmp_path / "报告.html"
    page = to_html(case.made)
    for shown in (case.made.conclusion_word, case.made.applicant.name, case.made.regulation.title):
        assert shown in page, shown
        path.write_text(page.replace(shown, f"{shown}x", 1), encoding="utf-8")
        assert not verify(read_recorded(path), case.files, ENGINE).stands, shown


HEAD = ["conclusion_word", "sentence", "total", "clear"]


@pytest.mark.parametrize("name", HEAD)
def test_a_page_made_anew_from_an_altered_result_does_not_stand(cases: list[Case], tmp_path: Path, name: str) -> None:
    path = tmp_path / "报告.html"
    path.write_text(to_html(cases[0].forged(name)), encoding="utf-8")
    assert not verify(read_recorded(path), cases[0].files, ENGINE).stands


def test_what_makes_a_report_stand() -> None:
    whole = Verified(None, 88)
    assert whole.stands
    assert whole._replace(told=("程序版本不同",)).stands
    for name in ("altered", "differing", "changes", "others", "unchecked"):
        assert not whole._replace(**{name: ("一处",)}).stands, name


GIVEN = [
    ({"cases": ()}, "--case：报告使用了案件文件“案件.yaml”，核验时没有给出"),
    ({"catalogue": SAMPLES / "catalogue-synthetic.csv"}, "--catalogue：报告没有使用药品目录，核验时给出了"),
    ({"lists": {"人员花名册": CLINIC}}, "--list：报告没有使用清单，核验时给出了"),
    ({"inspection": CLINIC}, "--inspection：报告没有使用勘验表，核验时给出了"),
]


@pytest.mark.parametrize(("changes", "text"), GIVEN, ids=[next(iter(one)) for one, _ in GIVEN])
def test_a_file_that_was_not_used_and_one_that_is_missing_are_refused(
    cases: list[Case], tmp_path: Path, changes: dict[str, Any], text: str
) -> None:
    path = tmp_path / "报告.json"
    path.write_text(to_json(cases[0].made), encoding="utf-8")
    with pytest.raises(MedcheckError) as raised:
        verify(read_recorded(path), cases[0].files._replace(**changes), ENGINE)
    assert str(raised.value).startswith(f"错误：{text}")


@pytest.mark.parametrize("name", ["conclusion_word", "sentence"])
def test_a_page_with_another_conclusion_says_that_it_is_the_conclusion(
    cases: list[Case], tmp_path: Path, name: str
) -> None:
    path = tmp_path / "报告.html"
    path.write_text(to_html(cases[0].forged(name)), encoding="utf-8")
    others = verify(read_recorded(path), cases[0].files, ENGINE).others
    assert others == (("结果的摘要",) if name == "sentence" else ("结论", "结果的摘要"))


USED = [name for name in Options._fields if name not in ("lists", "inspection", "visits_until")]


@pytest.mark.parametrize("name", USED)
@pytest.mark.parametrize("suffix", ["json", "html"])
def test_every_option_of_a_report_is_used_again(tmp_path: Path, name: str, suffix: str) -> None:
    """With --list and --inspection: tests/test_verify.py and tests/test_visit.py."""
    workbook = with_headers(tmp_path, "clinic-defects", "人员花名册", {"用工形式": "人员性质"})
    given = {**OTHER, "case": case_file(tmp_path, SETTLED_CASE)}[name]
    files = Files(workbook)
    if name == "catalogue":
        files = Files(PHARMACY, catalogue=given)
    elif name == "case":
        files = Files(workbook, (given,))
    made = assess(files.workbook, Options(**{name: given}), ENGINE)
    path = tmp_path / f"报告.{suffix}"
    path.write_text(to_json(made) if suffix == "json" else to_html(made), encoding="utf-8")
    assert verify(read_recorded(path), files, ENGINE).stands
