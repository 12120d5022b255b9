"""Numbers of papers that are valid in form: identity cards, credit codes, licences, certificates.

The check digits are written out here a second time on purpose: the reader's own check must not vouch for itself.
"""

from __future__ import annotations

from datetime import date

from medcheck.samples.chance import Chance

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# What the first two places of a credit code stand for, by the paper it is printed on.
_REGISTERED = {"事业单位法人证书": "12", "民办非企业单位登记证书": "52", "营业执照": "91", "个体工商户": "92"}


def id_card(county: str, born: date, gender: str, chance: Chance) -> str:
    """Return an identity card number (GB 11643) that no other sample of the batch has; odd serials are men."""

    def draw() -> str:
        serial = chance.whole(0, 499) * 2 + (1 if gender == "男" else 0)
        return id_checked(f"{county}{born:%Y%m%d}{serial:03d}")

    return chance.once("id_card", draw)


def id_checked(first17: str) -> str:
    """Return the number with its check digit (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _ID_WEIGHTS, strict=True))
    return first17 + _ID_CHECK[total % 11]


def credit_code(registration: str, county: str, chance: Chance) -> str:
    """Return a 统一社会信用代码 (GB 32100) of the paper's kind, with the body code's own check digit (GB 11714)."""

    def draw() -> str:
        heads = {"12": "MB2", "52": "MJE", "91": "MA3", "92": "MA3"}[_REGISTERED[registration]]
        body = heads + "".join(chance.pick(_LETTERS) for _ in range(5))
        return _credit_checked(_REGISTERED[registration] + county + body + _body_check(body))

    return chance.once("credit_code", draw)


def _body_check(body: str) -> str:
    values = (int(letter) if letter.isdigit() else ord(letter) - 55 for letter in body)
    rest = 11 - sum(value * weight for value, weight in zip(values, _BODY_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _credit_checked(first17: str) -> str:
    total = sum(_CREDIT.index(letter) * weight for letter, weight in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return first17 + _CREDIT[(31 - total % 31) % 31]


def practice_licence(credit: str, county: str, kind: str) -> str:
    """Return a 医疗机构执业许可证登记号: the body code, the division, the kind of facility, 22 places."""
    return f"{credit[8:17]}{county}{kind}"


def mobile(prefixes: tuple[str, ...], chance: Chance) -> str:
    """Return a mobile number nobody else of the batch has."""
    return chance.once("phone", lambda: chance.pick(prefixes) + chance.digits(8))


def certificate(kind: str, pattern: str, chance: Chance) -> str:
    """Return a certificate number with digits for every #, once in the batch."""

    def draw() -> str:
        return "".join(chance.digits(1) if letter == "#" else letter for letter in pattern)

    return chance.once(kind, draw)
