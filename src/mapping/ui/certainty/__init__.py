"""The page that says how sure the numbers are."""
