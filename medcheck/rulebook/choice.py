"""Chooses the pack for an application: by the place of its site, the day it was handed in, the kind of facility.

The most local pack in force wins: of the county, else of the city, the province, the nation. What is blank or unreadable is
never filled in unseen: the choice says what was assumed, and where several places' packs could be meant there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from medcheck.errors import Place, Problem, RuleError
from medcheck.intake.application import Application
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.pack_source import NATION, PackSource, area_of, is_division
from medcheck.rulebook.shelf import BrokenPack

_FIELD = "admin_division_code"


class Site(NamedTuple):
    """Where the site is: its division code, empty where it is unknown, and what the application says of it."""

    code: str
    written: str

    @property
    def words(self) -> str:
        """Return the place in words, with its code."""
        if not self.code:
            return f"“{self.written}”（不认识）" if self.written else "未填写"
        return self.code if self.written == self.code else f"{self.written}（{self.code}）"


class Choice(NamedTuple):
    """The pack and how it was chosen.

    `chosen` is `in_force` (by place, day and kind), `by_option`, `assumed` (no readable day), `place_assumed` (no readable
    place), or `both_assumed`. `passed_over` are packs that cannot be used, so that they were not among those to choose from.
    """

    pack: RulePack
    chosen: str
    site: Site
    passed_over: tuple[BrokenPack, ...] = ()


def site_of(application: Application, packs: Sequence[RulePack]) -> Site:
    """Return where the site is: a division code as written, or the code some pack gives for what is written.

    A name that two packs give different codes is no known place.
    """
    entry = application.fields.get(_FIELD)
    if entry is None:
        return Site("", "")
    unread = entry.ref.raw.strip() if entry.ref and not entry.ref.why else ""
    written = unread if entry.value is None else str(entry.value)
    if is_division(written):
        return Site(written, written)
    codes = {pack.source.places[written] for pack in packs if written in pack.source.places}
    return Site(codes.pop() if len(codes) == 1 else "", written)


def choose(packs: Sequence[RulePack], site: Site, day: date | None, kind: str) -> Choice:
    """Return the pack for a place, a day and a facility type; raise RuleError with what a clerk needs to know.

    Without a readable day it is the latest of the place. Without a readable place it is the most local pack, if every
    other one in force holds there too.
    """
    possible = [pack for pack in packs if pack.source.is_for(kind) and covers(pack.source, site)]
    if day is not None:
        in_force = [pack for pack in possible if pack.source.in_force(day)]
        contained = {level.id for pack in in_force for level in pack.above}
        possible = [pack for pack in in_force if pack.id not in contained]
    if not possible:
        raise _refusal(packs, site, day, kind)
    nearest = _nearest(possible, site)
    if day is None:
        # A pack that stands for itself before one that joins it with another level's.
        latest = max((not pack.above, pack.source.valid_from) for pack in nearest)
        nearest = [pack for pack in nearest if (not pack.above, pack.source.valid_from) == latest]
    if len(nearest) > 1 or not _holds_beside(nearest[0], possible, site):
        raise _several(nearest if len(nearest) > 1 else possible, site, day, kind)
    return Choice(nearest[0], how_chosen(nearest[0], site, day), site)


def how_chosen(pack: RulePack, site: Site, day: date | None) -> str:
    """Return how sure the choice of a pack is: `in_force`, or what of day and place was assumed."""
    anywhere = site.code or NATION in pack.source.region
    if day is None:
        return "assumed" if anywhere else "both_assumed"
    return "in_force" if anywhere else "place_assumed"


def _nearest(packs: Sequence[RulePack], site: Site) -> list[RulePack]:
    """Return the most local packs: those nearest to the place, or where it is unknown those of the smallest regions."""
    nearness = {pack.id: pack.source.nearness(site.code) if site.code else _smallness(pack) for pack in packs}
    nearest = max(nearness.values())
    return [pack for pack in packs if nearness[pack.id] == nearest]


def _smallness(pack: RulePack) -> int:
    return min(len(area_of(code)) for code in pack.source.region)


def _holds_beside(pack: RulePack, others: Sequence[RulePack], site: Site) -> bool:
    """Return whether every other pack holds wherever this one does: only then an unknown place leaves it the nearest."""
    if site.code:
        return True
    return all(other.source.nearness(code) >= 0 for other in others for code in pack.source.region)


def covers(source: PackSource, site: Site) -> bool:
    """Return whether a pack's region has the place in it; an unknown place is not said to be outside."""
    return not site.code or source.nearness(site.code) >= 0


def _refusal(packs: Sequence[RulePack], site: Site, day: date | None, kind: str) -> RuleError:
    """Return why no pack is for this application: its kind, its place, or its day."""
    word = _kind_word(packs, kind)
    for_kind = [pack for pack in packs if pack.source.is_for(kind)]
    here = [pack for pack in for_kind if covers(pack.source, site)]
    if not for_kind:
        text = f"没有适用于{word}的规则包"
    elif not here:
        text = f"没有适用于所在地{site.words}的规则包"
    else:
        text = f"申请日期 {day} 没有施行中的规则包（所在地{site.words}，{word}）"
    mend = f"核对所在地和申请日期；已有规则包：{_known(packs)}。{_WAYS}"
    return RuleError([Problem(Place("规则包"), text, mend)])


def _several(packs: Sequence[RulePack], site: Site, day: date | None, kind: str) -> RuleError:
    """Return that several packs could be meant, and which."""
    when = f"申请日期 {day}" if day else "申请日期不明时"
    text = f"{when} 有 {len(packs)} 个规则包同时施行（所在地{site.words}，{_kind_word(packs, kind)}）：{_known(packs)}"
    mend = "核对所在地和申请日期" if site.code else "填写所在地（所属行政区或 6 位行政区划代码）"
    return RuleError([Problem(Place("规则包"), text, f"{mend}。{_WAYS}")])


_WAYS = "确需按某个规则包评估时，用 --pack 指定，报告会注明；规则包在别的文件夹的，用 --rules 指定该文件夹"


def _known(packs: Sequence[RulePack]) -> str:
    return "；".join(f"{pack.id}（{'，'.join(_stated(pack.source, pack))}）" for pack in packs)


def _stated(source: PackSource, pack: RulePack) -> Iterator[str]:
    yield source.document.number
    yield "全国" if NATION in source.region else f"地区 {'、'.join(source.region)}"
    yield validity(source.valid_from, source.valid_to)
    if source.facility_types:
        yield "、".join(_kind_word([pack], kind) for kind in source.facility_types)


def _kind_word(packs: Sequence[RulePack], kind: str) -> str:
    return packs[0].vocabulary.facts["facility_type"].word(kind) if packs else kind


def validity(first: date, last: date | None) -> str:
    """Return from when to when rules are in force, in words; without an end it says so."""
    return f"{first}至{last}" if last else f"{first}起施行"
