"""What the applicant changes, as every face shows it: under two heads, each line with its cells and what is to be done.

Sorts and words only; the list itself is the assessment's.
"""

from __future__ import annotations

from collections.abc import Sequence

from medcheck.assessment.model.assessment_model import Assessment, FormChange
from medcheck.verdict import Consequence


def change_groups(assessment: Assessment) -> tuple[tuple[str, tuple[FormChange, ...]], ...]:
    """Return what the applicant changes under two heads: what is mended in the form, and what has to be put right before."""
    mended = tuple(filter(is_mended_here, assessment.changes))
    real = tuple(change for change in assessment.changes if not is_mended_here(change))
    groups = (("改这些格子", mended), ("先整改达到标准，再改申请表", real))
    return tuple((title, changes) for title, changes in groups if changes)


def is_mended_here(change: FormChange) -> bool:
    """Return whether a change is made in the form or with a paper; else something has to be put right before."""
    return change.consequence is Consequence.SUPPLEMENT


def others_sentence(assessment: Assessment) -> str:
    """Return how many things others have to do, in one sentence; empty where there are none."""
    others = [f"{party.actor_word}{len(party.tasks)}项" for party in assessment.tasks if party.actor != "applicant"]
    return f"另由他人办理，不用改表：{'、'.join(others)}。" if others else ""


def change_text(change: FormChange) -> str:
    """Return what is to be done, with what stands there now where the text does not say so."""
    if change.write and change.stands:
        return f"“{change.stands}”改为“{change.write}”：{change.text.removesuffix(f'应改为“{change.write}”')}"
    if not change.stands or f"“{change.stands}”" in change.text:
        return change.text
    return f"现为“{change.stands}”：{change.text}"


def change_cells(change: FormChange, most: int = 12) -> str:
    """Return the sheet and cells of a change: `《基本信息》B8–B9、B12`, or 整个文件."""
    return f"《{change.sheet}》{cells_text(change.cells, most)}" if change.sheet else "整个文件"


def change_task(change: FormChange) -> str:
    """Return what is to be done, without what stands there: for a face with a column of its own for that."""
    return change.text.replace(f"，现为“{change.stands}”", "") if change.stands else change.text


def cells_text(areas: Sequence[str], most: int) -> str:
    """Return cells and ranges as text, `C8–C30、D9`; of more than `most` the first ones and 等."""
    text = "、".join(area.replace(":", "–") for area in areas[:most])
    return f"{text}等" if len(areas) > most else text
