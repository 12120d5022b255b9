"""Shortens a finding for a reader: of 4,000 people at fault it keeps the number and shows the first ones.

Knows nothing of verdicts: what is cut here has been counted and judged whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from medcheck.assessment.model.finding_model import Finding

_MOST_NAMES, _MOST_EVIDENCE, _LONGEST_TEXT = 50, 300, 1_500
_SEPARATORS = ("；", "、", "，")


def bounded(finding: Finding) -> Finding:
    """Return the finding with long lists and texts cut, each saying how many there are in all; a usual one as it is."""
    changed: dict[str, object] = {}
    for field in ("missing", "unsure"):
        names = getattr(finding, field)
        if len(names) > _MOST_NAMES:
            changed[field] = (*map(_text, names[:_MOST_NAMES]), f"等 {len(names)} 项")
    for field in ("reasons", "remarks"):
        texts = getattr(finding, field)
        if len(texts) > _MOST_NAMES or any(len(text) > _LONGEST_TEXT for text in texts):
            changed[field] = _texts(texts)
    for field in ("value", "gap", "todo"):
        text = getattr(finding, field)
        if len(text) > _LONGEST_TEXT:
            changed[field] = _text(text)
    if len(finding.evidence) > _MOST_EVIDENCE:
        changed["evidence"] = finding.evidence[:_MOST_EVIDENCE]
        remarks = changed.get("remarks", finding.remarks)
        assert isinstance(remarks, tuple)
        changed["remarks"] = (*remarks, f"依据的单元格共 {len(finding.evidence)} 处，此处列出前 {_MOST_EVIDENCE} 处")
    return finding.model_copy(update=changed) if changed else finding


def _texts(texts: Sequence[str]) -> tuple[str, ...]:
    shown = tuple(map(_text, texts[:_MOST_NAMES]))
    return shown if len(texts) <= _MOST_NAMES else (*shown, f"等 {len(texts)} 项")


def _text(text: str) -> str:
    """Return a text, cut behind the last part that fits."""
    if len(text) <= _LONGEST_TEXT:
        return text
    for separator in _SEPARATORS:
        end = text.rfind(separator, _LONGEST_TEXT // 2, _LONGEST_TEXT)
        if end > 0:
            return f"{text[:end]}{separator}……（共 {text.count(separator) + 1} 项，其余见申请表）"
    return f"{text[:_LONGEST_TEXT]}……"
