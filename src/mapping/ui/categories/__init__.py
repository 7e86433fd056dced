"""The page of categories: official and by rule, what other thresholds would change, years in red."""
