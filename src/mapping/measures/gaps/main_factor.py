"""A mahalla's measures MUST answer the main factor found behind its crimes; of equal ones, any of them."""

from __future__ import annotations

import pandas as pd

from mapping.measures.gaps.found import rows
from mapping.measures.gaps.situation import Situation

CODE = "main_factor"


def main_factors(factors: pd.DataFrame) -> pd.DataFrame:
    """The rows (area, factor, cases) of the factors with the most cases of their mahalla; several where they tie."""
    most = factors.groupby("area")["cases"].transform("max")
    return factors[(factors["cases"] == most) & (factors["cases"] > 0)]


def find(situation: Situation) -> pd.DataFrame:
    """One gap per mahalla that has measures this quarter, none of which answers its main factor."""
    main = main_factors(situation.factors)
    main = main[main["area"].isin(situation.answered["area"])]
    pairs = pd.MultiIndex.from_frame(situation.answered[["area", "factor"]])
    hit = pd.MultiIndex.from_frame(main[["area", "factor"]]).isin(pairs)
    open_areas = main[~main["area"].isin(main.loc[hit, "area"])].drop_duplicates("area")
    return rows(
        (area, "", {"factor": factor, "cases": int(cases)})
        for area, factor, cases in open_areas[["area", "factor", "cases"]].itertuples(index=False)
    )
