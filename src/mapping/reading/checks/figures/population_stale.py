"""The population is of the year of the newest figures or of the year before."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.periods import QUARTERS_IN_YEAR
from mapping.model.schemas import POPULATION, STATISTIC
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures
from mapping.reading.registry import Severity, rule

_OLDEST = 1  # year


@rule("population_stale", Severity.SHOULD, section="6.8", on=Figures, tables=(STATISTIC, POPULATION))
def population_stale(figures: Figures) -> Iterator[Fault]:
    """The population is of the year of the newest figures or of the year before."""
    table, counts = figures.table(POPULATION.name), figures.table(STATISTIC.name)
    years = None if table is None else table.frame["year"].dropna()
    if table is None or years is None or years.empty:
        return
    newest, needed = int(years.max()), figures.as_of.year
    if counts is not None and counts.frame["quarter_index"].notna().any():
        needed = int(counts.frame["quarter_index"].max()) // QUARTERS_IN_YEAR
    if newest < needed - _OLDEST:
        yield Fault(table.file, None, "year", str(newest), {"needed": str(needed)})
