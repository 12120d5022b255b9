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
_GROUNDS = frozenset({"", "auto", "FFFFFF"})
# Numbers below or beyond which letters cannot be read: size, width in percent, how far they are raised (half points).
_TINY, _NARROW, _RAISED = 10, 50, 12
_LOW, _FAR = 120, 8_000  # twentieths of a point: an exact height of lines, an indent
# What shows words that stand in an attribute.
_IN_ATTRIBUTES = {"sym": "char", "fldSimple": "instr", "textpath": "string"}
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
        shown += _styles(xml.parse(parts.get("word/styles.xml", b"<none/>")), xml.parse(parts["word/document.xml"]))
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
    """Yield each paragraph with how it looks, and what puts in other documents, hides rows or colours cells of a table."""
    for element in root.iter():
        name = xml.tag(element)
        if name == "p" and "wordprocessingml" in element.tag:
            yield _text(element), tuple(sorted(_looks(element)))
        elif name == "altChunk":
            yield "", name
        elif name in ("trPr", "tcPr", "tblPr"):
            yield from (("", look) for look in _looks(element))


def _styles(root: Element, document: Element) -> Iterator[tuple[str, object]]:
    """Yield how the styles that are used make letters look, where that is not as usual; the names of styles do not matter."""
    styles = {xml.attribute(style, "styleId"): style for style in root if xml.tag(style) == "style"}
    used = [xml.attribute(element, "val") for element in document.iter() if xml.tag(element) in ("pStyle", "rStyle")]
    used += [name for name, style in styles.items() if xml.attribute(style, "default") in ("1", "true")]
    seen: set[str] = set()
    looks = {look for element in root if xml.tag(element) == "docDefaults" for look in _looks(element)}
    while used:
        name = used.pop()
        if name in styles and name not in seen:
            seen.add(name)
            looks |= set(_looks(styles[name]))
            used += [xml.attribute(element, "val") for element in styles[name] if xml.tag(element) == "basedOn"]
    yield from (("", f"样式 {look}") for look in sorted(looks))


def _text(paragraph: Element) -> str:
    """Return the text of a paragraph; one that was deleted with changes tracked is text too."""
    marks = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    text = "".join(_piece(element) or marks.get(xml.tag(element), "") for element in paragraph.iter())
    return _NUMBERED.sub("PAGE", " ".join(text.split()))


def _piece(element: Element) -> str:
    name = xml.tag(element)
    if name in _IN_ATTRIBUTES:
        return f" {xml.attribute(element, _IN_ATTRIBUTES[name])} "
    return (element.text or "") if name in ("t", "delText", "instrText") else ""


def _looks(element: Element) -> Iterator[str]:
    """Yield how letters are hidden, struck out, coloured, put on another ground or made tiny; what is as usual is not told."""
    for part in element.iter():
        name, value = xml.tag(part), xml.attribute(part, "val")
        if name in _LOOKS and value not in _USUAL:
            yield f"{name}={value}"
        elif name == "color" and xml.attribute(part, "themeColor") not in ("", "text1", "dark1"):
            yield f"{name}={xml.attribute(part, 'themeColor')}"
        elif name == "shd" and xml.attribute(part, "fill") not in _GROUNDS:
            yield f"{name}={xml.attribute(part, 'fill')}"
        elif name == "numId" and value not in _USUAL:
            yield "numbered"
        elif (name == "hidden" and value not in _USUAL) or _is_out_of_sight(part, name, value):
            yield f"{name}={value}"


def _is_out_of_sight(part: Element, name: str, value: str) -> bool:
    """Return whether a size, a width, a raise, a height of lines or an indent leaves letters that nobody can read."""
    if name == "spacing":
        return xml.attribute(part, "lineRule") == "exact" and _number(xml.attribute(part, "line")) < _LOW
    if name == "ind":
        return any(abs(_number(xml.attribute(part, side))) > _FAR for side in ("left", "start", "firstLine"))
    limits = {"sz": lambda n: n < _TINY, "w": lambda n: n < _NARROW, "position": lambda n: abs(n) > _RAISED}
    return name in limits and bool(value) and limits[name](_number(value))


def _number(text: str) -> int:
    """Return a whole number, or 0 where the attribute is not there or no number."""
    return int(text) if text.lstrip("-").isdecimal() else 0
