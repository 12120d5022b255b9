"""A Word document of our own → what it shows, paragraph by paragraph, so that two can be compared."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from medcheck.package import xml
from medcheck.package.zip_parts import zip_parts
from medcheck.report.record.office_record import CORE

_TEXTS = ("word/document.xml", "word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments")
_BESIDE = ("word/media/", "word/embeddings/", "word/vbaproject", "word/charts/")
# How letters can be hidden, struck out or put on another ground.
_LOOKS = frozenset({"strike", "dstrike", "vanish", "webHidden", "color", "highlight", "del", "ins"})
_USUAL = frozenset({"0", "false", "none", "auto", "000000"})
_TINY = 10  # half points
# The number of a page, which a program writes beside its field when it saves the document.
_NUMBERED = re.compile(r" ?PAGE ?\d* ?")


def document_content(content: bytes) -> list[tuple[str, object]] | None:
    """Return each paragraph's text with how its letters look, then what lies beside the text; None where it cannot be read."""
    parts = zip_parts(content)
    if parts is None or "word/document.xml" not in parts:
        return None
    shown: list[tuple[str, object]] = []
    try:
        for name in sorted(parts):
            if name.startswith(_TEXTS) and name.endswith(".xml"):
                shown += _paragraphs(xml.parse(parts[name]))
        shown += [
            (element.text or "", xml.tag(element))
            for element in xml.parse(parts.get(CORE, b"<none/>"))
            if element.text and xml.tag(element) in ("description", "keywords")
        ]
    except xml.ParseError:
        return None
    beside = [parts[name] for name in sorted(parts) if name.lower().startswith(_BESIDE)]
    return [*shown, *(("", hashlib.sha256(part).hexdigest()) for part in beside)]


def _paragraphs(root: Element) -> Iterator[tuple[str, object]]:
    for paragraph in root.iter():
        if xml.tag(paragraph) == "p" and "wordprocessingml" in paragraph.tag:
            yield _text(paragraph), tuple(sorted(_looks(paragraph)))


def _text(paragraph: Element) -> str:
    """Return the text of a paragraph; one that was deleted with changes tracked is text too."""
    marks = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    text = "".join(
        (element.text or "") if xml.tag(element) in ("t", "delText", "instrText") else marks.get(xml.tag(element), "")
        for element in paragraph.iter()
    )
    return _NUMBERED.sub("PAGE", " ".join(text.split()))


def _looks(paragraph: Element) -> Iterator[str]:
    """Yield how letters of a paragraph are hidden, struck out, coloured or made tiny; what is as usual is not told."""
    for element in paragraph.iter():
        name, value = xml.tag(element), xml.attribute(element, "val")
        if (name in _LOOKS and value not in _USUAL) or (name == "sz" and value.isdecimal() and int(value) < _TINY):
            yield f"{name}={value}"
