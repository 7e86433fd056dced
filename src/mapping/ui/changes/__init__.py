"""The page of what changed between two snapshots, and of the snapshots there are."""
