"""A measure's deadline lies in its quarter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from mapping.model.periods import QUARTERS_IN_YEAR
from mapping.model.schemas import MEASURE
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures
from mapping.reading.registry import Severity, rule


@rule("deadline_outside_quarter", Severity.SHOULD, section="6.9", on=Figures, tables=(MEASURE,))
def deadline_outside_quarter(figures: Figures) -> Iterator[Fault]:
    """A measure's deadline lies in its quarter."""
    table = figures.table(MEASURE.name)
    if table is None:
        return
    days = pd.to_datetime(table.frame["deadline"], format="%Y-%m-%d", errors="coerce")
    there = days.dt.year * QUARTERS_IN_YEAR + days.dt.quarter - 1
    outside = (there != table.frame["quarter_index"]) & there.notna() & table.frame["quarter_index"].notna()
    for position in np.flatnonzero(outside.fillna(False).to_numpy(dtype=bool)):
        row = table.frame.iloc[int(position)]
        day = days.iloc[int(position)].isoformat()[:10]  # strftime knows no year 0
        yield table.at(table.frame.index[int(position)], "deadline", day, id=row["id"], quarter=row["quarter"])
