"""Every feature has a geometry."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from mapping.reading.boundaries.draft import BoundaryDraft
from mapping.reading.boundaries.geojson import GEOMETRY_BROKEN
from mapping.reading.faults import Fault
from mapping.reading.registry import rule


@rule("boundary_missing", section="2.5", on=BoundaryDraft)
def boundary_missing(draft: BoundaryDraft) -> Iterator[Fault]:
    """Every feature has a geometry."""
    unread = {problem.row for problem in draft.problems if problem.rule == GEOMETRY_BROKEN}
    told = np.array([row in unread for row in draft.rows], dtype=bool)
    yield from draft.faults(shapely.is_missing(draft.found) & ~told)
