"""The files of one import, each examined: boundaries first, so that tables may name the areas they bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import geopandas as gpd
import shapely

from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.problems import Problem, Refused
from mapping.model.schemas import INDICATOR, TERM
from mapping.publishing.areas import differs, put_over
from mapping.publishing.base import Base
from mapping.reading.events.detection import brings_boundaries
from mapping.reading.examination import examine_apart
from mapping.reading.files.apart import apart
from mapping.reading.matching import Reference, shipped_reference
from mapping.reading.registry import Severity, declare
from mapping.reading.report import Report
from mapping.reading.request import Request
from mapping.reading.tables.profile_shelf import keep_profile
from mapping.reading.tables.words import own_words
from mapping.store import Source

OUTLINE_DIFFERS = declare(
    "outline_differs",
    Severity.SHOULD,
    "11.2",
    "An area that has parts has their outline; one that was brought beside them is compared with it, and that is told.",
)


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
    waiting: Callable[[], None] = lambda: None,
) -> list[Item]:
    """Examine files that belong together: boundaries first, so that tables may name the areas they bring.

    In the order given. The request holds for every file, its reference and words aside, which are made of the base; `constants` are
    more of them by path. `tell` is called with each file before it is read, `waiting` several times a second while it is; what
    that raises ends the work. Each file is read in a process of its own, within the bounds of docs/data-spec.md, 1.11.
    """
    known = _reference(base.areas)
    words = own_words(base.tables[INDICATOR.name], base.tables[TERM.name])
    asked = replace(request or Request(), reference=known, words=words)
    found: dict[Path, Item] = {}
    for is_boundaries in (True, False):
        for path in paths:
            if _is_boundaries(path) is is_boundaries:
                tell(path)
                own = {**asked.constants, **(constants or {}).get(path, {})}
                report = examine_apart(path, replace(asked, constants=own), waiting=waiting)
                found[path] = Item(path, report, Source.of_file(path.name, path) if report.publishable else None)
                if is_boundaries and report.publishable:
                    asked = replace(asked, reference=_beside(known, areas_with(base, found.values())))
        if is_boundaries and found:
            areas = areas_with(base, found.values())
            asked = replace(asked, reference=_reference(areas))
            found = {path: _compared(_brought_beside(item, areas), areas) for path, item in found.items()}
    return [found[path] for path in paths]


def areas_with(base: Base, items: Iterable[Item]) -> gpd.GeoDataFrame:
    """The areas of the base with the boundaries of the files put over them."""
    taken = [item for item in items if item.report.publishable]
    moved = {code: outline for item in taken for code, outline in item.report.moved.items()}
    return put_over(base.areas, _boundaries(taken), moved)


def _beside(known: Reference, areas: gpd.GeoDataFrame) -> Reference:
    """What the next file of boundaries is held against: areas that were brought are its neighbours, and bind nobody as parents."""
    wider = areas[areas["level"] != Level.MAHALLA]
    changed = {
        code
        for code, outline in zip(wider["code"], wider.geometry, strict=True)
        if code not in known.published or not shapely.equals(known.outlines[code], outline)
    }
    kept = areas.assign(geometry=[known.outlines.get(code, outline) if code in changed else outline
                                  for code, outline in zip(areas["code"], areas.geometry, strict=True)])  # fmt: skip
    drawn = known.with_areas(kept)
    return replace(drawn, rough=drawn.rough | {code for code in changed if code not in known.published})


def _brought_beside(item: Item, areas: gpd.GeoDataFrame) -> Item:
    """The file without the remark that an area is not in it, where another file brings it."""
    brought = set(areas["code"])
    problems = [
        problem
        for problem in item.report.problems
        if problem.rule not in ("area_absent", "area_lost") or str(problem.value).split()[0] not in brought
    ]
    return replace(item, report=replace(item.report, problems=problems))


def _compared(item: Item, areas: gpd.GeoDataFrame) -> Item:
    """The file with what its outlines of areas that have parts differ from these parts together: theirs are taken."""
    frame = item.report.frame
    if item.report.kind != FileKind.BOUNDARIES or not isinstance(frame, gpd.GeoDataFrame):
        return item
    parents = set(areas["parent"].fillna(""))
    outlines = dict(zip(areas["code"], areas.geometry, strict=True))
    divided = frame[frame["code"].isin(parents)]
    told = [
        Problem(
            item.path.name, OUTLINE_DIFFERS, int(row), "geometry", f"{name} ({code})", differs(outline, outlines[code])
        )
        for row, name, code, outline in divided[["row", "name", "code", "geometry"]].itertuples(index=False)
        if not shapely.equals(outline, outlines[code])
    ]
    if not told:
        return item
    return replace(item, report=replace(item.report, problems=[*item.report.problems, *told]))


def _is_boundaries(path: Path) -> bool:
    try:
        return apart(partial(brings_boundaries, path), path)
    except Refused:
        return False


def _reference(areas: gpd.GeoDataFrame) -> Reference:
    return shipped_reference() if areas.empty else shipped_reference().with_areas(areas)


def _boundaries(items: Iterable[Item]) -> list[gpd.GeoDataFrame]:
    frames = [
        item.report.frame for item in items if item.report.kind == FileKind.BOUNDARIES and item.report.publishable
    ]
    return [frame for frame in frames if isinstance(frame, gpd.GeoDataFrame) and len(frame)]


def keep_profiles(home: Path, items: Iterable[Item]) -> list[str]:
    """Keep the profiles of files that were read without one, and return their names. Raises PublisherBusy, NotWritten."""
    return [keep_profile(home, item.report.keeps) for item in items if item.report.keeps is not None]
