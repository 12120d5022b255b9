"""`rules diff`: what two packs ask differently, rules about one matter side by side."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from medcheck.cli import main

HEAD = """
id: {name}
document: {{title: 某市办法, number: 某〔{year}〕1号, issuer: 某市医疗保障局}}
region: ['990100']
valid_from: {year}-01-01
verified: true
sections: [part]
"""
SECTION = "section: {zh: 一}\nseverity: hard\nrules:\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def packs(
    folder: Path, rules: tuple[str, str], clauses: tuple[str, str], readings: tuple[str, str] = ("{}", "{}")
) -> Path:
    """Write two packs, `old` and `new`."""
    for place, name in enumerate(("old", "new")):
        here = folder / name
        here.mkdir()
        (here / "pack.yaml").write_text(HEAD.format(name=name, year=2031 + place), encoding="utf-8")
        (here / "part.yaml").write_text(SECTION + rules[place], encoding="utf-8")
        (here / "clauses.yaml").write_text(clauses[place], encoding="utf-8")
        (here / "readings.yaml").write_text(readings[place], encoding="utf-8")
    return folder


def rule(name: str, requires: str, more: str = "") -> str:
    return f"  - {{id: {name}, title: {{zh: 规则{name}}}, requires: {{{requires}}}{more}}}\n"


def clause(name: str, more: str = "") -> str:
    return f"{name}: {{cite: 第{name}条, title: 要求, status: automated{more}}}\n"


OLD = (
    rule("a", "fact: usable_area_m2, at_least: 60")
    + rule("b", "fact: sites_applied_for, at_most: 1")
    + rule("c", "fact: sites_applied_for, at_least: 1")
)
NEW = (
    rule("a", "fact: usable_area_m2, at_least: 80", ", severity: advisory, applies_to: {facility_type: clinic}")
    + rule("c", "fact: sites_applied_for, at_least: 1")
    + rule("d", "fact: bed_count_licensed, at_least: 2")
)


def test_added_dropped_and_changed_rules_are_told(tmp_path: Path) -> None:
    folder = packs(tmp_path, (OLD, NEW), ("".join(map(clause, "abc")), "".join(map(clause, "acd"))))
    ended = run("rules", "diff", "--rules", folder, "old", "new")
    assert ended.exit_code == 1
    assert (
        ended.output
        == """\
# 规则对照：old 与 new

- 前者：某市办法（某〔2031〕1号，2031-01-01起施行），规则 3 条
- 后者：某市办法（某〔2032〕1号，2032-01-01起施行），规则 3 条
- 有改动 1 处，条数不同，须对照阅读 0 处，只有前者有 1 处，只有后者有 1 处，没有改动 1 处

编号相同的、写明细化（refines）的、条款写明对应（clauses.yaml 的 corresponds）的规则放在一起对照。

## 有改动（1 处）

### 规则a

- 前者 `a` 第a条
- 后者 `a` 第a条
- **要求** 实际使用面积不少于60㎡ → 实际使用面积不少于80㎡
- **适用范围** 所有申请单位 → 机构类型为定点门诊
- **不符合的后果** 不符合标准 → 提示

## 只有前者有（1 处）

### 规则b

- 前者 `b` 第b条：本次申请的执业地点数不超过1个（所有申请单位，不符合标准，申请材料判定）

## 只有后者有（1 处）

### 规则d

- 后者 `d` 第d条：核定床位数不少于2张（所有申请单位，不符合标准，申请材料判定）
"""
    )


def test_corresponding_clauses_stand_together_whichever_pack_says_so(tmp_path: Path) -> None:
    for place, more in enumerate((("", ", corresponds: {old: [a]}"), (", corresponds: {new: [x]}", ""))):
        here = tmp_path / str(place)
        here.mkdir()
        rules = (
            rule("a", "fact: usable_area_m2, at_least: 60"),
            rule("x", "fact: usable_area_m2, at_least: 60") + rule("x-max", "fact: usable_area_m2, at_most: 900"),
        )
        folder = packs(here, rules, (clause("a", more[0]), clause("x", more[1])))
        made = json.loads(run("rules", "diff", "--rules", folder, "old", "new", "--format", "json").output)
        (group,) = made["differences"]
        assert group["kind"] == "several"
        assert [each["rule"] for each in group["first"]] == ["a"]
        assert [each["rule"] for each in group["second"]] == ["x", "x-max"]


def test_another_default_reading_is_told_once(tmp_path: Path) -> None:
    reading = (
        "kind:\n  title: {{zh: 哪一种面积}}\n  default: {}\n  reason: 理由\n  decided_by: 某局\n"
        "  labels: {{usable: 使用面积, none: 不计}}\n  options:\n    {}: {{a: {{requires: {{fact: usable_area_m2, at_least: 1}}}}}}\n"
    )
    rules = rule("a", "fact: usable_area_m2, at_least: 60", ", reading: kind")
    folder = packs(
        tmp_path,
        (rules, rules),
        (clause("a"), clause("a")),
        (reading.format("usable", "none"), reading.format("none", "usable")),
    )
    text = run("rules", "diff", "--rules", folder, "old", "new").output
    assert "## 默认的解释口径不同（1 处）\n\n- 哪一种面积（kind）：使用面积 → 不计\n" in text
    assert "没有改动 1 处" in text


def test_a_pack_and_itself_differ_in_nothing(tmp_path: Path) -> None:
    ended = run("rules", "diff", "national-2021", "national-2021", "-o", tmp_path / "a.json")
    assert ended.exit_code == 0
    made = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert made["counts"] == {"changed": 0, "several": 0, "dropped": 0, "added": 0, "same": made["first"]["rules"]}


def test_a_clause_that_corresponds_to_nothing_is_found(tmp_path: Path) -> None:
    rules = rule("a", "fact: usable_area_m2, at_least: 60")
    folder = packs(tmp_path, (rules, rules), (clause("a"), clause("a", ", corresponds: {old: [aa], elsewhere: [b]}")))
    shutil.copy(
        Path(__file__).parent.parent / "rules" / "facts.yaml", folder
    )  # a tree of its own: nothing else is checked
    text = run("rules", "check", "--rules", folder).output
    assert "条款“a”对应的“aa”不在规则包“old”中；是否应为“a”？" in text
    assert "elsewhere" not in text


def test_a_skeleton_checks_and_is_a_pack_at_hand(tmp_path: Path) -> None:
    said = [
        "--title",
        "东山规定",
        "--number",
        "东〔2027〕3号",
        "--issuer",
        "东山县",
        "--region",
        "990101",
        "--from",
        "2027-01-01",
    ]
    assert run("rules", "new", "dongshan-2027", "-o", tmp_path, *said).exit_code == 0
    layer = run(
        "rules",
        "new",
        "xishan-2027",
        "-o",
        tmp_path,
        *said[:-3],
        "990102",
        *said[-2:],
        "--base",
        "national-2021",
        "--to",
        "2029-12-31",
    )
    assert layer.exit_code == 0, layer.output
    assert sorted(path.name for path in (tmp_path / "dongshan-2027" / "tables").iterdir())[:2] == [
        "aliases.yaml",
        "catalogue_editions.yaml",
    ]
    assert not (tmp_path / "dongshan-2027" / "tables" / "agencies.yaml").exists()
    assert not (tmp_path / "xishan-2027" / "tables").exists()
    checked = run("rules", "check", "--rules", tmp_path, "--pack", "dongshan-2027", "--pack", "xishan-2027")
    assert (checked.exit_code, "2 个规则包" in checked.output) == (0, True), checked.output
    assert "dongshan-area-min" in run("rules", "list", "--pack", tmp_path / "dongshan-2027").output


def test_what_cannot_be_a_pack_leaves_nothing_behind(tmp_path: Path) -> None:
    said = ["--title", "东山规定", "--number", "3号", "--issuer", "东山县", "--region"]
    refused = run("rules", "new", "dongshan-2027", "-o", tmp_path, *said, "9901", "--from", "2027-01-01")
    assert (refused.exit_code, "应为 6 位数字的行政区划代码" in refused.output) == (3, True)
    refused = run("rules", "new", "Dongshan", "-o", tmp_path, *said, "990101", "--from", "2027-01-01")
    assert (refused.exit_code, "编号应由小写英文字母、数字和短横组成" in refused.output) == (3, True)
    refused = run("rules", "new", "national-2021", "-o", tmp_path, *said, "990101", "--from", "2027-01-01")
    assert (refused.exit_code, "已有规则包“national-2021”" in refused.output) == (3, True)
    assert list(tmp_path.iterdir()) == []
