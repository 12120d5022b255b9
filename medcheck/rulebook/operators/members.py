"""Requirements on a set: `{fact: S, SETOP [, inside: [HOSTS] | any]}`.

A member counts when it stands alone, or inside a host that `inside` names; without `inside` a merged one does not. One
that only may be there (in a host marked 待核实) counts nowhere but before a person.
Names nobody could match make a missing member unknown, because any of them may be it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction

from medcheck.errors import suggest
from medcheck.fact import DOUBTFUL, Fact, Facts, Member, Members, Status
from medcheck.rulebook.requirement import (
    AcceptedValues,
    Evidence,
    Explanation,
    Measured,
    Requirement,
    not_known,
    unmeasured,
    whole_list,
)
from medcheck.rulebook.scale import Scale
from medcheck.vocabulary import Definition
from medcheck.yaml_source import Node


class SetRequirement(Requirement):
    """A requirement on the names a set holds; `doubtful` members count only where a person decides."""

    doubtful = False

    def __init__(self, fact: str, definition: Definition, node: Node, hosts: tuple[str, ...] | None) -> None:
        """`hosts` are the names a member may sit in; ("any",) for any; None for none."""
        self.fact, self.definition, self.hosts = fact, definition, hosts
        self.names = self.read_names(node)
        self._asked = frozenset(self.names)
        self.bound = "、".join(definition.word(name) for name in self.names)

    def read_names(self, node: Node) -> tuple[str, ...]:
        """Return the names listed; raise RuleError for an empty list, a repeated name and a name the set cannot hold."""
        names = tuple(item.text for item in node.items)
        if not names:
            raise node.error("没有列出任何名称", "至少列出一个名称")
        for item in node.items:
            if self.definition.members and item.text not in self.definition.members:
                near = suggest(item.text, self.definition.members)
                raise item.error(f"“{self.definition.label}”中没有“{item.text}”{near}", "改正名称，或在词汇表中登记")
            if names.count(item.text) > 1:
                raise item.error(f"“{item.text}”重复列出", "删去重复的名称")
        return names

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the set's name."""
        return (self.fact,)

    @property
    def where(self) -> str:
        """Return in words where a member may sit."""
        if self.hosts is None:
            return ""
        others = "任何科室" if self.hosts == ("any",) else "、".join(self.hosts)
        return f"（可设在{others}内）"

    def found(self, members: Members) -> frozenset[str]:
        """Return the asked-for names that certainly count."""
        names = self._asked
        return frozenset(member.name for member in members.members if member.name in names and self._counts(member))

    def holds_undisputed(self, facts: Facts) -> bool:
        """Return whether it holds without what the applicant's own words make doubtful."""
        if unmeasured(facts, self.facts):
            return False
        undisputed = tuple(member for member in members_of(facts, self.fact).members if not member.disputed)
        return self.limits.holds(Fraction(self.count(self.found(Members(undisputed)))))

    def _counts(self, member: Member) -> bool:
        if member.doubtful:
            return self.doubtful
        return not member.inside or (self.hosts is not None and (self.hosts == ("any",) or member.inside in self.hosts))

    def measure(self, facts: Facts) -> Measured:
        """Return the number of names found or lacking; unknown where open or unmatched names could change it."""
        if worst := unmeasured(facts, self.facts):
            return worst
        members = members_of(facts, self.fact)
        found = self.found(members)
        sure = Fraction(self.count(found))
        open_ = frozenset(self.names if members.unmatched else members.unsure) & set(self.names)
        possible = found | (open_ - set(members.absent))
        if self.limits.holds(sure) or not self.limits.holds(Fraction(self.count(possible))):
            return Measured(Status.KNOWN, sure, found=found)
        return Measured(Status.UNKNOWN, found=found)

    def explain(self, facts: Facts, measured: Measured) -> Explanation:
        """Return what was found, and by name what is lacking, open or unmatched."""
        if unknown := not_known(facts, self.facts, {self.fact: self.definition.label}):
            return unknown
        fact, members = facts[self.fact], members_of(facts, self.fact)
        found, word = measured.found, self.definition.word
        holds = self.limits.holds(Fraction(self.count(found)))
        unsure = () if holds else tuple(name for name in self.names if name in members.unsure and name not in found)
        lacking = () if holds else tuple(name for name in self.names if name not in found and name not in unsure)
        open_ = () if holds or set(lacking) <= set(members.absent) else members.unmatched
        merged = [
            f"{word(m.name)}是否已设置，须由人核实（填有“{m.inside.removesuffix(DOUBTFUL)}”）"
            if m.doubtful
            else f"{word(m.name)}（设在{m.inside}内），不单独计算"
            for m in members.members
            if m.name in lacking and m.inside
        ]
        return Explanation(
            value=self.show(found),
            gap=self.gap(tuple(word(name) for name in lacking)) if lacking and not open_ else "",
            missing=tuple(word(name) for name in lacking),
            unsure=tuple(word(name) for name in unsure) + open_,
            unknown=(self.fact,) if unsure or open_ else (),
            reasons=tuple(merged)
            + tuple(f"“{word(name)}”是否具备没有填明" for name in unsure)
            + tuple(f"“{name}”无法对应到规定名称" for name in open_),
            evidence=tuple(self._evidence(fact, members, (*lacking, *unsure, *open_) if not holds else self.names)),
            scale=self.scale(found),
            listed=whole_list(fact),
        )

    def _evidence(self, fact: Fact, members: Members, names: Sequence[str]) -> Iterator[Evidence]:
        """Yield the cells that speak of the names; where none does, where the set stands."""
        cells = {name: members.cells[name] for name in names if name in members.cells}
        for name, ref in cells.items():
            yield Evidence(self.definition.word(name), ref.raw, ref)
        if not cells:
            yield from (Evidence(self.definition.label, ref.raw, ref) for ref in fact.sources[:1])

    def scale(self, found: frozenset[str]) -> Scale | None:
        """Return how many were found beside how many there must be; nothing to draw where one is asked for."""
        all_ = Fraction(len(self.names))
        return Scale(Fraction(len(found)), all_, all_, "项") if all_ > 1 else None

    def show(self, found: frozenset[str]) -> str:
        """Return how many of the names were found."""
        return f"已有 {len(found)} 项，共需 {len(self.names)} 项"

    @abstractmethod
    def count(self, found: frozenset[str]) -> int:
        """Return the number the test is about, from the names found."""

    @abstractmethod
    def gap(self, lacking: tuple[str, ...]) -> str:
        """Return in words what is lacking."""


class Includes(SetRequirement):
    """`includes: [A, B]` — every one of them. The number compared is how many are lacking.

    rule: {fact: departments, includes: [内科, 外科]}
    holds: {departments: [内科, 外科, 眼科]}
    fails: {departments: [内科]}
    """

    limits = AcceptedValues(high=Fraction(0))

    def count(self, found: frozenset[str]) -> int:
        """Return how many names are lacking."""
        return len(self.names) - len(found)

    def gap(self, lacking: tuple[str, ...]) -> str:
        """Return the names that are lacking."""
        return f"缺 {len(lacking)} 项：{'、'.join(lacking)}"

    def wording(self) -> str:
        """Return for example 设备包括听诊器、血压计."""
        return f"{self.definition.label}包括{self.bound}{self.where}"


class IncludesAny(SetRequirement):
    """`includes_any: [A, B]` — at least one of them. The number compared is how many were found.

    rule: {fact: departments, includes_any: [检验科, 化验室]}
    holds: {departments: [化验室]}
    fails: {departments: [内科]}
    """

    limits = AcceptedValues(low=Fraction(1))

    def scale(self, found: frozenset[str]) -> Scale | None:
        """Return nothing: one is there or none."""
        return None

    def count(self, found: frozenset[str]) -> int:
        """Return how many names were found."""
        return len(found)

    def gap(self, lacking: tuple[str, ...]) -> str:
        """Return the names of which one would do."""
        return f"缺{'或'.join(lacking)}"

    def show(self, found: frozenset[str]) -> str:
        """Return the names found."""
        return "、".join(self.definition.word(name) for name in self.names if name in found) or "都没有"

    def wording(self) -> str:
        """Return for example 设备包括电动吸尘器或电动吸引器."""
        return f"{self.definition.label}包括{'或'.join(self.definition.word(name) for name in self.names)}{self.where}"


class IncludesAtLeast(SetRequirement):
    """`includes_at_least: N, of: […]` — so many of them. The number compared is how many were found.

    rule: {fact: departments, includes_at_least: 2, of: [内科, 外科, 眼科]}
    holds: {departments: [内科, 眼科]}
    fails: {departments: [内科]}
    """

    def __init__(
        self, fact: str, definition: Definition, node: Node, hosts: tuple[str, ...] | None, names: Node
    ) -> None:
        super().__init__(fact, definition, names, hosts)
        if not node.text.isdigit() or not 1 <= int(node.text) <= len(self.names):
            raise node.error(
                f"includes_at_least 应为 1 至 {len(self.names)} 的整数，现为“{node.text}”", "改为可达到的数"
            )
        self.least = int(node.text)
        self.limits = AcceptedValues(low=Fraction(self.least))

    def scale(self, found: frozenset[str]) -> Scale | None:
        """Return how many were found beside how many suffice."""
        return Scale(Fraction(len(found)), Fraction(self.least), None, "项")

    def count(self, found: frozenset[str]) -> int:
        """Return how many names were found."""
        return len(found)

    def gap(self, lacking: tuple[str, ...]) -> str:
        """Return how many are lacking and which would count."""
        return f"缺 {self.least - len(self.names) + len(lacking)} 项，可从{'、'.join(lacking)}中选设"

    def show(self, found: frozenset[str]) -> str:
        """Return how many were found and which."""
        names = "、".join(self.definition.word(name) for name in self.names if name in found)
        return f"{len(found)} 项{f'：{names}' if names else ''}"

    def wording(self) -> str:
        """Return for example 内科专业组至少包括以下3项：呼吸、消化."""
        return f"{self.definition.label}至少包括以下{self.least}项：{self.bound}{self.where}"


def members_of(facts: Facts, name: str) -> Members:
    """Return the value of a known set fact."""
    value = facts[name].value
    assert isinstance(value, Members)
    return value
