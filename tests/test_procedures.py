"""The shipped procedures hold, and `rules check` finds what would be wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from medcheck.casework.check_procedure import check_procedure, check_procedures
from medcheck.casework.citation import is_cited
from medcheck.casework.read_procedure import read_procedure
from medcheck.errors import RuleError
from medcheck.rulebook.procedure_files import ProcedureFile, pack_procedures, procedure_files
from medcheck.rulebook.shelf import current_shelf, pack_folder, shipped_pack
from tests.case_lives import NAMES, PACK, procedure

NATION = "national-2021"


def text_of(name: str, *changes: tuple[str, str], pack: str = PACK) -> bytes:
    """Return the text of a shipped procedure after some changes."""
    text = procedure_files(pack_folder(pack))[name].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def problems(name: str, *changes: tuple[str, str], pack: str = PACK) -> list[str]:
    """Return what is wrong with a shipped procedure after some changes of its text."""
    loaded = shipped_pack(pack)
    cites = [clause.cite for clause in loaded.clauses.values()]
    content = text_of(name, *changes, pack=pack)
    return [problem.text for problem in check_procedure(content, f"{name}.yaml", loaded.source.deadlines, cites)]


def together(name: str, *changes: tuple[str, str]) -> list[str]:
    """Return what is wrong with the procedures of the city together after some changes of one."""
    files = dict(pack_procedures(pack_folder(PACK), current_shelf().find))
    files[name] = ProcedureFile(text_of(name, *changes), PACK)
    return [problem.text for problem in check_procedures(files, shipped_pack(PACK))]


def test_the_procedures_are_shipped_and_hold() -> None:
    assert {name: problems(name) for name in procedure_files(pack_folder(PACK))} == {name: [] for name in NAMES}
    assert problems("application", pack=NATION) == []


def test_where_both_levels_hold_the_application_is_the_nations_and_the_rest_the_citys() -> None:
    taken = pack_procedures(pack_folder("liaocheng-2021"), current_shelf().find)
    assert {name: file.pack for name, file in taken.items()} == {
        "agreement-text": PACK,
        "annual-review": PACK,
        "application": NATION,
        "change": PACK,
        "exit": PACK,
        "supervision": PACK,
    }
    application = taken["application"]
    both, nation = (
        read_procedure(application.content, "application.yaml", shipped_pack(pack).source.deadlines)
        for pack in ("liaocheng-2021", NATION)
    )
    assert (both.clocks["filing"].working_days, "filing" in nation.clocks) == (10, False)
    assert (nation.clocks["telling"].party, nation.clocks["telling"].working_days) == ("agency", 5)


def test_a_procedure_of_unverified_law_says_so() -> None:
    source = procedure("application", pack=NATION).source
    assert "须逐条与国家医疗保障局公报文本核对" in source.caution


def test_a_pack_that_takes_what_nobody_has_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "city-2031" / "procedures"
    folder.mkdir(parents=True)
    (folder / "_from.yaml").write_text("applicaton: national-2021\n", encoding="utf-8")
    with pytest.raises(RuleError, match="没有程序“applicaton”；您是否想写“application”"):
        pack_procedures(folder.parent, current_shelf().find)
    (folder / "_from.yaml").write_text("application: national-2020\n", encoding="utf-8")
    with pytest.raises(RuleError, match="没有规则包“national-2020”"):
        pack_procedures(folder.parent, current_shelf().find)


def test_a_procedure_is_no_part_of_the_hash_of_the_rules() -> None:
    assert [part.name for part in shipped_pack(PACK).parts if "procedure" in part.name] == []


# What is changed in a procedure, and what `rules check` says of it.
FAULTS = {
    "unreached": (
        "exit",
        "from: [found]\n    to: referred",
        "from: [found]\n    to: found",
        "状态“referred”（转年度审核整改）到不了",
    ),
    "caught": (
        "supervision",
        "from: [inspected, reported]\n    to: no_action",
        "from: [inspected, reported]\n    to: noted_too",
        "步骤“no-action”：没有状态“noted_too”；您是否想写“noted”？",
    ),
    "no way out": (
        "round",
        "    from: [comparing]\n    to: concluded\n",
        "    from: [comparing]\n    to: comparing\n",
        "到了状态“comparing”（综合评定中）就无法结束",
    ),
    "nobody waited for": (
        "round",
        "comparing: {title: 综合评定中, waits_for: agency}",
        "comparing: {title: 综合评定中}",
        "状态“comparing”（综合评定中）没有写明由谁办理",
    ),
    "left after its end": (
        "supervision",
        "from: [inspected, passed_on, no_action]\n    actor",
        "from: [inspected, passed_on, no_action]\n    to: closed\n    actor",
        "状态“passed_on”（已通报或移送）是终点，却有步骤离开它",
    ),
    "dead action": (
        "exit",
        "    from: [notified, found, suspended]\n    to: ended",
        "    from: [new_case]\n    to: ended",
        "步骤“dissolve”永远不能办理",
    ),
    "back to the beginning": (
        "exit",
        "    from: [found]\n    to: referred",
        "    from: [found]\n    to: new",
        "步骤“to-review”不能回到尚未开始",
    ),
    "unknown clock": (
        "change",
        "stop: {change:",
        "stop: {chance:",
        "步骤“apply”：没有期限“chance”；您是否想写“change”？",
    ),
    "clock never stopped": (
        "application",
        "    stop: {filing: filed_on}\n",
        "",
        "期限“filing”（协议备案）没有步骤停止它，也没有步骤等它届满",
    ),
    "clock never started": (
        "application",
        "    start: {filing: signed_on}\n    case: {agreement.signed",
        "    case: {agreement.signed",
        "期限“filing”（协议备案）从不起算",
    ),
    "wait without end": (
        "exit",
        "    from: [suspended]\n    to: resumed\n",
        "    from: [suspended]\n    to: resumed\n    when: [{late: standstill}]\n",
        "步骤“resume”等期限“standstill”届满，它却从不起算",
    ),
    "unknown deadline": (
        "change",
        "filing: {deadline: filing}",
        "filing: {deadline: fileing}",
        "规则包没有期限“fileing”；您是否想写“filing”？",
    ),
    "citation": (
        "change",
        "cite: 第十一条\n    note",
        "cite: 第九十条\n    note",
        "步骤“apply”引用的“第九十条”不在本规则包的条款中",
    ),
    "citation of a clock": (
        "annual-review",
        "party: applicant, cite: 第十五条, after: 未参加的",
        "party: applicant, cite: 第八十五条, after: 未参加的",
        "期限“window”引用的“第八十五条”不在本规则包的条款中",
    ),
    "unknown paper": (
        "application",
        "paper: refusal",
        "paper: refused",
        "步骤“refuse”：没有文书“refused”；您是否想写“refusal”？",
    ),
    "paper of no action": (
        "exit",
        "papers:\n",
        "papers:\n  letter: {title: 函}\n",
        "没有步骤出具文书“letter”",
    ),
    "conclusion": (
        "application",
        "[not_met, supplement, not_accepted, redirect]",
        "[supplement, not_accepted, redirect]",
        "在状态“desk”（材料评估）评估结论为 not_met 时无路可走",
    ),
    "conclusion after a correction": (
        "application",
        "when: [{assessed: {acceptance: [supplement, not_accepted]}}]",
        "when: [{assessed: {acceptance: [not_accepted]}}, {done: accept-still-lacking}]",
        "步骤“refuse-incomplete”要求的“accept-still-lacking”不会在同一状态办理",
    ),
    "conclusion once told": (
        "application",
        "when: [{assessed: {acceptance: [supplement]}}, {done: issue-correction}]",
        "when: [{assessed: {acceptance: [supplement]}}, {not_done: issue-correction}]",
        "在状态“received”（已收件）评估结论为 supplement 时无路可走，已经办理“issue-correction”之后",
    ),
    "unknown need": (
        "change",
        "start: {change: {on: approved_on, each: kind}}\n    stop",
        "start: {change: {on: approve_on, each: kind}}\n    stop",
        "步骤“apply”：没有所需的内容“approve_on”；您是否想写“approved_on”？",
    ),
    "no date": (
        "supervision",
        "      done_on: {kind: date, title: 日期}\n      items: {kind: checks, title: 已完成的各项, list: duties}",
        "      items: {kind: checks, title: 已完成的各项, list: duties}",
        "步骤“duties”没有起作用的日期",
    ),
    "text as a date": (
        "change",
        "applied_on: {kind: date, title: 申请日期}\n    start",
        "applied_on: {kind: text, title: 申请日期}\n    start",
        "步骤“apply”的“applied_on”应为日期",
    ),
    "key of the case file": (
        "application",
        "receiving_agency: agency}",
        "recieving_agency: agency}",
        "步骤“receive”：没有案件文件的键“recieving_agency”；您是否想写“receiving_agency”？",
    ),
    "pause of the agency": (
        "application",
        "pause: {correction: {first: first, last: last}}",
        "pause: {filing: {first: first, last: last}}",
        "步骤“pause-correction”中止了不属于申请单位的期限“filing”",
    ),
    "pause by anybody": (
        "change",
        "    by: [head]\n    day: [decided_on]",
        "    by: [clerk, head]\n    day: [decided_on]",
        "步骤“pause-change”中止期限应写 habit: true，并只由负责人（head）记录",
    ),
    "hold without ground": (
        "application",
        "    case: {agreement.filed: filed_on}\n",
        "    case: {agreement.filed: filed_on}\n    hold: {filing: filed_on}\n",
        "步骤“file”使期限“filing”停下，条文却没有写明哪一段时间不计",
    ),
    "article and habit": (
        "exit",
        "    cite: 第十五条\n    from: [found]",
        "    cite: 第十五条\n    habit: true\n    from: [found]",
        "“to-review”应写明依据的条文（cite），条文没有的写 habit: true，只是登记的写 record: true，只写其中一项，现为映射",
    ),
    "name of the file": ("exit", "id: exit", "id: leave", "id “leave”与文件名不同"),
}


@pytest.mark.parametrize(("name", "old", "new", "text"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_a_procedure_is_found(name: str, old: str, new: str, text: str) -> None:
    assert text in problems(name, (old, new))


def test_a_held_clock_must_go_on() -> None:
    changes = [("    resume: {evaluation: received_on}\n", ""), ("    resume: {evaluation: decided_on}\n", "")]
    assert "步骤“ask-supplement”使期限“evaluation”停下，没有步骤使它继续" in problems(
        "application", *changes, pack=NATION
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "text"),
    [
        (
            "round",
            "action: select}",
            "action: selekt}",
            "写入成员的步骤“selekt”不在程序“application”中；您是否想写“select”？",
        ),
        ("round", "action: select}", "action: sign}", "步骤“conclude”写入成员的步骤“sign”不由批次记录"),
        ("round", "      selected: {action: select}\n", "", "步骤“select”只由批次记录，批次却不写它"),
        (
            "round",
            "members: application",
            "members: aplication",
            "批次的成员没有程序“aplication”；您是否想写“application”？",
        ),
        ("exit", "to: 2022-08-31}", "to: 2023-08-31}", "in_force 与规则包的有效期（2019-09-01 至 2022-08-31）不同"),
    ],
    ids=["unknown", "not by a round", "forgotten", "members", "validity"],
)
def test_a_fault_between_files_is_found(name: str, old: str, new: str, text: str) -> None:
    assert any(found.endswith(text) for found in together(name, (old, new)))


@pytest.mark.parametrize(
    ("cite", "stands"),
    [
        ("令第2号第八条", True),
        ("令第3号第十条", True),  # the clause is cited as 令第3号第九条、第十条
        ("第八条", False),
        ("令第4号第八条", False),
        ("令第2号第十九条", True),  # of 令第2号第十三条至第二十四条
    ],
)
def test_a_citation_is_of_its_own_order(cite: str, stands: bool) -> None:
    known = [clause.cite for clause in shipped_pack(NATION).clauses.values()]
    assert is_cited(cite, known) is stands
