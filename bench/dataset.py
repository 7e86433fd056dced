"""The data every side shows: boundaries and figures for a number of mahallas, and the same boundaries simplified."""

from __future__ import annotations

import functools
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from bench.region import Figures, read_figures
from mapping.views.map.display import display_frame

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
COMMITTED = 832
LEVELS = ("district", "mahalla")
SOURCE, DISPLAY = "source", "display"
GEOMETRIES = (SOURCE, DISPLAY)
DEMO_TIMEOUT = 1800


@dataclass(frozen=True)
class Dataset:
    """One data set in `folder`, as `riskmap demo` writes it; `areas` is the number of its mahallas."""

    areas: int
    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def geometry(self, kind: str) -> Path:
        """The folder of the boundaries: as they came, or as our map shows them (written on demand)."""
        return self.folder / "geo" if kind == SOURCE else _simplified(self)

    @functools.cached_property
    def figures(self) -> Figures:
        return read_figures(self.data)

    @functools.cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        return {level: _described(self.folder / "geo" / f"{level}s.geojson") for level in LEVELS}

    def shown(self, level: str, parent: str | None = None) -> pd.DataFrame:
        """The areas of a level in file order: code, parent and size in square metres."""
        frame = self._frames[level]
        return frame if parent is None else frame[frame["parent"] == parent].reset_index(drop=True)

    @functools.cached_property
    def middle_district(self) -> str:
        """The district with the middle number of mahallas: the one that is opened when drilling is measured."""
        sizes = self.shown("mahalla").groupby("parent").size().sort_values(kind="stable")
        return str(sizes.index[len(sizes) // 2])


def obtain(areas: int, parent_folder: Path = BUILD / "bench-data") -> Dataset:
    """The data set of so many mahallas: the committed one for 832, otherwise made by `riskmap demo` when missing."""
    folder = parent_folder.resolve() / str(areas)
    if not (folder / "data" / "statistics.csv").exists():
        folder.mkdir(parents=True, exist_ok=True)
        if areas == COMMITTED:
            for name in ("geo", "data"):
                (folder / name).symlink_to(ROOT / name, target_is_directory=True)
        else:
            demo = [sys.executable, "-m", "mapping.cli", "demo", "--out", str(folder), "--mahallas", str(areas)]
            subprocess.run(demo, check=True, timeout=DEMO_TIMEOUT, cwd=ROOT)
    return Dataset(areas, folder)


def _described(file: Path) -> pd.DataFrame:
    frame = gpd.read_file(file)
    size = frame.geometry.to_crs("ESRI:54034").area  # an equal-area projection
    return pd.DataFrame({"code": frame["code"], "parent": frame["parent"], "size": size})


def _simplified(dataset: Dataset) -> Path:
    target = dataset.folder / DISPLAY
    target.mkdir(exist_ok=True)
    for level in LEVELS:
        source, file = dataset.folder / "geo" / f"{level}s.geojson", target / f"{level}s.geojson"
        if not file.exists() or file.stat().st_mtime < source.stat().st_mtime:
            display_frame(gpd.read_file(source)).to_file(file, driver="GeoJSON", COORDINATE_PRECISION=6)
    return target
