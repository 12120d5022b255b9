"""The rules of a pack as one Markdown document, section by section in the order of the regulation (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from medcheck.report.rules.markdown_text import plain
from medcheck.report.rules.rule_text import STATUS_WORDS, clause_text, clauses_without_rule, rule_rows
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.rule import Rule


def rule_book(pack: RulePack, origins: Mapping[str, Sequence[str]]) -> str:
    """Return the whole document; the same rules give the same bytes."""
    return "\n".join((*_head(pack), *_sections(pack, origins), *_idle(pack, origins), *_without_rule(pack)))


def _head(pack: RulePack) -> Iterator[str]:
    document, source = pack.source.document, pack.source
    count = sum(clause.status == "planned" for clause in pack.clauses.values())
    yield f"# {plain(document.title)}（{plain(document.number)}）规则"
    yield ""
    yield f"本文件由 `medcheck rules docs --pack {pack.id}` 从 `rules/{pack.id}/` 生成，请勿手工修改；规则改动后运行 `make docs`。"
    yield ""
    yield f"- 发布机关：{plain(document.issuer)}"
    yield f"- 施行日期：{source.valid_from} {f'至 {source.valid_to}' if source.valid_to else '起，没有规定有效期'}"
    yield f"- 与正式文本核对：{'已核对' if source.verified else '尚未核对'}"
    yield f"- 登记条款 {len(pack.clauses)} 个，其中尚未编写规则的 {count} 个；规则 {len(pack.rules)} 条"
    yield ""


def _sections(pack: RulePack, origins: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for section in pack.sections:
        yield f"## {plain(section.title.zh)}"
        yield ""
        for rule in section.rules:
            yield from _rule(pack, rule, origins)


def _idle(pack: RulePack, origins: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the drafts and the rules that are kept to be read only."""
    if pack.idle:
        yield "## 草案和停用的规则"
        yield ""
        for rule in pack.idle.values():
            yield from _rule(pack, rule, origins)


def _rule(pack: RulePack, rule: Rule, origins: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield f"### {plain(rule.title.zh)}"
    yield ""
    yield f"`{rule.id}`"
    yield ""
    for label, text in rule_rows(pack, rule, origins):
        if label != "写在":  # the line a rule stands on changes with every rule above it
            yield f"- **{label}** {plain(text)}"
    yield ""


def _without_rule(pack: RulePack) -> Iterator[str]:
    yield "## 没有单独规则的条款"
    for status, names in clauses_without_rule(pack):
        yield ""
        yield f"### {STATUS_WORDS[status]}（{len(names)} 个）"
        yield ""
        yield from (f"- {plain(clause_text(name, pack.clauses[name]))}" for name in names)
    yield ""
