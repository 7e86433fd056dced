"""The factors of crimes under an area, and the measures that answer them."""

from __future__ import annotations

import pandas as pd

from mapping.measures.progress import State
from mapping.measures.rollup import By, roll_up
from mapping.model.periods import Quarter
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.oversight.situation import measures_under


@kept(most=256)
def factors_under(snapshot: Snapshot, area: str, year: int, quarter: Quarter) -> pd.DataFrame:
    """The factors of the mahallas under an area, the most frequent first: `cases`, `share` of all cases (0 to 1), and the measures
    of a quarter against them: `asked`, `overdue`. Of the latest year not after `year` that has any, which is in `attrs`.
    """
    listed = snapshot.factors(area)
    known = listed[(listed["year"] <= year) & (listed["cases"] > 0)]
    last = int(known["year"].max()) if len(known) else year
    cases = known[known["year"] == last].groupby("factor", observed=True)["cases"].sum().astype("int64")
    counts = roll_up(
        measures_under(snapshot, area, str(quarter)).dropna(subset=["factor"]), By.FACTOR, keys=map(str, cases.index)
    )
    found = pd.DataFrame({"cases": cases, "share": cases / max(1, int(cases.sum()))})
    for name in ("asked", State.OVERDUE.value):
        found[name] = counts[name].reindex(found.index).fillna(0).astype("int64")
    found = found.sort_values("cases", ascending=False, kind="stable")
    found.attrs["year"] = last
    return found
