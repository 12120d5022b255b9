"""Checks the tables of department names and titles: names no vocabulary knows, words that mean two things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medcheck.errors import Problem, suggest
from medcheck.measure.written_names import fold
from medcheck.rulebook.pack import RulePack
from medcheck.yaml_source import Node

_NAMES = "tables/department_names.yaml"
_TITLES = "tables/titles.yaml"
# Tables from a name people write to standard names, and from a standard name to others.
_TO_STANDARD = ("composites", "merged", "may_be")
_SEVERAL = ("composites", "merged")
_OF_STANDARD = ("unions", "groups")


def check_names(pack: RulePack) -> Iterator[Problem]:
    """Yield each name that no vocabulary knows, and each word that would mean two things at once."""
    if node := pack.files.get(_NAMES):
        yield from _unknown(pack, node)
        yield from _twice(node)
    if node := pack.files.get(_TITLES):
        yield from _titles(pack, node)


def _unknown(pack: RulePack, node: Node) -> Iterator[Problem]:
    members = _members(pack, "departments")
    part = node.mapping
    yield from _not_among(members, (Node(name, item.place) for name, item in _part(node, "aliases").items()))
    for key in (*_TO_STANDARD, "holds", *_OF_STANDARD):
        for name, items in _part(node, key).items():
            heads = [Node(name, items.place)] if key in _OF_STANDARD else []
            yield from _not_among(members, (*heads, *items.items))
    for key in ("administrative", "clinical", "treating", "intensive"):
        yield from _not_among(members, part[key].items if key in part else ())
    for group in part["mergers"].items if "mergers" in part else ():
        yield from _not_among(members, group.items)
    for meanings in part["under"].mapping.values() if "under" in part else ():
        yield from _not_among(members, meanings.mapping.values())
    functions = _members(pack, "admin_functions")
    yield from _not_among(functions, (Node(name, item.place) for name, item in _part(node, "functions").items()))


def _twice(node: Node) -> Iterator[Problem]:
    """Yield each written name that stands for two things: an alias of two, or an alias that is known to be another."""
    meant: dict[str, str] = {}
    for name, aliases in _part(node, "aliases").items():
        meant.setdefault(fold(name), name)
        for alias in aliases.items:
            if meant.setdefault(fold(alias.text), name) != name:
                text = f"“{alias.text}”既是“{meant[fold(alias.text)]}”的名称，又是“{name}”的别名"
                yield Problem(alias.place, text, "只留其中一处")
    others = node.mapping["others"].items if "others" in node.mapping else []
    several = [Node(name, item.place) for key in _SEVERAL for name, item in _part(node, key).items()]
    for other in (*several, *others):
        if fold(other.text) in meant:
            text = f"“{other.text}”已是“{meant[fold(other.text)]}”的名称，又列在别处"
            yield Problem(other.place, text, "只留其中一处")
        meant.setdefault(fold(other.text), other.text)
    for other in (Node(name, item.place) for name, item in _part(node, "may_be").items()):
        if any(fold(other.text) == fold(one.text) for one in others):
            text = f"“{other.text}”已列在 others 中，又列在 may_be 中"
            yield Problem(other.place, text, "只留其中一处")


def _titles(pack: RulePack, node: Node) -> Iterator[Problem]:
    definition = pack.vocabulary.facts["staff"].fields["title_level"]
    levels = [level.text for level in node.mapping["levels"].items]
    if levels != list(definition.options):
        text = f"职称级别应为 {'、'.join(definition.options)}，现为 {'、'.join(levels)}"
        yield Problem(node.mapping["levels"].place, text, "按由低到高的顺序写出词汇表的全部级别")
    series = _part(node, "series")
    for listed in series.values():
        own = listed.mapping
        named = [Node(level, own[key].place) for key in ("ranks", "names") if key in own for level in own[key].mapping]
        yield from _not_among(levels, (own["plain"], *named))
    yield from _titles_twice(series)
    for key in ("held_by", "heads"):
        for items in _part(node, key).values():
            yield from _not_among(series, items.items)


def _titles_twice(series: dict[str, Node]) -> Iterator[Problem]:
    """Yield each name of somebody with a title that stands for two series, or for two levels of one."""
    seen: set[str] = set()
    for listed in series.values():
        own = listed.mapping
        words = [word for key in ("masters", "juniors", "ranked") if key in own for word in own[key].items]
        words += [word for items in _part(listed, "names").values() for word in items.items]
        for word in words:
            if fold(word.text) in seen:
                yield Problem(word.place, f"职称“{word.text}”列在两处", "只留其中一处")
            seen.add(fold(word.text))


def _part(node: Node, key: str) -> dict[str, Node]:
    return node.mapping[key].mapping if key in node.mapping else {}


def _members(pack: RulePack, fact: str) -> tuple[str, ...]:
    definition = pack.vocabulary.facts.get(fact)
    return definition.members if definition else ()


def _not_among(known: Iterable[str], nodes: Iterable[Node]) -> Iterator[Problem]:
    names = tuple(known)
    for node in nodes:
        if node.text not in names:
            text = f"“{node.text}”不是登记的名称{suggest(node.text, names)}"
            yield Problem(node.place, text, f"可用的名称：{'、'.join(names)}")
