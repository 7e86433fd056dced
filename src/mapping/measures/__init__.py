"""What was to be done, and how it stands on a given day."""
