"""What can go wrong with keeping a decision; what was kept before stays as it was."""

from __future__ import annotations

from mapping.store import StoreError


class NotKept(StoreError):
    """The journal in `home` could not be written (`reason`): the disk is full, the folder not writable, or the like."""

    rule = "decision_not_kept"


class JournalBusy(StoreError):
    """Another process has held the journal in `home` for longer than a write can take."""

    rule = "decisions_busy"


class NoDecision(StoreError, LookupError):
    """There is no decision of this id (`decision`)."""

    rule = "decision_unknown"


class ChangedMeanwhile(StoreError):
    """Somebody else changed the decision (`decision`) since it was read."""

    rule = "decision_changed"
