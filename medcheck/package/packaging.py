"""Finds the parts of a workbook through its own relationships, and gives them the names every reader looks for.

Programs differ in how they name parts (`xl/workbook2.xml`, `xl/Styles.xml`, backslashes, a folder of their own): what a part is
says its relationship, and letters are compared without regard to case. Knows nothing of what the parts hold.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from medcheck.package import xml

BOOK, BOOK_RELATIONS, STYLES, STRINGS = (
    *("xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
    *("xl/styles.xml", "xl/sharedStrings.xml"),
)
_ROOT, _TYPES = "_rels/.rels", "[content_types].xml"
_MAIN_TYPE = "sheet.main+xml"
_TARGET = re.compile(rb"""\bTarget\s*=\s*["']([^"']*)["']""")
_TOP = re.compile(rb"""\bTarget\s*=\s*["']/?xl/workbook\.xml["']""")
_READ = re.compile(rb"""<[^>]*/relationships/(styles|sharedStrings)["'][^>]*>""")
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_SHEETS = ("worksheet", "chartsheet", "dialogsheet", "macrosheet", "xlMacrosheet")


class _Relation(NamedTuple):
    id: str
    kind: str
    target: str


def usual(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the parts of an .xlsx package under their usual names; the same where they have them, or where nothing helps."""
    if _is_usual(parts):
        return parts
    known = {name.lower(): name for name in parts}
    book = _main(parts, known)
    if not book:
        return parts
    try:
        relations = _relations(parts.get(known.get(_beside(book).lower(), ""), b""), posixpath.dirname(book))
    except xml.ParseError:
        return parts
    named = {BOOK: parts[known[book.lower()]]}
    lines = []
    for number, relation in enumerate(relations, 1):
        found = known.get(relation.target.lower())
        if found is None or not (name := _name(relation.kind, number)):
            continue
        named[name] = parts[found]
        kind = quoteattr(f"{_KINDS}/{relation.kind}")
        target = quoteattr(name.removeprefix("xl/"))
        lines.append(f"<Relationship Id={quoteattr(relation.id)} Type={kind} Target={target}/>")
    named[BOOK_RELATIONS] = _RELATIONS.format("".join(lines)).encode()
    named[_ROOT] = _RELATIONS.format(
        f'<Relationship Id="rId1" Type="{_KINDS}/officeDocument" Target="{BOOK}"/>'
    ).encode()
    taken = {parts_name for parts_name in parts if id(parts[parts_name]) in set(map(id, named.values()))}
    rest = {
        name: part for name, part in parts.items() if name not in taken and name.lower() not in map(str.lower, named)
    }
    return named | rest


def slashes(name: str) -> str:
    """Return the name of an entry as a path: some programs for Windows write it with backslashes."""
    return name.replace("\\", "/").lstrip("/")


def _is_usual(parts: Mapping[str, bytes]) -> bool:
    """Return whether what relationships lead to stands where readers look, letter by letter: as nearly every workbook has it."""
    if BOOK not in parts or BOOK_RELATIONS not in parts:
        return False
    if _ROOT not in parts or not _TOP.search(parts[_ROOT]):
        return False
    if any(match[1] not in _usual_targets(match[0]) for match in _READ.finditer(parts[BOOK_RELATIONS])):
        return False
    known = {name.lower(): name for name in parts}
    if any(known.get(name.lower(), name) != name for name in (STYLES, STRINGS)):
        return False
    targets = (slashes(target.decode("utf-8", "replace")) for target in _TARGET.findall(parts[BOOK_RELATIONS]))
    paths = (target if target.startswith("xl/") else f"xl/{target}" for target in targets)
    return all(known.get(posixpath.normpath(path).lower(), path) == path for path in paths)


def _usual_targets(relation: bytes) -> list[bytes]:
    """Return the file names a relation leads to, without the extension: `styles` for the part with the styles."""
    return [posixpath.basename(target).removesuffix(b".xml") for target in _TARGET.findall(relation)]


def _main(parts: Mapping[str, bytes], known: Mapping[str, str]) -> str:
    """Return the name of the workbook part: by the package's relationship, else by its type, else as usual."""
    try:
        for relation in _relations(parts.get(known.get(_ROOT, ""), b""), ""):
            if relation.kind == "officeDocument" and relation.target.lower() in known:
                return relation.target
        types = parts.get(known.get(_TYPES, ""), b"")
        for element in xml.parse(types) if types else ():
            name = slashes(element.get("PartName", ""))
            if element.get("ContentType", "").endswith(_MAIN_TYPE) and name.lower() in known:
                return name
    except xml.ParseError:
        pass
    return BOOK if BOOK in known else ""


def _beside(book: str) -> str:
    folder, name = posixpath.split(book)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(part: bytes, folder: str) -> list[_Relation]:
    """Return the relationships of a part that stands in a folder, with where each leads."""
    relations = []
    for element in xml.parse(part) if part else ():
        if element.get("TargetMode") == "External":
            continue
        target = unquote(element.get("Target", "")).replace("\\", "/")
        path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
        relations.append(_Relation(element.get("Id", ""), element.get("Type", "").rsplit("/", 1)[-1], path))
    return relations


def _name(kind: str, number: int) -> str:
    """Return where readers look for a part of a kind; nothing for one they do not look for."""
    if kind in _SHEETS:
        return f"xl/worksheets/sheet{number}.xml"
    return {"styles": STYLES, "sharedStrings": STRINGS, "theme": "xl/theme/theme1.xml"}.get(kind, "")
