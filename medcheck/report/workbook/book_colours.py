"""The colours of a workbook as a reader sees them, however the file names them: by value, by its theme, by number."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from openpyxl.styles.colors import COLOR_INDEX, Color

from medcheck.package import xml

BLACK = "FF000000"
_WHITE = "FFFFFFFF"
_USUAL_THEME = (_WHITE, BLACK, "FFEEECE1", "FF1F497D")
# Themes list dark before light; cells count the light one first.
_ORDER = (1, 0, 3, 2)

Palette = Sequence[str]


def theme_palette(theme: bytes | None) -> Palette:
    """Return the colours of a workbook's theme in the order in which cells number them; the usual ones without a theme."""
    try:
        root = xml.parse(theme) if theme else None
    except xml.ParseError:
        root = None
    scheme = (
        next((element for element in root.iter() if xml.tag(element) == "clrScheme"), None)
        if root is not None
        else None
    )
    if scheme is None:
        return _USUAL_THEME
    colours = [_of_theme(element) for element in scheme]
    return [colours[at] for at in _ORDER if at < len(colours)] + colours[len(_ORDER) :]


def colour_of(colour: Color | None, palette: Palette) -> str | None:
    """Return a colour as `FFRRGGBB`, a tint behind it; None where it is left to the program or usual (black)."""
    if colour is None or colour.type == "auto":
        return None
    if colour.type == "theme":
        found = palette[colour.theme] if colour.theme < len(palette) else None
    elif colour.type == "indexed":
        found = f"FF{COLOR_INDEX[colour.indexed][2:]}" if colour.indexed < len(COLOR_INDEX) else None
    else:
        found = str(colour.rgb)
    if colour.type == "theme" and found == BLACK and not colour.tint:
        return None
    return f"{found} {colour.tint:.1f}" if found and colour.tint else found


def _of_theme(element: Element) -> str:
    for child in element:
        value = xml.attribute(child, "lastClr") or xml.attribute(child, "val")
        return f"FF{value.upper()}"
    return BLACK
