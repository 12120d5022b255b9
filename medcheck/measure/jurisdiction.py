"""Measures where the premises are, which agency is competent, and since when the facility works there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from medcheck.fact import CellRef, Fact, conflict, known, unknown
from medcheck.intake.application import Application
from medcheck.measure.entry import day, field, sources, text, why
from medcheck.measure.measure_tables import Agencies, lacking


def receiving_agency_is_competent(
    application: Application, agencies: Agencies | None, received_by: CellRef | None
) -> Fact:
    """Return whether the receiving agency is the one for these premises.

    Institutions of the city belong to the city agency. `received_by` is the case file's word, which prevails.
    """
    name = "receiving_agency_is_competent"
    if agencies is None:
        return lacking(name)
    division, of_city = field(application, "admin_division_code"), field(application, "is_city_level_institution")
    stated = field(application, "receiving_agency")
    agency = received_by.raw if received_by else text(stated)
    cells = (*sources(division, of_city), *((received_by,) if received_by else sources(stated)))
    if not agency:
        return unknown(name, why(stated), cells)
    if of_city.value is True:
        competent = agencies.city
    elif division.value is None or of_city.value is None:
        return unknown(name, why(division, of_city), cells)
    else:
        competent = agencies.divisions.get(text(division), "")
    remark = f"有管辖权的是{competent}" if competent else "机构不在本市，本市没有有管辖权的经办机构"
    return known(name, agency == competent, cells, "" if agency == competent else remark)


def application_site_on_licence(application: Application, agencies: Agencies | None) -> Fact:
    """Return whether the site applied for is one of those on the licence (reading A-03).

    Addresses are compared without province, city, spaces and full-width forms. One that is not found is a conflict
    between two papers, never a failure.
    """
    name = "application_site_on_licence"
    site, licensed = field(application, "application_site_address"), field(application, "practice_site_addresses")
    cells = sources(site, licensed)
    if site.value is None or not isinstance(licensed.value, tuple):
        return unknown(name, why(site, licensed), cells)
    left_out = agencies.left_out if agencies else ()
    if _normalised(text(site), left_out) in {_normalised(line, left_out) for line in licensed.value}:
        return known(name, True, cells)
    return conflict(name, f"申请地址“{text(site)}”不在执业许可证登记的地址“{'；'.join(licensed.value)}”之中", cells)


def application_site_exactly_on_licence(application: Application) -> Fact:
    """Return whether the site applied for stands on the licence letter for letter."""
    site, licensed = field(application, "application_site_address"), field(application, "practice_site_addresses")
    name, cells = "application_site_exactly_on_licence", sources(site, licensed)
    if site.value is None or not isinstance(licensed.value, tuple):
        return unknown(name, why(site, licensed), cells)
    return known(name, text(site) in licensed.value, cells)


def _normalised(address: str, left_out: Sequence[str]) -> str:
    plain = re.sub(r"[\s,，。.、]", "", unicodedata.normalize("NFKC", address)).replace("號", "号")
    for name in left_out:
        plain = plain.removeprefix(name)
    return plain


def site_operation_start_date(application: Application) -> Fact:
    """Return since when the facility works at its present address (reading A-05).

    The latest of the licence's issue, the opening, and the move to this address, which restarts the clock.
    """
    name = "site_operation_start_date"
    names = ("licence_issue_date", "operation_start_date", "site_since_date")
    entries = [field(application, each) for each in names]
    days = [each for entry in entries if (each := day(entry)) is not None]
    if len(days) < len(entries):
        return unknown(name, why(*entries), sources(*entries))
    return known(name, max(days), sources(*entries))
