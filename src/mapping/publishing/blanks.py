"""Nothing published is replaced by nothing: a value stays where a file brought is blank."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.model.problems import Problem
from mapping.model.schemas import Table
from mapping.reading.registry import Severity, declare
from mapping.store.frames import typed

BLANK = declare(
    "blank_over_figure",
    Severity.ASK,
    "11.4",
    "A published value stays where a file is blank, unless it is said that blanks replace values.",
)
_SHOWN = 5


def filled_in(new: pd.DataFrame, published: pd.DataFrame, table: Table, file: str, kept: list[Problem]) -> pd.DataFrame:
    """The rows brought, with the published value in each blank cell of a row that is published already.

    What stayed is told in `kept`, a problem for each column.
    """
    key, values = list(table.key), [name for name in table.names if name not in table.key]
    if published.empty or new.empty or not new[values].isna().to_numpy().any():
        return new
    near = published[published[key[0]].isin(new[key[0]])]
    texts = {name: "str" for name in key if published[name].dtype == "category"}
    both = typed(new, table).astype(texts).merge(near.astype(texts), on=key, how="left", suffixes=("", "_published"))
    filled = both[new.columns].copy()
    for name in values:
        stays = both[name].isna() & both[f"{name}_published"].notna()
        if stays.any():
            filled[name] = both[name].where(~stays, both[f"{name}_published"])
            kept.append(_told(both.loc[stays, key], name, file))
    return filled.set_axis(np.arange(len(filled)))


def _told(rows: pd.DataFrame, column: str, file: str) -> Problem:
    places = rows.astype("str").agg(" ".join, axis=1).tolist()
    shown = ", ".join(places[:_SHOWN]) + (", …" if len(places) > _SHOWN else "")
    return Problem(file, BLANK, None, column, None, {"count": str(len(places)), "areas": shown})
