"""Numbers that point at one person: personal numbers, passports, telephones, and mail addresses.

The personal number (PINFL) has 14 digits: sex and century, birth date, district, serial number and a check digit with
the weights 7 3 1, as in machine-readable travel documents (ICAO Doc 9303, part 3, 4.9).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import cycle

_NUMBER = re.compile(r"(?<![\d])(?<!\d[.,])\d(?:[\s-]?\d){13}(?!\d)")  # the decimals of a number are none
_PASSPORT = re.compile(r"[A-ZА-Я]{2}\s?[-№]?\s?\d{7}")
_PHONE = re.compile(
    r"(?:\+?998[\s(-]*)\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}|\(?\d{2}\)?[\s-]\d{3}[\s-]\d{2}[\s-]\d{2}"
)
_ABROAD = re.compile(
    r"(?:\+|00)[1-9]\d{0,2}(?:[\s().-]{0,2}\d){7,12}"  # with the code of a country
    r"|8[\s-]?\(?\d{3}\)?[\s-]?\d{3}[\s-]\d{2}[\s-]?\d{2}"  # Russia and Kazakhstan
    r"|\(\d{3,4}\) ?\d{2,3}-\d{2}-\d{2}"  # the same, within the country
    r"|\(\d{3}\)\s?\d{3}[\s.-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4}|[2-9]\d{2} \d{3} \d{4}"  # North America
    r"|0\d(?:[\s.-]\d{2}){4}"  # France
    r"|\(\d{2}\) ?\d{4,5}-\d{4}|0\d{3} \d{2}-\d{2}-\d{2}"  # Brazil, Kyrgyzstan
    r"|0\d{1,4}[\s-]\d{3,4}[\s-]\d{3,4}|0\d{3,4}[\s-]\d{6}|0\d{3}[\s-]\d{3}[\s-]\d{2}[\s-]\d{2}"  # Britain, Korea, Japan, Turkey
)
_BARE_RUSSIAN = re.compile(r"79\d{9}")
_OTHER_NUMBERS = re.compile(
    r"\d{3}-\d{2}-\d{4}|\d{3}-\d{3}-\d{3}[ -]\d{2}|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{1,2}\.\d{3}\.\d{3}-[\dkK]"  # United States, Russia, Brazil, Chile
    r"|\d{6}-[1-8]\d{6}|\d{5}-\d{7}-\d|\d{2} ?\d{2} \d{6}"  # Korea, Pakistan, passports of Russia
)
_SERIES, _CLOSE = 3, 100
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HOME = re.compile(
    r"\d+\s*-?\s*(?:uy|xonadon|уй|хонадон)\b.*\d+\s*-?\s*(?:xonadon|хонадон)|(?:\bд\.|\bдом)\s*\d+.*(?:\bкв\.?|\bквартира)\s*\d+"
    r"|\b\d+ .*\b(?:apt|apartment|flat)\.? ?\d+",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])")


def is_personal_number(text: str) -> bool:
    """14 digits with a possible sex, birth date and check digit."""
    digits = re.sub(r"[\s-]", "", text)
    if len(digits) != 14 or not (digits.isascii() and digits.isdigit()) or digits[0] not in "123456":
        return False
    if not _DATED.fullmatch(digits[1:5]):
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(digits[:13], cycle((7, 3, 1)), strict=False))
    return weighted % 10 == int(digits[13])


def holds_personal_number(text: str) -> bool:
    """Whether a personal number stands anywhere in the text."""
    return any(map(is_personal_number, _NUMBER.findall(text)))


def has_personal_numbers(values: Sequence[str]) -> bool:
    """Whether a personal number stands anywhere in a column.

    One within a text is enough. In a column of numbers of 14 digits one in some 450 passes by chance: of the cells that
    are such a number and nothing else a half must be personal ones.
    """
    whole = hits = 0
    for value in values:
        if len(value) < 14 or not (numbers := _NUMBER.findall(value)):
            continue
        personal = any(map(is_personal_number, numbers))
        if numbers[0] != value.strip():
            if personal:
                return True
        else:
            whole, hits = whole + 1, hits + personal
    return hits > 0 and hits >= whole / 2


def are_serial(values: Sequence[str]) -> bool:
    """Whether all differ, begin with the same letters and follow one another closely: codes of areas or things, not passports."""
    if len({value[:2] for value in values}) != 1 or len(values) < _SERIES:
        return False
    numbers = [int(digits) for value in values if (digits := re.sub(r"\D", "", value))]
    return len({*numbers}) == len(values) and max(numbers) - min(numbers) <= _CLOSE * len(numbers)


def is_passport(text: str) -> bool:
    """The series and number of a passport or identity card."""
    return _PASSPORT.fullmatch(text.upper()) is not None


def is_phone(text: str) -> bool:
    """A telephone number as Uzbekistan or the code of another country writes it."""
    return _PHONE.fullmatch(text) is not None or _ABROAD.fullmatch(text) is not None


def is_bare_phone(text: str) -> bool:
    """A mobile number of Russia in digits alone: some codes look the same."""
    return _BARE_RUSSIAN.fullmatch(text) is not None


def is_other_number(text: str) -> bool:
    """The personal number of another country, in the groups in which it is written."""
    return _OTHER_NUMBERS.fullmatch(text) is not None


def holds_mail(text: str) -> bool:
    """Whether a mail address stands in the text."""
    return "@" in text and _MAIL.search(text) is not None


def is_home(text: str) -> bool:
    """A house and a flat in it."""
    return _HOME.search(text) is not None


PASSPORT_WITHIN = re.compile(rf"\b{_PASSPORT.pattern}\b", re.IGNORECASE)
PHONE_WITHIN = re.compile(rf"(?<![\d-])(?:{_PHONE.pattern})(?![\d-])")
