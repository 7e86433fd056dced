"""Mutated files through every reader: only our own refusals and reports may come out."""
