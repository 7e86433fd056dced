"""What can go wrong with a backup; `store.<rule>` in the catalogue. What lay in the home stays as it was."""

from __future__ import annotations

from mapping.store.errors import StoreError


class BackupExists(StoreError):
    """There is a `file` already: a backup is not written over another."""

    rule = "backup_exists"


class BackupInside(StoreError):
    """The `file` would lie in the `home` that it is a backup of: it would go with it, and into the next backup."""

    rule = "backup_inside"


class BackupUnreadable(StoreError):
    """The `file` is no backup, or was cut short."""

    rule = "backup_unreadable"


class BackupDamaged(StoreError):
    """What a `member` of the `file` holds is not what was written."""

    rule = "backup_damaged"


class BackupNewer(StoreError):
    """The `file` was written by a later version of the software, in another form (`found`)."""

    rule = "backup_newer"


class HomeNotEmpty(StoreError):
    """Something lies in `home`, or in its database, that a restored backup would take the place of."""

    rule = "home_not_empty"
