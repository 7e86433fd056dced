"""From a dataset folder to the current snapshot, with everything derived from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mapping import store
from mapping.intake import read_dataset
from mapping.maps.display import write_display
from mapping.store import Dataset, Derive, Manifest, TableJoin


@dataclass(frozen=True)
class PublishReport:
    """What was published: the snapshot's manifest, its folder, and whether it had been published before."""

    manifest: Manifest
    folder: Path
    already: bool

    @property
    def joins(self) -> tuple[TableJoin, ...]:
        """How each table met the areas: matched rows, figures without areas, areas without figures."""
        return self.manifest.joins


def display_geometry(folder: Path, dataset: Dataset) -> None:
    """Write the geometry that browsers draw from into the snapshot's folder."""
    write_display(folder, dataset.areas)


DERIVED: tuple[Derive, ...] = (display_geometry,)


def publish(
    geo: Path, data: Path, home: Path, *, as_of: date | None = None, derive: Sequence[Derive] = DERIVED
) -> PublishReport:
    """Check the dataset, write a snapshot into `home` and make it current.

    `as_of` overrides the day in `dataset.toml`. Raises Refused with every problem of the input, StoreError
    when the snapshot could not be written; then nothing that was published has changed.
    """
    dataset = read_dataset(geo, data)
    if as_of is not None:
        dataset = replace(dataset, info=replace(dataset.info, as_of=as_of))
    published = store.publish(dataset, home, derive=derive)
    return PublishReport(published.manifest, published.folder, published.already)
