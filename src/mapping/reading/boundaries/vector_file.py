"""GeoPackage, Shapefile and others through GDAL; with what a Shapefile lacks told or worked out."""

from __future__ import annotations

import codecs
import contextlib
import io
import re
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path, PurePosixPath

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from pyogrio.errors import CRSError as PyogrioCRSError
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj import CRS
from pyproj.exceptions import CRSError

from mapping.model.levels import Level
from mapping.model.names import latin
from mapping.model.problems import Problem
from mapping.reading.boundaries.features import Features, as_text
from mapping.reading.boundaries.geojson import CRS_UNKNOWN, GEOMETRY_BROKEN, NO_FEATURES
from mapping.reading.files.limits import (
    FEATURES,
    MOST_FEATURES,
    MOST_UNPACKED,
    check_archive,
    check_point_bytes,
    check_size,
    refuse,
    unpack,
)
from mapping.reading.files.recognition import BROKEN, UNKNOWN
from mapping.reading.registry import Severity, declare
from mapping.reading.tables.encoding import likely_code_page
from mapping.reading.tables.grid import ENCODING

ARCHIVE_CONTENT = declare(
    "archive_content",
    Severity.MUST,
    "1.8",
    "A zip holds one Shapefile: .shp, .shx and .dbf of one name; .prj and .cpg may be absent. It has no password.",
)
LAYERS = declare(
    "layers_several",
    Severity.MUST,
    "1.9",
    "A GeoPackage holds one layer of polygons, or one whose name tells the level asked for.",
)
LAYERS_LEFT = declare(
    "layers_left",
    Severity.INFO,
    "1.9",
    "Layers of points and lines beside the polygons are passed over, and that is told.",
)
_NO_AREAS = ("Point", "Line", "None")
_TEXT_PER_BINARY = {"TopoJSON": 1, "ESRIJSON": 3, "GML": 3}  # bytes of text a point, against those of binary geometry
_ELSEWHERE = (
    b"<OGRVRTDataSource",
    b"<OGRWFSDataSource",
    b"<OGROAPIFDataSource",
)  # with which GDAL would read other files
_GDAL_FAULTS = (
    *(DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, PyogrioCRSError),
    *(UnicodeError, ValueError, OSError, RuntimeError),
)
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NEEDED = (".shp", ".shx", ".dbf")
_LEVEL_WORDS = {
    Level.REGION: ("region", "viloyat", "oblast", "adm1"),
    Level.DISTRICT: ("district", "tuman", "rayon", "adm2"),
    Level.MAHALLA: ("mahalla", "mfy", "adm3"),
}


def read_geopackage(path: Path, level: Level | None) -> Features:
    """The polygons of a GeoPackage; of several layers the one whose name tells the level. Raises Refused."""
    check_point_bytes(path.name, path.stat().st_size)
    try:
        layers = pyogrio.list_layers(path)
    except _GDAL_FAULTS as fault:
        raise refuse(path.name, BROKEN, reason=_reason(fault, path)) from fault
    drawn = {str(name): str(kind) for name, kind in layers if kind is not None}
    areas = [name for name, kind in drawn.items() if not any(word in kind for word in _NO_AREAS)] or list(drawn)
    features = _read(path.name, path, layer=_layer(path.name, areas, level))
    left = [name for name in drawn if name not in areas]
    told = [Problem(path.name, LAYERS_LEFT, value=", ".join(left))] if left else []
    return replace(features, problems=[*features.problems, *told])


def read_shapefile(path: Path) -> Features:
    """The features of a Shapefile, zipped or with its parts beside it, with and without .cpg and .prj. Raises Refused."""
    parts = _zipped(path) if zipfile.is_zipfile(path) else _beside(path)
    encoding, problems = _encoding(path.name, parts[".dbf"], parts.pop(".cpg", b""))
    features = _read(path.name, _packed(parts), encoding=encoding)
    return replace(features, problems=[*features.problems, *problems])


def read_other(path: Path, container: str) -> Features:
    """The features of a file in another format that GDAL knows by its content. Raises Refused."""
    content = path.read_bytes()
    check_point_bytes(path.name, len(content) // _TEXT_PER_BINARY.get(container, 1))
    if any(mark in content for mark in _ELSEWHERE):
        raise refuse(path.name, UNKNOWN, value=path.suffix)
    return _read(path.name, content)


def read_geoparquet(path: Path) -> Features:
    """The features of a GeoParquet file. Raises Refused."""
    try:
        rows = pq.read_metadata(path).num_rows
        if rows > MOST_FEATURES:
            raise refuse(path.name, FEATURES, value=str(rows), most=MOST_FEATURES)
        frame = gpd.read_parquet(path)
    except (pa.ArrowException, *_GDAL_FAULTS, shapely.errors.ShapelyError, LookupError, TypeError) as fault:
        raise refuse(path.name, BROKEN, reason=_reason(fault, path)) from fault
    if not len(frame):
        raise refuse(path.name, NO_FEATURES)
    texts = {str(name): [as_text(one) for one in frame[name]] for name in frame.columns if name != frame.geometry.name}
    crs = CRS.from_user_input(frame.crs) if frame.crs is not None else None
    return Features(path.name, texts, shapely.force_2d(frame.geometry.to_numpy()), crs)


def _zipped(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(path, archive)
            members = _members(path, archive)
            check_point_bytes(path.name, members[".shp"].file_size)
            return {suffix: unpack(path, archive, member) for suffix, member in members.items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as fault:
        raise refuse(path.name, BROKEN, reason=_reason(fault, path)) from fault
    except RuntimeError as fault:  # a password is wanted
        raise refuse(path.name, ARCHIVE_CONTENT, value=str(fault)) from fault


def _beside(path: Path) -> dict[str, bytes]:
    """The parts of a Shapefile that lie beside its .shp under the same name."""
    found = {one.suffix.lower(): one for one in path.parent.iterdir() if one.stem.lower() == path.stem.lower()}
    missing = [suffix for suffix in _NEEDED if suffix not in found]
    if missing:
        raise refuse(path.name, ARCHIVE_CONTENT, value=", ".join(missing))
    for part in (found[suffix] for suffix in _PARTS if suffix in found):
        check_size(part, MOST_UNPACKED)
    check_point_bytes(path.name, found[".shp"].stat().st_size)
    return {suffix: found[suffix].read_bytes() for suffix in _PARTS if suffix in found}


def _packed(parts: dict[str, bytes]) -> bytes:
    """The parts of one Shapefile as a zip in memory: attributes may carry persons and do not go to disk."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for suffix, content in parts.items():
            archive.writestr(f"shape{suffix}", content)
    return target.getvalue()


def _members(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The parts of the one Shapefile in an archive, by suffix."""
    files = [one for one in archive.infolist() if not one.is_dir() and "__MACOSX" not in one.filename]
    shapes = [one.filename for one in files if one.filename.lower().endswith(".shp")]
    stem = str(PurePosixPath(shapes[0]).with_suffix("")).lower() if len(shapes) == 1 else None
    found = {
        PurePosixPath(one.filename).suffix.lower(): one
        for one in files
        if str(PurePosixPath(one.filename).with_suffix("")).lower() == stem
    }
    missing = [suffix for suffix in _NEEDED if suffix not in found]
    if missing:
        value = ", ".join(shapes) if len(shapes) != 1 else ", ".join(missing)
        raise refuse(path.name, ARCHIVE_CONTENT, value=value)
    return {suffix: one for suffix, one in found.items() if suffix in _PARTS}


def _encoding(file: str, dbf: bytes, cpg: bytes) -> tuple[str, list[Problem]]:
    """The encoding of the attributes, and what is to be told of it: UTF-8, else the code page their letters fit.

    What the .cpg says counts where the letters tell nothing.
    """
    begin = int.from_bytes(dbf[8:10], "little")
    rows = dbf[max(begin, 32) :]
    try:
        rows.decode("utf-8")
    except UnicodeDecodeError:
        said = _said(cpg)
        page = likely_code_page(rows) or said or "cp1252"
        return page, [] if page == said else [Problem(file, ENCODING, value=page)]
    return "UTF-8", []


def _said(cpg: bytes) -> str | None:
    """The code page that a .cpg names, as Python calls it; None where it names none that is known."""
    named = re.sub(r"^(ansi|oem|windows)[ -]*", "cp", cpg.decode("ascii", errors="ignore").strip().lower())
    for name in (named, f"cp{named}", named.replace("88591", "8859-1")):
        with contextlib.suppress(LookupError, ValueError):
            found = codecs.lookup(name).name
            return "cp1252" if found in ("iso8859-1", "utf-8") else found
    return None


def _layer(file: str, layers: list[str], level: Level | None) -> str:
    if len(layers) == 1:
        return layers[0]
    if not layers:
        raise refuse(file, NO_FEATURES)
    told = [name for name in layers if level and any(word in latin(name) for word in _LEVEL_WORDS[level])]
    if len(told) != 1:
        raise refuse(file, LAYERS, value=", ".join(layers[:10]))
    return told[0]


def _read(file: str, source: Path | bytes, *, layer: str | None = None, encoding: str | None = None) -> Features:
    try:
        pyogrio.set_gdal_config_options({"GML_DOWNLOAD_SCHEMA": False})
        meta, _, wkb, columns = pyogrio.raw.read(source, layer=layer, encoding=encoding, force_2d=True)
    except _GDAL_FAULTS as fault:
        raise refuse(file, BROKEN, reason=_reason(fault, source)) from fault
    except IndexError as fault:  # GDAL opens the zip and finds no layer in it
        raise refuse(file, BROKEN, reason=".shp, .shx, .dbf") from fault
    except UnboundLocalError as fault:  # pyogrio's, where GDAL cannot write the coordinate system down
        raise refuse(file, CRS_UNKNOWN, value="—") from fault
    if wkb is None or not len(wkb):
        raise refuse(file, NO_FEATURES)
    if len(wkb) > MOST_FEATURES:
        raise refuse(file, FEATURES, value=str(len(wkb)), most=MOST_FEATURES)
    geometry = shapely.from_wkb(wkb, on_invalid="ignore")
    lost = np.flatnonzero(shapely.is_missing(geometry) & np.array([one is not None for one in wkb]))
    problems = [Problem(file, GEOMETRY_BROKEN, int(n) + 1, "geometry", details={"reason": "WKB"}) for n in lost]
    names = [str(name) for name in meta["fields"]]
    attributes = {name: [as_text(one) for one in column] for name, column in zip(names, columns, strict=True)}
    return Features(file, attributes, geometry, _crs(file, meta["crs"]), problems)


def _crs(file: str, written: str | None) -> CRS | None:
    if not written:
        return None
    try:
        return CRS.from_user_input(written)
    except CRSError as fault:
        raise refuse(file, CRS_UNKNOWN, value=written[:200]) from fault


def _reason(fault: BaseException, path: Path | bytes) -> str:
    """What GDAL says, without the folders of this machine."""
    if isinstance(path, bytes):
        return str(fault)[:300]
    return str(fault).replace(str(path), path.name).replace(str(path.parent), "")[:300]
