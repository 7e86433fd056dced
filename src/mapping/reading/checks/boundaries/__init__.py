"""Rules for boundary files. A new rule is a new file here."""
