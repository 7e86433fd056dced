"""What files are put over: the tables and areas of the current snapshot, or the shipped lists and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd

from mapping.model.lists import official_rows
from mapping.model.locale import Lang
from mapping.model.problems import Problem, Refused
from mapping.model.schemas import AREA, DATA_TABLES, INDICATOR, TERM
from mapping.publishing.publication import whole_tables
from mapping.reading.in_force import rules_in_force
from mapping.reading.registry import Severity, declare
from mapping.store import DatasetInfo, Manifest, NothingPublished, Source, verify
from mapping.store.frames import empty, typed

NO_TABLES = declare(
    "snapshot_without_tables", Severity.MUST, "11.3", "The snapshot that files are put over keeps its whole tables."
)


@dataclass(frozen=True)
class Base:
    """`areas`: columns of schemas.AREA, `level`, geometry (WGS 84); `tables`: every data table by schema name.

    `snapshot` is the id it was taken from, "" when from none; `info` is None then. `sound` has the source, by file, of each
    table and level that was held against the rules as they are now, so that it need not be again while nothing is brought to it.
    """

    areas: gpd.GeoDataFrame
    tables: Mapping[str, pd.DataFrame]
    info: DatasetInfo | None = None
    snapshot: str = ""
    sound: Mapping[str, Source] = field(default_factory=dict)


def base_of(home: Path) -> Base:
    """The current snapshot of a home folder, every file held against its checksum; `empty_base` where nothing was published.

    Raises Refused when the snapshot was published by an earlier version, which did not keep its whole tables; NoSnapshot when
    it is damaged or not there: what is not whole is nothing to build on.
    """
    try:
        manifest = verify(home)
    except NothingPublished:
        return empty_base()
    try:
        areas, tables = whole_tables(home / manifest.id)
    except FileNotFoundError as fault:
        raise Refused([Problem(manifest.id, NO_TABLES)]) from fault
    info = DatasetInfo(
        {lang: manifest.title_in(lang) for lang in Lang},
        manifest.region,
        manifest.as_of,
        manifest.demonstration,
        manifest.seq,
    )
    return Base(areas, tables, info, manifest.id, _sound(manifest))


def _sound(manifest: Manifest) -> dict[str, Source]:
    """The sources of what keeps the rules as they are now; of two with one name, one is of a file that was brought."""
    if not manifest.rules or manifest.rules != rules_in_force():
        return {}
    named = Counter(source.file for source in manifest.sources)
    return {source.file: source for source in manifest.sources if named[source.file] == 1}


def empty_base() -> Base:
    """No areas and no figures; the indicators, factors, agencies, sectors and posts of official use."""
    columns = {name: pd.Series(dtype="str") for name in (*AREA.names, "level")}
    columns["valid_from"] = pd.Series(dtype="datetime64[s]")
    areas = gpd.GeoDataFrame(columns, geometry=[], crs="EPSG:4326")
    tables = {table.name: empty(table) for table in DATA_TABLES}
    lists = {
        table.name: typed(pd.DataFrame(official_rows(table)).replace({"": None}), table) for table in (INDICATOR, TERM)
    }
    return Base(areas, tables | lists)
