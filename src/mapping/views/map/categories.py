"""Categories by rule beside the official ones, for the mahallas of a snapshot, and what a tooltip tells of them."""

from __future__ import annotations

import math

import pandas as pd

from mapping.measures.ownership import years_in_red
from mapping.model import wording
from mapping.model.levels import Level
from mapping.model.locale import Lang, text
from mapping.model.periods import Period, Span, periods
from mapping.model.settings import settings
from mapping.model.vocabulary import Group
from mapping.stats.categories import Rules, computed, shift
from mapping.stats.category_rules import SHIPPED, RulesFault, read_rules
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map.areas import risk_figures


def rules_in_force() -> Rules:
    """The rules of the file that the installation names, else the shipped ones. Raises RulesFault."""
    return read_rules(settings().categories or SHIPPED)


def indicator_of(snapshot: Snapshot, rules: Rules) -> str:
    """The indicator that the rules look at. Raises RulesFault where the snapshot does not have it."""
    known = snapshot.indicators.index
    if rules.indicator and rules.indicator not in known:
        raise RulesFault("indicator", value=rules.indicator, known=", ".join(known))
    return rules.indicator or str(known[0])


def years_by_rule(snapshot: Snapshot, rules: Rules) -> list[int]:
    """The years whose category can be computed: those whose figures have all four quarters, the earliest first."""
    return [rules.year_of_category(one.year) for one in periods(snapshot.quarters, Span.YEAR)]


@kept(most=64)
def by_rule(snapshot: Snapshot, year: int, rules: Rules) -> pd.DataFrame:
    """Every mahalla's figures and risks that give its category of a year, and the category: `category_computed`."""
    period = Period.parse(str(rules.figures_year(year)))
    risks = risk_figures(snapshot, indicator_of(snapshot, rules), Group.ALL, period, Level.MAHALLA)
    return risks.assign(category_computed=computed(risks, rules))


@kept(most=64)
def compared(snapshot: Snapshot, year: int, rules: Rules) -> pd.DataFrame:
    """The same with `category_official` and `shift`: where the computed category stands against the official one."""
    found = by_rule(snapshot, year, rules)
    given = snapshot.categories(snapshot.region, year=year).set_index("area")["category"].astype("object")
    official = given.reindex(found.index)
    return found.assign(category_official=official, shift=shift(official, found["category_computed"]))


@kept(most=16)
def red_years(snapshot: Snapshot, year: int, rules: Rules) -> pd.DataFrame:
    """Years in red in a row up to a year, of every mahalla: `years_official`, `years_computed`; 0 where not red.

    Each counts to the latest year not after `year` that has such categories (`execution.ownership.years_in_red`).
    """
    codes = snapshot.mahallas_of(snapshot.region)
    known = [one for one in years_by_rule(snapshot, rules) if one <= year]
    tables = [
        pd.DataFrame({"area": codes, "year": one, "category": by_rule(snapshot, one, rules)["category_computed"].array})
        for one in known
    ]
    listed = pd.concat(tables) if tables else pd.DataFrame(columns=["area", "year", "category"])
    columns = {"years_official": snapshot.categories(snapshot.region), "years_computed": listed}
    counted = {name: years_in_red(table, year).reindex(codes, fill_value=0) for name, table in columns.items()}
    return pd.DataFrame(counted, index=codes).astype("int64")


def area_lines(snapshot: Snapshot, year: int, rules: Rules, lang: Lang) -> dict[str, list[str]]:
    """Code to the lines that a tooltip tells: both categories, and the figures that give the computed one."""
    shown = compared(snapshot, year, rules)[
        ["category_official", "category_computed", "count", "expected", "rr", "p_raised"]
    ]
    return {str(code): _lines(*row, lang=lang) for code, *row in shown.itertuples(name=None)}


def _lines(
    official: str | None, by_rules: str | None, count: float, expected: float, rr: float, p_raised: float, *, lang: Lang
) -> list[str]:
    lines = [
        f"{text(f'column.category_{side}', lang)}: {category_word(category, lang)}"
        for side, category in (("official", official), ("computed", by_rules))
    ]
    if math.isnan(rr):
        return [*lines, text("map.none", lang)]
    counted = text(
        "risk.counted",
        lang,
        count=wording.number(count, lang),
        expected=wording.figure("expected", expected, lang),
    )
    risk = f"{text('risk.risk', lang)}: {wording.figure('rr', rr, lang)}"
    return [*lines, counted, risk, f"{text('risk.probability', lang)}: {wording.figure('p_raised', p_raised, lang)}"]


def category_word(category: str | float | None, lang: Lang) -> str:
    """A category in words; a dash where there is none (None or NaN)."""
    return text(f"category.{category}", lang) if isinstance(category, str) else wording.NOTHING
