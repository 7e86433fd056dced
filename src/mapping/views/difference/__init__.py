"""What changed between two snapshots: figures, areas, categories, measures."""

from mapping.views.difference.compare import Difference, compare_snapshots
from mapping.views.difference.kinds import COLUMNS, ChangeKind
from mapping.views.difference.naming import SHOWN, with_names

__all__ = ["COLUMNS", "SHOWN", "ChangeKind", "Difference", "compare_snapshots", "with_names"]
