"""What changed between two snapshots: figures, areas, categories, measures."""

from mapping.difference.compare import Difference, compare_snapshots
from mapping.difference.kinds import COLUMNS, Kind

__all__ = ["COLUMNS", "Difference", "Kind", "compare_snapshots"]
