"""Tests of who is there: on both databases."""

from tests.databases import address, base, postgresql

__all__ = ["address", "base", "postgresql"]
