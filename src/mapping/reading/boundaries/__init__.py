"""Boundary files as people really have them, brought to areas with codes in WGS 84."""
