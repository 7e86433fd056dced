"""`riskmap snapshots`: what was published, what changed between two, which one is shown, which are kept."""

from mapping.cli.snapshots.command import snapshots

__all__ = ["snapshots"]
