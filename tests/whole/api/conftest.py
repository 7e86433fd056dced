"""A home of its own for each test, in which people and reports are written."""

from tests.whole.decisions.conftest import own_home

__all__ = ["own_home"]
