"""Decides whether letters of one colour can be seen on another. It knows nothing of workbooks."""

from __future__ import annotations

Colour = tuple[int, int, int]  # red, green, blue, each 0 to 255

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
# Below this contrast (WCAG 2: 1 is none, 21 is black on white) a person sees an empty cell.
_LEAST_CONTRAST = 1.2


def colour_of(digits: str) -> Colour | None:
    """Return the colour of `RRGGBB` or `AARRGGBB`, with or without a `#`; None where it is neither."""
    text = digits.removeprefix("#")[-6:]
    try:
        return (int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)) if len(text) == 6 else None
    except ValueError:
        return None


def tinted(colour: Colour, tint: float) -> Colour:
    """Return a theme colour made lighter (tint above 0) or darker, each part by the same share."""

    def part(value: int) -> int:
        made = value * (1 + tint) if tint < 0 else value + (255 - value) * tint
        return min(255, max(0, round(made)))

    return part(colour[0]), part(colour[1]), part(colour[2])


def is_seen(letters: Colour, ground: Colour) -> bool:
    """Return whether letters of a colour can be told from the ground they stand on."""
    lights = sorted((_luminance(letters), _luminance(ground)))
    return (lights[1] + 0.05) / (lights[0] + 0.05) >= _LEAST_CONTRAST


def _luminance(colour: Colour) -> float:
    parts = [value / 255 for value in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
