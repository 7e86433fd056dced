"""Numbers as people type them: spaces, commas, points and apostrophes between digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mapping.reading.tables.words import is_nothing

_SPACES = " \u00a0\u2007\u2009\u202f"
_GROUPED = re.compile(rf"(?P<sign>[-−–]?)\d{{1,3}}(?:[{_SPACES}'’]\d{{3}})+(?P<rest>[.,]\d+)?")
_THOUSANDS = {".": re.compile(r"[-−–]?\d{1,3}(?:\.\d{3})+"), ",": re.compile(r"[-−–]?\d{1,3}(?:,\d{3})+")}
_PLAIN = re.compile(r"[-−–]?\d+(?:[.,]\d+)?")
_BOTH = re.compile(r"[-−–]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:,\d{3})+\.\d+)")
_MEASURED = re.compile(
    r"(?:в\s+)?[+±]?\s*(?P<number>[-−–]?\s*\d[\d\s.,'’]*?)\s*(?:[%‰]|(?:foiz|фоиз|процент\w*|baravar|barobar|баравар|баробар|"
    r"marta|марта|раза?|р|kishi|nafar|ta|dona|киши|нафар|та|дона|чел|человек|ед|шт)\.?)?",
    re.IGNORECASE,
)
_OPEN = re.compile(r"[-−–]?[1-9]\d{0,2}[.,]\d{3}")

Cell = str | int | float | bool | date | None


@dataclass(frozen=True)
class Marks:
    """What a profile says of the signs in numbers, None where it leaves them open, and of doubts settled before.

    `agreed`: rules of the doubts whose proposed reading a person took; `declined`: those read the other way.
    """

    decimal: str | None = None
    thousands: str | None = None
    agreed: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()


def number_text(cell: Cell, marks: Marks = Marks()) -> tuple[str, bool]:
    """A number as digits with a point for the fraction, and whether it could be read in one way only.

    No figure is "". What is no number is given back as written. One sign with three digits after it (1.234) may be
    a thousand or a fraction: it is given back as written, with False, unless `marks` say which. A fraction of zeros
    is left away.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _trimmed(repr(cell)), True
    written = "" if cell is None else str(cell).strip(_SPACES + "\t")
    if is_nothing(written):
        return "", True
    return _decided(written, marks) if _OPEN.fullmatch(written) else (_in_one_way(written), True)


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number, however its signs are to be read."""
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return False
    text, sure = number_text(cell)
    return not sure or _PLAIN.fullmatch(text) is not None


def holds_figure(cell: Cell) -> bool:
    """Whether a cell holds a number, also one with a sign or unit that no count has (`+4`, `12,5 %`, `в 2,1 раза`)."""
    if is_figure(cell):
        return True
    found = _MEASURED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found is not None and is_figure(re.sub(r"^([-−–])\s+", r"\1", found["number"]))


def times(text: str, scale: int) -> str:
    """A figure as `number_text` gives it, so many times; what is no number as it is."""
    if scale == 1 or not _PLAIN.fullmatch(text):
        return text
    return _trimmed(format(Decimal(_trimmed(text)) * scale, "f"))


def _in_one_way(written: str) -> str:
    """A number whose signs leave no doubt; what is no number as written."""
    if _GROUPED.fullmatch(written):
        return _trimmed(re.sub(rf"[{_SPACES}'’]", "", written))
    if _BOTH.fullmatch(written):
        decimal = max(".,", key=written.rfind)
        return _trimmed(written.replace("," if decimal == "." else ".", ""))
    if _PLAIN.fullmatch(written):
        return _trimmed(written)
    if any(form.fullmatch(written) for form in _THOUSANDS.values()):
        return _trimmed(re.sub(r"[.,]", "", written))
    return written


def _decided(written: str, marks: Marks) -> tuple[str, bool]:
    sign = "." if "." in written else ","
    if marks.thousands == sign or (marks.decimal and marks.decimal != sign):
        return _trimmed(written.replace(sign, "")), True
    if marks.decimal == sign or (marks.thousands and marks.thousands != sign):
        return _trimmed(written), True
    return written, False


def _trimmed(written: str) -> str:
    """With a point, an ASCII minus, and no fraction of zeros."""
    text = re.sub(r"^[−–]", "-", written).replace(",", ".")
    if "." in text and "e" not in text.lower():
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
