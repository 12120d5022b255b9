"""An Assessment → the words of an official paper, part by part, as plain values. Sorts only; knows nothing of typst."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.model.finding_model import Finding
from medcheck.report.arrange import (
    CHOSEN_WORDS,
    Arranged,
    arrange,
    cells,
    day,
    in_force_words,
    is_whole,
    kind,
    kinds,
    lacking,
    short,
)
from medcheck.report.read_lines import read_lines

Lines = list[tuple[str, str]]


def paper(assessment: Assessment) -> dict[str, Any]:
    """Return the parts of the paper: texts, pairs of label and text, and rows of tables; nothing is markup."""
    a, arranged = assessment, arrange(assessment)
    return {
        "title": "医疗保障定点申请评估报告",
        "stage": a.stage_word,
        "name": a.applicant.name,
        "head": list(_head(a)),
        "word": a.conclusion_word,
        "sentence": a.sentence,
        "clear": a.clear,
        "counts": [[count.word, str(count.count)] for count in a.counts if count.count],
        "total": str(a.total),
        "notices": list(a.notices),
        "terms": [f"{one.title}的期限：{'；'.join(one.why)}。" for one in a.deadlines if one.why],
        "blocking": [_blocker(finding, a) for finding in arranged.blocking],
        "tasks": [
            {
                "who": party.actor_word,
                "kinds": [
                    {"kind": word, "tasks": [[task.text, "；".join(short(task.cells))] for task in tasks]}
                    for word, tasks in kinds(party)
                ],
            }
            for party in a.tasks
            if party.tasks
        ],
        "problems": [
            [f"《{sheet}》{problem.cell}" if sheet else "整个文件", kind(problem), problem.text, problem.mend]
            for sheet, problems in arranged.sheets
            for problem in problems
        ],
        "sections": _sections(arranged, a),
        "stock": _stock(a),
        "readings": [
            [
                reading.title,
                f"{reading.label}（{'默认' if reading.default else '另行指定'}）",
                "；".join(filter(None, (reading.reason, reading.decided_by))),
            ]
            for reading in a.readings
        ],
        "method": list(_method(a)),
        "signs": ["评估人员", "复核人员", "日期"],
    }


def _head(a: Assessment) -> Iterator[tuple[str, str]]:
    rules = a.regulation
    unsure = "" if rules.chosen == "in_force" else f"，{CHOSEN_WORDS[rules.chosen]}"
    unsure += "" if rules.verified else "，规则包尚未核定"
    yield "申请单位", a.applicant.name
    yield "统一社会信用代码", a.applicant.uscc or "未填写"
    yield "机构类型", a.applicant.facility_type_word
    yield "评估阶段", a.stage_word
    yield "申请日期", day(a.application_date)
    yield "评估日期", day(a.assessment_date)
    yield "申请表", a.workbook.file
    yield "依据", f"《{rules.title}》（{rules.number}，{rules.issuer}）{unsure}"


def _blocker(f: Finding, a: Assessment) -> dict[str, Any]:
    lines: Lines = [
        ("实际", f.value if f.value != f.gap else ""),
        ("要求", f.requirement if f.requirement != f.title else f.bound),
        ("差距", f.gap),
        *_open(f),
        ("出处", "；".join(cells(f, a.workbook.file))),
        *_said(f),
        ("处理", f"{f.actor_word}：{f.todo}" if f.actor_word and f.todo else f.todo),
        ("条款", f"{f.cite}；由{f.decided_by_word}判定；不满足时：{f.severity_word}"),
    ]
    return {"verdict": f.verdict, "word": f.verdict_word, "title": f.title, "lines": _filled(lines)}


def _sections(arranged: Arranged, a: Assessment) -> list[dict[str, Any]]:
    """Return the chapters of the regulation with a row for each finding, numbered through."""
    sections = []
    number = 0
    for title, findings in arranged.sections:
        rows = [_row(at, finding, arranged, a) for at, finding in enumerate(findings, number + 1)]
        number += len(rows)
        sections.append({"title": title, "rows": rows})
    return sections


def _row(number: int, f: Finding, arranged: Arranged, a: Assessment) -> dict[str, Any]:
    """Return a finding's row; what stands in the way refers to its place above, any other is told here."""
    above = arranged.numbers.get(f.rule)
    lines: Lines = []
    if above:
        lines.append(("详见", f"影响结论的事项第 {above} 项"))
    else:
        lines += [*_open(f), *_said(f)]
        if is_whole(f) and f.todo:
            lines.append(("处理", f"{f.actor_word}：{f.todo}" if f.actor_word else f.todo))
    if f.answer:
        lines.append(("决定", f"{f.answer.answer}（{f.answer.by}，{day(f.answer.on)}）{f.answer.note}"))
    lines += [("另一口径", f"按“{other.label}”：{other.verdict_word}") for other in f.other_readings]
    margin = f.gauge.margin if f.gauge else ""
    return {
        "number": str(number),
        "cite": f.cite,
        "title": f.title,
        "requirement": f.requirement if f.requirement != f.title else "",
        "value": f.value or "—",
        "gap": (f.gap if f.gap != f.value else "") or margin,
        "verdict": f.verdict,
        "word": f.verdict_word,
        "by": f.decided_by_word,
        "cells": "；".join(cells(f, a.workbook.file)),
        "lines": _filled(lines),
    }


def _open(f: Finding) -> Lines:
    return [("缺少", "、".join(lacking(f))), ("未定", "、".join(f.unsure)), ("原因", "；".join(f.reasons))]


def _said(f: Finding) -> Lines:
    return [("备注", "；".join(f.remarks))]


def _filled(lines: Lines) -> Lines:
    return [(label, text) for label, text in lines if text]


def _stock(a: Assessment) -> list[tuple[str, str]]:
    if a.stock is None:
        return []
    return [(share.label, f"{share.share}（{share.stocked}/{share.of}）") for share in a.stock.shares]


def _method(a: Assessment) -> Iterator[tuple[str, str]]:
    rules = a.regulation
    yield "申请表", f"{a.workbook.file}（格式 {a.workbook.form} 第 {a.workbook.form_version} 版）"
    yield "校验", f"SHA-256 {a.workbook.sha256}"
    for line in read_lines(a):
        yield "读取", line
    if a.stock:
        yield "目录", f"{a.stock.catalogue}，{a.stock.entries} 个品种，SHA-256 {a.stock.sha256}"
    verified = "已核定" if rules.verified else "尚未核定"
    yield "规则包", f"{rules.pack}，{verified}，{CHOSEN_WORDS[rules.chosen]}"
    yield "校验", f"SHA-256 {rules.sha256}"
    yield "施行", in_force_words(rules)
    yield "程序", f"medcheck {a.medcheck}，结果格式第 {a.format_version} 版"
