"""What the three forms ask alike: the cover's identity, place and dates, managers, a clean record."""

from __future__ import annotations

from datetime import timedelta

from medcheck.calendar_months import months_after
from medcheck.samples import codes
from medcheck.samples.chance import Chance
from medcheck.samples.draft import Draft
from medcheck.samples.people import Crowd, SamplePerson
from medcheck.samples.words import words
from medcheck.samples.world import County, World

_DECLARED = {"clinic": "定点门诊", "hospital": "定点医院", "pharmacy": "定点零售药店"}


def begin(
    kind: str, opened_years: tuple[int, int], ages: tuple[int, int], chance: Chance, world: World
) -> tuple[Draft, Crowd]:
    """Return a draft with its county, day, opening and legal representative, and its people to come."""
    county = chance.pick(world.counties)
    applied = chance.workday(*world.days)
    opened = chance.workday(months_after(applied, -12 * opened_years[1]), months_after(applied, -12 * opened_years[0]))
    crowd = Crowd(county, applied, chance, world)
    head = crowd.join(*ages, women=0.35, head=True)
    return Draft(kind, county, applied, opened, head, world), crowd


def brand(chance: Chance) -> str:
    """Return a name of two characters as facilities give themselves, of two different ones."""
    head = chance.pick(words().brand_heads)
    return head + chance.pick(words().brand_tails.replace(head, ""))


def address(county: County, chance: Chance, *, rural: bool) -> str:
    """Return an address of the county that no other application of the batch has."""
    if rural:
        town = chance.pick(words().towns)
        where = chance.once(
            "address", lambda: f"{county.places}{town}{chance.pick(words().villages)} {chance.whole(1, 160)} 号"
        )
        return where
    return chance.once("address", lambda: f"{county.places}{chance.pick(words().streets)} {chance.whole(6, 420)} 号")


def fill_cover(
    draft: Draft, contact: SamplePerson, chance: Chance, *, name: str, registration: str, rural: bool
) -> None:
    """Write what all three covers ask for."""
    place = address(draft.county, chance, rural=rural)
    moved = draft.opened
    if chance.often(0.2) and months_after(draft.opened, 36) < draft.applied:
        moved = chance.workday(months_after(draft.opened, 12), months_after(draft.applied, -18))
    draft.fields |= {
        "facility_name": name,
        "uscc": codes.credit_code(registration, draft.county.code, chance),
        "facility_type_declared": _DECLARED[draft.form],
        "legal_representative": draft.head.name,
        "legal_representative_id": draft.head.id_number,
        "contact_name": contact.name,
        "contact_phone": contact.phone,
        "business_status": "正常营业",
        "under_investigation": "否",
        "admin_division_code": draft.county.division,
        "area_class": "农村" if rural else "城区",
        "is_city_level_institution": "否",
        "receiving_agency": draft.county.agency,
        "application_site_address": place,
        "practice_site_addresses": place if chance.often(0.6) else place.replace(" ", ""),
        "sites_applied_for": 1,
        "application_date": draft.applied,
        "licence_issue_date": draft.opened - timedelta(days=chance.whole(6, 40)),
        "operation_start_date": draft.opened,
        "site_since_date": moved,
        "declared_by": draft.head.name,
        "declared_on": draft.applied - timedelta(days=chance.whole(0, 2)),
    }


def fill_managers(draft: Draft, leader: SamplePerson, manager: SamplePerson, crowd: Crowd, chance: Chance) -> None:
    """Write who leads and does insurance work, and who keeps the computers running, often of an outside company."""
    vendor = crowd.join(24, 45, 0.2)
    rows = draft.rows("managers")
    rows.append({"role": "医保分管领导", "name": leader.name, "phone": leader.phone, "vendor": "否"})
    rows.append({"role": "专职医保管理人员", "name": manager.name, "phone": manager.phone, "vendor": "否"})
    for _ in range(1, draft.world.managers):
        further = crowd.join(24, 50, 0.6)
        rows.append({"role": "兼职医保管理人员", "name": further.name, "phone": further.phone, "vendor": "否"})
    rows.append({"role": "软硬件维护人员", "name": vendor.name, "phone": vendor.phone, "vendor": "是"})
    draft.tables["events"] = None
