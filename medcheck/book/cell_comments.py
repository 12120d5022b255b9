"""Reads the comments of an .xlsx sheet. What medcheck itself wrote into a workbook it gave back is nobody's answer."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from medcheck.book.book_parts import position
from medcheck.book.look import Position
from medcheck.package import xml

OURS = "—— medcheck 评估 ——"  # begins what medcheck writes into a comment; what stands before it is the applicant's
_COMMENTS = "/comments"


def comments_part(parts: Mapping[str, bytes], sheet: str) -> bytes:
    """Return the part with the comments of a sheet, by the sheet's relations; an empty one where it has none."""
    folder, name = posixpath.split(sheet)
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    for relation in xml.parse(relations) if relations and b"comments" in relations else ():
        if relation.get("Type", "").lower().endswith(_COMMENTS):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            return parts.get(path, b"")
    return b""


def comments_of(part: bytes) -> dict[Position, str]:
    """Return the comments of a sheet by cell, without the author's name in front; raise ParseError where it is broken."""
    if not part:
        return {}
    root = xml.parse(part)
    authors = [author.text or "" for author in xml.children(root, "authors")]
    comments: dict[Position, str] = {}
    for comment in xml.children(root, "commentList"):
        number = comment.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        spot = position(comment.get("ref"), 0, 0)
        text = "".join(piece.text or "" for piece in comment.iter() if xml.tag(piece) == "t")
        if spot != (0, 0) and (own := own_words(text, author)):
            comments[spot] = own
    return comments


def own_words(text: str, author: str) -> str:
    """Return what people wrote in a comment: without the author's name in front, and without what medcheck added."""
    return text.partition(OURS)[0].strip().removeprefix(f"{author}:").strip()
