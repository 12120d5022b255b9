"""Rewrites Office files so that their bytes depend on their content alone: the libraries stamp the present time into them."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_STAMP = (2019, 9, 1, 0, 0, 0)


def fixed(written: BytesIO) -> bytes:
    """Return a workbook or document with the dates of the zip and the last change in docProps fixed."""
    made = BytesIO()
    with ZipFile(written) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2019-09-01T00:00:00Z", content)
            entry = ZipInfo(name, _STAMP)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    return made.getvalue()
