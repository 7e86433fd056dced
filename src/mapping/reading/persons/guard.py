"""A table that carries persons is refused as a whole; columns are named, values never.

Columns are known by their headings and by what stands in them; where these disagree the cells decide. docs/persons.md
says how often it errs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from mapping.model.names import latin
from mapping.model.problems import Problem, Refused
from mapping.reading.persons import documents, names, sentences
from mapping.reading.persons.headings import Says, what_says
from mapping.reading.registry import Severity, declare

PERSON_COLUMN = declare(
    "person_column",
    Severity.MUST,
    "7.1",
    "No column carries persons: names, personal numbers, passports, birth dates, phone numbers, home addresses.",
)
_ENOUGH = 0.3  # the share of filled cells that makes a column person-like by content
_MOST = 0.5  # the same where places may be called so
_NEARLY_ALL, _LIST = 0.8, 5  # the same under a heading of places, and the least number of cells
_SAMPLE = 20_000
_OLDEST, _YOUNGEST_YEARS = 1910, 10
_DAY = re.compile(r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2}).*")
_FIGURE = re.compile(
    r"-?\d{1,3}(?:[ \u00a0,]\d{3})*(?:[.,]\d+)?%?|-?\d{1,6}(?:[.,]\d+)?%?|[-–—]|\.\.\.?|n/?a", re.IGNORECASE
)
_PLAIN = re.compile(r"[+-]?\d{1,8}(?:[.,]\d*)?")  # no number of a person is so short
_YEAR = re.compile(r"(?:19|20)\d\d")
_BORN = re.compile(r"tug|rojd|rozhd|birth|born|yob|dob|geb", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:id|kod|code|nomer|number|ra[qk]am\w*|stir|inn|pinfl|jshshir|pesel|no)\b")


def refuse_persons(file: str, columns: Mapping[str, Sequence[str]]) -> None:
    """Raises Refused naming every person-like column; no value enters the refusal."""
    named = person_columns(columns)
    if named:
        raise Refused([Problem(file, PERSON_COLUMN, None, name) for name in named])


def person_columns(columns: Mapping[str, Sequence[str]]) -> list[str]:
    """The headings of the columns that are person-like by heading or by content.

    Days of a past in which people were born are birth days beside a column of persons; else they are days of records.
    """
    named = [name for name, values in columns.items() if _carries_persons(name, values)]
    if not named:
        return []
    return [name for name, values in columns.items() if name in named or _mostly(_sampled(values), _is_birth_day, 2)]


def _carries_persons(heading: str, values: Sequence[str]) -> bool:
    if documents.has_personal_numbers(values):
        return True
    sample = [value for value in _sampled(values) if value != heading]
    if what_says(heading) is Says.PERSON and not _are_figures(heading, sample):
        return True
    return is_person_like(heading, sample)


def _are_figures(heading: str, sample: list[str]) -> bool:
    """Whether numbers of persons stand under a heading that says a person: victims, births, passports issued."""
    if not sample or _NUMBERED.search(latin(heading)):
        return False
    figures = [value for value in sample if _FIGURE.fullmatch(value)]
    if _BORN.search(latin(heading)) and sum(map(bool, map(_YEAR.fullmatch, figures))) >= _MOST * len(figures):
        return False
    return len(figures) >= 0.6 * len(sample)


def is_person_like(heading: str, values: Sequence[str]) -> bool:
    """Whether passports, phones, addresses or names of people are usual among the values, of which a sample is looked at.

    Each different value is looked at once, and plain numbers not at all.
    """
    sample = _sampled(values)
    times = Counter(sample)
    odd = [(value, number) for value, number in times.items() if not _PLAIN.fullmatch(value)]
    if not odd:
        return False
    return any(
        _reaches(sum(number for value, number in odd if looks(value)), least, share * len(sample))
        for looks, least, share in _looks(what_says(heading), [value for value, _ in odd])
    )


def _looks(says: Says, sample: list[str]) -> Iterable[tuple[Callable[[str], bool], int, float]]:
    """What to look for under a heading, with the least number and share of cells that tell it."""
    if says is not Says.CODE:
        yield documents.is_phone, 1, _ENOUGH
        yield documents.is_bare_phone, 2, _MOST
    if not documents.are_serial(sample) and (says is not Says.CODE or len({value[:2] for value in sample}) > 1):
        yield documents.is_passport, 1, _ENOUGH
    yield documents.is_other_number, 2, _ENOUGH
    yield documents.holds_mail, 2, _ENOUGH
    yield documents.is_home, 2, _ENOUGH
    yield names.is_surely_name, 2, _ENOUGH
    yield sentences.holds_patronymic, 2, _ENOUGH
    if says is Says.PLACE:
        yield names.is_likely_name, _LIST, _NEARLY_ALL
    elif says is Says.POST:
        yield names.may_be_name, 2, _MOST
        yield names.is_likely_name, 2, _ENOUGH
    else:
        yield names.is_likely_name, 2, _MOST


def _sampled(values: Sequence[str]) -> list[str]:
    filled = [stripped for value in values if value and (stripped := value.strip())]
    return filled[:: len(filled) // _SAMPLE + 1]


def _mostly(values: list[str], looks: Callable[[str], bool], least: int) -> bool:
    return _reaches(sum(map(looks, values)), least, _ENOUGH * len(values))


def _reaches(hits: int, least: int, enough: float) -> bool:
    return hits >= least and hits >= enough


def looks_like_person(text: str) -> bool:
    """Whether a single text may be a person's: what is shown of a table that was let through leaves such texts out."""
    bare = text.strip()
    looks = (_is_birth_day, documents.is_passport, documents.is_phone, documents.is_other_number, documents.holds_mail)
    return documents.holds_personal_number(bare) or any(one(bare) for one in (*looks, names.is_likely_name))


def persons_in(text: str) -> str | None:
    """What of a person stands within a running text: `personal_number`, `passport`, `phone`, `mail` or `name`; None: nothing.

    A name is told by its patronymic or its initials only: streets and mahallas bear the names of people. Wide letters and the digits of
    other scripts are read as those that they stand for.
    """
    return _persons_in(text) or _persons_in(_plain(text))


def _plain(text: str) -> str:
    signs = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs)


def _persons_in(text: str) -> str | None:
    if documents.holds_personal_number(text):
        return "personal_number"
    if documents.PASSPORT_WITHIN.search(text):
        return "passport"
    if documents.PHONE_WITHIN.search(text):
        return "phone"
    if documents.holds_mail(text):
        return "mail"
    return "name" if sentences.holds_name(text) else None


def _is_birth_day(text: str) -> bool:
    """A day of a past in which people were born that are now older than ten; deadlines and periods lie nearer."""
    found = _DAY.fullmatch(text)
    if found is None:
        return False
    year = int(found["y"] or found["y2"])
    return _OLDEST <= year <= date.today().year - _YOUNGEST_YEARS
