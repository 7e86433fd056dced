"""Points of a GeoJSON file as events: their properties are the columns, their coordinates the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS, Transformer

from mapping.reading.boundaries.geojson import NOT_GEOJSON, OtherJson, read_geojson
from mapping.reading.events.headings import Columns, Role, find_columns
from mapping.reading.events.pieces import Asked, Piece
from mapping.reading.files.limits import check_size, refuse

_HEAD = 1 << 20  # bytes
_OTHER = re.compile(rb'"(?:Multi)?(?:Polygon|LineString)"')
_PLACE = {Role.LATITUDE: "latitude", Role.LONGITUDE: "longitude"}


def holds_points(head: bytes) -> bool:
    """Whether the beginning of a file is that of GeoJSON with points alone."""
    start = head[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and b'"Point"' in start and _OTHER.search(start) is None


def is_of_points(path: Path) -> bool:
    """Whether a file is GeoJSON with points alone, by its beginning. Raises OSError."""
    with path.open("rb") as opened:
        return holds_points(opened.read(_HEAD))


@dataclass
class Points:
    """A GeoJSON file: a row is a feature, counted from 1."""

    file: str
    headings: list[str]
    columns: Columns
    rows: list[list[str]]
    sample: Sequence[Sequence[str]]
    title: Sequence[str] = ()

    @classmethod
    def opened(cls, path: Path, asked: Asked) -> Points:
        """Raises Refused when it cannot be read, carries persons, or lacks a column."""
        check_size(path)
        try:
            features = read_geojson(path)
        except OtherJson as other:
            raise refuse(path.name, NOT_GEOJSON, reason=other.driver) from other
        names = list(features.attributes)
        given = find_columns(names, asked.named)
        kept = [name for n, name in enumerate(names) if not any(n in given.get(role, []) for role in _PLACE)]
        headings = [*kept, *(asked.named.get(role, word) for role, word in _PLACE.items())]
        places = _coordinates(features.geometry, features.crs)
        rows = [
            [*cells, *place]
            for *cells, place in zip(*(features.attributes[name] for name in kept), places, strict=True)
        ]
        columns = asked.columns(path.name, headings, rows)
        return cls(path.name, headings, columns, rows, rows)

    def pieces(self) -> Iterator[Piece]:
        """All features at once: the file is no larger than one of boundaries may be."""
        columns = {role: pa.array([row[n] for row in self.rows], pa.string()) for role, n in self.columns.items()}
        yield Piece(columns, np.arange(1, len(self.rows) + 1), 1.0)


def _coordinates(geometry: np.ndarray, crs: CRS | None) -> list[tuple[str, str]]:
    """Latitude and longitude of each point in WGS 84, empty where there is none."""
    filled = geometry.copy()
    filled[shapely.is_empty(geometry)] = None
    x, y = shapely.get_x(filled), shapely.get_y(filled)  # NaN for what is no point
    if crs is not None and not crs.is_geographic:
        x, y = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(x, y)
    return [
        (repr(lat), repr(lon)) if np.isfinite(lat) else ("", "")
        for lat, lon in zip(y.tolist(), x.tolist(), strict=True)
    ]
