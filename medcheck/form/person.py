"""Compares names of people. It knows nothing of lists."""

from __future__ import annotations

import re
import unicodedata

_BLANK = re.compile(r"\s")
_DOTS = re.compile(r"[•‧∙・⋅．・.·]")
_REMARK = re.compile(r"[(\[【〔][^()\[\]【】〔〕]{2,}[)\]】〕]")


def same_name(written: str) -> str:
    """Return a name as names are compared: without blanks, and without a remark such as （已离职）; one letter tells two apart.

    Names of several parts are written with several kinds of dots.
    """
    if written.isalnum() and not written.isascii():
        return written  # as nearly all are
    text = _BLANK.sub("", unicodedata.normalize("NFKC", written))
    return _DOTS.sub("·", _REMARK.sub("", text) or text)
