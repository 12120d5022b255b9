"""A comparison → one page: dashboard, principles, and for each facility type the list, the reasons and the numbers."""

from __future__ import annotations

from urllib.parse import quote

from medcheck.evaluation.evaluation_mark import mark_of
from medcheck.evaluation.evaluation_model import Review
from medcheck.evaluation.reasons import PEOPLE, order_of, reasons
from medcheck.report.page.render_page import draw

NEAREST = 40  # further misses stand in the workbook
MOST = 15


def page(review: Review) -> str:
    """Return the page: nothing from the network, readable without its script, the same for the same results."""
    return draw(
        "evaluation.html.j2",
        ("page.css", "parts.css", "index.css", "evaluation.css"),
        "evaluation.js",
        review=review,
        failing=review.failing[:MOST],
        missed=review.missed[:NEAREST],
        people=PEOPLE,
        reasons=reasons,
        order_of=order_of,
        mark=mark_of(review),
        links={entry.row.name: quote(entry.link) for entry in review.entries},
    )
