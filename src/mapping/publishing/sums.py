"""The sums of each file beside those of the result, so that a clerk can compare both with paper."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from mapping.model.kinds import FileKind
from mapping.publishing.items import Item
from mapping.publishing.proposal import Proposal
from mapping.reading.tables.roles import FIGURE


class ComparedSum(NamedTuple):
    """Figures of one time and indicator (`of`: what tells them apart) in a file and, for the same areas, in the result.

    `cells` hold a figure, `total` is their sum; `kind` says what the file holds.
    """

    file: str
    kind: FileKind
    of: tuple[str, ...]
    cells: int
    total: int
    result_cells: int
    result_total: int

    @property
    def differs(self) -> bool:
        """Whether the result is another: months without their quarter, running totals, published values that stayed."""
        return (self.cells, self.total) != (self.result_cells, self.result_total)


def compared_sums(made: Proposal) -> list[ComparedSum]:
    """Every sum of every table of figures, file by file."""
    return [one for item in made.items for one in _of_file(item, made)]


def _of_file(item: Item, made: Proposal) -> list[ComparedSum]:
    report = item.report
    if not report.sums or report.frame is None or report.kind is None:
        return []
    kind = FileKind(report.kind)
    table = kind.table
    assert table is not None
    figure, names = FIGURE[table.name], [name for name in table.key if name != "area"]
    rows = made.dataset.tables[table.name]
    mine = rows[rows["area"].isin(report.frame["area"])]
    keys = mine[names].astype("str").agg("\x1f".join, axis=1) if len(mine) else pd.Series(dtype="str")
    sums = mine[figure].groupby(keys.to_numpy()).agg(["count", "sum"]) if len(mine) else pd.DataFrame()
    found = []
    for one in report.sums:
        key = "\x1f".join(one.of)
        cells, total = sums.loc[[key]].to_numpy(int)[0].tolist() if key in sums.index else (0, 0)
        found.append(ComparedSum(item.path.name, kind, one.of, one.cells, one.total, cells, total))
    return found
