"""What people report of measures: lines that are only added, and how a measure stands by them."""
