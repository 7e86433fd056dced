"""What can go wrong with snapshots."""

from __future__ import annotations


class NoSnapshot(LookupError):
    """There is no such snapshot, or nothing was published yet."""


class StoreError(Exception):
    """A snapshot could not be published; what was published before stands as it was."""


class PublisherBusy(StoreError):
    """Another process is publishing into the same home at this moment."""


class NotWritten(StoreError):
    """The snapshot could not be written: the disk is full, a folder is not writable, or the like."""
