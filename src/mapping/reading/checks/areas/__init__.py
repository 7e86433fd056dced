"""Rules for codes and names, of boundaries and tables alike. A new rule is a new file here."""
