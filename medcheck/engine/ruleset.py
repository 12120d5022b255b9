"""One durable-rules ruleset over one kind of fact: assert it, see which rules fire, retract it. The door to `durable`.

Knows nothing of medical rules. What the library breaks on stands in `tests/test_engine_traps.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import durable_rules_engine as native  # the C half of durable-rules
from durable import engine

from medcheck.engine.network import require_distinct_hashes
from medcheck.engine.scaling import IntegerCondition, Pattern
from medcheck.errors import EngineError, Place, Problem

# One sid and one fact id for ever: the library knows both by a 32-bit hash only, and gives states back unwillingly.
_SID = "s"
_FACT = "f"
_RETRACTED = f'{{"id":"{_FACT}","sid":"{_SID}"}}'
_BOOT: Pattern = (IntegerCondition("boot", "$eq", 1),)
# All names of patterns are as long as this one, so that a message is not searched for where the name ends.
_BOOTED = "booted"
_NAME = slice(2, 2 + len(_BOOTED))  # {"NAME":{"m":{…}}}


def failure(text: str) -> EngineError:
    """Return the error of an engine that did not do what it must."""
    mend = "这是程序的错误，不是申请材料的问题，本申请没有得出任何结论：请将本信息和申请表交给维护者"
    return EngineError([Problem(Place("规则引擎"), text, mend)])


class FactRuleset(engine.Ruleset):  # type: ignore[misc]  # durable-rules has no types
    """Named patterns over one fact with fixed properties, all of them integers.

    The library's own loop parses the fact and rewrites the state after each firing; this one reads the rule's name.
    """

    def __init__(self, name: str, properties: Sequence[str], patterns: Mapping[str, Pattern]) -> None:
        require_distinct_hashes((*properties, _BOOT[0].name, "id", "sid", "$s"))
        rules = {key: definition(pattern) for key, pattern in {**patterns, _BOOTED: _BOOT}.items()}
        if any(len(key) != len(_BOOTED) for key in rules):
            raise failure(f"规则集“{name}”的规则名长度不一")
        super().__init__(name, None, {key: {**rule, "run": _nothing} for key, rule in rules.items()})
        fields = "".join(f',"{key}":%d' for key in properties)
        self._template = f'{{"id":"{_FACT}","sid":"{_SID}"{fields}}}'
        self._boot()

    def fire(self, values: tuple[int, ...]) -> list[str]:
        """Return the names of the rules that fire for a fact. It is gone again afterwards, and that is proved.

        After an exception call `reset`: what the library left behind then is unknown.
        """
        try:
            return self._fire(self._template % values)
        except (native.error, MemoryError) as error:
            raise failure(f"规则集“{self._name}”：{error}") from error

    def _fire(self, fact: str) -> list[str]:
        handle, fired = self._handle, []
        code, state = native.assert_fact(handle, fact)
        if code != 0:
            raise failure(f"引擎没有接受事实（代码 {code}）：{fact}")
        started = native.start_action_for_state(handle, state)
        message = started[1] if started else None
        while message:
            fired.append(message[_NAME])
            message = native.complete_and_start_action(handle, state)
        code, _ = native.retract_fact(handle, _RETRACTED)
        left = native.get_facts(handle, _SID)
        if code != 0 or left != "[]":
            raise failure(f"引擎没有撤回事实（代码 {code}）：{left}")
        return fired

    def reset(self) -> None:
        """Delete the state with whatever is in it and boot a new one."""
        native.delete_state(self._handle, _SID)
        self._boot()

    def _boot(self) -> None:
        # A state in which nothing ever fired cannot be deleted: the library frees a pointer nobody set.
        if self._fire(f'{{"id":"{_FACT}","sid":"{_SID}","boot":1}}') != [_BOOTED]:
            raise failure(f"规则集“{self._name}”没有启动")


def definition(pattern: Pattern) -> dict[str, object]:
    """Return a pattern as a JSON rule of durable-rules."""
    conditions = [_condition(condition) for condition in pattern]
    return {"all": [{"m": conditions[0] if len(conditions) == 1 else {"$and": conditions}}]}


def _condition(condition: IntegerCondition) -> dict[str, object]:
    compared: dict[str, object] = {condition.name: condition.value}
    return compared if condition.operator == "$eq" else {condition.operator: compared}


def _nothing(c: object) -> None:
    """Stand where the library wants an action: the loop above reads which rule fired instead."""
