"""From a dataset folder to the current snapshot, with everything derived from it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from mapping import store
from mapping.model.problems import Problem
from mapping.reading import Remarked, read_dataset, warnings_of
from mapping.store import Before, Dataset, Derive, Manifest, NoSnapshot, Staged, TableJoin
from mapping.store.kept_tables import KeptTables
from mapping.store.shared import sharing
from mapping.store.shelf import AREAS, PUBLISHED_FROM, TABLES, table_file
from mapping.views.map.display import FOLDER as DISPLAY
from mapping.views.map.display import write_display


@dataclass(frozen=True)
class PublishReport:
    """What was published: the snapshot's manifest, its folder, and whether it had been published before.

    `warnings` are figures that keep every strict rule and yet are not plausible.
    """

    manifest: Manifest
    folder: Path
    already: bool
    warnings: tuple[Problem, ...] = ()

    @property
    def joins(self) -> tuple[TableJoin, ...]:
        """How each table met the areas: matched rows, figures without areas, areas without figures."""
        return self.manifest.joins


def display_geometry(folder: Path, dataset: Dataset) -> None:
    """Write the geometry that browsers draw from into the snapshot's folder."""
    write_display(folder, dataset.areas)


def display_of(before: Path) -> Derive:
    """Take the display geometry of a snapshot's folder over, where the areas are the same."""

    def taken_over(folder: Path, _dataset: Dataset) -> None:
        shutil.copytree(before / DISPLAY, folder / DISPLAY)

    return taken_over


def keep_tables(folder: Path, dataset: Dataset) -> None:
    """Write every table whole into the snapshot's folder: what the next files brought are put over."""
    _keep(folder, dataset.tables)


def keeping_tables(before: Path, stayed: Collection[str]) -> Derive:
    """As `keep_tables`, with the files of a snapshot's folder for the tables (schema names) whose rows all stayed."""

    def kept(folder: Path, dataset: Dataset) -> None:
        _keep(folder, {name: dataset.tables[name] for name in dataset.tables if name not in stayed})
        for name in stayed:
            shutil.copyfile(before / table_file(name), folder / table_file(name))

    return kept


def _keep(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    (folder / TABLES).mkdir()
    for name, frame in tables.items():
        frame.to_parquet(folder / table_file(name), index=False)


def whole_tables(folder: Path) -> tuple[gpd.GeoDataFrame, Mapping[str, pd.DataFrame]]:
    """The areas (columns of schemas.AREA, `level`, geometry) and the tables that a snapshot was made from, decoded when asked for.

    Raises FileNotFoundError when the snapshot does not keep them, since it was published by an earlier version.
    """
    return gpd.read_parquet(folder / AREAS), KeptTables(folder)


_READ = {".geojson", ".csv", ".toml"}
DERIVED: tuple[Derive, ...] = (display_geometry, keep_tables)


def publish(
    geo: Path,
    data: Path,
    home: Path,
    *,
    as_of: date | None = None,
    seq: int | None = None,
    derive: Sequence[Derive] = DERIVED,
) -> PublishReport:
    """Check the dataset, write a snapshot into `home` and make it current.

    `as_of` overrides the day in `dataset.toml`; `seq` is the last report of work that its measures hold, without it what `dataset.toml` says, or what
    was published last held. Raises Refused with every problem of the input, StoreError
    when the snapshot could not be written; then nothing that was published has changed.
    """
    dataset = read_dataset(geo, data)
    if as_of is not None:
        dataset = replace(dataset, info=replace(dataset.info, as_of=as_of))
    held = dataset.info.seq or _held(home) if seq is None else seq
    dataset = replace(dataset, info=replace(dataset.info, seq=held))
    report = publish_dataset(dataset, home, derive=derive)
    _note_published(geo, data, home)
    return report


def _held(home: Path) -> int:
    """The last report that the measures published last hold: what follows them holds it too."""
    try:
        return store.read_manifest(home).seq
    except store.NoSnapshot:
        return 0


def publish_dataset(
    dataset: Dataset, home: Path, *, derive: Sequence[Derive] = DERIVED, over: str | None = None
) -> PublishReport:
    """Publish a dataset that was read, with what the checks of plausibility remark; `over` as `store.publish` takes it.

    Raises StoreError.
    """
    remarked = _remarked(dataset)
    published = store.publish(remarked, home, derive=derive, over=over)
    return PublishReport(published.manifest, published.folder, published.already, _of_both(remarked))


def stage_dataset(
    dataset: Dataset,
    home: Path,
    *,
    derive: Sequence[Derive] = DERIVED,
    before: Before | None = None,
    within: Path | None = None,
) -> Staged:
    """Stage a dataset as it would be published; `before` and `within` as `store.stage` takes them. Raises NotWritten."""
    remarked = _remarked(dataset, _remarked_before(dataset, before) if before else None)
    return store.stage(remarked, home, derive=derive, before=before, within=within)


def _remarked(dataset: Dataset, before: Remarked | None = None) -> Dataset:
    return replace(dataset, implausible=tuple(warnings_of(dataset, before)))


def _remarked_before(dataset: Dataset, before: Before) -> Remarked | None:
    """What was remarked of the whole; None where its day or the rules are others, or the rules cannot be told."""
    manifest = before.manifest
    if not dataset.rules or (manifest.rules, manifest.as_of) != (dataset.rules, dataset.info.as_of):
        return None
    every = store.read_report(before.folder.parent, manifest.id)
    return Remarked(every[len(every) - manifest.implausible :], before.changed.keys())


def _of_both(dataset: Dataset) -> tuple[Problem, ...]:
    return (*dataset.remarks, *dataset.implausible)


def unchanged(geo: Path, data: Path, home: Path) -> str | None:
    """The id of the current snapshot when these folders' files are as they were when last published into `home`.

    None when they are to be published: they changed, or were never published here. Another snapshot may
    have been made current since; that is left as it is, and so is what another server published that shares its snapshots.
    """
    others = sharing()
    if others is not None and _folders(geo, data) not in _notes(home):
        others.follow(home)
        return others.current()
    if _notes(home).get(_folders(geo, data)) != _digest(geo, data):
        return None
    try:
        return store.read_manifest(home).id
    except NoSnapshot:
        return None


def _note_published(geo: Path, data: Path, home: Path) -> None:
    notes = _notes(home) | {_folders(geo, data): _digest(geo, data)}
    with store.only_writer(home):
        (home / PUBLISHED_FROM).write_text(json.dumps(notes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _notes(home: Path) -> dict[str, str]:
    """Folders to the digest of their files when they were last published; nothing when the note was cut short."""
    try:
        notes = json.loads((home / PUBLISHED_FROM).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def _folders(geo: Path, data: Path) -> str:
    return f"{geo.resolve()} {data.resolve()}"


def _digest(geo: Path, data: Path) -> str:
    """A checksum over the files of both folders and the snapshot format."""
    files = [path for folder in (geo, data) for path in sorted(folder.iterdir()) if path.suffix in _READ]
    return store.content_hash([store.Source.of(path.name, path.read_bytes()) for path in files], None)
