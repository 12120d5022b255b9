"""Draws the states of a procedure and what leads from one to the next, as SVG text. Knows no case and opens no file.

States stand below each other in the order of the file; beside each stand its steps, numbered as in the table of the document.
A step that ends the case says so in words; the arrows at the left show the ways between states that go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import count
from typing import NamedTuple

from medcheck.casework.procedure import NEW, PARTY_WORDS, Procedure, ProcedureAction

_WIDTH, _BOX, _GAP, _LINE, _LANE, _EDGE = 920, 250, 26, 25, 20, 16
_STUB = 12  # between two arrows at the side of one box
_WIDE = 0x2E7F  # characters from here on are as wide as they are high
_NARROW = 0.56
_COLOURS = {"applicant": "#fff3d6", "authority": "#e3f3e6", "city_authority": "#e3f3e6", "both": "#f1e8fb"}
_STYLE = (
    "text{font-family:'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif;font-size:14px;fill:#1c2733}"
    ".t{font-weight:bold;font-size:15px}.s{font-size:12px;fill:#566372}.n{font-size:11px;text-anchor:middle}"
    ".e{fill:#8a2f2f}.b{stroke:#44586b;stroke-width:1.3}.a{fill:none;stroke:#44586b;stroke-width:1.3}"
    ".r{fill:none;stroke:#8a6d1f;stroke-width:1.3;stroke-dasharray:5 4}"
)


class _Row(NamedTuple):
    """A state as it is drawn: its box, and the steps that may be done in it with their numbers."""

    state: str
    top: int
    height: int
    lines: tuple[tuple[int, ProcedureAction], ...]

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


class _Arrow(NamedTuple):
    """A way between two drawn states, with the numbers of the steps that lead it."""

    start: _Row
    end: _Row
    numbers: str
    begins: int = 0
    leads: int = 0

    @property
    def ends(self) -> tuple[str, str]:
        return self.start.state, self.end.state

    @property
    def span(self) -> tuple[int, int]:
        return min(self.begins, self.leads), max(self.begins, self.leads)


def step_numbers(procedure: Procedure) -> Mapping[str, int]:
    """Return the number of each step, as chart and table have it."""
    return dict(zip(procedure.actions, count(1), strict=False))


def procedure_chart(procedure: Procedure) -> str:
    """Return the chart of a procedure as SVG."""
    rows = _rows(procedure)
    arrows = list(_arrows(procedure, rows))
    lanes = _lanes(arrows)
    left = _EDGE * 2 + _LANE * (max(lanes.values(), default=0) + 1)
    height = max(row.top + row.height for row in rows.values()) + _EDGE
    body = [
        *(line for row in rows.values() for line in _drawn_row(procedure, row, left)),
        *(line for arrow in arrows for line in _drawn_arrow(arrow, lanes.get(arrow.ends), left)),
    ]
    title = escape(f"{procedure.source.title}：状态和步骤")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" aria-label="{title}">'
    )
    defs = (
        '<defs><marker id="h" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#44586b"/></marker></defs>'
    )
    paper = f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>'
    return "\n".join([head, f"<title>{title}</title>", f"<style>{_STYLE}</style>", defs, paper, *body, "</svg>", ""])


def _rows(procedure: Procedure) -> dict[str, _Row]:
    """Return the drawn states: the beginning, those that go on, and of the ends those beside which something is done."""
    numbers, top = step_numbers(procedure), _EDGE
    rows: dict[str, _Row] = {}
    going_on = [state for state in procedure.source.states if state not in procedure.source.final]
    for state in (NEW, *going_on, *procedure.source.final):
        lines = tuple((numbers[name], step) for name, step in procedure.actions.items() if state in step.starts_from)
        if not lines:
            continue
        notes = len(list(_notes(procedure, state)))
        height = max(_LINE * len(lines) + 14, 40 + 18 * notes)
        rows[state] = _Row(state, top, height, lines)
        top += height + _GAP
    return rows


def _notes(procedure: Procedure, state: str) -> Iterator[str]:
    """Yield what stands in the box of a state below its name: for whom it waits, which clocks begin there."""
    definition = procedure.source.states.get(state)
    if definition is None:
        return
    if state in procedure.source.final:
        yield "终点；以下与之并行"
    elif definition.waits_for:
        yield f"等待：{PARTY_WORDS[definition.waits_for]}"
    begun = {
        clock
        for action in procedure.actions.values()
        if state == action.to or (not action.to and state in action.starts_from)
        for clock in action.start
    }
    for name, clock in procedure.clocks.items():
        if name in begun:
            length = (
                f"{clock.working_days}个工作日" if clock.working_days else f"{clock.months}个月" if clock.months else ""
            )
            yield f"期限：{_shortened(clock.title, 11)}{f' {length}' if length else ''}"


def _drawn_row(procedure: Procedure, row: _Row, left: int) -> Iterator[str]:
    definition = procedure.source.states.get(row.state)
    end = row.state in procedure.source.final
    colour = "#f3f4f6" if end or definition is None else _COLOURS.get(definition.waits_for or "", "#e5f0fb")
    width, corner = (3, 4) if end else (1, 10)
    yield (
        f'<rect class="b" x="{left}" y="{row.top}" width="{_BOX}" height="{row.height}" rx="{corner}" fill="{colour}" '
        f'stroke-width="{width}"/>'
    )
    notes = list(_notes(procedure, row.state))
    base = row.middle - 9 * len(notes) + 5
    yield f'<text class="t" x="{left + 12}" y="{base}">{escape(procedure.state_title(row.state))}</text>'
    for number, note in enumerate(notes, start=1):
        yield f'<text class="s" x="{left + 12}" y="{base + 18 * number}">{escape(note)}</text>'
    for at, (number, step) in enumerate(row.lines):
        yield from _drawn_step(
            procedure, step, number, left + _BOX + 22, row.top + 7 + _LINE * at + _LINE // 2, row.state
        )


def _drawn_step(procedure: Procedure, step: ProcedureAction, number: int, x: int, y: int, state: str) -> Iterator[str]:
    yield f'<circle class="a" cx="{x}" cy="{y}" r="10"/><text class="n" x="{x}" y="{y + 4}">{number}</text>'
    leads = step.to and step.to != state
    ends = leads and step.to in procedure.source.final
    mark = "°" if step.habit else ""
    target = f" → {'■ ' if ends else ''}{procedure.state_title(step.to)}" if leads else "（并行）" if step.duty else ""
    room = int((_WIDTH - x - 30) / 14)
    text = _shortened(f"{step.title}{mark}", room - _width(target)) + target
    yield f'<text{" class=" + chr(34) + "e" + chr(34) if ends else ""} x="{x + 18}" y="{y + 5}">{escape(text)}</text>'


def _arrows(procedure: Procedure, rows: Mapping[str, _Row]) -> Iterator[_Arrow]:
    """Yield one arrow for each pair of drawn states; ends are not drawn to, except those beside which something is done."""
    ways: dict[tuple[str, str], list[int]] = {}
    for row in rows.values():
        for number, step in row.lines:
            if step.to in rows and step.to != row.state:
                ways.setdefault((row.state, step.to), []).append(number)
    leaving, coming = Counter[str](), Counter[str]()
    for (start, end), numbers in ways.items():
        begins = rows[start].top + rows[start].height - _STUB * (1 + leaving[start])
        arrow = _Arrow(
            rows[start], rows[end], "、".join(map(str, numbers)), begins, rows[end].top + _STUB * (1 + coming[end])
        )
        yield arrow
        if not _is_next(arrow):
            leaving[start] += 1
            coming[end] += 1


def _lanes(arrows: Iterable[_Arrow]) -> dict[tuple[str, str], int]:
    """Return the lane of each arrow that does not lead just to the next box: short ones near the boxes, none crossing."""
    taken: list[list[tuple[int, int]]] = []
    lanes: dict[tuple[str, str], int] = {}
    for arrow in sorted(arrows, key=lambda arrow: (arrow.span[1] - arrow.span[0], arrow.span)):
        if _is_next(arrow):
            continue
        low, high = arrow.span
        lane = next((at for at, used in enumerate(taken) if all(high < a or low > b for a, b in used)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        lanes[arrow.ends] = lane
    return lanes


def _is_next(arrow: _Arrow) -> bool:
    return arrow.start.top + arrow.start.height + _GAP == arrow.end.top


def _drawn_arrow(arrow: _Arrow, lane: int | None, left: int) -> Iterator[str]:
    if lane is None:
        x, top = left + _BOX // 2, arrow.start.top + arrow.start.height
        yield f'<path class="a" d="M{x} {top}V{arrow.end.top - 1}" marker-end="url(#h)"/>'
        yield f'<text class="s" x="{x + 8}" y="{top + 17}">{arrow.numbers}</text>'
        return
    x, back = left - _EDGE - _LANE * lane, arrow.end.top < arrow.start.top
    kind = "r" if back else "a"
    yield f'<path class="{kind}" d="M{left} {arrow.begins}H{x}V{arrow.leads}H{left - 1}" marker-end="url(#h)"/>'
    yield f'<text class="s" x="{x + 3}" y="{arrow.begins - 3}">{arrow.numbers}</text>'


def _width(text: str) -> float:
    return sum(1 if ord(letter) >= _WIDE else _NARROW for letter in text)


def _shortened(text: str, room: float) -> str:
    """Return a text that fits into a number of wide characters, with an ellipsis where it was cut."""
    if _width(text) <= room:
        return text
    while text and _width(text) > room - 1:
        text = text[:-1]
    return f"{text}…"
