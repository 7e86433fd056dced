"""Which of the files that lie together are to be read: what only belongs to others, or is no data at all, is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

# What systems and offices leave beside data: notes, thumbnails, locks of open documents, style and index files of a GIS.
_NO_DATA = re.compile(
    r"(readme|thumbs\.db|desktop\.ini|~\$|\.~lock|\.)|.*\.(pdf|docx?|rtf|odt|md|html?|png|jpe?g|gif|tiff?|qm[dl]|qg[sz]"
    r"|sld|lyrx?|lnk|tmp|bak|log|xml|exe)$",
    re.IGNORECASE,
)
_PARTS = {".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix", ".fix", ".cst", ".ain", ".aih", ".atx"}


class Gathered(NamedTuple):
    """Files to be read, and those passed over."""

    files: list[Path]
    passed_over: list[Path]


def gather(paths: Iterable[Path]) -> Gathered:
    """The files, with those of each folder in its place. One that was named itself is read, whatever it is called, unless it
    is part of a Shapefile among them.
    """
    found: dict[Path, bool] = {}  # whether it was named itself
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else []
        found |= {one: False for one in inside if one not in found}
        if not path.is_dir():
            found[path] = True
    shapes = {_stem(path) for path in found if path.suffix.lower() == ".shp"}
    passed = [
        path
        for path, is_named in found.items()
        if (path.suffix.lower() in _PARTS and _stem(path) in shapes) or (not is_named and _is_no_data(path))
    ]
    return Gathered([path for path in found if path not in passed], passed)


def _stem(path: Path) -> tuple[Path, str]:
    return path.parent, path.stem.lower()


def _is_no_data(path: Path) -> bool:
    return path.parent.name == "__MACOSX" or _NO_DATA.match(path.name) is not None
