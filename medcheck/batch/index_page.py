"""A batch → its index: one page to search, filter and sort thousands of applications without a server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from medcheck.batch.batch_readings import readings_told, turns_told
from medcheck.batch.batch_row import Batch, BatchRow
from medcheck.report.page.render_page import draw

_NO_DIVISION = "（未填）"


class IndexTally(NamedTuple):
    """A conclusion, a county or a rule, and how many applications have it."""

    key: str
    word: str
    often: int


class IndexLine(NamedTuple):
    """A row of the index as it is shown: the row, where its reports stand, what it is filtered by."""

    row: BatchRow
    links: tuple[tuple[str, str], ...]
    rules: str
    folder: str


def index_page(batch: Batch, mark: str) -> str:
    """Return the page: nothing from the network, readable without its script, the same for the same batch.

    `mark` is the hash of the list that proves the results.
    """
    assessed = [row for row in batch.rows if row.status == "assessed"]
    return draw(
        "index.html.j2",
        ("page.css", "index.css"),
        "index.js",
        batch=batch,
        mark=mark,
        lines=[_line(row) for row in assessed],
        refused=[row for row in batch.rows if row.status == "refused"],
        readings=readings_told(batch.rows),
        turns=turns_told(batch.rows),
        earlier=[(version, _links(version.reports)) for version in batch.earlier],
        conclusions=_tallies((row.conclusion, row.conclusion_word) for row in assessed),
        kinds=_tallies((row.facility_type, row.facility_type_word) for row in assessed),
        divisions=_tallies((row.division, row.division or _NO_DIVISION) for row in assessed),
        rules=_tallies((blocker.rule, blocker.title) for row in assessed for blocker in row.blocking),
    )


def _tallies(pairs: Iterable[tuple[str, str]]) -> list[IndexTally]:
    """Return each pair once with how often it comes, the most frequent first."""
    counts = Counter(pairs)
    return [
        IndexTally(key, word, count)
        for (key, word), count in sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    ]


def _line(row: BatchRow) -> IndexLine:
    folder = PurePosixPath(row.name).parent.as_posix()
    return IndexLine(
        row, _links(row.reports), " ".join(blocker.rule for blocker in row.blocking), "" if folder == "." else folder
    )


def _links(reports: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the kind of each report and the address it is opened by."""
    return tuple((PurePosixPath(name).suffix[1:], quote(name)) for name in reports)
