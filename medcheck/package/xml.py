"""Parses the parts of a guarded package as XML trees.

The parser of the standard library, in C: a part with a document type, an entity or another encoding than UTF-8 never
comes here (`counts` refuses it), and that is all a hardened parser would add at eight times the price.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import ParseError as ParseError


def parse(content: bytes) -> Element:
    """Return the root of a part; raise ParseError where it is broken."""
    return ElementTree.fromstring(content)


def walk(content: bytes) -> Iterator[tuple[str, Element]]:
    """Yield `start` and `end` of every element in order; raise ParseError where it is broken."""
    yield from ElementTree.iterparse(BytesIO(content), events=("start", "end"))


def children(root: Element, name: str) -> list[Element]:
    """Return the children of every child of that name."""
    return [child for element in root if tag(element) == name for child in element]


def tag(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rsplit("}", 1)[-1]


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without its namespace, or an empty string."""
    return next((value for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")
