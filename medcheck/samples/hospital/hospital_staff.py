"""A hospital's departments and the people in them: ranks by the ladder, heads of the rank their department asks for."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from medcheck.calendar_months import months_after
from medcheck.samples import roster
from medcheck.samples.chance import Chance
from medcheck.samples.draft import Draft, RowDraft
from medcheck.samples.hospital.hospital_words import OTHER, Department, Level, headcounts, spread
from medcheck.samples.people import Crowd, SamplePerson

_POSTS = {
    "执业医师": ("主任", "医师", "医疗"),
    "执业助理医师": ("主任", "医师", "医疗"),
    "注册护士": ("护士长", "护士", "护理"),
    "药剂人员": ("主任", "调剂", "药剂"),
    "检验人员": ("主任", "检验", "医技"),
    "影像人员": ("主任", "影像技师", "医技"),
    OTHER: ("负责人", "技师", "医技"),
    "工程技术人员": ("主任", "工程师", "其他"),
    "行政管理": ("科长", "科员", "管理"),
    "工勤": ("班长", "后勤", "后勤"),
    "护理员": ("组长", "护工", "后勤"),
}
_REHIRED = 0.02
_FIRST, _SECOND = 3, 2


@dataclass
class _RosterPlace:
    """A place on the roster: department, category, whether its head, and the lowest step of the ladder it asks for."""

    department: str
    group: str
    category: str
    leads: bool
    least: int = 0
    step: int = 0
    person: SamplePerson | None = None


def fill_staff(draft: Draft, crowd: Crowd, level: Level, total: int, chance: Chance) -> None:
    """Write roster and departments of a hospital with that many people."""
    places = _places(draft, level, total)
    _rank(places, level, chance)
    public = draft.fields["registration_kind"] == "事业单位法人证书"
    for place in places:
        draft.rows("staff").append(_row(draft, place, crowd, chance, public=public))
    _rehire(draft, places, crowd, total, chance)
    _prevent(draft, places, level)
    _feed(draft, level)
    _departments(draft, level, places, chance)


def _places(draft: Draft, level: Level, total: int) -> list[_RosterPlace]:
    """Return the places in order of departments, heads first; the head of the hospital comes before all."""
    counts = headcounts(level, total)
    for department in level.departments:
        counts[department.lead] = counts.get(department.lead, 0) - 1
    counts["执业医师"] -= 1
    more: dict[str, dict[str, int]] = {}
    for category, number in counts.items():
        weights = {d.name: d.more[category] for d in level.departments if category in d.more}
        more[category] = spread(number, weights) if category and weights else {}
    places = [_RosterPlace("医院办公室", "职能科室", "执业医师", leads=True, least=_SECOND, person=draft.head)]
    for department in level.departments:
        if department.lead:
            least = _least(department, level)
            places.append(_RosterPlace(department.name, department.group, department.lead, leads=True, least=least))
        for category in department.more:
            number = more[category].get(department.name, 0)
            places += [_RosterPlace(department.name, department.group, category, leads=False) for _ in range(number)]
    return places


def _least(department: Department, level: Level) -> int:
    """Return the step a head is of at least: those of a level-3 hospital's clinical departments as 四（三）3 asks."""
    strict = len(level.key_specialties) > 1
    if not strict or department.group != "临床科室":
        return _SECOND if department.key else 1 if department.lead != "执业医师" or level.key_specialties else 0
    heads = {d.led_by for d in level.departments if d.tier == "一级"}
    first = department.tier == "一级" or department.key or department.name in heads
    return _FIRST if first else _SECOND


def _rank(places: list[_RosterPlace], level: Level, chance: Chance) -> None:
    """Give every place its step: the highest to those that ask for it, then to heads, then by chance."""
    for category in roster.LADDERS:
        same_category = [place for place in places if place.category == category]
        same_category.sort(key=lambda place: (-place.least, not place.leads, chance.whole(0, 999)))
        shares = level.ranks.get(category)
        if shares is None:
            for place in same_category:
                place.step = max(place.least, chance.weighted({0: 15, 1: 55, 2: 25, 3: 5}))
            continue
        steps = (3, 2, 1)[-len(shares) :]
        for number, place in enumerate(same_category):
            rank = next(
                (s for s, share in zip(steps, shares, strict=True) if number < ceil(share * len(same_category))), 0
            )
            place.step = max(rank, place.least)
    for place in places:  # a level-1 hospital has helpers among its physicians
        if (
            place.category == "执业医师"
            and place.step == 0
            and not place.leads
            and chance.often(float(level.assistants))
        ):
            place.category = "执业助理医师"


def _row(draft: Draft, place: _RosterPlace, crowd: Crowd, chance: Chance, *, public: bool) -> RowDraft:
    person = place.person or roster.person_for(place.category, place.step, crowd)
    place.person = person
    lead, other, kind = _POSTS[place.category]
    post = "院长" if person is draft.head else lead if place.leads else other
    title = roster.title_for(place.category, place.step)
    row = roster.staff_row(draft, person, place.category, title, place.department, post, chance)
    health = place.category in _POSTS and place.category not in ("行政管理", "工勤", "护理员", "工程技术人员")
    if health and place.group == "预防保健科室":
        kind = "预防保健"
    elif health and place.group == "职能科室" and place.leads:
        kind = "管理"
    row |= {"post_kind": kind, "clinical_dietitian": "否"}
    if public and (place.leads or (place.step > 0 and chance.often(0.7))):
        row["employment"] = "在编"
    return row


def _rehire(draft: Draft, places: list[_RosterPlace], crowd: Crowd, total: int, chance: Chance) -> None:
    """Make a few older physicians and nurses rehired retirees: they are staff, but not formal staff."""
    rows = draft.rows("staff")
    fit = [
        index
        for index, place in enumerate(places)
        if place.category in ("执业医师", "注册护士") and place.step and not place.leads
    ]
    for index in sorted(chance.some(fit, round(total * _REHIRED))):
        place, old = places[index], rows[index]
        ages = (60, 66) if place.category == "执业医师" else (55, 62)
        person = crowd.join(*ages, 0.3 if place.category == "执业医师" else 1.0)
        title = str(old["title"])
        row = roster.staff_row(draft, person, place.category, title, place.department, str(old["post"]), chance)
        row |= {"post_kind": old["post_kind"], "clinical_dietitian": "否"}
        first = max(draft.opened, months_after(person.born, 12 * ages[0]))
        row["hire_date"] = chance.workday(first, months_after(draft.applied, -roster.SETTLED))
        roster.rehire(row)
        rows[index], place.person = row, person


def _prevent(draft: Draft, places: list[_RosterPlace], level: Level) -> None:
    """Mark enough of the health-technical staff as doing preventive work, those of the preventive departments first."""
    rows = draft.rows("staff")
    order = sorted(
        (index for index, place in enumerate(places) if place.category in (*_POSTS,) and _is_health(place)),
        key=lambda index: (places[index].group != "预防保健科室", places[index].category != "注册护士", index),
    )
    for index in order[: ceil(level.preventive * len(order))]:
        rows[index]["preventive_duty"] = "是"


def _is_health(place: _RosterPlace) -> bool:
    return place.category not in ("行政管理", "工勤", "护理员", "工程技术人员")


def _feed(draft: Draft, level: Level) -> None:
    """Make the people of the nutrition department clinical dietitians, of a title."""
    names = [department.name for department in level.departments if department.dietitians]
    fed = [row for row in draft.rows("staff") if row["department"] in names and row["title"] != "技士"]
    short = level.dietitians - len(fed)
    fed += [row for row in draft.rows("staff") if row["department"] in names and row["title"] == "技士"][:short]
    for row in fed[: level.dietitians]:
        row |= {"clinical_dietitian": "是", "post": "营养师" if row["post"] == "技师" else row["post"]}
        row["title"] = "技师" if row["title"] == "技士" else row["title"]


def _departments(draft: Draft, level: Level, places: list[_RosterPlace], chance: Chance) -> None:
    rows = draft.rows("staff")
    heads = {place.department: row for place, row in zip(places[1:], rows[1:], strict=True) if place.leads}
    heads["院长"] = rows[0]
    phones = {name: str(row["phone"]) for name, row in heads.items()}
    beds = spread(int(str(draft.fields["bed_count_open"])), {d.name: d.beds for d in level.departments if d.beds})
    licences = {
        "mch": f"M{draft.county.code}B{draft.opened.year + 1}{chance.digits(3)}",
        "radiation": f"{draft.county.short}卫放证字（{draft.applied.year - 2}）第{chance.digits(4)}号",
    }
    until = {name: months_after(draft.applied, chance.whole(6, 30)) for name in licences}
    for department in level.departments:
        head = heads[department.led_by or department.name]
        row: RowDraft = {"name": department.name, "group": department.group, "tier": department.tier}
        row |= {"parent": department.parent or None, "covers": department.covers or None}
        row |= {"is_key": ("是" if department.key else "否") if department.tier == "二级" else None}
        row |= {"beds": beds.get(department.name, 0 if department.group == "临床科室" else None)}
        row |= {"special": "是" if department.special else "否"}
        if department.special:
            row |= {"special_licence_no": licences[department.special]}
            row |= {"special_licence_valid_to": until[department.special]}
        phone = phones[department.led_by or department.name]
        draft.rows("departments").append(
            row | {"head_name": head["name"], "head_title": head["title"], "head_phone": phone}
        )
