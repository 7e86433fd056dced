"""The whole tables of a snapshot, each decoded when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

import pandas as pd

from mapping.model.schemas import DATA_TABLES
from mapping.store.frames import read_table
from mapping.store.shelf import table_file

_TABLES = {table.name: table for table in DATA_TABLES}


class KeptTables(Mapping[str, pd.DataFrame]):
    """Every data table by schema name, as the snapshot in a folder keeps it; the folder may go afterwards.

    Raises FileNotFoundError when it keeps none, since it was published by an earlier version.
    """

    def __init__(self, folder: Path) -> None:
        self._written = {name: (folder / table_file(name)).read_bytes() for name in _TABLES}
        self._frames: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            self._frames[name] = read_table(BytesIO(self._written[name]), _TABLES[name])
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)

    def __contains__(self, name: object) -> bool:
        return name in self._written
