"""Papers that are made already: their blanks filled in, and many of them as one to print. The only door to python-docx.

What somebody edited by hand is left as it is. Knows no result and no rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

from medcheck.errors import MedcheckError, Place, Problem
from medcheck.package.fixed_zip import fixed
from medcheck.term import UNFINISHED

if TYPE_CHECKING:
    from docx.document import Document

BOOKMARK = "mc__"  # with the name of a field and a number behind it: mc__number__1
WHY_LATER = "送达日期填写后逐日列明"  # stands where the days of a term cannot be counted yet
_BLANK = re.compile(r"[_\s年月日]*")
_JOINED = "joined"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Filled(NamedTuple):
    """A paper with its blanks filled: by field how many were, and what stands where nothing was blank any more."""

    document: bytes
    filled: Mapping[str, int]
    kept: Mapping[str, str]


def mark_of(document: bytes, file: str) -> tuple[str, ...]:
    """Return what a paper says of itself: its kind and its rule pack; nothing of a document that is none of ours.

    Raises MedcheckError where it is no Word document, or many papers in one.
    """
    words = tuple(_opened(document, file).core_properties.keywords.split())
    if _JOINED in words:
        text = "这是合订的打印件，各份的文号和日期不同"
        raise MedcheckError([Problem(Place(file), text, "逐份填写单份的文书，再打印；合订件只用于打印")])
    return words


def fill_blanks(document: bytes, values: Mapping[str, str], file: str) -> Filled:
    """Return the paper with each value written where its field is still blank; what was written there stays."""
    opened = _opened(document, file)
    filled: dict[str, int] = {}
    kept: dict[str, str] = {}
    for start in opened.element.body.iter(f"{_W}bookmarkStart"):
        name = (start.get(f"{_W}name") or "").removeprefix(BOOKMARK).rpartition("__")[0]
        if name not in values:
            continue
        runs = _between(start)
        written = "".join(text.text or "" for run in runs for text in run.iter(f"{_W}t"))
        if written == values[name]:
            continue
        if not runs or not _is_blank(written):
            kept[name] = written
            continue
        _write(runs, values[name])
        filled[name] = filled.get(name, 0) + 1
    return Filled(_saved(opened), filled, kept)


def written_in(document: bytes, file: str) -> dict[str, str]:
    """Return by field what stands between its marks in a paper, whoever wrote it there."""
    written: dict[str, str] = {}
    for start in _opened(document, file).element.body.iter(f"{_W}bookmarkStart"):
        name = start.get(f"{_W}name") or ""
        if name.startswith(BOOKMARK):
            runs = _between(start)
            field = name.removeprefix(BOOKMARK).rpartition("__")[0]
            written.setdefault(field, "".join(text.text or "" for run in runs for text in run.iter(f"{_W}t")))
    return written


def join_papers(documents: Sequence[bytes]) -> bytes:
    """Return papers of one template as one document: each begins on a new page, with its own footer and page 1."""
    whole = _opened(documents[0], "文书")
    _begin_at_one(whole.element.body[-1])
    for number, document in enumerate(documents[1:], 2):
        _append(whole, _opened(document, "文书"), number)
    whole.core_properties.keywords = _JOINED
    return _saved(whole)


def _opened(document: bytes, file: str) -> Document:
    try:
        from docx import Document as open_document
    except ImportError as error:
        text, mend = "没有安装读写 Word 文书的组件", "运行 pip install 'medcheck[word]' 后重试"
        raise MedcheckError([Problem(Place("Word 文书"), text, mend)]) from error
    try:
        return open_document(BytesIO(document))
    except (BadZipFile, KeyError, ValueError) as error:
        raise MedcheckError([Problem(Place(file), "不是 .docx 文档", "选择 medcheck notice 生成的文书")]) from error


def _saved(document: Document) -> bytes:
    written = BytesIO()
    document.save(written)
    return fixed(written)


def _is_blank(written: str) -> bool:
    return bool(_BLANK.fullmatch(written)) or written == WHY_LATER or written.endswith(UNFINISHED)


def _between(start: Any) -> list[Any]:
    """Return the runs between a bookmark's two marks; none where its end is no longer in the same paragraph."""
    runs: list[Any] = []
    for element in start.itersiblings():
        if element.tag == f"{_W}bookmarkEnd" and element.get(f"{_W}id") == start.get(f"{_W}id"):
            return runs
        if element.tag == f"{_W}r":
            runs.append(element)
    return []


def _write(runs: Sequence[Any], value: str) -> None:
    """Write a value into the first of some runs, in its look, and empty the others."""
    for run in runs:
        for text in run.findall(f"{_W}t"):
            run.remove(text)
    text = runs[0].makeelement(f"{_W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    text.text = value
    runs[0].append(text)


def _append(whole: Document, more: Document, number: int) -> None:
    """Append a paper: the last paragraph before it ends the section of the one before."""
    body = whole.element.body
    ended = body[-1]
    body.remove(ended)
    if not len(body) or body[-1].tag != f"{_W}p":
        whole.add_paragraph()
    body[-1].get_or_add_pPr().append(ended)
    numbers: dict[str, str] = {}
    for element in list(more.element.body)[:-1]:
        copied = deepcopy(element)
        _renumber(whole, copied, numbers)
        for mark in (*copied.iter(f"{_W}bookmarkStart"), *copied.iter(f"{_W}bookmarkEnd")):
            mark.set(f"{_W}id", f"{number}{mark.get(f'{_W}id'):0>4}")
            if name := mark.get(f"{_W}name"):
                mark.set(f"{_W}name", f"{name}_{number}")
        body.append(copied)
    section = deepcopy(more.element.body[-1])
    for kind in ("footerReference", "headerReference"):
        for reference in section.findall(f"{_W}{kind}"):
            section.remove(reference)
    _begin_at_one(section)
    body.append(section)
    theirs, ours = more.sections[-1], whole.sections[-1]
    for source, target in ((theirs.footer, ours.footer), (theirs.even_page_footer, ours.even_page_footer)):
        target.is_linked_to_previous = False
        for element in list(target._element):
            target._element.remove(element)
        target._element.extend(deepcopy(element) for element in source._element)


def _begin_at_one(section: Any) -> None:
    """Let a section count its pages from 1."""
    for element in section.findall(f"{_W}pgNumType"):
        section.remove(element)
    numbered = section.makeelement(f"{_W}pgNumType", {f"{_W}start": "1"})
    margins = section.find(f"{_W}pgMar")
    section.insert(list(section).index(margins) + 1 if margins is not None else len(section), numbered)


def _renumber(whole: Document, element: Any, numbers: dict[str, str]) -> None:
    """Give the counted lists of a paper numbers of their own, so that each begins with 1 again."""
    numbering = whole.part.numbering_part.element
    for used in element.iter(f"{_W}numId"):
        name = used.get(f"{_W}val")
        if name not in numbers:
            known = {one.get(f"{_W}numId"): one for one in numbering.findall(f"{_W}num")}
            made = deepcopy(known[name])
            numbers[name] = str(max(map(int, known)) + 1)
            made.set(f"{_W}numId", numbers[name])
            override = made.makeelement(f"{_W}lvlOverride", {f"{_W}ilvl": "0"})
            override.append(override.makeelement(f"{_W}startOverride", {f"{_W}val": "1"}))
            made.append(override)
            numbering.append(made)
        used.set(f"{_W}val", numbers[name])
