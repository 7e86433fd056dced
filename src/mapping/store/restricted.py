"""A snapshot without all that lies outside a scope: a folder of its own, from which a `Snapshot` reads as from any other.

The areas above the scope stay, for pages are made of a region and its districts: without figures but those of the scope, and with a name
that says so. Small counts of groups are hidden anew, by what is there.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import finalize

import duckdb
import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapping.model.locale import Lang, name_column, text
from mapping.store.database import copied
from mapping.store.scope import Scope
from mapping.store.shelf import AREAS, DATABASE
from mapping.store.snapshot import Snapshot

DISPLAY, INDEX = "display", "index.json"
_AS_THEY_ARE = ("indicator", "term", "series")
_BY_PLACE = ("statistic", "population")
_BY_CODE = ("category", "factor", "assignment", "measure", "unplaced", "without_figures")
_NUMBER = re.compile(r"-?\d+")


def restricted(whole: Snapshot, scope: Scope) -> Snapshot:
    """The snapshot of a scope; its folder goes with it. The whole where nothing of it lies outside."""
    codes = whole.areas.index
    if all(code.startswith(scope) for code in codes):
        return whole
    folder = Path(tempfile.mkdtemp(prefix="riskmap-scope-"))
    try:
        _write_areas(whole, scope, folder)
        _write_database(whole, scope, folder / DATABASE)
        _write_display(whole, scope, folder)
        # What the publication says of itself tells of areas outside: numbers of rows, codes that met none, remarks.
        manifest = replace(whole.manifest, joins=(), sources=(), rows={}, warnings=0)
        part = Snapshot(folder, manifest, whole.smallest, scope=scope, home=whole.home)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finalize(part, shutil.rmtree, folder, ignore_errors=True)
    return part


def _is_shown(code: str, scope: Scope) -> bool:
    """Of the scope, or above it."""
    return code.startswith(scope) or any(area.startswith(code) for area in scope)


def _write_areas(whole: Snapshot, scope: Scope, folder: Path) -> None:
    areas = gpd.read_parquet(whole.folder / AREAS)
    areas = areas[[_is_shown(code, scope) for code in areas["code"]]].reset_index(drop=True)
    above = ~areas["code"].str.startswith(scope)
    for lang in Lang:
        column = name_column(lang)
        named = [text("scope.part_of", lang, area=name) for name in areas.loc[above, column].fillna("")]
        areas.loc[above, column] = [
            name if given else "" for name, given in zip(named, areas.loc[above, column], strict=True)
        ]
    areas.to_parquet((folder / AREAS).absolute())


def _write_database(whole: Snapshot, scope: Scope, path: Path) -> None:
    """Table by table; positions of mahallas are counted anew."""
    place = whole.table("place")
    own = np.array([code.startswith(scope) for code in place["code"].to_pylist()], dtype=bool)
    position = np.cumsum(own).astype("int32") - 1
    place = place.filter(pa.array(own))
    tables = {"place": place.set_column(0, "position", pa.array(np.arange(place.num_rows, dtype="int32")))}
    tables |= {name: whole.table(name) for name in _AS_THEY_ARE}
    for name in _BY_PLACE:
        rows = whole.table(name)
        at = rows["area"].to_numpy()
        rows = rows.filter(pa.array(own[at]))
        column = rows.schema.get_field_index("area")
        tables[name] = rows.set_column(column, "area", pa.array(position[at[own[at]]]))
    for name in _BY_CODE:
        rows = whole.table(name)
        tables[name] = rows.filter(_any_prefix(rows["area"], scope))
    with duckdb.connect(path) as connection:
        copied(connection, tables)


def _any_prefix(codes: pa.ChunkedArray, scope: Scope) -> Any:
    found = pa.chunked_array([np.zeros(len(codes), dtype=bool)])
    for area in scope:
        found = pc.or_(found, pc.fill_null(pc.starts_with(codes, area), fill_value=False))
    return found


def _write_display(whole: Snapshot, scope: Scope, folder: Path) -> None:
    """The files that browsers draw from, without the areas outside; one that holds none is not there."""
    source, target = whole.folder / DISPLAY, folder / DISPLAY
    target.mkdir()
    index: dict[str, str] = {}
    for name, file in json.loads((source / INDEX).read_text(encoding="utf-8")).items():
        drawn = json.loads(gzip.decompress((source / file).read_bytes()))
        kept = [place for place, code in enumerate(drawn["codes"]) if _is_shown(code, scope)]
        if not kept:
            continue
        content = gzip.compress(json.dumps(_of_places(drawn, kept), separators=(",", ":")).encode(), mtime=0)
        index[name] = f"{name}.{hashlib.sha256(content).hexdigest()[:12]}.json.gz"
        (target / index[name]).write_bytes(content)
    (target / INDEX).write_text(json.dumps(index), encoding="utf-8")


def _of_places(drawn: dict[str, Any], kept: Sequence[int]) -> dict[str, Any]:
    """A set of areas with some of them; `whole` is the box of those."""
    found = {**drawn, "codes": [drawn["codes"][place] for place in kept]}
    found["points"] = [drawn["points"][2 * place + axis] for place in kept for axis in (0, 1)]
    shapes = "paths" if "paths" in drawn else "rings"
    found[shapes] = [drawn[shapes][place] for place in kept]
    if "paths" in drawn:
        corners = np.concatenate([_corners(path) for path in found["paths"]])
        found["whole"] = [*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()]
    return found


def _corners(path: str) -> np.ndarray:
    """The points of a written path: each ring begins at a place and goes on by steps."""
    rings = [np.array(_NUMBER.findall(ring), dtype=int).reshape(-1, 2) for ring in path.split("M") if ring]
    return np.concatenate([np.cumsum(ring, axis=0) for ring in rings])
