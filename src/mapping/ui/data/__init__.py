"""The page that brings files in."""
