"""The page: what it says, that it needs nothing, that its links and headings hold."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

from medcheck.assessment.result_text import to_json
from medcheck.report.arrange import is_whole
from medcheck.report.page.render_page import to_html
from tests.report_faces import page_of, part
from tests.report_sample import sample


def test_page_says_why_by_how_much_where_and_what_to_do() -> None:
    assert part(to_html(sample()), '<ol class="blockers">', '<div class="pieces">') == [
        "不符合",
        "实际使用面积不少于 60 ㎡",
        "差 1.5 ㎡",
        "实际",
        "58.5 ㎡",
        "要求",
        "不少于 60 ㎡",
        "对照",
        "出处",
        "实际使用面积（现场实测） 58.5 ㎡ ·",
        "勘验表-康宁诊所.xlsx 《勘验表》D8",
        "原文「58.5」",
        "实际使用面积（申请表） 62 ㎡ ·",
        "《基本信息》C17",
        "原文「62平方米」",
        "备注",
        "现场实测 58.5 ㎡ 与申请表 62 ㎡ 不一致，以实测为准",
        "处理",
        "申请单位：",
        "扩大使用面积至少 1.5 ㎡，重新实测后再申请",
        "附件 医疗机构标准一（二）1",
        "由申请材料判定",
        "不满足时：不符合标准",
    ]


def test_page_says_where_another_reading_would_decide_otherwise() -> None:
    assert part(to_html(sample()), '<article id="f-operating-months-min"', '<div class="body">')[-4:] == [
        "口径不同则判定不同",
        "2020-12-08 起，至申请日满 3 个月",
        "第五条",
        "申请材料",
    ]
    assert "按“次日起算”口径：不符合" in page_of(sample()).words


def test_page_shows_notices_before_the_counts_and_both_verdicts_of_a_waiver() -> None:
    page = to_html(sample())
    assert part(page, '<section id="notices"', "</section>") == ["须知", *sample().notices]
    assert page.index('id="conclusion"') < page.index('id="notices"') < page.index('id="counts"')
    assert part(page, "<h3>放宽的条款</h3>", "</table>")[5:] == [
        "经培训合格的药剂人员 1 名以上",
        "附件 医疗机构标准一（一）3",
        "已放宽",
        "未放宽时：不符合",
        "0 人",
        "聊东医保〔2021〕5号：基层医疗机构，2021-12-31 前有效",
        "东昌府区医疗保障局，2021年2月1日",
    ]
    waived = part(page, '<article id="f-opd-pharmacy-staff-min"', "</article>")
    shown = waived.index("放宽")
    assert waived[shown : shown + 5] == ["放宽", "已放宽", "批准的界限：0 人", "不符合", "未放宽时，缺 1 人"]


def test_page_names_the_kind_of_each_problem() -> None:
    assert part(to_html(sample()), "<caption>《人员》", "</table>")[4::4] == ["K7", "K5", "C6", "H6"]
    assert part(to_html(sample()), "<caption>《人员》", "</table>")[5::4] == ["必填", "必填", "矛盾", "错误"]


def test_every_finding_is_one_row_and_what_stands_in_the_way_is_told_once_whole() -> None:
    assessment = sample()
    page = to_html(assessment)
    rows = re.findall(r'<article id="f-([\w-]+)" class="f v-(\w+)( unsettled)?( whole)?( above)?">', page)
    assert [row[:2] for row in rows] == [(f.rule, f.verdict.value) for f in assessment.findings]
    assert {row[0] for row in rows if row[3]} == {f.rule for f in assessment.findings if is_whole(f)}
    assert {row[0] for row in rows if row[4]} == set(assessment.blocking)
    assert part(page, '<article id="f-opd-nurse-min"', "</article>") == [
        "不符合",
        "护士 1 名以上",
        "影响结论",
        "0 人",
        "缺 1 人",
        "附件 医疗机构标准一（一）2",
        "申请材料",
        "界限",
        "不少于 1 人",
        "详见",
        "影响结论的事项第 2 项",
        "：原因、单元格和处理",
        "不满足时：不符合标准 · opd-nurse-min",
    ]


def test_a_chapter_says_how_its_findings_were_judged() -> None:
    page = to_html(sample())
    chapter = part(page, "<summary><h3>附件 定点医疗机构标准 一、定点门诊 （一）人员配备</h3>", "</summary>")
    assert chapter[1:] == ["符合 1", "不符合 1", "已放宽 1"]


def test_page_needs_no_network_and_runs_its_own_script_only() -> None:
    page = to_html(sample())
    digests = []
    for tag in ("style", "script"):
        held = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert len(held) == 1
        digests.append(b64encode(sha256(held[0].encode()).digest()).decode())
    policy = f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'"
    assert f"{policy}; base-uri 'none'; form-action 'none'" in page
    for foreign in ("http:", "https:", "src=", "url(", "@import", "style=", "onclick", "innerHTML", "eval("):
        assert foreign not in page
    assert {attrs["href"][0] for tag, attrs in page_of(sample()).tags if attrs.get("href")} == {"#"}  # type: ignore[index]


def test_page_links_arrive_and_headings_step_down() -> None:
    tags = page_of(sample()).tags
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {str(attrs["href"])[1:] for _, attrs in tags if "href" in attrs} <= set(ids)
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all("scope" in attrs for tag, attrs in tags if tag == "th")


def test_every_number_on_the_page_is_in_the_json() -> None:
    page = to_html(sample())
    findings = " ".join(part(page, '<section id="findings">', '<section id="method">'))
    known = {number.lstrip("0") or "0" for number in re.findall(r"\d+", to_json(sample()))}
    assert {number.lstrip("0") or "0" for number in re.findall(r"\d+", findings)} - known == set()
