"""Mapping profiles that come with the product: templates for exports of two state systems, with example files."""
