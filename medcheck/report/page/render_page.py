"""An Assessment → one self-contained HTML page. The only door to Jinja; the templates stand in reports/."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from medcheck.assessment.compare.comparison import Comparison
from medcheck.assessment.deadlines import lateness
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.context import keep
from medcheck.report import arrange
from medcheck.report.compare.comparison_groups import MOST_CELLS, cell_groups, groups_of, head_rows, side_lines
from medcheck.report.page import drawing, lists
from medcheck.report.read_lines import read_lines
from medcheck.report.record.page_record import to_record
from medcheck.report.seal_lines import file_lines

_SHEETS = ("page.css", "parts.css", "findings.css", "print.css")
_SCRIPT = "page.js"
_TOLD: tuple[Callable[..., object], ...] = (
    *(arrange.cells, arrange.deciders, arrange.is_narrow, arrange.is_whole, arrange.kind, arrange.kinds),
    *(arrange.in_force_words, arrange.lacking, arrange.short, arrange.sources, arrange.stated, arrange.where),
    *(head_rows, side_lines),
    *(drawing.bars, lists.lacking_names, lists.listings, lists.tally),
)


def to_html(assessment: Assessment) -> str:
    """Return the whole page: nothing from the network, readable without its one script, the same for the same input."""
    return draw(
        "report.html.j2",
        _SHEETS,
        _SCRIPT,
        a=assessment,
        workbook=assessment.workbook.file,
        arranged=arrange.arrange(assessment),
        read=read_lines(assessment),
        beside=tuple(file_lines(assessment)),
        record=to_record(assessment),
    )


def draw(template: str, sheets: tuple[str, ...], script: str = "", **values: object) -> str:
    """Return a page of a template with its style sheets and its script, if any, inside; no other may run or be loaded."""
    css, code = _css(sheets), _read(script) if script else ""
    text = (
        _environment()
        .get_template(template)
        .render(css=css, css_hash=_hash(css), script=code, script_hash=_hash(code), **values)
    )
    while ">\n\n" in text:  # collapse blank lines left by skipped blocks
        text = text.replace(">\n\n", ">\n")
    return text


def comparison_to_html(comparison: Comparison) -> str:
    """Return the page of a comparison, in the style of the report; it has no script."""
    return draw(
        "comparison.html.j2",
        (*_SHEETS, "compare.css"),
        c=comparison,
        groups=groups_of(comparison),
        cells=cell_groups(comparison),
        most_cells=MOST_CELLS,
    )


class _Exact(Environment):
    """Attributes are attributes: one that is not there is an error, and no item of that name is looked for."""

    getattr = staticmethod(getattr)  # type: ignore[assignment]  # a method there, the function itself here


@keep()
def _environment() -> Environment:
    environment = _Exact(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = arrange.day
    environment.globals |= {function.__name__: function for function in _TOLD}
    environment.globals |= {
        "drawn": drawing.gauge,
        "chosen": arrange.CHOSEN_WORDS,
        "settled": arrange.SETTLED,
        "lateness": lateness,
    }
    environment.globals |= {"problem_kind": arrange.kind, "most_loose": arrange.MOST_LOOSE}
    return environment


def _template(name: str) -> str:
    """Return a template without its indentation and the end tags HTML lets go; no value is touched.

    Both would be a seventh of the page.
    """
    return re.sub(r"(?m)^[ \t]+|</(?:li|dt|dd|td|th|tr|tbody|thead)>", "", _read(name))


@keep()
def _read(name: str) -> str:
    return files("medcheck.reports").joinpath(name).read_text(encoding="utf-8")


@keep()
def _css(sheets: tuple[str, ...]) -> str:
    text = re.sub(r"(?m)/\*.*?\*/|^[ \t]+|\n", "", "".join(map(_read, sheets)))
    return re.sub(r" ?([{};]) ?|(:) ", r"\1\2", text)


def _hash(text: str) -> str:
    # The policy lets in this one style sheet and this one script, and nothing else: no picture, no request.
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
