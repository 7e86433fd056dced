"""Rules for tables. A new rule is a new file here."""
