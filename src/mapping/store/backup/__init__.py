"""All that people brought and wrote, in one file: published snapshots, work, accounts, evidence, and how it comes back."""

from mapping.store.backup.contents import Contents
from mapping.store.backup.restoring import Restored, check, restore
from mapping.store.backup.writing import Backup, back_up

__all__ = ["Backup", "Contents", "Restored", "back_up", "check", "restore"]
