"""The page: what it says, that it needs nothing, that its links and headings hold."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

from medcheck.report.json_file import to_json
from medcheck.report.page import to_html
from tests.report_faces import page_of, part
from tests.report_sample import sample


def test_page_says_why_by_how_much_where_and_what_to_do() -> None:
    assert part(to_html(sample()), '<ol class="blockers">', "</li>") == [
        "不符合",
        "实际使用面积不少于 60 ㎡",
        "差 1.5 ㎡",
        "实际",
        "58.5 ㎡",
        "要求",
        "不少于 60 ㎡",
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
    assert part(to_html(sample()), '<article id="f-operating-months-min"', '<div class="body">')[-3:] == [
        "口径不同则判定不同",
        "2020-12-08 起，至申请日满 3 个月",
        "第五条",
    ]
    assert "按“次日起算”口径：不符合" in page_of(sample()).words


def test_page_needs_no_network_and_no_script() -> None:
    page = to_html(sample())
    css = re.search(r"<style>(.*?)</style>", page, re.S)
    assert css is not None
    digest = b64encode(sha256(css[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in page
    for foreign in ("http:", "https:", "src=", "url(", "@import", "<script", "style=", "onclick"):
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
