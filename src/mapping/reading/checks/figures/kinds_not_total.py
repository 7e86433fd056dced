"""Kinds add up to at most their total; where the other kinds are told as well, to exactly it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from mapping.model.schemas import STATISTIC
from mapping.reading.faults import Fault
from mapping.reading.figures import Figures, FigureTable
from mapping.reading.registry import Severity, rule

_KEYS = ["area", "period", "group"]
_REST = "other_"


@rule("kinds_not_total", Severity.SHOULD, section="6.4", on=Figures)
def kinds_not_total(figures: Figures) -> Iterator[Fault]:
    """Kinds add up to at most their total; where the other kinds are told as well, to exactly it."""
    table = figures.table(STATISTIC.name)
    if table is not None:
        for total in dict.fromkeys(figures.part_of.values()):
            yield from _differing(table, total, [kind for kind, whole in figures.part_of.items() if whole == total])


def _differing(table: FigureTable, total: str, kinds: list[str]) -> Iterator[Fault]:
    frame = table.frame.dropna(subset=["count"])
    totals = frame[frame["indicator"] == total].reset_index()
    parts = frame[frame["indicator"].isin(kinds)]
    sums = parts.groupby(_KEYS)["count"].sum().rename("sum").to_frame()
    told_rest = parts[parts["indicator"].str.startswith(_REST)].drop_duplicates(_KEYS)[_KEYS].assign(rest=True)
    joined = totals.merge(sums, on=_KEYS).merge(told_rest, on=_KEYS, how="left")
    missing = table.frame[table.frame["indicator"].isin(kinds) & table.frame["count"].isna()]
    unsure = pd.MultiIndex.from_frame(joined[_KEYS]).isin(pd.MultiIndex.from_frame(missing[_KEYS]))
    less = joined["rest"].notna() & (joined["sum"] < joined["count"]) & ~unsure
    differing = joined[(joined["sum"] > joined["count"]) | less]
    for position, count, summed in zip(differing["index"], differing["count"], differing["sum"], strict=True):
        yield table.at(position, "count", count, sum=summed, indicator=total)
