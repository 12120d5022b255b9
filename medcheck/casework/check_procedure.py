"""Proves a procedure: nothing in it is dead, nobody is caught in it, and everything it names is there. Knows no case.

It is proved as written, under every reading, and without its habits: each alone and all together. What is proved stands
in `check_mentions.py` and `check_paths.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from medcheck.casework.check_mentions import citations_unknown, names_unknown, procedure_problem
from medcheck.casework.check_paths import ways_closed
from medcheck.casework.procedure import Procedure
from medcheck.casework.read_procedure import procedure_of, procedure_text, read_procedure, without_habits
from medcheck.errors import Problem, RuleError, suggest
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.pack_source import Clock
from medcheck.rulebook.procedure_files import ProcedureFile


def check_procedures(files: Mapping[str, ProcedureFile], pack: RulePack) -> Iterator[Problem]:
    """Yield everything that is wrong with the procedures of a pack, given the file of each by its name."""
    citations = tuple(clause.cite for clause in pack.clauses.values())
    read: dict[str, Procedure] = {}
    for name, file in files.items():
        found = check_procedure(file.content, file.place(name), pack.source.deadlines, citations)
        yield from found
        if not found:
            read[name] = read_procedure(file.content, file.place(name), pack.source.deadlines)
    for name, procedure in read.items():
        yield from _rounds(procedure, read)
        if files[name].pack == pack.id:
            yield from _in_force(procedure, pack)


def check_procedure(
    content: bytes, file: str, deadlines: Mapping[str, Clock], citations: Iterable[str]
) -> tuple[Problem, ...]:
    """Return everything that is wrong with a procedure; `citations` are those of the pack's clauses."""
    try:
        text = procedure_text(content, file)
        written = procedure_of(text, deadlines)
    except RuleError as error:
        return error.problems
    if file.rpartition("/")[2] != f"{written.id}.yaml":
        return (procedure_problem(written, "", f"id “{written.id}”与文件名不同", "改成与文件名相同"),)
    problems = dict.fromkeys(
        (*names_unknown(written), *citations_unknown(written, tuple(citations)), *ways_closed(written, ""))
    )
    for name, reading in written.source.readings.items():
        for option in reading.options:
            try:
                other = procedure_of(text, deadlines, {name: option})
            except RuleError as error:
                problems |= dict.fromkeys(error.problems)
                continue
            problems |= dict.fromkeys((*names_unknown(other), *ways_closed(other, f"（解释口径 {name}={option}）")))
    habits = tuple(written.habits())
    for off in (*((habit,) for habit in habits), habits) if habits else ():
        words = f"（停用{off[0]}时）" if len(off) == 1 else "（停用全部习惯做法时）"
        reduced = without_habits(written, off)
        problems |= dict.fromkeys((*names_unknown(reduced), *ways_closed(reduced, words)))
    return tuple(problems)


def _rounds(procedure: Procedure, others: Mapping[str, Procedure]) -> Iterator[Problem]:
    """Yield what a round writes to its members that their procedure does not let a round write."""
    written = {each.action: name for name, action in procedure.actions.items() for each in action.each.values()}
    if not written:
        return
    members = others.get(procedure.source.members)
    if members is None:
        text = f"批次的成员没有程序“{procedure.source.members}”{suggest(procedure.source.members, others)}"
        yield procedure_problem(procedure, "", text, "改正 members")
        return
    for theirs, name in written.items():
        if theirs not in members.actions:
            text = f"写入成员的步骤“{theirs}”不在程序“{members.id}”中{suggest(theirs, members.actions)}"
            yield procedure_problem(procedure, name, text, "改正 each")
        elif "round" not in members.actions[theirs].by:
            yield procedure_problem(procedure, name, f"写入成员的步骤“{theirs}”不由批次记录", "在它的 by 中写 round")
    for theirs, action in members.actions.items():
        if action.by == ("round",) and theirs not in written:
            yield procedure_problem(members, theirs, "只由批次记录，批次却不写它", "在批次的 each 中写它，或改正 by")


def _in_force(procedure: Procedure, pack: RulePack) -> Iterator[Problem]:
    """Yield a problem where a procedure says other days of validity than its own pack."""
    force = procedure.source.in_force
    if (force.since, force.to) != (pack.source.valid_from, pack.source.valid_to):
        wanted = f"{pack.source.valid_from} 至 {pack.source.valid_to or '（没有终止日）'}"
        yield procedure_problem(procedure, "", f"in_force 与规则包的有效期（{wanted}）不同", "改成与 pack.yaml 相同")
