"""A year's cases of one kind are fewer than the people among whom they are counted."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.periods import QUARTERS_IN_YEAR
from mapping.model.schemas import STATISTIC
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures
from mapping.reading.registry import Severity, rule


@rule("count_above_population", Severity.SHOULD, section="6.2", on=Figures)
def count_above_population(figures: Figures) -> Iterator[Fault]:
    """A year's cases of one kind are fewer than the people among whom they are counted."""
    table, people = figures.table(STATISTIC.name), figures.people
    if table is None or people is None:
        return
    frame = table.frame.dropna(subset=["quarter_index", "count"])
    frame = frame.assign(year=frame["quarter_index"].astype("int64") // QUARTERS_IN_YEAR).reset_index()
    years = frame.groupby(["area", "year", "indicator", "group"])
    sums = years.agg(cases=("count", "sum"), index=("index", "first")).reset_index()
    joined = sums.merge(people.rename("people").reset_index(), on=["area", "year", "group"])
    for _, row in joined[joined["cases"] > joined["people"]].iterrows():
        yield table.at(row["index"], "count", int(row["cases"]), people=int(row["people"]), year=int(row["year"]))
