"""States how an assessment was asked for: enough to make it again, and a hash over it."""

from __future__ import annotations

import hashlib
from datetime import date

from medcheck.assessment.model.source_model import FileUsed, OptionsUsed
from medcheck.verdict import Stage


def options_used(
    stage: Stage,
    as_of: date | None,
    *,
    pack: str,
    readings: tuple[str, ...],
    files: tuple[FileUsed, ...],
    headings: tuple[str, ...] = (),
) -> OptionsUsed:
    """Return the options with the SHA-256 of their JSON; `readings` are `name=option`, `headings` `heading=column`."""
    made = OptionsUsed(stage=stage, as_of=as_of, pack=pack, readings=readings, files=files, headings=headings)
    digest = hashlib.sha256(
        made.model_dump_json(exclude={"sha256"} if headings else {"sha256", "headings"}).encode()
    ).hexdigest()
    return made.model_copy(update={"sha256": digest})
