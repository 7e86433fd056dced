"""The page Compare: two periods, two districts or two snapshots side by side, and their difference."""
