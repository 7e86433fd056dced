"""A dataset checked as a whole, read from a folder or put together of frames: every problem of every file, or the dataset."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import geopandas as gpd
import pandas as pd

from mapping.model.problems import Problem, Refused
from mapping.model.schemas import AREA, DATA_TABLES, INDICATOR, TERM
from mapping.reading.csv_file import read_csv
from mapping.reading.geojson_file import FILES, read_layer
from mapping.reading.in_force import rules_in_force
from mapping.reading.info_file import INFO_FILE, info_of, read_info
from mapping.reading.raw import RawDataset, RawTable
from mapping.reading.registry import find_problems
from mapping.reading.typing import areas_of, frame_of
from mapping.store import Dataset, Source

importlib.import_module("mapping.reading.checks")

_LISTS = (INDICATOR, TERM)  # what the codes of all other tables are looked up in
_NOTHING: Mapping[str, Source] = MappingProxyType({})

Key = TypeVar("Key")
Content = TypeVar("Content")


def read_dataset(geo: Path, data: Path) -> Dataset:
    """Read the three boundary files in `geo`, the tables and `dataset.toml` in `data`.

    Figures whose code is well formed but no area's are kept. Raises Refused with every problem found.
    """
    files = _Files()
    layers = files.read({level: geo / name for level, name in FILES.items()}, read_layer)
    tables = files.read({table.name: data / table.file for table in DATA_TABLES}, _read_table)
    info = files.read({INFO_FILE: data / INFO_FILE}, lambda _, content: read_info(content)).get(INFO_FILE)
    return _checked(RawDataset(tables, layers, info), files.sources, files.problems)


def checked(
    areas: gpd.GeoDataFrame,
    tables: Mapping[str, pd.DataFrame],
    info: Mapping[str, Any],
    *,
    fits: bool = False,
    sound: Mapping[str, Source] = _NOTHING,
) -> Dataset:
    """The dataset of frames, however they were read, when as a whole they keep every rule.

    `areas`: columns of schemas.AREA, `level`, geometry (WGS 84); `tables`: every data table by schema name, typed; `info`: what
    `dataset.toml` holds; `fits`: whether the areas are as a published snapshot has them; `sound`: the sources of files whose content was held
    against these rules, with these lists and areas, before: its tables are not again. Other sources are of what the frames hold. Raises Refused with every problem, at the positions of the
    rows (from 0) among those of their level or table.
    """
    layers = {
        level: RawTable.of_typed(AREA, file, areas[areas["level"] == level], level) for level, file in FILES.items()
    }
    looked_at = [table for table in DATA_TABLES if table.file not in sound or table in _LISTS]
    raw = {table.name: RawTable.of_typed(table, table.file, tables[table.name]) for table in looked_at}
    told, problems = info_of(info)
    dataset = RawDataset(raw, layers, told, fits, sound)
    files = {one.file: one for one in dataset.files}
    names = [*FILES.values(), *(table.file for table in DATA_TABLES)]
    written = Source.of(INFO_FILE, json.dumps(info, sort_keys=True, default=str).encode())
    sources = [*(sound[name] if name in sound else files[name].source() for name in names), written]
    return replace(_checked(dataset, sources, problems), tables=tables)


def _checked(raw: RawDataset, sources: Sequence[Source], problems: Sequence[Problem]) -> Dataset:
    every = [*problems, *find_problems(raw)]
    if every or raw.info is None:
        raise Refused(sorted(every, key=lambda problem: (problem.file, problem.row or 0)))
    frames = {name: frame_of(table) for name, table in raw.tables.items()}
    return Dataset(areas_of(raw.layers), frames, raw.info, tuple(sources), rules=rules_in_force())


def _read_table(name: str, content: bytes) -> tuple[RawTable | None, list[Problem]]:
    return read_csv(_TABLES[name], content)


_TABLES = {table.name: table for table in DATA_TABLES}


class _Files:
    """Reads files once, keeping their checksums and what was wrong with them."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.problems: list[Problem] = []

    def read(
        self, paths: dict[Key, Path], reader: Callable[[Key, bytes], tuple[Content | None, list[Problem]]]
    ) -> dict[Key, Content]:
        """What each file holds; a file that is absent or cannot be read is left out, with a problem."""
        found: dict[Key, Content] = {}
        for key, path in paths.items():
            try:
                content = path.read_bytes()
            except OSError as fault:
                rule = "file_missing" if isinstance(fault, FileNotFoundError) else "file_unreadable"
                self.problems.append(Problem(path.name, rule, value=str(path)))
                continue
            self.sources.append(Source.of(path.name, content))
            read, problems = reader(key, content)
            self.problems += problems
            if read is not None:
                found[key] = read
        return found
