"""The procedure by which a case is led: that of its pack, as the office has chosen it. Knows no case."""

from __future__ import annotations

from medcheck.casework.procedure import Procedure
from medcheck.casework.read_procedure import read_procedure
from medcheck.context import keep
from medcheck.errors import Place, Problem, RuleError, suggest
from medcheck.rulebook.procedure_files import pack_procedures
from medcheck.rulebook.shelf import current_shelf

IMPORTED = "imported"  # facilities designated before the register: a case without steps
PEOPLE = "register"  # case 0: who works with the register, and what was done with the register itself
_WITHOUT_STEPS = frozenset({IMPORTED, PEOPLE, ""})


def procedure_of(pack: str, name: str) -> Procedure | None:
    """Return the procedure of a pack by its name, None for a case without steps; raise RuleError where there is none."""
    return None if name in _WITHOUT_STEPS else _read(pack, name, current_shelf().pack(pack).sha256)


def required_procedure(pack: str, name: str) -> Procedure:
    """Return the procedure of a case that has steps; raise RuleError for one that has none."""
    procedure = procedure_of(pack, name)
    if procedure is None:
        text = "这是登记册建立以前定点的机构，没有办理步骤"
        raise RuleError([Problem(Place("步骤"), text, "变更、年度审核、退出用 medcheck case open 另立案件")])
    return procedure


def procedure_names(pack: str) -> list[str]:
    """Return the procedures of a pack."""
    return list(pack_procedures(current_shelf().folder(pack), current_shelf().find))


@keep(64)
def _read(pack: str, name: str, sha256: str) -> Procedure:
    known = pack_procedures(current_shelf().folder(pack), current_shelf().find)
    if name not in known:
        text = f"规则包 {pack} 没有程序“{name}”{suggest(name, known)}"
        raise RuleError([Problem(Place("程序"), text, f"可用的程序：{'、'.join(known) or '无'}")])
    deadlines = current_shelf().pack(pack).source.deadlines
    return read_procedure(known[name].content, known[name].place(name), deadlines)
