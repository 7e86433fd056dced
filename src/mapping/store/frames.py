"""The pandas types in which a table's columns live, once read and whenever a snapshot gives them back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.types import union_categoricals

from mapping.model.schemas import POPULATION, STATISTIC, Form, Table

_DTYPES = {
    Form.TEXT: "str",
    Form.AREA: "str",
    Form.COUNT: "Int64",
    Form.YEAR: "int64",
    Form.QUARTER: "str",
    Form.DATE: "datetime64[s]",
    Form.SHARE: "Int64",
    Form.FLAG: "bool",
    Form.CHOICE: "str",
    Form.TERM: "str",
    Form.INDICATOR: "str",
}
_WHOLE = {pa.int64(): pd.Int64Dtype()}.get  # else a column in which a number is missing becomes one of fractions
_MOST = np.iinfo("int64").max
_LONG = {STATISTIC.name, POPULATION.name}  # tables of millions of rows, in which each text is kept once


def dtypes(table: Table) -> dict[str, str]:
    """Column name to pandas type: codes, texts and quarters `str`, in tables of figures `category`; counts and shares `Int64`
    (missing stays missing), dates `datetime64[s]` at midnight."""
    text = "category" if table.name in _LONG else "str"
    forms = {column.name: _DTYPES[column.form] for column in table.columns}
    return {name: text if dtype == "str" else dtype for name, dtype in forms.items()}


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with the table's columns, in file order and in their types; categories in the order of texts."""
    found = frame[table.names].astype(dtypes(table))
    return found.assign(**{name: _in_order(found[name]) for name in table.names if found[name].dtype == "category"})


def _in_order(column: pd.Series) -> pd.Series:
    categories = column.cat.categories
    if categories.dtype != "str":  # an empty column does not tell what it would hold
        codes = pd.Categorical.from_codes(column.cat.codes.tolist(), categories.astype("str"))
        column = pd.Series(codes, index=column.index)
    return column if categories.is_monotonic_increasing else column.cat.reorder_categories(sorted(categories))


def stacked(frames: Sequence[pd.DataFrame], table: Table) -> pd.DataFrame:
    """The rows of frames with the table's columns, one frame after the other."""
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    every = [typed(frame, table) for frame in frames]
    return pd.DataFrame({name: _joined([frame[name] for frame in every]) for name in table.names})


def _joined(columns: Sequence[pd.Series]) -> Any:
    if columns[0].dtype == "category":
        return union_categoricals(list(columns), sort_categories=True)
    return pd.concat(columns, ignore_index=True)


def key_numbers(keys: pd.DataFrame) -> np.ndarray:
    """One number for each row, equal where all columns are, in the order in which these first occur; no value is one as well."""
    numbers, many = np.zeros(len(keys), dtype=np.int64), 1
    for name in keys.columns:
        codes, distinct = _coded(keys[name])
        if many * (distinct + 1) > _MOST:
            numbers, many = pd.factorize(numbers)[0], len(keys)
        numbers, many = numbers * (distinct + 1) + codes + 1, many * (distinct + 1)
    first: np.ndarray = pd.factorize(numbers)[0]
    return first


def _coded(column: pd.Series) -> tuple[np.ndarray, int]:
    """A number for the text of each row, -1 for none, and how many numbers there may be."""
    if column.dtype == "category":
        return column.cat.codes.to_numpy().astype(np.int64), len(column.cat.categories)
    codes, distinct = pd.factorize(column)
    return codes, len(distinct)


def read_table(path: Path | BinaryIO, table: Table) -> pd.DataFrame:
    """A table as `DataFrame.to_parquet` wrote it, typed. Raises FileNotFoundError."""
    types = dtypes(table)
    coded = [name for name, dtype in types.items() if dtype == "category"]
    with pq.ParquetFile(path, read_dictionary=coded) as file:  # column by column: a third of the memory
        columns = {
            name: file.read([name]).column(name).to_pandas(types_mapper=_WHOLE if types[name] == "Int64" else None)
            for name in table.names
        }
    return typed(pd.DataFrame(columns, copy=False), table)


def empty(table: Table) -> pd.DataFrame:
    """The table without rows."""
    return typed(pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes(table).items()}), table)


def fill_english_names(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an empty English name replaced by the Latin one, as the schema promises."""
    return frame.assign(name_en=frame["name_en"].fillna(frame["name_uz_latn"]))
