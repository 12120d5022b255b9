"""Reads what stands beside the cells of a row, under a heading the form does not know: 是否在职：否, 离职日期：2019-05-01.

Knows nothing of what the rows are.
"""

from __future__ import annotations

import re
from datetime import date

from medcheck.form.dates import read_date
from medcheck.measure.written_names import AskedBeside, Lexicon, doubt_in, fold

_ASKS = re.compile(r"[:：]")
_YES = {"是", "有", "√", "✓", "✔", "☑", "对", "Y", "YES", "TRUE", "1"}
_NO = {
    "否",
    "不",
    "无",
    "没有",
    "×",
    "✗",
    "✘",
    "X",
    "N",
    "NO",
    "FALSE",
    "0",
    "不是",
    "未",
    "/",
    "-",
    "—",
    "——",
    "\\",
    "空",
    "不适用",
}


def says_not_there(remark: str, lexicon: Lexicon, questions: AskedBeside, day: date | None) -> bool:
    """Return whether what is said makes it doubtful that it is there; a heading and what stands below it go together."""
    parts = _ASKS.split(remark, maxsplit=1)
    if len(parts) != 2 or len(parts[0]) > _LONGEST_HEADING:
        return bool(doubt_in(remark, lexicon))
    heading, answer = fold(parts[0]), fold(parts[1])
    bad = bool(doubt_in(heading, lexicon)) or any(word in heading for word in questions.ends)
    if answer in _NO:
        return not bad and any(word in heading for word in questions.there)
    if answer in _YES:
        return bad
    ends = read_date(parts[1].strip(), long_term=True, year_month=True)[0]
    if isinstance(ends, date):
        return bad and (day is None or ends <= day)
    return bad or bool(doubt_in(answer, lexicon))


_LONGEST_HEADING = 20  # characters; a longer text before a colon is a sentence
