"""The areas that names and codes are looked up in: the shipped register, with what was published added to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources

import geopandas as gpd
import pandas as pd
import shapely

from mapping.model.levels import Level, level_of, parent_of
from mapping.reading.matching.wording import Unit, called

_REGISTER = "mapping.reading.register"
_NAMES = ("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en")


@dataclass(frozen=True)
class Known:
    """One area: its code, level and parent, its name in Uzbek Latin, and all its `names`."""

    code: str
    level: Level
    parent: str
    name: str
    names: tuple[str, ...]

    @cached_property
    def called(self) -> frozenset[tuple[str, Unit | None]]:
        """Every way it is called; worked out when a name is looked up, since codes alone do without."""
        return frozenset((key, unit) for key, unit in map(called, self.names))

    @property
    def keys(self) -> set[str]:
        return {key for key, _ in self.called}


@dataclass(frozen=True)
class Reference:
    """Known areas by code, and what is known of their outlines (WGS 84).

    `rough` are the codes of those whose outlines are only about right: the shipped ones of regions, and what was brought
    beside what lies in it.
    """

    areas: dict[str, Known]
    outlines: dict[str, shapely.Geometry]
    rough: frozenset[str] = frozenset()

    def within(self, level: Level, parent: str | None) -> list[Known]:
        """The areas of a level, in any region or inside the parent named, by code."""
        return [
            area
            for area in self.areas.values()
            if area.level is level and (parent is None or parent == area.parent or area.code.startswith(parent))
        ]

    def outline(self, code: str) -> shapely.Geometry | None:
        """The outline of an area; Tashkent city's is that of the region around it. None when nothing is known."""
        return self.outlines.get(_AROUND.get(code, code))

    def is_rough(self, code: str) -> bool:
        """Whether the outline of an area is only about right."""
        return _AROUND.get(code, code) in self.rough

    @property
    def published(self) -> dict[str, shapely.Geometry]:
        """The outlines that are not rough, by code."""
        return {code: outline for code, outline in self.outlines.items() if code not in self.rough}

    @cached_property
    def divided(self) -> frozenset[str]:
        """The codes of the areas whose parts are known."""
        return frozenset(area.parent for area in self.areas.values() if area.code in self.outlines)

    def with_areas(self, frame: pd.DataFrame) -> Reference:
        """This reference with the areas of a published frame (columns of schemas.AREA and `level`) put over it.

        What the areas were called before they still are. A frame without geometry leaves the outlines as they are.
        """
        known = {area.code: self._also(area) for area in _known(frame)}
        drawn = dict(zip(frame["code"], frame.geometry, strict=True)) if isinstance(frame, gpd.GeoDataFrame) else {}
        return Reference(self.areas | known, self.outlines | drawn, self.rough - drawn.keys())

    def _also(self, area: Known) -> Known:
        before = self.areas.get(area.code)
        return area if before is None else replace(area, names=(*area.names, *before.names))


_AROUND = {"1726": "1727"}


@cache
def shipped_reference() -> Reference:
    """The 14 regions and 208 districts and cities of the country, and the outlines of 13 regions."""
    with resources.as_file(resources.files(_REGISTER) / "outlines.geojson") as path:
        outlines = gpd.read_file(path)
    known = {area.code: area for area in _known(_register())}
    drawn = dict(zip(outlines["code"], outlines.geometry, strict=True))
    return Reference(known, drawn, frozenset(drawn))


def registered_names(code: str) -> list[str] | None:
    """The names of a region or district in Uzbek Latin, Uzbek Cyrillic, Russian and English; None when not registered."""
    found = _registered().get(code)
    return None if found is None else list(found)


@cache
def _registered() -> dict[str, tuple[str, ...]]:
    rows = _register()[["code", *_NAMES]].itertuples(index=False)
    return {code: tuple(names) for code, *names in rows}


@cache
def _register() -> pd.DataFrame:
    with resources.as_file(resources.files(_REGISTER) / "areas.csv") as path:
        return pd.read_csv(path, dtype=str, keep_default_na=False)


def _known(frame: pd.DataFrame) -> Iterable[Known]:
    """The frame's areas; a district is called by its bare name as well, since its kind is often left out."""
    columns = [frame[name].fillna("").astype(str) if name in frame else [""] * len(frame)
               for name in ("code", "level", "parent", *_NAMES, "other_names")]  # fmt: skip
    for code, level, parent, latin, *others, more in zip(*columns, strict=True):
        yield Known(
            code,
            Level(level) if level else level_of(code),
            parent or parent_of(code) or "",
            latin,
            tuple(filter(None, [latin, *others, *more.split("; ")])),
        )
