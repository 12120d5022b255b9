"""What makes two results, two problems and two applications differ; and how many of a long list are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.alike import cells_of, grouped, ranges
from medcheck.assessment.bounded import bounded
from medcheck.assessment.compare.compare_runs import change_of, compare
from medcheck.assessment.compare.comparison import Head, ReadingChosen, State
from medcheck.assessment.compare.differing import differing
from medcheck.assessment.compare.rule_states import head_of, run_of
from medcheck.assessment.model.assessment_model import Assessment, ProblemItem
from medcheck.assessment.model.finding_model import EvidenceItem
from medcheck.assessment.model.source_model import FileUsed
from medcheck.assessment.options_stated import options_used
from medcheck.batch.batch_row import BatchRow, Pair, Spot
from medcheck.batch.marks import ValueMark, marks
from medcheck.batch.scan import scan
from medcheck.batch.store import BatchStore
from medcheck.batch.worker import Outcome
from medcheck.errors import Place, Problem
from medcheck.evaluation import weights
from medcheck.evaluation.evaluation_model import EvaluatedApplicant
from medcheck.evaluation.pair_checks import PairFound
from medcheck.intake.application import Application
from medcheck.verdict import Stage, Verdict
from tests.applications import ENGINE, SAMPLES
from tests.stated_rows import clinic, hospital, pharmacy

MADE = assess(SAMPLES / "clinic-defects.xlsx", Options(), ENGINE)
STATE = run_of(MADE).states[0]

PARTS = {
    "verdict": (Verdict.WAIVED, "判定"),
    "value": ("别的", "数值"),
    "bound": ("别的", "界限"),
    "gap": ("别的", "差距"),
    "missing": (("别的",), "缺少"),
    "unsure": (("别的",), "未定"),
    "reasons": (("别的",), "原因"),
    "severity_word": ("别的", "不满足的后果"),
    "blocks": (not STATE.blocks, "是否影响结论"),
}
# What the law says of a rule, or where a cell stands, is no change of what was found.
NO_PART = {"rule", "title", "cite", "verdict_word", "cells"}


def test_every_field_of_a_state_is_a_part_or_known_to_be_none() -> None:
    assert set(State.model_fields) == {*PARTS, *NO_PART}


@pytest.mark.parametrize("name", PARTS)
def test_each_part_of_a_state_that_changed_is_named(name: str) -> None:
    value, word = PARTS[name]
    assert change_of(STATE, STATE.model_copy(update={name: value})).parts == (word,)


@pytest.mark.parametrize("name", sorted(NO_PART - {"rule"}))
def test_what_is_no_part_changes_nothing(name: str) -> None:
    value: object = ("别的",) if name == "cells" else "别的"
    assert change_of(STATE, STATE.model_copy(update={name: value})).parts == ()


HEAD = head_of(MADE)
OTHER_OPTIONS = options_used(
    Stage.PRECHECK, None, pack="", readings=(), files=(FileUsed(what="case", name="", file="案.yaml", sha256="1"),)
)
OTHER_READINGS = (HEAD.readings[0].model_copy(update={"option": "别的", "label": "别的"}), *HEAD.readings[1:])
DIFFER: dict[str, tuple[Any, list[tuple[str, str]]]] = {
    "workbook_sha256": ("0", [("application", "申请表")]),
    "pack": ("别的", [("rules", "规则包")]),
    "pack_sha256": ("0", [("rules", "规则包")]),
    "readings": (OTHER_READINGS, [("rules", f"口径：{HEAD.readings[0].title}")]),
    "application_date": (date(2019, 1, 1), [("procedure", "申请日期")]),
    "assessment_date": (date(2019, 1, 1), [("procedure", "评估日期")]),
    "stage_word": ("受理", [("procedure", "阶段")]),
    "options": (OTHER_OPTIONS, [("procedure", "案件文件")]),
    "medcheck": ("0.0.9", [("program", "程序版本")]),
}
# The name of a file and what came out of the assessment are not what it rests on.
NOT_RESTED_ON = {
    *("digest", "applicant", "workbook", "regulation_number", "stage", "conclusion_word", "sentence", "clear"),
}


def test_every_field_of_a_head_differs_or_is_known_not_to() -> None:
    assert set(Head.model_fields) == {*DIFFER, *NOT_RESTED_ON}


@pytest.mark.parametrize("name", DIFFER)
def test_what_two_results_rest_on_is_named_where_it_differs(name: str) -> None:
    value, words = DIFFER[name]
    other = HEAD.model_copy(update={name: value})
    assert [(one.kind, one.word) for one in differing(HEAD, other)] == words
    assert [(one.kind, one.word) for one in differing(other, HEAD)] == words
    assert list(differing(HEAD, HEAD)) == []


FILES = [
    ("case", "", "procedure", "案件文件"),
    ("catalogue", "", "procedure", "医保药品目录"),
    ("inspection", "", "procedure", "勘验表"),
    ("list", "人员花名册", "application", "清单"),
]


@pytest.mark.parametrize(("what", "name", "kind", "word"), FILES)
def test_files_differ_by_content_and_not_by_name(what: str, name: str, kind: str, word: str) -> None:
    def using(file: str, sha256: str) -> Head:
        used = (FileUsed(what=what, name=name, file=file, sha256=sha256),)
        return HEAD.model_copy(update={"options": options_used(Stage.PRECHECK, None, pack="", readings=(), files=used)})

    assert list(differing(using("甲", "1"), using("乙", "1"))) == []
    (found,) = differing(using("甲", "1"), using("甲", "2"))
    assert (found.kind, found.word, found.first, found.second) == (kind, word, "甲，SHA-256 1", "甲，SHA-256 2")


def test_a_reading_only_one_pack_has_is_named() -> None:
    further = ReadingChosen(name="新", title="新的口径", option="甲", label="甲法")
    other = HEAD.model_copy(update={"readings": (*HEAD.readings, further)})
    assert [(one.word, one.first, one.second) for one in differing(HEAD, other)] == [
        ("口径：新的口径", "没有这一口径", "甲法")
    ]


PROBLEM = ProblemItem(
    place="《基本信息》B4", sheet="基本信息", cell="B4", text="必填", mend="填写", required=True, hint=False
)
SAME = {"place": "申请.xlsx《基本信息》B4", "mend": "别的", "cells": ("B4:B5",)}
ANOTHER: dict[str, Any] = {
    "sheet": "别的",
    "cell": "B5",
    "text": "别的",
    "required": False,
    "hint": True,
    "conflict": True,
}


def test_every_field_of_a_problem_makes_it_another_one_or_does_not() -> None:
    assert set(ProblemItem.model_fields) == {*SAME, *ANOTHER}


@pytest.mark.parametrize(("name", "value"), [*SAME.items(), *ANOTHER.items()])
def test_whether_a_problem_is_the_same_one(name: str, value: Any) -> None:
    first = MADE.model_copy(update={"problems": (PROBLEM,)})
    second = MADE.model_copy(update={"problems": (PROBLEM.model_copy(update={name: value}),)})
    found = compare(first, second).problems
    assert (len(found.mended), len(found.new), len(found.remaining)) == ((0, 0, 1) if name in SAME else (1, 1, 0))


FOUND = [({"required": True}, True), ({"required": False}, False), ({"required": False, "conflict": True}, True)]


@pytest.mark.parametrize(("kind", "found"), FOUND)
def test_a_new_problem_that_must_be_mended_is_something_found(kind: dict[str, bool], found: bool) -> None:
    second = MADE.model_copy(update={"problems": (*MADE.problems, PROBLEM.model_copy(update={"text": "新", **kind}))})
    assert compare(MADE, second).found is found
    assert compare(second, MADE).found is False


WRONG_AT_ANOTHER_STAGE = [
    (Verdict.FAIL, "new"),
    (Verdict.UNKNOWN, "new"),
    (Verdict.CONFLICT, "new"),
    (Verdict.ERROR, "new"),
    (Verdict.INSPECT, "changed"),
    (Verdict.JUDGE, "changed"),
    (Verdict.CHECK, "changed"),
    (Verdict.WAIVED, "changed"),
    (Verdict.NOT_APPLICABLE, "changed"),
]


@pytest.mark.parametrize(("verdict", "group"), WRONG_AT_ANOTHER_STAGE)
def test_what_is_wrong_whatever_the_stage(verdict: Verdict, group: str) -> None:
    passing = next(one for one in MADE.findings if one.verdict is Verdict.PASS)
    found = tuple(one.model_copy(update={"verdict": verdict}) if one is passing else one for one in MADE.findings)
    second = MADE.model_copy(update={"findings": found, "stage": Stage.ACCEPTANCE, "stage_word": "受理"})
    made = compare(MADE, second)
    assert [one.rule for one in getattr(made, group)] == [passing.rule]


FACILITIES = [
    (("913", "甲"), ("913", "甲"), True),
    (("913", "甲"), ("913", "乙"), True),
    (("913", "甲"), ("914", "甲"), False),
    (("", "甲"), ("", "甲"), True),
    (("", "甲"), ("", "乙"), False),
    (("913", "甲"), ("", "甲"), False),
]


@pytest.mark.parametrize(("first", "second", "same"), FACILITIES)
def test_of_one_facility(first: tuple[str, str], second: tuple[str, str], same: bool) -> None:
    def named(code: str, name: str) -> Assessment:
        return MADE.model_copy(update={"applicant": MADE.applicant.model_copy(update={"uscc": code, "name": name})})

    if same:
        assert compare(named(*first), named(*second)).kind == "same"
    else:
        with pytest.raises(Exception, match="两份结果不是同一机构"):
            compare(named(*first), named(*second))


def problems(count: int, *, alike: bool, column: str = "L") -> list[Problem]:
    return [
        Problem(Place("申请.xlsx", "人员花名册", f"{column}{row}"), "“用工形式”写错" if alike else f"写错{row}", "改")
        for row in range(4, 4 + count)
    ]


@pytest.mark.parametrize(("count", "cells"), [(4, ["L4", "L5", "L6", "L7"]), (5, ["L4:L8"]), (6, ["L4:L9"])])
def test_five_problems_alike_are_told_as_one(count: int, cells: list[str]) -> None:
    assert [one.place.cell for one in grouped(problems(count, alike=True))] == cells


@pytest.mark.parametrize(
    ("count", "told", "last"), [(30, 30, "写错33"), (31, 21, "本列另有 11 格也有问题，与上面所列的类似")]
)
def test_of_more_than_thirty_different_ones_twenty_are_told(count: int, told: int, last: str) -> None:
    made = grouped(problems(count, alike=False))
    assert (len(made), made[-1].text) == (told, last)
    assert len(grouped([*problems(count, alike=False), *problems(30, alike=False, column="M")])) == told + 30


RANGES = [
    (["L4"], ("L4",)),
    (["L4", "L5"], ("L4:L5",)),
    (["L5", "L4"], ("L4:L5",)),
    (["L4", "L6"], ("L4", "L6")),
    (["L4", "L4"], ("L4",)),
    (["L4:L6", "L7"], ("L4:L7",)),
    (["M4", "L4", "L5", "M6"], ("M4", "M6", "L4:L5")),
]


@pytest.mark.parametrize(("cells", "written"), RANGES)
def test_cells_as_ranges(cells: list[str], written: tuple[str, ...]) -> None:
    assert ranges(cells) == written


def test_the_cells_of_a_range() -> None:
    assert cells_of("L4:L6") == ("L4", "L5", "L6")
    assert cells_of("L4") == ("L4",)
    assert cells_of("合计") == ()


@pytest.mark.parametrize(("runs", "shown"), [(5, "L4、L6、L8、L10、L12"), (6, "L4、L6、L8、L10、L12 等 6 格")])
def test_of_six_runs_of_cells_five_are_shown(runs: int, shown: str) -> None:
    alike = [one for number, one in enumerate(problems(runs * 2, alike=True)) if number % 2 == 0]
    (made,) = grouped(alike)
    assert made.place.cell == shown
    assert len(made.cells) == runs


FINDING = MADE.findings[0].model_copy(
    update={"missing": (), "unsure": (), "reasons": (), "remarks": (), "evidence": ()}
)


@pytest.mark.parametrize("field", ["missing", "unsure", "reasons", "remarks"])
@pytest.mark.parametrize(("count", "shown", "last"), [(49, 49, "48"), (50, 50, "49"), (51, 51, "等 51 项")])
def test_of_more_than_fifty_names_fifty_are_told(field: str, count: int, shown: int, last: str) -> None:
    made = getattr(bounded(FINDING.model_copy(update={field: tuple(map(str, range(count)))})), field)
    assert (len(made), made[-1]) == (shown, last)


@pytest.mark.parametrize("field", ["value", "gap", "todo"])
@pytest.mark.parametrize(("length", "whole"), [(1499, True), (1500, True), (1501, False)])
def test_a_text_of_more_than_fifteen_hundred_signs_is_cut(field: str, length: int, whole: bool) -> None:
    made = getattr(bounded(FINDING.model_copy(update={field: "字" * length})), field)
    assert made == ("字" * length if whole else "字" * 1500 + "……")
    listed = "、".join(["名字"] * 600)
    assert getattr(bounded(FINDING.model_copy(update={field: listed})), field) == (
        "、".join(["名字"] * 500) + "、……（共 600 项，其余见申请表）"
    )


@pytest.mark.parametrize(("count", "shown", "told"), [(299, 299, 0), (300, 300, 0), (301, 300, 1)])
def test_of_more_than_three_hundred_cells_three_hundred_are_cited(count: int, shown: int, told: int) -> None:
    evidence = tuple(EvidenceItem(label="甲", value=str(number), source=None) for number in range(count))
    made = bounded(FINDING.model_copy(update={"evidence": evidence}))
    assert (len(made.evidence), len(made.remarks)) == (shown, told)
    assert made.evidence == evidence[:shown]


FORMS = (clinic, hospital, pharmacy)
PERSON = {
    "id_number": "371502199001012026",
    "practice_cert_no": "110371500012345",
    "qualification_cert_no": "201137110371502",
    "licence_reg_no": "371219000001",
    "phone": "13912345678",
}
COVER = {
    "uscc": "123715000045123451",
    "licence_number": "PDY10001637150217D2202",
    "legal_representative_id": "371502198001012025",
    "application_site_address": "东昌府区柳园路1号",
    "contact_phone": "13812345678",
    "legal_representative": "张三",
}
OF_COVER = [
    ("facility", "123715000045123451"),
    ("licence", "PDY10001637150217D2202"),
    ("person", "371***********2025"),
    ("address", "东昌府区柳园路1号"),
    ("phone", "138****5678"),
    ("representative", "张三"),
]
OF_STAFF = {
    "id_number": ("person", "371***********2026"),
    "practice_cert_no": ("certificate", "110********2345"),
    "qualification_cert_no": ("certificate", "201********1502"),
    "licence_reg_no": ("certificate", "371*****0001"),
    "phone": ("phone", "139****5678"),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_compared_across_a_batch(form: Callable[..., Application]) -> None:
    given = form(COVER, staff=[PERSON])
    licence = "licence_number" in given.fields
    columns = given.tables["staff"].rows[0].cells
    assert [(one.kind, one.shown) for one in marks(given, b"salt")] == [
        *(one for one in OF_COVER if licence or one[0] != "licence"),
        *(shown for name, shown in OF_STAFF.items() if name in columns),
    ]


def test_the_forms_ask_for_what_is_compared() -> None:
    asked = {form.__name__: set(form(COVER, staff=[PERSON]).tables["staff"].rows[0].cells) for form in FORMS}
    assert {name: sorted(columns & set(OF_STAFF)) for name, columns in asked.items()} == {
        "clinic": ["id_number", "phone", "practice_cert_no", "qualification_cert_no"],
        "hospital": ["id_number", "phone", "practice_cert_no", "qualification_cert_no"],
        "pharmacy": ["id_number", "licence_reg_no", "phone", "qualification_cert_no"],
    }


@pytest.mark.parametrize(("typed", "marked"), [("123", False), ("1234", True), ("无", False), ("—", False)])
def test_how_long_a_number_must_be_to_be_compared(typed: str, marked: bool) -> None:
    given = pharmacy({}, staff=[{"id_number": typed}])
    assert bool(list(marks(given, b"salt"))) is marked


@pytest.mark.parametrize(("typed", "marked"), [("张", False), ("张三", True)])
def test_a_name_of_two_signs_is_compared(typed: str, marked: bool) -> None:
    assert bool(list(marks(pharmacy({"legal_representative": typed}), b"salt"))) is marked


ALIKE = [
    ("contact_phone", "0635-4212345", "06354212345"),
    ("contact_phone", "（0635）4212345", "0635 4212345"),
    ("application_site_address", "柳园路 1 号", "柳园路１号"),
    ("uscc", "12371500004512345x", "12371500004512345X"),
]


@pytest.mark.parametrize(("name", "first", "second"), ALIKE)
def test_spaces_dashes_width_and_capitals_make_no_difference(name: str, first: str, second: str) -> None:
    (one,), (two,) = (list(marks(pharmacy({name: typed}), b"salt")) for typed in (first, second))
    assert one.hash == two.hash
    (salted,) = marks(pharmacy({name: first}), b"other")
    assert salted.hash != one.hash


def test_the_same_number_of_another_kind_has_another_hash() -> None:
    given = pharmacy({"contact_phone": "13912345678"}, staff=[{"id_number": "13912345678"}])
    assert len({one.hash for one in marks(given, b"salt")}) == 2


def kept(store: BatchStore, name: str, *found: ValueMark) -> None:
    store.keep(Outcome(BatchRow(name=name, key="k", status="assessed", applicant=f"机构{name}"), (), found))


def test_pairs_stand_in_the_order_of_the_first_file_then_of_the_second(tmp_path: Path) -> None:
    with BatchStore(tmp_path / "报告") as store:
        kept(store, "d", ValueMark("phone", "1", "139", "D1"), ValueMark("person", "2", "371", "D2"))
        kept(store, "c", ValueMark("licence", "3", "鲁", "C3"), ValueMark("address", "4", "路", "C4"))
        kept(
            store,
            "b",
            ValueMark("licence", "3", "鲁", "B3"),
            ValueMark("address", "4", "路", "B4"),
            ValueMark("phone", "5", "1", "B5"),
        )
        kept(store, "a", ValueMark("person", "2", "371", "A2"), ValueMark("phone", "1", "139", "A1"))
        pairs = [(one.first.name, one.second.name, one.kind, one.first.cell, one.second.cell) for one in store.pairs()]
    assert pairs == [
        ("a", "d", "person", "A2", "D2"),
        ("a", "d", "phone", "A1", "D1"),
        ("b", "c", "address", "B4", "C4"),
        ("b", "c", "licence", "B3", "C3"),
    ]


def test_of_one_facility_twice_only_that_is_told(tmp_path: Path) -> None:
    with BatchStore(tmp_path / "报告") as store:
        for name in ("甲", "乙"):
            kept(store, name, ValueMark("facility", "1", "913", "A1"), ValueMark("phone", "2", "139", "A2"))
        kept(store, "丙", ValueMark("phone", "2", "139", "A2"))
        assert [(one.first.name, one.second.name, one.kind) for one in store.pairs()] == [
            ("丙", "乙", "phone"),
            ("丙", "甲", "phone"),
            ("乙", "甲", "facility"),
        ]


def test_what_stands_in_three_is_told_of_each_two(tmp_path: Path) -> None:
    with BatchStore(tmp_path / "报告") as store:
        for name in "abc":
            kept(store, name, ValueMark("phone", "1", "139", "A1"))
        assert [(one.first.name, one.second.name) for one in store.pairs()] == [("a", "b"), ("a", "c"), ("b", "c")]
        assert [(one.first.name, one.second.name) for one in store.pairs({"b", "c"})] == [("b", "c")]


@pytest.mark.parametrize(("count", "pairs", "shown"), [(30, 435, "139"), (31, 30, "139（31 份相同，只与第一份对照）")])
def test_of_more_than_thirty_each_is_told_with_the_first(tmp_path: Path, count: int, pairs: int, shown: str) -> None:
    with BatchStore(tmp_path / "报告") as store:
        for number in range(count):
            kept(store, f"{number:02}", ValueMark("phone", "1", "139", "A1"))
        told = store.pairs()
        assert (len(told), {one.shown for one in told}) == (pairs, {shown})


def test_a_workbook_kept_again_leaves_nothing_of_what_it_had(tmp_path: Path) -> None:
    with BatchStore(tmp_path / "报告") as store:
        kept(store, "甲", ValueMark("phone", "1", "139", "A1"))
        kept(store, "乙", ValueMark("phone", "1", "139", "B1"))
        assert len(store.pairs()) == 1
        kept(store, "乙", ValueMark("phone", "2", "138", "B1"))
        assert store.pairs() == ()
        kept(store, "乙", ValueMark("phone", "1", "139", "B1"))
        store.forget_others(["乙"])
        assert ([row.name for row in store.rows()], store.pairs()) == (["乙"], ())
        kept(store, "甲", ValueMark("phone", "3", "137", "A1"))
        assert store.pairs() == ()


def test_only_what_was_assessed_and_has_its_reports_is_finished(tmp_path: Path) -> None:
    row = BatchRow(
        name="甲", key="k", status="assessed", reports=("报告/0/甲.json", "报告/0/甲.html"), reports_sha256=("1", "2")
    )
    with BatchStore(tmp_path) as store:
        store.keep(Outcome(row, (("报告/0/甲.json", b"1"), ("报告/0/甲.html", b"2"))))
        store.keep(Outcome(BatchRow(name="乙", key="k", status="refused")))
        assert dict(store.finished()) == {"甲": "k"}
        (tmp_path / "报告/0/甲.html").unlink()
        assert dict(store.finished()) == {}


ENDINGS = {
    **dict.fromkeys((".xlsx", ".XLSX", ".xlsm", ".xls", ".et", ".ods", ".xltx", ".xltm", ".xlsb", ".Xls"), "job"),
    **dict.fromkeys((".docx", ".csv", ".pdf", ".xlsx.bak", ".zip", ""), "不是工作簿，没有评估"),
}


@pytest.mark.parametrize(("ending", "what"), ENDINGS.items())
def test_by_its_ending_a_file_is_an_application_or_named(tmp_path: Path, ending: str, what: str) -> None:
    (tmp_path / "总.xlsx").write_bytes(b"x")
    (tmp_path / f"甲{ending}").write_bytes(b"x")
    found = scan(tmp_path, tmp_path / "报告")
    assert [job.path.name for job in found.jobs] == sorted(["总.xlsx", *([f"甲{ending}"] if what == "job" else [])])
    assert [one.why for one in found.others] == ([] if what == "job" else [what])
    assert found.skipped == 0


LEFT_BEHIND = ["~$甲.xlsx", ".~甲.xlsx", "Thumbs.db", "thumbs.db", "desktop.ini", ".DS_Store"]


@pytest.mark.parametrize("name", LEFT_BEHIND)
def test_what_programs_leave_behind_is_counted_and_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "总.xlsx").write_bytes(b"x")
    (tmp_path / name).write_bytes(b"x")
    found = scan(tmp_path, tmp_path / "报告")
    assert ([job.name for job in found.jobs], [one.name for one in found.others], found.skipped) == (
        ["总.xlsx"],
        [name],
        1,
    )


def test_a_batch_has_one_salt_and_another_batch_another(tmp_path: Path) -> None:
    salts = []
    for name in ("甲", "甲", "乙"):
        with BatchStore(tmp_path / name) as store:
            salts += [store.salt(), store.salt()]
    assert salts[0] == salts[1] == salts[2] == salts[3]
    assert (len(set(salts)), {len(salt) for salt in salts}) == (2, {16})


STEPS = {
    "jurisdiction-match": "change",
    "doc-application-form-medical": "hand_in",
    "doc-social-insurance-all-staff": "fill",
    "doc-special-dept-qualification": "fill",
    "doc-premises-right": "fill",
    "dept-subject-consistency": "fill",
    "operating-months-min": "change",
    "opd-area-min": "change",
    "opd-rooms-set": "change",
}


def test_what_kind_of_thing_an_applicant_does() -> None:
    (tasks,) = (party.tasks for party in MADE.tasks if party.actor == "applicant")
    kinds = {task.rule: task.kind for task in tasks}
    assert {rule: kinds[rule] for rule in STEPS} == STEPS
    assert {task.kind for party in MADE.tasks if party.actor != "applicant" for task in party.tasks} == {""}


def entry_of(pack: str) -> Any:
    return SimpleNamespace(assessment=SimpleNamespace(regulation=SimpleNamespace(pack=pack)))


PACKS = [
    (["liaocheng-2019"], {"opd-area-min": 3}),
    (["liaocheng-2019"] * 2, {"opd-area-min": 3}),
    (["a"], {}),
    ([], {}),
]


@pytest.mark.parametrize(("packs", "found"), [*PACKS, (["liaocheng-2019", "a"], {})])
def test_weights_are_those_of_the_one_pack_of_all(
    monkeypatch: pytest.MonkeyPatch, packs: list[str], found: dict[str, int]
) -> None:
    source = SimpleNamespace(evaluation=SimpleNamespace(weights={"opd-area-min": 3}))
    monkeypatch.setattr(weights, "shipped_pack", lambda name: SimpleNamespace(source=source))
    assert weights.weights_of([entry_of(pack) for pack in packs]) == found


GAUGES = {
    "outpatient-service-scope": ("2", "2", "2", "项", ""),
    "operating-months-min": ("77", "91", "", "天", ""),
    "doc-social-insurance-all-staff": ("0", "3", "3", "人", ""),
    "opd-physician-min": ("1", "1", "", "人", "正好达到"),
    "opd-area-min": ("59.96", "60", "", "㎡", ""),
    "opd-rooms-set": ("2", "3", "3", "项", ""),
    "opd-equipment-set": ("13", "15", "15", "项", ""),
}


def test_a_number_stands_beside_its_bounds() -> None:
    made = {one.rule: one.gauge for one in MADE.findings if one.gauge}
    assert {
        rule: (made[rule].number, made[rule].low, made[rule].high, made[rule].unit, made[rule].margin)
        for rule in GAUGES
    } == GAUGES


def test_an_applicant_is_linked_to_the_first_of_its_reports_and_proposed_when_nothing_is_open() -> None:
    row = BatchRow(name="甲", key="k", status="assessed", reports=("报告/0/甲.html", "报告/0/甲.json"))
    clear = MADE.model_copy(update={"clear": True})
    one = EvaluatedApplicant(row, clear, (), (), (), (), (), (), ())
    pair = PairFound(Pair(kind="phone", word="", shown="", first=SPOT, second=SPOT))
    assert (one.link, one.proposed) == ("报告/0/甲.html", True)
    assert (one._replace(pairs=(pair,)).proposed, one._replace(assessment=MADE).proposed) == (False, False)


SPOT = Spot(name="甲", applicant="甲", cell="A1")
