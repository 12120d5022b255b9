"""A pharmacy's people, its hours, and which pharmacist is on duty when."""

from __future__ import annotations

from datetime import date

from medcheck.calendar_months import month_begin, months_after
from medcheck.samples import codes
from medcheck.samples.chance import Chance
from medcheck.samples.draft import Draft, RowDraft
from medcheck.samples.people import Crowd, SamplePerson
from medcheck.samples.roster import SETTLED

_DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SCHOOLS = {"初中及以下": 5, "高中": 35, "中专": 40, "大专": 20}


def fill_staff(draft: Draft, crowd: Crowd, chance: Chance, *, pieces: bool, rural: bool) -> list[SamplePerson]:
    """Write the roster; return the head, the quality head and the others, the insurance manager last."""
    people = [draft.head, crowd.join(30, 50, 0.65)]
    _add(draft, people[0], "企业负责人", chance.pick(("药师", "主管药师")), chance, licensed="药学")
    chinese = pieces or chance.often(0.2)
    title = chance.pick(("中药师", "主管中药师")) if chinese else chance.pick(("药师", "主管药师"))
    _add(draft, people[1], "质量负责人、处方审核", title, chance, licensed="中药学" if chinese else "药学")
    posts = ["质量管理员、调剂员", "养护员、保管员", *["营业员"] * chance.whole(1, 3 if rural else 6)]
    posts += ["中药调剂员"] if pieces else []
    for post in posts:
        person = crowd.join(22, 53, 0.8)
        title = "中药师" if post == "中药调剂员" else chance.pick(("药师", "药士")) if "、" in post else "无"
        _add(draft, person, post, title, chance)
        people.append(person)
    manager = crowd.join(24, 45, 0.6)
    _add(draft, manager, "医保专管员、收银员", "无", chance, touches=False)
    return [*people, manager]


def _add(
    draft: Draft,
    person: SamplePerson,
    post: str,
    title: str,
    chance: Chance,
    *,
    licensed: str = "",
    touches: bool = True,
) -> None:
    learned = "大专" if licensed or title != "无" else ""
    row: RowDraft = {
        "name": person.name,
        "gender": person.gender,
        "id_number": person.id_number,
        "education": chance.pick(("大专", "本科")) if licensed else learned or chance.weighted(_SCHOOLS),
        "post": post,
        "title": title,
        "licensed_pharmacist": "是" if licensed else "否",
        "employment": "合同",
        **_dates(draft, person, chance),
        "direct_contact": "是" if touches else "否",
        "phone": person.phone,
    }
    if title != "无":
        head = "ZYS" if "中药" in title else "YS"
        year = min(person.born.year + chance.whole(23, 28), draft.applied.year - 1)
        row["qualification_cert_no"] = codes.certificate("qualification", f"{head}{year}37####", chance)
    if licensed:
        row |= {
            "licence_kind": licensed,
            "licence_reg_no": codes.certificate("practice", "3712########", chance),
            "registered_here": "是",
            "licence_valid_to": months_after(draft.applied, chance.whole(5, 40)),
        }
    draft.rows("staff").append(row)


def _dates(draft: Draft, person: SamplePerson, chance: Chance) -> RowDraft:
    first = draft.opened if person is draft.head else max(draft.opened, months_after(person.born, 12 * 20))
    last = draft.opened if person is draft.head else months_after(draft.applied, -SETTLED)
    hired = chance.workday(first, max(first, last))
    seen = _lately(draft.applied, chance)
    return {
        "hire_date": hired,
        "insured_since": month_begin(hired, 0 if hired.day <= 15 else 1),  # mid-month
        "last_checkup_date": seen,
        "checkup_result": "合格",
        "last_training_date": _lately(draft.applied, chance),
    }


def _lately(applied: date, chance: Chance) -> date:
    return chance.workday(months_after(applied, -10), months_after(applied, -1))


def fill_hours(draft: Draft, people: list[SamplePerson], chance: Chance) -> None:
    """Write opening hours and shifts: the head in the morning, the quality head in the evening, half an hour together."""
    opens, closes = chance.pick(("07:30", "08:00", "08:30")), chance.pick(("20:00", "20:30", "21:00", "21:30"))
    draft.tables["hours"] = [{"day": day, "hours": f"{opens}-{closes}"} for day in _DAYS]
    shifts = draft.rows("shifts")
    for days in ("周一至周五", "周六、周日"):
        first, second = (people[0], people[1]) if days == "周一至周五" else (people[1], people[0])
        shifts.append({"name": first.name, "days": days, "hours": f"{opens}-14:30"})
        shifts.append({"name": second.name, "days": days, "hours": f"14:00-{closes}"})
