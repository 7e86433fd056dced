"""A file of boundaries written anew as import would take it: rings repaired, narrow gaps and overlaps closed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import shapely

from mapping.model.problems import Problem
from mapping.reading.boundaries.draft import draft_boundaries, read_features
from mapping.reading.examination import kind_in
from mapping.reading.files import recognise
from mapping.reading.files.apart import apart
from mapping.reading.outcome import name_of
from mapping.reading.registry import Severity, find_problems
from mapping.reading.report import RepairedRow
from mapping.reading.request import Request
from mapping.reading.specification import section_of, severity_of

_OF_GEOMETRY = "2."  # the section of the rules that a mended layer keeps


class Mended(NamedTuple):
    """The layer as GeoJSON (WGS 84), None where a fault is left that only a person can mend; what was changed, what was found."""

    content: str | None
    repaired: Sequence[RepairedRow]
    problems: Sequence[Problem]


def mend(path: Path, request: Request) -> Mended:
    """Repair a file of boundaries, in a bounded process of its own. Raises Refused when it cannot be read."""
    return apart(partial(_mended, path, request), path)


def _mended(path: Path, request: Request) -> Mended:
    container = recognise(path)
    kind_in(path, container, request.kind)
    found = draft_boundaries(read_features(path, container, request.level), request)
    problems = [one for one in [*found.problems, *find_problems(found)] if section_of(one).startswith(_OF_GEOMETRY)]
    repaired = [RepairedRow(found.rows[one.position], name_of(found, one.position), *one[1:]) for one in found.repairs]
    if any(severity_of(one) is Severity.MUST for one in problems):
        return Mended(None, repaired, problems)
    features = [
        {
            "type": "Feature",
            "properties": {name: texts[position] for name, texts in found.attributes.items()},
            "geometry": json.loads(shapely.to_geojson(outline)),
        }
        for position, outline in enumerate(found.geometry)
    ]
    return Mended(
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), repaired, problems
    )
