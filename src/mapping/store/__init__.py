"""Snapshots: published whole or not at all, never changed afterwards, read by any number of processes."""

from mapping.store.dataset import Dataset, DatasetInfo, Source
from mapping.store.errors import NoSnapshot, NotWritten, PublisherBusy, StoreError
from mapping.store.home import default_home
from mapping.store.manifest import Manifest, TableJoin
from mapping.store.publishing import Derive, Published, publish
from mapping.store.shelf import current_id, list_snapshots, read_manifest, use_snapshot
from mapping.store.snapshot import Snapshot, open_snapshot

__all__ = [
    "Dataset",
    "DatasetInfo",
    "Derive",
    "Manifest",
    "NoSnapshot",
    "NotWritten",
    "Published",
    "PublisherBusy",
    "Snapshot",
    "Source",
    "StoreError",
    "TableJoin",
    "current_id",
    "default_home",
    "list_snapshots",
    "open_snapshot",
    "publish",
    "read_manifest",
    "use_snapshot",
]
