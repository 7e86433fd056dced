"""Tests of reports: on both databases, and a home of its own for each that writes."""

from tests.databases import address, base, postgresql
from tests.whole.decisions.conftest import own_home

__all__ = ["address", "base", "own_home", "postgresql"]
