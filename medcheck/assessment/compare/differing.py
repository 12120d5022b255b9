"""Lists in what the bases of two assessments differ: the application, the rules, the procedure, the program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from medcheck.assessment.compare.comparison import Differing, Head

_FILES = {"case": "案件文件", "catalogue": "医保药品目录", "list": "清单", "inspection": "勘验表"}
_NONE = "没有使用"


def differing(first: Head, second: Head) -> Iterator[Differing]:
    """Yield what differs, the application first; the same content under another name is the same."""
    if first.workbook_sha256 != second.workbook_sha256:
        pair = (_hashed(head.workbook, head.workbook_sha256) for head in (first, second))
        yield Differing(kind="application", word="申请表", first=next(pair), second=next(pair))
    yield from _files(first, second)
    if (first.pack, first.pack_sha256) != (second.pack, second.pack_sha256):
        pair = (_hashed(f"{head.pack}（{head.regulation_number}）", head.pack_sha256) for head in (first, second))
        yield Differing(kind="rules", word="规则包", first=next(pair), second=next(pair))
    yield from _readings(first, second)
    plain = (
        ("阶段", first.stage_word, second.stage_word),
        ("申请日期", _day(first.application_date), _day(second.application_date)),
        ("评估日期", _day(first.assessment_date), _day(second.assessment_date)),
    )
    yield from (Differing(kind="procedure", word=word, first=a, second=b) for word, a, b in plain if a != b)
    if first.medcheck != second.medcheck:
        pair = (f"medcheck {head.medcheck}" for head in (first, second))
        yield Differing(kind="program", word="程序版本", first=next(pair), second=next(pair))


def _files(first: Head, second: Head) -> Iterator[Differing]:
    """Yield each file beside the workbook that only one used, or that has another content."""
    used = [
        {(f.what, f.name): f for f in (compared.options.files if compared.options else ())}
        for compared in (first, second)
    ]
    for what, name in dict.fromkeys([*used[0], *used[1]]):
        pair = [files.get((what, name)) for files in used]
        if len({compared.sha256 if compared else "" for compared in pair}) > 1:
            texts = [_hashed(compared.file, compared.sha256) if compared else _NONE for compared in pair]
            kind = "application" if what == "list" else "procedure"
            yield Differing(kind=kind, word=_FILES.get(what, what), first=texts[0], second=texts[1])  # type: ignore[arg-type]  # one of two of its words


def _readings(first: Head, second: Head) -> Iterator[Differing]:
    chosen = [{reading.name: reading for reading in head.readings} for head in (first, second)]
    for name in dict.fromkeys([*chosen[0], *chosen[1]]):
        a, b = (readings.get(name) for readings in chosen)
        if (a and a.option) != (b and b.option):
            title = (a or b or second.readings[0]).title
            texts = [reading.label if reading else "没有这一口径" for reading in (a, b)]
            yield Differing(kind="rules", word=f"口径：{title}", first=texts[0], second=texts[1])


def _hashed(name: str, sha256: str) -> str:
    return f"{name}，SHA-256 {sha256}"


def _day(value: date | None) -> str:
    return value.isoformat() if value else "未填写"
