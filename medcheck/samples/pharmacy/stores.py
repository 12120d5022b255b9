"""Pharmacies: a complete application of a single store in town or in the country, or of a chain's outlet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from medcheck.calendar_months import month_begin, months_after
from medcheck.samples import codes
from medcheck.samples.chance import Chance
from medcheck.samples.checklist import fill_papers
from medcheck.samples.cover import begin, brand, fill_cover, fill_managers
from medcheck.samples.draft import Draft, RowDraft
from medcheck.samples.people import Crowd, SamplePerson
from medcheck.samples.pharmacy.drug_stock import SampleStock, drug_rows
from medcheck.samples.pharmacy.pharmacy_staff import fill_hours, fill_staff
from medcheck.samples.words import words
from medcheck.samples.world import World


class StoreKind(NamedTuple):
    """How a kind of pharmacy stands: smallest and largest area, licence letter, whether of a chain, in the country."""

    area: tuple[str, str]
    letter: str
    chain: str
    rural: bool


_STORES = {
    "pharmacy-single": StoreKind(("106.00", "260.00"), "D", "单体", rural=False),
    "pharmacy-rural": StoreKind(("43.00", "120.00"), "D", "单体", rural=True),
    "pharmacy-chain": StoreKind(("64.00", "190.00"), "C", "连锁", rural=False),
}
_DEVICES = (
    ("收银台计算机", "计算机", ("LZ-M720 台式机", "KQ-310 台式机", "BL-5060 一体机")),
    ("处方审核计算机", "计算机", ("LZ-B310 一体机", "KQ-15 笔记本")),
    ("医保票据打印机", "打印机", ("TM-630K 针式", "RL-590 针式")),
    ("小票打印机", "打印机", ("TM-58 热敏", "XP-80 热敏")),
    ("扫码枪", "扫描设备", ("HL-1900", "SM-22")),
)


def pharmacy(kind: str, chance: Chance, stock: SampleStock, size: int, world: World) -> Draft:
    """Return a pharmacy with that many varieties of drugs; from 2 000 on it meets everything the desk can see."""
    store = _STORES[kind]
    draft, crowd = begin(kind, (1, 15), (30, 54), chance, world)
    pieces = chance.often(0.35 if store.rural else 0.6)
    people = fill_staff(draft, crowd, chance, pieces=pieces, rural=store.rural)
    manager = people[-1]
    place = draft.county.places if store.rural else chance.pick((draft.county.places, draft.county.short))
    company = f"{world.city.short}{brand(chance)}堂医药连锁有限公司"
    name = chance.once("facility", lambda: _name(draft, store, place, company, chance))
    paper = "营业执照" if store.chain == "连锁" else "个体工商户"
    fill_cover(draft, chance.pick((manager, draft.head)), chance, name=name, registration=paper, rural=store.rural)
    _rest_of_cover(draft, store, company, people, chance, pieces=pieces)
    fill_hours(draft, people, chance)
    draft.tables["drugs"] = drug_rows(stock, size, chance, pieces=pieces)
    _equipment(draft, chance, pieces=pieces)
    _insurance(draft, people, crowd, chance)
    fill_papers(draft, chance, registered="个体工商户" if paper == "个体工商户" else "企业法人分支机构")
    return draft


def _name(draft: Draft, store: StoreKind, place: str, company: str, chance: Chance) -> str:
    if store.chain == "连锁":
        return f"{company}{draft.county.short}{chance.pick(words().streets)}店"
    where = f"{place}{chance.pick(words().towns)}" if store.rural else place
    return f"{where}{brand(chance)}{chance.pick(('大药房', '药店', '药房'))}"


def _rest_of_cover(
    draft: Draft, store: StoreKind, company: str, people: list[SamplePerson], chance: Chance, *, pieces: bool
) -> None:
    area = chance.part(*store.area)
    number = codes.certificate("drug_licence", f"鲁{store.letter}{chance.pick('ABC')}635####", chance)
    seat = not store.rural and chance.often(0.3)
    draft.fields |= {
        "drug_licence_no": number,
        "chain_type": store.chain,
        "headquarters": company if store.chain == "连锁" else None,
        "scope_prescription": "是",
        "scope_otc": "是",
        "scope_tcm_pieces": "是" if pieces else "否",
        "enterprise_head": people[0].name,
        "quality_head": people[1].name,
        "area_code": chance.pick(("210 乡中心区", "220 村庄"))
        if store.rural
        else "121 镇中心区"
        if seat
        else "111 主城区",
        "at_county_seat": "否" if store.rural else "是",
        "business_area_m2": area,
        "storage_area_m2": chance.pick((0, 12, 18, 26, 40)),
        "network_ready": "是",
        "service_24h_mode": chance.pick(("夜间售药窗口", "夜间门铃", "值班电话")),
        "decoction_contract": "否",
        "accounts_from": month_begin(draft.applied, -3 - (1 if chance.often(0.2) else 0)),
        "accounts_to": month_begin(draft.applied) - timedelta(days=1),
        "drug_inspection_result": "合格",
        "drug_inspection_date": chance.workday(months_after(draft.applied, -10), months_after(draft.applied, -1)),
        "stock_date": max(month_begin(draft.applied), draft.applied - timedelta(days=chance.whole(3, 12))),
        "declared_staff_total": len(draft.rows("staff")),
    }


def _equipment(draft: Draft, chance: Chance, *, pieces: bool) -> None:
    bought = month_begin(draft.opened)

    def row(name: str, model: str, count: int, day: date = bought) -> RowDraft:
        return {"name": name, "model": model, "count": count, "bought_on": day}

    rows = draft.rows("equipment")
    rows.append(
        row("阴凉设备", chance.pick(("YLG-1200 阴凉柜", "YLG-800 阴凉柜", "阴凉区（空调）")), chance.whole(1, 4))
    )
    rows.append(row("冷藏设备", chance.pick(("MPC-310 冷藏柜", "LC-200 冷藏柜")), chance.whole(1, 2)))
    rows.append(row("粉碎设备", "FS-20 粉碎机", 1) if pieces else {"name": "粉碎设备", "count": 0})
    rows.append(row("煎药设备", "JY-2 煎药包装机", 1) if pieces else {"name": "煎药设备", "count": 0})
    rows.append(row("温湿度监测仪", "TH-6 自动记录", chance.whole(2, 6)))
    if pieces:
        rows.append(row("中药斗橱", "木质 80 斗", chance.whole(1, 3)))
    rows.append(row("空调", chance.pick(("3 匹柜式", "2 匹柜式", "1.5 匹挂式")), chance.whole(1, 3)))
    make = chance.pick(words().maker_heads)
    for name, kind, models in _DEVICES:
        device: RowDraft = {"name": name, "kind": kind, "make": make, "model": chance.pick(models)}
        draft.rows("devices").append(device | {"count": chance.whole(1, 2)})


def _insurance(draft: Draft, people: list[SamplePerson], crowd: Crowd, chance: Chance) -> None:
    fill_managers(draft, people[0], people[-1], crowd, chance)
