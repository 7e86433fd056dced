"""The pandas types in which a table's columns live, once read and whenever a snapshot gives them back."""

from __future__ import annotations

import pandas as pd

from mapping.model.schemas import Form, Table

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


def dtypes(table: Table) -> dict[str, str]:
    """Column name to pandas type: codes and texts `str`, counts and shares `Int64` (missing stays missing),
    dates `datetime64[s]` at midnight, quarters `str` as in the file."""
    return {column.name: _DTYPES[column.form] for column in table.columns}


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with the table's columns, in file order and in their types."""
    return frame[table.names].astype(dtypes(table))


def empty(table: Table) -> pd.DataFrame:
    """The table without rows."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes(table).items()})


def fill_english_names(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an empty English name replaced by the Latin one, as the schema promises."""
    return frame.assign(name_en=frame["name_en"].fillna(frame["name_uz_latn"]))
