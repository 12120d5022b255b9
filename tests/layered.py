"""A pack of a level above and a layer over it, written for a test in a folder of their own."""

from __future__ import annotations

from pathlib import Path

from medcheck.rulebook.pack import RulePack, load_pack
from medcheck.vocabulary import load_vocabulary
from tests.small_pack import PACK, VOCABULARY

ABOVE = """
section: {zh: 上级规定}
severity: hard
rules:
  - {id: a, title: {zh: 面积不少于60}, requires: {fact: area, at_least: 60}, remedy: {zh: 扩大面积}, reading: kind}
  - {id: b, title: {zh: 三人以上}, requires: {fact: people, at_least: 3}, remedy: {zh: 增加人员}}
  - {id: c, title: {zh: 开业满三个月}, requires: {fact: opened, ago_at_least: {months: 3}}, remedy: {zh: 届时再申请}}
"""
READINGS = """
kind:
  title: {zh: 面积怎样算}
  default: plain
  reason: 条文如此
  decided_by: 上级
  labels: {plain: 照写, larger: 从严}
  options: {larger: {a: {requires: {fact: area, at_least: 80}}}}
"""
CLAUSES = """
a: {cite: 第一条, title: 面积, status: automated}
b: {cite: 第二条, title: 人员, status: automated}
c: {cite: 第三条, title: 开业, status: automated}
"""


def write_pack(
    folder: Path, name: str, rules: str, *, clauses: str, readings: str = "", layer: str = "", head: str = ""
) -> Path:
    """Return the folder of a pack of one section, named after the pack and written below a folder."""
    here = folder / name
    here.mkdir(parents=True)
    source = PACK.replace("PACK", name).replace("sections: [part]", f"sections: [{name}-part]")
    (here / "pack.yaml").write_text(source + head, encoding="utf-8")
    (here / f"{name}-part.yaml").write_text(rules, encoding="utf-8")
    (here / "readings.yaml").write_text(readings, encoding="utf-8")
    (here / "clauses.yaml").write_text(clauses, encoding="utf-8")
    if layer:
        (here / "layer.yaml").write_text(layer, encoding="utf-8")
    return here


def load(folder: Path, name: str) -> RulePack:
    """Return a pack of the folder, judged by the small vocabulary of the tests."""
    facts = folder / "facts.yaml"
    facts.write_text(VOCABULARY, encoding="utf-8")
    return load_pack(folder / name, load_vocabulary(facts))


def layered(folder: Path, rules: str, *, clauses: str, readings: str = "", layer: str = "") -> RulePack:
    """Return a layer `low` over the pack `high`, whose rules are a (area), b (people) and c (opened)."""
    write_pack(folder, "high", ABOVE, clauses=CLAUSES, readings=READINGS)
    write_pack(folder, "low", rules, clauses=clauses, readings=readings, layer=layer, head="base: high\n")
    return load(folder, "low")
