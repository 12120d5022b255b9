"""Lays what a rule pack brings to the vocabulary (facts.yaml in its folder) over the shared one (rules/facts.yaml).

A pack adds units, documents and facts, and under `extends` further options and members to facts that are there. It changes
and takes away nothing: other packs read the same facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import field_validator

from medcheck import yaml_source
from medcheck.errors import Place, Problem, RuleError, suggest
from medcheck.pack_folders import Folder
from medcheck.strict_model import StrictModel
from medcheck.vocabulary import Vocabulary, vocabulary_of
from medcheck.yaml_source import Node

FRAGMENT = "facts.yaml"
_Part = Literal["units", "documents", "facts", "extends"]


class Extension(StrictModel):
    """What a pack adds to a fact that is there: further options of a choice or rank, further names of a set."""

    options: dict[str, str] = {}
    members: tuple[str, ...] = ()

    @field_validator("options", mode="before")
    @classmethod
    def _list_is_its_own_labels(cls, value: object) -> object:
        return {word: word for word in value} if isinstance(value, list) else value


class VocabularyFragment(StrictModel):
    """facts.yaml of a pack: what it adds to the shared vocabulary."""

    units: tuple[str, ...] = ()
    documents: dict[str, str] = {}
    facts: dict[str, object] = {}
    extends: dict[str, Extension] = {}


def with_fragments(vocabulary: Vocabulary, fragments: Mapping[str, Node]) -> Vocabulary:
    """Return the vocabulary with what further packs bring to it, by pack; raise RuleError with every clash and its line."""
    added = {pack: node for pack, node in fragments.items() if pack not in vocabulary.fragments}
    if not added:
        return vocabulary
    root = vocabulary.root
    for pack, node in added.items():
        root = _laid_over(root, node, pack)
    return vocabulary_of(root, vocabulary.sha256, {**vocabulary.fragments, **added})


def read_vocabulary_fragment(folder: Folder) -> Mapping[str, Node]:
    """Return what a pack brings to the vocabulary, by its id: nothing where it has no such file."""
    file = folder / FRAGMENT
    return {folder.name: yaml_source.read(file, f"{folder.name}/{FRAGMENT}")} if file.is_file() else {}


def _laid_over(root: Node, node: Node, pack: str) -> Node:
    """Return the YAML of a vocabulary with a fragment's entries among its own."""
    fragment = yaml_source.validate(VocabularyFragment, node)
    problems = [*_taken_names(root, node), *_extension_problems(root, node, fragment)]
    if problems:
        raise RuleError(problems)
    parts = dict(root.mapping)
    for part in ("documents", "facts"):
        given = node.mapping.get(part, Node({}, node.place))
        parts[part] = Node({**_mapping(root, part), **given.mapping}, given.place)
    further = node.mapping["units"].items if "units" in node.mapping else []
    parts["units"] = Node([*root.mapping["units"].items, *further], root.mapping["units"].place)
    facts = dict(parts["facts"].mapping)
    for name, extension in node.mapping.get("extends", Node({}, node.place)).mapping.items():
        facts[name] = _extended(facts[name], extension)
    return Node({**parts, "facts": Node(facts, parts["facts"].place)}, root.place)


def _taken_names(root: Node, node: Node) -> Iterator[Problem]:
    """Yield each document and fact of a fragment that is there already, with where."""
    words: dict[_Part, str] = {"documents": "材料", "facts": "事实"}
    for part, word in words.items():
        known = _mapping(root, part)
        for name, stated in _mapping(node, part).items():
            if name in known:
                text = f"{word}“{name}”已有登记（{known[name].place}）"
                mend = "改名"
                if part == "facts":
                    mend = "改名；只是增加选项或成员的，写在 extends 中"
                yield Problem(stated.place, text, mend)


def _extension_problems(root: Node, node: Node, fragment: VocabularyFragment) -> Iterator[Problem]:
    known = _mapping(root, "facts")
    for name, extension in fragment.extends.items():
        place: Place = node.at(["extends", name]).place
        if name not in known:
            yield Problem(place, f"要增加选项的事实“{name}”没有登记{suggest(name, known)}", "改正名称")
            continue
        for key, words in (("options", extension.options), ("members", extension.members)):
            there = known[name].mapping.get(key)
            if words and there is None:
                yield Problem(place, f"事实“{name}”没有 {key}，不能增加", "改用别的事实，或登记一个新的")
            elif there is not None:
                names = there.mapping if isinstance(there.value, dict) else [item.text for item in there.items]
                for word in (word for word in words if word in names):
                    at = node.at(["extends", name, key]).place
                    yield Problem(at, f"事实“{name}”的 {key} 中已有“{word}”", "删去重复的一项")


def _extended(fact: Node, extension: Node) -> Node:
    """Return a fact's YAML with further options or members after its own."""
    parts = dict(fact.mapping)
    for key, given in extension.mapping.items():
        own = parts[key]
        if isinstance(own.value, dict) or isinstance(given.value, dict):
            parts[key] = Node({**_by_name(own), **_by_name(given)}, own.place)
        else:
            parts[key] = Node([*own.items, *given.items], own.place)
    return Node(parts, fact.place)


def _by_name(node: Node) -> dict[str, Node]:
    return node.mapping if isinstance(node.value, dict) else {item.text: item for item in node.items}


def _mapping(node: Node, part: str) -> dict[str, Node]:
    return node.mapping[part].mapping if part in node.mapping else {}
