"""GeoPackage and zipped Shapefile, through GDAL; with what a Shapefile lacks told or worked out."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath

import numpy as np
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
from mapping.reading.files.limits import check_archive, check_point_bytes, refuse, unpack
from mapping.reading.files.recognition import BROKEN
from mapping.reading.registry import Severity, declare

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
_GDAL_FAULTS = (
    *(DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, PyogrioCRSError),
    *(UnicodeError, ValueError, OSError, RuntimeError, MemoryError),
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
    with_geometry = [str(name) for name, kind in layers if kind is not None]
    return _read(path.name, path, layer=_layer(path.name, with_geometry, level))


def read_shapefile(path: Path) -> Features:
    """The features of a zipped Shapefile, with and without .cpg and .prj. Raises Refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(path, archive)
            members = _members(path, archive)
            check_point_bytes(path.name, members[".shp"].file_size)
            parts = {suffix: unpack(path, archive, member) for suffix, member in members.items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as fault:
        raise refuse(path.name, BROKEN, reason=_reason(fault, path)) from fault
    except RuntimeError as fault:  # a password is wanted
        raise refuse(path.name, ARCHIVE_CONTENT, value=str(fault)) from fault
    encoding = None if ".cpg" in parts else _encoding(parts[".dbf"])
    return _read(path.name, _packed(parts), encoding=encoding)


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


def _encoding(dbf: bytes) -> str:
    """UTF-8 where the attribute file is that, else the Cyrillic code page of Windows."""
    try:
        dbf[32:].decode("utf-8")
    except UnicodeDecodeError:
        return "CP1251"
    return "UTF-8"


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
        meta, _, wkb, columns = pyogrio.raw.read(source, layer=layer, encoding=encoding, force_2d=True)
    except _GDAL_FAULTS as fault:
        raise refuse(file, BROKEN, reason=_reason(fault, source)) from fault
    except IndexError as fault:  # GDAL opens the zip and finds no layer in it
        raise refuse(file, BROKEN, reason=".shp, .shx, .dbf") from fault
    except UnboundLocalError as fault:  # pyogrio's, where GDAL cannot write the coordinate system down
        raise refuse(file, CRS_UNKNOWN, value="—") from fault
    if wkb is None or not len(wkb):
        raise refuse(file, NO_FEATURES)
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
