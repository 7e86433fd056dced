"""How much of each area lies inside its parent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from mapping.model.levels import lineage
from mapping.reading.boundaries.projection import square_metres
from mapping.reading.boundaries.repair import is_polygonal, on_the_globe
from mapping.reading.codes import is_code

if TYPE_CHECKING:
    from mapping.reading.boundaries.draft import BoundaryDraft

HALF, MOST = 0.5, 0.9  # outlines are rough: along a border a twentieth may stand over


class Inside(NamedTuple):
    """For each feature the share (0 to 1) of its area inside its parent's outline, NaN where that is not known; and whether
    that outline is a rough one.
    """

    shares: np.ndarray
    rough: np.ndarray


def inside_parent(draft: BoundaryDraft) -> Inside:
    """How much of each feature lies inside its parent.

    The parent is the one asked for, else the one the area's code tells; a wider one stands in for one whose
    outline is not known.
    """
    shares, rough = np.full(len(draft.geometry), np.nan), np.zeros(len(draft.geometry), dtype=bool)
    usable = np.flatnonzero(
        is_polygonal(draft.geometry) & shapely.is_valid(draft.geometry) & on_the_globe(draft.geometry)
    )
    parents = {int(position): _parent(draft, int(position)) for position in usable}
    known = [position for position, parent in parents.items() if parent is not None]
    if known:
        around = [str(parents[position]) for position in known]
        outlines = np.array([draft.reference.outline(parent) for parent in around], dtype=object)
        found = draft.geometry[known]
        shapely.prepare(outlines)
        within = shapely.covers(outlines, found)
        inside = found.copy()
        inside[~within] = shapely.intersection(found[~within], outlines[~within])
        with np.errstate(invalid="ignore", divide="ignore"):
            shares[known] = square_metres(inside) / square_metres(found)
        rough[known] = [draft.reference.is_rough(parent) for parent in around]
    return Inside(shares, rough)


def _parent(draft: BoundaryDraft, position: int) -> str | None:
    """The narrowest area that should hold it and whose outline is known."""
    code = draft.matches.codes[position]
    wider = draft.parent or (code if is_code(code) else None)
    if wider is None:
        return None
    parents = lineage(wider) if draft.parent else lineage(wider)[:-1]
    return next((parent for parent in reversed(parents) if draft.reference.outline(parent) is not None), None)
