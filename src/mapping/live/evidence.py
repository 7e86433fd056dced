"""Files that come with reports: photos, PDF and office files, told by their content, kept once under the digest of what is kept.

A photo is drawn anew before it is kept: where it was taken, with what and when is not kept, and nothing that is no picture. All are given back as files to be saved and
never shown in the page.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from mapping.live.reports.errors import FileNotKept, ReportRefused
from mapping.model.settings import settings
from mapping.store.errors import StoreError
from mapping.store.shared import Sharing, sharing
from mapping.store.shelf import sync_folder

MOST_MEGABYTES = 10
MOST_BYTES = MOST_MEGABYTES * 1_000_000
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2560
FOLDER = "meeting/evidence"
_PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png"}
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError
)  # fmt: skip
"""What reading a damaged archive raises."""
_OPEN_OFFICE = "application/vnd.oasis.opendocument."
ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf",
    **dict(zip(_OFFICE.values(), ("docx", "xlsx", "pptx"), strict=True)),
    f"{_OPEN_OFFICE}text": "odt", f"{_OPEN_OFFICE}spreadsheet": "ods", f"{_OPEN_OFFICE}presentation": "odp",
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """What is kept of a file: its kind, by its content, and its bytes."""

    media: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_file(content: bytes) -> File:
    """A file as it is kept. Raises ReportRefused for one that is too large, of no kind that is taken, or broken."""
    if len(content) > MOST_BYTES:
        raise ReportRefused("file", "report_refused.file_large", most=MOST_MEGABYTES)
    for sign, kind in _PICTURES.items():
        if content.startswith(sign):
            return File(_MEDIA[kind], _drawn_anew(content, kind))
    if content.startswith(b"%PDF-"):
        return File("application/pdf", content)
    media = _office(content) if content.startswith(b"PK\x03\x04") else ""
    if not media:
        raise ReportRefused("file", "report_refused.file_kind")
    return File(media, content)


def _drawn_anew(content: bytes, kind: str) -> bytes:
    """The picture alone, upright, at most as large as a page shows it."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ReportRefused("file", "report_refused.file_pixels", most=MOST_PIXELS // 1_000_000)
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            bare = upright.convert("RGB" if kind == "JPEG" else "RGBA")
            bare.info.clear()
            written = io.BytesIO()
            bare.save(written, kind, quality=85)
            return written.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise ReportRefused("file", "report_refused.file_broken") from fault


def _office(content: bytes) -> str:
    """The kind of an office file without macros; "" for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return ""
            if "[Content_Types].xml" in names:
                return next(
                    (kind for start, kind in _OFFICE.items() if any(one.startswith(start) for one in names)), ""
                )
            if names[:1] == ["mimetype"] and archive.getinfo("mimetype").file_size < 100:
                named = archive.read("mimetype").decode("ascii", "replace")
                return named if named in ENDINGS else ""
    except _BROKEN:
        pass
    return ""


def require_room(file: File, kept_bytes: int) -> None:
    """Raises ReportRefused where all files together would take more than they may."""
    most = settings().evidence_megabytes
    if kept_bytes + len(file.content) > most * 1_000_000:
        raise ReportRefused("file", "report_refused.file_room", most=most)


def keep(home: Path, file: File) -> None:
    """Write it where it is found by its digest, by other servers too; on the disk when this returns. Raises FileNotKept."""
    path = _path(home, file.digest)
    try:
        if not path.exists():
            _write(path, file.content)
        if (others := sharing()) is not None:
            others.place.put(_shared(file.digest), path)
    except (OSError, StoreError) as fault:
        raise FileNotKept(home=home, reason=getattr(fault, "strerror", None) or str(fault)) from fault


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    Path(written.name).replace(path)
    sync_folder(path.parent)


def kept_file(home: Path, digest: str) -> bytes | None:
    """The bytes under a digest, from the server that took them where they are not here; None where they are gone, or are no longer those."""
    path, others = _path(home, digest), sharing()
    try:
        content = path.read_bytes() if path.exists() or others is None else _fetched(others, digest)
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def _fetched(others: Sharing, digest: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / digest
        others.place.get(_shared(digest), file)
        return file.read_bytes()


def _path(home: Path, digest: str) -> Path:
    return home / FOLDER / digest[:2] / digest


def _shared(digest: str) -> str:
    return f"evidence/{digest}"
