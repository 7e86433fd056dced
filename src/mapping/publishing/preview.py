"""What a proposal would change, seen before it is published: the snapshot seen is the one that is then made current."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mapping import store
from mapping.model.schemas import DATA_TABLES
from mapping.publishing.areas import same_outlines
from mapping.publishing.proposal import Proposal
from mapping.publishing.publication import display_geometry, display_of, keeping_tables, publish_dataset, stage_dataset
from mapping.store import Before, Manifest, NotWritten, Staged
from mapping.store.manifest import FORMAT
from mapping.views.difference import Difference, compare_snapshots


@dataclass(frozen=True)
class Preview:
    """`rows`: rows of every table before and after. `difference`: what changes, and `staged`: the snapshot it was seen in;
    None where the proposal begins with nothing.
    """

    rows: Mapping[str, tuple[int, int]]
    areas: tuple[int, int]
    difference: Difference | None
    staged: Staged | None = None


def preview(proposal: Proposal, home: Path) -> Preview:
    """Compare a proposal with the snapshot it is put over. Its own is staged, and goes with the preview unless published."""
    areas = (len(proposal.base.areas), len(proposal.dataset.areas))
    if not proposal.base.snapshot:
        tables, before_it = proposal.dataset.tables, proposal.base.tables
        return Preview(
            {table.name: (len(before_it[table.name]), len(tables[table.name])) for table in DATA_TABLES}, areas, None
        )
    staged = _staged(proposal, home)
    was, now = store.read_manifest(home, proposal.base.snapshot).rows, staged.manifest.rows
    rows = {table.name: (was[table.name], now[table.name]) for table in DATA_TABLES}
    before = store.open_snapshot(home, proposal.base.snapshot)
    after = store.open_snapshot(staged.aside, staged.manifest.id)
    try:
        return Preview(rows, areas, compare_snapshots(before, after), staged)
    finally:
        before.close()
        after.close()


def _staged(proposal: Proposal, home: Path) -> Staged:
    """Staged in the home, or where nothing can be written there in a folder of the system: it can be looked at only."""
    base, dataset, folder = proposal.base, proposal.dataset, home / proposal.base.snapshot
    manifest = store.read_manifest(home, base.snapshot)
    is_alike = manifest.format == FORMAT
    display = display_of(folder) if is_alike and same_outlines(base.areas, dataset.areas) else display_geometry
    stayed = [name for name in dataset.tables if is_alike and name not in proposal.changed]
    derive = (display, keeping_tables(folder, stayed))
    changed = {name: base.tables[name] for name in proposal.changed}
    before = Before(folder, manifest, changed) if is_alike and proposal.has_same_areas else None
    try:
        return stage_dataset(proposal.dataset, home, derive=derive, before=before)
    except NotWritten:
        within = Path(tempfile.gettempdir())
        return stage_dataset(proposal.dataset, home, derive=derive, before=before, within=within)


def publish_seen(proposal: Proposal, seen: Preview, home: Path, *, over: str | None = None) -> Manifest:
    """Make the snapshot current in which the proposal was seen; `over` as `store.publish` takes it. Raises StoreError."""
    if seen.staged is None:
        return publish_dataset(proposal.dataset, home, over=over).manifest
    return store.make_current(seen.staged, over=over).manifest
