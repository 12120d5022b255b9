"""A number format of a spreadsheet (`0.0"%"`, `#,##0"亩"`, `;;;`): what a person sees of the value it is put on.

A format is only of interest where what is seen is something else than the stored value: a unit, a percent sign, a word, or
nothing at all. Rounding and thousands separators are not: the stored value counts. Knows nothing of cells or forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from medcheck.context import keep
from medcheck.form.numbers import float_text

# One token of a format: quoted words, an escaped or filling character, brackets, the words for "as it is", digits, any other.
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<blank>_.|\*.)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>(?i:General)|G/通用格式)|(?P<exponent>[Ee][+-]0+)|(?P<digits>[0#?]+)|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_DATE_LETTERS = frozenset("ymdhsbegYMDHSBEG年月日")
# Signs that say nothing more than the number does: of currency here, of a negative number, and blanks.
_NEUTRAL = frozenset(" -+()¥￥,.:/\xa0\u3000")
# What may stand between the digits of a telephone number, a sum or a fraction.
_BETWEEN = frozenset(" -,/\xa0")
_WHITE = frozenset({"white", "白色", "color2", "颜色2"})
_MOST = 255  # characters of a format, as Excel allows


class FormatSection(NamedTuple):
    """One section of a format: the words before and after the digits, and what is done to the number between them.

    `has_digits` is False where the words alone are shown; `scale` is the number of commas that divide by a thousand
    each, `shift` the number of digits behind a printed point (`0!.0,"万元"`), `percent` the number of percent signs
    outside quotes, `zeros` the least number of digits before the point;
    `is_cut` is whether words stand between the digits.
    """

    before: str
    after: str
    has_digits: bool
    has_text: bool
    is_date: bool
    is_unseen: bool
    is_cut: bool
    percent: int
    scale: int
    shift: int
    zeros: int
    condition: tuple[str, Decimal] | None

    @property
    def is_plain(self) -> bool:
        """Return whether what it shows is the stored number, give or take digits."""
        words = {*self.before, *self.after} - _NEUTRAL
        shown = self.has_digits or self.is_date or self.has_text
        return shown and not (
            words or self.is_unseen or self.percent or self.is_cut or self.scale or self.shift or self.zeros > 1
        )

    @property
    def is_negative(self) -> bool:
        """Return whether it puts a sign of its own before the number, by which a number above nought looks below it."""
        return self.has_digits and not self.is_date and not {"-", "("}.isdisjoint(self.before)


class NumberFormat(NamedTuple):
    """A format, read: up to four sections for positive and negative numbers, zero and text."""

    sections: tuple[FormatSection, ...]

    @property
    def is_date(self) -> bool:
        """Return whether it shows numbers as days or times."""
        return self.sections[0].is_date

    @property
    def alters(self) -> bool:
        """Return whether what a person sees may be something else than the stored value."""
        return self.sections[0].is_negative or not all(section.is_plain for section in self.sections)


@keep(512)
def number_format(code: str) -> NumberFormat:
    """Return a format read; one that is longer than a spreadsheet allows is read as far as that."""
    return NumberFormat(tuple(map(_section, _split(code[:_MOST])))[:4])


def seen(value: float | int | str, code: str) -> str | None:
    """Return what a person sees of a value: None where it is the value itself, an empty string where it is nothing.

    Where digits of the format's own stand beside those of the number, or it is divided by thousands without a word, the
    text names both, so that nobody can read it as a number.
    """
    sections = number_format(code).sections
    if isinstance(value, str):
        return _seen_text(value, sections)
    number = Decimal(_stored(value))
    section = _for_number(number, sections)
    if section and section.is_negative and number > 0:
        return _contradicted(value, f"{section.before}{_stored(value)}{section.after}")
    if section is None or section.is_plain or section.is_date:
        return None
    if section.is_unseen:
        return ""
    if not section.has_digits and not section.has_text:
        words = _words(section)
        return _contradicted(value, words) if re.search(r"[0-9]", words) else words
    return _seen_number(value, section)


def _seen_number(value: float | int, section: FormatSection) -> str:
    number = Decimal(_stored(value))
    shown = number * 100**section.percent / Decimal(1000) ** section.scale / 10**section.shift
    digits = format(shown.normalize() if shown % 1 else shown.quantize(Decimal(1)), "f")
    if section.zeros > 1 and number == number.to_integral_value() and number >= 0:
        digits = digits.zfill(section.zeros)
    words = f"{section.before}{section.after}"
    text = f"{section.before}{digits}{'%' * section.percent}{section.after}".strip()
    unclear = (
        section.is_cut
        or section.percent > 1
        or ((section.scale or section.shift) and not words.strip("".join(_NEUTRAL)))
    )
    return _contradicted(value, text) if unclear or re.search(r"[0-9]", re.sub(r"[mM]2", "", words)) else text


def _stored(value: float | int) -> str:
    """Return the stored number as text: all digits of a whole one, what is exact of another."""
    return str(value) if isinstance(value, int) else float_text(value)


def _contradicted(value: float | int, shown: str) -> str:
    """Return what cannot be read as one number: the stored one and what is shown of it."""
    return f"{_stored(value)}（显示为“{shown}”）"


def _words(section: FormatSection) -> str:
    return f"{section.before}{section.after}".strip()


def _seen_text(value: str, sections: Sequence[FormatSection]) -> str | None:
    """Return what is seen of a text: the fourth section, or the only one that shows texts, puts words around it."""
    section = (
        sections[3] if len(sections) == 4 else next((candidate for candidate in sections if candidate.has_text), None)
    )
    if section is None:
        return None
    if section.is_unseen or not section.has_text:
        return _words(section)
    return None if section.is_plain else f"{section.before}{value}{section.after}"


def _for_number(number: Decimal, sections: Sequence[FormatSection]) -> FormatSection | None:
    """Return the section a number is shown by; None where a text section is all there is."""
    conditional = [section for section in sections if section.condition]
    if conditional:
        fitting = next((section for section in conditional if _holds(number, section.condition)), None)
        return fitting or next((section for section in sections if section.condition is None), None)
    if len(sections) > 1 and number < 0:
        return sections[1]
    return sections[2] if len(sections) > 2 and number == 0 else sections[0]


def _holds(number: Decimal, condition: tuple[str, Decimal] | None) -> bool:
    if condition is None:
        return False
    sign, bound = condition
    return {
        "<": number < bound,
        "<=": number <= bound,
        ">": number > bound,
        ">=": number >= bound,
        "=": number == bound,
        "<>": number != bound,
    }[sign]


def _split(code: str) -> Iterator[list[re.Match[str]]]:
    """Yield the tokens of each section of a format."""
    section: list[re.Match[str]] = []
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            yield section
            section = []
        else:
            section.append(token)
    yield section


def _section(tokens: Sequence[re.Match[str]]) -> FormatSection:
    before: list[str] = []
    after: list[str] = []
    percent = zeros = commas = shift = 0
    has_digits = has_text = is_date = white = cut = fraction = False
    condition: tuple[str, Decimal] | None = None
    for token in tokens:
        words = before if not has_digits and not has_text else after
        if token["digits"] or token["general"] or token["exponent"]:
            between = "".join(after)
            if has_digits and between == "." and token["digits"] and not (shift or fraction):
                shift = len(token["digits"])
            else:
                cut = cut or (has_digits and not set(between) <= _BETWEEN)
            after.clear()  # what stands between the digits is none of the words behind them
            zeros += token["digits"].count("0") if token["digits"] and not fraction else 0
            has_digits, commas = True, 0
        elif (bracket := token["bracket"]) is not None:
            white = white or bracket.lower().replace(" ", "") in _WHITE
            words.append(bracket[1:].partition("-")[0] if bracket.startswith("$") else "")
            is_date = is_date or bracket.lower() in ("h", "hh", "m", "mm", "s", "ss")
            if match := _CONDITION.fullmatch(bracket):
                condition = match[1], Decimal(match[2])
        elif (literal := token["quoted"] or token["escaped"]) is not None:
            words.append(literal or "")
        elif (other := token["other"]) is not None:
            percent += other == "%"
            commas += other == ","
            has_text = has_text or other == "@"
            fraction = fraction or other == "."
            is_date = is_date or other in _DATE_LETTERS
            words.append("" if other in "%,.@" else other)
    unseen = white or not (tokens and (has_digits or has_text or is_date or "".join(before).strip()))
    if is_date:
        before, after = [], []
    return FormatSection(
        "".join(before),
        "".join(after),
        has_digits,
        has_text,
        is_date,
        unseen,
        cut,
        percent,
        commas if has_digits else 0,
        shift,
        zeros,
        condition,
    )
