"""The hashes of a rule pack as text: on the screen, and as the list of released hashes in docs. Knows no folder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medcheck import __version__
from medcheck.rulebook.pack import RulePack

_HEAD = """# 规则包的校验值

各版本随程序发布的规则包的 SHA-256，由 `make docs` 生成。报告中规则包的校验值与下面“合计”相同的，用的就是这一版规则。

合计是对各行“校验值、两个空格、名称、换行”所成文字的 SHA-256，即 `sha256sum` 所列清单的校验值；各文件按 LF 换行计算。
包括一切影响判定和日期的内容：规则、口径、条款、名称表，事实词汇表（facts.yaml），节假日（calendar.yaml
和日历程序中施行期间的安排），申请表格式（forms）。用例不影响判定，不包括在内。
"""
_TITLE = re.compile(r"(?m)^## (?P<title>.+)\n")


def hash_lines(pack: RulePack) -> Iterator[str]:
    """Yield the hash of the pack, then that of each part, as `sha256sum` prints them."""
    yield f"规则包 {pack.id}（medcheck {__version__}）"
    yield f"合计  {pack.sha256}"
    yield from (f"{part.sha256}  {part.name}" for part in pack.parts)


def hash_list(pack: RulePack, before: str) -> str:
    """Return the list of released hashes with that of this version on top; other versions of `before` stay as they are."""
    title = f"medcheck {__version__}：{pack.id}"
    lines = "\n".join(f"{part.sha256}  {part.name}" for part in pack.parts)
    sections = {title: f"\n合计：`{pack.sha256}`\n\n```text\n{lines}\n```\n"}
    titles = list(_TITLE.finditer(before))
    ends = [found.start() for found in titles[1:]] + [len(before)]
    for found, end in zip(titles, ends, strict=False):
        sections.setdefault(found["title"], f"{before[found.end() : end].rstrip()}\n")
    return _HEAD + "".join(f"\n## {name}\n{text}" for name, text in sections.items())
