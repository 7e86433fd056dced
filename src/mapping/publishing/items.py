"""The files of one import, each examined: boundaries first, so that tables may name the areas they bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd

from mapping.model.kinds import FileKind
from mapping.model.problems import Refused
from mapping.publishing.areas import put_over
from mapping.publishing.base import Base
from mapping.reading.examination import examine
from mapping.reading.files import recognise
from mapping.reading.matching import Reference, shipped_reference
from mapping.reading.report import Report
from mapping.reading.request import Request
from mapping.reading.tables.profile_shelf import keep_profile
from mapping.store import Source


@dataclass(frozen=True)
class Item:
    """A file that was brought, and what it came to. The file may be gone since: of one that may be published `source` is kept."""

    path: Path
    report: Report
    source: Source | None = None


def examine_files(
    paths: Sequence[Path],
    base: Base,
    request: Request | None = None,
    *,
    constants: Mapping[Path, Mapping[str, str]] | None = None,
    tell: Callable[[Path], None] = lambda _: None,
) -> list[Item]:
    """Examine files that belong together: boundaries first, so that tables may name the areas they bring.

    In the order given. The request holds for every file, its reference aside, which is made of the base; `constants` are
    more of them by path. `tell` is called with each file before it is read.
    """
    asked = replace(request or Request(), reference=_reference(base.areas))
    found: dict[Path, Item] = {}
    for is_boundaries in (True, False):
        for path in paths:
            if _is_boundaries(path) is is_boundaries:
                tell(path)
                own = {**asked.constants, **(constants or {}).get(path, {})}
                report = examine(path, replace(asked, constants=own))
                found[path] = Item(path, report, Source.of_file(path.name, path) if report.publishable else None)
        if is_boundaries and found:
            areas = put_over(base.areas, boundaries_of(found.values()))
            asked = replace(asked, reference=_reference(areas))
    return [found[path] for path in paths]


def _is_boundaries(path: Path) -> bool:
    try:
        return recognise(path).is_boundaries
    except Refused:
        return False


def _reference(areas: gpd.GeoDataFrame) -> Reference:
    return shipped_reference() if areas.empty else shipped_reference().with_areas(areas)


def boundaries_of(items: Iterable[Item]) -> list[gpd.GeoDataFrame]:
    """The areas of those files of boundaries that may be published, a frame a file."""
    frames = [
        item.report.frame for item in items if item.report.kind == FileKind.BOUNDARIES and item.report.publishable
    ]
    return [frame for frame in frames if isinstance(frame, gpd.GeoDataFrame) and len(frame)]


def keep_profiles(home: Path, items: Iterable[Item]) -> list[str]:
    """Keep the profiles of files that were read without one, and return their names. Raises PublisherBusy, NotWritten."""
    return [keep_profile(home, item.report.keeps) for item in items if item.report.keeps is not None]
