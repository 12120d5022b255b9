"""What the report tests share: reading a page, printing to a string, hostile names."""

from __future__ import annotations

import io
from html.parser import HTMLParser

from rich.console import Console

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.report.page.render_page import to_html
from medcheck.report.text.terminal import print_assessment
from tests.report_sample import sample

HOSTILE = (
    "<b>&{{x}}</b>",
    "=cmd|' /C calc'!A0",
    "聊" * 300,
    "康宁😀👨‍👩‍👧诊所",
    "[red]x[/red] :smile: {% raw %}",
    "</style><script>alert(1)</script>",
    "\"' onmouseover=x",
)


class PageText(HTMLParser):
    """Collects the text of a page, and its tags in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip() and self.tags[-1][0] not in ("style", "script"):
            self.words.append(" ".join(data.split()))


def page_of(assessment: Assessment) -> PageText:
    return PageText(to_html(assessment))


def part(page: str, start: str, end: str) -> list[str]:
    """Return the words of a page between two pieces of its source."""
    return PageText("<p>" + page[page.index(start) :].split(end)[0]).words


def printed(assessment: Assessment, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    print_assessment(assessment, console)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def named(name: str) -> Assessment:
    assessment = sample()
    return assessment.model_copy(
        update={
            "applicant": assessment.applicant.model_copy(update={"name": name}),
            "workbook": assessment.workbook.model_copy(update={"file": f"{name}.xlsx"}),
            "sentence": name,
            "findings": tuple(f.model_copy(update={"title": name, "value": name}) for f in assessment.findings),
        }
    )
