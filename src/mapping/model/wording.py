"""Numbers, dates and periods as each language writes them.

A figure is rounded once, here, from the number in full: how far, `STYLES` says by its name. The browser is sent what is
rounded already, or divides in full and rounds by the same rule (`assets/figures.js`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.model.clock import HERE
from mapping.model.locale import Lang, text
from mapping.model.locale.plural import Counted
from mapping.model.periods import Period, Quarter, Span

NO_BREAK = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
NOTHING = "\u2014"

FEW = 10
"""A change of fewer cases than these is told by the cases: one more or less would change its per cent too much."""

_EXACT = Context(prec=400)  # more digits than any float has
_NEAR = 1e-6  # of a last digit: nearer to a half than this, a number is rounded by its decimals


@dataclass(frozen=True)
class Style:
    """How a figure is written: so many digits after the point, with its sign or not, as a chance in per cent or not."""

    digits: int = 0
    signed: bool = False
    chance: bool = False


STYLES: Mapping[str, Style] = MappingProxyType(
    {
        **dict.fromkeys(("rate", "rate_lo", "rate_hi", "rate_before", "expected"), Style(1)),
        "rate_difference": Style(1, signed=True),
        "difference": Style(signed=True),
        **dict.fromkeys(
            ("rr", "rr_lo", "rr_hi", "smr", "ratio", "ratio_lo", "ratio_hi", "cluster_risk", "spot_z"), Style(2)
        ),
        **dict.fromkeys(("p_raised", "p_high"), Style(2, chance=True)),
        **dict.fromkeys(("spot_p", "cluster_p"), Style(3)),
    }
)
"""By the name of a figure, which is its column in the table of a view. What is not here is whole."""


def style_of(name: str) -> Style:
    """How a figure of this name is written."""
    return STYLES.get(name, Style())


def styles_of(names: Iterable[str]) -> dict[str, dict[str, int | bool]]:
    """The styles of figures, for the browser: what differs from the usual."""
    usual = asdict(Style())
    found = {
        name: {key: one for key, one in asdict(STYLES[name]).items() if one != usual[key]}
        for name in names
        if name in STYLES
    }
    return {name: style for name, style in found.items() if style}


def figure(name: str, value: float | None, lang: Lang) -> str:
    """A figure of this name in words; a dash for none."""
    style = style_of(name)
    if style.chance:
        return NOTHING if value is None else share(value, lang)
    return number(value, lang, digits=style.digits, signed=style.signed)


def _decimal(value: float, digits: int) -> Decimal:
    """A half away from zero, of the shortest decimals that give the number back: what a reader of a file would do by hand."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)


def rounded(values: npt.ArrayLike, digits: int) -> npt.NDArray[np.float64]:
    """Numbers (any shape) as `number` rounds them; NaN and infinite ones stay."""
    given = np.asarray(values, dtype=np.float64)
    scaled = given * 10.0**digits
    found = np.asarray(np.rint(scaled) / 10.0**digits)
    with np.errstate(invalid="ignore"):
        unsure = np.abs(np.abs(scaled - np.trunc(scaled)) - 0.5) <= _NEAR
    unsure |= np.isfinite(given) & (np.abs(scaled) > 2**31)
    found[unsure] = [float(_decimal(value, digits)) for value in given[unsure]]
    return found


def number(value: float | None, lang: Lang, *, digits: int = 0, signed: bool = False) -> str:
    """A number with the language's separators, which chooses among forms of a word; a dash for no figure, ∞ for infinite."""
    if value is None or math.isnan(value):
        return Counted(NOTHING, math.nan, lang)
    if math.isinf(value):
        return Counted("∞", math.inf, lang)
    written = f"{abs(_decimal(value, digits)):,.{digits}f}"
    if lang is not Lang.EN:
        written = written.replace(",", NO_BREAK).replace(".", ",")
    is_zero = not any(sign in "123456789" for sign in written)
    sign = "" if is_zero else MINUS if value < 0 else "+" if signed else ""
    return Counted(sign + written, value, lang)


def per_cent(value: float | None, lang: Lang, *, digits: int = 0, signed: bool = False) -> str:
    """A number of hundredths with its sign, which in English stands close."""
    written = number(value, lang, digits=digits, signed=signed)
    return written if written == NOTHING else written + ("%" if lang is Lang.EN else f"{NO_BREAK}%")


def change(before: float, now: float, ratio: float, lang: Lang) -> str:
    """How two counts differ: by the ratio of their rates in per cent, where one is under `FEW` as `1 → 7`; a dash for none."""
    if math.isnan(ratio):
        return NOTHING
    if min(before, now) < FEW:
        return from_to(before, now, lang)
    return per_cent((ratio - 1) * 100, lang, signed=True)


def from_to(before: float, now: float, lang: Lang) -> str:
    """What was and what is: `1 → 7`."""
    return f"{number(before, lang)} → {number(now, lang)}"


def share(value: float, lang: Lang) -> str:
    """A probability in whole per cent; never 0 or 100 %, which would be certainty."""
    if math.isnan(value):
        return NOTHING
    hundredths = int(_decimal(value, 2) * 100)
    bound = "> " if hundredths > 99 else "< " if hundredths < 1 else ""
    return bound + per_cent(min(max(hundredths, 1), 99), lang)


def number_locale(lang: Lang) -> str:
    """The browser locale that writes numbers as `number` does; not every browser knows Uzbek."""
    return "en" if lang is Lang.EN else "ru"


def interval(name: str, low: float, high: float, lang: Lang) -> str:
    """Both ends of the interval of a figure of this name; empty when there is none."""
    if math.isnan(low) or math.isnan(high):
        return ""
    return f"{figure(name, low, lang)}{EN_DASH}{figure(name, high, lang)}"


def day(value: date | None, lang: Lang) -> str:
    """A day: 15.01.2026, in English 15 Jan 2026; a dash for none."""
    if value is None or pd.isna(value):
        return NOTHING
    if lang is Lang.EN:
        return f"{value.day} {value:%b %Y}"
    return f"{value:%d.%m.%Y}"


def moment(value: datetime, lang: Lang) -> str:
    """A day with its time by the clock of the people who look: 15.01.2026, 14:05. Without a zone it is UTC."""
    here = value.replace(tzinfo=value.tzinfo or UTC).astimezone(HERE)
    return f"{day(here, lang)}, {here:%H:%M}"


def quarter(value: Quarter, lang: Lang) -> str:
    """A quarter in words, as `2025-yil 4-chorak`."""
    return text("period.quarter", lang, year=value.year, number=value.number, roman=value.roman)


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


def axis(value: Quarter) -> str:
    """A quarter under an axis, the same in every language: `2025 IV`."""
    return f"{value.year} {value.roman}"


def _short(value: Quarter, lang: Lang) -> str:
    return text("period.short", lang, year=value.year, number=value.number, roman=value.roman)
