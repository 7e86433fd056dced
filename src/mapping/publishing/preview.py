"""What a proposal would change, seen before it is published."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mapping import store
from mapping.model.schemas import DATA_TABLES
from mapping.publishing.proposal import Proposal
from mapping.views.difference import Difference, compare_snapshots


@dataclass(frozen=True)
class Preview:
    """`rows`: rows of every table before and after; `difference`: what changes, None where nothing was published."""

    rows: Mapping[str, tuple[int, int]]
    areas: tuple[int, int]
    difference: Difference | None


def preview(proposal: Proposal, home: Path) -> Preview:
    """Compare a proposal with the snapshot it is put over. A snapshot of it is made aside and thrown away."""
    tables = proposal.dataset.tables
    rows = {table.name: (len(proposal.base.tables[table.name]), len(tables[table.name])) for table in DATA_TABLES}
    areas = (len(proposal.base.areas), len(proposal.dataset.areas))
    if not proposal.base.snapshot:
        return Preview(rows, areas, None)
    with tempfile.TemporaryDirectory(prefix="riskmap-") as folder:
        published = store.publish(proposal.dataset, Path(folder))
        before, after = (
            store.open_snapshot(home, proposal.base.snapshot),
            store.open_snapshot(Path(folder), published.manifest.id),
        )
        try:
            return Preview(rows, areas, compare_snapshots(before, after))
        finally:
            before.close()
            after.close()
