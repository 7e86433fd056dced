"""What a snapshot is made from: areas, tables and what the dataset says of itself, already checked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame

from mapping.model.locale import Lang
from mapping.model.problems import Problem


@dataclass(frozen=True)
class Source:
    """A file: its name as written in messages, SHA-256 of its bytes, its size in bytes."""

    file: str
    sha256: str
    size: int

    @classmethod
    def of(cls, file: str, content: bytes) -> Source:
        """The source record of a file with this content."""
        return cls(file, hashlib.sha256(content).hexdigest(), len(content))

    @classmethod
    def of_file(cls, file: str, path: Path) -> Source:
        """The same of what lies at a path, read in pieces."""
        with path.open("rb") as opened:
            return cls(file, hashlib.file_digest(opened, "sha256").hexdigest(), path.stat().st_size)


@dataclass(frozen=True)
class DatasetInfo:
    """What `dataset.toml` says: title per language, the region shown first, the day the figures stand at,
    and whether they are invented. `seq`: the number of the last report of work that the measures hold, 0 for none."""

    title: Mapping[Lang, str]
    region: str
    as_of: date
    demonstration: bool
    seq: int = 0


@dataclass(frozen=True)
class Dataset:
    """A checked dataset.

    `areas`: one row per area with `level` and the columns of schemas.AREA, WGS 84 polygons.
    `tables`: schema name to frame, with the types of `store.frames`. `remarks`: what the checks found that is
    no reason to refuse it, `implausible` what those of the whole did; both are kept with the snapshot. `rules`: which rules it was held against (`reading.in_force`).
    """

    areas: GeoDataFrame
    tables: Mapping[str, pd.DataFrame]
    info: DatasetInfo
    sources: tuple[Source, ...]
    remarks: tuple[Problem, ...] = ()
    implausible: tuple[Problem, ...] = ()
    rules: str = ""
