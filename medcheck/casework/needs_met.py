"""What a person answers to the needs of an action: of the right kind, complete, and on possible days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from medcheck.casework.procedure import Need, Procedure, ProcedureAction
from medcheck.errors import Place, Problem, suggest
from medcheck.limits import is_near

_FILES = frozenset({"file", "workbook"})
NONE_STATED = "无"  # of a list: nothing of the kind, which is an answer
_SHA256 = re.compile("[0-9a-f]{64}")
_LARGEST_NUMBER = 9999
_LARGEST_CASE = 999_999_999


def checked_answers(
    procedure: Procedure, action: ProcedureAction, values: Mapping[str, Any], files: Mapping[str, str], today: date
) -> Iterator[Problem]:
    """Yield a problem for each answer that is missing, unknown, of another kind, or on a day that cannot be."""
    place = Place(f"步骤“{action.title}”")
    for name in dict.fromkeys((*values, *files)):
        if name not in action.needs:
            text = f"没有“{name}”这一项{suggest(name, action.needs)}"
            yield Problem(place, text, f"可填：{'、'.join(action.needs)}")
    for name, need in action.needs.items():
        given = files.get(name) if need.kind in _FILES else values.get(name)
        if given in (None, "", []):
            if not need.optional:
                yield Problem(place, f"缺少“{need.title}”（{name}）", f"补填：{_expected(procedure, need)}")
        elif (found := _fault(procedure, need, given, today)) is not None:
            yield Problem(place, f"“{need.title}”（{name}）应为{_expected(procedure, need)}，{found}", "改正后重试")
        elif need.latest_of and given != max(str(values.get(other, "")) for other in need.latest_of):
            words = "、".join(action.needs[other].title for other in need.latest_of)
            yield Problem(place, f"“{need.title}”（{name}）应为{words}中最晚的一日，现为{given}", "核对几个日期")


def _fault(procedure: Procedure, need: Need, given: Any, today: date) -> str | None:
    """Return what is wrong with an answer, None where nothing is."""
    if "\0" in str(given):
        return "现含有空字符"
    if need.kind == "date":
        return _day_fault(need, given, today)
    if need.kind == "choice":
        return None if given in need.options else f"现为“{given}”"
    if need.kind == "number":
        return None if _is_number(given, _LARGEST_NUMBER) else f"现为“{given}”"
    if need.kind == "case":
        return None if _is_number(given, _LARGEST_CASE) else f"现为“{given}”"
    if need.kind == "cases":
        right = isinstance(given, list) and all(_is_number(case, _LARGEST_CASE) for case in given)
        twice = [case for case in given if given.count(case) > 1] if right else []
        return f"案件 {twice[0]} 写了两次" if twice else None if right else f"现为“{given}”"
    if need.kind in _FILES:
        return None if isinstance(given, str) and _SHA256.fullmatch(given) else f"现为“{given}”"
    if need.kind == "checks":
        return _checks_fault(need, procedure.source.checks[need.list], given)
    if need.kind in ("lines", "people"):
        right = isinstance(given, list) and all(isinstance(line, str) and line.strip() for line in given)
        return None if right else f"现为“{given}”"
    if need.kind == "answers":
        right = given == NONE_STATED or (isinstance(given, list) and all(isinstance(entry, dict) for entry in given))
        return None if right else "现为其他内容"
    right = isinstance(given, dict) if need.kind == "visit" else isinstance(given, str) and bool(given.strip())
    return None if right else f"现为“{given}”"


def _day_fault(need: Need, given: Any, today: date) -> str | None:
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        day = None
    if day is None or str(day) != given or not is_near(day):
        return f"现为“{given}”"
    return f"现为{day}，在记录之日{today}以后" if day > today and not need.future else None


def _is_number(given: Any, largest: int) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= largest


def _checks_fault(need: Need, known: tuple[str, ...], given: Any) -> str | None:
    if not isinstance(given, list):
        return f"现为“{given}”"
    strange = [item for item in given if item not in known]
    if strange:
        return f"现有“{strange[0]}”{suggest(str(strange[0]), known)}"
    lacking = [item for item in known if item not in given] if need.whole else []
    return f"还缺{'、'.join(lacking)}" if lacking else None


def _expected(procedure: Procedure, need: Need) -> str:
    """Return what is expected, in words."""
    words = {
        "date": "日期（例如 2019-11-18）" if need.future else "日期（例如 2019-11-18，不晚于记录之日）",
        "choice": f"{'、'.join(need.options)}之一",
        "number": f"1 至 {_LARGEST_NUMBER} 的整数",
        "case": "案件编号",
        "cases": "案件编号的列表，每个案件一次",
        "checks": f"{'、'.join(procedure.source.checks.get(need.list, ()))}{'各项齐全' if need.whole else '中已核实的各项'}",
        "lines": "一行或者多行文字",
        "people": "一个或者多个姓名",
        "file": "文件（SHA-256）",
        "workbook": "工作簿（SHA-256）",
        "visit": "勘验结果",
        "answers": "答复的列表，没有的写“无”",
    }
    return words.get(need.kind, "文字")
