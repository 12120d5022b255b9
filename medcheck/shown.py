"""Text as a reader is shown it: without signs nobody sees, file names repaired. Knows nothing of where the text comes from.

Invisible signs hide what stands there (a direction mark turns a name round, an escape sequence steers the terminal) or keep
`在\\u200b编` from being `在编`. They are dropped where text enters, and once more on the way to the terminal.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

# Controls (Cc) but tab and line feed, formats (Cf), halves of surrogates (Cs), line and paragraph separators, and what is
# as invisible under another name: joiners, variation selectors, fillers. A test holds this against Unicode's own categories.
INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")  # they put pictures together, and do nothing to a terminal
_INVISIBLE = re.compile(f"[{INVISIBLE}]")


def visible(text: str) -> str:
    """Return a text without invisible signs; its tabs and line breaks stay."""
    return text if text.isprintable() else _INVISIBLE.sub("", text.replace("\r\n", "\n"))


def for_terminal(text: str) -> str:
    """Return a text in which each invisible sign stands as `�`, so that none acts on the terminal; line breaks stay."""
    return (
        text if text.isprintable() else _INVISIBLE.sub(lambda sign: sign[0] if sign[0] in _JOINERS else "\ufffd", text)
    )


def one_line(text: str) -> str:
    """Return a text for a place that has one line only: what breaks lines becomes a blank."""
    return " ".join(visible(text).split()) if not text.isprintable() else text


def file_name(path: Path) -> str:
    """Return the name of a file as it is shown: whatever bytes it has, it can be read, printed and written into a report.

    Names from a Chinese Windows arrive as GBK where a zip does not say so; bytes that are no text at all stand as `\\xNN`.
    """
    return shown_name(path.name)


def shown_name(name: str) -> str:
    """Return a name or relative path of the file system as it is shown."""
    if any("\ud800" <= sign <= "\udfff" for sign in name):
        name = _repaired(os.fsencode(name))
    return one_line(name)


def _repaired(name: bytes) -> str:
    try:
        text = name.decode("gb18030")
    except UnicodeDecodeError:
        return name.decode("utf-8", "backslashreplace")
    odd = any(unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") for sign in text)
    return name.decode("utf-8", "backslashreplace") if odd else text
