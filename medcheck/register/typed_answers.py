"""What people type for the needs of a step → its answers and files. Shared by command line, workbooks and, later, pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from medcheck import yaml_source
from medcheck.case.visit_case import require_belongs
from medcheck.case.visit_sheet import read_visit
from medcheck.casework.case_event import CaseworkError, Value
from medcheck.casework.needs_met import NONE_STATED
from medcheck.casework.procedure import Need, Procedure, ProcedureAction
from medcheck.disk import MEGABYTE, read_file
from medcheck.errors import MedcheckError, Place, Problem, suggest
from medcheck.form.dates import read_date
from medcheck.register.file_store import keep_file
from medcheck.shown import file_name
from medcheck.vocabulary import Vocabulary

_LARGEST = 64 * MEGABYTE
_BETWEEN = re.compile(r"[、,，;；\n]")
_LINES = re.compile(r"[;；\n]")
_ALL = "全部"
# How one answer of a list is typed: what it is about, and what is said of it.
_TYPED = {
    "registers": (("fact", "value", "register"), "事实=答复@登记系统，例如 under_investigation=否@协议管理系统"),
    "decisions": (("rule", "answer", "note"), "规则=符合 或 规则=不符合，可加 @说明"),
    "documents_required": (("name", "received", ""), "材料名称=是 或 材料名称=否（是否已收到）"),
}


class Typed(NamedTuple):
    """The answers to a step, and the files it brings by their SHA-256."""

    values: Mapping[str, Value]
    files: Mapping[str, str]


class Belongs(NamedTuple):
    """What a filled site-visit sheet must have been made for: the submission (name, SHA-256) and the pack (name, SHA-256)."""

    submission: tuple[str, str]
    pack: tuple[str, str]
    vocabulary: Vocabulary


def typed_answers(
    procedure: Procedure, name: str, typed: Mapping[str, Sequence[str]], belongs: Belongs, day: str = ""
) -> Typed:
    """Return the answers to the needs of an action; `day` answers every date that is asked and not given.

    Files are kept before this returns. Raises CaseworkError with everything that cannot be read, all at once.
    """
    action = procedure.actions.get(name)
    if action is None:
        place = Place(f"程序“{procedure.source.title}”")
        known = "、".join(f"{key}（{step.title}）" for key, step in procedure.actions.items())
        raise CaseworkError(
            [Problem(place, f"没有步骤“{name}”{suggest(name, procedure.actions)}", f"可用的步骤：{known}")]
        )
    place = Place(f"步骤“{action.title}”")
    problems = list(_strange(action, typed, place))
    values, files = dict[str, Value](), dict[str, str]()
    for key, need in action.needs.items():
        texts = [text for text in typed.get(key, ()) if text.strip()]
        if not texts and day and need.kind == "date" and not need.optional and not need.future:
            texts = [day]
        if not texts:
            continue
        try:
            if need.kind in ("file", "workbook"):
                files[key] = keep_file(read_file(Path(texts[-1]), _LARGEST))
            else:
                values[key] = _value(procedure, action, key, texts, belongs)
        except MedcheckError as error:
            problems += error.problems
        except ValueError as error:
            problems.append(Problem(place, f"“{need.title}”（--{key}）{error}", "改正后重试"))
    if problems:
        raise CaseworkError(problems)
    return Typed(values, files)


def _strange(action: ProcedureAction, typed: Iterable[str], place: Place) -> Iterator[Problem]:
    for key in typed:
        if key not in action.needs:
            known = "、".join(f"--{name}（{need.title}）" for name, need in action.needs.items())
            yield Problem(place, f"没有“--{key}”这一项{suggest(key, action.needs)}", f"可填：{known or '无'}")


def _value(procedure: Procedure, action: ProcedureAction, key: str, texts: Sequence[str], belongs: Belongs) -> Value:
    need = action.needs[key]
    last = texts[-1].strip()
    if need.kind == "date":
        day, why = read_date(last)
        if day is None:
            raise ValueError(why)
        return day.isoformat()
    if need.kind in ("number", "case"):
        return _number(last)
    if need.kind == "checks":
        return _checks(procedure.source.checks[need.list], texts)
    if need.kind in ("lines", "people"):
        between = _LINES if need.kind == "lines" else _BETWEEN
        return [part.strip() for text in texts for part in between.split(text) if part.strip()]
    if need.kind == "cases":
        return [_number(part) for text in texts for part in _BETWEEN.split(text) if part.strip()]
    if need.kind == "visit":
        return _visit(Path(last), belongs)
    if need.kind == "answers" and last == NONE_STATED:
        return last
    if need.kind == "answers" and key in action.each:
        return [_of_member(text) for text in texts]
    if need.kind == "answers":
        return [answer for text in texts for answer in _answers(text, _list_of(action, key))]
    return _choice(need, last)


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise ValueError(f"应为整数，现为“{text}”")
    return int(text)


def _of_member(text: str) -> dict[str, object]:
    """Return what a round says of one of its cases: `3=同类机构已满足需要；…`, the reasons apart."""
    number, sign, reasons = text.partition("=")
    if not sign or not reasons.strip():
        raise ValueError(f"应写成 案件编号=理由，例如 3=同类机构已满足参保人员需要，现为“{text}”")
    return {"case": _number(number), "reasons": [part.strip() for part in _LINES.split(reasons) if part.strip()]}


def _choice(need: Need, text: str) -> str:
    """Return a text; of a choice the option that it begins, where it begins just one."""
    meant = [option for option in need.options if option.startswith(text)]
    return meant[0] if need.kind == "choice" and len(meant) == 1 else text


def _checks(known: Sequence[str], texts: Sequence[str]) -> list[str]:
    if [text.strip() for text in texts] == [_ALL]:
        return list(known)
    return [part.strip() for text in texts for part in _BETWEEN.split(text) if part.strip()]


def _visit(path: Path, belongs: Belongs) -> dict[str, object]:
    """Return a filled site-visit sheet, or a visit written as YAML, as the case file has it."""
    if path.suffix.lower() in (".yaml", ".yml"):
        plain = yaml_source.read(path).plain()
        if not isinstance(plain, dict):
            raise ValueError("应为勘验结果（on、inspectors、measurements、answers）")
        return plain
    sheet = read_visit(path, belongs.vocabulary)
    require_belongs(sheet, belongs.submission, belongs.pack)
    if sheet.inspection is None:
        raise ValueError(f"{file_name(path)}还没有填写")
    return sheet.inspection.model_dump(mode="json", exclude_defaults=True, by_alias=True)


def _list_of(action: ProcedureAction, key: str) -> str:
    """Return the list of the case file to which the answers to a need go."""
    return next((name for name, need in action.case.items() if need == key), "")


def _answers(text: str, into: str) -> Iterator[dict[str, object]]:
    """Yield the answers of a YAML file, or the one that is typed."""
    if text.lower().endswith((".yaml", ".yml")):
        plain = yaml_source.read(Path(text)).plain()
        entries = plain.get(into, plain) if isinstance(plain, dict) else plain
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ValueError(f"文件 {file_name(Path(text))} 应为答复的列表")
        yield from entries
        return
    if into not in _TYPED:
        raise ValueError("应写明一个 YAML 文件")
    (about, said, more), how = _TYPED[into]
    subject, sign, rest = text.partition("=")
    value, _, further = rest.partition("@")
    if not sign or not subject.strip() or not value.strip():
        raise ValueError(f"应写成 {how}，现为“{text}”")
    answer: dict[str, object] = {about: subject.strip(), said: value.strip()}
    yield answer | ({more: further.strip()} if more and further.strip() else {})
