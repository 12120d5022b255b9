"""The files of a new rule pack: a skeleton that checks, in which every part of a pack has an example to replace."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from medcheck.pack_folders import Folder

# Tables of one city alone, which another place cannot take over as they stand.
_OF_ITS_PLACE = ("agencies.yaml", "visit.yaml")
_SECTION = "conditions"


class PackHead(NamedTuple):
    """What whoever begins a pack knows of the regulation: where and from when it holds, and the pack it builds on, if any."""

    id: str
    title: str
    number: str
    issuer: str
    region: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    facility_types: tuple[str, ...] = ()
    base: str = ""


def new_pack_files(head: PackHead, tables_of: Folder | None) -> Mapping[str, bytes]:
    """Return the content of each file of a new pack by its name; tables are taken over from another pack's folder."""
    kind = head.facility_types[0] if head.facility_types else "clinic"
    rule = f"{head.id.partition('-')[0]}-area-min"
    texts = {
        "pack.yaml": "".join(_pack(head)),
        "clauses.yaml": _CLAUSES.format(rule=rule),
        "readings.yaml": _READINGS,
        f"{_SECTION}.yaml": _RULES.format(kind=kind, rule=rule),
        f"cases/{_SECTION}.yaml": _CASES.format(kind=kind, rule=rule),
    }
    if head.base:
        texts["layer.yaml"] = _LAYER
    made = {name: text.encode() for name, text in texts.items()}
    return {**made, **(dict(_tables(tables_of)) if tables_of else {})}


def _tables(folder: Folder) -> Iterator[tuple[str, bytes]]:
    here = folder / "tables"
    for file in sorted(here.iterdir(), key=lambda each: each.name) if here.is_dir() else ():
        if file.name.endswith(".yaml") and file.name not in _OF_ITS_PLACE:
            yield f"tables/{file.name}", file.read_bytes()


def _pack(head: PackHead) -> Iterator[str]:
    yield f"# 规则包的编号，与文件夹同名。\nid: {head.id}\n"
    if head.base:
        yield f"# 上一级的规则包：它的规则、条款、口径、名称表和申请表都在，本包只写增加和不同的。\nbase: {head.base}\n"
    yield "document:\n"
    for key, text in (("title", head.title), ("number", head.number), ("issuer", head.issuer)):
        yield f"  {key}: {_quoted(text)}\n"
    yield "# 适用地区的行政区划代码：县 330102，市 330100，省 330000，全国 000000。\n"
    yield f"region: [{', '.join(_quoted(code) for code in head.region)}]\n"
    yield "# 申请表上所在地的其他写法，各是哪个代码，例如 {东山县: '990101'}。\nplaces: {}\n"
    if head.facility_types:
        yield f"facility_types: [{', '.join(head.facility_types)}]\n"
    yield f"valid_from: {head.valid_from}\n"
    yield f"valid_to: {head.valid_to}\n" if head.valid_to else "# 没有写 valid_to 的，没有规定有效期。\n"
    yield "# 逐条与正式文本核对以后改为 true；在此之前，每份报告都写明尚未核对。\nverified: false\n"
    yield f"# 规则文件，按条文的顺序。\nsections: [{_SECTION}]\n"


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back whatever signs it has."""
    return json.dumps(text, ensure_ascii=False)


_CLAUSES = """\
# 每一条款一行：编号、条款号、要求（用自己的话写），由谁判定（status）。没有规则的条款也要列出，写明理由（reason）。
#   automated 数据  inspection 现场勘验  reviewer 评审人员  agency 经办机构  procedure 办理程序  heading 总括  open 未核实
# 与另一规则包的条款是同一事项的，写 corresponds: {{规则包: [条款编号]}}，对照时放在一起。
purpose: {{cite: 第一条, title: 目的和依据, status: heading, reason: 不含申请条件}}
# 示例，改成规定的第一项要求：
{rule}: {{cite: 第五条第一项, title: 使用面积不少于80平方米, status: automated}}
"""
_READINGS = """\
# 条文有歧义的，每种口径写在这里，并在规则中写明 reading: 名称。例如：
#   area-kind:
#     title: {zh: 面积按哪一种计算}
#     default: usable
#     reason: 条文写明“使用面积”
#     decided_by: 谁决定的
#     labels: {usable: 使用面积, building: 建筑面积}
#     options:
#       building: {规则编号: {requires: {fact: building_area_m2, at_least: 80}}}
{}
"""
_RULES = """\
# 一个文件是规定的一章或一节，规则按条文的顺序。写法见 CONTRIBUTING.md “The language in one page”。
section: {{zh: 基本条件, en: Conditions}}
applies_to: {{facility_type: {kind}}}
severity: hard
rules:
  # 示例，改成规定的第一项要求。规则编号以条款编号开头。
  - id: {rule}
    title: {{zh: 使用面积不少于80平方米, en: At least 80 square metres}}
    requires: {{fact: usable_area_m2, at_least: 80}}
    remedy: {{zh: 扩大业务用房，使用面积达到80平方米}}
"""
_CASES = """\
# 每条规则的用例：符合、不符合、界限两侧；数字照条文写，不由规则推算。
common: {{facility_type: {kind}}}

{rule}:
  - {{name: 恰好80平方米, facts: {{usable_area_m2: 80}}, verdict: pass}}
  - {{name: 略少于80平方米, facts: {{usable_area_m2: 79.99}}, verdict: fail, leads_to: not_met}}
"""
_LAYER = """\
# 上一级的规则、条款、口径在本级不适用（drops）或有改动（refines）的，写明理由和依据。例如：
#   drops:
#     rules:
#       规则编号: {reason: 本级规定由某条代替, cite: 第五条, by: 本包的规则编号}
#   refines:
#     readings:
#       口径编号: {default: 选项, reason: 本级采用这一口径, cite: 第六条}
# 本级规则与上一级的一条是同一要求的，在规则中写 refines：meets: stricter 两级都须符合，meets: prevails 以本级为准。
{}
"""
