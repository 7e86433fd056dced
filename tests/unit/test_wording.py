"""Numbers, intervals, days and periods as each language writes them."""

from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.model import wording
from mapping.model.locale import Lang
from mapping.model.periods import Period, Quarter

COMMA_LANGS = (Lang.UZ, Lang.UZ_CYRL, Lang.RU)
SPACE, MINUS = "\u00a0", "\u2212"


@pytest.mark.parametrize("lang", COMMA_LANGS)
@pytest.mark.parametrize(
    ("value", "digits", "signed", "written"),
    [
        (0, 0, False, "0"),
        (1234567, 0, False, f"1{SPACE}234{SPACE}567"),
        (1234.56, 1, False, f"1{SPACE}234,6"),
        (-1234.5, 1, False, f"{MINUS}1{SPACE}234,5"),
        (3, 0, True, "+3"),
        (-3, 0, True, f"{MINUS}3"),
        (0, 0, True, "0"),
        (0.04, 1, True, "0,0"),  # no sign for what is written as zero
        (-0.04, 1, True, "0,0"),
        (-0.0, 0, False, "0"),
        (None, 0, False, "—"),
        (math.nan, 1, True, "—"),
        (math.inf, 1, False, "∞"),
    ],
)
def test_numbers_with_a_comma(value: float | None, digits: int, signed: bool, written: str, lang: Lang) -> None:
    assert wording.number(value, lang, digits=digits, signed=signed) == written


@pytest.mark.parametrize(
    ("value", "digits", "signed", "written"),
    [
        (1234567, 0, False, "1,234,567"),
        (-1234.56, 1, False, f"{MINUS}1,234.6"),
        (99.2, 1, True, "+99.2"),
        (0.0, 2, True, "0.00"),
        (math.nan, 0, False, "—"),
        (math.inf, 0, False, "∞"),
        (None, 0, False, "—"),
    ],
)
def test_numbers_with_a_point(value: float | None, digits: int, signed: bool, written: str) -> None:
    assert wording.number(value, Lang.EN, digits=digits, signed=signed) == written


@given(st.floats(-1e12, 1e12, allow_nan=False), st.integers(0, 3), st.booleans(), st.sampled_from(Lang))
def test_a_written_number_reads_back_to_its_digits(value: float, digits: int, signed: bool, lang: Lang) -> None:
    written = wording.number(value, lang, digits=digits, signed=signed)
    plain = written.replace(MINUS, "-").replace(SPACE, "")
    plain = plain.replace(",", "") if lang is Lang.EN else plain.replace(",", ".")
    half_away = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, Context(prec=40))
    assert Decimal(plain) == half_away
    assert " " not in written  # a number is never broken over two lines


@pytest.mark.parametrize(("lang", "written"), [(Lang.EN, "1,204.5–1,310.0"), (Lang.RU, f"1{SPACE}204,5–1{SPACE}310,0")])
def test_an_interval_has_both_ends(lang: Lang, written: str) -> None:
    assert wording.interval("rate", 1204.5, 1310, lang) == written


def test_an_interval_may_be_open_upwards_and_is_empty_without_ends() -> None:
    assert wording.interval("rate", 0, math.inf, Lang.EN) == "0.0–∞"
    assert wording.interval("count", 0, 3, Lang.EN) == "0–3"
    for ends in ((math.nan, math.nan), (math.nan, 1.0), (1.0, math.nan)):
        assert wording.interval("rate", *ends, Lang.UZ) == ""


@pytest.mark.parametrize("lang", COMMA_LANGS)
def test_days_in_numbers(lang: Lang) -> None:
    assert wording.day(date(2026, 1, 5), lang) == "05.01.2026"


@pytest.mark.parametrize("lang", list(Lang))
def test_no_day_is_a_dash(lang: Lang) -> None:
    assert wording.day(None, lang) == wording.day(pd.NaT, lang) == "—"  # type: ignore[arg-type]


def test_days_in_english_and_of_a_table() -> None:
    assert wording.day(date(2026, 1, 5), Lang.EN) == "5 Jan 2026"
    assert wording.day(pd.Timestamp("2025-12-31"), Lang.EN) == "31 Dec 2025"


@pytest.mark.parametrize(
    ("lang", "quarter", "year", "rolling"),
    [
        (Lang.UZ, "2025-yil 2-chorak", "2025-yil", "2024-yil 3-ch. – 2025-yil 2-ch."),
        (Lang.UZ_CYRL, "2025-йил 2-чорак", "2025-йил", "2024-йил 3-ч. – 2025-йил 2-ч."),
        (Lang.RU, "II квартал 2025", "2025 год", "III кв. 2024 – II кв. 2025"),
        (Lang.EN, "Q2 2025", "2025", "Q3 2024 – Q2 2025"),
    ],
)
def test_periods_in_words(lang: Lang, quarter: str, year: str, rolling: str) -> None:
    assert wording.quarter(Quarter(2025, 2), lang) == quarter
    assert wording.period(Period.parse("2025Q2"), lang) == quarter
    assert wording.period(Period.parse("2025"), lang) == year
    assert wording.period(Period.parse("2025Q2-4"), lang) == rolling


@pytest.mark.parametrize("lang", list(Lang))
def test_the_browser_writes_numbers_as_we_do(lang: Lang) -> None:
    assert wording.number_locale(lang) == ("en" if lang is Lang.EN else "ru")


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.5, "50 %"), (0.994, "99 %"), (0.9999, "> 99 %"), (1.0, "> 99 %"), (0.0001, "< 1 %"), (0.006, "1 %")],
)
def test_a_probability_is_never_certainty(value: float, written: str) -> None:
    assert wording.share(value, Lang.RU) == written.replace(" %", "\N{NO-BREAK SPACE}%")
    assert wording.share(value, Lang.EN) == written.replace(" %", "%")


@pytest.mark.parametrize(
    ("lang", "written"), [(Lang.EN, "+1,234.5%"), (Lang.RU, "+1\N{NO-BREAK SPACE}234,5\N{NO-BREAK SPACE}%")]
)
def test_per_cent_has_its_sign_as_the_language_writes_it(lang: Lang, written: str) -> None:
    assert wording.per_cent(1234.5, lang, digits=1, signed=True) == written
    assert wording.per_cent(None, lang) == wording.NOTHING


def test_no_probability_is_a_dash() -> None:
    assert wording.share(float("nan"), Lang.UZ) == wording.NOTHING
