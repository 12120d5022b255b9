"""What a result depends on is in its fingerprint: every option, every file. A field that is added is added here too."""

from __future__ import annotations

import inspect
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.model.source_model import FileUsed, OptionsUsed
from medcheck.assessment.options_stated import options_used
from medcheck.assessment.result_text import to_json
from medcheck.batch import batch_asked, run_batch, worker
from medcheck.batch.batch_asked import asked_for
from medcheck.batch.run_batch import VisitFolder, plan
from medcheck.batch.scan import Job
from medcheck.batch.store import BatchStore
from medcheck.batch.worker import key_of
from medcheck.disk import file_hash
from medcheck.verdict import Stage
from tests import visits
from tests.applications import ENGINE, SAMPLES, case_file, workbook
from tests.test_headings import with_headers

# Every option with another value than it has by default.
OTHER: dict[str, Any] = {
    "stage": Stage.EVALUATION,
    "as_of": date(2019, 11, 19),
    "pack": "liaocheng-2019",
    "readings": {"suction": "apparatus"},
    "catalogue": SAMPLES / "catalogue-synthetic.csv",
    "headings": {"人员性质": "用工形式"},
}
# What is of one workbook and not of the whole batch: a case file and a visit have their place in the key.
OF_ONE = {
    "case": Path("案件.yaml"),
    "lists": {"人员花名册": Path("名册.csv")},
    "inspection": Path("勘验表.xlsx"),
    "visits_until": date(2019, 12, 1),
}
FORMATS = ("html", "json")


def fingerprint(options: Options, formats: tuple[str, ...] = FORMATS, **more: Any) -> str:
    return asked_for(options, formats, **more).fingerprint


COMMON = fingerprint(Options())


def test_every_option_is_of_the_batch_or_of_one_workbook() -> None:
    assert {*OTHER, *OF_ONE} == set(Options._fields)


@pytest.mark.parametrize("name", OTHER)
def test_an_option_of_the_batch_changes_its_fingerprint(name: str) -> None:
    assert OTHER[name] != getattr(Options(), name)
    assert fingerprint(Options(**{name: OTHER[name]}), FORMATS) != COMMON


def test_no_two_options_have_one_fingerprint() -> None:
    made = {fingerprint(Options(**{name: value}), FORMATS) for name, value in OTHER.items()}
    assert len({COMMON, *made}) == len(OTHER) + 1


@pytest.mark.parametrize("name", ["readings", "headings"])
def test_another_value_of_the_same_key_and_another_key_change_it(name: str) -> None:
    given = [{"甲": "乙"}, {"甲": "丙"}, {"丁": "乙"}, {"甲": "乙", "丁": "丙"}]
    assert len({fingerprint(Options(**{name: one}), FORMATS) for one in given}) == 4  # type: ignore[arg-type]
    swapped = [{"甲": "乙", "丁": "丙"}, {"丁": "丙", "甲": "乙"}]
    assert len({fingerprint(Options(**{name: one}), FORMATS) for one in swapped}) == 1  # type: ignore[arg-type]


def test_formats_version_rules_and_catalogue_change_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fingerprint(Options(), ("html",)) != COMMON
    catalogue = tmp_path / "目录.csv"
    catalogue.write_text("药品名称,剂型\n阿莫西林,胶囊\n", encoding="utf-8")
    first = fingerprint(Options(catalogue=catalogue), FORMATS)
    catalogue.write_text("药品名称,剂型\n阿莫西林,片剂\n", encoding="utf-8")
    second = fingerprint(Options(catalogue=catalogue), FORMATS)
    assert second != first
    renamed = catalogue.rename(tmp_path / "改名.csv")  # every result names the file it was matched with
    assert fingerprint(Options(catalogue=renamed), FORMATS) not in (first, second)
    assert fingerprint(Options(), compared=(("suction", "apparatus"),)) != COMMON
    with monkeypatch.context() as patched:
        patched.setattr(batch_asked, "__version__", "9.9.9")
        assert fingerprint(Options(), FORMATS) != COMMON
    shutil.copytree(Path(__file__).parent / "packs" / "yunxi-2031", tmp_path / "packs" / "yunxi-2031")
    monkeypatch.setenv("MEDCHECK_RULES", str(tmp_path / "packs"))
    assert fingerprint(Options(), FORMATS) != COMMON


def test_name_workbook_case_and_batch_make_the_key_of_a_result(tmp_path: Path) -> None:
    paths = {name: tmp_path / name for name in ("丙.yaml", "丁.yaml")}
    for name, path in paths.items():
        path.write_text(name, encoding="utf-8")
    keys = [
        key_of("甲.xlsx", "1", None, COMMON),
        key_of("三月/甲.xlsx", "1", None, COMMON),
        key_of("甲.xlsx", "2", None, COMMON),
        key_of("甲.xlsx", "1", paths["丙.yaml"], COMMON),
        key_of("甲.xlsx", "1", paths["丁.yaml"], COMMON),
        key_of("甲.xlsx", "1", None, fingerprint(Options(), ("json",))),
    ]
    assert len(set(keys)) == len(keys)


def test_visit_and_notes_make_the_key_of_a_result(tmp_path: Path) -> None:
    paths = {name: tmp_path / name for name in ("一.xlsx", "二.xlsx")}
    for name, path in paths.items():
        path.write_text(name, encoding="utf-8")
    keys = [
        key_of("甲.xlsx", "1", None, COMMON),
        key_of("甲.xlsx", "1", None, COMMON, paths["一.xlsx"]),
        key_of("甲.xlsx", "1", None, COMMON, paths["二.xlsx"]),
        key_of("甲.xlsx", "1", None, COMMON, None, ("没有勘验表",)),
        key_of("甲.xlsx", "1", None, COMMON, paths["一.xlsx"], ("勘验表：一.xlsx",)),
    ]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("visited", [False, True])
def test_catalogue_and_workbook_are_hashed_once_for_a_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, visited: bool
) -> None:
    (tmp_path / "申请").mkdir()
    shutil.copy(SAMPLES / "clinic-eligible.xlsx", tmp_path / "申请")
    sheet = visits.blank(Path(shutil.copy(SAMPLES / "clinic-eligible.xlsx", tmp_path / "别处.xlsx")))
    (tmp_path / "勘验表").mkdir()
    sheet.rename(tmp_path / "勘验表" / sheet.name)
    catalogue = SAMPLES / "catalogue-synthetic.csv"
    hashed: list[str] = []

    def counted(path: Path) -> str:
        hashed.append(path.name)
        return file_hash(path)

    for module in (batch_asked, worker, run_batch):
        monkeypatch.setattr(module, "file_hash", counted)
    folder = VisitFolder(tmp_path / "勘验表", date(2019, 12, 1)) if visited else None
    with BatchStore(tmp_path / "报告") as store:
        plan(tmp_path / "申请", store, Options(catalogue=catalogue), FORMATS, None, visits=folder)
    assert sorted(hashed) == [catalogue.name, "clinic-eligible.xlsx"]


FILE = FileUsed(what="case", name="", file="案件.yaml", sha256="0" * 64)
STATED = {
    "stage": Stage.EVALUATION,
    "as_of": date(2019, 11, 19),
    "pack": "liaocheng-2019",
    "readings": ("suction=apparatus",),
    "files": (FILE,),
    "headings": ("人员性质=用工形式",),
}
NONE_STATED: dict[str, Any] = {"stage": Stage.PRECHECK, "as_of": None, "pack": "", "readings": (), "files": ()}


def test_a_result_states_every_option() -> None:
    assert {*STATED, "sha256"} == set(OptionsUsed.model_fields)
    assert set(STATED) == set(inspect.signature(options_used).parameters)


@pytest.mark.parametrize("name", STATED)
def test_every_option_a_result_states_is_under_its_hash(name: str) -> None:
    plain, other = options_used(**NONE_STATED), options_used(**{**NONE_STATED, name: STATED[name]})
    assert getattr(other, name) == STATED[name]
    assert other.sha256 != plain.sha256
    assert len(other.sha256) == 64


@pytest.mark.parametrize("part", FileUsed.model_fields)
def test_every_part_of_a_file_is_under_the_hash(part: str) -> None:
    changed = FILE.model_copy(update={part: "别的"})
    hashes = {options_used(**{**NONE_STATED, "files": (one,)}).sha256 for one in (FILE, changed)}
    assert len(hashes) == 2


def test_every_option_of_an_assessment_stands_in_its_result(tmp_path: Path) -> None:
    clinic = workbook(tmp_path)
    case = case_file(tmp_path, "case: 2019-001\n")
    visit = visits.fill(visits.blank(clinic))
    (tmp_path / "名册.csv").write_text("姓名\n张三\n", encoding="utf-8")
    asked: dict[str, tuple[Path, dict[str, Any]]] = {
        "stage": (clinic, {"stage": Stage.EVALUATION}),
        "as_of": (clinic, {"as_of": date(2019, 11, 19)}),
        "pack": (clinic, {"pack": "liaocheng-2019"}),
        "readings": (clinic, {"readings": {"suction": "apparatus"}}),
        "case": (clinic, {"case": case}),
        "catalogue": (SAMPLES / "pharmacy-single-eligible.xlsx", {"catalogue": SAMPLES / "catalogue-synthetic.csv"}),
        "inspection": (clinic, {"inspection": visit}),
        "headings": (clinic, {"headings": {"人员性质": "用工形式"}}),
    }
    assert set(Options._fields) - set(asked) == {
        "lists",
        "visits_until",
    }  # test_lists_beside.py; the other only refuses
    for name, (path, given) in asked.items():
        plain, other = (assess(path, Options(**one), ENGINE).options for one in ({}, given))
        assert plain is not None
        assert other is not None
        assert plain.sha256 != other.sha256, name


@pytest.mark.parametrize("name", OTHER)
def test_an_option_of_a_batch_reaches_the_workbook(tmp_path: Path, name: str) -> None:
    path = (
        SAMPLES / "pharmacy-single-eligible.xlsx"
        if name == "catalogue"
        else with_headers(tmp_path, "clinic-defects", "人员花名册", {"用工形式": "人员性质"})
    )
    made = {}
    for options in (Options(), Options(**{name: OTHER[name]})):
        task = worker.WorkerTask(Job(path, path.name, path.stem, "0"), options, ("json",), b"salt", "key")
        ((_, content),) = worker.work(task).reports
        assert content.decode() == to_json(assess(path, options, ENGINE))
        made[options.stage, content] = options
    assert len(made) == 2, "the option changes nothing in this workbook"


def test_the_line_of_a_workbook_says_what_its_result_says() -> None:
    path = SAMPLES / "clinic-defects.xlsx"
    row = worker.work(
        worker.WorkerTask(Job(path, "三月/甲.xlsx", "甲", "0"), Options(), ("json",), b"salt", "钥匙")
    ).row
    made = assess(path, Options(), ENGINE)
    stated = row.model_dump(exclude={"blocking", "sentence", "sha256", "reports_sha256"})
    assert stated == {
        "name": "三月/甲.xlsx",
        "key": "钥匙",
        "status": "assessed",
        "reasons": (),
        "applicant": "茌平惠民诊所",
        "uscc": "92371502MA3C1234XE",
        "facility_type": "clinic",
        "facility_type_word": "定点门诊",
        "division": "茌平区",
        "application_date": "2019-11-18",
        "conclusion": "redirect",
        "conclusion_word": "不属本机构管辖",
        "clear": False,
        "total": 88,
        "counts": {
            "符合": 33,
            "不符合": 17,
            "资料不足": 5,
            "数据矛盾": 1,
            "待现场勘验": 10,
            "待评审": 4,
            "待经办机构核查": 11,
            "不适用": 7,
        },
        "problems": 22,
        "reports": ("报告/0/甲.json",),
    }
    assert (row.sentence, row.sha256) == (made.sentence, made.workbook.sha256)
    assert [one.rule for one in row.blocking] == list(made.blocking)
    assert row.blocking[0].model_dump() == {
        "rule": "jurisdiction-match",
        "title": "向所在地经办机构申请",
        "verdict_word": "不符合",
        "gap": "",
    }
