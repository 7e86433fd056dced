"""The meeting: its agenda, and the way to the presenter."""
