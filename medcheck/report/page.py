"""An Assessment → one self-contained HTML page. The only door to Jinja; the templates stand in reports/."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from medcheck.assessment.model import Assessment
from medcheck.report.arrange import (
    CHOSEN_WORDS,
    MOST_LOOSE,
    SETTLED,
    arrange,
    cells,
    day,
    is_whole,
    kind,
    lacking,
    short,
    sources,
    stated,
)
from medcheck.report.read_lines import read_lines

_SHEETS = ("page.css", "findings.css", "print.css")


def to_html(assessment: Assessment) -> str:
    """Return the whole page: no scripts, nothing from the network, the same text for the same assessment."""
    css = _css()
    page = _environment().get_template("report.html.j2")
    return page.render(
        a=assessment,
        workbook=assessment.workbook.file,
        arranged=arrange(assessment),
        read=read_lines(assessment),
        css=css,
        css_hash=_hash(css),
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("medcheck.reports", ""),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = day
    environment.globals |= {"most_loose": MOST_LOOSE}
    environment.globals |= {"chosen": CHOSEN_WORDS, "settled": SETTLED, "is_whole": is_whole, "kind": kind}
    environment.globals |= {"cells": cells, "lacking": lacking, "short": short, "sources": sources, "stated": stated}
    return environment


@cache
def _css() -> str:
    folder = files("medcheck.reports")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in _SHEETS)


def _hash(css: str) -> str:
    # The policy lets in this one style sheet and nothing else: no script, no picture, no request.
    return "sha256-" + b64encode(hashlib.sha256(css.encode()).digest()).decode()
