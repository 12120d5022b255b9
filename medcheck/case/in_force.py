"""What of a case file counts on a day: a waiver or what somebody attested may have a first and a last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import compress

from medcheck.case.case_file import CaseFile, Decision, RegisterAnswer, Waiver

_Dated = RegisterAnswer | Decision | Waiver


def in_force(case: CaseFile, day: date | None) -> CaseFile:
    """Return the case without what is not yet or no longer in force; everything counts where the day is not known."""
    source = case.source
    registers = [answer for answer in source.registers if answer.counts_on(day)]
    waivers = [waiver for waiver in source.waivers if waiver.counts_on(day)]
    update = {
        "registers": registers,
        "decisions": [decision for decision in source.decisions if decision.counts_on(day)],
        "waivers": waivers,
    }
    facts = {answer.fact for answer in registers}
    counted = [waiver.counts_on(day) for waiver in source.waivers]
    bounds = tuple(compress(case.waiver_bounds, counted))
    return case._replace(
        source=source.model_copy(update=update),
        registers=tuple(fact for fact in case.registers if fact.name in facts),
        granted={waiver.rule: bound for waiver, bound in zip(waivers, bounds, strict=True)},
        waiver_lines=tuple(compress(case.waiver_lines, counted)),
        waiver_bounds=bounds,
    )


def lapsed(case: CaseFile, day: date | None) -> Iterator[str]:
    """Yield in words what of a case does not count on a day, with where it stands."""
    source = case.source
    dated: list[tuple[_Dated, str]] = [(answer, f"对“{answer.fact}”的登记核查") for answer in source.registers]
    dated += [(decision, f"对规则“{decision.rule}”的决定") for decision in source.decisions]
    dated += [(waiver, f"对规则“{waiver.rule}”的放宽") for waiver in source.waivers]
    for one, what in dated:
        if not one.counts_on(day):
            begin = f"自{one.valid_from}" if one.valid_from else ""
            end = f"至{one.valid_to}" if one.valid_to else ""
            yield f"案件文件{what}（{one.by} {one.on}）{begin}{end}有效，评估日期{day}不在其内，没有计入"
