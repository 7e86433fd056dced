"""From counts to figures: rates with exact intervals, change between periods, classes for a map."""
