"""Checks that durable-rules can bear a set of patterns: it must tell the names apart and not run out of its stack.

It knows nothing of the library's interface. The limits are checked when patterns are compiled, not when they fire.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from medcheck.engine.scaling import IntegerCondition, Pattern

# The library keeps the matching conditions of a fact in a stack of 64 and gives up beyond (error 303).
MOST_PENDING = 60
# 254 properties a fact; id and sid are two of them.
MOST_PROPERTIES = 250


def name_hash(name: str) -> int:
    """Return the 32-bit FNV-1a hash by which alone the library knows a property."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def require_distinct_hashes(names: Iterable[str]) -> None:
    """Raise ValueError for two names the library would take for one, and for a name that is not ASCII."""
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(name_hash(name), name)
        if other != name or not name.isascii():
            raise ValueError(f"the engine cannot tell {name!r} from {other!r}")


def worst_pending(patterns: Sequence[Pattern]) -> int:
    """Return how many matching conditions of one fact can at most be pending at a time.

    Patterns that begin alike share the conditions they begin with. All matching conditions that follow the same
    beginning are pending together; when the library takes one up, the conditions that follow it come in its place.
    """
    followers: dict[IntegerCondition, list[Pattern]] = {}
    for pattern in patterns:
        if pattern:
            followers.setdefault(pattern[0], []).append(pattern[1:])
    by_property: dict[str, list[IntegerCondition]] = {}
    for condition in followers:
        by_property.setdefault(condition.name, []).append(condition)
    together = sum(_most_matching(conditions) for conditions in by_property.values())
    deeper = max((worst_pending(rest) for rest in followers.values()), default=0)
    return together + max(0, deeper - 1)


def _most_matching(conditions: Sequence[IntegerCondition]) -> int:
    """Return how many conditions on one property a single value can satisfy."""
    turns = {condition.value + step for condition in conditions for step in (-1, 0, 1)}
    return max(sum(condition.holds(value) for condition in conditions) for value in turns)
