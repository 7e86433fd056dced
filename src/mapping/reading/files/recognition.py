"""What a file is, told by its first bytes; its name only decides where the bytes leave it open."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mapping.reading.files.limits import check_archive, check_name, check_size, refuse
from mapping.reading.registry import Severity, declare

UNREADABLE = declare("file_cannot_be_read", Severity.MUST, "1.1", "The file can be opened and read to its end.")
EMPTY = declare("file_empty", Severity.MUST, "1.1", "The file holds something.")
UNKNOWN = declare(
    "file_kind_unknown",
    Severity.MUST,
    "1.2",
    "A file is of one of the formats that are read; its content says which.",
)
OTHER_FORMAT = declare(
    "file_other_format",
    Severity.MUST,
    "1.2",
    "A file is none of the well-known formats that are not read, such as PDF or old Office, whatever its name says.",
)
BROKEN = declare("file_cut_or_broken", Severity.MUST, "1.1", "The file is whole and well formed.")

_HEAD = 4096
_JSON_SUFFIXES = {".geojson", ".json", ".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl", ".topojson"}
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".tab", ""}
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OTHER_FORMATS = {
    b"%PDF": "pdf", b"\xd0\xcf\x11\xe0": "old_office", b"Rar!": "archive", b"7z\xbc\xaf": "archive", b"\x1f\x8b": "archive",
    b"\x89PNG": "picture", b"\xff\xd8\xff": "picture", b"GIF8": "picture",
}  # fmt: skip
_OTHER_ARCHIVES = {"word/document": "word", "ppt/presentation": "slides", "content.xml": "open_document"}


class Container(StrEnum):
    """The formats that are read."""

    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    KML = "KML"
    GML = "GML"
    FLATGEOBUF = "FlatGeobuf"
    GEOPARQUET = "GeoParquet"
    TEXT = "CSV"
    XLSX = "XLSX"

    @property
    def is_boundaries(self) -> bool:
        """Whether it holds boundaries (the others hold tables)."""
        return self not in (Container.TEXT, Container.XLSX)


_MARKS = {
    b"SQLite format 3\x00": Container.GEOPACKAGE,
    b"\x00\x00\x27\x0a": Container.SHAPEFILE,  # its first part, with the others beside it
    b"fgb\x03fgb": Container.FLATGEOBUF,
    b"PAR1": Container.GEOPARQUET,
}


def recognise(path: Path) -> Container:
    """Tell the format. Raises Refused when the file cannot be read, is too large, or is of no known format."""
    check_name(path)
    try:
        check_size(path)
        with path.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as fault:
        raise refuse(path.name, UNREADABLE, value=fault.strerror or str(fault)) from fault
    if not head.strip():
        raise refuse(path.name, EMPTY)
    found = _by_content(path, head)
    if found is None:
        raise refuse(path.name, UNKNOWN, value=path.suffix)
    return found


def _by_content(path: Path, head: bytes) -> Container | None:
    if head.startswith(b"PK"):
        return _archived(path)
    known = next((found for mark, found in _MARKS.items() if head.startswith(mark)), None)
    if known is not None:
        return None if known is Container.GEOPARQUET and not _has_geometry(path) else known
    refuse_other(path, head)
    return _by_text(path, head)


def refuse_other(path: Path, head: bytes) -> None:
    """Raises Refused naming a format that is not read, by its first bytes."""
    other = next((name for mark, name in _OTHER_FORMATS.items() if head.startswith(mark)), None)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        other = "web_page"
    if other is not None:
        raise refuse(path.name, OTHER_FORMAT, value=path.suffix, format=other, advice=other)


def _by_text(path: Path, head: bytes) -> Container | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(
        b" \t\r\n\x1e"
    )  # the last stands before each feature of a GeoJSON sequence
    if path.suffix.lower() in _JSON_SUFFIXES or start.startswith((b"{", b'[{"', b"[[")):
        return Container.GEOJSON
    if path.suffix.lower() == ".kml" or b"<kml" in head:
        return Container.KML
    if start.startswith(b"<") and (path.suffix.lower() == ".gml" or b"opengis.net/gml" in head):
        return Container.GML
    is_text = not start.startswith(b"<") and (head.startswith(_BOMS) or path.suffix.lower() in _TEXT_SUFFIXES)
    return Container.TEXT if is_text else None


def _archived(path: Path) -> Container | None:
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(path, archive)
            names = [member.filename.lower() for member in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise refuse(path.name, BROKEN, reason=fault) from fault
    if any(name.startswith("xl/workbook") for name in names):
        return Container.XLSX
    other = next((told for mark, told in _OTHER_ARCHIVES.items() if any(name.startswith(mark) for name in names)), None)
    if other is not None:
        raise refuse(path.name, OTHER_FORMAT, value=path.suffix, format=other, advice=other)
    if any(name.endswith(".shp") for name in names):
        return Container.SHAPEFILE
    return Container.KML if any(name.endswith(".kml") for name in names) else None


def _has_geometry(path: Path) -> bool:
    """Whether a Parquet file says that a column of it holds geometries (GeoParquet)."""
    try:
        return b"geo" in (pq.read_schema(path).metadata or {})
    except (pa.ArrowException, OSError) as fault:
        raise refuse(path.name, BROKEN, reason=str(fault).splitlines()[0]) from fault
