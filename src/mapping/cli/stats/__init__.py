"""`riskmap stats`: every statistic of one table, to be checked against another tool."""

from mapping.cli.stats.command import stats

__all__ = ["stats"]
