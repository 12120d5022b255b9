"""Reads numbers as people type them, exactly, or refuses them with the reason. It knows nothing of cells or layouts.

`２０`, `20张`, `1.2万`, `12,345`, `二十` are numbers. `约20`, `20～30`, `1,23`, `半年` are not: nobody may guess.
"""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite

from medcheck.limits import MOST_DIGITS, is_bounded

# A unit as a form writes it, and how else people write it.
_UNITS = {
    "㎡": ("㎡", "m2", "m²", "M2", "M²", "m^2", "M^2", "平方米", "平米", "平方", "平"),
    "人": ("人", "名", "位"),
    "元": ("元", "圆"),
    "个": ("个", "处"),
    "人次": ("人次", "次"),
}
_TIMES = {"": 1, "百": 100, "千": 1000, "万": 10000, "亿": 100000000}
_TYPED = re.compile(
    r"(?P<sign>[+-]?)[¥￥]?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"\s*(?P<times>[百千万亿]?)\s*(?P<unit>.*)"
)
_SPOKEN = re.compile(r"(?P<numeral>[零一二三四五六七八九十百千万]+)\s*(?P<unit>.*)")
_VAGUE = re.compile(
    r"约|大概|大约|左右|上下|余|多|近|以上|以下|以内|不少于|不足|超过|至少|至多|或|至|到|[~～∼〜+<>≥≤≈＜＞—–-]|[0-9]"
)
_WIDE = re.compile(r"[\uff01-\uff5d\u3000\xa0]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "～￥"} | {
    0x3000: " ",
    0xA0: " ",
}
_EXACT = 10.0**MOST_DIGITS  # a whole number below it is shown with all its digits
NO_REAL_NUMBER = "#NUM!"  # what a spreadsheet shows for a result that is infinite or no number
_FORMAL = str.maketrans("〇○壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬两", "零零一二二三三四五六六七八九十百千万二")
_DIGITS = "零一二三四五六七八九"


def half_width(text: str) -> str:
    """Return the text with full-width letters, digits and marks made half-width, and the ends stripped.

    Not Unicode NFKC: that would turn `60²` into 602 and `5½` into 51⁄2.
    """
    if text.isascii() or not _WIDE.search(text):
        return text.strip()
    return text.translate(_FULL_WIDTH).strip()


def unspaced(text: str) -> str:
    """Return the text as `half_width` does, without any blanks."""
    return "".join(half_width(text).split())


def read_number(text: str, unit: str, other_units: tuple[str, ...] = ()) -> tuple[int | Decimal | None, str]:
    """Return the number, or None and why not. `unit` is what the form asks for; any other unit is refused."""
    typed = half_width(text).lstrip("'")  # a ' before a number makes it text, and is no part of it
    spellings = {"", unit, *_UNITS.get(unit, ()), *other_units}
    if match := _TYPED.fullmatch(typed):
        if not _is_unit(match["unit"], spellings):
            return None, _why_not(match["unit"], unit, text)
        if match["sign"] == "-":
            return None, f"不应为负数，现为“{text}”"
        digits = match["digits"].replace(",", "")
        if not is_bounded(digits, _TIMES[match["times"]]):
            return None, f"数字应不超过 {MOST_DIGITS} 位，现为“{text}”"
        return plain(Decimal(digits) * _TIMES[match["times"]]), ""
    if match := _SPOKEN.fullmatch(typed.translate(_FORMAL)):
        number = read_numeral(match["numeral"])
        if number is not None and _is_unit(match["unit"], spellings):
            return number, ""
        if number is not None:
            return None, _why_not(match["unit"], unit, text)
    if re.search(r"[0-9]", typed) and _VAGUE.search(re.sub(r"[0-9.,]+", "", typed)):
        return None, f"应填写一个确定的数字，现为“{text}”"
    return None, f"应为数字，现为“{text}”"


def read_percent(text: str) -> tuple[Decimal | int | None, str]:
    """Return the share as a fraction of one (`38.5%` is 0.385), or None and why not.

    The form prints the unit, so a bare 38.5 is 38.5 %. A bare 0.385 may be 38.5 % or 0.385 %: nobody may guess.
    """
    number, reason = read_number(text, "%")
    if number is None:
        return None, reason
    if "%" not in half_width(text) and 0 < number <= 1:
        return None, f"不大于 1 的数应带百分号，例如 38.5%，现为“{text}”"
    return plain(number / Decimal(100)), ""


def float_text(number: float) -> str:
    """Return a workbook's binary double as 15 significant digits, without an exponent; `#NUM!` where it is no number."""
    if number.is_integer() and -_EXACT < number < _EXACT:
        return str(int(number))
    if not isfinite(number):
        return NO_REAL_NUMBER
    digits = format(number + 0.0, ".15g")  # a negative nought is shown as 0
    return format(Decimal(digits), "f") if "e" in digits else digits


def read_digits(text: str) -> int | Decimal:
    """Return the number that `float_text` shows."""
    return int(text) if text.isdecimal() else Decimal(text) if "." in text else plain(Decimal(text))


def plain(number: Decimal) -> int | Decimal:
    """Return an int where the number is whole, else the decimal without trailing zeros."""
    return int(number) if number == number.to_integral_value() else number.normalize()


def read_numeral(text: str) -> int | None:
    """Return the value of a Chinese numeral below 一亿; None unless writing that value gives the same numeral back.

    So colloquial `一百二` (102 or 120?) is refused.
    """
    text = re.sub(r"(?<![一二三四五六七八九])十", "一十", text.translate(_FORMAL))
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character == "万":
            total, section, digit = (section + digit) * 10000, 0, 0
        else:
            section, digit = section + digit * {"十": 10, "百": 100, "千": 1000}[character], 0
    value = total + section + digit
    return value if value < 10**8 and _numeral(value) == text else None


def _numeral(value: int) -> str:
    if value == 0:
        return "零"
    high, low = divmod(value, 10000)
    if not high:
        return _section(low)
    return _section(high) + "万" + ("零" if 0 < low < 1000 else "") + (_section(low) if low else "")


def _section(value: int) -> str:
    digits = f"{value:04d}"
    named = [
        _DIGITS[int(digit)] + place if digit != "0" else "零" for digit, place in zip(digits, "千百十 ", strict=True)
    ]
    return re.sub("零+", "零", "".join(named)).strip(" 零")


def _is_unit(text: str, spellings: set[str]) -> bool:
    bracketed = re.fullmatch(r"\((.*)\)", text)
    return (bracketed[1] if bracketed else text).strip() in spellings


def _why_not(rest: str, unit: str, text: str) -> str:
    if re.match(r",[0-9]", rest):
        return f"千位分隔符位置不对，现为“{text}”"
    if rest.startswith("."):
        return f"应为数字，现为“{text}”"
    if _VAGUE.search(re.sub(r"[mM]2", "", rest)):
        return f"应填写一个确定的数字，现为“{text}”"
    if not unit:
        return f"应为不带单位的数字，现为“{text}”"
    return f"单位应为“{unit}”，现为“{text}”"
