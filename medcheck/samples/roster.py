"""Rows of a medical roster: title, certificates, employment and dates that fit a person's age and the facility's."""

from __future__ import annotations

from datetime import date

from medcheck.calendar_months import month_begin, months_after
from medcheck.samples import codes
from medcheck.samples.chance import Chance
from medcheck.samples.draft import Draft, RowDraft
from medcheck.samples.people import Crowd, SamplePerson

# The ladders from low to high, and the ages at which people usually hold each step.
LADDERS = {
    "执业医师": ("医师", "主治医师", "副主任医师", "主任医师"),
    "注册护士": ("护士", "护师", "主管护师", "副主任护师"),
    "药剂人员": ("药士", "药师", "主管药师", "副主任药师"),
    "检验人员": ("技士", "技师", "主管技师", "副主任技师"),
    "影像人员": ("技士", "技师", "主管技师", "副主任技师"),
    "其他卫生技术人员": ("技士", "技师", "主管技师", "副主任技师"),
    "工程技术人员": ("技术员", "助理工程师", "工程师", "高级工程师"),
}
AGES = ((24, 33), (27, 42), (33, 52), (42, 54))
_PHYSICIAN_AGES = ((27, 36), (32, 46), (40, 54), (46, 57))
_WOMEN = {"执业医师": 0.42, "注册护士": 0.96, "药剂人员": 0.65, "检验人员": 0.62, "影像人员": 0.35, "工勤": 0.4}
_TITLE_OF_OTHERS = {"行政管理": "无", "工勤": "无", "护理员": "无", "执业助理医师": "医士"}
_STUDY = {"执业医师": 24, "执业助理医师": 23, "注册护士": 20, "药剂人员": 22, "检验人员": 22, "影像人员": 22}
SETTLED = 7  # months since the last hiring: nobody of a clean roster was hired later


def person_for(category: str, step: int, crowd: Crowd) -> SamplePerson:
    """Return somebody of an age at which that step of the category's ladder is held."""
    ladder = _PHYSICIAN_AGES if category == "执业医师" else AGES
    ages = ladder[step] if category in LADDERS else (24, 53)
    return crowd.join(*ages, _WOMEN.get(category, 0.5))


def title_for(category: str, step: int) -> str:
    """Return the title of a step of a category's ladder; without a ladder the only one there is."""
    return LADDERS[category][step] if category in LADDERS else _TITLE_OF_OTHERS[category]


def staff_row(
    draft: Draft, person: SamplePerson, category: str, title: str, department: str, post: str, chance: Chance
) -> RowDraft:
    """Return the row of an employee hired and insured here for long enough."""
    hired = _hired(draft, person, category, chance)
    row: RowDraft = {
        "name": person.name,
        "gender": person.gender,
        "id_number": person.id_number,
        "category": category,
        "title": title,
        "department": department,
        "post": post,
        "employment": "合同",
        "hire_date": hired,
        "insured_since": _insured(hired, chance),
        "preventive_duty": "否",
        "phone": person.phone,
    }
    return row | _certificates(person, category, hired, department, chance)


def rehire(row: RowDraft) -> None:
    """Make an employee a rehired retiree, insured by a pension and not by this employer."""
    row |= {"employment": "返聘", "insured_exempt_reason": "退休返聘", "insured_since": None}


def _hired(draft: Draft, person: SamplePerson, category: str, chance: Chance) -> date:
    grown = months_after(person.born, 12 * (_STUDY.get(category, 20) + 1))
    first = max(draft.opened, grown)
    return chance.workday(first, months_after(draft.applied, -SETTLED))


def _insured(hired: date, chance: Chance) -> date:
    return month_begin(hired) if hired.day <= 15 or chance.often(0.6) else month_begin(hired, 1)


def _certificates(person: SamplePerson, category: str, hired: date, department: str, chance: Chance) -> RowDraft:
    studied = min(person.born.year + _STUDY.get(category, 20) + chance.whole(0, 2), hired.year)
    if category in ("执业医师", "执业助理医师"):
        code = {"执业助理医师": "210"}.get(category) or ("141" if department.startswith("中医") else "110")
        return {
            "qualification_cert_no": f"{max(studied, 1999)}37{code}{person.id_number}",
            "practice_cert_no": codes.certificate("practice", f"{code}3715########", chance),
            "main_practice_here": "是",
        }
    if category == "注册护士":
        return {
            "qualification_cert_no": codes.certificate("qualification", f"{studied}37######", chance),
            "practice_cert_no": codes.certificate("practice", f"{max(studied + 1, 2008)}37######", chance),
            "main_practice_here": "是",
        }
    heads = {"药剂人员": "YS", "检验人员": "JYS", "影像人员": "YXS", "其他卫生技术人员": "WS", "工程技术人员": "GC"}
    if category not in heads:
        return {}
    number = codes.certificate("qualification", f"{heads[category]}{studied}37####", chance)
    trained: RowDraft = {"training_qualified": "是"} if category == "药剂人员" else {}
    return {"qualification_cert_no": number, **trained}
