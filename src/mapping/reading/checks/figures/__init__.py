"""Rules of plausibility, for one table and for a whole dataset. A new rule is a new file here."""
