"""Numbers, dates and periods as each language writes them."""

from __future__ import annotations

import math
from datetime import date, datetime

import pandas as pd

from mapping.model.locale import Lang, text
from mapping.model.periods import Period, Quarter, Span

NO_BREAK = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
NOTHING = "\u2014"


def number(value: float | None, lang: Lang, *, digits: int = 0, signed: bool = False) -> str:
    """A number with the language's separators; a dash for no figure, ∞ for infinite."""
    if value is None or math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "∞"
    written = f"{abs(value):,.{digits}f}"
    if lang is not Lang.EN:
        written = written.replace(",", NO_BREAK).replace(".", ",")
    is_zero = not any(sign in "123456789" for sign in written)
    if is_zero:
        return written
    return (MINUS if value < 0 else "+" if signed else "") + written


def per_cent(value: float | None, lang: Lang, *, digits: int = 0, signed: bool = False) -> str:
    """A number of hundredths with its sign, which in English stands close."""
    written = number(value, lang, digits=digits, signed=signed)
    return written if written == NOTHING else written + ("%" if lang is Lang.EN else f"{NO_BREAK}%")


def share(value: float, lang: Lang) -> str:
    """A probability in whole per cent; never 0 or 100 %, which would be certainty."""
    if math.isnan(value):
        return NOTHING
    hundredths = min(max(round(100 * value), 1), 99)
    bound = "> " if value > 0.995 else "< " if value < 0.005 else ""
    return bound + per_cent(hundredths, lang)


def number_locale(lang: Lang) -> str:
    """The browser locale that writes numbers as `number` does; not every browser knows Uzbek."""
    return "en" if lang is Lang.EN else "ru"


def interval(low: float, high: float, lang: Lang, *, digits: int = 1) -> str:
    """Both ends of an interval; empty when there is none."""
    if math.isnan(low) or math.isnan(high):
        return ""
    return f"{number(low, lang, digits=digits)}{EN_DASH}{number(high, lang, digits=digits)}"


def day(value: date | None, lang: Lang) -> str:
    """A day: 15.01.2026, in English 15 Jan 2026; a dash for none."""
    if value is None or pd.isna(value):
        return NOTHING
    if lang is Lang.EN:
        return f"{value.day} {value:%b %Y}"
    return f"{value:%d.%m.%Y}"


def moment(value: datetime, lang: Lang) -> str:
    """A day with its time by the clock of this machine: 15.01.2026, 14:05."""
    here = value.astimezone()
    return f"{day(here, lang)}, {here:%H:%M}"


def quarter(value: Quarter, lang: Lang) -> str:
    """A quarter in words, as `2025-yil 4-chorak`."""
    return text(
        "period.quarter", lang, year=value.year, number=value.number, roman=("I", "II", "III", "IV")[value.number - 1]
    )


def period(value: Period, lang: Lang) -> str:
    """A period in words."""
    match value.span:
        case Span.QUARTER:
            return quarter(value.last, lang)
        case Span.YEAR:
            return text("period.year", lang, year=value.year)
        case Span.ROLLING:
            first, last = value.quarters[0], value.last
            return text("period.rolling", lang, first=_short(first, lang), last=_short(last, lang))


def _short(value: Quarter, lang: Lang) -> str:
    return text(
        "period.short", lang, year=value.year, number=value.number, roman=("I", "II", "III", "IV")[value.number - 1]
    )
