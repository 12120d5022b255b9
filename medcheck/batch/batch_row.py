"""What a batch keeps of one workbook: a line of results.jsonl, and what the index and the summary are made from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from medcheck.strict_model import StrictModel

USED, WITHOUT = (
    "勘验表：",
    "没有勘验表",
)  # how a note begins that names the site-visit sheet used, and that there is none


class Blocker(StrictModel):
    """A rule that stands in the way: its id, its title, its verdict in words, by how much."""

    rule: str
    title: str
    verdict_word: str
    gap: str


class RowReading(StrictModel):
    """A reading asked for over the whole batch, in words, and whether any rule of this facility rests on it."""

    name: str
    option: str
    title: str
    label: str
    binds: bool


class RowCompared(StrictModel):
    """What another option of a reading makes of one workbook: its conclusion, whether that turns, which rules do."""

    name: str
    option: str
    title: str
    label: str
    conclusion: str
    conclusion_word: str
    turns: bool
    rules: tuple[str, ...] = ()


def _is_empty(value: tuple[object, ...]) -> bool:
    return not value


class BatchRow(StrictModel):
    """One workbook of a batch.

    `name` is its name within the folder (`/` between folders) and `key` the hash of everything its result depends on;
    `status` is `assessed`, or `refused` with `reasons`. `reports` are file names below the output folder, `reports_sha256` the
    hash of each as it was written. `counts` are the findings by verdict word, `problems` is how many things
    the applicant has to change. `readings` are those asked for over the batch,
    `compared` what other options of them make of it, `notes` what a reader should know of the row: a line without any does
    not mention them.
    """

    name: str
    key: str
    sha256: str = ""
    status: Literal["assessed", "refused"]
    reasons: tuple[str, ...] = ()
    applicant: str = ""
    uscc: str = ""
    facility_type: str = ""
    facility_type_word: str = ""
    division: str = ""
    application_date: str = ""
    conclusion: str = ""
    conclusion_word: str = ""
    clear: bool = False
    sentence: str = ""
    total: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    blocking: tuple[Blocker, ...] = ()
    problems: int = 0
    reports: tuple[str, ...] = ()
    reports_sha256: tuple[str, ...] = ()
    readings: tuple[RowReading, ...] = Field(default=(), exclude_if=_is_empty)
    compared: tuple[RowCompared, ...] = Field(default=(), exclude_if=_is_empty)
    notes: tuple[str, ...] = Field(default=(), exclude_if=_is_empty)


class Spot(StrictModel):
    """Where something stands in a batch: the workbook, who applies with it, sheet and cell."""

    name: str
    applicant: str
    cell: str


class Pair(StrictModel):
    """The same value in two applications: what kind, as it may be shown, and both places."""

    kind: str
    word: str
    shown: str
    first: Spot
    second: Spot


class Other(StrictModel):
    """What stands in the folder of a batch and was not assessed, with why."""

    name: str
    why: str


class Earlier(StrictModel):
    """An earlier result of a workbook: its place in the order of replacing, why it was replaced, where its reports are.

    `reports_sha256` is the hash of each report as it was written; empty where an older program kept none.
    """

    name: str
    number: int
    why: str
    applicant: str
    conclusion_word: str
    sha256: str
    reports: tuple[str, ...]
    reports_sha256: tuple[str, ...] = ()


class Batch(StrictModel):
    """A whole batch: its workbooks by name, what stands in two of them, what else the folder holds, locks passed over."""

    title: str
    rows: tuple[BatchRow, ...]
    pairs: tuple[Pair, ...]
    others: tuple[Other, ...]
    skipped: int
    open: int = 0
    earlier: tuple[Earlier, ...] = ()
