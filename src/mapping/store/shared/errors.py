"""What can go wrong between servers; `store.<rule>` in the catalogue. What was published before stands as it was."""

from __future__ import annotations

from mapping.store.errors import StoreError


class NotShared(StoreError):
    """A `snapshot` could not be laid where all servers find it (`place`, `reason`): it is current nowhere."""

    rule = "not_shared"


class NotFetched(StoreError):
    """A `snapshot` that was published could not be fetched whole from `place` (`reason`): this server shows the one before."""

    rule = "not_fetched"
