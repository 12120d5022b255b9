"""How a batch is asked for, as one value: the list keeps it, the key of each result and the folder's belonging rest on it.

Knows no folder and no result.
"""

from __future__ import annotations

import hashlib
from datetime import date

from medcheck import __version__
from medcheck.assess import Options
from medcheck.batch.batch_readings import ComparedReadings
from medcheck.disk import file_hash
from medcheck.rulebook.shelf import current_shelf
from medcheck.shown import file_name
from medcheck.strict_model import StrictModel
from medcheck.verdict import Stage

# What is of each workbook: its own case file and visit stand in the key of its own result.
_OF_EACH_WORKBOOK = {"cases", "visits_until"}


class BatchAsked(StrictModel):
    """How a batch was asked for: all that has to be known to do it again; of files only their names and hashes.

    `cases` says whether there was a folder of case files. `visits_until` is the last day a visit could have been, and
    None where there was no folder of site-visit sheets.
    """

    stage: Stage
    as_of: date | None
    pack: str
    readings: dict[str, str]
    compared: ComparedReadings = ()
    headings: dict[str, str]
    formats: tuple[str, ...]
    cases: bool
    visits_until: date | None = None
    catalogue: str = ""
    catalogue_sha256: str = ""

    @property
    def fingerprint(self) -> str:
        """Return the hash of what every result of the batch depends on beside its workbook and its own files."""
        packs = (f"{name}:{version}" for name, version in current_shelf().versions().items())
        stated = self.model_dump_json(exclude=_OF_EACH_WORKBOOK)
        return hashlib.sha256("\0".join((__version__, *packs, stated)).encode()).hexdigest()


def asked_for(
    options: Options,
    formats: tuple[str, ...],
    *,
    cases: bool = False,
    compared: ComparedReadings = (),
    visits_until: date | None = None,
) -> BatchAsked:
    """Return how a batch is asked for; the catalogue is hashed here and nowhere else."""
    catalogue = options.catalogue
    return BatchAsked(
        stage=options.stage,
        as_of=options.as_of,
        pack=options.pack,
        readings=dict(sorted(options.readings.items())),
        compared=compared,
        headings=dict(sorted(options.headings.items())),
        formats=formats,
        cases=cases,
        visits_until=visits_until,
        catalogue=file_name(catalogue) if catalogue else "",
        catalogue_sha256=file_hash(catalogue) if catalogue else "",
    )
