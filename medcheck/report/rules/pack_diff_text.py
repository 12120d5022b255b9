"""A PackDiff → Markdown to read and JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.report.rules.markdown_text import plain
from medcheck.report.rules.pack_diff import DIFF_WORDS, PARTS, ComparedPack, PackDiff, RuleDifference, StatedRule
from medcheck.rulebook.choice import validity

_NOT_LISTED = "same"


def diff_to_json(diff: PackDiff) -> str:
    """Return the difference as JSON, with a last newline."""
    return diff.model_dump_json(indent=2) + "\n"


def diff_to_markdown(diff: PackDiff) -> str:
    """Return the difference as Markdown: what changed, what only one of them has; the same packs give the same bytes."""
    return "\n".join(_lines(diff)) + "\n"


def _lines(diff: PackDiff) -> Iterator[str]:
    yield f"# 规则对照：{diff.first.pack} 与 {diff.second.pack}"
    yield ""
    yield from (f"- {word}：{_head(pack)}" for word, pack in (("前者", diff.first), ("后者", diff.second)))
    told = "，".join(f"{word} {diff.counts[kind]} 处" for kind, word in DIFF_WORDS.items())
    yield f"- {told}"
    yield ""
    yield "编号相同的、写明细化（refines）的、条款写明对应（clauses.yaml 的 corresponds）的规则放在一起对照。"
    if diff.readings:
        yield ""
        yield f"## 默认的解释口径不同（{len(diff.readings)} 处）"
        yield ""
    for reading in diff.readings:
        yield f"- {plain(reading.title)}（{reading.reading}）：{_or_none(reading.first)} → {_or_none(reading.second)}"
    for kind, word in DIFF_WORDS.items():
        listed = [each for each in diff.differences if each.kind == kind]
        if kind == _NOT_LISTED or not listed:
            continue
        yield ""
        yield f"## {word}（{len(listed)} 处）"
        for each in listed:
            yield ""
            yield from _difference(each)


def _head(pack: ComparedPack) -> str:
    checked = "" if pack.verified else "，尚未与正式文本核对"
    days = validity(pack.valid_from, pack.valid_to)
    return f"{plain(pack.title)}（{plain(pack.number)}，{days}{checked}），规则 {pack.rules} 条"


def _difference(difference: RuleDifference) -> Iterator[str]:
    known = (*difference.second, *difference.first)
    yield f"### {plain(known[0].title)}"
    yield ""
    if difference.kind == "changed":
        before, after = difference.first[0], difference.second[0]
        yield f"- 前者 {_named(before)}"
        yield f"- 后者 {_named(after)}"
        for name, word in PARTS.items():
            if word in difference.parts:
                yield f"- **{word}** {_words(before, name)} → {_words(after, name)}"
        return
    for word, rules in (("前者", difference.first), ("后者", difference.second)):
        for rule in rules:
            yield f"- {word} {_named(rule)}：{plain(rule.requirement)}（{rule.scope}，{rule.severity}，{rule.decided_by}判定）"


def _named(rule: StatedRule) -> str:
    return f"`{rule.rule}` {plain(rule.cite)}"


def _words(rule: StatedRule, name: str) -> str:
    return _or_none(str(getattr(rule, name)))


def _or_none(text: str) -> str:
    return plain(text) or "没有"
