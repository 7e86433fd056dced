"""The areas that events are counted into, by code and by coordinates, and why a point lies in none of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import shapely

from mapping.model.levels import Level
from mapping.reading.events.area_index import NOWHERE, AreaIndex
from mapping.reading.events.area_names import AreaNames
from mapping.reading.events.grid import Floats, Ints
from mapping.reading.events.reasons import Reason

_OUTLINE_CELLS = 1 << 18


class Places:
    """Areas of one level, ready for events."""

    def __init__(
        self, codes: Sequence[str], areas: Sequence[shapely.Geometry], *, named: AreaNames | None = None
    ) -> None:
        """Take valid polygons in WGS 84, with codes that occur once. Raises ValueError where there are none.

        `named` finds areas by name; without it no name is known.
        """
        self._index = AreaIndex(codes, areas)
        self.codes = self._index.codes
        self.positions = {code: position for position, code in enumerate(self.codes)}
        self.named = named or AreaNames(None, Level.MAHALLA)
        bounds = shapely.total_bounds(np.asarray(areas, dtype=object))
        self.bounds = (float(bounds[0]), float(bounds[1]), float(bounds[2]), float(bounds[3]))

    def share_inside(self, longitude: Floats, latitude: Floats) -> float:
        """The share of points that lie in one of the areas; 0 for none."""
        return float((self._index.locate(longitude, latitude) != NOWHERE).mean()) if len(longitude) else 0.0

    def locate(self, longitude: Floats, latitude: Floats) -> tuple[Ints, Ints]:
        """The position of each point's area, and the reason, `PLACED` where it has one.

        A point outside all areas that would lie in one with latitude and longitude exchanged is told so. A gap is what
        the areas surround and none of them covers.
        """
        area = self._index.locate(longitude, latitude).astype(np.int64)
        reason = np.full(len(area), Reason.PLACED, dtype=np.int64)
        lost = np.flatnonzero(area == NOWHERE)
        if len(lost):
            x, y = longitude[lost], latitude[lost]
            in_gap = self._outline.locate(x, y) != NOWHERE
            exchanged = self._index.locate(y, x) != NOWHERE
            reason[lost] = np.where(exchanged, Reason.COORDINATES_EXCHANGED, Reason.OUTSIDE_AREAS)
            reason[lost[in_gap]] = Reason.IN_GAP
        return area, reason

    @cached_property
    def _outline(self) -> AreaIndex:
        return AreaIndex(["outline"], [self._index.outline()], cells=_OUTLINE_CELLS)
