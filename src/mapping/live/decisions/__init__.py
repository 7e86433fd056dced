"""Decisions of a meeting: typed, kept in the home folder beside the snapshots, taken away as measures."""
