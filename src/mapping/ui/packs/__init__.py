"""The page from which files are taken."""
