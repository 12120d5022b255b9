"""Reads a procedure from the bytes of its file, lays readings over it and takes away what an office has switched off."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from medcheck import yaml_source
from medcheck.casework.procedure import KnownClock, Procedure, ProcedureClock, ProcedureSource
from medcheck.errors import Place, Problem, RuleError, suggest
from medcheck.rulebook.pack_source import Clock
from medcheck.yaml_source import Node

# Mappings of an action of which a reading replaces entries, not the whole.
_LAID_OVER = ("needs", "start", "stop", "pause", "hold", "resume")


def read_procedure(
    content: bytes,
    file: str,
    deadlines: Mapping[str, Clock],
    readings: Mapping[str, str] = {},
    off: Collection[str] = (),
) -> Procedure:
    """Return a procedure under some readings, without the habits that are `off`; `deadlines` are the pack's clocks.

    Raises RuleError with the line of everything that cannot be read, and for an unknown reading, option or habit.
    """
    return procedure_of(procedure_text(content, file), deadlines, readings, off)


class ProcedureText(NamedTuple):
    """The file of a procedure, parsed but not yet understood."""

    root: Node
    file: str
    sha256: str


def procedure_text(content: bytes, file: str) -> ProcedureText:
    """Return the parsed file of a procedure; raise RuleError with the line where it is no YAML."""
    content = content.replace(b"\r\n", b"\n")
    return ProcedureText(yaml_source.of_bytes(content, file), file, hashlib.sha256(content).hexdigest())


def procedure_of(
    text: ProcedureText,
    deadlines: Mapping[str, Clock],
    readings: Mapping[str, str] = {},
    off: Collection[str] = (),
) -> Procedure:
    """Return a procedure as `read_procedure` does, of a file that is parsed already; raise RuleError as it does."""
    root, file = text.root, text.file
    source = yaml_source.validate(ProcedureSource, root)
    if readings:
        plain = root.plain()
        for name, option in readings.items():
            plain = _under(plain, source, name, option, file)
        source = yaml_source.validate(ProcedureSource, _node(plain, root))
    source = _without_unstated(source, deadlines)
    lines = {name: node.place.line for name, node in root.at(["actions"]).mapping.items()}
    clocks = {name: _known(name, clock, deadlines, root) for name, clock in source.clocks.items()}
    whole = Procedure(source, clocks, text.sha256, file, lines, dict(readings))
    return without_habits(whole, off) if off else whole


def without_habits(procedure: Procedure, off: Collection[str]) -> Procedure:
    """Return a procedure without some of its habits; refuse what is none, for the regulation cannot be switched off."""
    known = list(procedure.habits())
    for name in off:
        if name not in known:
            text = f"“{name}”不是可以停用的习惯做法{suggest(name, known)}"
            raise RuleError([Problem(Place(procedure.file), text, f"可以停用的：{'、'.join(known)}")])
    source = procedure.source
    actions = {}
    for name, action in source.actions.items():
        if name in off:
            continue
        needs = {need: asked for need, asked in action.needs.items() if f"need:{name}.{need}" not in off}
        gone = action.needs.keys() - needs.keys()
        start = {clock: begun for clock, begun in action.start.items() if not gone & {begun.on, begun.until}}
        case = {key: need for key, need in action.case.items() if not (isinstance(need, str) and need in gone)}
        paper = "" if f"paper:{action.paper}" in off else action.paper
        eyes = () if f"eyes:{name}" in off else action.not_by
        kept = {"needs": needs, "start": start, "case": case, "paper": paper, "not_by": eyes}
        actions[name] = action.model_copy(update=kept)
    papers = {name: paper for name, paper in source.papers.items() if f"paper:{name}" not in off}
    return procedure._replace(source=source.model_copy(update={"actions": actions, "papers": papers}))


def _without_unstated(source: ProcedureSource, deadlines: Mapping[str, Clock]) -> ProcedureSource:
    """Return a procedure without the clocks it has only where the pack states such a deadline."""
    gone = {name for name, clock in source.clocks.items() if clock.where_stated and clock.deadline not in deadlines}
    if not gone:
        return source
    actions = {}
    for name, action in source.actions.items():
        start = {clock: begun for clock, begun in action.start.items() if clock not in gone}
        stop = {clock: ended for clock, ended in action.stop.items() if clock not in gone}
        actions[name] = action.model_copy(update={"start": start, "stop": stop})
    clocks = {name: clock for name, clock in source.clocks.items() if name not in gone}
    return source.model_copy(update={"actions": actions, "clocks": clocks})


def _under(plain: Mapping[str, Any], source: ProcedureSource, name: str, option: str, file: str) -> dict[str, Any]:
    """Return a procedure's plain data under an option of one of its readings."""
    reading = source.readings.get(name)
    if reading is None:
        text = f"没有解释口径“{name}”{suggest(name, source.readings)}"
        raise RuleError([Problem(Place(file), text, f"可用的：{'、'.join(source.readings)}")])
    if option not in reading.options:
        text = f"解释口径“{name}”没有选项“{option}”{suggest(option, reading.options)}"
        raise RuleError([Problem(Place(file), text, f"可用的：{'、'.join(reading.options)}")])
    chosen = reading.options[option]
    actions = {key: dict(action) for key, action in plain["actions"].items() if key not in chosen.drop}
    for key, fields in chosen.replace.items():
        if key not in actions:
            raise RuleError([Problem(Place(file), f"解释口径“{name}”改变的步骤“{key}”不存在", "改正步骤的名称")])
        for field, value in fields.items():
            if field in _LAID_OVER and isinstance(value, dict):
                value = _laid({**actions[key].get(field, {}), **value})
            actions[key][field] = value
        actions[key] = _laid(actions[key])
    clocks = {key: {**clock, **chosen.clocks.get(key, {})} for key, clock in (plain.get("clocks") or {}).items()}
    return {**plain, "actions": actions, "clocks": clocks}


def _laid(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def _node(plain: Any, root: Node) -> Node:
    """Return plain data as nodes, each on the line on which the file has its like."""
    if isinstance(plain, dict):
        return Node({key: _node(value, root.at([key])) for key, value in plain.items()}, root.place)
    if isinstance(plain, list):
        return Node([_node(value, root.at([at])) for at, value in enumerate(plain)], root.place)
    return Node("" if plain is None else str(plain), root.place)


def _known(name: str, clock: ProcedureClock, deadlines: Mapping[str, Clock], root: Node) -> KnownClock:
    if not clock.deadline:
        return KnownClock(
            title=clock.title,
            cite=clock.cite,
            party=str(clock.party),
            after=clock.after,
            working_days=clock.working_days,
            months=clock.months,
            without=clock.without,
            habit=clock.habit,
            first_day_counts=clock.first_day_counts,
        )
    if clock.deadline not in deadlines:
        where = root.at(["clocks", name])
        text = f"规则包没有期限“{clock.deadline}”{suggest(clock.deadline, deadlines)}"
        raise where.error(text, f"可用的期限：{'、'.join(deadlines)}")
    of_pack = deadlines[clock.deadline]
    length = of_pack.length
    return KnownClock(
        title=of_pack.title,
        cite=of_pack.cite,
        party=of_pack.party,
        after=of_pack.after,
        working_days=length.working_days,
        months=length.months,
        years=length.years,
        without=clock.without,
        habit=clock.habit,
        first_day_counts=clock.first_day_counts,
    )
