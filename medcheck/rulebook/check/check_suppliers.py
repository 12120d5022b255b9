"""Checks that the form of each facility type gives what the rules for that type read: facts, papers, columns of lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from medcheck.errors import Problem
from medcheck.fact import Facts, known
from medcheck.form.form import Form
from medcheck.rulebook.operators.records import ListRequirement
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.rule import Rule
from medcheck.stated import DOCUMENT_PREFIX
from medcheck.vocabulary import AGENCY_SOURCES


class FormSupply(NamedTuple):
    """What the form of a facility type and the measures made of it give: facts and fields (`staff.title`), and papers."""

    form: Form
    facts: Set[str]

    @property
    def papers(self) -> Set[str]:
        """Return the codes of the papers that the form lists."""
        return {row["code"] for sheet in self.form.tables() for row in sheet.prefilled if "code" in row}


def check_suppliers(pack: RulePack, supplies: Sequence[FormSupply]) -> Iterator[Problem]:
    """Yield what a rule that binds a facility type reads and that type's form cannot give, though another type's can.

    What no form at all gives is found elsewhere.
    """
    word = pack.vocabulary.facts["facility_type"].word
    for supply in supplies:
        kind = supply.form.facility_type
        others = [other for other in supplies if other is not supply]
        for rule in pack.own_rules.values():
            if pack.source.is_for(kind) and _can_bind(rule, supply.form):
                for what in dict.fromkeys(_lacking(rule, pack, supply, others)):
                    text = f"规则“{rule.id}”约束{word(kind)}，但{word(kind)}的申请表不能提供{what}"
                    yield Problem(rule.place, text, "在申请表中增加，或用 applies_to 写明只约束哪类机构")


def _can_bind(rule: Rule, form: Form) -> bool:
    """Return whether a rule can bind whoever fills in a form, by its type and by the choices it offers."""
    profile = [known("facility_type", form.facility_type)]
    if not rule.binds(Facts(profile)):
        return False
    read = {name for condition in rule.applies_to for name in condition.facts}
    offered = {field.fact: field.choices for _, field in form.fields() if field.fact in read and field.choices}
    return all(
        any(rule.binds(Facts([*profile, known(fact, choice)])) for choice in choices)
        for fact, choices in offered.items()
    )


def _lacking(rule: Rule, pack: RulePack, supply: FormSupply, others: Sequence[FormSupply]) -> Iterator[str]:
    for part in rule.requirements:
        for name in part.facts:
            code = name.removeprefix(DOCUMENT_PREFIX)
            if name != code:
                if code not in supply.papers and any(code in other.papers for other in others):
                    yield f"材料“{pack.vocabulary.documents[code]}”（{code}）"
                continue
            definition = pack.vocabulary.facts[name]
            if name not in supply.facts:
                if any(name in other.facts for other in others):
                    yield f"事实“{definition.label}”（{name}）"
            elif isinstance(part, ListRequirement) and name == part.fact and definition.source not in AGENCY_SOURCES:
                for field in part.fields:
                    if f"{name}.{field}" not in supply.facts:
                        yield f"“{definition.label}”的“{definition.fields[field].label}”（{name}.{field}）"


def supplies_of(pack: RulePack, origins: Mapping[str, Mapping[str, Sequence[str]]]) -> tuple[FormSupply, ...]:
    """Return what each form of a pack gives, from where each of their facts is filled, by the name of the form."""
    return tuple(FormSupply(form, origins[form.name].keys()) for form in pack.forms)
