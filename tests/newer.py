"""Two publications of the tiny dataset: the second revises a figure, and lacks a quarter and a mahalla of the first."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import NamedTuple

from mapping.publishing import publish
from mapping.store import use_snapshot

REVISED, GONE_MAHALLA, GONE_QUARTER = "1710207001", "1710212004", "2025Q4"
FORMER, LATER = 7, 10  # cases of the revised mahalla in 2025Q3


class Home(NamedTuple):
    """The folder, and its two snapshots: as of 2026-01-15, which is current, and as of 2026-02-15."""

    folder: Path
    first: str
    newer: str


def publish_both(tiny_dataset: Path, folder: Path) -> Home:
    """Publish both into `folder/home`; the first is current."""
    edited, home = folder / "edited", folder / "home"
    shutil.copytree(tiny_dataset, edited)
    for file in (edited / "data").glob("*.csv"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = "".join(one for one in lines if GONE_MAHALLA not in one and not _gone_quarter(file, one))
        counted = f"{REVISED},2025Q3,crime_total,all,"
        file.write_text(kept.replace(f"{counted}{FORMER}\n", f"{counted}{LATER}\n"), encoding="utf-8")
    mahallas = edited / "geo" / "mahallas.geojson"
    document = json.loads(mahallas.read_text(encoding="utf-8"))
    document["features"] = [one for one in document["features"] if one["properties"]["code"] != GONE_MAHALLA]
    mahallas.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    day = edited / "data" / "dataset.toml"
    day.write_text(day.read_text(encoding="utf-8").replace("2026-01-15", "2026-02-15"), encoding="utf-8")
    first, newer = (publish(one / "geo", one / "data", home).manifest.id for one in (tiny_dataset, edited))
    use_snapshot(home, first)
    return Home(home, first, newer)


def _gone_quarter(file: Path, line: str) -> bool:
    return file.stem == "statistics" and GONE_QUARTER in line
