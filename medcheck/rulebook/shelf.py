"""Lists the shipped packs, and chooses the one in force on a day."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from medcheck.errors import Place, Problem, RuleError, suggest
from medcheck.rulebook.pack import RulePack, load_pack

NATION = "000000"


def pack_names() -> list[str]:
    """Return the ids of the shipped packs."""
    return sorted(f.name for f in files("medcheck.rules").iterdir() if f.is_dir() and (f / "pack.yaml").is_file())


def pack_folder(name: str) -> Traversable:
    """Return the folder of a shipped pack."""
    return files("medcheck.rules") / name


@cache
def shipped_pack(name: str) -> RulePack:
    """Return a shipped pack by id; raise RuleError with the nearest known name."""
    if name not in pack_names():
        text = f"没有规则包“{name}”{suggest(name, pack_names())}"
        raise RuleError([Problem(Place("--pack"), text, f"可用的规则包：{'、'.join(pack_names())}")])
    return load_pack(pack_folder(name), find=lambda other: pack_folder(other) if other in pack_names() else None)


def is_national(pack: RulePack) -> bool:
    """Return whether a pack binds the whole nation and no place in particular."""
    return pack.source.region == (NATION,)


def pack_in_force(packs: list[RulePack], day: date) -> RulePack:
    """Return the one pack in force on a day; none or two are refused with what a clerk needs to know."""
    in_force = [pack for pack in packs if pack.source.valid_from <= day <= pack.source.valid_to]
    contained = {level.id for pack in in_force for level in pack.above}
    in_force = [pack for pack in in_force if pack.id not in contained]
    # A place's own rules go before the nation's, which hold where no place has any.
    in_force = [pack for pack in in_force if not is_national(pack)] or in_force
    if len(in_force) == 1:
        return in_force[0]
    known = "；".join(
        f"{pack.id}（{pack.source.document.number}，{pack.source.valid_from}至{pack.source.valid_to}）"
        for pack in packs
    )
    what = "没有施行中的规则包" if not in_force else f"有 {len(in_force)} 个规则包同时施行"
    mend = f"核对申请日期；已有规则包：{known}。确需按其中之一评估时，用 --pack 指定，报告会注明"
    raise RuleError([Problem(Place("规则包"), f"申请日期 {day} {what}", mend)])
