"""From a snapshot: what may be shown."""
