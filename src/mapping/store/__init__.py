"""Snapshots: published whole or not at all, never changed afterwards, read by any number of processes."""

from mapping.store.before import Before
from mapping.store.dataset import Dataset, DatasetInfo, Source
from mapping.store.errors import (
    Damaged,
    NoSnapshot,
    NothingPublished,
    NotReadable,
    NotWritten,
    Overtaken,
    PublisherBusy,
    StoreError,
)
from mapping.store.home import default_home
from mapping.store.integrity import verify
from mapping.store.lock import only_writer
from mapping.store.manifest import Manifest, TableJoin
from mapping.store.publishing import (
    Derive,
    Published,
    Staged,
    content_hash,
    make_current,
    publish,
    stage,
    use_snapshot,
)
from mapping.store.retention import KeepRule, prune
from mapping.store.shelf import current_id, list_snapshots, read_manifest, read_report, snapshot_ids
from mapping.store.snapshot import Snapshot, open_snapshot

__all__ = [
    "Before",
    "Damaged",
    "Dataset",
    "DatasetInfo",
    "Derive",
    "KeepRule",
    "Manifest",
    "NoSnapshot",
    "NotReadable",
    "NotWritten",
    "NothingPublished",
    "Overtaken",
    "Published",
    "PublisherBusy",
    "Snapshot",
    "Source",
    "Staged",
    "StoreError",
    "TableJoin",
    "content_hash",
    "current_id",
    "default_home",
    "list_snapshots",
    "make_current",
    "only_writer",
    "open_snapshot",
    "prune",
    "publish",
    "read_manifest",
    "read_report",
    "snapshot_ids",
    "stage",
    "use_snapshot",
    "verify",
]
