"""The guided form on a terminal: the few blank cells to fill in next, or why nothing that is blank matters any more."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.next_cells import next_cells

_MOST = 5


def guide_lines(assessment: Assessment) -> Iterator[str]:
    """Yield what to fill in next, the cell on which most hangs first."""
    found = next_cells(assessment)
    yield f"{assessment.applicant.name}（{assessment.applicant.facility_type_word}，{assessment.stage_word}）"
    if found.fixed_by:
        yield "结论已定：下列要求不符合，其余空格怎样填都不改变；先整改，再填其余的："
        yield from (f"  {title}" for title in found.fixed_by[:_MOST])
        if len(found.fixed_by) > _MOST:
            yield f"  ……共 {len(found.fixed_by)} 项"
    elif found.cells:
        yield f"接下来先填这几格（还有 {len(found.cells)} 格影响结论）："
        for cell in found.cells[:_MOST]:
            yield f"  《{cell.sheet}》{cell.cell}  “{cell.label}”（{cell.waiting} 项要求在等这一格）"
        yield "填好、保存后再运行同一命令。"
    else:
        yield "没有影响结论的空格了。"
