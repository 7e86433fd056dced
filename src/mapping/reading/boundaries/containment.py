"""How much of each area lies inside its parent."""

from __future__ import annotations

import numpy as np
import shapely

from mapping.model.levels import lineage
from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.boundaries.projection import square_metres
from mapping.reading.boundaries.repair import is_polygonal, on_the_globe
from mapping.reading.codes import is_code

HALF, MOST = 0.5, 0.9  # outlines are rough: along a border a twentieth may stand over


def inside_parent(draft: BoundaryDraft) -> np.ndarray:
    """For each feature the share (0 to 1) of its area inside its parent's outline; NaN where that is not known.

    The parent is the one asked for, else the one the area's code tells; a wider one stands in for one whose
    outline is not known.
    """
    shares = np.full(len(draft.geometry), np.nan)
    usable = np.flatnonzero(
        is_polygonal(draft.geometry) & shapely.is_valid(draft.geometry) & on_the_globe(draft.geometry)
    )
    outlines = {position: _outline(draft, int(position)) for position in usable}
    known = [position for position, outline in outlines.items() if outline is not None]
    if known:
        found = draft.geometry[known]
        inside = shapely.intersection(found, np.array([outlines[position] for position in known]))
        with np.errstate(invalid="ignore", divide="ignore"):
            shares[known] = square_metres(inside) / square_metres(found)
    return shares


def _outline(draft: BoundaryDraft, position: int) -> shapely.Geometry | None:
    code = draft.matches.codes[position]
    wider = draft.parent or (code if is_code(code) else None)
    if wider is None:
        return None
    parents = lineage(wider) if draft.parent else lineage(wider)[:-1]
    found = (draft.reference.outline(parent) for parent in reversed(parents))
    return next((outline for outline in found if outline is not None), None)
