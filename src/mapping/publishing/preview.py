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
from mapping.store import Manifest, NotWritten, Staged
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
    tables = proposal.dataset.tables
    rows = {table.name: (len(proposal.base.tables[table.name]), len(tables[table.name])) for table in DATA_TABLES}
    areas = (len(proposal.base.areas), len(proposal.dataset.areas))
    if not proposal.base.snapshot:
        return Preview(rows, areas, None)
    staged = _staged(proposal, home)
    before = store.open_snapshot(home, proposal.base.snapshot)
    after = store.open_snapshot(staged.aside, staged.manifest.id)
    try:
        return Preview(rows, areas, compare_snapshots(before, after), staged)
    finally:
        before.close()
        after.close()


def _staged(proposal: Proposal, home: Path) -> Staged:
    """Staged in the home, or where nothing can be written there in a folder of the system: it can be looked at only."""
    base, dataset, before = proposal.base, proposal.dataset, home / proposal.base.snapshot
    is_alike = store.read_manifest(home, base.snapshot).format == FORMAT
    display = display_of(before) if is_alike and same_outlines(base.areas, dataset.areas) else display_geometry
    stayed = [name for name, rows in dataset.tables.items() if is_alike and rows is base.tables[name]]
    derive = (display, keeping_tables(before, stayed))
    try:
        return stage_dataset(proposal.dataset, home, derive=derive)
    except NotWritten:
        return stage_dataset(proposal.dataset, home, derive=derive, within=Path(tempfile.gettempdir()))


def publish_seen(proposal: Proposal, seen: Preview, home: Path, *, over: str | None = None) -> Manifest:
    """Make the snapshot current in which the proposal was seen; `over` as `store.publish` takes it. Raises StoreError."""
    if seen.staged is None:
        return publish_dataset(proposal.dataset, home, over=over).manifest
    return store.make_current(seen.staged, over=over).manifest
