"""ONE workbook under two packs: assesses it by each and puts what they say about one matter side by side."""

from __future__ import annotations

from pathlib import Path

from medcheck.assess import Options, assess
from medcheck.assessment.compare.pack_comparison import PackComparison, compare_packs
from medcheck.engine.session import Engine
from medcheck.rulebook.aligned import aligned_rules
from medcheck.rulebook.shelf import shipped_pack


def compare_under(path: Path, first: str, second: str, options: Options, engine: Engine) -> PackComparison:
    """Return what changes for an applicant under the second pack; raise MedcheckError where one cannot judge it."""
    about = [
        ({rule.id for rule in group.first}, {rule.id for rule in group.second})
        for group in aligned_rules(shipped_pack(first), shipped_pack(second))
    ]
    one, other = (assess(path, options._replace(pack=name), engine) for name in (first, second))
    return compare_packs(one, other, about)
