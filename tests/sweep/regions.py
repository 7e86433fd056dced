"""The regions that are swept, each published as somebody would: as shipped, without people, of one district, and so on."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from mapping.demo import build
from mapping.publishing import publish
from mapping.store import Snapshot, current_id, list_snapshots
from mapping.store.home import HOME_VARIABLE
from mapping.store.opened import snapshot_by_id
from tests.sweep.truth import Truth

ROOT = Path(__file__).resolve().parents[2]
COUNTRY = 9008
SHARES = {"country": 0.05}
"""How many of its cases are looked at, where all of them would take more than a night."""
FEW_DISTRICTS, FEW_MAHALLAS = 4, 12
WITHOUT_ROWS = "domestic_conflict"
"""An indicator of the region without measures that is listed and has no figure at all."""


@dataclass(frozen=True)
class Region:
    """A region that is published: where its files and its snapshots lie. Two snapshots, the later one current."""

    name: str
    files: Path
    home: Path

    @cached_property
    def truth(self) -> Truth:
        """What its files say."""
        return Truth(self.files)

    @property
    def snapshot(self) -> Snapshot:
        """The current one, as the pages and routes have it; RISKMAP_HOME must name the home."""
        current = current_id(self.home)
        assert current is not None
        return snapshot_by_id(current)

    @cached_property
    def snapshots(self) -> list[str]:
        """The ids of all its snapshots, the earliest first."""
        return [one.id for one in list_snapshots(self.home)]


def make_region(name: str, folder: Path, *, few: bool) -> Region:
    """The region of that name under a folder, made there unless it is; `few` cuts it down to some dozen mahallas.

    Processes that want the same one wait for the first to have made it.
    """
    region = Region(name, folder / name / "files", folder / name / "home")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if len(region.snapshots) < 2:
            shutil.rmtree(folder / name, ignore_errors=True)
            _MAKERS[name](region.files, few)
            _publish_twice(region, folder / name / "earlier")
    return Region(name, region.files, region.home)


def enter(region: Region, environment: dict[str, str]) -> None:
    """Make the region the one that pages and routes show."""
    environment[HOME_VARIABLE] = str(region.home)


def _shipped(out: Path, few: bool) -> None:
    for part in ("geo", "data"):
        shutil.copytree(ROOT / part, out / part)
    if few:
        codes = _codes(out)
        districts = sorted({code[:7] for code in codes})[-FEW_DISTRICTS:]
        _keep(out, [code for one in districts for code in [c for c in codes if c.startswith(one)][:FEW_MAHALLAS]])


def _without_people(out: Path, few: bool) -> None:
    _shipped(out, few)
    _rewrite(out / "data" / "population.csv", lambda table: table.iloc[:0])


def _one_district(out: Path, few: bool) -> None:
    _shipped(out, few)
    codes = _codes(out)
    _keep(out, [code for code in codes if code.startswith(codes[0][:7])])


def _without_measures(out: Path, few: bool) -> None:
    _shipped(out, few)
    _rewrite(out / "data" / "measures.csv", lambda table: table.iloc[:0])
    _rewrite(out / "data" / "statistics.csv", lambda table: table[table["indicator"] != WITHOUT_ROWS])


def _country(out: Path, few: bool) -> None:
    build(out, mahallas=COUNTRY)


_MAKERS: dict[str, Callable[[Path, bool], None]] = {
    "shipped": _shipped,
    "without_people": _without_people,
    "one_district": _one_district,
    "without_measures": _without_measures,
    "country": _country,
}
NAMES = tuple(_MAKERS)


def _publish_twice(region: Region, folder: Path) -> None:
    """First as it was a quarter before: without the last quarter, and with one figure that was revised since."""
    shutil.copytree(region.files, folder)
    path = folder / "data" / "statistics.csv"
    _rewrite(path, _as_it_was)
    info = folder / "data" / "dataset.toml"
    written = info.read_text(encoding="utf-8")
    assert "as_of = 2026-01-15" in written
    info.write_text(written.replace("as_of = 2026-01-15", "as_of = 2025-10-15"), encoding="utf-8")
    publish(folder / "geo", folder / "data", region.home)
    publish(region.files / "geo", region.files / "data", region.home)
    shutil.rmtree(folder)


def _as_it_was(table: pd.DataFrame) -> pd.DataFrame:
    kept = table[table["period"] != table["period"].max()].copy()
    first = kept.index[(kept["count"] != "") & (kept["indicator"] == kept["indicator"].iloc[0])][0]
    kept.loc[first, "count"] = str(int(kept.loc[first, "count"]) + 3)
    return kept


def _codes(files: Path) -> list[str]:
    found = json.loads((files / "geo" / "mahallas.geojson").read_text(encoding="utf-8"))
    return sorted(one["properties"]["code"] for one in found["features"])


def _keep(files: Path, mahallas: Iterable[str]) -> None:
    """Only some mahallas, the areas that contain them, and what the tables say of these."""
    kept = set(mahallas)
    kept |= {code[:digits] for code in kept for digits in (4, 7)}
    for path in (files / "geo").glob("*.geojson"):
        found = json.loads(path.read_text(encoding="utf-8"))
        found["features"] = [one for one in found["features"] if one["properties"]["code"] in kept]
        path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    for path in (files / "data").glob("*.csv"):
        _rewrite(path, lambda table: table[table["area"].isin(list(kept))] if "area" in table else table)


def _rewrite(path: Path, edit: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    edit(table).to_csv(path, index=False, lineterminator="\n")
