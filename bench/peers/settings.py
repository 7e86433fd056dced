"""What a peer is told when it is started: which boundaries, which figures, which level it begins with."""

from __future__ import annotations

import os
from pathlib import Path

NAME = "name_uz_latn"
MAP_WIDTH = 1100
MAP_HEIGHT = 760


def geometry_file(level: str) -> Path:
    """The GeoJSON file of a level (`district` or `mahalla`)."""
    return Path(os.environ["BENCH_GEOMETRY"]) / f"{level}s.geojson"


def data_folder() -> Path:
    return Path(os.environ["BENCH_DATA"])


def start_level() -> str:
    return os.environ.get("BENCH_LEVEL", "mahalla")
