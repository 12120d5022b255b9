"""Who works with the register: recorded as events of case 0, so that nobody was ever silently here or gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medcheck.casework.case_event import Value
from medcheck.casework.offer import Actor
from medcheck.casework.procedure import ROLE_WORDS
from medcheck.errors import Place, Problem, suggest
from medcheck.register.connect import RegisterError, refuse
from medcheck.register.models import NAME, Person

ADD, LEAVE = "add-person", "leave"
ROLES = tuple(role for role in ROLE_WORDS if role != "round")
_PLACE = "人员"
KEEPER = Actor("登记册管理员", "administrator")  # who sets the register up, before anybody is in it


class Colleague(NamedTuple):
    """A person of the office and every role it has: in which one it acts, the step decides."""

    name: str
    roles: tuple[str, ...]

    def as_one_of(self, roles: Sequence[str]) -> Actor:
        """Return the person in the first of its roles that a step allows, else in its first one."""
        fitting = next((role for role in self.roles if role in roles), self.roles[0])
        return Actor(self.name, fitting)


def colleague(name: str) -> Colleague:
    """Return a person who works here; without a name the only one. Raises RegisterError with who there is."""
    working = list(Person.objects.filter(active=True).order_by("name"))
    if not working:
        raise refuse(_PLACE, "登记册里还没有人员", "先登记：medcheck register people add 王芳 --role clerk")
    names = [person.name for person in working]
    if not name and len(working) > 1:
        raise refuse(_PLACE, "没有写明由谁办理", f"用 --as 写明姓名：{'、'.join(names)}")
    found = next((person for person in working if person.name == (name or names[0])), None)
    if found is None:
        left = Person.objects.filter(name=name).exists()
        text = f"{name}已经离开，不能再办理" if left else f"登记册里没有“{name}”{suggest(name, names)}"
        raise refuse(_PLACE, text, f"可用的姓名：{'、'.join(names)}")
    return Colleague(found.name, tuple(found.roles.split(",")))


def keeper(name: str) -> Actor:
    """Return who adds a person: somebody who works here, or who sets the register up where nobody is named or here yet."""
    if not name or not Person.objects.filter(active=True).exists():
        return KEEPER
    return colleague(name).as_one_of(("administrator", "head"))


def person_values(name: str, roles: Sequence[str]) -> Mapping[str, Value]:
    """Return what an event says of a person who is added or whose roles change; raise RegisterError for what cannot be."""
    problems = []
    if not name.strip() or name != name.strip() or len(name) > NAME or "\0" in name or "\n" in name:
        problems.append(Problem(Place(_PLACE), f"姓名不能写成“{name}”", "写明姓名，前后不留空格"))
    for role in roles:
        if role not in ROLES:
            words = "、".join(f"{known}（{ROLE_WORDS[known]}）" for known in ROLES)
            problems.append(Problem(Place(_PLACE), f"没有角色“{role}”{suggest(role, ROLES)}", f"可用的角色：{words}"))
    if not roles:
        problems.append(Problem(Place(_PLACE), "没有写明角色", f"用 --role 写明：{'、'.join(ROLES)}"))
    if problems:
        raise RegisterError(problems)
    return {"name": name, "roles": list(dict.fromkeys(roles))}


def apply_person(action: str, values: Mapping[str, Value]) -> None:
    """Bring the row of a person to what an event of case 0 says; the password stays."""
    name = str(values["name"])
    if action == LEAVE:
        Person.objects.filter(name=name).update(active=False)
        return
    stated = values["roles"]
    roles = ",".join(str(role) for role in stated) if isinstance(stated, list) else ""
    Person.objects.update_or_create(name=name, defaults={"roles": roles, "active": True})
