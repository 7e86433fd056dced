"""The person guard: a table that carries persons is refused as a whole; columns are named, values never.

Columns are known by their headings in four languages and by what stands in them. The personal number (PINFL) has
14 digits: sex and century, birth date, district, serial number and a check digit with the weights 7 3 1, as in
machine-readable travel documents (ICAO Doc 9303, part 3, 4.9).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import cycle

from mapping.model.names import latin
from mapping.model.problems import Problem, Refused
from mapping.reading.registry import Severity, declare

PERSON_COLUMN = declare(
    "person_column",
    Severity.MUST,
    "7.1",
    "No column carries persons: names, personal numbers, passports, birth dates, phone numbers, home addresses.",
)
_HEADERS = re.compile(
    r"\b(?:pinfl|jshshir|jshshr|jshir|pnfl|"
    r"f ?i ?o|f ?i ?sh|familiya\w*|surname|last ?name|first ?name|full ?name|patronymic|sharifi?|otasining ismi|"
    r"otchestvo|person (?:id|name|code)|jabrlanuvchi|gumonlanuvchi|gumon [qk]ilinuvchi|ayblanuvchi|sudlanuvchi|poterpevshiy|podozrevaemiy|"
    r"obvinyaemiy|osujdenniy|victim|suspect|accused|sha[xh]siy (?:ra[qk]am|kod)\w*|lichniy (?:nomer|kod)|personal (?:number|code|id)|"
    r"stir|inn|id karta|udostovereni\w*|propiska|mesto (?:jitelstva|projivaniya)|grajdanin|fu[qk]aro|[hx]u[qk]u[qk]buzar|offender|pravonarushitel|"
    r"pas+port\w*|tugilgan\w*|data rojd\w*|god rojd\w*|rojdeni\w*|birth\w*|dob|"
    r"telefon\w*|tel|phone\w*|mobile|mobilniy|yashash (?:manzili|joyi)|manzili?|adres|address)\b"
    r"|^(?:ism|ismi|imya|ism familiya|shaxs|litso|person)$"
)
_NOT_PERSONS = re.compile(r"\b(?:soni|number of|kolichestvo|chislo|count|kol vo)\b")
_PHONES = re.compile(r"tel|phone|mobil")
_THEFTS = re.compile(r"\b(?:ogri|ogir|kraj|theft|firibgar|moshennich|fraud)")  # phones are stolen, too
_ENOUGH = 0.3  # the share of filled cells that makes a column person-like by content
_SAMPLE = 20_000

_NUMBER = re.compile(r"(?<![\d])(?<!\d[.,])\d(?:[\s-]?\d){13}(?!\d)")  # the decimals of a number are none
_PASSPORT = re.compile(r"[A-ZА-Я]{2}\s?[-№]?\s?\d{7}")
_PHONE = re.compile(
    r"(?:\+?998[\s(-]*)\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}|\(?\d{2}\)?[\s-]\d{3}[\s-]\d{2}[\s-]\d{2}"
)
_DAY = re.compile(r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2}).*")
_NAME_WORD = r"[A-ZА-ЯЁЎҚҒҲʻ‘’'`-][\w‘’ʻʼ'`-]+"
_FULL_NAME = re.compile(rf"{_NAME_WORD}(?:\s+(?:{_NAME_WORD}|[A-ZА-Я]\.|o[‘’ʻ'`]?g[‘’ʻ'`]?li|qizi|ўғли|қизи)){{1,3}}")
_FAMILY_NAME = re.compile(
    r"\b\w{2,}(?:ova?|y?eva?|ова?|[её]ва?)\b|\b\w{3,}(?:ovich|ovna|evich|evna|ович|овна|евич|евна)\b"
    r"|\bo[‘’ʻ'`]g[‘’ʻ'`]li\b|\bqizi\b|\bўғли\b|\bқизи\b",
    re.IGNORECASE,
)
_WITHIN = {
    "passport": re.compile(rf"\b{_PASSPORT.pattern}\b", re.IGNORECASE),
    "phone": re.compile(rf"(?<![\d-])(?:{_PHONE.pattern})(?![\d-])"),
    "name": re.compile(
        rf"{_NAME_WORD}\s+(?:{_NAME_WORD}(?<=[a-zа-яё])(?:ovich|ovna|evich|evna|ович|овна|евич|евна)\b"
        rf"|{_NAME_WORD}\s+(?:o[‘’ʻ'`]g[‘’ʻ'`]li|qizi|ўғли|қизи)\b)"
    ),
}
_OLDEST, _YOUNGEST_YEARS = 1910, 10


def refuse_persons(file: str, columns: Mapping[str, Sequence[str]]) -> None:
    """Raises Refused naming every person-like column; no value enters the refusal."""
    named = person_columns(columns)
    if named:
        raise Refused([Problem(file, PERSON_COLUMN, None, name) for name in named])


def person_columns(columns: Mapping[str, Sequence[str]]) -> list[str]:
    """The headings of the columns that are person-like by heading or by content.

    Days of a past in which people were born are birth days beside a column of persons; else they are days of records.
    """
    named = [name for name, values in columns.items() if is_person_heading(name) or _is_person_like(values)]
    if not named:
        return []
    return [name for name, values in columns.items() if name in named or _mostly(_sampled(values), _is_birth_day, 2)]


def is_person_heading(name: str) -> bool:
    """Whether a heading names a person's property; the number of persons is none."""
    key = latin(name)
    found = _HEADERS.search(key)
    if found is None or _NOT_PERSONS.search(key):
        return False
    return not (_PHONES.match(found[0]) and _THEFTS.search(key))


def _is_person_like(values: Sequence[str]) -> bool:
    """One personal number anywhere is enough; the rest must be usual in the column, of which a sample is looked at."""
    if any(len(value) > 13 and holds_personal_number(value) for value in values):
        return True
    return is_person_like(values)


def is_person_like(values: Sequence[str]) -> bool:
    """Whether passports, phones or full names are usual among the values, of which a sample is looked at."""
    sample = _sampled(values)
    return any(_mostly(sample, looks, least) for looks, least in _LOOKS)


def _sampled(values: Sequence[str]) -> list[str]:
    filled = [stripped for value in values if value and (stripped := value.strip())]
    return filled[:: len(filled) // _SAMPLE + 1]


def holds_personal_number(text: str) -> bool:
    """Whether a personal number stands anywhere in the text."""
    return any(map(is_personal_number, _NUMBER.findall(text)))


def looks_like_person(text: str) -> bool:
    """Whether a single text may be a person's: what is shown of a table that was let through leaves such texts out."""
    bare = text.strip()
    return holds_personal_number(bare) or _is_birth_day(bare) or any(looks(bare) for looks, _ in _LOOKS)


def _mostly(values: list[str], looks: Callable[[str], bool], least: int) -> bool:
    hits = sum(map(looks, values))
    return hits >= least and hits >= _ENOUGH * len(values)


def persons_in(text: str) -> str | None:
    """What of a person stands within a running text: `personal_number`, `passport`, `phone` or `name`; None: nothing.

    A name is told by its patronymic only: streets and mahallas bear the names of people.
    """
    if any(is_personal_number(found) for found in _NUMBER.findall(text)):
        return "personal_number"
    return next((kind for kind, pattern in _WITHIN.items() if pattern.search(text)), None)


def is_personal_number(text: str) -> bool:
    """14 digits with a possible sex, birth date and check digit."""
    digits = re.sub(r"[\s-]", "", text)
    if len(digits) != 14 or not (digits.isascii() and digits.isdigit()) or digits[0] not in "123456":
        return False
    if not (1 <= int(digits[1:3]) <= 31 and 1 <= int(digits[3:5]) <= 12):
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(digits[:13], cycle((7, 3, 1)), strict=False))
    return weighted % 10 == int(digits[13])


def _is_passport(text: str) -> bool:
    return _PASSPORT.fullmatch(text.upper()) is not None


def _is_phone(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None


def _is_birth_day(text: str) -> bool:
    """A day of a past in which people were born that are now older than ten; deadlines and periods lie nearer."""
    found = _DAY.fullmatch(text)
    if found is None:
        return False
    year = int(found["y"] or found["y2"])
    return _OLDEST <= year <= date.today().year - _YOUNGEST_YEARS


def _is_full_name(text: str) -> bool:
    return _FULL_NAME.fullmatch(text) is not None and _FAMILY_NAME.search(text) is not None


# With the number of hits a column needs: one mahalla may be named after a person.
_LOOKS = ((_is_passport, 1), (_is_phone, 1), (_is_full_name, 2))
