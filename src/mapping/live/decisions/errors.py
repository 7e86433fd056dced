"""What can go wrong with keeping a decision; what was kept before stays as it was."""

from __future__ import annotations

from mapping.store import StoreError


class NoDecision(StoreError, LookupError):
    """There is no decision of this id (`decision`)."""

    rule = "decision_unknown"


class ChangedMeanwhile(StoreError):
    """Somebody else changed the decision (`decision`) since it was read."""

    rule = "decision_changed"
