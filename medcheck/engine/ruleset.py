"""A ruleset of durable-rules: asserts one fact, returns the names of the rules that fire, and retracts the fact.

This module is the only door to `durable`, and knows nothing of medical rules. What the library breaks on stands in
`tests/test_engine_traps.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import durable_rules_engine as native  # the C half of durable-rules
from durable import engine

from medcheck.engine.network import require_distinct_hashes
from medcheck.engine.scaling import IntegerCondition, Pattern
from medcheck.errors import EngineError, Place, Problem

# Every ruleset uses the same state and the same fact id. The library knows both by a 32-bit hash only, so that others
# could collide, and it hardly ever frees a state.
_SID = "s"
_FACT = "f"
_RETRACTED = f'{{"id":"{_FACT}","sid":"{_SID}"}}'
_BOOT: Pattern = (IntegerCondition("boot", "$eq", 1),)
_BOOTED = "booted"


def failure(text: str) -> EngineError:
    """Return the error of an engine that did not do what it must."""
    mend = "这是程序的错误，不是申请材料的问题，本申请没有得出任何结论：请将本信息和申请表交给维护者"
    return EngineError([Problem(Place("规则引擎"), text, mend)])


class FactRuleset(engine.Ruleset):  # type: ignore[misc]  # durable-rules has no types
    """Named patterns over one fact with fixed properties, all of them integers.

    The library's own loop parses the whole message and rewrites the state after each firing; `fire` reads nothing but
    the name of the rule.
    """

    def __init__(self, name: str, properties: Sequence[str], patterns: Mapping[str, Pattern]) -> None:
        require_distinct_hashes((*properties, _BOOT[0].name, "id", "sid", "$s"))
        rules = {key: definition(pattern) for key, pattern in {**patterns, _BOOTED: _BOOT}.items()}
        super().__init__(name, None, {key: {**rule, "run": _nothing} for key, rule in rules.items()})
        fields = "".join(f',"{key}":%d' for key in properties)
        self._template = f'{{"id":"{_FACT}","sid":"{_SID}"{fields}}}'
        self._boot()

    def fire(self, values: tuple[int, ...]) -> list[str]:
        """Return the names of the rules that fire for a fact of these values; afterwards the fact is gone again.

        Raises EngineError where the library fails or keeps the fact. Call `reset` then: nobody knows what it left behind.
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
            fired.append(_rule_name(message))
            message = native.complete_and_start_action(handle, state)
        code, _ = native.retract_fact(handle, _RETRACTED)
        left = native.get_facts(handle, _SID)
        if code != 0 or left != "[]":
            raise failure(f"引擎没有撤回事实（代码 {code}）：{left}")
        return fired

    def reset(self) -> None:
        """Delete the state with whatever is in it, and start a new one."""
        native.delete_state(self._handle, _SID)
        self._boot()

    def _boot(self) -> None:
        """Let one rule fire: the library crashes on deleting a state in which none ever did (it frees an unset pointer)."""
        if self._fire(f'{{"id":"{_FACT}","sid":"{_SID}","boot":1}}') != [_BOOTED]:
            raise failure(f"规则集“{self._name}”没有启动")


def definition(pattern: Pattern) -> dict[str, object]:
    """Return a pattern as a JSON rule of durable-rules."""
    conditions = [_condition(condition) for condition in pattern]
    return {"all": [{"m": conditions[0] if len(conditions) == 1 else {"$and": conditions}}]}


def _condition(condition: IntegerCondition) -> dict[str, object]:
    compared: dict[str, object] = {condition.name: condition.value}
    return compared if condition.operator == "$eq" else {condition.operator: compared}


def _rule_name(message: str) -> str:
    """Return the name of the rule that fired from the library's message, `{"NAME":{"m":{…}}}`."""
    return message.split('"', 2)[1]


def _nothing(c: object) -> None:
    """Do nothing: the library asks for an action, but `fire` reads which rule fired instead."""
