"""The page of the book of what was done."""
