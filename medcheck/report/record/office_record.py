"""The properties of an Office file: a record put among them, and read back. Knows nothing of what a record says."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

from medcheck.package.zip_parts import zip_parts

CORE = "docProps/core.xml"
_NAMES = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dcmitype": "http://purl.org/dc/dcmitype/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_DESCRIPTION = f"{{{_NAMES['dc']}}}description"


def with_record(document: bytes, line: str) -> bytes:
    """Return a document with a record as the description among its properties; nothing else of it is changed."""
    made = BytesIO()
    with ZipFile(BytesIO(document)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry, _described(content, line) if entry.filename == CORE else content, ZIP_DEFLATED)
    return made.getvalue()


def properties_of(content: bytes) -> bytes:
    """Return the properties of an Office file, in which a record may stand; nothing where it is none or has none."""
    return (zip_parts(content) or {}).get(CORE, b"")


def _described(properties: bytes, line: str) -> bytes:
    for prefix, name in _NAMES.items():
        ElementTree.register_namespace(prefix, name)
    root = ElementTree.fromstring(properties)
    element = root.find(_DESCRIPTION)
    if element is None:
        element = ElementTree.SubElement(root, _DESCRIPTION)
    element.text = line
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))
