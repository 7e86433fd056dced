"""What changed between two snapshots: figures, areas, categories, measures."""

from mapping.difference.compare import Difference, compare_snapshots
from mapping.difference.kinds import COLUMNS, Kind
from mapping.difference.naming import SHOWN, with_names

__all__ = ["COLUMNS", "SHOWN", "Difference", "Kind", "compare_snapshots", "with_names"]
