"""What a boundary file holds before anything is judged: attributes as texts, geometries as found, their CRS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from pyproj import CRS

from mapping.model.problems import Problem

WGS84 = CRS.from_epsg(4326)


@dataclass(frozen=True)
class Features:
    """Rows are features; `attributes` maps each column to one text per feature ("" for none).

    `geometry` holds shapely geometries or None. `crs` is None where the file does not say. `problems` were found
    while reading. `numbers` are those of the features in the file, counted from 1, where not all of them are here.
    """

    file: str
    attributes: Mapping[str, list[str]]
    geometry: np.ndarray
    crs: CRS | None
    problems: list[Problem] = field(default_factory=list)
    numbers: Sequence[int] | None = None

    def number(self, position: int) -> int:
        """The number of a feature in the file."""
        return position + 1 if self.numbers is None else self.numbers[position]

    def take(self, positions: np.ndarray) -> Features:
        """Some of the features."""
        kept = [int(one) for one in positions]
        attributes = {name: [texts[one] for one in kept] for name, texts in self.attributes.items()}
        numbers = [self.number(one) for one in kept]
        return replace(self, attributes=attributes, geometry=self.geometry[kept], numbers=numbers)

    def __len__(self) -> int:
        return len(self.geometry)


def attribute_table(properties: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Attributes of features column by column, in the order in which the names first occur."""
    names = dict.fromkeys(str(name) for one in properties for name in one)
    return {name: [as_text(one.get(name)) for one in properties] for name in names}


def as_text(value: Any) -> str:
    """A value as a person would write it: no trailing `.0` on a whole number, nothing for null."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer() and abs(float(value)) < 1e15:
        return str(int(value))
    return str(value).strip()
