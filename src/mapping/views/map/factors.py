"""The factors of crimes on the map: the main one of each mahalla, or the share of one; and what a tooltip tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.model.vocabulary import TermKind
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map.names import term_names
from mapping.views.map.palettes import Theme, sequential
from mapping.views.map.view import NO_FIGURE

MOST_COLOURED = 7  # more colours nobody tells apart; the rarer factors share the last
FEW = 5  # fewer cases say little of what prevails: drawn faint
EDGES = (0.2, 0.4, 0.6)  # of shares, each closed at its lower end
OTHERS = ""
MOST_TOLD = 4
_COLOURS: dict[Theme, tuple[str, ...]] = {
    "light": ("#4477aa", "#ee8866", "#44aa77", "#ddcc55", "#aa4488", "#77ccee", "#99774d", "#c4c6cb"),
    "dark": ("#77a7dd", "#e8875f", "#55b888", "#d9c955", "#cc77ad", "#4fb3d6", "#b08a5c", "#5b616c"),
}


@kept
def factor_years(snapshot: Snapshot) -> list[int]:
    """The years with factors, the earliest first."""
    return sorted(int(year) for year in snapshot.factors(snapshot.region)["year"].unique())


@kept(most=8)
def factor_cases(snapshot: Snapshot, year: int) -> pd.DataFrame:
    """Cases of a year by mahalla (rows: every one) and factor (columns, the most frequent first); 0 where none was noted."""
    listed = snapshot.factors(snapshot.region)
    of_year = listed[listed["year"] == year]
    wide = of_year.pivot_table(
        index="area", columns="factor", values="cases", aggfunc="sum", fill_value=0, observed=True
    )
    found = wide.reindex(snapshot.mahallas_of(snapshot.region), fill_value=0).astype("int64")
    found.columns = pd.Index([str(one) for one in found.columns])
    return found[found.sum().sort_values(ascending=False, kind="stable").index]


def coloured(snapshot: Snapshot, year: int) -> list[str]:
    """The factors that have a colour of their own, the most frequent first; `OTHERS` last where there are more."""
    factors = list(factor_cases(snapshot, year).columns)
    return factors if len(factors) <= MOST_COLOURED else [*factors[:MOST_COLOURED], OTHERS]


def main_factor_classes(snapshot: Snapshot, year: int) -> npt.NDArray[np.int64]:
    """Of each mahalla the place of its most frequent factor among `coloured`, of two alike the region's more frequent one; -1: none."""
    cases = factor_cases(snapshot, year).to_numpy()
    if not cases.size:
        return np.full(len(cases), -1, dtype=np.int64)
    return np.where(cases.max(axis=1) > 0, np.minimum(cases.argmax(axis=1), MOST_COLOURED), -1).astype(np.int64)


def shares(snapshot: Snapshot, year: int, factor: str) -> npt.NDArray[np.float64]:
    """Of each mahalla the share of a factor among its cases (0 to 1), NaN without any."""
    cases = factor_cases(snapshot, year)
    whole = cases.sum(axis=1).to_numpy(dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, cases[factor].to_numpy() / whole, np.nan)


def of_few(snapshot: Snapshot, year: int) -> npt.NDArray[np.bool_]:
    """Whether a mahalla has so few cases that its main factor, or the share of one, says little."""
    whole = factor_cases(snapshot, year).sum(axis=1).to_numpy()
    return np.asarray((whole > 0) & (whole < FEW))


def main_colours(snapshot: Snapshot, year: int, theme: Theme) -> list[str]:
    """The colours of `coloured`."""
    factors = coloured(snapshot, year)
    return [_COLOURS[theme][-1 if factor == OTHERS else place] for place, factor in enumerate(factors)]


def share_colours(theme: Theme) -> list[str]:
    """A colour for each class of shares."""
    return sequential(len(EDGES) + 1, theme)


def written(classes: npt.NDArray[np.int64], faint: npt.NDArray[np.bool_]) -> str:
    """A character for each mahalla, as `view.class_string` writes them."""
    return "".join(
        NO_FIGURE if place < 0 else chr(97 + place) if pale else str(place)
        for place, pale in zip(classes.tolist(), faint.tolist(), strict=True)
    )


@kept(most=16)
def area_lines(snapshot: Snapshot, year: int, lang: Lang) -> dict[str, list[str]]:
    """Code to the lines that a tooltip tells: the most frequent factors with their cases and shares."""
    names, cases = term_names(snapshot, TermKind.FACTOR, lang), factor_cases(snapshot, year)
    return {
        str(code): _lines(row, names, lang) for code, row in zip(cases.index, cases.to_dict("records"), strict=True)
    }


def _lines(row: Mapping[Any, int], names: dict[str, str], lang: Lang) -> list[str]:
    whole = sum(row.values())
    if not whole:
        return [text("panel.no_factors", lang)]
    known = sorted(((factor, count) for factor, count in row.items() if count), key=lambda one: -one[1])[:MOST_TOLD]
    lines = [f"{names.get(factor, factor)}: {wording.number(count, lang)}" for factor, count in known]
    return [*lines, text("factors.of", lang, total=whole)]
