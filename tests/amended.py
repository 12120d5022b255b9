"""The fictitious city's pack with some of its text changed, and a clinic assessed under it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from medcheck.assess import Options
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.case.case_file import NO_CASE, read_case
from medcheck.intake.read_application import read_application
from medcheck.rulebook.pack import RulePack, load_pack
from medcheck.vocabulary import load_vocabulary
from tests.applications import assessed_under, case_file, workbook

CITY = Path(__file__).parent / "packs" / "yunxi-2031"


def amended(folder: Path, *changes: tuple[str, str, str]) -> RulePack:
    """Return the city's pack in which each text of a file is replaced by another; an empty text means the end."""
    here = folder / "yunxi-2031"
    shutil.copytree(CITY, here)
    for name, before, after in changes:
        path = here / name
        stated = path.read_text(encoding="utf-8")
        assert before in stated
        path.write_text(stated.replace(before, after) if before else stated + after, encoding="utf-8")
    return load_pack(here)


def assessed_in_city(
    folder: Path, pack: RulePack, fields: dict[str, Any], case: str = "", **options: Any
) -> Assessment:
    """Return a clinic with some fields changed, assessed under such a pack on a day on which it is in force."""
    application = read_application(workbook(folder, {"application_date": "2031-06-02", **fields}))
    stated = read_case(case_file(folder, case), load_vocabulary()) if case else NO_CASE
    return assessed_under(pack, application, Options(**options), stated)
