"""Sample applications against the real assessment: clean ones are clear, each defect turns its rules and no other."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.blank import fill
from medcheck.book.read_book import read_workbook
from medcheck.cli import main
from medcheck.package.guard import open_package
from medcheck.samples import codes, generate
from medcheck.samples.chance import Chance
from medcheck.samples.people import Crowd
from medcheck.samples.world import world_of
from tests.applications import ENGINE

KINDS = ("clinic", "hospital-1", "hospital-2", "hospital-3", "pharmacy-single", "pharmacy-rural", "pharmacy-chain")
WORLD = world_of(generate.FIRST_PACK, generate.shipped_samples)
# What an application alone can never answer: the agency's further papers, and its records of related facilities.
_OF_THE_AGENCY = {"doc-other-materials", "na-terminated-within-3y-related"}
_AMISS = ("fail", "unknown", "conflict")


def ledger(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the lines of a ledger by file."""
    lines = defaultdict(list)
    for text in (folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        lines[line["file"]].append(line)
    return dict(lines)


def amiss(assessment: Assessment) -> Counter[tuple[str, str]]:
    """Return the rules that fail, are unknown or in conflict, beside those that only the agency can answer."""
    found = ((one.rule, str(one.verdict)) for one in assessment.findings if one.verdict in _AMISS)
    return Counter(pair for pair in found if pair[0] not in _OF_THE_AGENCY)


def differences(lines: list[dict[str, Any]], assessment: Assessment) -> Iterator[str]:
    """Yield where an assessment says something else than the ledger."""
    told = [line for line in lines if line["status"] == "defect" and line["decidable"]]
    expected = Counter((line["rule"], line["verdict"]) for line in told if line["rule"])
    hard = Counter(pair for pair in expected.elements() if pair[1] in _AMISS)
    found = amiss(assessment)
    if any(line["defect"].startswith("twice-") for line in told):
        # What counts somebody who stands there twice is in conflict too; which counts those are the ledger does not say.
        found -= Counter(pair for pair in found.elements() if pair[1] == "conflict" and pair not in hard)
    if found != hard:
        yield f"台账 {hard - found}，评估 {found - hard}"
    verdicts = {(one.rule, str(one.verdict)) for one in assessment.findings}
    yield from (f"没有判定 {pair}" for pair in expected if pair not in verdicts)
    problems = {(one.sheet, one.cell) for one in assessment.problems if one.conflict}
    unruled = [(line["sheet"], line["cell"]) for line in told if not line["rule"]]
    yield from (f"没有指出 {place}" for place in unruled if place not in problems)
    if not told and assessment.conclusion != "inspect":
        yield f"无缺陷而结论为 {assessment.conclusion}"


def made(folder: Path, **options: Any) -> Path:
    """Return a folder with samples."""
    generate.generate(generate.SampleOptions(**options), folder)
    return folder


NATION = world_of("national-2021", generate.shipped_samples)


def test_samples_of_the_nation_are_of_2026_and_assessed_as_the_ledger_says(tmp_path: Path) -> None:
    options = generate.SampleOptions(
        seed=18, files=40, mix=dict.fromkeys(KINDS[:2] + KINDS[4:], 1), defects=0.8, drugs=60
    )
    generate.generate(options, tmp_path, world=NATION)
    made_by = {file: assess(tmp_path / file, Options(), ENGINE) for file in ledger(tmp_path)}
    assert {one.regulation.pack for one in made_by.values()} == {"national-2021"}
    assert {one.application_date.year for one in made_by.values() if one.application_date} == {2026}
    assert disagreements(tmp_path) == {}
    rules = {line["rule"] for lines in ledger(tmp_path).values() for line in lines if line["status"] == "defect"}
    assert rules >= {"n2-5-licence", "n2-5-licence-verified", "n3-5-licence", "n3-5-1-operating"}


@pytest.mark.parametrize("kind", KINDS[:1] + KINDS[4:])
def test_clean_ones_of_the_nation_are_clear(tmp_path: Path, kind: str) -> None:
    generate.generate(
        generate.SampleOptions(seed=8, files=2, mix={kind: 1}, defects=0.0, drugs=60), tmp_path, world=NATION
    )
    assert {line["status"] for lines in ledger(tmp_path).values() for line in lines} == {"clean"}
    assert disagreements(tmp_path) == {}


def disagreements(folder: Path) -> dict[str, list[str]]:
    """Return by file and planted defects where assessments and ledger differ."""
    options = Options(catalogue=folder / "目录.csv")
    found = {}
    for file, lines in ledger(folder).items():
        if wrong := list(differences(lines, assess(folder / file, options, ENGINE))):
            found[f"{file} {[line['defect'] for line in lines]}"] = wrong
    return found


def test_sixty_applications_are_assessed_as_the_ledger_says(tmp_path: Path) -> None:
    folder = made(
        tmp_path, seed=20191118, files=60, mix=dict.fromkeys(KINDS[:3] + KINDS[4:], 1), defects=0.6, drugs=260
    )
    assert disagreements(folder) == {}
    kinds = {line["kind"] for lines in ledger(folder).values() for line in lines}
    assert kinds == {"clinic", "hospital-1", "hospital-2", "pharmacy-single", "pharmacy-rural", "pharmacy-chain"}


@pytest.mark.parametrize("kind", KINDS)
def test_clean_applications_of_full_size_are_clear(tmp_path: Path, kind: str) -> None:
    folder = made(tmp_path, seed=7, files=2, mix={kind: 1}, defects=0.0)
    assert [line["status"] for lines in ledger(folder).values() for line in lines] == ["clean", "clean"]
    assert disagreements(folder) == {}


def test_defects_of_large_ones_are_found(tmp_path: Path) -> None:
    folder = made(tmp_path, seed=4, files=6, mix={"hospital-3": 1, "pharmacy-chain": 1}, defects=1.0)
    assert disagreements(folder) == {}


def test_the_same_options_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = (made(tmp_path / name, seed=5, files=8, drugs=60, shared=0.3) for name in "ab")
    assert [path.name for path in sorted(first.iterdir())] == [path.name for path in sorted(second.iterdir())]
    assert all(path.read_bytes() == (second / path.name).read_bytes() for path in first.iterdir())


def test_what_two_applications_share_stands_in_both_cells(tmp_path: Path) -> None:
    folder = made(tmp_path, seed=11, files=40, defects=0.0, shared=0.6, mix={"clinic": 1})
    shared = [line for lines in ledger(folder).values() for line in lines if line["status"] == "shared"]
    assert {line["defect"] for line in shared} == {
        "shared_id",
        "shared_certificate",
        "shared_address",
        "shared_phone",
        "shared_representative",
    }
    for line in shared:
        here = cell(folder / line["file"], line["sheet"], line["cell"])
        assert here == cell(folder / line["other_file"], line["other_sheet"], line["other_cell"]) != ""
    assert disagreements(folder) == {}


def cell(path: Path, sheet: str, address: str) -> str:
    """Return the text of a cell."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return read_workbook(open_package(path)).grids[sheet].text(int(address[len(letters) :]), column)


def test_every_value_is_one_the_form_offers(tmp_path: Path) -> None:
    for kind in KINDS:
        draft = next(drafts(kind))
        form = fill.load_form(draft.form)
        for _, field in form.fields():
            if field.kind == "choice" and not field.open_choice and field.id in draft.fields:
                assert draft.fields[field.id] in (*field.choices, None), (kind, field.id)
        for sheet in form.tables():
            rows = draft.tables[sheet.id] or []
            assert {key for row in rows for key in row} <= {column.id for column in sheet.columns}, (kind, sheet.id)
            for column in sheet.columns:
                if column.kind == "choice" and not column.open_choice:
                    assert {row.get(column.id) for row in rows} <= {*column.choices, None}, (kind, column.id)


def drafts(kind: str) -> Iterator[Any]:
    """Yield a draft of a kind."""
    taken: dict[str, set[str]] = {}
    stock = generate.stock_for(80, Chance("drugs", taken))
    yield generate._draft(kind, Chance(kind, taken), stock, generate.SampleOptions(1, 1, drugs=80), WORLD)


def test_there_are_forty_kinds_of_defects_and_more() -> None:
    by_form = {
        form: {d.name for d in generate.DEFECTS if any(kind.startswith(form) for kind in d.kinds)} for form in FORMS
    }
    assert {form: len(names) for form, names in by_form.items()} == {"clinic": 52, "hospital": 61, "pharmacy": 56}
    assert len({defect.name for defect in generate.DEFECTS}) == 103


FORMS = ("clinic", "hospital", "pharmacy")


def test_numbers_are_valid_by_their_standards() -> None:
    assert codes.id_checked("11010519491231002") == "11010519491231002X"
    assert codes._credit_checked("91350100M000100Y4") == "91350100M000100Y43"


def test_people_have_the_age_and_sex_of_their_number() -> None:
    from datetime import date

    crowd = Crowd(WORLD.counties[0], date(2020, 6, 1), Chance("people", {}), WORLD)
    people = [crowd.join(30, 40) for _ in range(50)]
    assert all(30 <= person.age(date(2020, 6, 1)) <= 40 for person in people)
    assert {("女", "男")[int(person.id_number[16]) % 2] == person.gender for person in people} == {True}
    assert len({person.name for person in people}) == 50


def test_command(tmp_path: Path) -> None:
    out = tmp_path / "样例"
    result = CliRunner().invoke(
        main, ["samples", "--count", "3", "--kinds", "clinic", "--defects", "0", "-o", str(out)]
    )
    assert result.exit_code == 0
    assert result.stdout == f"已生成 3 份申请，其中 0 份带有缺陷：{out}\n  台账：{out / 'ledger.jsonl'}\n"
    assert sorted(path.suffix for path in out.iterdir()) == [".csv", ".jsonl", ".xlsx", ".xlsx", ".xlsx"]
    again = CliRunner().invoke(main, ["samples", "-o", str(out)])
    assert again.exit_code == 3
    assert again.stderr == "错误：样例：文件夹不是空的，没有写入\n  处理：换一个文件夹，或先清空它\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--kinds", "hospitl"], "“--kinds”的值不正确：没有类别“hospitl”"),
        (["--mix", "60/40"], "“--mix”的值不正确：应写成 门诊/医院/药店 三个整数，例如 60/15/25"),
        (["--defects", "130%"], "“--defects”的值不正确：应为 0 到 1 之间的数或百分数，例如 0.3 或 30%"),
    ],
)
def test_a_bad_option_is_told(tmp_path: Path, options: list[str], told: str) -> None:
    result = CliRunner().invoke(main, ["samples", *options, "-o", str(tmp_path / "样例")])
    assert result.exit_code == 2
    assert told in result.stderr
