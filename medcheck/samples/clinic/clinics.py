"""Clinics: a complete application of a 门诊部, 诊所, 社区卫生服务站 or 村卫生室."""

from __future__ import annotations

from decimal import Decimal

from medcheck.calendar_months import months_after
from medcheck.context import keep
from medcheck.samples import codes, roster
from medcheck.samples.chance import Chance
from medcheck.samples.checklist import fill_papers
from medcheck.samples.cover import begin, brand, fill_cover, fill_managers
from medcheck.samples.draft import Draft, RowDraft
from medcheck.samples.people import Crowd, SamplePerson
from medcheck.samples.words import load, words
from medcheck.samples.world import World
from medcheck.strict_model import StrictModel


class ClinicKind(StrictModel):
    """A kind of clinic: how it is called and registered, its area, how many of a hundred are in the country."""

    names: str
    papers: tuple[str, ...]
    code: str
    area: tuple[int, int]
    rural: int


class ClinicDepartment(StrictModel):
    """A department: the subjects it needs approved, and who leads it."""

    subjects: tuple[str, ...]
    lead: str


class ClinicWords(StrictModel):
    """What clinics are made of."""

    kinds: dict[str, ClinicKind]
    rooms: tuple[str, ...]
    equipment: dict[str, tuple[str, int, int]]
    further: dict[str, str]
    departments: dict[str, ClinicDepartment]


@keep()
def _words() -> ClinicWords:
    return load("clinic/clinic.yaml", ClinicWords)


def clinic(kind: str, chance: Chance, world: World) -> Draft:
    """Return a clinic that meets everything the desk can see."""
    category = chance.weighted({"综合门诊部": 30, "诊所": 35, "社区卫生服务站": 15, "村卫生室": 20})
    model = _words().kinds[category]
    draft, crowd = begin(kind, (1, 14), (34, 54), chance, world)
    rural = chance.often(model.rural / 100)
    registration = chance.pick(model.papers)
    departments = _departments(category, chance)
    people = _staff(draft, crowd, departments, category, chance)
    manager = people["manager"]
    name = chance.once("facility", lambda: _name(draft, model, category, rural=rural, chance=chance))
    fill_cover(draft, chance.pick((manager, draft.head)), chance, name=name, registration=registration, rural=rural)
    _fill_rest_of_cover(draft, model, category, registration, chance)
    _rooms(draft, chance)
    _equipment(draft, chance)
    approved = draft.fields["licence_issue_date"]
    subjects = [subject for name in departments for subject in _words().departments[name].subjects]
    draft.tables["subjects"] = [{"name": subject, "approved_on": approved} for subject in subjects]
    fill_managers(draft, draft.head, manager, crowd, chance)
    fill_papers(draft, chance, registered=registration)
    filing: RowDraft = {"code": "practice_filing", "present": "否", "note": "持许可证"}
    draft.rows("documents").insert(3, filing)
    return draft


def _name(draft: Draft, model: ClinicKind, category: str, *, rural: bool, chance: Chance) -> str:
    if category == "村卫生室":
        return f"{draft.county.places}{chance.pick(words().towns)}{chance.pick(words().villages)}卫生室"
    place = draft.county.places if rural or chance.often(0.5) else draft.county.short
    if category == "社区卫生服务站":
        return f"{place}{chance.pick(words().streets)[:2]}{brand(chance)}社区卫生服务站"
    owner = chance.pick((brand(chance), draft.head.name if category == "诊所" else ""))
    return f"{place}{owner or brand(chance)}{model.names}"


def _departments(category: str, chance: Chance) -> list[str]:
    names = ["全科医疗科"]
    names += ["内科"] if category == "综合门诊部" else []
    names += ["中医科"] if chance.often(0.6) else []
    names += ["医学检验科"] if category == "综合门诊部" or chance.often(0.2) else []
    return names + (["医学影像科"] if category == "综合门诊部" and chance.often(0.5) else [])


def _staff(
    draft: Draft, crowd: Crowd, departments: list[str], category: str, chance: Chance
) -> dict[str, SamplePerson]:
    rows = draft.rows("staff")
    manager = crowd.join(24, 50, 0.6)

    def add(person: SamplePerson, kind: str, step: int, department: str, post: str) -> RowDraft:
        row = roster.staff_row(draft, person, kind, roster.title_for(kind, step), department, post, chance)
        rows.append(row)
        return row

    for name in departments:
        lead = _words().departments[name].lead
        step = chance.weighted({1: 60, 2: 40})
        person = draft.head if not rows else roster.person_for(lead, step, crowd)
        row = add(person, lead, step, name, "主任" if rows else "负责人")
        row["hire_date"] = draft.opened if len(rows) == 1 else row["hire_date"]
        draft.rows("departments").append(_department(draft, name, person, str(row["title"]), chance))
    large = category == "综合门诊部"
    for _ in range(chance.whole(0, 3 if large else 1)):
        add(roster.person_for("执业医师", 0, crowd), "执业医师", 0, "全科医疗科", "医师")
    for number in range(chance.whole(2, 7 if large else 3)):
        step = chance.weighted({0: 50, 1: 35, 2: 15})
        post = "护士长" if number == 0 and large else "护士"
        row = add(roster.person_for("注册护士", step, crowd), "注册护士", step, "治疗室", post)
        row["preventive_duty"] = "是" if number == 1 else "否"
    for _ in range(chance.whole(1, 2)):
        step = chance.weighted({0: 30, 1: 55, 2: 15})
        add(roster.person_for("药剂人员", step, crowd), "药剂人员", step, "药房", "药房负责人" if _ == 0 else "调剂")
    add(manager, "行政管理", 0, "办公室", "医保专管员")
    for post in chance.some(("保洁", "司机", "后勤", "保安"), chance.whole(0, 2 if large else 1)):
        add(crowd.join(35, 54, 0.5), "工勤", 0, "办公室", post)
    return {"manager": manager}


def _department(draft: Draft, name: str, head: SamplePerson, title: str, chance: Chance) -> RowDraft:
    row: RowDraft = {
        "name": name,
        "special": "否",
        "head_name": head.name,
        "head_title": title,
        "head_phone": head.phone,
    }
    if name == "医学影像科":
        row |= {
            "special": "是",
            "special_licence_no": f"{draft.county.short}卫放证字（{draft.opened.year}）第{chance.digits(4)}号",
            "special_licence_valid_to": months_after(draft.applied, chance.whole(8, 40)),
        }
    return row


def _fill_rest_of_cover(draft: Draft, model: ClinicKind, category: str, registration: str, chance: Chance) -> None:
    usable = chance.part(f"{model.area[0]}.00", f"{model.area[1]}.00")
    visits = chance.whole(1800, 16000)
    draft.fields |= {
        "practice_document": "医疗机构执业许可证",
        "licence_number": codes.practice_licence(str(draft.fields["uscc"]), draft.county.code, f"17{model.code}"),
        "licence_verified_until": months_after(draft.applied, chance.whole(4, 12)),
        "registration_kind": registration,
        "licence_category": category,
        "usable_area_m2": usable,
        "building_area_m2": (usable * chance.part("1.15", "1.35")).quantize(Decimal("0.01")),
        "offers_outpatient": "是",
        "offers_dispensing": "是",
        "steriliser_contract": "否",
        "indicator_outpatient_visits": visits,
        "indicator_cost_per_visit": chance.part("38.00", "148.00"),
        "indicator_drug_income_pct": chance.part("0.240", "0.620"),
        "indicator_debt_asset_pct": chance.part("0.080", "0.560"),
    }


def _rooms(draft: Draft, chance: Chance) -> None:
    usable = Decimal(str(draft.fields["usable_area_m2"]))
    names = ["全科诊疗室", "药房", "治疗室", *chance.some(_words().rooms, chance.whole(1, 4))]
    rest = usable * Decimal("0.92")
    for number, name in enumerate(names):
        area = (rest / (len(names) - number) * chance.part("0.72", "1.00")).quantize(Decimal("0.1"))
        rest -= area
        row: RowDraft = {"name": name, "separate": "是", "area_m2": area}
        if name == "候诊区" and chance.often(0.5):
            row |= {"separate": "否", "shared_with": "导医台"}
        draft.rows("rooms").append(row)


def _equipment(draft: Draft, chance: Chance) -> None:
    bought = chance.workday(months_after(draft.opened, -2), draft.opened)
    rows = draft.rows("equipment")
    for name, (model, low, high) in _words().equipment.items():
        rows.append({"name": name, "model": model, "count": chance.whole(low, high), "bought_on": bought})
    for name in chance.some(list(_words().further), chance.whole(0, 5)):
        later = chance.workday(bought, months_after(draft.applied, -1))
        rows.append({"name": name, "model": _words().further[name], "count": chance.whole(1, 2), "bought_on": later})
