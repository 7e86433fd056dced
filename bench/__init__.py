"""Measures the risk map beside three other ways to build the same page; docs/performance.md explains the numbers."""
