"""XML that comes from outside, read without entities or document types. The only door to defusedxml."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import ParseError as ParseError

from defusedxml import ElementTree


def parse(content: bytes) -> Element:
    """Return the root of a document; raise ParseError or ValueError where it is broken or declares a type."""
    root: Element = ElementTree.fromstring(content, forbid_dtd=True)
    return root


def walk(content: bytes) -> Iterator[tuple[str, Element]]:
    """Yield `start` and `end` of every element in order; raise as `parse` does."""
    yield from ElementTree.iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True)


def children(root: Element, name: str) -> list[Element]:
    """Return the children of every child of that name."""
    return [child for element in root if tag(element) == name for child in element]


def tag(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rsplit("}", 1)[-1]


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without its namespace, or an empty string."""
    return next((value for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")
